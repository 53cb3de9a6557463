"""A first program from one sentence: towards what, days a week, weeks, growth, and how often a week is lighter.

What is coached is a program that is ready (`ready/`), fitted to the weeks and days; or a sport, and then one good week
of it (`starter.toml`, in notation) is repeated and grows up to a ceiling (docs/formulas.md). Lifts and stretches do not
grow by a percentage of themselves, so for those there are only programs. Everything can be changed afterwards.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.units import hours
from exercises.models import Sport
from programs import fitting, ready
from programs.exchange.save import save
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, WeekValue
from programs.models import TAPER, Program
from programs.weeks.growing import turns
from sessions_app.notation import read_session
from sessions_app.prescription import Adjustment, effective
from sessions_app.prescription.adjustment import NO_CHANGE
from sessions_app.prescription.applying import POOL_M

DELOAD = Adjustment.parse("volume -40%")

# Weekdays for n sessions a week, the hard ones apart and the long one last.
DAYS = {1: (6,), 2: (2, 6), 3: (1, 3, 6), 4: (1, 3, 5, 7), 5: (1, 2, 4, 5, 7), 6: (1, 2, 3, 5, 6, 7)}

DATA = tomllib.loads((Path(__file__).parent / "starter.toml").read_text(encoding="utf-8"))
# {sport: {days a week: [session's name, …] in the order of the days}}
WEEKS: dict[str, dict[int, list[str]]] = {
    sport: {int(days): names for days, names in weeks.items()} for sport, weeks in DATA["weeks"].items()
}
MOST: dict[str, float] = DATA["most"]  # {sport: how many times the work of the first week}


@dataclass(frozen=True, slots=True)
class Sentence:
    """I coach `what` for someone who trains `days` days a week. Build `weeks` weeks growing `growth` % a week …

    what: a sport of WEEKS, or the slug of a ready program, which grows in its own way. last_day: on which it ends.
    """

    what: str = "running"
    days: int = 4
    weeks: int = 8
    growth: float = 8
    lighter_every: int = 4  # 0: never
    last_day: int | None = None

    @property
    def is_ready(self) -> bool:
        return self.what in ready.SLUGS

    def as_usual(self) -> Sentence:
        """With the days and weeks that a ready program has of itself."""
        if not self.is_ready:
            return self
        value = ready.ready(self.what).value
        return replace(self, days=fitting.usual_days(value), weeks=value.weeks, lighter_every=4)

    def fit(self) -> fitting.Fit:
        """Of a ready program."""
        return _fit(self)

    @property
    def ceiling(self) -> tuple[int, float] | None:
        """The first week that would be more than the most that its sport grows to, and that most; None if none is."""
        if self.is_ready:
            return None
        most, steps = MOST[self.what], turns(self.weeks, self.lighter_every)
        reached = (number for number, count in enumerate(steps, start=1) if self._grown(count or 0) > most)
        first = next(reached, None)
        return None if first is None else (first, most)

    def factor(self, steps: int) -> float:
        """How many times the work of the first week is done so many steps later."""
        return min(self._grown(steps), MOST[self.what])

    def _grown(self, steps: int) -> float:
        return float((1 + self.growth / 100) ** steps)

    @property
    def value(self) -> ProgramValue:
        """Its weeks, in nobody's language yet."""
        return _fit(self).value if self.is_ready else _repeated(self)


@lru_cache(maxsize=256)
def _fit(sentence: Sentence) -> fitting.Fit:
    value = ready.ready(sentence.what).value
    return fitting.fit(value, sentence.weeks, sentence.days, sentence.lighter_every, sentence.last_day)


def build(sentence: Sentence) -> ProgramValue:
    """The program of a sentence, under its name."""
    if not sentence.is_ready:
        return _named(sentence.value, str(Sport(sentence.what).label))
    fit = sentence.fit()
    if fit.value == fit.source:
        return replace(fit.value, is_template=False)
    described = replace(fit.value, description=_promise(fit.value) + fit.source.description.partition(".")[2])
    return _named(replace(described, is_template=False), fit.source.name)


def _named(value: ProgramValue, name: str) -> ProgramValue:
    return replace(value, name=_("%(name)s, %(weeks)s weeks") % {"name": name, "weeks": value.weeks})


def _promise(value: ProgramValue) -> str:
    """`4 sessions a week, 3 h to 4 h 10 in full weeks.`: as the texts of ready programs begin. Full is neither lighter
    nor taper."""
    not_full = {week.number for week in value.week_facts if week.is_deload or week.phase == TAPER}
    seconds = {number: 0 for number in range(1, value.weeks + 1) if number not in not_full}
    for placing in value.placings:
        if placing.week in seconds:
            seconds[placing.week] += fitting.placing_totals(placing).seconds
    count = fitting.usual_days(value)
    sessions = ngettext("%(n)s session a week", "%(n)s sessions a week", count) % {"n": count}
    least, most = hours(min(seconds.values())), hours(max(seconds.values()))
    span = least if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}
    return _("%(sessions)s, %(span)s in full weeks.") % {"sessions": sessions, "span": span}


def create(sentence: Sentence, user: Any) -> Program:
    """The program of a sentence, saved as this coach's own, in one undoable step."""
    value = build(sentence)
    source = ready.ready(sentence.what).pk if sentence.is_ready else None
    return save(value, user, kept=True, label=_("Created %(name)s") % {"name": value.name}, copied_from=source).program


# --- a week that is repeated ----------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _repeated(sentence: Sentence) -> ProgramValue:
    week = [
        (day, _session(name, sentence.what))
        for day, name in zip(DAYS[sentence.days], WEEKS[sentence.what][sentence.days], strict=True)
    ]
    steps = turns(sentence.weeks, sentence.lighter_every)
    return ProgramValue(
        name="",
        sport=sentence.what,
        weeks=sentence.weeks,
        week_facts=tuple(
            WeekValue(number, is_deload=True) for number, count in enumerate(steps, start=1) if count is None
        ),
        placings=tuple(
            PlacingValue(number, day, 1, session, _part(session, change))
            for number, change in enumerate(_changes(sentence, steps), start=1)
            for day, session in week
        ),
    )


def _changes(sentence: Sentence, steps: Iterable[int | None]) -> Iterator[Adjustment]:
    """Of each week, as it differs from the first; a lighter one is so much below the one before it."""
    grown = NO_CHANGE
    for count in steps:
        if count is None:
            yield grown + DELOAD
        else:
            grown = Adjustment.of(volume=f"{(sentence.factor(count) - 1) * 100:.2f}")
            yield grown


@lru_cache(maxsize=64)
def _session(name: str, sport: str) -> SessionValue:
    written = DATA["sessions"][name]
    sport, sports = written.get("sport", sport), written.get("sports", {})
    rows = read_session(written["text"], sport).rows
    return SessionValue(name, sport, rows=tuple(replace(row, sport=sports.get(row.name, "")) for row in rows))


def _part(session: SessionValue, change: Adjustment) -> Adjustment | None:
    return effective(fitting.rows_of(session), change, POOL_M) or None if change else None
