"""A program as text, read: everything that can be; for the rest its line, its column and what would have been."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from core.text import key, tidy
from sessions_app.notation import Problem
from sessions_app.notation.sessions import note_of, read_heading
from sessions_app.prescription import Adjustment

from .json_words import LEVELS
from .text_heads import DayHead, HeadError, Meaning, WeekHead, read_day, read_entry, read_week
from .text_sessions import Block, Findings, Sessions
from .text_weeks import Parts, taken_over
from .texts import check_name, check_text
from .values import (
    ADJUSTMENT_LENGTH,
    DESCRIPTION_LENGTH,
    MOST_PLACINGS,
    MOST_ROWS,
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

MOST_SESSION_ROWS = 500
DAY_NAMES = ("weekday", "numbered", "match")
TRUE, FALSE = frozenset(("yes", "true")), frozenset(("no", "false"))
NOT_HERE = "Write ### Mon · name above its exercises."
FACT = "Above the first week stand weeks: 4, difficulty: beginner, days: numbered, template: yes and > a description."


@dataclass(slots=True)
class ProgramText:
    """What a text says. kept: parts of lines that were not understood and stay as notes, as problems are listed."""

    value: ProgramValue
    problems: list[Problem] = field(default_factory=list)
    kept: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Placed:
    """A placing in the making. own: stated by a heading of this week, not taken over."""

    day: int
    session: SessionValue
    adjustment: Adjustment | None = None
    time_of_day: Any = None
    notes: str = ""
    is_own: bool = True


def read_program_text(text: str) -> ProgramText:
    """Never raises but UnreadableFile, for a text that is no program or has more in it than one can be."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines = [tidy(line, lines=True) for line in text.splitlines()]
        self.findings = Findings(self.lines)
        self.problem, self._fitting = self.findings.problem, self.findings.fitting
        self.facts: dict[str, Any] = {}
        self.description: list[str] = []
        self.kinds: set[str] = set()
        self.weeks: dict[int, WeekValue] = {}
        self.placed: dict[int, list[Placed]] = {}
        self.current: list[int] | None = None  # weeks that headings of days go to; [] while they are left out
        self.week_note: list[str] = []
        self.block: Block | None = None
        self.skipping = False
        self.entries: dict[str, Meaning] = {}
        self.in_entries = False
        self.sessions = Sessions(self.findings, self.entries)
        self.parts = Parts()
        self.rows = 0

    def read(self) -> ProgramText:
        self._read_entries()
        for number, line in enumerate(self.lines, 1):
            text = line.strip()
            if text:
                self._line(number, line, text)
        self._end_week()
        return ProgramText(self._value(), self.findings.problems, self.findings.kept)

    def _read_entries(self) -> None:
        """What names mean stands at the end, and is wanted before."""
        inside = False
        for number, line in enumerate(self.lines, 1):
            if line.lstrip()[:1] == "#":
                inside = _is_entries(line.strip())
            elif inside and line.strip():
                entry = read_entry(line.strip())
                if entry is None:
                    self.problem(
                        number, line, "Write Squat = Back squat, the name as it stands above and what it means."
                    )
                else:
                    self.entries[entry[0]] = entry[1]

    def _line(self, number: int, line: str, text: str) -> None:
        if text[0] == "#":
            self._heading(number, line, text)
        elif self.in_entries or self.skipping:
            pass
        elif text[0] == ">":
            self._note(line, text)
        elif self.block is not None:
            self.sessions.line(self.block, number, line, text)
        elif self.current is None:
            self._fact(number, line, text)
        else:
            self.problem(number, line, NOT_HERE)

    # Headings

    def _heading(self, number: int, line: str, text: str) -> None:
        self.in_entries = False
        try:
            if text.startswith("###"):
                self._end_block()
                self._day(number, line, text[3:].lstrip("#").strip())
            elif _is_entries(text):
                self._end_week()
                self.in_entries = True
            elif text.startswith("##"):
                self._end_week()
                self._week(number, line, text[2:].strip())
            else:
                self._title(number, line, text[1:].strip())
        except HeadError as error:
            self.skipping = True
            self.problem(number, line, f"{error.expected} It is left out, with what stands under it.", error.text)

    def _title(self, number: int, line: str, text: str) -> None:
        if "name" in self.facts or self.current is not None:
            self.problem(number, line, "A program has one heading, # Name · sport, at its beginning.")
            return
        name, sport, effort = read_heading(text)
        if effort is not None:
            self.problem(number, line, "A planned RPE stands on the line of a session: ### Tue · CSS · RPE 7.")
        self.facts |= {"name": self._fitting(number, line, name, NAME_LENGTH, check_name), "sport": sport or ""}
        self.sessions.sport = sport or ""

    def _week(self, number: int, line: str, text: str) -> None:
        self.current, self.skipping = [], False
        head = read_week(text)
        most = self.facts.get("weeks", MOST_WEEKS)
        if not 1 <= head.first <= head.last <= most:
            raise HeadError(text, f"This program has weeks 1 to {most}.")
        if head.base is not None and not (head.base in self.weeks and head.base < head.first):
            raise HeadError(f"= Week {head.base}", "The week that is taken over stands above, with a lower number.")
        self.current = list(range(head.first, head.last + 1))
        phase = self._fitting(number, line, head.phase, PHASE_LENGTH)
        for step, week in enumerate(self.current, 1):
            if week in self.weeks:
                self.problem(number, line, f"Week {week} stands above already; what stands here is added to it.")
            self.weeks[week] = WeekValue(week, phase, head.is_deload)
            if head.base is not None:
                self._take_over(number, line, head, week, step)

    def _take_over(self, number: int, line: str, head: WeekHead, week: int, step: int) -> None:
        taken = list(self.placed.get(head.base or 0, ()))
        try:
            change = head.change * step if head.each and head.change else head.change
            copies = [self._copy(placed, change, head.is_deload) for placed in taken]
        except ValueError as error:
            raise HeadError(str(head.change), str(error)) from None
        self.placed.setdefault(week, []).extend(copies)
        for idle in self.parts.idle([placed.session for placed in taken], change) if taken else ():
            self.problem(number, line, f"Nothing in week {head.base} is changed by {idle}.", str(idle))

    def _copy(self, placed: Placed, change: Adjustment | None, is_deload: bool) -> Placed:
        part = self.parts.of(placed.session, change)
        adjustment = taken_over(placed.adjustment, change, part, is_deload)
        if len(str(adjustment or "")) > ADJUSTMENT_LENGTH:
            raise ValueError(f"An adjustment has at most {ADJUSTMENT_LENGTH} characters.")
        return replace(placed, adjustment=adjustment, is_own=False)

    def _end_week(self) -> None:
        self._end_block()
        for week in self.current or ():
            note = "\n".join(self.week_note)
            if note:
                self.weeks[week] = replace(self.weeks[week], notes=note)
        if len("\n".join(self.week_note)) > NOTES_LENGTH:
            self.problem(len(self.lines), self.week_note[0], f"A week's note has at most {NOTES_LENGTH} characters.")
            for week in self.current or ():
                self.weeks[week] = replace(self.weeks[week], notes="")
        self.week_note = []
        self.skipping = False

    def _day(self, number: int, line: str, text: str) -> None:
        if self.current is None:  # a program of one week needs no heading for it
            self.current = [1]
            self.weeks[1] = WeekValue(1)
        self.skipping = not self.current
        if self.skipping:
            return
        head = read_day(text)
        self.kinds.add(head.kind)
        if head.name.casefold() == "none" and head == DayHead(head.day, head.kind, name=head.name):
            for week in self.current:
                self.placed[week] = [placed for placed in self.placed.get(week, ()) if placed.day != head.day]
            return
        try:
            check_name(head.name)
            check_text(head.course, TITLE_LENGTH)
        except ValueError as error:
            sentence = str(error)
            raise HeadError(text, f"{sentence[:1].upper()}{sentence[1:]} Write ### Tue · Lower A.") from None
        if len(str(head.adjustment or "")) > ADJUSTMENT_LENGTH:
            raise HeadError(str(head.adjustment), f"An adjustment has at most {ADJUSTMENT_LENGTH} characters.")
        self.block = self.sessions.begin(head, number, line)

    # Lines under them

    def _note(self, line: str, text: str) -> None:
        if self.block is None:
            notes = self.description if self.current is None else self.week_note
            notes.append(note_of(line))
        elif text.startswith(">>"):
            self.block.placing_note.append(note_of(line.lstrip()[1:]))
        else:
            self.block.note.append(note_of(line))

    def _fact(self, number: int, line: str, text: str) -> None:
        word, _, said = text.partition(":")
        word, said = word.strip().lower(), said.strip().lower()
        if word == "weeks" and said.isdecimal() and 1 <= int(said[:5]) <= MOST_WEEKS:
            self.facts["weeks"] = int(said)
        elif word == "difficulty" and said in LEVELS:
            self.facts["difficulty"] = said
        elif word == "days" and said in DAY_NAMES:
            self.facts["day_names"] = said
        elif word == "template" and said in TRUE | FALSE:
            self.facts["is_template"] = said in TRUE
        elif word == "weeks":
            self.problem(number, line, f"A program has 1 to {MOST_WEEKS} weeks: weeks: 4.")
        elif word == "difficulty":
            self.problem(number, line, f"A difficulty is one of {', '.join(LEVELS)}.")
        else:
            self.problem(number, line, f"{FACT} {NOT_HERE}")

    # Sessions

    def _end_block(self) -> None:
        block, self.block = self.block, None
        if block is None:
            return
        session, notes = self.sessions.end(block)
        notes = self._fitting(block.number, block.line, notes, NOTES_LENGTH)
        head = block.head
        placed = Placed(head.day, session, head.adjustment, head.time_of_day, notes)
        for week in self.current or ():
            self._place(week, placed)
        self.rows += len(session.rows) * len(self.current or ())
        if self.rows > MOST_ROWS:
            raise UnreadableFile(f"The text has more than {MOST_ROWS} exercises.")

    def _place(self, week: int, placed: Placed) -> None:
        """In the place of the session of that day and name that was taken over, else behind the others."""
        day = self.placed.setdefault(week, [])
        name = key(placed.session.name)
        for index, other in enumerate(day):
            if not other.is_own and other.day == placed.day and key(other.session.name) == name:
                day[index] = placed
                return
        day.append(placed)

    # The whole

    def _value(self) -> ProgramValue:
        if not self.weeks and "name" not in self.facts:
            raise UnreadableFile(
                "This is no program as text: it begins with # Name · sport, ## Week 1, ### Mon · name."
            )
        if sum(map(len, self.placed.values())) > MOST_PLACINGS:
            raise UnreadableFile(f"The text has more than {MOST_PLACINGS} sessions.")
        kind = next(iter(self.kinds)) if len(self.kinds) == 1 else "weekday"
        description = "\n".join(self.description)
        if len(description) > DESCRIPTION_LENGTH:
            self.problem(1, description[:80], f"A description has at most {DESCRIPTION_LENGTH} characters.")
            description = ""
        weeks = (self.weeks[number] for number in sorted(self.weeks))
        facts = {"name": "", "weeks": max(self.weeks, default=1), "day_names": kind, **self.facts}
        return ProgramValue(
            **facts,
            description=description,
            week_facts=tuple(week for week in weeks if week != WeekValue(week.number)),
            placings=tuple(self._placings()),
        )

    def _placings(self) -> Iterator[PlacingValue]:
        for week in sorted(self.placed):
            in_order = sorted(self.placed[week], key=lambda placed: placed.day)
            for day, placings in groupby(in_order, key=lambda placed: placed.day):
                for order, one in enumerate(placings, 1):
                    yield PlacingValue(week, day, order, one.session, one.adjustment, one.time_of_day, one.notes)


def _is_entries(text: str) -> bool:
    return text.startswith("##") and text.strip("# ").lower() == "exercises"
