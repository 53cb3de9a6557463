"""Where a coach's exercises stand in their sessions: what the library asks of those who use it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count
from django.dispatch import receiver

from exercises.signals import asked_how_often, asked_uses
from sessions_app.models import SessionExercise


@receiver(asked_uses, dispatch_uid="sessions")
def uses(user: Any, **_signal: Any) -> dict[str, int]:
    """In how many of this coach's own sessions each exercise stands. One query."""
    rows = SessionExercise.objects.used_by(user).order_by().values_list("exercise_id")
    return dict(rows.annotate(Count("session", distinct=True)))


@receiver(asked_how_often, dispatch_uid="sessions")
def how_often(ids: Collection[str], **_signal: Any) -> dict[str, int]:
    """In how many sessions of all coaches each of these stands. One query."""
    rows = SessionExercise.objects.filter(exercise__in=ids).order_by().values_list("exercise_id")
    return dict(rows.annotate(Count("session", distinct=True)))
