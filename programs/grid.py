"""The week grid, read: programs -> rows of cards with their totals, in a constant number of queries.

It never loads session rows. `Session.digest` and the placing's adjustment go through the same `apply` as everything
else, cached by their texts. Rows are frozen values: two equal rows look equal, so a page can cache how one looks and
answer a verb with only the rows that changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from core.charts import HOUR_STEPS, nice_top
from core.prepared import Prepared
from core.stamps import Kept
from programs.hints import HARD_RPE, HARD_S, HARD_STRENGTH_RPE, Hint, jump
from programs.maxima import OverMax, over_max
from programs.models import DAYS, TAPER, Program, ProgramSession, weeks_of
from sessions_app.digests import totals_of
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.prescription.digest import names_lacking_max
from sessions_app.totals import HARD, Efforts, Part, Totals, placed_totals

SPORT_ORDER = ("strength", "running", "cycling", "swimming", "rowing", "mobility", "team_sports", "other")

# Rows, or their columns under the same names: a season has hundreds, and nothing here changes them.
Placing = Any
Week = Any
# What the grid shows of a session: name, sport, digest, planned effort. And of a placing: day, id, version, adjustment,
# time of day, its session. Equal ones look alike and count alike, so what was worked out of them is kept by them.
Shown = tuple[str, str, str, float | None]
Placed = tuple[int, str, int, Adjustment | None, Any, Shown]
# How finely the scale of the week bars is divided: with few steps it seldom changes, and then all bars do.
SCALE_STEPS = 8
Shares = tuple[tuple[str, int], ...]
# What the chart above the grid can show, and how much of that a part of a session is.
MEASURES: dict[str, Callable[[Part], float]] = {
    "time": lambda part: part.seconds,
    "load": lambda part: part.load,
    "distance": lambda part: part.metres,
    "sets": lambda part: part.sets,
}
# How hard their time is says little: of strength it is mostly rest. Its sets are counted apart, by their effort.
NOT_BY_TIME = frozenset(("strength", "mobility"))


@dataclass(frozen=True, slots=True)
class Card:
    """One placed session as the grid shows it."""

    pk: str
    version: int
    name: str
    sport: str
    seconds: int
    working_sets: int
    distance_m: int
    badge: str
    is_down: bool
    time_of_day: str


@dataclass(frozen=True)
class WeekRow:
    """A week: its seven days of cards, and what they add up to. Seconds, load in RPE minutes, metres, sets."""

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
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Of a row that is kept it is asked at each reading of the page, and thirty cards are in it."""
        return hash((self.program, self.number, self.phase, self.is_deload, self.scale, self.days))

    @cached_property
    def session_count(self) -> int:
        return sum(map(len, self.days))

    @property
    def is_lighter(self) -> bool:
        """By what it says of itself, so that no other week is measured by it."""
        return self.is_deload or self.phase.casefold() == TAPER.casefold()


@dataclass(frozen=True)
class Grid:
    """The whole program: rows, and for the strip above them each week's stack of what it shows (see MEASURES).

    efforts: seconds of endurance; set_efforts: working sets of strength. For the advice (hints.py) hard_days: of each
    day the name of a hard session, "" if it has none; lacking_max: exercise, session and first week of rows that are a
    % of a max that there is not; over_max: the heaviest line of each exercise that is above its max, and its week;
    silenced: key of a hint, its degree then, the reason.
    """

    rows: tuple[WeekRow, ...]
    measure: str
    stacks: tuple[Shares, ...]
    efforts: Efforts
    set_efforts: Efforts
    hard_days: tuple[tuple[str, ...], ...]
    lacking_max: tuple[tuple[str, str, int], ...]
    over_max: tuple[tuple[OverMax, int], ...]
    silenced: tuple[tuple[str, int, str], ...]

    @cached_property
    def seconds(self) -> int:
        return sum(row.seconds for row in self.rows)

    @cached_property
    def session_count(self) -> int:
        return sum(row.session_count for row in self.rows)

    @cached_property
    def longest_day(self) -> int:
        """Seconds of the day with the most of them."""
        return max((sum(card.seconds for card in day) for row in self.rows for day in row.days), default=0)

    @property
    def only_week(self) -> int | None:
        """The one week that has sessions, where there is only one: the next step is to copy it."""
        used = [row.number for row in self.rows if row.session_count]
        return used[0] if len(used) == 1 else None


