"""What .xlsx and .csv both become: sheets of cells as one sees them, each with its place; and as text."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import NamedTuple

from ..own_workbook import Own
from ..texts import FORBIDDEN
from ..values import MOST_BYTES, MOST_ROWS, UnreadableFile

MOST_CELLS = 150_000
MOST_COLUMNS = 500
MOST_SHEETS = 120
MOST_TEXT = 4_000  # of one cell
DATE, CLOCK = "date", "clock"  # kinds of cells: an ISO date; a time of the program's own, in hours and minutes


class Cell(NamedTuple):
    """text as it is shown. covered: it lies under a merged range, whose text this is, and not at its corner."""

    text: str = ""
    kind: str = ""
    covered: bool = False


NO_CELL = Cell()


def cell_of(text: str, kind: str = "") -> Cell:
    """A cell of what stands there, without white space around it and without what is no text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\xa0", " ").replace("\u202f", " ")
    text = FORBIDDEN.sub(" ", text).strip()
    return Cell(text[:MOST_TEXT], kind) if text else NO_CELL


@dataclass(frozen=True, slots=True)
class Sheet:
    """rows may be of different lengths. remarks: comments and the like, each with its place."""

    name: str
    rows: list[list[Cell]]
    remarks: tuple[tuple[str, str], ...] = ()
    first: int = 1  # the number of the first row
    is_lines: bool = False  # of a text file: places are lines

    def at(self, row: int, column: int) -> Cell:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else NO_CELL

    def place(self, row: int, column: int | None = None) -> str:
        """`Week 1!C7`, or `line 7, column C`."""
        number = self.first + row
        if self.is_lines:
            return f"line {number}" if column is None else f"line {number}, column {letters(column)}"
        return f"{self.name}!{number}" if column is None else f"{self.name}!{letters(column)}{number}"


@dataclass(frozen=True, slots=True)
class Book:
    """name: of the file, without its ending. origin: how it was read, in words (`Windows-1252, semicolons`).

    own: of a workbook that we wrote, what it says of itself; None of any other.
    """

    sheets: tuple[Sheet, ...]
    name: str = ""
    origin: str = ""
    left_out: tuple[tuple[str, str, str], ...] = ()
    own: Own | None = None


def letters(column: int) -> str:
    """0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def check_size(sheets: list[Sheet]) -> None:
    """UnreadableFile where there is more than anybody plans."""
    rows, cells = sum(len(sheet.rows) for sheet in sheets), sum(len(row) for sheet in sheets for row in sheet.rows)
    if rows > MOST_ROWS:
        raise UnreadableFile(f"The file has more than {MOST_ROWS} rows.")
    if cells > MOST_CELLS:
        raise UnreadableFile(f"The file has more than {MOST_CELLS} cells.")


def packed(book: Book) -> str:
    """The cells as a short text, for a hidden field."""
    sheets = [
        [sheet.name, sheet.first, sheet.is_lines, sheet.remarks, [[_short(cell) for cell in row] for row in sheet.rows]]
        for sheet in book.sheets
    ]
    own = [book.own.text, book.own.columns, dict(book.own.marks)] if book.own else None
    raw = json.dumps([book.name, book.origin, book.left_out, sheets, own], ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(raw.encode("utf-8", "surrogatepass"), 6)).decode()


def _short(cell: Cell) -> str | list[str | bool]:
    return cell.text if not cell.kind and not cell.covered else list(cell)


def unpacked(text: str) -> Book:
    """The book again; UnreadableFile for anything that `packed` did not make."""
    try:
        inflate = zlib.decompressobj()
        raw = inflate.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
        if inflate.unconsumed_tail or not inflate.eof:
            raise ValueError("more than was packed")
        name, origin, left_out, sheets, own = json.loads(raw)
        book = Book(
            tuple(
                Sheet(
                    cell_of(str(title)).text,
                    [[_long(cell) for cell in row] for row in rows],
                    _texts(remarks, 2),
                    int(first),
                    bool(lines),
                )
                for title, first, lines, remarks, rows in sheets
            ),
            str(name),
            str(origin),
            _texts(left_out, 3),
            Own(str(own[0]), int(own[1]), {str(title): str(mark) for title, mark in own[2].items()}) if own else None,
        )
    except (
        AttributeError,
        LookupError,
        ValueError,
        TypeError,
        OverflowError,
        binascii.Error,
        zlib.error,
        RecursionError,
    ):
        raise UnreadableFile("The file has to be chosen again.") from None
    check_size(list(book.sheets))
    return book


def _texts(lists: list, length: int) -> tuple:
    found = tuple(tuple(map(str, one)) for one in lists)
    if any(len(one) != length for one in found):
        raise ValueError("not as packed")
    return found


def _long(cell: str | list) -> Cell:
    text, kind, covered = (cell, "", False) if isinstance(cell, str) else cell
    return cell_of(str(text), str(kind))._replace(covered=bool(covered))
