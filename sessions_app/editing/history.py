"""Back and forth in one session, for a page that stands open: what is left is at hand afterwards, as after any verb."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from core.editing import Edit, redo, undo
from core.models import Change
from core.rows import columns, key
from exercises.models import Exercise
from sessions_app.editing.checks import Refused
from sessions_app.models import Session, SessionExercise, SessionGroup


def take_back(session: Session, change: Change) -> Edit:
    """Undo a step of this session. Conflict when rows are not as it left them, Refused for the step that made it."""
    stood, stands = ({tuple(part[:2]) for part in side} for side in (change.before, change.after))
    if key(session) in stands - stood:
        raise Refused(_("The next step back would take the whole session away. Delete it in its menu."))
    return _swap(session, change, undo)


def do_again(session: Session, change: Change) -> Edit:
    return _swap(session, change, redo)


def _swap(session: Session, change: Change, swap: Callable) -> Edit:
    swap(change, session)
    step: Edit = session.last_step
    if not step.is_gone:
        for name, value in columns(step.objects[key(session)]).items():
            setattr(session, name, value)
        session.left, session.left_values = _rows(step), None
    return step


def _rows(step: Edit) -> list[SessionExercise]:
    """In order, each with its group and its exercise: those of rows that came back are one query."""
    rows = sorted(step.left(SessionExercise), key=lambda row: row.order)
    missing = {row.exercise_id for row in rows if not SessionExercise.exercise.is_cached(row)}  # type: ignore[attr-defined]
    exercises = Exercise.objects.defer(*Exercise.NOT_IN_SESSIONS).in_bulk(missing) if missing else {}
    groups = {group.pk: group for group in step.left(SessionGroup)}
    for row in rows:
        row.group = groups[row.group_id] if row.group_id is not None else None
        if row.exercise_id in exercises:
            row.exercise = exercises[row.exercise_id]
    return rows
