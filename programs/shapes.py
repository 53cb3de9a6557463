"""The silhouette of a program, for lists: seconds a week by sport, for many programs at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from core.charts import Column, columns
from programs.fitting import placing_totals as totals_of
from programs.models import Program, ProgramSession
from programs.ready import ready
from programs.week_sums import SPORT_ORDER, placing_totals
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
    return {program.pk: _shape(program.duration_weeks, seconds[program.pk], counts[program.pk]) for program in programs}


@cache
def shape_of(slug: str) -> Shape:
    """Of a ready program, which is the same for everybody."""
    value = ready(slug).value
    weeks: dict[int, Counter[str]] = {}
    for placing in value.placings:
        week = weeks.setdefault(placing.week, Counter())
        for sport, spent in totals_of(placing).by_sport:
            week[sport] += spent
    return _shape(value.weeks, weeks, len(value.placings))


def _shape(weeks_long: int, weeks: dict[int, Counter[str]], count: int) -> Shape:
    stacks = [
        (
            number,
            [(sport, weeks[number][sport]) for sport in SPORT_ORDER if weeks[number][sport]] if number in weeks else [],
        )
        for number in range(1, weeks_long + 1)
    ]
    longest = max((sum(week.values()) for week in weeks.values()), default=0)
    total = round(sum(sum(week.values()) for week in weeks.values()))
    return Shape(columns(stacks, longest, HEIGHT, SLOTS), count, total, weeks_long)