# A year with ten sessions a week takes some 150 kB.
_kept: Kept[Grid] = Kept(32)


def kept_grid(program: Program, measure: str, stamp: str) -> Grid:
    """read_grid, remembered for as long as the stamp of what it is made of holds. The stamp is read before the rest."""
    return _kept.get((stamp, measure), lambda: read_grid(program, measure))


def forget() -> None:
    _kept.clear()


def read_grid(program: Program, measure: str = "time") -> Grid:
    """Three queries, whatever the number of weeks."""
    placings = [_Placing._make(columns) for columns in _placings_of(program.pk)]
    sessions = {one.pk: one for one in _sessions(*{placing.session_id for placing in placings} or {""})}
    return lay_out(program, weeks_of(program.pk), placings, sessions, measure=measure)


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
    measure: str = "time",
) -> Grid:
    """The grid of what was read. Placings come in their order. `weeks_long`: if not as the program is by now."""
    weeks = {week.number: week for week in said}
    placings = list(placings)
    shown = {pk: (one.name, one.sport, one.digest, _number(one.effort)) for pk, one in sessions.items()}
    placed: dict[int, list[Placed]] = {}
    for one in placings:
        shows = (one.day, one.id, one.version, one.adjustment, one.time_of_day, shown[one.session_id])
        placed.setdefault(one.week, []).append(shows)
    sums = [_sums(tuple(placed.get(number, ()))) for number in range(1, (weeks_long or program.duration_weeks) + 1)]
    scale = _scale(sums)
    silenced = tuple((key, degree, reason) for key, (degree, reason) in sorted(program.silenced.items()))
    rows: list[WeekRow] = []
    last_full: tuple[int, int] = (0, 0)  # its number and load
    for number, week_sums in enumerate(sums, start=1):
        week = weeks.get(number)
        facts = (week.phase, week.is_deload, week.notes) if week else ("", False, "")
        row = _row(program.id, number, facts, program.day_names, week_sums, scale, last_full, silenced)
        rows.append(row)
        if row.load and not row.is_lighter:
            last_full = number, row.load
    return Grid(
        rows=tuple(rows),
        measure=measure,
        stacks=tuple(one.stack(measure) for one in sums),
        efforts=_efforts(one.efforts for one in sums),
        set_efforts=_efforts(one.set_efforts for one in sums),
        hard_days=tuple(one.hard_days for one in sums),
        lacking_max=_lacking_max(placings, sessions),
        over_max=_over_max(sums),
        silenced=silenced,
    )


def _number(effort: Any) -> float | None:
    return float(effort) if effort is not None else None


@dataclass(frozen=True, eq=False)
class WeekSums:
    """What the sessions of a week are and add up to, whatever the weeks beside it are."""

    days: tuple[tuple[Card, ...], ...]
    parts: tuple[Part, ...]
    seconds: int
    load: int
    distance_m: int
    working_sets: int
    sports: Shares
    efforts: Efforts
    set_efforts: Efforts
    hard_days: tuple[str, ...]
    over_max: tuple[OverMax, ...]

    def stack(self, measure: str) -> Shares:
        amount = MEASURES[measure]
        return self.sports if measure == "time" else _shares((part.sport, amount(part)) for part in self.parts)


