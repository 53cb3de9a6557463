"""Where a coach's exercises stand in their sessions: what the library asks of those who use it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count
from django.dispatch import receiver

from exercises.mine import Use
from exercises.models import Exercise
from exercises.signals import asked_how_often, asked_how_used, asked_uses
from sessions_app import notation, recalling
from sessions_app.models import SessionExercise


@receiver(asked_uses, dispatch_uid="sessions")
def uses(user: Any, exercise: Exercise | None = None, **_signal: Any) -> dict[str, int]:
    """In how many of this coach's own sessions each exercise stands. One query."""
    rows = SessionExercise.objects.used_by(user).order_by().values_list("exercise_id")
    if exercise is not None:
        rows = rows.filter(exercise=exercise)
    return dict(rows.annotate(Count("session", distinct=True)))


@receiver(asked_how_often, dispatch_uid="sessions")
def how_often(ids: Collection[str], **_signal: Any) -> dict[str, int]:
    """In how many sessions of all coaches each of these stands. One query."""
    rows = SessionExercise.objects.filter(exercise__in=ids).order_by().values_list("exercise_id")
    return dict(rows.annotate(Count("session", distinct=True)))


@receiver(asked_how_used, dispatch_uid="sessions")
def use(exercise: Exercise, user: Any, **_signal: Any) -> Use:
    last = recalling.last_use(user, exercise)
    usually = notation.render_prescription(last.scheme, exercise.sport) if last.scheme else ""
    return Use(usually, [(session.name, session.get_absolute_url()) for session in last.sessions])
