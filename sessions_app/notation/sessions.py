"""A session as text: heading, note, sections, groups and lines; lossless both ways for sessions that validate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from core.units import plain

from ..prescription import NOTHING, SPORTS, Group, Row
from ..prescription.tokens import quote
from ..prescription.values import LETTERS
from .blocks import LIKE, Piece, read_grouped, read_head, read_label, read_step
from .groups import read_group, render_group
from .line import NOTE, Line, Part
from .reading import CONTROL, Names, read_line
from .rows import MOST_ROWS
from .writing import render_line

MOST_LINES = 2000
SECTION_NAMES = {"warm_up": "Warm-up", "main": "Main", "cool_down": "Cool-down"}
SECTION_KEYS = {
    **{word: "warm_up" for word in ("warm-up", "warmup", "warm up")},
    **{word: "main" for word in ("main", "main set", "main part", "workout")},
    **{word: "cool_down" for word in ("cool-down", "cooldown", "cool down")},
}
TITLED = re.compile(r"(.*?)\s*\(([^()]*)\)", re.DOTALL)
GROUP_LIKE = re.compile(r"\s*[A-H]\s*:")
KEPT = "This is not understood and stays as a note."
SPORT_KEYS = {sport.replace("_", " "): sport for sport in SPORTS} | {"mixed": "", **{sport: sport for sport in SPORTS}}
RPE = re.compile(r"rpe\s*([0-9]{1,2}(?:\.[0-9])?)", re.IGNORECASE)


class Problem(NamedTuple):
    """What could not be read: its line and column (from 1), the text, and what would have been understood."""

    line: int
    column: int
    text: str
    expected: str

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: “{self.text}” is not understood. {self.expected}"


@dataclass(slots=True)
class SessionText:
    name: str = ""
    sport: str = ""
    effort: Decimal | None = None
    note: str = ""
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # the line, from 1, in which each row stands
    problems: list[Problem] = field(default_factory=list)
    kept: list[Problem] = field(default_factory=list)  # parts of lines that were not understood and stay as notes
    unclear: set[int] = field(default_factory=set)  # the rows, from 0, in whose notes they stand


def section_of(line: str) -> tuple[str, str] | None:
    """(section, title) of a heading: `== Power (main)`, `== Warm-up`, or the bare word alone; None for other lines."""
    text = line.strip()
    if not text.startswith("=="):
        key = SECTION_KEYS.get(text.rstrip(":").strip().lower())
        return (key, "") if key else None
    text = text.strip("=").strip() if not text.endswith('"') else text.lstrip("=").strip()
    titled = TITLED.fullmatch(text)
    if titled and titled[2].strip().lower() in SECTION_KEYS:
        return SECTION_KEYS[titled[2].strip().lower()], _unquoted(titled[1].strip())
    key = SECTION_KEYS.get(text.lower())
    return (key, "") if key else ("main", _unquoted(text))


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text


def read_session(text: str, sport: str = "", names: Names = None) -> SessionText:
    """One session. Its heading's sport, or `sport`, is the context of every line. Never raises."""
    reader = SessionReader(sport, names)
    lines = text.splitlines()
    for number, line in enumerate(lines[:MOST_LINES], 1):
        reader.read(number, line)
    reader.finish()
    if len(lines) > MOST_LINES:
        reader.problem(MOST_LINES + 1, lines[MOST_LINES], f"A session has at most {MOST_LINES} lines.")
    reader.out.note = "\n".join(reader.note).strip()
    return reader.out


