"""A ready program cut or stretched to other weeks and days, as its coach would: what leads to the last day stays.

Pure, on program values. A fitted program that needs no change is the program itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from exercises.models import Sport
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, WeekValue
from programs.hints import JUMP_PERCENT
from programs.models import DAYS, TAPER
from sessions_app.prescription import Adjustment, Row, effective
from sessions_app.prescription.applying import POOL_M
from sessions_app.prescription.digest import digest
from sessions_app.totals import Totals, placed_totals

LEAST_BODY = 3  # weeks before the taper; a shorter program has less of a taper
LONGEST_STEP = 2  # full weeks of the program in one week of a shorter one, at most
LIGHTER = Adjustment.parse("volume -40%")
BESIDE_ITSELF = 10.0  # in RPE: how much a day dislikes the same session on the day beside it


@dataclass(frozen=True, slots=True)
class Fit:
    """The program, and what was done to it: for a page to say."""

    value: ProgramValue
    source: ProgramValue
    without: tuple[str, ...] = ()  # names of the sessions that most often stood on the days left out
    again: tuple[str, ...] = ()  # and of those that are done a second time
    is_short: bool = False  # the hardest weeks fall away, or the load would jump
    is_repeated: bool = False  # some weeks are done twice


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a program without its number."""

    facts: WeekValue
    placings: tuple[PlacingValue, ...]

    @property
    def load(self) -> float:
        return sum(placing_totals(placing).load for placing in self.placings)

    @property
    def lighter(self) -> Week:
        placings = tuple(replace(placing, adjustment=_lighter(placing.session)) for placing in self.placings)
        return Week(replace(self.facts, is_deload=True, notes=""), placings)


