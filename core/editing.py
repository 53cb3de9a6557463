"""One way to change anything: lock, check, change, record for undo, raise the version.

    with edit(program, user, _("Moved Lower A to Friday"), seen=(placing, version)) as step:
        placing.day = 5
        step.save(placing)
    step.change  # the Change, None when nothing was different

The document is read once, under its lock. What a verb tells the step to save or delete is written at the end, in few
statements, and recorded; what it writes past the step is seen on its way to the database and read again. So nothing
can be forgotten. Nothing else in the project opens a transaction for writing content.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone

from core import rows
from core.models import Change, Document, Versioned
from core.rows import Columns, Key

logger = logging.getLogger(__name__)

DEPTH = 50
# How long the steps of a document are kept that is no more: the deletion itself can be undone as long.
KEPT_WHEN_GONE = timedelta(days=30)

Rows = dict[Key, Columns]
M = TypeVar("M", bound=models.Model)

_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")
_WRITES = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"').match
_SOMETHING = ""


class Conflict(Exception):
    """Somebody else, or another tab, was faster. `theirs` is the row as it stands now (None: it is gone)."""

    def __init__(self, theirs: models.Model | None = None) -> None:
        super().__init__("changed meanwhile")
        self.theirs = theirs


class Edit:
    """A document while a verb works on it: how it stood, and what is to become of it.

    objects: its rows as they were read under the lock, the verb's to change. before: their columns as they stood.
    Afterwards `changed` has the keys of the rows that differ, `raised` of those that differ in more than their place.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.documents: list[Document] = []
        self.objects: dict[Key, models.Model] = {}
        self.before: Rows = {}
        self.changed: list[Key] = []
        self.raised: set[Key] = set()
        self.change: Change | None = None
        self._wanted: dict[Key, tuple[models.Model, Columns]] = {}
        self._gone: set[Key] = set()
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

    def created(self, *documents: Document) -> None:
        """These were made in this step: undo takes them away again."""
        self.documents += documents

    def track(self, *documents: Document) -> None:
        """These will be changed or deleted in this step too; say so before they are. Waits for their locks.

        Two queries and one for each further kind of row. On SQLite the transaction has the whole file already.
        Callers lock parents before children, always. Conflict when one is gone.
        """
        self.documents += documents
        for model, mine in _by_type(documents).items():
            standing = [pk for pk, document in mine.items() if not document._state.adding]
            if not standing:
                continue
            found = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=standing).order_by("pk")}
            if len(found) < len(standing):
                raise Conflict
            for pk in standing:
                mine[pk].version = found[pk].version
            for row in (*found.values(), *model.read_parts(standing)):
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
        self.after: Rows = {key: new for key in self.changed if (new := after[key]) is not None}
        kept = [key for key in self.changed if key in self.before and key in self.after]
        self.raised = {key for key in kept if rows.differing(self.before[key], self.after[key]).keys() - {rows.PLACE}}
        own = rows.key(self.document)
        is_there = own in self.before and after.get(own, self.before[own]) is not None
        self._write(standing, after, self.raised | {own} if self.changed and is_there else self.raised)

    def _standing(self) -> tuple[Rows, set[Key]]:
        """The rows as the database has them now, and the keys of those that were read for it again."""
        parts = [part for model, mine in _by_type(self.documents).items() for part in model.parts_of(list(mine))]
        read = [part for part in parts if self._past & {part.model._meta.db_table, _SOMETHING}]
        if not read:
            return self.before, set()
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
            for row in {id(row): row for row in self._objects_of(key)}.values():
                row.version, row.updated_at = self.before[key]["version"] + 1, now

    def _objects_of(self, key: Key) -> Iterator[Any]:
        if key in self.objects:
            yield self.objects[key]
        if key in self._wanted:
            yield self._wanted[key][0]
        yield from (document for document in self.documents if rows.key(document) == key)

    def record(self, user: Any, label: str) -> None:
        """The Change, for undo; what was undone before can no more be done again."""
        if not self.changed:
            return
        own = {"user": user, "document_type": self.document._meta.label_lower, "document_id": self.document.pk}
        _forget(own)
        self.change = Change(
            **own,
            number=_next_number(own),
            label=label[:200],
            before=[[*key, rows.plain(key[0], self.before[key])] for key in self.changed if key in self.before],
            after=[[*key, rows.plain(key[0], self.after[key])] for key in self.changed if key in self.after],
        )
        self.change.save(force_insert=True)
        own_key = rows.key(self.document)
        if own_key in self.changed and own_key not in self.after:
            _forget_gone(user, type(self.document))


