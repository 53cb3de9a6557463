"""Copies of sessions. Callers hold the edit of the document that the copies are made for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from core.models import clone
from exercises.models import Exercise, Status
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise, SessionGroup


def duplicate(session: Session, author: Any, *, kept: bool, **changes: Any) -> Session:
    """One copy of `session` for `author`, with its rows and groups."""
    return duplicate_all([session], author, kept=kept, **changes)[session.pk]


def duplicate_all(sessions: Sequence[Session], author: Any, *, kept: bool, **changes: Any) -> dict[str, Session]:
    """Copies of many sessions in a constant number of queries: {id of the original: its copy}.

    A copy is private to `author` and names its original. Exercises that are another coach's own
    come along: the author's exercise or the library's of the same name and sport, else a copy.
    """
    copies = {
        session.pk: clone(
            session, author_id=author.pk, visibility="private", kept=kept, copied_from_id=session.pk, **changes
        )
        for session in sessions
    }
    groups = {
        group.pk: clone(group, session_id=copies[group.session_id].pk)
        for group in SessionGroup.objects.filter(session__in=copies)
    }
    originals = list(SessionExercise.objects.filter(session__in=copies).select_related("exercise"))
    exercises = own_versions({row.exercise for row in originals}, author)
    rows = [
        clone(
            row,
            session_id=copies[row.session_id].pk,
            group_id=groups[row.group_id].pk if row.group_id else None,
            exercise_id=exercises[row.exercise_id].pk,
        )
        for row in originals
    ]
    for original, row in zip(originals, rows, strict=True):  # objects, not only ids: the digest asks them
        row.exercise = exercises[original.exercise_id]
        row.group = groups[original.group_id] if original.group_id else None
    _digest_exchanged(copies.values(), rows, {new.pk for old, new in exercises.items() if old != new.pk})
    Session.objects.bulk_create(copies.values())
    SessionGroup.objects.bulk_create(groups.values())
    SessionExercise.objects.bulk_create(rows)
    return copies


def _digest_exchanged(copies: Iterable[Session], rows: Sequence[SessionExercise], exchanged: set[str]) -> None:
    """A copy has its original's digest, unless it has other exercises: then its digest is made anew."""
    for copy in copies:
        mine = sorted((row for row in rows if row.session_id == copy.pk), key=lambda row: row.order)
        if any(row.exercise_id in exchanged for row in mine):
            copy.digest = digest_of(mine)


def own_versions(exercises: Iterable[Exercise], author: Any) -> dict[str, Exercise]:
    """For each exercise the one that `author` may use: {id: itself, or its namesake, or a copy of it}."""
    usable = {exercise.pk: exercise for exercise in exercises if exercise.author_id in (None, author.pk)}
    foreign = [exercise for exercise in exercises if exercise.pk not in usable]
    if not foreign:
        return usable
    namesakes = Q()
    for exercise in foreign:
        namesakes |= Q(sport=exercise.sport, name_key=exercise.name_key)
    known = {
        (exercise.sport, exercise.name_key): exercise
        # The author's own last, so that it wins over the library's.
        for exercise in Exercise.objects.visible_to(author).filter(namesakes).order_by("author_id")
    }
    made: dict[tuple[str, str], Exercise] = {}
    for exercise in foreign:
        key = (exercise.sport, exercise.name_key)
        if key not in known:
            known[key] = made[key] = clone(exercise, author_id=author.pk, status=Status.OWN)
        usable[exercise.pk] = known[key]
    Exercise.objects.bulk_create(made.values())
    return usable
