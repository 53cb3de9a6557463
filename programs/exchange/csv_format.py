"""A program as a flat table, one exercise a line: docs/formats.md. Reads what it can and lists what it left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from core.formula import escape, unescape
from core.text import tidy
from sessions_app.prescription import Prescription, Row
from sessions_app.prescription.clock import clock
from sessions_app.prescription.values import MOST_METRES, MOST_SETS, problems

from .as_done import rows_as_done
from .csv_notes import with_the_unsaid
from .json_reading import decoded
from .sheets.words import day_of, week_of
from .texts import (
    check_name,
    check_text,
    clean_notes,
    inferred_sections,
    intensity_text,
    length_text,
    read_intensity,
    read_length,
    read_reps,
    read_rest,
    read_time,
    shown,
    span,
)
from .values import (
    MOST_PLACINGS,
    MOST_ROWS,
    MOST_WEEKS,
    NOTES_LENGTH,
    LeftOut,
    PlacingValue,
    ProgramValue,
    SessionValue,
    UnreadableFile,
)

COLUMNS = (
    "week", "day", "session", "order", "exercise", "sets", "reps", "duration", "distance", "intensity", "rest", "notes",
)  # fmt: skip
NEEDED = ("week", "day", "session", "exercise")
# What people type; numbers and times cannot begin a formula.
TYPED = {"session", "exercise", "intensity", "rest", "notes"}

Place = tuple[int, int]


class UnreadableRow(ValueError):
    """This line is left out; the sentence says why."""


# --- reading --------------------------------------------------------------------------------------------------------


@dataclass
class _Session:
    name: str
    first: int | None
    rows: list[tuple[int | None, Row]] = field(default_factory=list)

    def in_order(self) -> list[Row]:
        """By their stated order where all state one (a sorted or filtered table), else as they stand."""
        stated = all(order is not None for order, _ in self.rows)
        return [row for _, row in (sorted(self.rows, key=lambda pair: pair[0] or 0) if stated else self.rows)]


def read(data: bytes | str, sport: str = "") -> tuple[ProgramValue, list[LeftOut]]:
    """The program (without a name or a sport, which no table states) and the lines left out, each with its reason.

    `sport`, where it is known, says only what a bare percentage is of.
    UnreadableFile where there is no header with the needed columns, or no line that can be read.
    """
    text = data if isinstance(data, str) else decoded(data)
    lines = _lines(text)
    header, left_out = _header(lines)
    days: dict[Place, list[_Session]] = {}
    for count, (number, cells) in enumerate(lines):
        if count > MOST_ROWS:
            raise UnreadableFile(f"The file has more than {MOST_ROWS} lines.")
        try:
            _add(days, _named(header, cells), sport)
        except UnreadableRow as error:
            left_out.append(LeftOut(f"line {number}", shown(",".join(cells), 160), str(error)))
    if not days:
        raise UnreadableFile("No line of the file could be read" + (f": {left_out[0].reason}" if left_out else "."))
    placings = tuple(_placings(days))
    if len(placings) > MOST_PLACINGS:
        raise UnreadableFile(f"The file has more than {MOST_PLACINGS} sessions.")
    return ProgramValue(name="", weeks=max(week for week, _ in days), placings=placings), left_out


def is_ours(data: bytes) -> bool:
    """Whether it is a table as this module writes it, and not one of the many others that people keep."""
    try:
        lines = table(decoded(data))
    except UnreadableFile:
        return False
    header = [cell.strip().casefold() for cell in lines[0]] if lines else []
    if not set(NEEDED) <= set(header) or not set(header) <= set(COLUMNS):
        return False
    places = [header.index("week"), header.index("day")]
    cells = [line[place].strip() for line in lines[1:] for place in places if place < len(line)]
    return not any(not cell or day_of(cell) or week_of(cell) for cell in cells)


def table(text: str) -> list[list[str]]:
    """All lines as cells, as a spreadsheet would show them."""
    return [cells for _, cells in _lines(text)]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that says something, with the number of its first line in the file."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise UnreadableFile(f"Line {number} is not CSV: {error}.") from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield number, cells


def _header(lines: Iterator[tuple[int, list[str]]]) -> tuple[list[str], list[LeftOut]]:
    number, cells = next(lines, (1, []))
    header = [cell.strip().casefold() for cell in cells]
    missing = [column for column in NEEDED if column not in header]
    if missing:
        needed = ", ".join(NEEDED)
        raise UnreadableFile(f"The first line has to name the columns {needed}. Missing: {', '.join(missing)}.")
    twice = [name for name in COLUMNS if header.count(name) > 1]
    if twice:
        raise UnreadableFile(f"The first line names the column {twice[0]} twice.")
    unknown = [name for name in header if name and name not in COLUMNS]
    return header, [
        LeftOut(f"line {number}", shown(name), f"The column “{shown(name)}” is not known, so it was not read.")
        for name in unknown
    ]


def _named(header: list[str], cells: list[str]) -> dict[str, str]:
    if any(cell.strip() for cell in cells[len(header) :]):
        raise UnreadableRow(f"The line has {len(cells)} cells, the first line {len(header)}.")
    named = dict.fromkeys(COLUMNS, "") | {name: cell.strip(" ") for name, cell in zip(header, cells, strict=False)}
    return named | {name: unescape(named[name]) for name in TYPED}


def _add(days: dict[Place, list[_Session]], cells: dict[str, str], sport: str) -> None:
    """Put the line's row where it belongs; UnreadableRow leaves everything as it was."""
    week, day = _whole(cells, "week", MOST_WEEKS), _whole(cells, "day", 7)
    if week is None or day is None:
        raise UnreadableRow("The line names no " + ("week." if week is None else "day."))
    name = _cell(cells, "session", check_name)
    order = _whole(cells, "order", MOST_ROWS)
    row = _row(cells, sport) if any(cells[column] for column in COLUMNS[3:]) else None
    if name is None:
        raise UnreadableRow("The line names no session.")
    sessions = days.get((week, day), [])
    session = next((session for session in reversed(sessions) if session.name == name), None)
    # The same name with the count begun again is the same session a second time that day.
    if session is None or row is None or (order is not None and order == session.first):
        session = _Session(name, order)
        days.setdefault((week, day), []).append(session)
    if row is not None:
        session.rows.append((order, row))


