"""Is a database whole, and does it hold what was acknowledged? Asked after a server was killed, and after a load.

Everything is asked of the record that undo lives on (`core.models.Change`): each change of a document is one step, and
a step says how its rows stand afterwards. So the steps, one after the other, must end in the very rows that stand. What
is there by half, a row that no step knows, an order with a gap, a digest of other rows: each is a sentence.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Count, F, Max, Min, QuerySet

from core import rows
from core.editing import snapshot
from core.models import Change, Document
from programs.models import Program, ProgramSession
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise, rows_of
from tools.coaches import Desk

KINDS: dict[str, Any] = {"session": Session, "program": Program}
State = dict[rows.Key, rows.Columns | None]


def problems(author: Any, desks: Iterable[Desk] = (), since: datetime | None = None) -> list[str]:
    """What is wrong with what this person wrote: sentences, none when all is well.

    `since`: only with documents that were changed since then, or are at one of the desks.
    """
    changes, desks = Change.objects.filter(user=author), list(desks)
    if since is not None:
        lately = changes.filter(updated_at__gte=since).values_list("document_id", flat=True)
        changes = changes.filter(document_id__in={*lately, *(desk.pk for desk in desks)})
    steps = list(changes.order_by("created_at", "number"))
    mine: Any = Session.objects.filter(author=author), Program.objects.filter(author=author)
    sessions, programs = (which.filter(updated_at__gte=since) if since else which for which in mine)
    return [
        *told_and_missing(steps, desks),
        *not_as_recorded(steps),
        *gaps(sessions, programs),
        *other_digests(sessions),
    ]


def told_and_missing(steps: list[Change], desks: Iterable[Desk]) -> Iterator[str]:
    """What was acknowledged and is not there, or is there and was never asked for."""
    stored: dict[str, dict[str, Change]] = defaultdict(dict)
    for step in steps:
        stored[step.document_id][step.pk] = step
    for desk in desks:
        found, open_swaps = stored.get(desk.pk, {}), {asked.swaps for asked in desk.asked}
        for pk, stands in desk.told.items():
            if pk in open_swaps:
                continue
            of_it = found.get(pk)
            if (of_it is not None and of_it.undone_at is None) != stands:
                yield f"{desk.path}: step {pk} was told to {'stand' if stands else 'be undone'}, and it does not."
            elif of_it is not None and (mark := desk.marks.get(pk)) and mark not in _words(of_it):
                yield f"{desk.path}: step {pk} does not hold {mark!r}, which was typed."
        beyond = found.keys() - desk.told.keys()
        asked = sum(not asked.swaps for asked in desk.asked) + desk.gone
        if desk.gone and KINDS[desk.kind].objects.filter(pk=desk.pk).exists():
            yield f"{desk.path}: was told to be deleted, and stands."
        if len(beyond) > asked:
            steps_said = ", ".join(f"{found[pk].label} at {found[pk].created_at:%H:%M:%S.%f}" for pk in beyond)
            yield f"{desk.path}: {len(beyond)} steps were told to nobody, and {asked} were on their way: {steps_said}."


def _words(step: Change) -> str:
    return json.dumps([step.label, step.after], ensure_ascii=False)


def adopt(desks: Iterable[Desk]) -> int:
    """Enter into the ledgers what came through though nobody was told. From here on it has to stay. How much it was."""
    came = 0
    for desk in desks:
        known = Change.objects.filter(document_id=desk.pk).order_by("number").values_list("pk", "undone_at")
        stands = {pk: undone_at is None for pk, undone_at in known}
        came += sum(desk.told.get(pk) is not is_standing for pk, is_standing in stands.items())
        desk.told, desk.redoable = stands, [pk for pk, is_standing in reversed(stands.items()) if not is_standing]
        desk.asked.clear()
        desk.gone = desk.gone or not KINDS[desk.kind].objects.filter(pk=desk.pk).exists()
    return came


def not_as_recorded(steps: list[Change]) -> Iterator[str]:
    """Rows that are not as the steps left them: a step that is there by half."""
    state: State = {}
    complete: set[str] = set()  # documents that a step made: each of their rows is a step's, too
    undone = [step for step in steps if step.undone_at is not None]
    for step in [*(step for step in steps if step.undone_at is None), *reversed(undone)]:  # taken back the last first
        _apply(state, step)
        stood = {pk for _label, pk, _row in step.before}
        complete |= {pk for label, pk, _row in step.after if pk not in stood and issubclass(_model(label), Document)}
    standing = _standing(state, complete)
    for key, columns in state.items():
        now = standing.get(key)
        if columns is None:
            if now is not None:
                yield f"{key[0]} {key[1]} stands, though a step took it away."
        elif now is None:
            yield f"{key[0]} {key[1]} is gone, though a step made it."
        elif not rows.same(columns, now):
            other = rows.differing({**now, **columns}, {**columns, **now})
            yield f"{key[0]} {key[1]} is not as its last step left it: {', '.join(other)}."
    owned = {key: row for key, row in standing.items() if _document_of(key, row) in complete}
    for key in owned.keys() - state.keys():
        yield f"{key[0]} {key[1]} stands, and no step made it."


def _apply(state: State, step: Change) -> None:
    """One step more, or, where it was taken back, how it stood before it."""
    old, new = (step.before, step.after) if step.undone_at is None else (step.after, step.before)
    told = {(label, pk): row for label, pk, row in new}
    for label, pk, _row in old:
        if (label, pk) not in told:
            state[label, pk] = None
    for key, row in told.items():
        state[key] = {**(state.get(key) or {}), **row}


def _model(label: str) -> Any:
    return apps.get_model(label)


def _standing(state: State, documents: set[str]) -> dict[rows.Key, rows.Columns]:
    """The rows as they stand: all of these documents, and each row that a step names."""
    found: dict[rows.Key, rows.Columns] = {}
    named: dict[str, list[str]] = defaultdict(list)
    for label, pk in state:
        named[label].append(pk)
    for label, pks in named.items():
        model = _model(label)
        if issubclass(model, Document):
            found |= snapshot(model.objects.filter(pk__in={*pks, *documents}))
        found |= {rows.key(row): rows.plain(label, rows.columns(row)) for row in model.objects.filter(pk__in=pks)}
    return found


def _document_of(key: rows.Key, row: rows.Columns) -> str:
    """Whose row it is: a placing names a session, too, and is its program's."""
    return str(row.get("program_id") or row.get("session_id") or key[1])


