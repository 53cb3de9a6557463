"""One way to change anything: lock, check, change, record for undo, raise the version.

    with edit(program, user, _("Moved Lower A to Friday"), seen=(placing, version)) as change:
        ordering.insert(siblings, placing, 1)
    change.pk  # of the Change, None when nothing was different

The rows of the document are compared before and after, so that a verb cannot forget to record something.
Nothing else in the project opens a transaction for writing content.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from core import units
from core.models import Change, Document, Versioned

logger = logging.getLogger(__name__)

DEPTH = 50
# How long the steps of a document are kept that is no more: the deletion itself can be undone as long.
KEPT_WHEN_GONE = timedelta(days=30)
_NOT_COMPARED = {"version", "updated_at"}

Row = dict[str, Any]
Rows = dict[tuple[str, str], Row]


class Conflict(Exception):
    """Somebody else, or another tab, was faster. `theirs` is the row as it stands now (None: it is gone)."""

    def __init__(self, theirs: models.Model | None = None) -> None:
        super().__init__("changed meanwhile")
        self.theirs = theirs


class Edit:
    """What a verb may say while it works: which further documents it makes or takes away."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.documents: list[Document] = [document]
        self.before: Rows = {}
        self.pk: str | None = None

    def stood(self, row: models.Model) -> Row:
        """The columns of one of the document's rows as they are under the lock: what a request read may be older.

        Conflict when it is gone.
        """
        if _key(row) not in self.before:
            raise Conflict
        return self.before[_key(row)]

    def check(self, row: Versioned, version: int | None) -> None:
        """Conflict when this row is gone, or is no longer of this version (None: any)."""
        stands = self.stood(row)
        if version is not None and version != stands["version"]:
            raise Conflict(type(row)._default_manager.get(pk=row.pk))

    def created(self, *documents: Document) -> None:
        """These were made in this step: undo takes them away again."""
        self.documents += documents

    def track(self, *documents: Document) -> None:
        """These will be changed or deleted in this step too; say so before they are."""
        lock(*documents)
        self.documents += documents
        self.before |= snapshot(documents)


def lock(*documents: Document) -> None:
    """Wait for the documents' own rows, in the order of their ids. Conflict when one is gone.

    Callers lock parents before children, always. On SQLite the transaction has the whole file already.
    """
    for model, mine in _by_type(document for document in documents if not document._state.adding).items():
        rows = model.objects.select_for_update().filter(pk__in=mine).order_by("pk").values_list("pk", "version")
        versions = dict(rows)
        for pk, document in mine.items():
            if pk not in versions:
                raise Conflict
            document.version = versions[pk]


def _key(row: models.Model) -> tuple[str, str]:
    return row._meta.label_lower, row.pk


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
        lock(document)
        step = Edit(document)
        step.before = snapshot([document])
        if seen is not None:
            step.check(*seen)
        pk = document.pk
        yield step
        document.pk = pk  # Django empties it on delete(); what was done is found by it
        _finish(step, user, label)


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
    """Every row of these documents as plain values that JSON keeps exactly. A few queries for each kind."""
    parts = [part for model, mine in _by_type(documents).items() for part in model.parts_of(list(mine))]
    return {_key(row): _plain(row) for part in parts for row in part}


