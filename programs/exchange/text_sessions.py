"""The sessions of a program as text: what stands under a `###` heading becomes a session, equal ones become one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from core.text import key
from sessions_app.notation import Line, Problem, nameless
from sessions_app.notation.sessions import SessionReader
from sessions_app.prescription import Row

from .json_words import LETTERS
from .text_heads import DayHead, Meaning, meant, read_meaning
from .texts import check_name, check_text, shown
from .values import DESCRIPTION_LENGTH, NAME_LENGTH, NOTES_LENGTH, TITLE_LENGTH, SessionValue

MOST_SESSION_ROWS = 500


@dataclass(slots=True)
class Block:
    """A `###` heading and what stands under it."""

    head: DayHead
    number: int
    line: str
    reader: SessionReader
    note: list[str] = field(default_factory=list)
    placing_note: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # of each row
    meanings: dict[int, Meaning] = field(default_factory=dict)  # of single rows


class Findings:
    """What is wrong with a text, and what of it is kept as notes."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.kept: list[Problem] = []

    def problem(self, number: int, line: str, expected: str, piece: str = "") -> None:
        text = (piece or line.strip())[:80]
        column = max(line.find(text), 0) + 1 if text else 1
        self.problems.append(Problem(number, column, text, expected))

    def fitting(self, number: int, line: str, text: str, most: int, check: Any = None) -> str:
        """The text, or "" and a problem where it cannot be stored."""
        try:
            if text and check:
                check(text)
            return check_text(text, most, lines=True)
        except ValueError as error:
            self.problem(number, line, str(error), shown(text))
            return ""


