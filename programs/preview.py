"""What the sentence on the home page would build, before it is built: names and minutes, week by week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from core.charts import Block, bar
from programs.exchange.values import PlacingValue, ProgramValue, WeekValue
from programs.fitting import placing_totals
from programs.models import DAYS
from programs.starter import Sentence
from sessions_app.totals import Totals

HARD_S = 8 * 60  # of hard work, from which a day stands out


@dataclass(frozen=True, slots=True)
class PreviewDay:
    name: str
    sport: str
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
        return sum(day is not None for week in self.weeks for day in week.days)

    @property
    def first(self) -> int:
        return self.weeks[0].seconds

    @property
    def longest(self) -> int:
        return max(week.seconds for week in self.weeks)


@lru_cache(maxsize=512)
def preview(sentence: Sentence) -> Preview:
    """One session a day, as ready programs and repeated weeks have them."""
    value = sentence.value
    facts = {week.number: week for week in value.week_facts}
    weeks: dict[int, dict[int, tuple[PlacingValue, Totals]]] = defaultdict(dict)
    for placing in value.placings:
        weeks[placing.week][placing.day] = placing, placing_totals(placing)
    longest = max(sum(total.seconds for _placing, total in week.values()) for week in weeks.values())
    return Preview(
        value.sport,
        tuple(
            _week(facts.get(number, WeekValue(number)), weeks[number], longest) for number in range(1, value.weeks + 1)
        ),
    )


def _week(facts: WeekValue, placed: dict[int, tuple[PlacingValue, Totals]], longest: int) -> PreviewWeek:
    longest_day = max((total.seconds for _placing, total in placed.values()), default=0)
    shares: dict[str, int] = defaultdict(int)
    for placing, total in placed.values():
        shares[placing.session.sport] += total.seconds
    return PreviewWeek(
        facts.number,
        facts.phase,
        facts.is_deload,
        tuple(_day(*placed[day], longest_day) if day in placed else None for day in DAYS),
        sum(shares.values()),
        bar(sorted(shares.items()), longest),
    )


def _day(placing: PlacingValue, total: Totals, longest: int) -> PreviewDay:
    session = placing.session
    is_hard = total.hard_s >= HARD_S or (session.effort or 0) >= 7
    return PreviewDay(session.name, session.sport, total.seconds, is_hard, total.seconds == longest)


def in_words(sentence: Sentence) -> list[str]:
    """What was done to a ready program, so that it fits; nothing for a week that is repeated."""
    if not sentence.is_ready:
        return []
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


def _from(source: ProgramValue, sentence: Sentence) -> str:
    facts = {"name": source.name, "weeks": source.weeks}
    if sentence.weeks < source.weeks:
        return _("From our %(name)s, cut from %(weeks)s weeks; the end stays.") % facts
    if sentence.weeks > source.weeks:
        return _("From our %(name)s, stretched from %(weeks)s weeks; the end stays.") % facts
    return _("From our %(name)s.") % facts
