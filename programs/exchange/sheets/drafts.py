"""Sessions while a sheet is read, and the program that they make: weeks and days that nobody named are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.text import key
from sessions_app.prescription import Group, Prescription, Row
from sessions_app.prescription.values import LETTERS

from ..texts import inferred_sections, shown
from ..values import (
    DESCRIPTION_LENGTH,
    MOST_PLACINGS,
    MOST_WEEKS,
    NAME_LENGTH,
    NOTES_LENGTH,
    PHASE_LENGTH,
    TITLE_LENGTH,
    PlacingValue,
    ProgramValue,
    SessionValue,
    UnreadableFile,
    WeekValue,
)

Say = Callable[[str, str, str], None]


@dataclass
class DraftRow:
    name: str
    prescription: Prescription
    label: str = ""
    section: str = ""
    title: str = ""
    group: Group | None = None


@dataclass
class Draft:
    """One workout as it stands in the sheet; placed in each of its weeks, on each of its days."""

    weeks: tuple[int, ...]
    days: tuple[int, ...] = ()  # none: the next one that is free
    is_weekday: bool = False
    name: str = ""
    names: tuple[str, ...] = ()  # one for each day, where it has several
    fallback: str = ""  # the day's own words
    place: str = ""
    rows: list[DraftRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    date: date | None = None
    cells: set[str] = field(default_factory=set)  # whole cells that it was made from
    first_cell: str = ""

    @property
    def all_names(self) -> tuple[str, ...]:
        return (*self.names, self.name, self.fallback, self.named(0))

    def named(self, index: int) -> str:
        if self.names:
            return self.names[index]
        if self.name:
            return self.name
        return self.first_cell if len(self.cells) == 1 and self.first_cell else self.fallback


@dataclass
class Drafts:
    """All that was found. say: lists what had to be guessed, with its place and text."""

    say: Say
    all: list[Draft] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    phases: dict[int, str] = field(default_factory=dict)
    week_notes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    deloads: set[int] = field(default_factory=set)
    is_calendar: bool = False
    day_first: bool = True  # of dates with strokes
    layout: set[tuple[str, str]] = field(default_factory=set)  # week or day, and where it was said

    def program(self, name: str = "") -> ProgramValue:
        """UnreadableFile where there is no session at all."""
        drafts = [draft for draft in self.all if draft.rows]
        if not drafts:
            raise UnreadableFile("No line of the file could be read as training.")
        self._by_date(drafts)
        self._shift(drafts)
        is_weekday = any(draft.is_weekday for draft in drafts)
        placings = tuple(self._placings(drafts))
        if len(placings) > MOST_PLACINGS:
            raise UnreadableFile(f"The file has more than {MOST_PLACINGS} sessions.")
        if not placings:
            raise UnreadableFile(f"No session is in the first {MOST_WEEKS} weeks.")
        weeks = max(placing.week for placing in placings)
        title = self.titles[0] if self.titles else ""
        more = "\n".join(self.titles[1:])
        numbers = sorted(set(self.phases) | self.deloads | set(self.week_notes))
        # A last week of which only its name is there is a week of the program, too.
        weeks = min(MOST_WEEKS, max([weeks, *numbers]))
        return ProgramValue(
            name=" ".join((title or name).split())[:NAME_LENGTH].strip(),
            weeks=weeks,
            day_names="weekday" if is_weekday else "numbered",
            description=more[:DESCRIPTION_LENGTH],
            week_facts=tuple(self._week(number) for number in numbers if number <= weeks),
            placings=placings,
        )

    def _week(self, number: int) -> WeekValue:
        notes = "\n".join(self.week_notes.get(number, ()))[:NOTES_LENGTH]
        return WeekValue(number, self.phases.get(number, "")[:PHASE_LENGTH].strip(), number in self.deloads, notes)

    # --- where ------------------------------------------------------------------------------------------------------

    def _by_date(self, drafts: list[Draft]) -> None:
        """Weeks are counted from the Monday of the first day."""
        dated = [(draft, draft.date) for draft in drafts if draft.date]
        if not dated:
            return
        first = min(day for _draft, day in dated)
        monday = first - timedelta(days=first.weekday())
        for draft, day in dated:
            if not draft.weeks:
                draft.weeks = ((day - monday).days // 7 + 1,)
            draft.days, draft.is_weekday = (day.isoweekday(),), True
        self.say(dated[0][0].place, first.isoformat(), "Dates are read as days of weeks: this one is in week 1.")

    def _shift(self, drafts: list[Draft]) -> None:
        """Weeks of the calendar are counted from the first of them; a week 0 makes all one later."""
        said = {week for draft in drafts for week in draft.weeks} | {*self.phases, *self.week_notes, *self.deloads}
        first = min(said, default=1)
        if first and not self.is_calendar:
            return
        for draft in drafts:
            draft.weeks = tuple(week - first + 1 for week in draft.weeks)
        for known in (self.phases, self.week_notes):
            moved = {week - first + 1: said for week, said in known.items()}
            known.clear()
            known.update(moved)  # type: ignore[arg-type]  # of the same kind as before
        self.deloads = {week - first + 1 for week in self.deloads}
        if first == 0:
            self.say(drafts[0].place, "0", "Week 0 is read as week 1, and each week behind it as the next one.")
        elif first > 1:
            self.say(drafts[0].place, str(first), f"Calendar week {first} is read as week 1.")

    def _placings(self, drafts: list[Draft]) -> Iterator[PlacingValue]:
        taken: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for draft in drafts:
            for week in draft.weeks or (1,):
                for day in draft.days:
                    taken[week][day] += 0  # a day that is named is not for those that are not
        known: dict[SessionValue, SessionValue] = {}
        found = []
        for draft in drafts:
            for week in draft.weeks or (1,):
                if week > MOST_WEEKS:
                    self.say(draft.place, shown(draft.named(0)), f"A program has at most {MOST_WEEKS} weeks: left out.")
                    continue
                days = draft.days or (self._free(draft, taken[week], week),)
                for index, day in enumerate(days):
                    taken[week][day] += 1
                    value = self._value(draft, index if draft.days else 0, day)
                    found.append(PlacingValue(week, day, taken[week][day], known.setdefault(value, value)))
        return iter(sorted(found, key=lambda placing: placing.place))

    def _free(self, draft: Draft, taken: dict[int, int], week: int) -> int:
        """The day after the last one of this week so far."""
        day = max(taken, default=0) + 1
        if day <= 7:
            return day
        free = next((one for one in range(1, 8) if not taken.get(one)), 7)
        self.say(draft.place, shown(draft.named(0)), f"No day is left in week {week}: it is placed on day {free}.")
        return free

    # --- what -------------------------------------------------------------------------------------------------------

    def _value(self, draft: Draft, index: int, day: int) -> SessionValue:
        name = " ".join(draft.named(index).split()) or f"Day {day}"
        if len(name) > NAME_LENGTH or len(key(name)) > NAME_LENGTH:
            self.say(draft.place, shown(name, 160), f"A name is cut after {NAME_LENGTH} characters.")
            name = name[: NAME_LENGTH - 40].strip()
        notes = "\n".join(draft.notes)[:NOTES_LENGTH]
        return SessionValue(name, note=notes, rows=tuple(self._rows(draft)))

    def _rows(self, draft: Draft) -> Iterator[Row]:
        inferred = inferred_sections([(row.name, row.prescription.notes) for row in draft.rows])
        has_sections = any(row.section for row in draft.rows)
        letters = [row.label[:1] for row in draft.rows if len(row.label) > 1]
        grouped = {letter for letter in letters if letters.count(letter) > 1 and letter in LETTERS}
        for row, section in zip(draft.rows, inferred, strict=True):
            letter = row.label[:1] if len(row.label) > 1 else ""
            section = row.section or "main" if has_sections else section
            title = row.title[:TITLE_LENGTH].strip() if section == row.section else ""
            group = row.group or (Group(letter) if letter in grouped else None)
            yield Row(name=row.name, section=section, section_title=title, group=group, prescription=row.prescription)
