"""A program of the database as a value, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from core.text import tidy
from programs.models import Program, ProgramWeek
from sessions_app.models import GROUP_FACTS, Session, SessionExercise
from sessions_app.prescription import Adjustment, Group, Row

from .values import PlacingValue, ProgramValue, SessionValue, WeekValue

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def load(program: Program) -> ProgramValue:
    """Everything that an export can state, without control characters. Three queries beside the program's own, whatever
    its size."""
    return load_with_sessions(program)[0]


def load_with_sessions(program: Program) -> tuple[ProgramValue, dict[str, str]]:
    """And the id of each session by the key that it has there."""
    placings = list(program.placings.select_related("session").order_by("week", "day", "order", "id"))
    rows = rows_by_session({placing.session_id for placing in placings})
    sessions: dict[str, SessionValue] = {}
    for placing in placings:
        if placing.session_id not in sessions:
            key = f"s{len(sessions) + 1}"
            sessions[placing.session_id] = session_value(placing.session, rows.get(placing.session_id, []), key)
    weeks = sorted(program.weeks.all(), key=lambda week: week.number)
    value = ProgramValue(
        name=tidy(program.name),
        sport=program.sport,
        weeks=program.duration_weeks,
        day_names=program.day_names,
        description=tidy(program.description, lines=True),
        difficulty=program.difficulty,
        is_template=program.is_template,
        week_facts=tuple(map(_week, weeks)),
        placings=tuple(
            PlacingValue(
                placing.week,
                placing.day,
                placing.order,
                sessions[placing.session_id],
                cast("Adjustment | None", placing.adjustment) or None,
                placing.time_of_day,
                tidy(placing.notes, lines=True),
            )
            for placing in placings
        ),
    )
    return value, {session.key: pk for pk, session in sessions.items()}


def _week(week: ProgramWeek) -> WeekValue:
    return WeekValue(week.number, tidy(week.phase), week.is_deload, tidy(week.notes, lines=True))


def rows_by_session(ids: Iterable[str]) -> dict[str, list[SessionExercise]]:
    """The rows of these sessions in order, with exercise and group. One query."""
    found: dict[str, list[SessionExercise]] = {}
    rows = SessionExercise.objects.filter(session__in=list(ids)).select_related("exercise", "group")
    for row in rows.order_by("session_id", "order", "id"):
        found.setdefault(row.session_id, []).append(row)
    return found


def session_value(session: Session, rows: Iterable[SessionExercise], key: str = "") -> SessionValue:
    rows = list(rows)
    groups = _lettered(rows)
    return SessionValue(
        name=tidy(session.name),
        sport=session.sport,
        effort=session.effort,
        note=tidy(session.note, lines=True),
        rows=tuple(_row(row, session, groups.get(row.group_id or "")) for row in rows),
        course=tidy(session.course),
        pool_length=session.pool_length,
        key=key,
    )


def _lettered(rows: Iterable[SessionExercise]) -> dict[str, Group]:
    """Groups by id. Two of one letter, which nothing in the database forbids, get letters of their own."""
    groups: dict[str, Group] = {}
    for row in rows:
        if row.group_id and row.group_id not in groups:
            group = row.group.value  # type: ignore[union-attr]  # it has an id
            taken = {other.letter for other in groups.values()}
            free = [group.letter, *LETTERS]
            letter = next((letter for letter in free if letter not in taken), group.letter)
            groups[row.group_id] = Group(letter, *[getattr(group, name) for name in GROUP_FACTS])
    return groups


def _row(row: SessionExercise, session: Session, group: Group | None) -> Row:
    exercise, prescription = row.exercise, row.prescription
    notes = tidy(prescription.notes, lines=True)
    if notes != prescription.notes:
        prescription = replace(prescription, notes=notes)
    return Row(
        name=tidy(row.name),
        exercise=tidy(exercise.name) if row.written_as and row.written_as != exercise.name else None,
        sport=exercise.sport if exercise.sport != session.sport else "",
        section=row.section,
        section_title=tidy(row.section_title),
        group=group,
        prescription=prescription,
    )