def _plain(row: models.Model) -> Row:
    return {field.attname: _plain_value(field, getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain_value(field: models.Field, value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    value = field.get_prep_value(value)
    if hasattr(value, "isoformat"):  # not DjangoJSONEncoder, which cuts microseconds
        return value.isoformat()
    if isinstance(value, Decimal):  # 100 and 100.0000 are one value, whatever the column's places
        return units.plain(value)
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def _same(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in one if name in other and name not in _NOT_COMPARED)


def _fields(model: Any) -> dict[str, models.Field]:
    return {field.attname: field for field in model._meta.concrete_fields}


def _read_again(model: Any, row: Row | None) -> Row | None:
    """A stored row as this release writes it: a canonical text or a column may have changed since."""
    if row is None:
        return None
    fields = _fields(model)
    return {name: _plain_value(fields[name], fields[name].to_python(row[name])) for name in row if name in fields}


def _finish(step: Edit, user: Any, label: str) -> None:
    after = snapshot(step.documents)
    keys = [key for key in [*step.before, *after] if not _same(step.before.get(key), after.get(key))]
    keys = sorted(set(keys), key=_rank)
    if not keys:
        return
    _raise_versions([key for key in keys if key in step.before and key in after], step.document)
    own = {"user": user, "document_type": step.document._meta.label_lower, "document_id": step.document.pk}
    Change.objects.filter(**own, undone_at__isnull=False).delete()
    last = Change.objects.filter(**own).order_by("-number").values_list("number", flat=True).first() or 0
    change = Change.objects.create(
        **own,
        number=last + 1,
        label=label[:200],
        before=[[*key, step.before[key]] for key in keys if key in step.before],
        after=[[*key, after[key]] for key in keys if key in after],
    )
    if last >= DEPTH:
        Change.objects.filter(**own, number__lte=last + 1 - DEPTH).delete()
    if _key(step.document) not in after:
        _forget_gone(user, type(step.document))
    step.pk = change.pk


def _forget_gone(user: Any, model: type[Document]) -> None:
    """Each deletion clears up after earlier ones, so that no document lives on for ever in its steps. One query."""
    old = Change.objects.filter(
        user=user, document_type=model._meta.label_lower, created_at__lt=timezone.now() - KEPT_WHEN_GONE
    )
    old.exclude(document_id__in=model._default_manager.values("pk")).delete()


def _rank(key: tuple[str, str]) -> tuple[int, str]:
    """Parents before children: apps in their order of dependence, models in the order of their definition."""
    return _model_ranks()[key[0]], key[1]


@cache
def _model_ranks() -> dict[str, int]:
    return {model._meta.label_lower: rank for rank, model in enumerate(apps.get_models())}


def _raise_versions(keys: list[tuple[str, str]], document: Document) -> None:
    changed: dict[str, set[str]] = {document._meta.label_lower: {document.pk}}
    for label, pk in keys:
        changed.setdefault(label, set()).add(pk)
    for label, pks in changed.items():
        model: Any = apps.get_model(label)
        if issubclass(model, Versioned):
            model.objects.filter(pk__in=pks).update(version=models.F("version") + 1)
    document.version += 1


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


def undo(change: Change) -> None:
    """Put the rows back as they were before `change`. Conflict if they no longer are as it left them."""
    _swap(change, expected=change.after, wanted=change.before, undone=True)


def redo(change: Change) -> None:
    """Do an undone `change` again. Conflict if the rows no longer are as undo left them."""
    _swap(change, expected=change.before, wanted=change.after, undone=False)


def _swap(change: Change, expected: list, wanted: list, *, undone: bool) -> None:
    documents: Any = apps.get_model(change.document_type).objects.filter(pk=change.document_id)
    with _refusals_are_conflicts(), transaction.atomic():
        document = documents.first()
        if document is not None:
            lock(document)
        # Read again under the lock: a second click of the same button must not do it twice.
        state = Change.objects.select_for_update().filter(pk=change.pk).values_list("undone_at", flat=True)
        if [at is not None for at in state] != [not undone]:
            raise Conflict(document)
        have = {(label, pk): row for label, pk, row in expected}
        want = {(label, pk): row for label, pk, row in wanted}
        _expect(have, want)
        _write(have, want)
        if document is not None:
            _raise_versions([key for key in have if key in want], document)
        if not all(standing.is_whole() for standing in documents):
            raise Conflict(document)
        change.undone_at = timezone.now() if undone else None
        change.save(update_fields=["undone_at"])


def _expect(have: Rows, want: Rows) -> None:
    """The rows must stand as the step left them, and a document that is to go must have no rows beside them.

    The further documents of a step are locked here, after its own, so that nobody writes into what is to go.
    """
    for label, pks in _by_model({*have, *want}).items():
        model: Any = apps.get_model(label)
        rows = model.objects.filter(pk__in=pks).order_by("pk")
        now = {row.pk: row for row in (rows.select_for_update() if issubclass(model, Document) else rows)}
        for pk in pks:
            expected, row = have.get((label, pk)), now.get(pk)
            if not _same(_read_again(model, expected), _plain(row) if row is not None else None):
                raise Conflict(row)
            if expected is not None and (label, pk) not in want and isinstance(row, Document):
                if not set(snapshot([row])) <= set(have):
                    raise Conflict(row)


def _by_model(keys: set[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for label, pk in sorted(keys, key=_rank):
        grouped.setdefault(label, []).append(pk)
    return grouped


def _write(have: Rows, want: Rows) -> None:
    """Change what stays, then delete, then bring back.

    What stays may point to what goes, which then could not go; what goes may hold the only place of what comes back.
    In between a row may point to one that is not there yet, so what points where is asked at the end, in here and
    not at the commit, where nobody could turn it into a Conflict any more.
    """
    restored = {(label, pk): _restored(apps.get_model(label), row) for (label, pk), row in want.items()}
    for (label, pk), row in restored.items():
        old = have.get((label, pk))
        if old is not None:
            changed = [name for name in old if name not in _NOT_COMPARED and old[name] != want[label, pk][name]]
            values = {name: getattr(row, name) for name in changed}
            apps.get_model(label).objects.filter(pk=pk).update(**values)
    for label, pks in reversed(_by_model(set(have) - set(want)).items()):
        apps.get_model(label).objects.filter(pk__in=pks).delete()
    for label, pks in _by_model(set(want) - set(have)).items():
        apps.get_model(label).objects.bulk_create([restored[label, pk] for pk in pks])
    tables = {apps.get_model(label)._meta.db_table for label, _pk in want}
    if tables:
        connection.check_constraints(sorted(tables))


def _restored(model: Any, values: Row) -> Any:
    fields = _fields(model)
    row = model(**{name: fields[name].to_python(value) for name, value in values.items() if name in fields})
    if isinstance(row, Versioned):
        row.version += 1
    return row
