"""What the sessions of a week are and add up to: placings -> cards and sums, whatever the weeks beside it are.

It never reads session rows. `Session.digest` and the placing's adjustment go through the same `apply` as everything
else, cached by their texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from programs.hints import HARD_RPE, HARD_S, HARD_STRENGTH_RPE
from programs.maxima import OverMax, over_max
from programs.models import DAYS
from sessions_app.digests import totals_of
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.prescription.digest import names_lacking_max
from sessions_app.totals import HARD, Efforts, Part, Totals, placed_totals

SPORT_ORDER = ("strength", "running", "cycling", "swimming", "rowing", "mobility", "team_sports", "other")

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


# Kept by value, of the last programs: a step changes a week or two, and is answered out of two grids. With its row a
# week takes some 4 kB, which the grids that are kept share.
@lru_cache(maxsize=1040)
def sums_of(placed: tuple[Placed, ...] = ()) -> WeekSums:
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
    shown = {session: None for *_when, session in placed}
    return WeekSums(
        days=tuple(map(tuple, days)),
        parts=parts,
        seconds=sum(total.seconds for total in found),
        load=round(sum(total.load for total in found)),
        distance_m=round(sum(total.distance_m for total in found)),
        working_sets=sum(total.working_sets for total in found),
        sports=_shares(share for total in found for share in total.by_sport),
        efforts=added(part.efforts for part in parts if part.sport not in NOT_BY_TIME),
        set_efforts=added(part.set_efforts for part in parts if part.sport == "strength"),
        hard_days=tuple(hard),
        has_hard_day=any(hard),
        is_every_day=all(any(card.sport != "mobility" for card in cards) for cards in days),
        lacking_max=tuple((exercise, name) for name, _s, digest, _e in shown for exercise in names_lacking_max(digest)),
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


def added(found: Iterable[Efforts]) -> Efforts:
    easy, moderate, hard, not_said = (sum(counts) for counts in zip((0, 0, 0, 0), *found, strict=True))
    return easy, moderate, hard, not_said


def placing_totals(placing: Placing, session: Session) -> Totals:
    """What a placed session adds up to, its adjustment applied."""
    return totals_of(session, placing.adjustment)


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