class SessionReader:
    """Reads a session line by line. `memo` keeps lines that were read already, for texts that repeat them."""

    def __init__(self, sport: str, names: Names = None, memo: dict[tuple[str, str], Line] | None = None) -> None:
        self.out = SessionText(sport=sport)
        self.names = names
        self.memo = {} if memo is None else memo
        self.section = ("main", "")
        self.groups: dict[str, Group] = {}
        self.unnamed: set[str] = set()  # letters that were given here, not in the text
        self.labelled: list[int] = []  # rows with a label as sheets have them, `A. Squat`
        self.head: tuple[int, str, Group] | None = None  # of a block, until its first step
        self.block: Group | None = None
        self.note: list[str] = []

    def problem(self, number: int, line: str, expected: str) -> None:
        column = len(line) - len(line.lstrip()) + 1
        self.out.problems.append(Problem(number, column, line.strip()[:80], expected))

    def read(self, number: int, line: str) -> None:
        text = line.strip()
        if not text:
            return
        step = read_step(text) if self.head or self.block else None
        if step is not None:
            self._step(number, line, step)
            return
        if self.head or not text.startswith(("//", ">")):
            self._end_block()
        section = section_of(line)
        if section:
            if section != self.section:
                self._end_section()
            self.section = section
        elif text.startswith("##"):
            expected = "A session has one heading, `# Name · sport`; weeks and days belong to a program."
            self.problem(number, line, expected)
        elif text.startswith("#"):
            self._head(number, line, text)
        elif text.startswith(">"):
            self.note.append(note_of(line))
        elif text.startswith("//"):
            self._row_note(number, line, text)
        else:
            self._line(number, line, text)

    def _head(self, number: int, line: str, text: str) -> None:
        if self.out.name or self.out.rows:
            self.problem(number, line, "A session has one heading, at its beginning.")
            return
        self.out.name, sport, self.out.effort = read_heading(text.lstrip("#").strip())
        self.out.sport = self.out.sport if sport is None else sport

    def _row_note(self, number: int, line: str, text: str) -> None:
        """A note on a line of its own belongs to the row before it."""
        words = CONTROL.sub(" ", text[2:]).replace("\\n", "\n").strip()
        if not self.out.rows:
            self._line(number, line, text)
            return
        row = self.out.rows[-1]
        notes = f"{row.prescription.notes}; {words}" if row.prescription.notes else words
        self.out.rows[-1] = replace(row, prescription=replace(row.prescription, notes=notes.strip()))

    def _line(self, number: int, line: str, text: str) -> None:
        group = read_group(text)
        if group is not None:
            self._free(group.letter)
            self.groups[group.letter] = group
            return
        head = read_head(text)
        if head is not None:
            self.head = number, line, head
            return
        self._row_line(number, line, text)

    def _row_line(self, number: int, line: str, text: str, label: str = "") -> None:
        read = self._read_line(text)
        grouped = None if read.label else read_grouped(text, self._read_line, self.out.sport == "swimming")
        if grouped and len(self.groups) + len(grouped.groups) <= len(LETTERS):
            letters = [self._new_letter() for _ in grouped.groups]
            for letter, group in zip(letters, grouped.groups, strict=True):
                self.groups[letter] = replace(group, letter=letter)
            for piece in grouped.pieces[:MOST_ROWS]:
                member = None if piece.group is None else self.groups[letters[piece.group]]
                self._add(number, line, piece, member)
            return
        is_nothing = read.prescriptions == (NOTHING,)
        sheet = read_label(text) if not label else None
        if sheet and not read.label and not (is_nothing and GROUP_LIKE.match(text)):
            self.labelled.append(len(self.out.rows))
            self._row_line(number, line, sheet[1], sheet[0])
            return
        if GROUP_LIKE.match(text) and is_nothing:
            expected = "Write A: 4 rounds r1:30, A: AMRAP 20min, A: EMOM 10min or A: for time, cap 15min."
            self.problem(number, line, expected)
            return
        if not read.name and not read.label and is_nothing:
            self.problem(number, line, "Write an exercise and how much of it: Back squat 5x5 @ 80%.")
            return
        letter = label or read.label[:1]
        if letter:
            self._free(letter)
        member = self.groups.setdefault(letter, Group(letter)) if letter else self.block
        self._add(number, line, Piece(None, read.name, read.prescriptions, tuple(read.parts)), member)

    def _add(self, number: int, line: str, piece: Piece, member: Group | None) -> None:
        section, title = self.section
        kept = [part for part in piece.parts if part.status == NOTE]
        for prescription in piece.prescriptions[:MOST_ROWS]:
            if kept and prescription.notes:
                self.out.unclear.add(len(self.out.rows))
            self.out.rows.append(Row(piece.name, None, self.out.sport, section, title, member, prescription))
            self.out.lines.append(number)
        self.out.kept += [_kept(number, line, part) for part in kept]

    # Blocks, and letters for groups that the text gives none

    def _step(self, number: int, line: str, text: str) -> None:
        """A step of the block whose head stands above it."""
        if self.head and len(self.groups) < len(LETTERS):
            letter = self._new_letter()
            self.block = self.groups[letter] = replace(self.head[2], letter=letter)
            self.head = None
        if self.head:
            self._end_block()
        self._row_line(number, line, text)

    def _end_block(self) -> None:
        """A head without steps is a line like any other."""
        head, self.head, self.block = self.head, None, None
        if head:
            self._row_line(head[0], head[1], head[1].strip())

    def _new_letter(self) -> str:
        letter = next(letter for letter in LETTERS if letter not in self.groups)
        self.unnamed.add(letter)
        return letter

    def _free(self, letter: str) -> None:
        """The text itself names a letter that was given to a group of no name: that group takes another one."""
        if letter not in self.unnamed:
            return
        free = [other for other in LETTERS if other not in self.groups]
        if not free:
            return
        old = self.groups.pop(letter)
        new = self.groups[free[0]] = replace(old, letter=free[0])
        self.unnamed = self.unnamed - {letter} | {free[0]}
        for index, row in enumerate(self.out.rows):
            if row.group is old:
                self.out.rows[index] = replace(row, group=new)
        if self.block is old:
            self.block = new

    def _end_section(self) -> None:
        """A label that no second row shares (`A. Squat`, `B. Press`) only counts lines: it makes no group."""
        for index in self.labelled:
            row = self.out.rows[index] if index < len(self.out.rows) else None
            if row is None or row.group is None or row.group != Group(row.group.letter):
                continue
            if sum(other.group is row.group for other in self.out.rows) == 1:
                self.out.rows[index] = replace(row, group=None)
        self.groups, self.unnamed, self.labelled = {}, set(), []

    def forget_behind(self, rows: int) -> None:
        """Whoever took rows away again says how many are left."""
        self.labelled = [index for index in self.labelled if index < rows]
        self.out.unclear = {index for index in self.out.unclear if index < rows}

    def finish(self) -> None:
        """To be called behind the last line."""
        self._end_block()
        self._end_section()

    def _read_line(self, text: str) -> Line:
        key = (text, self.out.sport)
        read = self.memo.get(key)
        if read is None:
            read = self.memo[key] = read_line(text, self.out.sport, self.names)
        return read


