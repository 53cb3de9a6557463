"""A document while a verb works on it: read once under its lock, written at the end, compared with what stood there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from core import rows
from core.models import Change, Document, Versioned
from core.prepared import Prepared
from core.rows import Columns, Key

Rows = dict[Key, Columns]
# Which rows beside the document a verb works on, asked under the lock; else all that it has.
Read = Callable[[Document], list[models.Model]]
M = TypeVar("M", bound=models.Model)

_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")
_WRITES = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"').match
_SOMETHING = ""


class Conflict(Exception):
    """Somebody else, or another tab, was faster. `theirs` is the row as it stands now (None: it is gone)."""

    def __init__(self, theirs: models.Model | None = None) -> None:
        super().__init__("changed meanwhile")
        self.theirs = theirs


@cache
def _locked(model: Any) -> Prepared:
    return Prepared(lambda *pks: model.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


class Edit:
    """A document while a verb works on it: how it stood, and what is to become of it.

    objects: its rows as they were read under the lock, the verb's to change. before: their columns as they stood.
    label: what undo calls it; a verb that only knows it by what stands there may say it late.
    Afterwards `changed` has the keys of the rows that differ, `raised` of those that differ in more than their place.
    """

    def __init__(self, document: Document, label: str = "", read: Read | None = None) -> None:
        self.document = document
        self.read = read
        self.label = label
        self.documents: list[Document] = []
        self.objects: dict[Key, models.Model] = {}
        self.before: Rows = {}
        self.changed: list[Key] = []
        self.raised: set[Key] = set()
        self.change: Change | None = None
        self.is_gone = False
        self.after: Rows = {}
        self._wanted: dict[Key, tuple[models.Model, Columns]] = {}
        self._gone: set[Key] = set()
        self._touched: set[Key] = set()
        self._past: set[str] = set()  # tables that were written past this step
        self.track(document)

    @property
    def pk(self) -> str | None:
        """Of the Change."""
        return self.change.pk if self.change is not None else None

    # What a verb may ask

    def of(self, model: type[M]) -> list[M]:
        """The document's rows of this kind, as they were read."""
        return [row for row in self.objects.values() if isinstance(row, model)]

    def left(self, model: type[M]) -> list[M]:
        """The rows of this kind as they stand when it is done: those that stayed, and those that were made."""
        made = [row for key, (row, _columns) in self._wanted.items() if key not in self.objects]
        stayed = [row for key, row in self.objects.items() if key not in self._gone]
        return [row for row in (*stayed, *made) if isinstance(row, model)]

    def stood(self, row: models.Model) -> Columns:
        """The columns of one of the document's rows as they are under the lock: what a request read may be older.

        Conflict when it is gone.
        """
        if rows.key(row) not in self.before:
            raise Conflict
        return self.before[rows.key(row)]

    def refresh(self, row: models.Model) -> None:
        """Give an object that a request read the columns that stand under the lock."""
        for name, value in self.stood(row).items():
            setattr(row, name, value)

    def check(self, row: Versioned, version: int | None) -> None:
        """Conflict when this row is gone, or is no longer of this version (None: any)."""
        stands = self.stood(row)
        if version is not None and version != stands["version"]:
            raise Conflict(type(row)._default_manager.get(pk=row.pk))

    def told(self, stood: Rows) -> Iterator[tuple[Key, Columns]]:
        """What is different of the rows that stood before or after. One that only moved says no more than its place.

        What rows that are not written down say is then in what the document derives from them, though the step left
        that as it was: it swapped two that read alike.
        """
        moved = {key for key in self.changed if key in self.before and key in self.after} - self.raised
        own = rows.key(self.document)
        if moved and own not in self.changed and self.document.DERIVED:
            yield own, {name: self.before[own][name] for name in self.document.DERIVED}
        for key in self.changed:
            if key in stood:
                columns = stood[key]
                yield key, {rows.PLACE: columns[rows.PLACE]} if key in moved else columns

    # What a verb may say

    def save(self, row: models.Model, *names: str) -> None:
        """The row is to be stored as it is now: of one that stands these columns, or all; a new one whole."""
        _row, wanted = self._wanted.setdefault(rows.key(row), (row, {}))
        columns = rows.columns(row)
        fields: Any = map(row._meta.get_field, names)
        wanted |= {field.attname: columns[field.attname] for field in fields} if names else columns
        self._gone.discard(rows.key(row))

    def delete(self, *gone: models.Model) -> None:
        for row in gone:
            self._gone.add(rows.key(row))
            self._wanted.pop(rows.key(row), None)

    def touch(self, document: Document) -> None:
        """Rows of this tracked document are changed: who sees it as a whole sees another version."""
        self._touched.add(rows.key(document))

    def created(self, *documents: Document) -> None:
        """These were made in this step: undo takes them away again."""
        self.documents += documents

    def track(self, *documents: Document) -> None:
        """These will be changed or deleted in this step too; say so before they are. Waits for their locks.

        Two queries and one for each further kind of row. On SQLite the transaction has the whole file already.
        Callers lock parents before children, always. Conflict when one is gone.
        """
        self.documents += documents
        for model, mine in by_type(documents).items():
            standing = [pk for pk, document in mine.items() if not document._state.adding]
            if not standing:
                continue
            found = {row.pk: row for row in _locked(model)(*standing)}
            if len(found) < len(standing):
                raise Conflict
            for pk, document in mine.items():
                if pk in found:
                    document.version, document.updated_at = found[pk].version, found[pk].updated_at
            part = self.read if self.read and self.document in documents else None
            for row in (*found.values(), *(part(self.document) if part else model.read_parts(standing))):
                self.objects[rows.key(row)] = row
                self.before[rows.key(row)] = rows.columns(row)

    # What becomes of it

    def watch(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Every statement of the verb passes here on its way to the database."""
        if not sql.startswith(_READS):
            table = _WRITES(sql)
            self._past.add(table[1] if table else _SOMETHING)
        return execute(sql, params, many, context)

    def write(self) -> None:
        """Write what is to be saved and deleted, and raise the versions of all rows that are others now."""
        standing, looked_at = self._standing()
        looked_at |= self._wanted.keys() | self._gone
        after: dict[Key, Columns | None] = {}
        for key in sorted(looked_at, key=rows.rank):
            stands = standing.get(key)
            if key in self._wanted:
                stands = (stands or {}) | self._wanted[key][1]
            after[key] = None if key in self._gone else stands
        self.changed = [key for key in after if not _equal(self.before.get(key), after[key])]
        self.after = {key: new for key in self.changed if (new := after[key]) is not None}
        kept = [key for key in self.changed if key in self.before and key in self.after]
        self.raised = {key for key in kept if rows.differing(self.before[key], self.after[key]).keys() - {rows.PLACE}}
        own = rows.key(self.document)
        self.is_gone = own in self.changed and own not in self.after
        whole = {key for key in {own, *self._touched} if key in self.before and after.get(key, ...) is not None}
        self._write(standing, after, self.raised | whole if self.changed else self.raised)

    def _standing(self) -> tuple[Rows, set[Key]]:
        """The rows as the database has them now, and the keys of those that were read for it again."""
        if not self._past:
            return self.before, set()
        parts = [part for model, mine in by_type(self.documents).items() for part in model.parts_of(list(mine))]
        read = [part for part in parts if self._past & {part.model._meta.db_table, _SOMETHING}]
        if not read:
            return self.before, set()
        if self.read and {part.model for part in read} & {part.model for part in self.document.parts_of([])}:
            # A row that was not read before would look as if it were new.
            raise RuntimeError("A verb that reads only some of the rows wrote past its step.")
        labels = {part.model._meta.label_lower for part in read}
        again = {rows.key(row): rows.columns(row) for part in read for row in part}
        keys = {key for key in self.before if key[0] in labels} | again.keys()
        return {key: row for key, row in self.before.items() if key[0] not in labels} | again, keys

    def _write(self, standing: Rows, after: dict[Key, Columns | None], raised: set[Key]) -> None:
        """Change what stays, then delete, then make.

        What stays may point to what goes, which then could not go; what goes may hold the only place of what comes.
        """
        now = timezone.now()
        changes: dict[str, dict[str, Columns]] = {}
        gone: dict[str, list[str]] = {}
        made: dict[Any, list[models.Model]] = {}
        for (label, pk), new in after.items():
            old = standing.get((label, pk))
            if old is not None and new is not None:
                changes.setdefault(label, {})[pk] = rows.differing(old, new)
            elif old is not None:
                gone.setdefault(label, []).append(pk)
            elif new is not None:
                row = self._wanted[label, pk][0]
                made.setdefault(type(row), []).append(row)
        for label, pk in raised:
            changes.setdefault(label, {}).setdefault(pk, {})
        for label, found in changes.items():
            rows.update(label, found, [pk for other, pk in raised if other == label], standing, now)
        for label, pks in reversed(gone.items()):
            rows.delete(label, pks)
        for model, new_rows in made.items():
            model.objects.bulk_create(new_rows)
        self._tell(raised, now)

    def _tell(self, raised: set[Key], now: Any) -> None:
        """The objects at hand know their new versions: nothing has to be read to show them."""
        for key in raised:
            change = rows.differing(self.before[key], self.after.get(key, self.before[key]))
            for row in {id(row): row for row in self._objects_of(key)}.values():
                row.version = self.before[key]["version"] + 1
                row.updated_at = now if rows.is_written(type(row), change) else self.before[key]["updated_at"]

    def _objects_of(self, key: Key) -> Iterator[Any]:
        if key in self.objects:
            yield self.objects[key]
        if key in self._wanted:
            yield self._wanted[key][0]
        yield from (document for document in self.documents if rows.key(document) == key)


def _equal(one: Columns | None, other: Columns | None) -> bool:
    if one is None or other is None:
        return one is other
    return one == other or not rows.differing(one, other)  # mostly they are, and this is soon said


def by_type(documents: Iterable[Document]) -> dict[Any, dict[str, Document]]:
    grouped: dict[Any, dict[str, Document]] = {}
    for document in documents:
        grouped.setdefault(type(document), {})[document.pk] = document
    return grouped
