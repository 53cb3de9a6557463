"""Copies of sessions. Callers hold the edit of the document that the copies are made for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

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
    # One query: the originals are not locked, and rows, groups and digest have to be of one moment.
    originals = list(
        SessionExercise.objects.filter(session__in=copies).select_related("exercise", "group").order_by("order")
    )
    groups = {
        group.pk: clone(group, session_id=copies[group.session_id].pk)
        for group in {row.group for row in originals if row.group is not None}
    }
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
    by_copy: dict[str, list[SessionExercise]] = {copy.pk: [] for copy in copies.values()}
    for original, row in zip(originals, rows, strict=True):  # objects, not only ids: the digest asks them
        row.exercise = exercises[original.exercise_id]
        row.group = groups[original.group_id] if original.group_id else None
        by_copy[row.session_id].append(row)
    for copy in copies.values():
        copy.digest = digest_of(by_copy[copy.pk])
    Session.objects.bulk_create(copies.values())
    SessionGroup.objects.bulk_create(groups.values())
    SessionExercise.objects.bulk_create(rows)
    return copies


def own_versions(exercises: Iterable[Exercise], author: Any) -> dict[str, Exercise]:
    """For each exercise the one that `author` may use: {id: itself, or its namesake, or a copy of it}."""
    usable = {exercise.pk: exercise for exercise in exercises if exercise.author_id in (None, author.pk)}
    foreign = [exercise for exercise in exercises if exercise.pk not in usable]
    if not foreign:
        return usable
    namesakes = Exercise.objects.visible_to(author).filter(name_key__in={exercise.name_key for exercise in foreign})
    known = {
        (exercise.sport, exercise.name_key): exercise
        # The author's own last, so that it wins over the library's.
        for exercise in sorted(namesakes, key=lambda exercise: not exercise.is_library)
    }
    made: dict[tuple[str, str], Exercise] = {}
    for exercise in foreign:
        key = (exercise.sport, exercise.name_key)
        if key not in known:
            known[key] = made[key] = clone(exercise, author_id=author.pk, status=Status.OWN)
        usable[exercise.pk] = known[key]
    Exercise.objects.bulk_create(made.values())
    return usable