class Sessions:
    """Reads the lines under headings of days. sport is the program's, entries what names mean in it."""

    def __init__(self, findings: Findings, entries: dict[str, Meaning]) -> None:
        self.findings = findings
        self.problem = findings.problem
        self.entries = entries
        self.sport = ""
        self.memo: dict[tuple[str, str], Line] = {}
        self.known: dict[tuple, SessionValue] = {}
        self.values: dict[SessionValue, SessionValue] = {}
        self.bodies: dict[tuple[str, int], SessionValue] = {}

    def begin(self, head: DayHead, number: int, line: str) -> Block:
        sport = self.sport if head.sport is None else head.sport
        return Block(head, number, line, SessionReader(sport, None, self.memo))

    def line(self, block: Block, number: int, line: str, text: str) -> None:
        reader, before = block.reader, len(block.reader.out.rows)
        block.body.append(text)
        if text[0] == "=" and text[1:2] != "=":
            self._meaning(block, number, line, text)
            return
        reader.read(number, line)
        self._new_rows(block, number, line, before)

    def _new_rows(self, block: Block, number: int, line: str, before: int) -> None:
        added = len(block.reader.out.rows) - before
        if added > 0:
            block.lines += [number] * added
            self._check_rows(block, number, line, before)
            block.reader.forget_behind(len(block.reader.out.rows))

    def _meaning(self, block: Block, number: int, line: str, text: str) -> None:
        """`= Back squat` under a row: the exercise that the rows of the line above mean."""
        if not block.lines:
            self.problem(number, line, "This says which exercise the line above means, and there is none.")
            return
        meaning = read_meaning(text[1:])
        for index, of in enumerate(block.lines):
            if of == block.lines[-1]:
                block.meanings[index] = meaning

    def _check_rows(self, block: Block, number: int, line: str, start: int) -> None:
        """Names that can be stored; a line without one is what one does in its sport, else goes on with the last."""
        rows = block.reader.out.rows
        for index in range(start, len(rows)):
            name = rows[index].name or nameless(rows[index].sport, rows[index - 1].name if index else "")
            try:
                check_name(name)
            except ValueError as error:
                expected = "Write an exercise and how much of it: Back squat 5x5 @ 80%." if not name else str(error)
                self.problem(number, line, expected)
                del rows[start:], block.lines[start:]
                return
            rows[index] = replace(rows[index], name=name) if name != rows[index].name else rows[index]
        if len(rows) > MOST_SESSION_ROWS:
            self.problem(number, line, f"A session has at most {MOST_SESSION_ROWS} exercises.")
            del rows[MOST_SESSION_ROWS:], block.lines[MOST_SESSION_ROWS:]

    def end(self, block: Block) -> tuple[SessionValue, str]:
        """What is placed, and the note of the place. A heading with nothing under it places what has that name."""
        before = len(block.reader.out.rows)
        block.reader.finish()
        self._new_rows(block, block.number, block.line, before)
        self.findings.problems += block.reader.out.problems
        self.findings.kept += block.reader.out.kept
        head, place = block.head, (key(block.head.name), block.head.own)
        standing = self.bodies.get(place)
        facts: dict[str, Any] = {
            name: getattr(head, name) for name in ("sport", "effort", "pool_length") if getattr(head, name) is not None
        }
        facts |= {"course": head.course} if head.course else {}
        if standing is not None and not block.body:
            session = self._one(replace(standing, **facts)) if facts else standing
            notes = [*block.note, *block.placing_note]
        else:
            facts["note"] = self.findings.fitting(block.number, block.line, "\n".join(block.note), DESCRIPTION_LENGTH)
            session, notes = self._written(block, facts), block.placing_note
        self.bodies[place] = session
        return session, "\n".join(notes)

    def _written(self, block: Block, facts: dict[str, Any]) -> SessionValue:
        head = block.head
        sport = facts.pop("sport", self.sport)
        own = f"own {head.own}" if head.own else ""
        known = (head.name, sport, own, tuple(facts.items()), tuple(block.body))
        if known not in self.known:
            rows = tuple(
                self._row(row, sport, block.meanings.get(index)) for index, row in enumerate(block.reader.out.rows)
            )
            rows = self._checked(block, lettered(rows))
            self.known[known] = self._one(SessionValue(head.name, sport, rows=rows, key=own, **facts))
        return self.known[known]

    def _one(self, session: SessionValue) -> SessionValue:
        """Equal sessions are one."""
        return self.values.setdefault(session, session)

    def _row(self, row: Row, session: str, said: Meaning | None) -> Row:
        """`session` is its sport, `said` what the row itself says that it means."""
        exercise, sport = said or meant(self.entries.get(row.name, (None, "")), session)
        exercise = None if exercise == row.name else exercise
        return Row(row.name, exercise, sport, row.section, row.section_title, row.group, row.prescription)

    def _checked(self, block: Block, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        found = []
        for row, number in zip(rows, block.lines, strict=True):
            line = self.findings.lines[number - 1]
            if len(row.section_title) > TITLE_LENGTH:
                self.problem(
                    number, line, f"A section's title has at most {TITLE_LENGTH} characters.", row.section_title
                )
                row = replace(row, section_title="")
            if len(row.prescription.notes) > NOTES_LENGTH:
                self.problem(number, line, f"A note has at most {NOTES_LENGTH} characters.")
                notes = row.prescription.notes[:NOTES_LENGTH].strip()
                row = replace(row, prescription=replace(row.prescription, notes=notes))
            if row.exercise and not _is_name(str(row.exercise)):
                self.problem(
                    number, line, f"An exercise's name has at most {NAME_LENGTH} characters.", str(row.exercise)
                )
                row = replace(row, exercise=None)
            found.append(row)
        return tuple(found)


def _is_name(text: str) -> bool:
    try:
        return bool(check_name(text))
    except ValueError:
        return False


def lettered(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Letters begin anew in each section of a text; a session's groups have letters of their own."""
    if not any(row.group for row in rows):
        return rows
    letters: dict[tuple, str] = {}
    found, run, before = [], 0, ("main", "")
    for row in rows:
        run += (row.section, row.section_title) != before
        before = (row.section, row.section_title)
        if row.group is None:
            found.append(row)
            continue
        place = (run, row.group)
        if place not in letters:
            taken = set(letters.values())
            letters[place] = next(
                (letter for letter in (row.group.letter, *LETTERS) if letter not in taken), row.group.letter
            )
        found.append(replace(row, group=replace(row.group, letter=letters[place])))
    return tuple(found)
