"""Two exercises became one: the rows, the digests and the steps that may still be undone name the other one.

What coaches see stays as it was: a row without words of its own gets the name that it showed. So adjustments, which
name rows by what they are called, hold as they did. It is no step of anybody's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from core.models import Change
from exercises.models import Exercise
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise
from sessions_app.prescription.digest import digest, rows_of

_AT_ONCE = 200


def carry(duplicate: Exercise, into: Exercise) -> None:
    """Inside the transaction of the merge. A few statements, and some more for every 200 sessions and steps."""
    using = Session.objects.filter(rows__exercise=duplicate).values("pk")
    # Their locks first: a verb that is at work in one has read the duplicate, and writes what it read.
    locked = Session.objects.filter(pk__in=using).select_for_update().order_by("pk")
    sessions = list(locked.values_list("pk", flat=True))
    rows = SessionExercise.objects.filter(exercise=duplicate)
    as_they_were = {"updated_at": F("updated_at")}  # nobody did it lately, and nobody wrote the session
    if duplicate.name != into.name:
        rows.filter(written_as="").update(written_as=duplicate.name, **as_they_were)
    rows.update(exercise=into, **as_they_were)
    for start in range(0, len(sessions), _AT_ONCE):
        _digest_again(sessions[start : start + _AT_ONCE])
    _carry_steps(duplicate, into)


def _digest_again(pks: list[str]) -> None:
    """With a version more: pages that are kept by it, and show what the exercise is, are made anew."""
    sessions = list(Session.objects.filter(pk__in=pks).with_rows())
    for session in sessions:
        session.digest, session.version = digest_of(session.rows.all()), session.version + 1
    # `updated_at` is written as it was read.
    Session.objects.bulk_update(sessions, ["digest", "version", "updated_at"], batch_size=_AT_ONCE)


def _carry_steps(duplicate: Exercise, into: Exercise) -> None:
    """What undo puts back, and what it expects, as it would be had the coach used the other exercise all along."""
    pk = duplicate.pk
    texts = {f"{side}_text": Cast(side, TextField()) for side in ("before", "after")}
    naming = Change.objects.annotate(**texts).filter(Q(before_text__contains=pk) | Q(after_text__contains=pk))
    steps = list(naming.values_list("pk", flat=True))
    for start in range(0, len(steps), _AT_ONCE):  # they hold whole sessions, twice
        _carry_some(steps[start : start + _AT_ONCE], duplicate, into)


def _carry_some(pks: list[str], duplicate: Exercise, into: Exercise) -> None:
    steps = list(Change.objects.filter(pk__in=pks).only("id", "before", "after"))
    now: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        SessionExercise._meta.label_lower: lambda row: _row_now(row, duplicate, into),
        Session._meta.label_lower: lambda row: _session_now(row, duplicate, into),
    }
    for step in steps:
        for side in ("before", "after"):
            rows = getattr(step, side)
            setattr(step, side, [[label, pk, now[label](row) if label in now else row] for label, pk, row in rows])
    Change.objects.bulk_update(steps, ["before", "after"], batch_size=_AT_ONCE)


def _row_now(row: dict[str, Any], duplicate: Exercise, into: Exercise) -> dict[str, Any]:
    if row.get("exercise_id") != duplicate.pk:
        return row
    shown = row.get("written_as", "") or (duplicate.name if duplicate.name != into.name else "")
    return row | {"exercise_id": into.pk, "written_as": shown}


def _session_now(row: dict[str, Any], duplicate: Exercise, into: Exercise) -> dict[str, Any]:
    if duplicate.pk not in row.get("digest", ""):
        return row
    rows = [
        replace(row, exercise=into.pk, sport=into.sport, has_max=into.has_max) if row.exercise == duplicate.pk else row
        for row in rows_of(row["digest"])
    ]
    return row | {"digest": digest(rows)}
