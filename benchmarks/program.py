"""In one process: queries, CPU time, bytes and memory of one request, against the floor in the same minute."""

from __future__ import annotations

import gzip
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import data, floor
from benchmarks.people import People, forget
from benchmarks.targets import Ask, Target, asks_of, user
from programs.exchange.load import load
from programs.exchange.save import save
from programs.models import Program

TURNS = 3


@dataclass(frozen=True)
class Cost:
    """Medians of one request. `floor_*`: of the bare view. kB are 1000 bytes."""

    name: str
    queries: int
    cpu_ms: float
    floor_ms: float
    ratio: float
    wall_ms: float
    kb: float
    gzip_kb: float
    peak_kb: float
    floor_peak_kb: float

    @property
    def peak_ratio(self) -> float:
        return self.peak_kb / self.floor_peak_kb


@dataclass(frozen=True)
class Effort:
    """How often each request is sent: at the most, and for how long at the most (CPU seconds) a turn."""

    rounds: int = 14
    seconds: float = 0.5
    warm_up: int = 3


QUICK = Effort(rounds=5, seconds=0.2, warm_up=2)


def milliseconds(
    send: Callable[[Ask], Any], asks: Iterator[Ask], effort: Effort, cold: bool = False
) -> tuple[float, float]:
    """Medians of one request: CPU time of this process, and by the clock (in which a database server works, too)."""
    times: list[float] = []
    clock: list[float] = []
    for ask in asks:
        if cold:
            forget()
        begun, began = time.process_time(), time.perf_counter()
        send(ask)
        times.append((time.process_time() - begun) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
        if len(times) >= effort.rounds or sum(times) > effort.seconds * 1000 and len(times) > 2:
            break
    return statistics.median(times), statistics.median(clock)


def peak_kb(call: Callable[[], Any]) -> float:
    """The most memory that Python objects of one request took at a time."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 1000
    finally:
        tracemalloc.stop()


def measure_import(size: data.Size, effort: Effort) -> tuple[str, int, float]:
    """(name, queries, CPU ms) of a program saved from its exchange value. No request, so no floor."""
    coach, weeks = user(data.COACH), size.spare_weeks
    value = load(Program.objects.get(author=coach, name=data.program_name(weeks)))
    with CaptureQueriesContext(connection) as captured:
        save(value, coach)
    times = [milliseconds(lambda _ask: save(value, coach), repeat(Ask("")), effort)[0] for _turn in range(TURNS)]
    return f"import {weeks} x {len(data.DAYS)}, no request", len(captured), statistics.median(times)


def measure(people: People, target: Target, effort: Effort) -> Cost:
    asks = asks_of(target)
    response = people.send(target, next(asks))
    body = response.content
    floor.body_file(target.name).write_bytes(body)
    queries = people.queries(target, next(asks))
    send, send_floor = partial(people.send, target), partial(people.send_floor, target)
    for _n in range(effort.warm_up):
        send(next(asks))
        send_floor(target.asks[0])
    times, clock, floors = [], [], []
    for _turn in range(TURNS):  # in turn, so that a machine that slows down slows both
        cpu, wall = milliseconds(send, asks, effort, target.cold)
        times.append(cpu)
        clock.append(wall)
        floors.append(milliseconds(send_floor, asks_of(target), effort)[0])
    return Cost(
        name=target.name,
        queries=queries,
        cpu_ms=statistics.median(times),
        floor_ms=statistics.median(floors),
        ratio=statistics.median(one / other for one, other in zip(times, floors, strict=True)),
        wall_ms=statistics.median(clock),
        kb=len(body) / 1000,
        gzip_kb=len(gzip.compress(body, 6)) / 1000,
        peak_kb=peak_kb(lambda: send(next(asks))),
        floor_peak_kb=peak_kb(lambda: send_floor(target.asks[0])),
    )
