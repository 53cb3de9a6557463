"""A program as text, written: each session once, later by its name; weeks that follow another one in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from core.text import key
from sessions_app.notation.sessions import render_heading, render_note, render_rows
from sessions_app.prescription import Adjustment, Row
from sessions_app.prescription.values import LETTERS

from .text_heads import DayHead, Meaning, WeekHead, day_text, entry_text, meaning_text, meant, week_text
from .text_weeks import Parts, taken_over
from .values import PlacingValue, ProgramValue, SessionValue, WeekValue

UNSAID: Meaning = (None, "")
MOST_TRIED = 3


def write_program_text(value: ProgramValue) -> str:
    """The canonical text: reading it gives the value, with keys only where sessions say the same and yet are two."""
    return "\n".join(_Writer(value).lines()) + "\n"


class _Writer:
    def __init__(self, value: ProgramValue) -> None:
        self.value = value
        self.facts = {week.number: week for week in value.week_facts}
        self.weeks: dict[int, list[PlacingValue]] = {}
        for placing in value.placings:
            self.weeks.setdefault(placing.week, []).append(placing)
        self.own = _own_numbers(value.sessions)
        self.meanings = _meanings(value.sessions)
        self.bodies: dict[tuple[str, int], SessionValue] = {}
        self.parts = Parts()

    def lines(self) -> Iterator[str]:
        value = self.value
        yield from render_heading(value.name, value.sport, None) if value.name else ()
        yield f"weeks: {value.weeks}"
        if value.difficulty:
            yield f"difficulty: {value.difficulty}"
        if value.day_names != ("weekday" if not value.placings else value.day_names):
            yield f"days: {value.day_names}"
        if value.is_template:
            yield "template: yes"
        yield from render_note(value.description)
        numbers = sorted(self.weeks.keys() | self.facts.keys())
        while numbers:
            yield from self._week(numbers)
        entries = [
            entry_text(name, meaning) for name, meaning in self.meanings.items() if meaning not in (None, UNSAID)
        ]
        if entries:
            yield from ("", "## Exercises", *entries)

    def _week(self, numbers: list[int]) -> Iterator[str]:
        """The next week, or several that go on in equal steps."""
        number = numbers.pop(0)
        facts = self.facts.get(number, WeekValue(number))
        placings = self.weeks.get(number, [])
        base, change = self._base(number, facts.is_deload)
        head = WeekHead(number, number, facts.phase, facts.is_deload, base, change)
        if base and change and not self.facts.get(number):
            while numbers and numbers[0] == head.last + 1 and not self.facts.get(numbers[0]):
                step = numbers[0] - number + 1
                if self._base(numbers[0], False) != (base, change * step):
                    break
                head = head._replace(last=numbers.pop(0), each=True)
        others: list[PlacingValue | int] = []  # what is stated beside a week taken over; a number is a day emptied
        if base is None:
            found = self._nearest(number, facts.is_deload)
            others = found[1] if found else [*placings]
            head = found[0]._replace(phase=facts.phase) if found else head
        yield from ("", f"## {week_text(head)}")
        yield from render_note(facts.notes)
        stands_apart = False
        for placing in others:
            if isinstance(placing, int):
                yield f"### {day_text(DayHead(placing, self.value.day_names, name='none'))}"
                continue
            lines = list(self._placing(placing))
            yield from [""] if stands_apart else []
            yield from lines
            stands_apart = len(lines) > 1

    def _base(self, number: int, is_deload: bool) -> tuple[int | None, Adjustment | None]:
        """The first week that this one can take over, and how far it is from there."""
        placings = self.weeks.get(number, [])
        for base in sorted(self.weeks):
            if base >= number:
                break
            if _skeleton(self.weeks[base]) == _skeleton(placings):
                found = self._change(self.weeks[base], placings, is_deload)
                if found is not None:
                    return base, found or None
        return None, None

    def _change(self, base: list[PlacingValue], week: list[PlacingValue], is_deload: bool) -> Adjustment | None:
        """The change that makes one week's adjustments of the other's; empty for none; None where no change does."""
        if [one.adjustment for one in base] == [one.adjustment for one in week]:
            return Adjustment()
        if any(one.adjustment for one in base):
            return None
        candidates = sorted({one.adjustment for one in week if one.adjustment}, key=lambda one: -len(str(one)))
        for change in candidates[:MOST_TRIED]:
            if all(
                taken_over(None, change, self.parts.of(old.session, change), is_deload) == new.adjustment
                for old, new in zip(base, week, strict=True)
            ):
                return change
        return None

    def _nearest(self, number: int, is_deload: bool) -> tuple[WeekHead, list[PlacingValue | int]] | None:
        """The week of which most can be taken over, at least half, and what is different from it."""
        week = self.weeks.get(number, [])
        best = None
        earlier = sorted(base for base in self.weeks if base < number and _unique(self.weeks[base]))
        for base in dict.fromkeys((*earlier[:MOST_TRIED], *earlier[-1:])) if _unique(week) else ():
            changes = sorted({one.adjustment for one in week if one.adjustment}, key=lambda one: -len(str(one)))
            for change in (None, *changes[:MOST_TRIED]):
                others = self._others(self.weeks[base], week, change, is_deload)
                if others is not None and len(others) * 2 <= len(week) and (best is None or len(others) < len(best[1])):
                    best = WeekHead(number, number, "", is_deload, base, change), others
        return best

    def _others(
        self, base: list[PlacingValue], week: list[PlacingValue], change: Adjustment | None, is_deload: bool
    ) -> list[PlacingValue | int] | None:
        if change and self.parts.idle([one.session for one in base], change):
            return None
        found: list[PlacingValue | int] = []
        for day in sorted({one.day for one in (*base, *week)}):
            old, new = ([one for one in side if one.day == day] for side in (base, week))
            if [_name(one) for one in new[: len(old)]] != [_name(one) for one in old]:
                found += [day, *new]
                continue
            try:
                taken = [
                    replace(
                        one,
                        week=new[0].week,
                        adjustment=taken_over(one.adjustment, change, self.parts.of(one.session, change), is_deload),
                    )
                    for one in old
                ]
            except ValueError:  # together they go beyond what an adjustment can be
                return None
            found += [one for one in new if one not in taken]
        return found

    def _placing(self, placing: PlacingValue) -> Iterator[str]:
        session, own = placing.session, self.own.get(placing.session, 0)
        place = (key(session.name), own)
        head = DayHead(
            placing.day, self.value.day_names, placing.time_of_day, session.name, own=own, adjustment=placing.adjustment
        )
        standing = self.bodies.get(place)
        again = standing == session
        if not again:
            head = head._replace(
                sport=session.sport if session.sport != self.value.sport else None,
                effort=session.effort,
                course=session.course,
                pool_length=session.pool_length,
            )
        self.bodies[place] = session
        yield f"### {day_text(head)}"
        yield from render_note(session.note) if not again else ()
        yield from render_note(placing.notes, ">>")
        if not again:
            rows = render_rows(_within_sections(session.rows), session.sport, after=self._after)
            yield from rows or (["== Main"] if standing is not None else [])

    @property
    def _after(self) -> Callable[[Row], str]:
        def after(row: Row) -> str:
            meaning = _meaning(row)
            return "" if self.meanings[row.name] or meaning == UNSAID else f"= {meaning_text(*meaning)}"

        return after


def _skeleton(placings: list[PlacingValue]) -> list[tuple]:
    return [(one.day, one.order, id(one.session), one.time_of_day, one.notes) for one in placings]


def _name(placing: PlacingValue) -> str:
    return key(placing.session.name)


def _unique(placings: list[PlacingValue]) -> bool:
    return len({(one.day, _name(one)) for one in placings}) == len(placings)


def _own_numbers(sessions: tuple[SessionValue, ...]) -> dict[SessionValue, int]:
    """2, 3 … for sessions that say the same as one before them and yet are others."""
    counts: dict[SessionValue, int] = {}
    own = {}
    for session in sessions:
        said = replace(session, key="")
        counts[said] = counts.get(said, 0) + 1
        if counts[said] > 1:
            own[session] = counts[said]
    return own


def _meaning(row: Row) -> Meaning:
    exercise = None if row.exercise is None or row.exercise == row.name else str(row.exercise)
    return exercise, row.sport


def _meanings(sessions: tuple[SessionValue, ...]) -> dict[str, Meaning | None]:
    """What each name means in the whole program; None for one that means several things, said row by row."""
    found: dict[str, list[tuple[Meaning, str]]] = {}
    for session in sessions:
        for row in session.rows:
            found.setdefault(row.name, []).append((_meaning(row), session.sport))
    meanings: dict[str, Meaning | None] = {}
    for name, places in found.items():
        said = next((meaning for meaning, _sport in places if meaning != UNSAID), UNSAID)
        meanings[name] = said if all(meant(said, sport) == meaning for meaning, sport in places) else None
    return meanings


def _within_sections(rows: tuple[Row, ...]) -> list[Row]:
    """A text has the letters A to H in each section; a session's later ones get one that is free there."""
    letters: dict[tuple, str] = {}
    found = []
    for row in rows:
        if row.group is not None and row.group.letter not in LETTERS:
            section = (row.section, row.section_title)
            place = (*section, row.group.letter)
            if place not in letters:
                taken = {other.group.letter for other in rows if other.group and _section(other) == section}
                taken |= {letter for (*other, _), letter in letters.items() if tuple(other) == section}
                letters[place] = next((letter for letter in LETTERS if letter not in taken), row.group.letter)
            row = replace(row, group=replace(row.group, letter=letters[place]))
        found.append(row)
    return found


def _section(row: Row) -> tuple[str, str]:
    return row.section, row.section_title
