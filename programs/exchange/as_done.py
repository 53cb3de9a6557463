"""A program as it is to be done, for files that people read: every change applied, and what a week adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.units import hours
from exercises.models import Sport
from programs.hints import weeks_in_words
from programs.week_sums import SPORT_ORDER
from sessions_app.prescription import Adjustment, Row, apply_all
from sessions_app.prescription.applying import POOL_M
from sessions_app.totals import Totals, totals

from .values import PlacingValue, ProgramValue, SessionValue, WeekValue


@dataclass(frozen=True, slots=True)
class Done:
    """A placed session: its rows with the adjustment applied, each with its sport, and what they add up to."""

    placing: PlacingValue
    rows: tuple[Row, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class DoneWeek:
    """facts: what the week says of itself; by_sport: seconds, in the order of the legend, without what is nothing."""

    number: int
    facts: WeekValue
    sessions: tuple[Done, ...]
    by_sport: dict[str, int]

    @property
    def seconds(self) -> int:
        return sum(one.totals.seconds for one in self.sessions)

    @property
    def working_sets(self) -> int:
        return sum(one.totals.working_sets for one in self.sessions)

    @property
    def distance_m(self) -> int:
        return sum(one.totals.distance_m for one in self.sessions)


def rows_as_done(placing: PlacingValue) -> tuple[Row, ...]:
    """A change that finds no row changes nothing."""
    session = placing.session
    # apply asks for a row's sport: a pool's length is the step of a swim.
    rows = tuple(replace(row, sport=row.sport or session.sport) for row in session.rows)
    if not placing.adjustment:
        return rows
    return apply_all(rows, placing.adjustment, strict=False, pool=session.pool_length or POOL_M)


def weeks_as_done(value: ProgramValue) -> Iterator[DoneWeek]:
    """All weeks in turn, the empty ones too. What reads the same in several places is worked out once."""
    known: dict[tuple[int, Adjustment | None], tuple[tuple[Row, ...], Totals]] = {}
    placed: dict[int, list[Done]] = {}
    for placing in value.placings:
        same = id(placing.session), placing.adjustment
        if same not in known:
            rows = rows_as_done(placing)
            known[same] = rows, _totals(rows, placing.session)
        placed.setdefault(placing.week, []).append(Done(placing, *known[same]))
    facts = {week.number: week for week in value.week_facts}
    for number in range(1, value.weeks + 1):
        done = tuple(placed.get(number, ()))
        yield DoneWeek(number, facts.get(number, WeekValue(number)), done, _by_sport(done))


def _totals(rows: tuple[Row, ...], session: SessionValue) -> Totals:
    return totals(rows, float(session.effort) if session.effort is not None else None)


def _by_sport(sessions: tuple[Done, ...]) -> dict[str, int]:
    seconds: Counter[str] = Counter()
    for one in sessions:
        seconds.update(dict(one.totals.by_sport))
    return {sport: seconds[sport] for sport in (*SPORT_ORDER, "") if seconds[sport]}


# --- In words -------------------------------------------------------------------


def program_facts(value: ProgramValue, weeks: Sequence[DoneWeek]) -> str:
    """`Strength · 12 weeks · 36 sessions · about 3 h 05 a week`, of some weeks `Weeks 5–8 of 12`"""
    some = weeks_in_words([week.number for week in weeks])
    return " · ".join(
        (
            sport_name(value.sport),
            ngettext("%(n)s week", "%(n)s weeks", value.weeks) % {"n": value.weeks}
            if len(weeks) == value.weeks
            else ngettext("Week %(weeks)s of %(n)s", "Weeks %(weeks)s of %(n)s", len(weeks))
            % {"weeks": some, "n": value.weeks},
            _sessions(len(value.placings)),
            _("about %(time)s a week") % {"time": hours(sum(week.seconds for week in weeks) // len(weeks))},
        )
    )


def week_facts(week: DoneWeek, more: str) -> str:
    """`Base · Deload · 3 sessions · 2 h 40`, and what else a file says of it."""
    about = hours(week.seconds) if week.seconds else ""
    return " · ".join(filter(None, (phase_of(week), _sessions(len(week.sessions)), about, more)))


def phase_of(week: DoneWeek) -> str:
    return " · ".join(filter(None, (week.facts.phase, _("Deload") if week.facts.is_deload else "")))


def week_name(week: DoneWeek) -> str:
    return _("Week %(n)s") % {"n": week.number}


def sport_name(sport: str) -> str:
    return str(Sport(sport).label) if sport else _("Mixed")


def _sessions(count: int) -> str:
    return ngettext("%(n)s session", "%(n)s sessions", count) % {"n": count}
