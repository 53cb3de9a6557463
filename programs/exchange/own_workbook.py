"""What the workbook that we write says of itself on its hidden sheet: the program as JSON, a mark of each other sheet.

By its mark a sheet shows whether it was changed since. A workbook comes back from Excel with other styles, widths and
order of its parts; so the mark is of what one sees in the cells, and neither of bytes nor of types.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

SHEET = "TrainHub"
FORMAT, VERSION = "trainhub-workbook", "1"
PIECE = 16_000  # characters: a cell holds 32,767

HEAD_ROWS = 3  # above the first line of a sheet: which week, what it is about, what the columns are

Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class Own:
    """columns: of a week's table, without those that are filled in. marks: by name, the summary first."""

    text: str
    columns: int
    marks: Mapping[str, str]


def mark_of(cells: Mapping[Place, str], columns: int | None = None) -> str:
    """Of what stands in the first so many columns."""
    seen = sorted((place, text) for place, text in cells.items() if text and (columns is None or place[1] < columns))
    said = "\n".join(f"{row} {column} {text}" for (row, column), text in seen)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def written(text: str, columns: int, marks: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The rows of the hidden sheet. text: JSON in ASCII, which every program gives back as it was."""
    yield FORMAT, VERSION, _whole(text)
    yield "columns", str(columns), ""
    for name, mark in marks.items():
        yield "sheet", name, mark
    for start in range(0, len(text), PIECE):
        yield "json", text[start : start + PIECE], ""


def read(rows: Iterable[tuple[str, str, str]]) -> Own | None:
    """None for what another program wrote, for another version, and where the JSON is not as it was written."""
    known = iter(rows)
    format, version, whole = next(known, ("", "", ""))
    if (format, version) != (FORMAT, VERSION):
        return None
    columns, marks, pieces = 0, {}, []
    for kind, said, mark in known:
        if kind == "columns" and said.isdecimal() and len(said) < 4:
            columns = int(said)
        elif kind == "sheet":
            marks[said] = mark
        elif kind == "json":
            pieces.append(said)
    text = "".join(pieces)
    return Own(text, columns, marks) if _whole(text) == whole else None


def _whole(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
