"""Does a page cost more where a hundred times as many coaches write? The measured coach's own stays as large as it is.

Each page and action is measured with 100 coaches, then with so many times as many. What it took is told by ratios to
the floor: in CPU of this process, and by the clock, in which the database's server works as well. Of several turns the
fastest counts: what else the machine does only ever adds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import connection

from benchmarks import data, floor, program
from benchmarks.crowd import TABLES, Crowd
from benchmarks.people import People
from benchmarks.targets import Stock, Target, actions, asks_of, pages
from exercises.models import Exercise

BAR = 1.3
COACHES = 100  # at 1 x
# The measured coach has enough for each action at three sizes: a year is moved about in at each of them.
SIZE = data.Size(weeks=(6, 12, 24, 52, 52, 52), long=288)
EACH = 24
TURNS = 5
WATCHED = 4  # requests whose queries are timed


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one request at one size; `database`: of the clock, in its queries."""

    cpu: float
    cpu_floor: float
    clock: float
    clock_floor: float
    database: float
    queries: int

    @property
    def ratios(self) -> tuple[float, float]:
        return self.cpu / self.cpu_floor, self.clock / self.clock_floor


@dataclass
class Watch:
    """How long the queries of a request take, and how many they are."""

    seconds: float = 0.0
    queries: int = 0

    def __call__(self, execute: Callable[..., Any], *asked: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*asked)
        finally:
            self.seconds += time.perf_counter() - begun
            self.queries += 1


def measure(people: People, target: Target, effort: program.Effort) -> Cost:
    asks = asks_of(target)
    floor.body_file(target.name).write_bytes(people.send(target, next(asks)).content)
    watches = []
    for ask in islice(asks, WATCHED):
        people.prepare(target, ask)
        watch = Watch()
        with connection.execute_wrapper(watch):
            people.send(target, ask)
        watches.append(watch)
    if target.spent:  # so few that each turn has some
        effort = replace(effort, rounds=min(effort.rounds, (len(target.asks) - 1 - WATCHED) // TURNS))
    send, send_floor = partial(people.send, target), partial(people.send_floor, target)
    own, bare = [], []
    for _turn in range(TURNS):
        own.append(program.milliseconds(send, asks, effort, target.cold))
        bare.append(program.milliseconds(send_floor, asks_of(target), effort))
    (cpu, clock), (cpu_floor, clock_floor) = (map(min, zip(*times, strict=True)) for times in (own, bare))
    database = min(watch.seconds for watch in watches) * 1000
    return Cost(cpu, cpu_floor, clock, clock_floor, database, max(watch.queries for watch in watches))


def compare(sizes: Sequence[int], match: str, effort: program.Effort, say: Callable[[str], None]) -> dict[str, Any]:
    """Measures at each size and prints what grew. Names of what grew beyond the bar stand under "over"."""
    crowd = Crowd(list(Exercise.objects.library().order_by("name_key", "id")))
    stock = Stock(SIZE, each=EACH)
    found: dict[str, dict[int, Cost]] = {}
    for times in sizes:
        begun = time.monotonic()
        crowd.grow_to(times * COACHES, say)
        data.settle()
        say("")
        print(f"{times} x: {', '.join(_rows())}; loaded in {time.monotonic() - begun:.0f} s.", flush=True)
        people = People()  # who remember nothing of pages that were changed since
        # At each sign-in allauth looks at all that the person is signed in on: not at those of the sizes before.
        UserSession.objects.all().delete()
        for target in [*pages(SIZE), *actions(stock)]:
            if match.lower() in target.name.lower():
                say(f"{times} x: {target.name}")
                found.setdefault(target.name, {})[times] = measure(people, target, effort)
        say("")
    over = list(_printed(found, sizes))
    costs = {name: {times: asdict(cost) for times, cost in by_size.items()} for name, by_size in found.items()}
    return {"scale": costs, "over": over}


def _rows() -> Iterator[str]:
    for table in TABLES:
        count = table.model._base_manager.count()
        yield f"{count:,} {table.model._meta.verbose_name_plural}"


def _printed(found: dict[str, dict[int, Cost]], sizes: Sequence[int]) -> Iterator[str]:
    first, *more = sizes
    growth = "".join(f"{f'CPU {times} x':>10}{f'clock {times} x':>13}{f'SQL {times} x':>11}" for times in more)
    head = "".join(f"{word:>8}" for word in ("CPU ms", "x floor", "clock", "SQL ms"))
    print(f"\n{f'At {first} x, and how much of it later':40}{head}{growth}")
    for name, costs in found.items():
        base = costs[first]
        print(f"{name:40}{base.cpu:8.1f}{base.ratios[0]:8.1f}{base.clock:8.1f}{base.database:8.1f}", end="")
        for times in more:
            cpu, clock = (now / then for now, then in zip(costs[times].ratios, base.ratios, strict=True))
            print(f"{cpu:10.2f}{clock:13.2f}{costs[times].database:8.1f} ms", end="")
        grown = [now / then for now, then in zip(costs[sizes[-1]].ratios, base.ratios, strict=True)]
        print(f"  over {BAR}" if max(grown) > BAR else "", flush=True)
        if max(grown) > BAR:
            yield name