def _equal(one: Columns | None, other: Columns | None) -> bool:
    return one is other if one is None or other is None else not rows.differing(one, other)


def _by_type(documents: Iterable[Document]) -> dict[Any, dict[str, Document]]:
    grouped: dict[Any, dict[str, Document]] = {}
    for document in documents:
        grouped.setdefault(type(document), {})[document.pk] = document
    return grouped


@contextmanager
def edit(
    document: Document, user: Any, label: str, *, seen: tuple[Versioned, int | None] | None = None
) -> Iterator[Edit]:
    """One undoable step in `document`. `seen` is a row and the version of it that the page showed.

    Raises Conflict when that row is another by now; whatever is raised inside leaves nothing written.
    """
    with _refusals_are_conflicts(), transaction.atomic():
        step = Edit(document)
        if seen is not None:
            step.check(*seen)
        pk = document.pk
        with connection.execute_wrapper(step.watch):
            yield step
        document.pk = pk  # Django empties it on delete(); what was done is found by it
        step.write()
        step.record(user, label)
    document.last_step = step


@contextmanager
def _refusals_are_conflicts() -> Iterator[None]:
    """What a row points to went, or what is to go got a row pointing to it: while we worked, or up to the commit.

    A verb that breaks a rule of the database by itself comes here too, so it is logged.
    """
    try:
        yield
    except (IntegrityError, models.RestrictedError, models.ProtectedError) as error:
        logger.warning("The database refused a change: %s", error)
        raise Conflict from error


def snapshot(documents: Iterable[Document]) -> Rows:
    """Every row of these documents as the database has it, in plain values."""
    parts = [part for model, mine in _by_type(documents).items() for part in model.parts_of(list(mine))]
    return {rows.key(row): rows.plain(row._meta.label_lower, rows.columns(row)) for part in parts for row in part}


def _forget(own: dict[str, Any]) -> None:
    """The steps that were undone, and those too deep to be undone once there is another. One query."""
    last = Change.objects.filter(**own, undone_at=None).order_by("-number").values("number")[:1]
    deep = models.Q(number__lte=models.Subquery(last) - (DEPTH - 1))
    Change.objects.filter(deep | models.Q(undone_at__isnull=False), **own).delete()


def _next_number(own: dict[str, Any]) -> Any:
    """Worked out while it is written: no query of its own."""
    table, named = Change._meta.db_table, "user_id = %s AND document_type = %s AND document_id = %s"
    sql = f"SELECT COALESCE(MAX(number), 0) + 1 FROM {table} WHERE {named}"  # noqa: S608 - nothing of it was typed
    return RawSQL(sql, (own["user"].pk, own["document_type"], own["document_id"]))  # noqa: S611


def _forget_gone(user: Any, model: type[Document]) -> None:
    """Each deletion clears up after earlier ones, so that no document lives on for ever in its steps. One query."""
    old = Change.objects.filter(
        user=user, document_type=model._meta.label_lower, created_at__lt=timezone.now() - KEPT_WHEN_GONE
    )
    old.exclude(document_id__in=model._default_manager.values("pk")).delete()


# --- back and forth -------------------------------------------------------------------------------------------------


def stack(document: Document, user: Any) -> tuple[Change | None, Change | None]:
    """The step that undo would take back and the one that redo would do again. One query."""
    steps = list(
        Change.objects.filter(user=user, document_type=document._meta.label_lower, document_id=document.pk)
        .only("id", "label", "number", "undone_at")
        .order_by("number")
    )
    done = [step for step in steps if step.undone_at is None]
    undone = [step for step in steps if step.undone_at is not None]
    return (done[-1] if done else None), (undone[0] if undone else None)


