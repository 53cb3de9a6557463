"""The week grid, read: programs -> rows of cards with their totals, in a constant number of queries.

Rows are frozen values: two equal rows look equal, so a page can cache how one looks and answer a verb with only the
rows that changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from core.charts import HOUR_STEPS, nice_top
from core.prepared import Prepared
from programs.counting import added
from programs.hints import Hint, jump
from programs.maxima import OverMax
from programs.models import TAPER, Program, ProgramSession, weeks_of
from programs.week_sums import Card, Placing, Shares, WeekSums, by_week, sums_of
from sessions_app.models import Session
from sessions_app.totals import Efforts

# A row, or its columns under the same names.
Week = Any
# How finely the scale of the week bars is divided: with few steps it seldom changes, and then all bars do.
SCALE_STEPS = 8


@dataclass  # made 52 at a time: a frozen one takes four times as long
class WeekRow:
    """A week: its seven days of cards, and what they add up to. Seconds, load in RPE minutes, metres, sets.

    Never changed: it is a key of what is kept.
    """

    program: str
    number: int
    phase: str
    is_deload: bool
    notes: str
    day_kind: str
    days: tuple[tuple[Card, ...], ...]
    seconds: int
    load: int
    distance_m: int
    working_sets: int
    sports: Shares
    scale: int  # seconds of a full bar
    change_percent: int | None
    jump: Hint | None  # advice, never a block
    is_jump: bool  # and nobody silenced it: amber (DESIGN.md, week row)

    def __hash__(self) -> int:
        """Not of its cards: thirty are in it, and of one week not many rows are kept that add up to the same."""
        return hash((self.program, self.number, self.phase, self.scale, self.seconds, self.load, self.change_percent))

    @property
    def session_count(self) -> int:
        return sum(map(len, self.days))

    @property
    def is_lighter(self) -> bool:
        """By what it says of itself, so that no other week is measured by it."""
        return self.is_deload or self.phase.casefold() == TAPER.casefold()


@dataclass(frozen=True)
class Grid:
    """The whole program: rows, and what each week adds up to. silenced: key of a hint, its degree then, the reason."""

    rows: tuple[WeekRow, ...]
    sums: tuple[WeekSums, ...]
    silenced: tuple[tuple[str, int, str], ...]

    @cached_property
    def seconds(self) -> int:
        return sum(row.seconds for row in self.rows)

    @cached_property
    def session_count(self) -> int:
        return sum(row.session_count for row in self.rows)

    @cached_property
    def efforts(self) -> Efforts:
        """Seconds of endurance."""
        return added(one.efforts for one in self.sums)

    @cached_property
    def set_efforts(self) -> Efforts:
        """Working sets of strength."""
        return added(one.set_efforts for one in self.sums)

    @cached_property
    def lacking_max(self) -> tuple[tuple[str, str, int], ...]:
        """Exercise, session and week of rows that are a % of a max that there is not; each where it comes first."""
        found: dict[str, tuple[str, str, int]] = {}
        known: set[tuple[tuple[str, str], ...]] = set()  # most weeks are of the same sessions
        for week, one in enumerate(self.sums, start=1):
            if one.lacking_max in known:
                continue
            known.add(one.lacking_max)
            for exercise, session in one.lacking_max:
                found.setdefault(exercise, (exercise, session, week))
        return tuple(found.values())

    @cached_property
    def over_max(self) -> tuple[tuple[OverMax, int], ...]:
        """The heaviest line of each exercise that is above its max, and its week."""
        found: dict[str, tuple[OverMax, int]] = {}
        for week, one in enumerate(self.sums, start=1):
            for line in one.over_max:
                if line.name not in found or line.percent > found[line.name][0].percent:
                    found[line.name] = line, week
        return tuple(found.values())

    @cached_property
    def longest_day(self) -> int:
        """Seconds of the day with the most of them."""
        return max((sum(card.seconds for card in day) for row in self.rows for day in row.days), default=0)

    @property
    def only_week(self) -> int | None:
        """The one week that has sessions, where there is only one: the next step is to copy it."""
        used = [row.number for row in self.rows if row.session_count]
        return used[0] if len(used) == 1 else None


def read_grid(program: Program) -> Grid:
    """Three queries, whatever the number of weeks."""
    placings = [_Placing._make(columns) for columns in _placings_of(program.pk)]
    sessions = {one.pk: one for one in _sessions(*{placing.session_id for placing in placings} or {""})}
    return lay_out(program, weeks_of(program.pk), placings, sessions)


class _Placing(NamedTuple):
    id: str
    version: int
    session_id: str
    week: int
    day: int
    adjustment: Any
    time_of_day: Any


_placings_of = Prepared(
    lambda pk: (
        ProgramSession.objects.filter(program_id=pk).order_by("week", "day", "order").values_list(*_Placing._fields)
    )
)
_sessions = Prepared(lambda *pks: Session.objects.only("name", "sport", "digest", "effort").filter(pk__in=pks))


def lay_out(
    program: Any,
    said: Iterable[Week],
    placings: Iterable[Placing],
    sessions: Mapping[str, Session],
    weeks_long: int | None = None,
) -> Grid:
    """The grid of what was read. Placings come in their order. `weeks_long`: if not as the program is by now."""
    placed = by_week(placings, sessions)
    numbers = range(1, (weeks_long or program.duration_weeks) + 1)
    return arrange(program, said, [sums_of(placed.get(number, ())) for number in numbers])


def arrange(program: Any, said: Iterable[Week], sums: Iterable[WeekSums]) -> Grid:
    """The grid of weeks that are added up."""
    sums = tuple(sums)
    weeks = {week.number: (week.phase, week.is_deload, week.notes) for week in said}
    scale = _scale(sums)
    silenced = tuple((key, degree, reason) for key, (degree, reason) in sorted(program.silenced.items()))
    rows: list[WeekRow] = []
    last_full: tuple[int, int] = (0, 0)  # its number and load
    for number, week_sums in enumerate(sums, start=1):
        facts = weeks.get(number, _NOTHING_SAID)
        row = _row(program.id, number, facts, program.day_names, week_sums, scale, last_full, silenced)
        rows.append(row)
        if row.load and not row.is_lighter:
            last_full = number, row.load
    return Grid(tuple(rows), sums, silenced)


_NOTHING_SAID = ("", False, "")


def _scale(sums: Iterable[WeekSums]) -> int:
    """Seconds of a full bar: those of the longest week, rounded up."""
    longest = max((one.seconds for one in sums), default=0)
    return int(nice_top(longest, HOUR_STEPS, SCALE_STEPS)[0]) if longest else 0


@lru_cache(maxsize=1040)
def _row(
    program: str,
    number: int,
    said: tuple[str, bool, str],
    day_names: str,
    sums: WeekSums,
    scale: int,
    last_full: tuple[int, int],
    silenced: tuple[tuple[str, int, str], ...],
) -> WeekRow:
    phase, is_deload, notes = said
    full_week, full_load = last_full
    change = round((sums.load / full_load - 1) * 100) if full_load and sums.load else None
    rise = jump(number, change, full_week)
    return WeekRow(
        program=program,
        number=number,
        phase=phase,
        is_deload=is_deload,
        notes=notes,
        day_kind=day_names,
        days=sums.days,
        seconds=sums.seconds,
        load=sums.load,
        distance_m=sums.distance_m,
        working_sets=sums.working_sets,
        sports=sums.sports,
        scale=scale,
        change_percent=change,
        jump=rise,
        is_jump=rise is not None and not rise.is_silenced({key: (degree, why) for key, degree, why in silenced}),
    )