def gaps(sessions: QuerySet, programs: QuerySet) -> Iterator[str]:
    """Places that are not 1, 2, 3 …"""
    dense = {
        "count": Count("pk"),
        "first": Min("order"),
        "last": Max("order"),
        "distinct": Count("order", distinct=True),
    }
    lines = SessionExercise.objects.filter(session__in=sessions).values("session_id").annotate(**dense)
    cards = ProgramSession.objects.filter(program__in=programs).values("program_id", "week", "day").annotate(**dense)
    for groups in (lines.order_by(), cards.order_by()):
        for group in groups.exclude(first=1, last=F("count"), distinct=F("count")):
            yield f"The order has a gap: {group}."


def other_digests(sessions: Any) -> Iterator[str]:
    """Sessions whose digest tells of other rows than stand."""
    for session in sessions.with_rows():
        found = rows_of(session)
        if session.digest != (digest_of(found) if found else "") and (found or session.digest != digest_of([])):
            yield f"Session {session.pk} has a digest of other rows."


def damage() -> list[str]:
    """What the database says of itself: pages, indexes and references."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            found = [word for (word,) in cursor.fetchall() if word != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            return found + [f"A reference leads nowhere: {row}" for row in cursor.fetchall()]
        return _damage_of_postgres(cursor)


def _damage_of_postgres(cursor: Any) -> list[str]:
    """Each table and each tree looked through by PostgreSQL's own amcheck. A reference it never lets go astray."""
    cursor.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
    cursor.execute("SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    found = []
    for (table,) in cursor.fetchall():
        cursor.execute("SELECT blkno, offnum, msg FROM verify_heapam(%s::regclass)", [table])
        found += [f"{table}: {row}" for row in cursor.fetchall()]
    cursor.execute(
        "SELECT c.relname, bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
        " WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relnamespace = 'public'::regnamespace"
    )
    cursor.fetchall()  # raises where a tree is not whole
    return found
