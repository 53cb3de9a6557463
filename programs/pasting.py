"""A program that somebody pasted or dropped: text in the notation, a spreadsheet, JSON, or what a device takes."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from exercises.matching import Candidate, Matcher
from programs import columns
from programs.exchange import csv_format, formats, sheets, workouts
from programs.exchange.json_reading import decoded
from programs.exchange.naming import Finder
from programs.exchange.save import save
from programs.exchange.sports import guess, sport_of, with_sport
from programs.exchange.texts import shown
from programs.exchange.values import MOST_BYTES, LeftOut, ProgramValue, SessionValue, UnreadableFile
from programs.models import Program

MOST_PACKED = 1_500_000  # characters of a hidden field: a form takes 2 MB
FIRST_ROWS = 150
MOST_NAMES = 60  # that are asked for


@dataclass(frozen=True, slots=True)
class Source:
    """What was pasted or dropped, as a form carries it on: text of a format, or a book's cells, packed. book: the same
    as they were read, where the file came with this request."""

    text: str = ""
    kind: str = ""
    cells: str = ""
    name: str = ""
    book: sheets.Book | None = field(default=None, compare=False)

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.cells


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that no exercise certainly has, with those that it may mean."""

    name: str
    rows: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read. left_out is missing in it, kept stands as notes; new: exercises that would be the coach's own."""

    value: ProgramValue
    left_out: tuple[LeftOut, ...] = ()
    kept: tuple[LeftOut, ...] = ()
    new: tuple[str, ...] = ()
    guesses: tuple[LeftOut, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    reading: sheets.Reading | None = None
    origin: str = ""
    chosen: columns.Chosen = columns.Chosen()

    @property
    def row_count(self) -> int:
        return sum(len(placing.session.rows) for placing in self.value.placings)

    @property
    def week_count(self) -> int:
        """In how many weeks the rows are: a sheet may say a session once for all of them."""
        return len({placing.week for placing in self.value.placings})

    def undecided(self, means: Mapping[str, str]) -> dict[str, int]:
        """The names to check of which nobody said what they mean, and how many rows have each."""
        return {one.name: one.rows for one in self.unknown if one.name not in means}


def mark_of(text: str) -> str:
    """By which a form knows whether the text beside a file was typed since."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


def source_of(name: str, data: bytes) -> Source:
    """A file as the form carries it on; nothing of it is kept on a disk. UnreadableFile where it is none of ours."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than %(mb)s MB.") % {"mb": MOST_BYTES // 1_000_000})
    known = formats.of_file(name)
    if known is None and not sheets.is_workbook(data):
        raise UnreadableFile(_("A file of this kind cannot be read: save it as .xlsx or .csv, or as text."))
    known = formats.of_content(name, data) if known else formats.FORMATS["sheet"]
    stem = " ".join(PurePath(name).stem.replace("-", " ").replace("_", " ").split())
    if known.name != "sheet":
        if len(data) > MOST_PACKED:
            raise UnreadableFile(_("The file is too large for this page: `import_program` takes it."))
        return Source(decoded(data), known.name, name=stem)
    book = sheets.book_of(data, stem)
    packed = sheets.packed(book)
    if len(packed) > MOST_PACKED:
        raise UnreadableFile(_("The file is too large for this page: `import_program` takes it."))
    return Source(kind="sheet", cells=packed, name=stem, book=book)


def read_pasted(source: Source | str, author: Any, posted: Mapping[str, str] | None = None) -> Pasted:
    """UnreadableFile with a sentence where it is no program. Nothing is written. posted: columns set by hand."""
    source = Source(source) if isinstance(source, str) else source
    kind, text = (source.kind, source.text) if source.kind in formats.FORMATS else _kind(source.text)
    finder = Finder(author)
    if kind == "sheet":
        book = source.book or (sheets.unpacked(source.cells) if source.cells else sheets.book_of(text))
        found = read_book(book, author, finder, posted)
        value = found.value
    else:
        known = formats.FORMATS[kind]
        value, left_out = known.read(text.encode("utf-8", "replace") if kind in workouts.READ else text)
        if not known.states_sport:
            sport = guess(value, finder)
            value = with_sport(known.read(text, sport)[0], sport, finder)
        kept = known.kept(text.encode()) if known.kept else []
        found = Pasted(value, tuple(left_out), tuple(kept))
    if not value.name:
        value = replace(value, name=shown(source.name, 100) or _("Pasted program"))
    finder.find_all(value.sessions)
    new = tuple(exercise.name for exercise in finder.made)
    return replace(found, value=value, new=new, unknown=_unknown(value, new, author))


def read_book(book: sheets.Book, author: Any, finder: Finder, posted: Mapping[str, str] | None = None) -> Pasted:
    """A spreadsheet, its columns as they are posted, else as this coach set them last time.

    The sport says what bare numbers are: it is guessed from the first rows, and asked again of all.
    """
    of_rows = partial(sport_of, finder=finder)
    reading = sheets.read_book(book, "" if book.own else _sport_of(book, finder), sport_of=of_rows)
    chosen = columns.choose(author, reading, posted or {})
    choices = chosen.choices
    if choices:
        reading = sheets.read_book(book, reading.sport, choices)
    value = reading.value
    if not reading.is_own:
        sport = guess(value, finder)
        if sport != reading.sport:
            reading = sheets.read_book(book, sport, choices)
        value = with_sport(reading.value, sport, finder)
    guesses = (*_as_last_time(reading, chosen), *reading.guesses)
    return Pasted(value, reading.left_out, guesses=guesses, reading=reading, origin=book.origin, chosen=chosen)


def _as_last_time(reading: sheets.Reading, chosen: columns.Chosen) -> Iterator[LeftOut]:
    """What was not said by this form is said to the coach, where it first holds."""
    first = {head.key: (sheet, head) for sheet, head in reversed(reading.heads)}
    for key, choice in chosen.kept.items():
        if key in first:
            sheet, head = first[key]
            yield LeftOut(sheet.place(head.last), choice.name, _("These columns are read as you set them last time."))


def _sport_of(book: sheets.Book, finder: Finder) -> str:
    first = replace(book, sheets=tuple(replace(sheet, rows=sheet.rows[:FIRST_ROWS]) for sheet in book.sheets[:3]))
    try:
        return guess(sheets.read_book(first).value, finder)
    except UnreadableFile:
        return ""


def _unknown(value: ProgramValue, new: tuple[str, ...], author: Any) -> tuple[Unknown, ...]:
    """Names that nobody has, but that come near one that somebody has; each is asked for once."""
    if not new:
        return ()
    rows: dict[str, int] = {}
    for placing in value.placings:
        for row in placing.session.rows:
            rows[row.name] = rows.get(row.name, 0) + 1
    matcher = Matcher(author, value.sport)
    found = []
    for name in new[:MOST_NAMES]:
        match = matcher.match(name)
        near = [Candidate(match.exercise, match.confidence, name)] if match.exercise else []
        near += [other for other in match.alternatives if match.exercise or other.confidence >= 0.7]
        if near:
            found.append(Unknown(name, rows.get(name, 1), tuple(near[:3])))
    return tuple(found)


def with_names(value: ProgramValue, names: Mapping[str, str]) -> ProgramValue:
    """The same program, in which these names mean the exercises whose own names are given."""
    if not names:
        return value
    known: dict[SessionValue, SessionValue] = {}
    for session in value.sessions:
        rows = tuple(replace(row, exercise=names[row.name]) if row.name in names else row for row in session.rows)
        known[session] = replace(session, rows=rows)
    placings = tuple(replace(placing, session=known[placing.session]) for placing in value.placings)
    return replace(value, placings=placings)


def create(value: ProgramValue, author: Any, pasted: Pasted) -> Program:
    """The author's own, in one undoable step; columns that were set right are remembered."""
    program = save(value, author, kept=True).program
    if pasted.reading:
        columns.remember(author, pasted.reading, pasted.chosen.by_hand)
    return program


def _kind(text: str) -> tuple[str, str]:
    """The format, and the text as that has it: cells come with tabs from a spreadsheet, with commas from a file."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if text.lstrip().startswith("{"):
        return "json", text
    if any(line.startswith("#") for line in lines):
        return "text", text
    written = _with_commas(text) if any("\t" in line for line in lines) else text
    return ("csv", written) if csv_format.is_ours(written.encode("utf-8", "replace")) else ("sheet", text)


def _with_commas(text: str) -> str:
    out = io.StringIO()
    try:
        csv.writer(out).writerows(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    except csv.Error as error:
        raise UnreadableFile(_("These cells cannot be read: %s.") % error) from None
    return out.getvalue()
