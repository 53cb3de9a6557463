"""Columns of the parts of one exercise: `Top set reps | Top set RPE | Back-off sets | Back-off reps`."""

from __future__ import annotations

import re

from .cells import Cell
from .words import Column, column_of, fold

PART = re.compile(r"(top|back[ -]?off)(?:[ -]?sets?)?[ :.-]+(\S.*)")
OF_A_WHOLE = {"sets", "reps", "scheme", "load"}


def parts_of(cells: list[tuple[int, Cell]]) -> dict[int, tuple[str, Column]]:
    """For each such column its part, and what it holds. Where sets or reps stand beside them without a part, or all are
    of one, it is not certain what they are of: nothing."""
    roles = {known.role for _column, cell in cells if (known := column_of(cell.text))}
    if "exercise" not in roles or roles & OF_A_WHOLE:
        return {}
    found = {}
    for column, cell in cells:
        match = None if column_of(cell.text) else PART.fullmatch(fold(cell.text))
        held = column_of(match[2]) if match else None
        # A bare number under `Top set` alone may be its reps or its load.
        if match and held and held.role not in ("", "set"):
            found[column] = match[1][:3], held
    return found if len({part for part, _held in found.values()}) > 1 else {}


def part_at(parts: dict[int, tuple[str, Column]], column: int) -> tuple[int, ...]:
    """By which the block of a column's part is known: where the first column of that part stands."""
    return (min(other for other in parts if parts[other][0] == parts[column][0]),) if column in parts else ()
