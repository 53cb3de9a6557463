"""The silhouette of a program, for lists: seconds a week by sport, for many programs at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.charts import Column, columns
from programs.grid import SPORT_ORDER, placing_totals
from programs.models import Program, ProgramSession
from sessions_app.models import Session

HEIGHT = 40
SLOTS = 8


@dataclass(frozen=True, slots=True)
class Shape:
    columns: tuple[Column, ...]
    session_count: int
    seconds: int  # of the whole program
    weeks: int

    @property
    def weekly_seconds(self) -> int:
        return self.seconds // max(self.weeks, 1)


def read_shapes(programs: Sequence[Program]) -> dict[str, Shape]:
    """{program id: its shape}, in two queries."""
    columns_read = ("program_id", "session_id", "week", "adjustment")
    placings = list(ProgramSession.objects.filter(program__in=programs).values_list(*columns_read, named=True))
    sessions = Session.objects.only("digest", "effort").in_bulk({placing.session_id for placing in placings})
    seconds: dict[str, dict[int, Counter[str]]] = {program.pk: {} for program in programs}
    counts: Counter[str] = Counter()
    for placing in placings:
        week = seconds[placing.program_id].setdefault(placing.week, Counter())
        for sport, spent in placing_totals(placing, sessions[placing.session_id]).by_sport:
            week[sport] += spent
        counts[placing.program_id] += 1
    return {program.pk: _shape(program, seconds[program.pk], counts[program.pk]) for program in programs}


def _shape(program: Program, weeks: dict[int, Counter[str]], count: int) -> Shape:
    stacks = [
        (
            number,
            [(sport, weeks[number][sport]) for sport in SPORT_ORDER if weeks[number][sport]] if number in weeks else [],
        )
        for number in range(1, program.duration_weeks + 1)
    ]
    longest = max((sum(week.values()) for week in weeks.values()), default=0)
    total = round(sum(sum(week.values()) for week in weeks.values()))
    return Shape(columns(stacks, longest, HEIGHT, SLOTS), count, total, program.duration_weeks)