def fit(source: ProgramValue, weeks: int, days: int, lighter_every: int, last_day: int | None = None) -> Fit:
    """`weeks` weeks of `days` sessions, every n-th lighter (0: none), the program's last session on `last_day`."""
    value, without, again = _with_days(source, max(days, least_days(source)))
    body, taper = _parts(value)
    kept = len(taper) if weeks - len(taper) >= LEAST_BODY else min(len(taper), max(1, weeks // 3))
    taken, is_short, is_repeated = _body(body, weeks - kept, lighter_every)
    whole = [*taken, *taper[len(taper) - kept :]]
    if last_day is not None:
        whole[-1] = _ending_on(whole[-1], last_day)
    fitted = replace(
        value,
        weeks=weeks,
        week_facts=tuple(replace(week.facts, number=number) for number, week in enumerate(whole, start=1)),
        placings=tuple(
            replace(placing, week=number) for number, week in enumerate(whole, start=1) for placing in week.placings
        ),
    )
    return Fit(fitted, source, without, again, is_short, is_repeated)


def usual_days(value: ProgramValue) -> int:
    return len({placing.day for placing in value.placings})


def least_days(value: ProgramValue) -> int:
    """Fewer, and a sport would be missing, or of the lifts more than one day can make up for."""
    days = usual_days(value)
    return max(days - 1 if value.sport == Sport.STRENGTH else 2, len(_sports(value.placings)))


def placing_totals(placing: PlacingValue) -> Totals:
    effort = placing.session.effort
    return placed_totals(
        _digest(placing.session), str(placing.adjustment or ""), None if effort is None else float(effort)
    )


def rows_of(session: SessionValue) -> tuple[Row, ...]:
    return tuple(replace(row, sport=row.sport or session.sport) for row in session.rows)


@lru_cache(maxsize=1024)
def _digest(session: SessionValue) -> str:
    return digest(rows_of(session))


@lru_cache(maxsize=1024)
def _lighter(session: SessionValue) -> Adjustment | None:
    return effective(rows_of(session), LIGHTER, session.pool_length or POOL_M) or None


# --- weeks ----------------------------------------------------------------------------------------------------------


def _parts(value: ProgramValue) -> tuple[list[Week], list[Week]]:
    """What builds up, and the taper behind it."""
    facts = {week.number: week for week in value.week_facts}
    weeks = [
        Week(
            facts.get(number, WeekValue(number)),
            tuple(placing for placing in value.placings if placing.week == number),
        )
        for number in range(1, value.weeks + 1)
    ]
    taper = next((at for at, week in enumerate(weeks) if week.facts.phase == TAPER), len(weeks))
    return weeks[:taper], weeks[taper:]


def _body(body: Sequence[Week], wanted: int, lighter_every: int) -> tuple[list[Week], bool, bool]:
    """So many weeks, of which the first is the first: as far up as no step is long and no load jumps. And how."""
    places = [
        bool(lighter_every and number % lighter_every == 0 and number < wanted) for number in range(1, wanted + 1)
    ]
    full = [at for at, week in enumerate(body) if not week.facts.is_deload]
    count = places.count(False)
    for top in range(min(len(full) - 1, LONGEST_STEP * (count - 1)), -1, -1):
        steps = [full[round(step * top / max(count - 1, 1))] for step in range(count)]
        if top == 0 or not _jumps([body[at].load for at in steps]):
            break
    weeks, taken = [], iter(steps)
    last = steps[0]
    for is_lighter in places:
        if not is_lighter:
            last = next(taken)
        weeks.append(_deload_after(body, last) if is_lighter else body[last])
    return weeks, top < len(full) - 1, len(set(steps)) < len(steps)


def _jumps(loads: Sequence[float]) -> bool:
    return any(round((load / before - 1) * 100) >= JUMP_PERCENT for before, load in zip(loads, loads[1:], strict=False))


def _deload_after(body: Sequence[Week], at: int) -> Week:
    """The next lighter week of the program; where there is none, the week itself with less in it."""
    return next((week for week in body[at + 1 :] if week.facts.is_deload), body[at].lighter)


def _ending_on(week: Week, day: int) -> Week:
    """With its last session on that day; what stood there or behind it is not done."""
    *others, goal = week.placings
    before = tuple(placing for placing in others if placing.day < day)
    return Week(week.facts, (*before, replace(goal, day=day)))


# --- days -----------------------------------------------------------------------------------------------------------


def _with_days(value: ProgramValue, days: int) -> tuple[ProgramValue, tuple[str, ...], tuple[str, ...]]:
    """The same on so many days a week; and the names of what goes, and of what is done once more."""
    standing: dict[int, list[PlacingValue]] = defaultdict(list)
    for placing in value.placings:
        standing[placing.day].append(placing)
    if days < len(standing):
        kept = _most_wanted(value, standing, days)
        gone = [standing[day] for day in sorted(standing) if day not in kept]
        placings = tuple(placing for placing in value.placings if placing.day in kept)
        return replace(value, placings=placings), tuple(map(_usual_name, gone)), ()
    added: list[PlacingValue] = []
    for _ in range(days - len(standing)):
        added += _once_more(standing)
    tapers = {week.number for week in value.week_facts if week.phase == TAPER}
    added = [placing for placing in added if placing.week not in tapers]
    placings = tuple(sorted((*value.placings, *added), key=lambda placing: placing.place))
    return replace(value, placings=placings), (), tuple(dict.fromkeys(placing.session.name for placing in added))


def _most_wanted(value: ProgramValue, standing: dict[int, list[PlacingValue]], days: int) -> set[int]:
    """The day that all leads to, one of each sport, and else those with the most in them."""
    goal = value.placings[-1]
    by_load = sorted(standing, key=lambda day: -_load(standing[day]))
    kept, sports = [goal.day], _sports(standing[goal.day])
    for day in by_load:
        if day not in kept and not _sports(standing[day]) <= sports:
            kept.append(day)
            sports |= _sports(standing[day])
    kept += [day for day in by_load if day not in kept]
    return set(kept[:days])


def _once_more(standing: dict[int, list[PlacingValue]]) -> list[PlacingValue]:
    """The easiest day of the week again, on the free day whose neighbours are easiest; it stands there from now on."""
    original = {day: placings for day, placings in standing.items() if placings}
    source = min(original, key=lambda day: (_effort(original[day]), _load(original[day])))
    free = [day for day in DAYS if day not in standing]

    def cost(day: int) -> tuple[float, int]:
        beside = [other for other in ((day - 2) % 7 + 1, day % 7 + 1) if other in standing]
        same = sum(_usual_name(standing[other]) == _usual_name(original[source]) for other in beside)
        return sum(_effort(standing[other]) for other in beside) + same * BESIDE_ITSELF, -day

    day = min(free, key=cost)
    standing[day] = [replace(placing, day=day) for placing in original[source]]
    return standing[day]


def _load(placings: Iterable[PlacingValue]) -> float:
    return sum(placing_totals(placing).load for placing in placings)


def _effort(placings: Sequence[PlacingValue]) -> float:
    return sum(float(placing.session.effort or 0) for placing in placings) / len(placings)


def _sports(placings: Iterable[PlacingValue]) -> set[str]:
    return {placing.session.sport for placing in placings} - {""}


def _usual_name(placings: Sequence[PlacingValue]) -> str:
    names = [placing.session.name for placing in placings]
    return max(dict.fromkeys(names), key=names.count)
