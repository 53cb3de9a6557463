"""What the sessions of a week are and add up to: placings -> cards and sums, whatever the weeks beside it are.

It never reads session rows. `Session.digest` and the placing's adjustment go through the same `apply` as everything
else, cached by their texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from programs.hints import HARD_RPE, HARD_S, HARD_STRENGTH_RPE
from programs.maxima import OverMax, over_max
from programs.models import DAYS
from sessions_app.digests import totals_of
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.prescription.digest import names_lacking_max
from sessions_app.totals import EASY, HARD, MODERATE, NOT_SAID, Efforts, Part, Totals, placed_totals

SPORT_ORDER = ("strength", "running", "cycling", "swimming", "rowing", "mobility", "team_sports", "other")
LEGEND = (*SPORT_ORDER, "")

# Rows, or their columns under the same names: a season has hundreds, and nothing here changes them.
Placing = Any
# What the grid shows of a session: name, sport, digest, planned effort. And of a placing: day, id, version, adjustment,
# time of day, its session. Equal ones look alike and count alike, so what was worked out of them is kept by them.
Shown = tuple[str, str, str, float | None]
Placed = tuple[int, str, int, Adjustment | None, Any, Shown]
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


class Card(NamedTuple):
    """One placed session as the grid shows it. A year has hundreds, all made anew where nothing is kept."""

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


@dataclass(frozen=True, eq=False)
class WeekSums:
    """efforts: seconds of endurance; set_efforts: working sets of strength. For the advice (hints.py) hard_days: of
    each day the name of a hard session, "" if it has none; is_every_day: with more than mobility; lacking_max: exercise
    and session of rows that are a % of a max that there is not; over_max: lines that are above their exercise's max."""

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
    has_hard_day: bool
    is_every_day: bool
    lacking_max: tuple[tuple[str, str], ...]
    over_max: tuple[OverMax, ...]

    def stack(self, measure: str) -> Shares:
        if measure == "time":
            return self.sports
        amount = MEASURES[measure]
        return _shares((part.sport, amount(part)) for part in self.parts)


def by_week(placings: Iterable[Placing], sessions: Mapping[str, Session]) -> dict[int, tuple[Placed, ...]]:
    """What the grid shows of each week that has any. Placings come in their order."""
    shown = {pk: (one.name, one.sport, one.digest, _number(one.effort)) for pk, one in sessions.items()}
    placed: dict[int, list[Placed]] = {}
    for one in placings:
        shows = (one.day, one.id, one.version, one.adjustment, one.time_of_day, shown[one.session_id])
        placed.setdefault(one.week, []).append(shows)
    return {week: tuple(found) for week, found in placed.items()}


def _number(effort: Any) -> float | None:
    return float(effort) if effort is not None else None


@dataclass(frozen=True, eq=False, slots=True)
class Counted:
    """What a placed session adds up to. lacking_max, over_max: as in WeekSums."""

    total: Totals
    distance_m: int
    badge: str
    is_down: bool
    is_hard: bool
    lacking_max: tuple[tuple[str, str], ...]
    over_max: tuple[OverMax, ...]


# Kept by value, of the last programs: a step changes a week or two, and is answered out of two grids. With its row a
# week takes some 4 kB, which the grids that are kept share.
@lru_cache(maxsize=1040)
def sums_of(placed: tuple[Placed, ...] = ()) -> WeekSums:
    days: list[list[Card]] = [[] for _day in DAYS]
    hard = [""] * len(DAYS)
    worked: set[int] = set()  # days with more than mobility
    found: list[Counted] = []
    for day, pk, version, adjustment, time_of_day, session in placed:
        one = _counted(session, adjustment)
        found.append(one)
        days[day - 1].append(_card(pk, version, session, one, time_of_day))
        if one.is_hard and not hard[day - 1]:
            hard[day - 1] = session[0]
        if session[1] != "mobility":
            worked.add(day)
    totals = [one.total for one in found]
    parts = tuple(part for total in totals for part in total.parts)
    return WeekSums(
        days=tuple(map(tuple, days)),
        parts=parts,
        seconds=sum([total.seconds for total in totals]),
        load=round(sum([total.load for total in totals])),
        distance_m=round(sum([total.distance_m for total in totals])),
        working_sets=sum([total.working_sets for total in totals]),
        sports=_shares([(part.sport, part.seconds) for part in parts]),
        efforts=added([part.efforts for part in parts if part.sport not in NOT_BY_TIME]),
        set_efforts=added([part.set_efforts for part in parts if part.sport == "strength"]),
        hard_days=tuple(hard),
        has_hard_day=any(hard),
        is_every_day=len(worked) == len(DAYS),
        lacking_max=tuple(dict.fromkeys(pair for one in found for pair in one.lacking_max)),
        over_max=tuple(line for one in found for line in one.over_max),
    )


@lru_cache(maxsize=1024)
def _counted(session: Shown, adjustment: Adjustment | None) -> Counted:
    name, _sport, digest, effort = session
    said = str(adjustment or "")
    total = placed_totals(digest, said, effort)
    return Counted(
        total=total,
        distance_m=round(total.distance_m),
        badge=adjustment.badge if adjustment else "",
        is_down=adjustment.is_down if adjustment else False,
        is_hard=_is_hard(total),
        lacking_max=tuple((exercise, name) for exercise in names_lacking_max(digest)),
        over_max=over_max(digest, said),
    )


def _is_hard(total: Totals) -> bool:
    by_time = [part for part in total.parts if part.sport not in NOT_BY_TIME]
    if sum(part.efforts[HARD] for part in by_time) >= HARD_S:
        return True
    rpe = HARD_RPE if by_time else HARD_STRENGTH_RPE
    return total.seconds > 0 and (total.load + 0.5) * 60 >= rpe * total.seconds  # a load is rounded


def added(found: Iterable[Efforts]) -> Efforts:
    easy = moderate = hard = not_said = 0
    for one in found:
        easy += one[EASY]
        moderate += one[MODERATE]
        hard += one[HARD]
        not_said += one[NOT_SAID]
    return easy, moderate, hard, not_said


def placing_totals(placing: Placing, session: Session) -> Totals:
    """What a placed session adds up to, its adjustment applied."""
    return totals_of(session, placing.adjustment)


def _card(pk: str, version: int, session: Shown, counted: Counted, time_of_day: Any) -> Card:
    total = counted.total
    return Card(
        pk=pk,
        version=version,
        name=session[0],
        sport=session[1],
        seconds=total.seconds,
        working_sets=total.working_sets,
        distance_m=counted.distance_m,
        badge=counted.badge,
        is_down=counted.is_down,
        time_of_day=time_of_day.strftime("%H:%M") if time_of_day else "",
    )


def _shares(shares: Iterable[tuple[str, float]]) -> Shares:
    """How much of each sport, in the order of the legend."""
    amounts: dict[str, float] = {}
    for sport, share in shares:
        amounts[sport] = amounts.get(sport, 0) + share
    # A load is not whole before it is summed up.
    return tuple((sport, whole) for sport in LEGEND if sport in amounts and (whole := round(amounts[sport])))