def undo(change: Change, document: Document | None = None) -> None:
    """Put the rows back as they were before `change`. Conflict if they no longer are as it left them.

    `document`, if it is at hand, knows the step afterwards.
    """
    _swap(change, document, expected=change.after, wanted=change.before, undone=True)


def redo(change: Change, document: Document | None = None) -> None:
    """Do an undone `change` again. Conflict if the rows no longer are as undo left them."""
    _swap(change, document, expected=change.before, wanted=change.after, undone=False)


def _swap(change: Change, document: Document | None, expected: list, wanted: list, *, undone: bool) -> None:
    model: Any = apps.get_model(change.document_type)
    document = document or model.objects.filter(pk=change.document_id).first()
    have = {(label, pk): row for label, pk, row in expected}
    want = {(label, pk): row for label, pk, row in wanted}
    with _refusals_are_conflicts(), transaction.atomic():
        step = Edit(document or model(pk=change.document_id))
        # Read again under the lock: a second click of the same button must not do it twice.
        state = Change.objects.select_for_update().filter(pk=change.pk).values_list("undone_at", flat=True)
        if [at is not None for at in state] != [not undone]:
            raise Conflict(document)
        _expect(step, have, want)
        pointing = _put(step, have, want)
        step.write()
        if pointing:
            # What points where is asked here, not at the commit, where nobody could turn it into a Conflict any more.
            connection.check_constraints(sorted(apps.get_model(label)._meta.db_table for label in pointing))
        if model.is_whole is not Document.is_whole:
            if not all(standing.is_whole() for standing in model.objects.filter(pk=change.document_id)):
                raise Conflict(document)
        change.undone_at = timezone.now() if undone else None
        change.save(update_fields=["undone_at"])
    if document is not None:
        document.last_step = step


def _expect(step: Edit, have: Rows, want: Rows) -> None:
    """The rows must stand as the step left them, and a document that is to go must have no rows beside them.

    The further documents of a step are locked here, after its own, so that nobody writes into what is to go.
    """
    own = rows.key(step.document)
    others = [_known(key) for key in have if key != own and issubclass(apps.get_model(key[0]), Document)]
    going = [document for document in others if rows.key(document) not in want]
    step.track(*(document for document in others if document not in going))
    beside = set() if own in have.keys() - want.keys() else set(step.before)
    step.track(*going)
    if not step.before.keys() - beside <= have.keys():
        raise Conflict
    _read_more(step, have.keys() - step.before.keys())
    for key in {**have, **want}:
        expected, now = have.get(key), step.before.get(key)
        stands = rows.plain(key[0], now) if now is not None else None
        if not rows.same(rows.read_again(key[0], expected) if expected is not None else None, stands):
            raise Conflict(step.objects.get(key))


def _known(key: Key) -> Any:
    document: Any = apps.get_model(key[0])(pk=key[1])
    document._state.adding = False
    return document


def _read_more(step: Edit, keys: set[Key]) -> None:
    """Rows of documents that the step changed, but not the document's own row."""
    for label in {label for label, _pk in keys}:
        model: Any = apps.get_model(label)
        for row in model.objects.filter(pk__in=[pk for other, pk in keys if other == label]):
            step.objects[rows.key(row)] = row
            step.before[rows.key(row)] = rows.columns(row)


def _put(step: Edit, have: Rows, want: Rows) -> set[str]:
    """Tell the step what is to stand; returns the kinds of rows that then point to others than before."""
    pointing = set()
    for key, values in want.items():
        row, old = rows.restored(key[0], values), have.get(key)
        if old is None:
            step.save(row)
            pointing.add(key[0])
            continue
        found = rows.fields(type(row))
        names = [name for name in old if name in found and name not in rows.NOT_COMPARED and old[name] != values[name]]
        for name in names:
            setattr(step.objects[key], name, getattr(row, name))
        if names:
            step.save(step.objects[key], *names)
        if any(found[name].is_relation for name in names):
            pointing.add(key[0])
    step.delete(*(step.objects[key] for key in have.keys() - want.keys()))
    return pointing
