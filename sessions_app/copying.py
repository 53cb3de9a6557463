"""Copies of sessions. Callers hold the edit of the document that the copies are made for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from core.editing import Conflict
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
    Conflict if one of the originals is not there any more.
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
    rows: dict[str, list[SessionExercise]] = {pk: [] for pk in copies}
    for row in originals:
        rows[row.session_id].append(_row(row, copies, groups, exercises))
    # A session without rows may be one that went since it was read, and its rows with it.
    bare = [pk for pk in copies if not rows[pk]]
    if bare and Session.objects.filter(pk__in=bare).count() < len(bare):
        raise Conflict
    for pk, copy in copies.items():
        copy.digest = digest_of(rows[pk])
    Session.objects.bulk_create(copies.values())
    SessionGroup.objects.bulk_create(groups.values())
    SessionExercise.objects.bulk_create(chain.from_iterable(rows.values()))
    return copies


def _row(
    original: SessionExercise, copies: Mapping[str, Session], groups: Mapping[str, SessionGroup], exercises: Any
) -> SessionExercise:
    """The copy of a row. It is given objects, not only their ids: the digest asks them."""
    row: SessionExercise = clone(original)
    row.session = copies[original.session_id]
    row.exercise = exercises[original.exercise_id]
    row.group = groups[original.group_id] if original.group_id else None
    return row


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
