"""Dense positions from 1 among siblings. The only place that writes `order`.

Call it inside `core.editing.edit`: density is held by the parent's lock, not by a unique constraint,
which SQLite checks row by row and so refuses any exchange of two places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet


def number(rows: Sequence[Any]) -> None:
    """Number `rows` 1, 2, 3 … in the sequence given; whoever asks saves them."""
    for place, row in enumerate(rows, start=1):
        row.order = place


def write(rows: Sequence[Any]) -> None:
    """Number `rows` 1, 2, 3 … in the sequence given; only those that moved are written."""
    moved = []
    for number, row in enumerate(rows, start=1):
        if row.order != number:
            row.order = number
            moved.append(row)
    if moved:
        type(moved[0]).objects.bulk_update(moved, ["order"])


def close_gaps(siblings: QuerySet) -> None:
    """Make the positions dense again after rows left."""
    write(list(siblings.order_by("order", "id")))


def insert(siblings: QuerySet, row: Any, position: int | None = None) -> None:
    """Give `row` a place among `siblings`, from 1; None or too large is the end. The row itself is saved."""
    others = list(siblings.exclude(pk=row.pk).order_by("order", "id"))
    index = len(others) if position is None else max(0, min(position - 1, len(others)))
    row.order = index + 1
    row.save()
    write([*others[:index], row, *others[index:]])