def _row(cells: dict[str, str], sport: str) -> Row:
    name = _cell(cells, "exercise", check_name)
    if name is None:
        raise UnreadableRow("The line names no exercise.")
    sets, sets_max = _range(cells, "sets", _read_sets)
    duration, duration_max = _range(cells, "duration", read_time)
    (distance, unit), (distance_max, _) = _distances(cells)
    prescription = Prescription(
        sets=sets,
        sets_max=sets_max,
        reps=_cell(cells, "reps", read_reps),
        duration=duration,
        duration_max=duration_max,
        distance=distance,
        distance_max=distance_max,
        distance_unit=unit,
        intensity=_cell(cells, "intensity", lambda text: read_intensity(text, sport)),
        rest=_cell(cells, "rest", read_rest),
        notes=_cell(cells, "notes", lambda text: check_text(clean_notes(text), NOTES_LENGTH, lines=True)) or "",
    )
    for sentence in problems(prescription):
        raise UnreadableRow(sentence)
    return Row(name=name, prescription=prescription)


def _cell(cells: dict[str, str], column: str, read: Callable[[str], Any]) -> Any:
    text = cells[column]
    if not text:
        return None
    try:
        return read(tidy(text, lines=column == "notes"))
    except ValueError as error:
        raise UnreadableRow(f"{column}: {shown(str(error), 200)}") from None


def _whole(cells: dict[str, str], column: str, most: int) -> int | None:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most):
            raise ValueError(f"“{shown(text, 20)}” is no whole number from 1 to {most}.")
        return int(text)

    return _cell(cells, column, read)


def _read_sets(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MOST_SETS):
        raise ValueError(f"“{shown(text, 20)}” is no number of sets.")
    return int(text)


def _range(cells: dict[str, str], column: str, read: Callable[[str], int]) -> tuple[int | None, int | None]:
    """`3`, or `3-4`: both ends."""
    low, dash, high = cells[column].replace("–", "-").partition("-")
    ends = [_cell({column: text.strip()}, column, read) for text in (low, high)]
    if dash and None in ends:
        raise UnreadableRow(f"{column}: “{shown(cells[column])}” has an end missing.")
    return ends[0], ends[1]


Length = tuple[Decimal | None, str]


def _distances(cells: dict[str, str]) -> tuple[Length, Length]:
    """`400 m`, or `400-500 m`."""
    low, dash, high = cells["distance"].replace("–", "-").partition("-")
    if dash and low.strip().replace(".", "", 1).isdigit():
        low += high.strip().lstrip("0123456789.")

    def read(text: str) -> Length:
        metres, unit = read_length(text)
        if not 0 < metres <= MOST_METRES:
            raise ValueError(f"“{shown(text)}” is out of range.")
        return metres, unit

    ends = [_cell({"distance": text.strip()}, "distance", read) or (None, "") for text in (low, high)]
    if dash and (None, "") in ends:
        raise UnreadableRow(f"distance: “{shown(cells['distance'])}” has an end missing.")
    return ends[0], ends[1]


def _placings(days: dict[Place, list[_Session]]) -> Iterator[PlacingValue]:
    known: dict[SessionValue, SessionValue] = {}
    for week, day in sorted(days):
        for order, session in enumerate(days[week, day], start=1):
            rows = session.in_order()
            sections = inferred_sections([(row.name, row.prescription.notes) for row in rows])
            placed = tuple(replace(row, section=section) for row, section in zip(rows, sections, strict=True))
            value = SessionValue(session.name, rows=placed)
            yield PlacingValue(week, day, order, known.setdefault(value, value))


# --- writing --------------------------------------------------------------------------------------------------------


def write(value: ProgramValue) -> str:
    """One line for each exercise of each placing, as it is to be done: adjustments are applied, groups counted out.

    What no column holds stands in the notes in words; the JSON form loses nothing.
    """
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    for placing in value.placings:
        place = {"week": placing.week, "day": placing.day, "session": escape(placing.session.name)}
        rows = [with_the_unsaid(row) for row in rows_as_done(placing)]
        if not rows:
            table.writerow(place)
        for order, row in enumerate(rows, start=1):
            table.writerow(place | {"order": order} | _cells(row))
    return out.getvalue()


def _cells(row: Row) -> dict[str, str]:
    p = row.prescription
    cells = {
        "exercise": row.name,
        "sets": span(p.sets, p.sets_max, str),
        "reps": str(p.reps or ""),
        "duration": span(p.duration, p.duration_max, clock),
        "distance": span(p.distance, p.distance_max, lambda metres: length_text(metres, p.distance_unit)),
        "intensity": intensity_text(p.intensity) if p.intensity else "",
        "rest": str(p.rest or ""),
        "notes": p.notes,
    }
    return {name: escape(text) if name in TYPED else text for name, text in cells.items()}
