"""The catalogue's files, written into the library. What people wrote is theirs and stays.

* An entry is known by sport and name (`catalogue_key`). One that has another name is still the same exercise if the old
  name is among its aliases, in whatever spelling.
* What a curator changed (`curated_at`) stays as it is, and what was archived by hand stays archived.
* What a curator merged, declined or deleted stays away (`Tombstone`), and lists that name it name what it is now.
* An entry that left the files is archived, used or not: it stays in sessions, on shelves and in searches for its very
  name, and is no longer offered. Nothing is deleted, so that an older release that starts once takes nothing away:
  it is offered again as soon as the entry is back (`is_retired` tells it from what a curator archived).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction

from core import text
from exercises.catalogue import Entry
from exercises.merging import easier_now
from exercises.models import Exercise, Status, Tombstone
from exercises.names import folds

_BATCH = 200
# What became of the entry: written also where a curator has the word on all else.
_RECORD = {"catalogue_key", "is_retired"}
_NOT_SHOWN = _RECORD | {"name_key", "search_key"}


@dataclass(frozen=True, slots=True)
class Written:
    """One exercise that the files and the database do not agree on; `fields` are those in which they differ."""

    exercise: Exercise
    was: str = ""
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f"{self.exercise.sport}: {self.exercise.name}"
        said += f", so far {self.was}" if self.was and self.was != self.exercise.name else ""
        shown = [name for name in self.fields if name not in _NOT_SHOWN]
        return f"{said} ({', '.join(shown)})" if shown else said


@dataclass(slots=True)
class Seeded:
    """What a seeding writes, or would write."""

    added: list[Written] = field(default_factory=list)
    updated: list[Written] = field(default_factory=list)
    retired: list[Written] = field(default_factory=list)
    kept: int = 0
    _recorded: list[Written] = field(default_factory=list)  # kept, but for the name of its entry

    @property
    def differs(self) -> bool:
        return bool(self.added or self.updated or self.retired)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "added": len(self.added),
            "updated": len(self.updated),
            "kept": self.kept,
            "retired": len(self.retired),
        }


def seed(entries: Iterable[Entry], write: bool = True) -> Seeded:
    """Bring the library to what the entries say, which are all of the catalogue. Two processes may start at once: who
    finds that the other has just made what is new looks again."""
    entries = list(entries)
    try:
        return _seed(entries, write)
    except IntegrityError:
        return _seed(entries, write)


@transaction.atomic
def _seed(entries: Iterable[Entry], write: bool) -> Seeded:
    """Two queries to read; one to write for every 200 new rows, and for every 200 of which the same fields changed."""
    every = Exercise.objects.library()
    # Under their locks, and before what curators took out: else a word or a merge of this very moment would be lost.
    library = list(every.select_for_update(no_key=True).order_by("pk") if write else every)
    settled = _Settled()
    entries = [settled.read(entry) for entry in entries]
    seeded = _planned(entries, library, settled)
    if write:
        Exercise.objects.bulk_create([new.exercise for new in seeded.added], batch_size=_BATCH)
        for fields, rows in _by_fields([*seeded.updated, *seeded.retired, *seeded._recorded]).items():
            Exercise.objects.bulk_update(rows, fields, batch_size=_BATCH)
    return seeded


def _planned(entries: list[Entry], rows: list[Exercise], settled: _Settled) -> Seeded:
    seeded = Seeded()
    keys = {_key(entry) for entry in entries}
    known = _Known(rows, keys)
    for entry in entries:
        row = known.row_of(entry)
        if row is not None and not known.is_free(row, entry):
            seeded.kept += 1  # a curator gave the exercise of another entry this name
            continue
        if row is None and settled.has(entry, keys):
            seeded.kept += 1
            continue
        if row is None:
            row = Exercise(author=None, status=Status.LIBRARY, catalogue_key=_key(entry), **_values(entry))
            row.set_keys()
            seeded.added.append(Written(row))
            continue
        was = row.name
        fields = _changed(row, entry)
        if not fields or set(fields) <= _RECORD and row.curated_at:
            seeded.kept += 1
            if fields:
                seeded._recorded.append(Written(row, was, fields))
        else:
            seeded.updated.append(Written(row, was, fields))
    for row in known.left():
        row.status, row.is_retired = Status.ARCHIVED.value, True
        seeded.retired.append(Written(row, row.name, ("status", "is_retired")))
    return seeded


class _Settled:
    """What curators took out of the library. One query."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._entries: dict[tuple[str, str], str] = {}  # the names of what the catalogue had brought -> its key
        self._now: dict[str, dict[str, str]] = {}  # by sport: what a name means now
        for tomb in Tombstone.objects.select_related("into"):
            self._keys |= {tomb.catalogue_key, f"{tomb.sport} {tomb.name_key}"} - {""}
            self._entries |= _names_of(tomb.catalogue_key)
            if tomb.into is not None:
                name = tomb.into.name if tomb.into.sport == tomb.sport else ""
                self._now.setdefault(tomb.sport, {})[tomb.name_key] = name

    def has(self, entry: Entry, keys: set[str]) -> bool:
        """Also under another name than it has in the files by now."""
        old = (self._entries.get((entry.sport, form), "") for form in _forms(entry))
        return _key(entry) in self._keys or any(key and key not in keys for key in old)

    def read(self, entry: Entry) -> Entry:
        easier = easier_now(entry.easier, self._now.get(entry.sport, {}), entry.name)
        return entry if easier == entry.easier else replace(entry, easier=easier)


