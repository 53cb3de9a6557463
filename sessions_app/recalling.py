"""What a coach did lately: the exercises, and with each the last scheme. Two looks into an index, whatever there is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from core.prepared import Prepared
from exercises.models import Exercise
from sessions_app import prescription as values
from sessions_app.models import Session, SessionExercise

ROWS_LOOKED_AT = 80
ROWS_OF_ONE = 20
SESSIONS_NAMED = 3
_SAYS_HOW_MUCH = (
    Q(sets__isnull=False) | Q(reps__isnull=False) | Q(duration__isnull=False) | Q(distance__isnull=False)
) & Q(is_warm_up=False)


def recent(user: Any) -> tuple[str, ...]:
    """Ids of the exercises of the last lines that this coach wrote, the last first. One query."""
    rows = SessionExercise.objects.used_by(user).values_list("exercise_id", flat=True)
    return tuple(dict.fromkeys(rows[:ROWS_LOOKED_AT]))


def last_schemes(user: Any, exercises: Collection[str]) -> dict[str, values.Prescription]:
    """For each of these exercises how much of it this coach wrote last, work-up sets and notes aside. One query."""
    last = SessionExercise.objects.used_by(user).filter(_SAYS_HOW_MUCH, exercise=OuterRef("pk")).values("pk")[:1]
    rows = SessionExercise.objects.filter(
        pk__in=Exercise.objects.filter(pk__in=exercises).order_by().values_list(Subquery(last))
    )
    return {row.exercise_id: _alone(row) for row in rows.select_related("group")}


@dataclass(frozen=True)
class Last:
    """What this coach did last with one exercise: how much, and in which sessions, the last first."""

    scheme: values.Prescription | None
    sessions: list[Session]


def last_use(user: Any, exercise: Exercise) -> Last:
    """As far as the last rows of it tell. One query."""
    rows = _last_rows(user.pk or "-", exercise.pk)
    says = next((row for row in rows if _says_how_much(row)), None)
    sessions = list({row.session_id: row.session for row in rows}.values())
    return Last(_alone(says) if says else None, sessions[:SESSIONS_NAMED])


_last_rows = Prepared(
    lambda coach, exercise: (
        SessionExercise.objects.of_coach(coach)
        .filter(exercise=exercise)
        .select_related("group", "session")
        .defer("session__digest", "session__note")[:ROWS_OF_ONE]
    )
)


def _says_how_much(row: SessionExercise) -> bool:
    """As `_SAYS_HOW_MUCH` asks the database."""
    said = (row.sets, row.reps, row.duration, row.distance)
    return not row.is_warm_up and any(value is not None for value in said)


def _alone(row: SessionExercise) -> values.Prescription:
    """Outside its group, whose rounds were its sets."""
    scheme, group = replace(row.prescription, notes=""), row.group
    if group is None or scheme.list_length:
        return scheme
    rounds = (group.rounds or 1) * (group.sets_of_rounds or 1)
    return replace(scheme, sets=(scheme.sets or 1) * rounds, sets_max=None) if rounds > 1 else scheme
