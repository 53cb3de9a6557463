"""One sheet, row by row: heads, headings, rows of training. Every cell becomes something, or is listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sessions_app.notation import NOTE

from ..texts import shown
from ..values import LeftOut
from .amounts import Amounts
from .cells import Book, Cell, Sheet
from .dates import column_free
from .deduction import deduce, read_shares
from .drafts import Drafts
from .heads import LINE, PLACES, Head, filled, head_at, is_sum, next_row
from .places import IMPLICIT, Where
from .quantities import seconds
from .training import Training
from .vocabulary import UNNAMED_SHEET
from .words import (
    Column,
    DayLabel,
    column_of,
    day_of,
    fold,
    is_note,
    is_nothing,
    is_total,
    section_of,
    week_of,
)

HEADED = frozenset(("session", "order", "group"))  # columns in which a heading of more than them may stand

Choices = Mapping[str, Mapping[int, str]]


class Walk(Training):
    """Reads one sheet into drafts. `say` of the drafts lists guesses; left_out is what was not read."""

    def __init__(self, sheet: Sheet, drafts: Drafts, amounts: Amounts, choices: Choices) -> None:
        super().__init__(sheet, drafts, amounts)
        self.choices = choices
        self.heads: list[Head] = []
        self.heads_at: dict[int, Head | None] = {}
        self.groups = 0
        self.has_headings = False  # names alone in their rows head sessions, under the head that stands
        self.structure = self._first_of_structure()

    def start(self, book: Book, before: Where) -> None:
        """Where the sheet begins, by what its name says. before: where the one before it ended."""
        name = self.sheet.name
        if self.sheet.is_lines:
            return
        week, day = week_of(name, anywhere=True), day_of(name)
        day = day or (day_of(week.rest) if week else None)
        self.where = where = Where(serial=before.serial + 1)
        self.drafts.layout |= {(what, "sheet") for what, label in (("week", week), ("day", day)) if label}
        if week:
            where.week = self._numbered(week, before)
            self._week_facts(where.week, "" if day else week.rest)
        elif not any(week_of(other.name, anywhere=True) for other in book.sheets):
            where.week = before.week if before.week and before.week.rest == IMPLICIT else None
        if day:
            where.day, where.fallback = day, name
            where.session = name if day.rest else ""
        elif not week and len(book.sheets) > 1 and not UNNAMED_SHEET.fullmatch(fold(name)):
            where.day, where.fallback = DayLabel((), False), name

    def read(self) -> None:
        row = 0
        while row < len(self.sheet.rows):
            cells = filled(self.sheet, row)
            if not cells:
                self.blank = True
                self.group = None
                self._flush()
                row += 1
                continue
            head = None if self._is_place(row) else self._head_at(row)
            if head:
                self._begin(head)
                row = head.last + 1
                continue
            self._row(row, cells)
            self.blank = False
            row += 1
        self._flush()
        self._list_empty()
        self._list_the_rest()

    # --- heads ------------------------------------------------------------------------------------------------------

    def _head_at(self, row: int) -> Head | None:
        if row not in self.heads_at:
            self.heads_at[row] = head_at(self.sheet, row)
        return self.heads_at[row]

    def leave_all(self, reason: str) -> None:
        """List every row, and read none."""
        for row in range(len(self.sheet.rows)):
            if cells := filled(self.sheet, row):
                self._leave(row, cells, reason)

    def _first_of_structure(self) -> int | None:
        """The first row that is a head, or a heading of a week or day: what stands above it are titles."""
        for row in range(len(self.sheet.rows)):
            cells = filled(self.sheet, row)
            if cells and (self._head_at(row) or week_of(cells[0][1].text) or day_of(cells[0][1].text)):
                return row
        return None

    def _is_place(self, row: int) -> bool:
        """Whether the row says its week or day under the head that stands: then it is no head of its own."""
        if not self.head or LINE not in self.head.roles:
            return False
        texts = {
            role: self.sheet.at(row, column).text
            for role in ("week", "day", "date")
            if (column := self.head.column(role)) is not None
        }
        return any(text and column_free(text) for text in texts.values())

    def _begin(self, head: Head) -> None:
        self._flush()
        until = self._end_of(head)
        deduce(self.sheet, head, until)
        choice = self.choices.get(head.key)
        if choice:
            head = chosen(head, choice)
        read_shares(self.sheet, head, until)
        for column, reason in head.guesses.items():
            self._guess(head.last, column, head.titles.get(column, ""), reason)
        self.head = head
        self.heads.append(head)
        self.names = {}
        self.above = {}
        self.values = {}
        self.has_headings = False
        self.section = "", ""
        for row in range(head.first, head.last + 1):
            self.used |= {(row, column) for column, _cell in filled(self.sheet, row) if column in head.titles}
        self.blank = False

    def _end_of(self, head: Head) -> int:
        """The row of the next head, as far as it can be seen from here."""
        for row in range(head.last + 1, len(self.sheet.rows)):
            if len(filled(self.sheet, row)) > 1 and self._head_at(row):
                return row
        return len(self.sheet.rows)

    # --- rows -------------------------------------------------------------------------------------------------------

    def _row(self, row: int, cells: list[tuple[int, Cell]]) -> None:
        column, cell = cells[0]
        if is_total(cell.text) and not self._is_exercise_row(row, cells):
            self._leave(row, cells, "A total is counted, not read.")
        elif self._role(column) == "week" and LINE in self.table.roles and is_sum(cell.text):
            self._leave(row, cells, "It stands below whole sessions, so it may be their sum.")
        elif len(cells) == 1 and is_note(cell.text) and self._role(column) != "notes":
            self._note(row, column, cell.text)
        elif len(cells) == 1 and self._single(row, column, cell):
            return
        elif self.head is None:
            self._without_head(row, cells)
        elif self._headed(row, cells):
            return
        else:
            self._training(row)

    def _is_exercise_row(self, row: int, cells: list[tuple[int, Cell]]) -> bool:
        """`Total body circuit` with sets and reps is no total."""
        roles = {self._role(column) for column, _cell in cells[1:]}
        return bool(roles & {"sets", "reps", "scheme"}) and len(cells) > 2

    def _role(self, column: int) -> str:
        return next((part[column].role for part in self.table.parts if column in part), "")

    def _single(self, row: int, column: int, cell: Cell) -> bool:
        """A row of one cell: a heading, a title, a section; False where it is a row of training."""
        text = cell.text
        week = week_of(text, anywhere=self._role(column) not in (LINE, "exercise", "scheme", "notes"))
        day = day_of(text) or (day_of(week.rest) if week else None)
        role = self._role(column)
        if role in PLACES and role not in HEADED:
            return False
        if week or day:
            self._heading(row, column, text, week, day)
            return True
        if role == "notes" or role in ("sets", "reps", "scheme", "load", "percent", "rest", "duration", "distance"):
            return False
        is_beside = self.head is not None and len(self.head.blocks) > 1 and column not in self.head.shared
        if is_beside and role in (LINE, "exercise"):
            return False
        below = next_row(self.sheet, row)
        head_below = below is not None and self._head_at(below) is not None
        section = section_of(text)
        if (
            section
            and self.head is not None
            and below == row + 1
            and not head_below
            and len(filled(self.sheet, below)) > 1
        ):
            self.section, self.above = (section, text.strip(" :*")), {}
            self.used.add((row, column))
            return True
        group = self._group_of(text, self.groups) if self.where.day or self.started else None
        if group:
            self.group, self.above = group, {}
            self.groups += 1
            self.used.add((row, column))
            return True
        is_wide = self.sheet.at(row, column + 1).covered
        if not self.started and self.head is None and (row < (self.structure or 0) or not self._is_line(text)):
            self.used.add((row, column))
            self._titled(text)
            if self.structure is None:
                self._guess(row, column, text, "Read as the program's name.")
            return True
        if role in HEADED and role != "session" and not head_below:
            return False
        if head_below or is_wide or role == "session":
            self._session(row, column, text)
            return True
        if self.head is None:
            if self._is_line(text):
                return False
            if self.blank or self.has_headings or not self.last:
                self._session(row, column, text)
                self._guess(row, column, text, "Read as the name of a session.")
                return True
            self._guess(row, column, text, "Read as an exercise of which nothing more is said.")
            return False
        if role == "exercise" or role == "":
            return self._lone_name(row, column, text, below)
        return False

    def _lone_name(self, row: int, column: int, text: str, below: int | None) -> bool:
        """A name alone: the heading of a session where a gap is above it, else an exercise of which no more is said."""
        exercise = self.head.column("exercise") if self.head else None
        continues = below == row + 1 and len(filled(self.sheet, below)) > 1
        by_week = self.head is not None and any(block.week for block in self.head.blocks)
        first = self.head is not None and row == self.head.last + 1
        is_heading = self.blank or first or by_week or self.has_headings or self._role(column) == ""
        if is_heading and continues and (exercise is None or column <= exercise) and not self._is_line(text):
            self.has_headings = True
            self._session(row, column, text)
            self._guess(row, column, text, "Read as the name of a session.")
            return True
        if self._role(column) == "":
            return False
        if not self._is_line(text):
            self._guess(row, column, text, "Read as an exercise of which nothing more is said.")
        return False

    def _is_whole(self, text: str) -> bool:
        """Whether all of a line is understood, and states an amount behind a name."""
        line = self.amounts.parsed(text)
        sound = all(part.status != NOTE for part in line.parts)
        return sound and bool(line.name) and self._is_line(text)

    def _headed(self, row: int, cells: list[tuple[int, Cell]]) -> bool:
        """A heading of a week or day with more beside it: `Monday | | | 75 min`."""
        column, cell = cells[0]
        if self._role(column) not in ("exercise", ""):
            return False
        week, day = week_of(cell.text), day_of(cell.text)
        has_amounts = any(
            (role := self._role(other)) in (LINE, "exercise")
            or role in ("scheme", "sets", "reps")
            and any(map(str.isdigit, more.text))
            for other, more in cells[1:]
        )
        if not (week or day) or has_amounts:
            return False
        self._heading(row, column, cell.text, week, day)
        for other, more in cells[1:]:
            found = week_of(more.text), day_of(more.text)
            if found[0] or found[1]:
                self._heading(row, other, more.text, *found)
            elif not self.where.session and not is_nothing(more.text) and len(cells) == 2:
                self.where.session = more.text
                self.said.append((row, other, more.text))
                self.used.add((row, other))
        return True

    # --- lines without a table ----------------------------------------------------------------------------------

    def _without_head(self, row: int, cells: list[tuple[int, Cell]]) -> None:
        """Lines of text; a day or week first, if any."""
        rest = list(cells)
        while rest:
            column, cell = rest[0]
            week, day = week_of(cell.text), day_of(cell.text)
            if not (week or day) or self._is_line(cell.text) and not (day and len(rest) > 1):
                break
            self._heading(row, column, cell.text, week, day)
            rest.pop(0)
            self.where.is_headed = len(cells) == 1
        below = next_row(self.sheet, row)
        if len(rest) == 1 and len(cells) > 1 and below is not None and self._head_at(below):
            self.where.session = rest[0][1].text
            self.said.append((row, rest[0][0], rest[0][1].text))
            self.used.add((row, rest[0][0]))
        elif len(rest) == 1:
            column, cell = rest[0]
            self.used.add((row, column))
            self.last = self._lines(row, column, cell.text, self.where, {}) or self.last
        elif rest and self._is_whole(joined := _joined([cell.text for _column, cell in rest])):
            self.used |= {(row, column) for column, _cell in rest}
            self.has_headings = True  # where rows have several cells, one cell alone is a heading
            self._guess(row, rest[0][0], joined, "No headings say what these cells are: read as one line.")
            self.last = self._lines(row, rest[0][0], joined, replace(self.where, is_headed=True), {}) or self.last
        elif rest:
            self._leave(row, rest, "No headings say what these cells are.")

    # --- what is left -----------------------------------------------------------------------------------------------

    def _list_the_rest(self) -> None:
        """Whatever nobody took is listed: that no cell is lost does not depend on the rules above."""
        for (title, reason), texts in self.unread.items():
            few = ", ".join(dict.fromkeys(texts))
            why = f"The column “{shown(title)}” is not read: {reason}." if title else f"{reason}."
            self.left_out.append(LeftOut(self.unread_at[title, reason], shown(" ".join(few.split()), 600), why))
        for row in range(len(self.sheet.rows)):
            rest = [
                pair
                for pair in filled(self.sheet, row)
                if (row, pair[0]) not in self.used and not is_nothing(pair[1].text)
            ]
            if rest:
                self._leave(row, rest, "Nothing here says what this is.")


def _joined(texts: list[str]) -> str:
    """Cells as one line; a time behind sets and reps is the rest."""
    if len(texts) > 2:
        try:
            seconds(texts[-1])
        except ValueError:
            return " ".join(texts)
        return " ".join((*texts[:-1], "rest", texts[-1]))
    return " ".join(texts)


def chosen(head: Head, choices: Mapping[int, str]) -> Head:
    """The same head with what somebody set right by hand: a role for a column, "" to leave it out."""
    changed = replace(head, shared=dict(head.shared), unread=dict(head.unread))
    changed.blocks = [replace(block, columns=dict(block.columns)) for block in head.blocks]
    changed.guesses = {column: reason for column, reason in head.guesses.items() if column not in choices}
    for column, role in choices.items():
        home = next((block.columns for block in changed.blocks if column in block.columns), changed.shared)
        known = column_of(head.titles.get(column, ""))
        changed.unread.pop(column, None)
        home.pop(column, None)
        if role:
            home[column] = Column(role, known.unit if known and known.role == role else "")
        else:
            changed.unread[column] = "it is set to be left out"
    return changed
