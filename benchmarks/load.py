"""The load: a process of its own that knows HTTP and nothing else. Reads a plan (JSON) a line, answers a line each.

A plan has the connections, the seconds of a turn, and for page and floor the requests as they go over the wire,
with the status that each must answer. Page and floor take turns over the same connections.
"""

from __future__ import annotations

import itertools
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

TURNS = 2


class Line:
    """One keep-alive connection."""

    def __init__(self, host: str, port: int) -> None:
        self.place = (host, port)
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> int:
        """Sends, reads the whole answer, returns its status. A connection that the server ended is made again."""
        for fresh in (self.socket is None, True):
            if fresh:
                self.socket = socket.create_connection(self.place, timeout=60)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self.socket.sendall(request)  # type: ignore[union-attr]
                return self._answer()
            except (ConnectionError, EOFError):
                if fresh:
                    raise
        raise AssertionError

    def _answer(self) -> int:
        assert self.socket is not None
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        head = got[:end].lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        have = len(got) - end - 4
        while have < length:
            have += len(self._more())
        status = int(head[9:12])
        if b"connection: close" in head:
            self.socket.close()
            self.socket = None
        return status

    def _more(self) -> bytes:
        assert self.socket is not None
        if part := self.socket.recv(262144):
            return part
        raise EOFError


class Crew:
    """Connections that work at the same time, each through its own share of the requests."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.lines = [Line(plan["host"], plan["port"]) for _n in range(plan["connections"])]
        self.shares = {kind: [self._share(kind, n) for n in range(len(self.lines))] for kind in ("page", "floor")}

    def _share(self, kind: str, number: int) -> Iterator[bytes]:
        requests = [request.encode("latin-1") for request in self.plan[kind]["requests"]]
        mine = requests[number :: len(self.lines)] if len(requests) >= len(self.lines) else requests
        return iter(mine) if self.plan[kind].get("spent") else itertools.cycle(mine)

    def turn(self, kind: str, seconds: float) -> tuple[list[float], float]:
        """(milliseconds of each request, seconds that it took in all)."""
        times: list[float] = []
        problems: list[str] = []
        begun = time.monotonic()

        def work(line: Line, requests: Iterator[bytes]) -> None:
            while time.monotonic() < begun + seconds and (request := next(requests, None)):
                sent = time.perf_counter()
                status = line.ask(request)
                if status != self.plan[kind]["status"]:
                    problems.append(f"{request.split(maxsplit=2)[:2]} answered {status}")
                    return
                times.append((time.perf_counter() - sent) * 1000)

        pairs = zip(self.lines, self.shares[kind], strict=True)
        threads = [threading.Thread(target=work, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems:
            raise RuntimeError(problems[0])
        return times, time.monotonic() - begun

    def run(self) -> dict[str, Any]:
        self.turn("page", self.plan["warm_up"])
        self.turn("floor", self.plan["warm_up"])
        found: dict[str, list[tuple[list[float], float]]] = {"page": [], "floor": []}
        for _turn, kind in itertools.product(range(TURNS), found):
            found[kind].append(self.turn(kind, self.plan["seconds"]))
        return {kind: summary(turns) for kind, turns in found.items()}


def summary(turns: list[tuple[list[float], float]]) -> dict[str, float]:
    """Requests a second, and the milliseconds within which half and 95 of 100 are answered."""
    times = sorted(itertools.chain.from_iterable(times for times, _seconds in turns))
    if not times:
        return {"count": 0, "rps": 0, "p50": 0, "p95": 0}
    rps = len(times) / sum(seconds for _times, seconds in turns)
    return {"count": len(times), "rps": rps, "p50": times[len(times) // 2], "p95": times[len(times) * 95 // 100]}


def main() -> None:
    for plan in sys.stdin:
        try:
            answer = Crew(json.loads(plan)).run()
        except (RuntimeError, OSError, EOFError) as problem:
            answer = {"problem": str(problem) or repr(problem)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
