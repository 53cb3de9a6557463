"""Where a coach's exercises stand in their sessions: what the library asks of those who use it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Count
from django.dispatch import receiver

from core.stamps import Kept
from exercises.mine import Use
from exercises.models import Exercise
from exercises.signals import asked_how_often, asked_how_used, asked_uses
from sessions_app import notation, recalling
from sessions_app.models import Session, SessionExercise


@receiver(asked_uses, dispatch_uid="sessions")
def uses(user: Any, exercise: Exercise | None = None, **_signal: Any) -> dict[str, int]:
    """In how many of this coach's own sessions each exercise stands. One query, and another where it has changed."""
    if exercise is not None:
        return _count(_of(user).filter(exercise=exercise))
    # Of a long history the count takes longer than the rest of the page. No line becomes another exercise without being
    # written, or that one in a merge; and none comes or goes without its session.
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, (user.pk, user.pk))
        stamp = cursor.fetchone()
    return _kept.get((user.pk, stamp), lambda: _count(_of(user)))


# In the words of our own tables: at each letter of a search, building it took longer than asking it.
_WRITTEN = f"(SELECT MAX(updated_at) FROM {SessionExercise._meta.db_table} WHERE coach = %s)"  # noqa: S608
# Not MAX, nor without the first column: where it IS NULL, PostgreSQL would read all of the index.
_LAST = "author_id IS NULL ORDER BY author_id DESC, updated_at DESC LIMIT 1"
_MERGED = f"(SELECT updated_at FROM {Exercise._meta.db_table} WHERE {_LAST})"  # noqa: S608
_STAMP = f"SELECT COUNT(*), MAX(updated_at), {_WRITTEN}, {_MERGED} FROM {Session._meta.db_table} WHERE author_id = %s"  # noqa: S608
_kept: Kept[dict[str, int]] = Kept(64)


def _of(user: Any) -> Any:
    return SessionExercise.objects.used_by(user).order_by()


def _count(rows: Any) -> dict[str, int]:
    return dict(rows.values_list("exercise_id").annotate(Count("session", distinct=True)))


@receiver(asked_how_often, dispatch_uid="sessions")
def how_often(ids: Collection[str], **_signal: Any) -> dict[str, int]:
    """In how many sessions of all coaches each of these stands. One query."""
    return _count(SessionExercise.objects.filter(exercise__in=ids).order_by())


@receiver(asked_how_used, dispatch_uid="sessions")
def use(exercise: Exercise, user: Any, **_signal: Any) -> Use:
    last = recalling.last_use(user, exercise)
    usually = notation.render_prescription(last.scheme, exercise.sport) if last.scheme else ""
    return Use(usually, [(session.name, session.get_absolute_url()) for session in last.sessions])