def _kept(number: int, line: str, part: Part) -> Problem:
    words = part.text.strip()[:80]
    return Problem(number, max(line.find(words), 0) + 1, words, KEPT)


def note_of(line: str) -> str:
    """The words of a `> note` as they stand, without the sign and the space after it."""
    return line.lstrip()[1:].removeprefix(" ")


def read_heading(text: str) -> tuple[str, str | None, Decimal | None]:
    """Name, sport (None if unsaid) and planned RPE of `Name · sport · RPE 7`."""
    parts = re.split(r"\s+·\s+", text) if not text.startswith('"') else _after_quoted(text)
    sport, effort = None, None
    while len(parts) > 1:
        last = parts[-1].strip()
        rpe = RPE.fullmatch(last)
        if rpe and effort is None and sport is None:
            try:
                effort = Decimal(rpe[1])
            except InvalidOperation:
                break
        elif last.lower() in SPORT_KEYS and sport is None:
            sport = SPORT_KEYS[last.lower()]
        else:
            break
        parts.pop()
    name = " · ".join(parts).strip()
    return _unquoted(name), sport, effort


def _after_quoted(text: str) -> list[str]:
    """The quoted name whole, then the parts behind it."""
    match = re.match(r'"(?:[^"]|"")*"', text)
    if not match:
        return re.split(r"\s+·\s+", text)
    rest = text[match.end() :].strip().removeprefix("·").strip()
    return [match.group(), *(re.split(r"\s+·\s+", rest) if rest else [])]


