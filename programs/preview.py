"""What the sentence on the home page would build, before it is built: names and minutes, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.charts import Block, bar
from programs.starter import Sentence
from sessions_app.notation import read_session
from sessions_app.prescription.digest import digest
from sessions_app.totals import placed_totals


@dataclass(frozen=True, slots=True)
class PreviewWeek:
    number: int
    is_deload: bool
    days: tuple[tuple[str, int] | None, ...]  # (name, seconds) of each weekday
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
    week = sentence.week()
    digests = {text: digest(read_session(text, sentence.sport).rows) for _day, _name, text in week}
    weeks = []
    for change, is_deload in sentence.changes():
        days: list[tuple[str, int] | None] = [None] * 7
        for day, name, text in week:
            days[day - 1] = (name, placed_totals(digests[text], str(change or "")).seconds)
        weeks.append((days, is_deload))
    longest = max(sum(day[1] for day in days if day) for days, _ in weeks)
    return Preview(
        sentence.sport,
        tuple(
            PreviewWeek(number, is_deload, tuple(days), seconds, bar([(sentence.sport, seconds)], longest))
            for number, (days, is_deload) in enumerate(weeks, start=1)
            for seconds in [sum(day[1] for day in days if day)]
        ),
    )
