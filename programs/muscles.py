"""Working sets by muscle and week: a table, and how much each muscle gets on average. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from exercises.models import Exercise, Muscle
from programs.models import Program, ProgramSession
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.prescription.applying import applied
from sessions_app.prescription.digest import rows_of
from sessions_app.totals import totals

# In the picture and the table: from these shares of the most worked muscle on it is deep, or middling.
DEEP, MIDDLING = 0.66, 0.33


@dataclass(frozen=True, slots=True)
class Cell:
    sets: float
    depth: int  # 0 none, 1 to 3


@dataclass(frozen=True, slots=True)
class MuscleRow:
    muscle: str
    label: str
    weeks: tuple[Cell, ...]
    average: float  # of the weeks in which anything is lifted


@dataclass(frozen=True, slots=True)
class MuscleTable:
    weeks: range
    rows: tuple[MuscleRow, ...]  # the most worked first
    depths: Mapping[str, int]
    unknown: tuple[str, ...]  # exercises of which nobody said what they work


def read_muscles(program: Program) -> MuscleTable:
    """Three queries, whatever the number of weeks; no session's rows are read."""
    columns = ("session_id", "week", "adjustment")
    placings = list(ProgramSession.objects.filter(program_id=program.pk).values_list(*columns, named=True))
    digests = dict(Session.objects.filter(pk__in={one.session_id for one in placings}).values_list("pk", "digest"))
    used = {row.exercise for digest in digests.values() for row in rows_of(digest) if row.exercise}
    named = Exercise.objects.filter(pk__in=used).only("name", "muscles", "secondary_muscles").order_by("name")
    return tabulate(program.duration_weeks, placings, digests, list(named))


def tabulate(
    weeks: int, placings: Iterable[Any], digests: Mapping[str, str], exercises: Iterable[Exercise]
) -> MuscleTable:
    worked: dict[Any, Any] = {one.pk: (one.muscles, one.secondary_muscles) for one in exercises}
    sets: dict[int, dict[Any, float]] = defaultdict(lambda: defaultdict(float))
    for placing in placings:
        for exercise, count in placed_sets(digests[placing.session_id], str(placing.adjustment or "")):
            sets[placing.week][exercise] += count
    counts = {week: _by_muscle(found, worked) for week, found in sets.items() if found}
    most = max((count for week in counts.values() for count in week.values()), default=0)
    muscles = {muscle for week in counts.values() for muscle in week if muscle in Muscle.values}
    averages = {muscle: sum(week.get(muscle, 0) for week in counts.values()) / len(counts) for muscle in muscles}
    rows = [
        MuscleRow(
            muscle,
            str(Muscle(muscle).label),
            tuple(_cell(counts.get(week, {}).get(muscle, 0), most) for week in range(1, weeks + 1)),
            average,
        )
        for muscle, average in sorted(averages.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    deepest = max(averages.values(), default=0)
    done = {exercise for found in sets.values() for exercise in found}
    return MuscleTable(
        range(1, weeks + 1),
        tuple(rows),
        {row.muscle: _depth(row.average, deepest) for row in rows},
        tuple(one.name for one in exercises if one.pk in done and not one.muscles),
    )


@lru_cache(maxsize=4096)
def placed_sets(digest: str, adjustment: str = "") -> tuple[tuple[Any, float], ...]:
    """Working sets of strength by exercise, of a session as it is placed."""
    rows = applied(rows_of(digest), Adjustment.parse(adjustment))
    each: Any = {row.exercise: ((row.exercise,), ()) for row in rows if row.sport == "strength" and row.exercise}
    return totals(rows, exercises=each).muscles


def _by_muscle(sets: Mapping[Any, float], worked: Mapping[Any, Any]) -> dict[str, float]:
    """One for each primary muscle of a set, half a one for each secondary."""
    counts: dict[str, float] = defaultdict(float)
    for exercise, count in sets.items():
        for share, muscles in zip((1, 0.5), worked.get(exercise, ((), ())), strict=True):
            for muscle in muscles:
                counts[muscle] += count * share
    return counts


def _cell(sets: float, most: float) -> Cell:
    return Cell(sets, _depth(sets, most))


def _depth(amount: float, most: float) -> int:
    if not amount:
        return 0
    return 3 if amount > DEEP * most else 2 if amount > MIDDLING * most else 1