def render_session(
    rows: Iterable[Row], name: str = "", sport: str = "", effort: Decimal | float | None = None, note: str = ""
) -> str:
    """The session's text. Rows are written in the session's sport; a group's line stands before its first row."""
    lines = render_rows(rows, sport, lines=render_heading(name, sport, effort) + render_note(note))
    return "\n".join(lines) + "\n" if lines else ""


def render_note(note: str, sign: str = ">") -> list[str]:
    return [f"{sign} {line}" if line else sign for line in note.split("\n")] if note else []


def render_rows(
    rows: Iterable[Row], sport: str = "", *, lines: list[str] | None = None, after: Callable[[Row], str] | None = None
) -> list[str]:
    """The lines of the rows with their sections and groups, behind `lines`. `after` may give each row one line more."""
    lines = list(lines or ())
    section = ("main", "")
    groups: dict[str, Group] = {}
    places: dict[str, int] = {}
    for row in rows:
        if (row.section, row.section_title) != section:
            section = (row.section, row.section_title)
            groups, places = {}, {}
            lines += ["", _section(*section)] if lines else [_section(*section)]
        label = ""
        if row.group:
            letter = row.group.letter
            if groups.get(letter) != row.group:
                group_line = render_group(row.group)
                if group_line:
                    lines.append(group_line)
                groups[letter], places[letter] = row.group, 0
            places[letter] += 1
            label = f"{letter}{min(places[letter], 99)}"
        lines.append(_row(row, label, sport))
        more = after(row) if after else ""
        if more:
            lines.append(more)
    return lines


def _row(row: Row, label: str, sport: str) -> str:
    """The row's line; quoted where the line alone would be a heading, a note or a group's."""
    line = render_line(row.name, row.prescription, label, sport)
    head = line.lstrip()
    misread = head[:1] in ("#", ">", "=") or section_of(line) or (not label and _misread(line))
    if head.startswith("//"):
        return f'"" {head}'
    if row.name and misread and not head.startswith('"'):
        return line.replace(row.name, quote(row.name), 1)
    return line


def _misread(line: str) -> bool:
    """Whether a line without a label would be a group's, a block's or one with a label as sheets have them."""
    return bool(
        GROUP_LIKE.match(line)
        or read_label(line)
        or read_head(line)
        or read_group(line)
        or LIKE.search(line.partition("//")[0])
    )


def _section(section: str, title: str) -> str:
    if not title:
        return f"== {SECTION_NAMES[section]}"
    plain_title = title.lower() not in SECTION_KEYS and not TITLED.fullmatch(title) and not set(title) & set('="()')
    return f"== {title if plain_title else quote(title)} ({SECTION_NAMES[section].lower()})"


def render_heading(name: str, sport: str, effort: Decimal | float | None) -> list[str]:
    if not name and not sport and effort is None:
        return []
    facts = [sport.replace("_", " ")] if sport else []
    facts += [f"RPE {plain(Decimal(str(effort)))}"] if effort is not None else []
    # The reader is asked of the name alone too: another sport or none must not change how it is written.
    text = " · ".join([name, *facts])
    reads = read_heading(name) == (name, None, None) and read_heading(text)[0] == name
    if not name or name[0] in '#"' or not reads:
        text = " · ".join([quote(name), *facts])
    return [f"# {text}"]
