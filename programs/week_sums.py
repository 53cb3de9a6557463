"""What the sessions of a week are and add up to: placings -> cards and sums, whatever the weeks beside it are.

It never reads session rows. `Session.digest` and the placing's adjustment go through the same `apply` as everything
else, cached by their texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from programs.counting import Counted, Shown, counted
from programs.maxima import OverMax
from programs.models import DAYS
from sessions_app.digests import totals_of
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.totals import Efforts, Part, Totals

SPORT_ORDER = ("strength", "running", "cycling", "swimming", "rowing", "mobility", "team_sports", "other")
LEGEND = (*SPORT_ORDER, "")
NOTHING = [0] * 12  # numbers of a week without sessions

# Rows, or their columns under the same names: a season has hundreds, and nothing here changes them.
Placing = Any
# What the grid shows of a placing: day, id, version, adjustment, time of day, its session. Equal ones look alike and
# count alike, so what was worked out of them is kept by them.
Placed = tuple[int, str, int, Adjustment | None, Any, Shown]
Shares = tuple[tuple[str, int], ...]
# What the chart above the grid can show, and how much of that a part of a session is.
MEASURES: dict[str, Callable[[Part], float]] = {
    "time": lambda part: part.seconds,
    "load": lambda part: part.load,
    "distance": lambda part: part.metres,
    "sets": lambda part: part.sets,
}


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


@dataclass(eq=False)  # made 52 at a time: a frozen one takes four times as long
class WeekSums:
    """Never changed. efforts: seconds of endurance; set_efforts: working sets of strength.

    For the advice (hints.py) hard_days: of each day the name of a hard session, "" if it has none; is_every_day: with
    more than mobility; lacking_max: exercise and session of rows that are a % of a max that there is not; over_max:
    lines that are above their exercise's max.
    """

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
    found: list[tuple[int, Counted]] = []
    for day, pk, version, adjustment, time_of_day, session in placed:
        one = counted(session, adjustment)
        found.append((day, one))
        days[day - 1].append(Card(pk, version, *one.face, time_of_day.strftime("%H:%M") if time_of_day else ""))
    return WeekSums(tuple(map(tuple, days)), **_added_up(tuple(found)))


@lru_cache(maxsize=1040)
def _added_up(found: tuple[tuple[int, Counted], ...]) -> dict[str, Any]:
    """All of a week but which cards they are: many weeks of a season are of the same sessions on the same days."""
    hard = [""] * len(DAYS)
    worked: set[int] = set()  # days with more than mobility
    for day, one in found:
        name, sport, *_face = one.face
        if one.is_hard and not hard[day - 1]:
            hard[day - 1] = name
        if sport != "mobility":
            worked.add(day)
    every = [one for _day, one in found]
    parts = tuple(chain.from_iterable([one.parts for one in every]))
    numbers: list[Any] = list(map(sum, zip(*[one.numbers for one in every], strict=True))) or NOTHING
    seconds, load, metres, working_sets, *by_effort = numbers
    return {
        "parts": parts,
        "seconds": seconds,
        "load": round(load),
        "distance_m": round(metres),
        "working_sets": working_sets,
        "sports": _shares([(part.sport, part.seconds) for part in parts]),
        "efforts": tuple(by_effort[:4]),
        "set_efforts": tuple(by_effort[4:]),
        "hard_days": tuple(hard),
        "has_hard_day": any(hard),
        "is_every_day": len(worked) == len(DAYS),
        "lacking_max": tuple(dict.fromkeys(chain.from_iterable([one.lacking_max for one in every]))),
        "over_max": tuple(chain.from_iterable([one.over_max for one in every])),
    }


def placing_totals(placing: Placing, session: Session) -> Totals:
    """What a placed session adds up to, its adjustment applied."""
    return totals_of(session, placing.adjustment)


def _shares(shares: Iterable[tuple[str, float]]) -> Shares:
    """How much of each sport, in the order of the legend."""
    amounts: dict[str, float] = {}
    for sport, share in shares:
        amounts[sport] = amounts.get(sport, 0) + share
    # A load is not whole before it is summed up.
    return tuple((sport, whole) for sport in LEGEND if sport in amounts and (whole := round(amounts[sport])))
