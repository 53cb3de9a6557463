"""Served as `make run` serves it: gunicorn with its processes and threads, four connections, the weight of a worker."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.middleware.csrf import _get_new_csrf_string  # type: ignore[attr-defined]

from benchmarks import floor
from benchmarks.people import Failed, People
from benchmarks.targets import NOBODY, Ask, Target
from tools.starting import comes_up

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
CONNECTIONS = 4


@dataclass(frozen=True)
class Speed:
    """What four connections got a second, and within how many milliseconds; the floor over the same connections."""

    name: str
    rps: float
    floor_rps: float
    p50_ms: float
    p95_ms: float

    @property
    def ratio(self) -> float:
        return self.floor_rps / self.rps if self.rps else 0.0


@dataclass(frozen=True)
class Weight:
    """Megabytes (of 1024 x 1024 bytes) of one process. PSS counts what it shares with others by its share."""

    pid: int
    rss_mb: float
    pss_mb: float


class Server:
    """A gunicorn of our own on a free port."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.log = log
        environment = {**os.environ, "HOST": HOST, "PORT": str(self.port), "TRAINHUB_READY": "ready"}
        command = [sys.executable, "-m", "gunicorn", "-c", "tools/gunicorn_conf.py", "trainhub.wsgi"]
        command += ["--max-requests", "0"]  # a worker must live through all of it to be weighed
        with log.open("wb") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        self._wait()

    def _wait(self) -> None:
        if not comes_up(self.process, self.port, 60):
            raise Failed(f"gunicorn did not come up:\n{self.log.read_text(errors='replace')[-2000:]}")

    def workers(self) -> list[Weight]:
        """Empty where there is no /proc."""
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            return [weigh(int(pid)) for pid in children]
        return []

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def weigh(pid: int) -> Weight:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kb = {words[0]: int(words[1]) for line in lines if len(words := line.split()) == 3 and words[2] == "kB"}
    return Weight(pid, kb["Rss:"] / 1024, kb["Pss:"] / 1024)


class Load:
    """The process that asks."""

    def __init__(self, port: int, seconds: float) -> None:
        self.plan = {"host": HOST, "port": port, "connections": CONNECTIONS, "seconds": seconds, "warm_up": seconds / 4}
        command = [sys.executable, str(ROOT / "benchmarks" / "load.py")]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def measure(self, people: People, target: Target) -> Speed:
        file = floor.body_file(target.name)
        asks = target.asks
        if not file.exists():
            file.write_bytes(people.send(target, asks[0]).content)
            asks = asks[1:] if target.spent else asks
        there = floor.address(target.name, target.who == NOBODY)
        page = {"requests": [wire(people, target, ask, ask.path) for ask in asks], "status": target.status}
        bare = {"requests": [wire(people, target, target.asks[0], there)], "status": 200}
        plan = self.plan | {"page": page | {"spent": target.spent}, "floor": bare}
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(plan) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if problem := answer.get("problem"):
            raise Failed(f"{target.name}: {problem}")
        page, bare = answer["page"], answer["floor"]
        return Speed(target.name, page["rps"], bare["rps"], page["p50"], page["p95"])

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)


def wire(people: People, target: Target, ask: Ask, path: str) -> str:
    """The request as a browser sends it."""
    cookies = people.cookies(target.who)
    headers = {"Host": HOST, "Accept": "text/html", "Accept-Language": "en"}
    if target.part:
        headers["HX-Request"] = "true"
    body = ""
    if ask.form is not None:
        secret = _get_new_csrf_string()
        cookies = f"{cookies}; csrftoken={secret}" if cookies else f"csrftoken={secret}"
        body = urlencode(ask.form)
        headers |= {"X-CSRFToken": secret, "Content-Type": "application/x-www-form-urlencoded"}
        headers["Content-Length"] = str(len(body))
    if cookies:
        headers["Cookie"] = cookies
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{'GET' if ask.form is None else 'POST'} {path} HTTP/1.1\r\n{head}\r\n{body}"


@contextlib.contextmanager
def running(folder: Path, seconds: float) -> Iterator[tuple[Server, Load]]:
    """Server and load for the length of the block."""
    server = Server(folder / "gunicorn.log")
    try:
        load = Load(server.port, seconds)
        try:
            yield server, load
        finally:
            load.end()
    finally:
        server.end()


def as_rows(weights: list[Weight]) -> list[dict[str, Any]]:
    return [{"pid": one.pid, "rss_mb": one.rss_mb, "pss_mb": one.pss_mb} for one in weights]
