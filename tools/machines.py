"""Machines of a fleet on this one: each with a network namespace of its own, for which it takes root, or at 127.0.0.1.

    with Network(own=True) as net:
        web = net.machine("web1")
        web.start(["python", "-m", "gunicorn", ...], log)
        web.kill()          # all processes of it, at once; with `unplug()` its network as well, as when the power goes

Namespaces hang on a bridge in one more namespace; from here one wire leads there. All of it goes with the block.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from tools import postgres

NET = f"10.213.{os.getpid() % 254 + 1}"  # of this process: two fleets at once do not meet
SWITCH = f"thub{os.getpid()}"


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


class Machine:
    def __init__(self, name: str, address: str, namespace: str) -> None:
        self.name, self.address, self.namespace = name, address, namespace
        self.processes: list[subprocess.Popen[bytes]] = []
        self.pid_files: list[Path] = []  # of what leaves the family of what started it, as Patroni's PostgreSQL does

    def start(
        self, command: list[str | Path], log: Path, env: dict[str, str] | None = None, nobody: bool = False
    ) -> subprocess.Popen[bytes]:
        """In a process group of its own. `nobody`: without root's rights, for what refuses to run with them."""
        inside = ["ip", "netns", "exec", self.namespace] if self.namespace else []
        if nobody and os.geteuid() == 0:
            inside += ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        with log.open("ab") as output:
            started = subprocess.Popen(
                [*inside, *command],
                cwd="/" if nobody else None,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.processes.append(started)
        return started

    def kill(self) -> None:
        """SIGKILL to all that runs on it; when it returns, all are gone."""
        kill_all(self.running())
        for process in self.processes:
            process.wait()
        self.processes.clear()

    def running(self) -> list[int]:
        if self.namespace:
            found = subprocess.run(["ip", "netns", "pids", self.namespace], check=True, capture_output=True, text=True)
            return list(map(int, found.stdout.split()))
        started = [process.pid for process in self.processes if process.poll() is None]
        return descendants([*started, *self.noted()])

    def noted(self) -> list[int]:
        """What the files of `pid_files` name, if it still is that.

        A file outlives a SIGKILL, and its number may be another's by then: meant is what was started with its folder.
        """
        found = []
        for file in self.pid_files:
            with contextlib.suppress(OSError, ValueError, IndexError):  # not there, or just being written
                pid = int(file.read_text().split()[0])
                if os.fsencode(file.parent) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                    found.append(pid)
        return found

    def cpu(self) -> float:
        """Seconds of work that what runs there has done so far."""
        done = 0
        for pid in self.running():
            with contextlib.suppress(OSError):  # it just ended
                done += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[11:13]))
        return done / os.sysconf("SC_CLK_TCK")

    def unplug(self) -> None:
        """From here on nothing of it is heard: no answer, and no refusal either."""
        if self.namespace:
            ip("-n", self.namespace, "link", "set", "eth0", "down")

    def plug_in(self) -> None:
        if self.namespace:
            ip("-n", self.namespace, "link", "set", "eth0", "up")


def descendants(pids: Any) -> list[int]:
    found = list(pids)
    for pid in found:  # grows meanwhile
        found += postgres.children(pid)
    return found


def kill_all(pids: list[int]) -> None:
    """Stopped first, so that none of them gets to start another or to say goodbye."""
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
    deadline = time.monotonic() + 30
    while left := list(filter(postgres.is_running, pids)):
        if time.monotonic() > deadline:
            raise OSError(f"These processes do not end: {left}")
        time.sleep(0.01)


class Network:
    """The machines by their names. `own`: whether each has a network of its own."""

    def __init__(self, own: bool) -> None:
        self.own = own
        self.machines: dict[str, Machine] = {}

    def __enter__(self) -> Network:
        if self.own:
            try:
                self._lay()
            except BaseException:
                self._clear()
                raise
        return self

    def __exit__(self, kind: type | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        for machine in reversed(self.machines.values()):
            machine.kill()
        self._clear()

    def machine(self, name: str) -> Machine:
        number = len(self.machines) + 11
        address = f"{NET}.{number}" if self.own else "127.0.0.1"
        made = self.machines[name] = Machine(name, address, f"{SWITCH}-{name}" if self.own else "")
        if self.own:
            ip("netns", "add", made.namespace)
            ip("-n", made.namespace, "link", "set", "lo", "up")
            wire = f"m{number}"
            ip("-n", SWITCH, "link", "add", wire, "type", "veth", "peer", "name", "eth0", "netns", made.namespace)
            ip("-n", SWITCH, "link", "set", wire, "master", "switch", "up")
            ip("-n", made.namespace, "address", "add", f"{address}/24", "dev", "eth0")
            ip("-n", made.namespace, "link", "set", "eth0", "up")
        return made

    def _lay(self) -> None:
        ip("netns", "add", SWITCH)
        ip("-n", SWITCH, "link", "add", "switch", "type", "bridge")
        ip("-n", SWITCH, "link", "set", "switch", "up")
        ip("link", "add", SWITCH, "type", "veth", "peer", "name", "here", "netns", SWITCH)
        ip("-n", SWITCH, "link", "set", "here", "master", "switch", "up")
        ip("address", "add", f"{NET}.1/24", "dev", SWITCH)
        ip("link", "set", SWITCH, "up")

    def _clear(self) -> None:
        if not self.own:
            return
        for name in (*(machine.namespace for machine in self.machines.values()), SWITCH):
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)
        # the wire goes with its other end, but later
        subprocess.run(["ip", "link", "delete", SWITCH], capture_output=True)
