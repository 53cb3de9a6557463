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
from collections import ChainMap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone

from core import rows
from core.models import Change, Document, Versioned
from core.rows import Key
from core.step import Conflict, Edit, Read, Rows, by_type

__all__ = ["DEPTH", "KEPT_WHEN_GONE", "Conflict", "Edit", "edit", "is_written", "redo", "snapshot", "stack", "undo"]

logger = logging.getLogger(__name__)

DEPTH = 50
# How long the steps of a document are kept that is no more: the deletion itself can be undone as long.
KEPT_WHEN_GONE = timedelta(days=30)


@contextmanager
def edit(
    document: Document,
    user: Any,
    label: str = "",
    *,
    seen: tuple[Versioned, int | None] | None = None,
    read: Read | None = None,
) -> Iterator[Edit]:
    """One undoable step in `document`. `seen` is a row and the version of it that the page showed; `read`: which of the
    document's rows the step is about, if not all.

    Raises Conflict when that row is another by now; whatever is raised inside leaves nothing written.
    """
    with _refusals_are_conflicts(), transaction.atomic():
        step = Edit(document, label, read)
        if seen is not None:
            step.check(*seen)
        pk = document.pk
        with connection.execute_wrapper(step.watch):
            yield step
        document.pk = pk  # Django empties it on delete(); what was done is found by it
        step.write()
        record(step, user)
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
    parts = [part for model, mine in by_type(documents).items() for part in model.parts_of(list(mine))]
    return {rows.key(row): rows.plain(row._meta.label_lower, rows.columns(row)) for part in parts for row in part}


def record(step: Edit, user: Any) -> None:
    """The Change, for undo; what was undone before can no more be done again. Two queries."""
    if not step.changed:
        return
    own = user.pk, step.document._meta.label_lower, step.document.pk
    _forget(own, step.document.word)
    step.change = Change(
        user=user,
        document_type=own[1],
        document_id=own[2],
        number=_next_number(own),
        word=step.document.word,
        label=step.label[:200],
        before=rows.told(step.told(step.before)),
        after=rows.told(step.told(step.after)),
    )
    step.change.save(force_insert=True)
    step.document.word = ""
    if step.is_gone:
        _forget_gone(user, type(step.document))


# Each step or page asks these, and so they are said outright: working them out took longer than the database does.
# Nothing in them was typed.
_OF = f"FROM {Change._meta.db_table} WHERE user_id = %s AND document_type = %s AND document_id = %s"  # noqa: S608
_LAST = f"(SELECT MAX(number) {_OF} AND undone_at IS NULL)"  # noqa: S608
_UNDONE = "undone_at IS NOT NULL AND (word = '' OR word <> %s)"
_FORGET = f"DELETE {_OF} AND ({_UNDONE} OR number <= {_LAST} - %s)"  # noqa: S608
_STEPS = f"SELECT id, label, number, undone_at {_OF} ORDER BY number"  # noqa: S608
_NEXT = f"SELECT COALESCE(MAX(number), 0) + 1 {_OF}"  # noqa: S608


def _forget(own: tuple[str, str, str], word: str = "") -> None:
    """The steps that were undone, and those too deep to be undone once there is another. One query.

    One of this word stays: what was written and undone since is not written again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, (*own, word, *own, DEPTH - 1))


def _next_number(own: tuple[str, str, str]) -> Any:
    """Worked out while it is written: no query of its own."""
    return RawSQL(_NEXT, own)  # noqa: S611


def _forget_gone(user: Any, model: type[Document]) -> None:
    """Each deletion clears up after earlier ones, so that no document lives on for ever in its steps. One query."""
    old = Change.objects.filter(
        user=user, document_type=model._meta.label_lower, created_at__lt=timezone.now() - KEPT_WHEN_GONE
    )
    # One look for each old step: a list of all documents there are would have to be made for it.
    old.exclude(models.Exists(model._default_manager.filter(pk=models.OuterRef("document_id")))).delete()


def is_written(document: Document, user: Any, word: str) -> bool:
    """Did a write with this word come through already? Asked when one is refused: none else needs a query for it."""
    if not word:
        return False
    kind = document._meta.label_lower
    return Change.objects.filter(user=user, document_type=kind, document_id=document.pk, word=word).exists()


# --- back and forth -------------------------------------------------------------------------------------------------


def stack(document: Document, user: Any) -> tuple[Change | None, Change | None]:
    """The step that undo would take back and the one that redo would do again. One query."""
    steps = list(Change.objects.raw(_STEPS, (user.pk, document._meta.label_lower, document.pk)))
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
        # Asked under the lock: a second click of the same button must not do it twice.
        change.undone_at = timezone.now() if undone else None
        # Without a word of its own the step keeps that of the write it was made by.
        own = {"word": document.word} if document and document.word else {}
        asked = Change.objects.filter(pk=change.pk, undone_at__isnull=undone)
        if not asked.update(undone_at=change.undone_at, **own):
            raise Conflict(document)
        _expect(step, have, want)
        _put(step, have, want)
        step.write()
        if model.is_whole is not Document.is_whole:
            if not all(standing.is_whole() for standing in model.objects.filter(pk=change.document_id)):
                raise Conflict(document)
    if document is not None:
        document.last_step = step


def _expect(step: Edit, have: Rows, want: Rows) -> None:
    """The rows must stand as the step left them, and a document that is to go must have no rows beside them.

    The further documents of a step are locked here, after its own, so that nobody writes into what is to go; so are
    those that have rows in it and stayed as they were themselves: who sees one of them sees another version then.
    """
    own = rows.key(step.document)
    others = [_known(key) for key in have if key != own and issubclass(apps.get_model(key[0]), Document)]
    going = [document for document in others if rows.key(document) not in want]
    having = {rows.owner(label, stood) for part in (have, want) for (label, _pk), stood in part.items()} - {None, own}
    touched = [_known(key) for key in having - have.keys() - want.keys() if key]
    staying = [*touched, *(document for document in others if document not in going)]
    step.track(*sorted(staying, key=lambda document: rows.rank(rows.key(document)), reverse=True))
    for document in touched:
        step.touch(document)
    beside = set() if own in have.keys() - want.keys() else set(step.before)
    step.track(*going)
    if not step.before.keys() - beside <= have.keys():
        raise Conflict
    _read_more(step, have.keys() - step.before.keys())
    for key in {**have, **want}:
        expected, now = have.get(key), step.before.get(key)
        if now is not None and expected is not None:
            now = {name: value for name, value in now.items() if name in expected}
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


def _put(step: Edit, have: Rows, want: Rows) -> None:
    """Tell the step what is to stand. What points to something that is gone is refused at the commit."""
    back: dict[Key, models.Model] = {}
    for key, values in want.items():
        old = have.get(key)
        if old is None:
            row = back[key] = rows.restored(key[0], values)
            rows.relate(row, values, ChainMap(back, step.objects))
            step.save(row)
            continue
        standing = step.objects[key]
        model: Any = type(standing)
        found = rows.fields(model)
        names = [name for name in old if name in found and name not in rows.NOT_COMPARED and old[name] != values[name]]
        for name in names:
            setattr(standing, name, found[name].to_python(values[name]))
        if names:
            step.save(standing, *names)
    step.delete(*(step.objects[key] for key in have.keys() - want.keys()))
