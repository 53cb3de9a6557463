"""Dense positions from 1 among siblings. The only place that writes `order`.

Call it inside `core.editing.edit`, with rows that were read there: density is held by the parent's lock, not by a
unique constraint, which SQLite checks row by row and so refuses any exchange of two places. Whoever asks saves them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def number(rows: Sequence[Any]) -> None:
    """Number `rows` 1, 2, 3 … in the sequence given."""
    for place, row in enumerate(rows, start=1):
        row.order = place


def insert(others: Sequence[Any], row: Any, position: int | None = None) -> list[Any]:
    """All of them numbered, `row` at a place from 1 among `others`; None or too large is the end."""
    index = len(others) if position is None else max(0, min(position - 1, len(others)))
    rows = [*others[:index], row, *others[index:]]
    number(rows)
    return rows