# Kept by value, of the last programs: a step changes a week or two, and is answered out of two grids. With its row a
# week takes some 4 kB, which the grids that are kept share.
@lru_cache(maxsize=1040)
def _sums(placed: tuple[Placed, ...]) -> WeekSums:
    days: list[list[Card]] = [[] for _day in DAYS]
    hard = [""] * len(DAYS)
    found: list[Totals] = []
    for one in placed:
        day, _pk, _version, adjustment, _time, session = one
        total, is_hard = _counted(session, adjustment)
        found.append(total)
        days[day - 1].append(_card(one, total))
        if is_hard and not hard[day - 1]:
            hard[day - 1] = session[0]
    parts = tuple(part for total in found for part in total.parts)
    return WeekSums(
        days=tuple(map(tuple, days)),
        parts=parts,
        seconds=sum(total.seconds for total in found),
        load=round(sum(total.load for total in found)),
        distance_m=round(sum(total.distance_m for total in found)),
        working_sets=sum(total.working_sets for total in found),
        sports=_shares(share for total in found for share in total.by_sport),
        efforts=_efforts(part.efforts for part in parts if part.sport not in NOT_BY_TIME),
        set_efforts=_efforts(part.set_efforts for part in parts if part.sport == "strength"),
        hard_days=tuple(hard),
        over_max=tuple(
            line
            for *_when, adjustment, _time, session in placed
            for line in over_max(session[2], str(adjustment or ""))
        ),
    )


@lru_cache(maxsize=1024)
def _counted(session: Shown, adjustment: Adjustment | None) -> tuple[Totals, bool]:
    """What a placed session adds up to, and is it hard?"""
    _name, _sport, digest, effort = session
    total = placed_totals(digest, str(adjustment or ""), effort)
    return total, _is_hard(total)


def _is_hard(total: Totals) -> bool:
    by_time = [part for part in total.parts if part.sport not in NOT_BY_TIME]
    if sum(part.efforts[HARD] for part in by_time) >= HARD_S:
        return True
    rpe = HARD_RPE if by_time else HARD_STRENGTH_RPE
    return total.seconds > 0 and (total.load + 0.5) * 60 >= rpe * total.seconds  # a load is rounded


def _lacking_max(placings: Iterable[Placing], sessions: Mapping[str, Session]) -> tuple[tuple[str, str, int], ...]:
    """Each exercise once: where it comes first."""
    first: dict[str, int] = {}
    for placing in placings:
        first.setdefault(placing.session_id, placing.week)
    found: dict[str, tuple[str, str, int]] = {}
    for pk, week in first.items():
        for name in names_lacking_max(sessions[pk].digest):
            found.setdefault(name, (name, sessions[pk].name, week))
    return tuple(found.values())


def _over_max(sums: Iterable[WeekSums]) -> tuple[tuple[OverMax, int], ...]:
    """Each exercise once: where it is heaviest."""
    found: dict[str, tuple[OverMax, int]] = {}
    for week, one in enumerate(sums, start=1):
        for line in one.over_max:
            if line.name not in found or line.percent > found[line.name][0].percent:
                found[line.name] = line, week
    return tuple(found.values())


def _efforts(found: Iterable[Efforts]) -> Efforts:
    easy, moderate, hard, not_said = (sum(counts) for counts in zip((0, 0, 0, 0), *found, strict=True))
    return easy, moderate, hard, not_said


def placing_totals(placing: Placing, session: Session) -> Totals:
    """What a placed session adds up to, its adjustment applied."""
    return totals_of(session, placing.adjustment)


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


def _card(placed: Placed, total: Totals) -> Card:
    _day, pk, version, adjustment, time_of_day, (name, sport, _digest, _effort) = placed
    badge, is_down = _badge(adjustment) if adjustment else ("", False)
    return Card(
        pk=pk,
        version=version,
        name=name,
        sport=sport,
        seconds=total.seconds,
        working_sets=total.working_sets,
        distance_m=round(total.distance_m),
        badge=badge,
        is_down=is_down,
        time_of_day=time_of_day.strftime("%H:%M") if time_of_day else "",
    )


@lru_cache(maxsize=1024)
def _badge(adjustment: Adjustment) -> tuple[str, bool]:
    return adjustment.badge, adjustment.is_down


def _shares(shares: Iterable[tuple[str, float]]) -> Shares:
    """How much of each sport, in the order of the legend."""
    amounts: Counter[str] = Counter()
    for sport, share in shares:
        amounts[sport] += share  # type: ignore[assignment]  # a load is not whole before it is summed up
    return tuple((sport, whole) for sport in (*SPORT_ORDER, "") if (whole := round(amounts[sport])))
