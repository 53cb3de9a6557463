"""The catalogue's files, written into the library. What people wrote is theirs and stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from core import text
from exercises.catalogue import Entry
from exercises.models import Exercise, Status


@dataclass
class Seeded:
    added: int = 0
    updated: int = 0
    kept: int = 0


@transaction.atomic
def seed(entries: Iterable[Entry], write: bool = True) -> Seeded:
    """Bring the library to what the catalogue says, by sport and name; what others wrote is not touched.

    What a curator changed stays as it is, under whatever name; what an admin archived stays archived. Three queries
    and one for every 200 rows written.
    """
    rows = list(Exercise.objects.library())
    named = {(row.sport, row.name_key): row for row in rows}
    written = {row.catalogue_key: row for row in rows if row.catalogue_key}
    counts, new, different = Seeded(), [], []
    for entry in entries:
        key = f"{entry.sport} {text.key(entry.name)}"
        values = asdict(entry) | {"catalogue_key": key}
        row = written.get(key) or named.get((entry.sport, text.key(entry.name)))
        if row is None:
            row = Exercise(author=None, status=Status.LIBRARY, **values)
            row.set_keys()
            new.append(row)
        elif row.curated_at is None and _differs(row, values):
            different.append(row)
        else:
            counts.kept += 1
    counts.added, counts.updated = len(new), len(different)
    if write:
        Exercise.objects.bulk_create(new, batch_size=200)
        fields = [*Entry.__slots__, "name_key", "search_key", "catalogue_key"]
        Exercise.objects.bulk_update(different, fields, batch_size=200)
    return counts


def _differs(row: Exercise, values: dict[str, Any]) -> bool:
    """Write the values onto the row and say if that, or how the keys are made, changed anything."""
    before = {name: getattr(row, name) for name in [*values, "name_key", "search_key"]}
    for name, value in values.items():
        setattr(row, name, value)
    row.set_keys()
    return any(getattr(row, name) != value for name, value in before.items())
