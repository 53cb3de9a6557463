"""What the sentence on the home page would build, before it is built: names and minutes, week by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from core.charts import Block, bar
from programs.exchange.values import PlacingValue, ProgramValue, WeekValue
from programs.fitting import placing_totals
from programs.models import DAYS
from programs.starter import Sentence
from sessions_app.totals import Totals

Placed = tuple[PlacingValue, Totals]
HARD_S = 10 * 60  # of hard work, from which a day stands out


@dataclass(frozen=True, slots=True)
class PreviewDay:
    name: str
    sport: str
    count: int
    seconds: int
    is_hard: bool
    is_longest: bool  # of its week


@dataclass(frozen=True, slots=True)
class PreviewWeek:
    number: int
    phase: str
    is_deload: bool
    days: tuple[PreviewDay | None, ...]
    seconds: int
    bar: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    sport: str
    weeks: tuple[PreviewWeek, ...]

    @property
    def session_count(self) -> int:
        return sum(day.count for week in self.weeks for day in week.days if day)

    @property
    def first(self) -> int:
        return self.weeks[0].seconds

    @property
    def longest(self) -> int:
        return max(week.seconds for week in self.weeks)


@lru_cache(maxsize=512)
def preview(sentence: Sentence) -> Preview:
    return preview_of(sentence.value)


def preview_of(value: ProgramValue) -> Preview:
    """Of a day with several sessions the longest is named, and counted are all."""
    facts = {week.number: week for week in value.week_facts}
    weeks: dict[int, dict[int, list[Placed]]] = defaultdict(lambda: defaultdict(list))
    for placing in value.placings:
        weeks[placing.week][placing.day].append((placing, placing_totals(placing)))
    longest = max((_seconds(placed for day in week.values() for placed in day) for week in weeks.values()), default=0)
    return Preview(
        value.sport,
        tuple(
            _week(facts.get(number, WeekValue(number)), weeks[number], longest) for number in range(1, value.weeks + 1)
        ),
    )


def _seconds(day: Iterable[Placed]) -> int:
    return sum(total.seconds for _placing, total in day)


def _week(facts: WeekValue, placed: dict[int, list[Placed]], longest: int) -> PreviewWeek:
    longest_day = max(map(_seconds, placed.values()), default=0)
    shares: dict[str, int] = defaultdict(int)
    for placing, total in (one for day in placed.values() for one in day):
        shares[placing.session.sport] += total.seconds
    return PreviewWeek(
        facts.number,
        facts.phase,
        facts.is_deload,
        tuple(_day(placed[day], longest_day) if day in placed else None for day in DAYS),
        sum(shares.values()),
        bar(sorted(shares.items()), longest),
    )


def _day(placed: list[Placed], longest: int) -> PreviewDay:
    main = max(placed, key=lambda one: one[1].seconds)[0].session
    is_hard = any(total.hard_s >= HARD_S or (placing.session.effort or 0) >= 7 for placing, total in placed)
    seconds = _seconds(placed)
    return PreviewDay(main.name, main.sport, len(placed), seconds, is_hard, seconds == longest)


def in_words(sentence: Sentence) -> list[str]:
    """What was done to a ready program, so that it fits; of a week that is repeated, where it stops growing."""
    if not sentence.is_ready:
        return _stopped(sentence)
    fit = sentence.fit()
    said = [_from(fit.source, sentence)]
    if fit.without:
        said.append(_("Left out: %(names)s.") % {"names": ", ".join(fit.without)})
    if fit.again:
        said.append(_("Done once more a week: %(names)s.") % {"names": ", ".join(fit.again)})
    if fit.is_short:
        said.append(_("It does not climb as high as the original: no week may jump."))
    if fit.is_repeated:
        said.append(_("Some weeks are done twice before the next step."))
    return said


def _stopped(sentence: Sentence) -> list[str]:
    if sentence.ceiling is None:
        return []
    week, most = sentence.ceiling
    said = _("Growth stops in week %(week)s, at %(most)s times the work of week 1.")
    return [said % {"week": week, "most": f"{most:g}"}]


def _from(source: ProgramValue, sentence: Sentence) -> str:
    facts = {"name": source.name, "weeks": source.weeks}
    if sentence.weeks < source.weeks:
        return _("From our %(name)s, cut from %(weeks)s weeks; the end stays.") % facts
    if sentence.weeks > source.weeks:
        return _("From our %(name)s, stretched from %(weeks)s weeks; the end stays.") % facts
    return _("From our %(name)s.") % facts
