"""Tables of any layout as coaches keep them: .xlsx, .csv, .tsv. docs/formats.md says what is recognised.

Cells (cells, separated, workbook) -> heads of tables (heads) -> row by row (walk, amounts) -> sessions (drafts).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .. import own_workbook
from ..texts import shown
from ..values import LeftOut, ProgramValue
from .amounts import Amounts
from .cells import Book, Sheet, packed, unpacked
from .dates import order_of
from .drafts import Drafts
from .heads import Head
from .missing import missing
from .places import Where
from .returned import SportOf, returned
from .separated import is_table, read_separated
from .units import units_of
from .vocabulary import BESIDE_SHEET
from .walk import Choices, Walk
from .words import day_of, fold, week_of
from .workbook import is_workbook, read_workbook, remarks_of

__all__ = [
    "Book",
    "Reading",
    "book_of",
    "is_table",
    "is_workbook",
    "packed",
    "read",
    "read_book",
    "unpacked",
]

UNREAD = (
    "What TrainHub wrote on this hidden sheet cannot be read, so the program was read from its cells, and what no cell "
    "shows is missing."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a book reads as. guesses: read, but not certainly; heads: the tables, each with its sheet."""

    value: ProgramValue
    left_out: tuple[LeftOut, ...]
    guesses: tuple[LeftOut, ...]
    heads: tuple[tuple[Sheet, Head], ...]
    sport: str = ""  # that bare numbers were read by
    layout: frozenset[tuple[str, str]] = frozenset()  # ("week", "column"), ("day", "heading")
    is_own: bool = False  # what TrainHub wrote: sports and all


def book_of(data: bytes | str, name: str = "") -> Book:
    """Its cells, whatever kind of table it is. UnreadableFile with the reason where it is none."""
    if isinstance(data, bytes) and is_workbook(data):
        return read_workbook(data, name)
    return read_separated(data, name)


def read(data: Book | bytes | str, sport: str = "") -> tuple[ProgramValue, list[LeftOut]]:
    found = read_book(data if isinstance(data, Book) else book_of(data), sport)
    return found.value, list(found.left_out)


def read_book(
    book: Book, sport: str = "", choices: Choices | None = None, sport_of: SportOf = lambda _session: ""
) -> Reading:
    """The program with what was left out and what was guessed. UnreadableFile where nothing in it is training.

    A workbook of ours is read as what it is, until somebody says otherwise of its columns. sport_of: what a session
    that was put into such a one is of, by its rows.
    """
    if book.own and not choices:
        found = returned(book, _read_cells, sport_of)
        if found:
            return Reading(*found, (), found[0].sport, is_own=True)
        book = replace(book, left_out=(*book.left_out, (own_workbook.SHEET, "", UNREAD)))
    return _read_cells(book, sport, choices)


def _read_cells(book: Book, sport: str = "", choices: Choices | None = None) -> Reading:
    guesses: list[LeftOut] = []
    drafts = Drafts(lambda place, text, reason: guesses.append(LeftOut(place, text, reason)))
    units = units_of(book)
    amounts = Amounts(sport, units)
    order = order_of(book, is_imperial="mi" in units or "lb" in units)
    drafts.day_first = order.day_first
    if order.guess:
        said = "day, month and year" if order.day_first else "month, day and year"
        drafts.say(*order.guess, f"Dates like this one are read as {said}.")
    left_out = [LeftOut(*one) for one in book.left_out]
    heads: list[tuple[Sheet, Head]] = []
    where = Where()
    several = len(book.sheets) > 1 and any(week_of(sheet.name) or day_of(sheet.name) for sheet in book.sheets)
    walks = [Walk(sheet, drafts, amounts, choices or {}) for sheet in book.sheets]
    is_plan = any(walk.structure is not None for walk in walks)
    for sheet, walk in zip(book.sheets, walks, strict=True):
        is_beside = several and BESIDE_SHEET.fullmatch(fold(sheet.name))
        if is_beside or is_plan and walk.structure is None and not week_of(sheet.name) and not day_of(sheet.name):
            walk.leave_all("This sheet holds no sessions that could be told apart from notes.")
        else:
            walk.start(book, where)
            walk.read()
            where = walk.where
        left_out += walk.left_out
        left_out += [
            LeftOut(place, shown(" ".join(text.split()), 160), reason) for place, text, reason in remarks_of(sheet)
        ]
        heads += [(sheet, head) for head in walk.heads]
    value = drafts.program()
    told = (*left_out, *guesses, *amounts.guesses)
    for sheet, row, column, text in missing(value, told, [(walk.sheet, walk.heads) for walk in walks]):
        left_out.append(
            LeftOut(sheet.place(row, column), shown(" ".join(text.split()), 600), "This was not taken over.")
        )
    return Reading(value, tuple(left_out), (*guesses, *amounts.guesses), tuple(heads), sport, frozenset(drafts.layout))