class _Known:
    """Which exercise of the library an entry is, each for one entry only."""

    def __init__(self, rows: list[Exercise], keys: set[str]) -> None:
        self._keys = keys
        self._written = {row.catalogue_key: row for row in rows if row.catalogue_key}
        self._named = {(row.sport, row.name_key): row for row in rows}
        self._orphans = {key: row for key, row in self._written.items() if key not in keys}
        self._renamed: dict[tuple[str, str], str] = {}
        for key in self._orphans:
            self._renamed |= _names_of(key)

    def row_of(self, entry: Entry) -> Exercise | None:
        named = self._named.get((entry.sport, text.key(entry.name)))
        found = self._written.get(_key(entry)) or named or self._by_old_name(entry)
        if found is not None:
            self._orphans.pop(found.catalogue_key, None)
        return found

    def is_free(self, row: Exercise, entry: Entry) -> bool:
        return row.catalogue_key == _key(entry) or row.catalogue_key not in self._keys

    def _by_old_name(self, entry: Entry) -> Exercise | None:
        keys = (self._renamed.get((entry.sport, form), "") for form in _forms(entry))
        return next((self._orphans[key] for key in keys if key in self._orphans), None)

    def left(self) -> Iterator[Exercise]:
        """Those that no entry speaks of any more, and that nobody decided on: neither a curator nor an earlier run."""
        for row in self._orphans.values():
            if row.curated_at is None and row.status == Status.LIBRARY and not row.is_retired:
                yield row


def _key(entry: Entry) -> str:
    return f"{entry.sport} {text.key(entry.name)}"


def _names_of(key: str) -> dict[tuple[str, str], str]:
    """Under which names the entry of this key is known again."""
    sport, _space, name = key.partition(" ")
    return {(sport, form): key for form in folds(name)}


def _forms(entry: Entry) -> Iterator[str]:
    return (form for name in (entry.name, *entry.aliases) for form in folds(name))


def _values(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def _changed(row: Exercise, entry: Entry) -> tuple[str, ...]:
    """Write onto the row what the entry says and no curator said otherwise; tell the fields that changed."""
    values: dict[str, Any] = {"is_retired": False}
    if not row.curated_at:
        values |= _values(entry)
        if row.is_retired and row.status == Status.ARCHIVED:
            values["status"] = Status.LIBRARY.value
    values["catalogue_key"] = _key(entry)
    before = {name: getattr(row, name) for name in (*values, "name_key", "search_key")}
    for name, value in values.items():
        setattr(row, name, value)
    row.set_keys()
    return tuple(name for name, value in before.items() if getattr(row, name) != value)


def _by_fields(written: Iterable[Written]) -> dict[tuple[str, ...], list[Exercise]]:
    """So that nothing is written that did not change: who listens is told of these fields only."""
    found: dict[tuple[str, ...], list[Exercise]] = {}
    for one in written:
        found.setdefault(one.fields, []).append(one.exercise)
    return found
