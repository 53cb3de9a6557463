"""A program value into the database: one undoable step, all or nothing, the same number of queries for any size."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.editing import edit
from exercises.models import Exercise
from programs.models import Program, ProgramSession, ProgramWeek
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise, SessionGroup

from .naming import Finder, Wanted, wanted_by
from .values import ProgramValue, SessionValue

Watch = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Saved:
    """What was made. sessions are distinct ones; exercises_matched were there already."""

    program: Program
    sessions: int
    placings: int
    exercises_created: tuple[Exercise, ...]
    exercises_matched: tuple[Exercise, ...]


def save(
    value: ProgramValue,
    author: Any,
    name: str | None = None,
    *,
    kept: bool = False,
    label: str = "",
    pk: str = "",
    copied_from: str | None = None,
    finder: Finder | None = None,
    watch: Watch = iter,
) -> Saved:
    """Make a new program of `author`, private, with its sessions. Undo takes program and sessions away again.

    `kept` puts the sessions into the author's list, `label` names the step, `pk` is the program's id if it
    has one, `copied_from` that of the one it was made from. `watch` goes round the sessions while they are prepared.
    The author's own exercises that had to be made stay when it is undone.
    """
    program = program_of(value, author, name)
    program.pk = pk or program.pk
    program.copied_from_id = copied_from
    with edit(program, author, label or _("Imported %(name)s") % {"name": program.name}) as step:
        finder = finder or Finder(author)
        exercises = finder.find_all(value.sessions)
        made = tuple(finder.made)
        Exercise.objects.bulk_create(made)
        program.save()
        sessions = make_sessions(value.sessions, author, exercises, kept, watch)
        step.created(*sessions.values())
        place(value, program, sessions)
    return Saved(program, len(sessions), len(value.placings), made, tuple(finder.matched.values()))


def program_of(value: ProgramValue, author: Any, name: str | None = None) -> Program:
    return Program(
        author=author,
        name=name or value.name,
        sport=value.sport,
        description=value.description,
        duration_weeks=value.weeks,
        day_names=value.day_names,
        difficulty=value.difficulty,
        is_template=value.is_template,
    )


def save_session(value: SessionValue, author: Any) -> Session:
    """Make a new session of `author`, in their list. Undo takes it away again."""
    session = Session()
    with edit(session, author, _("Imported %(name)s") % {"name": value.name}):
        finder = Finder(author)
        exercises = finder.find_all([value])
        Exercise.objects.bulk_create(finder.made)
        return make_sessions([value], author, exercises, kept=True, pk=session.pk)[value]


def make_sessions(
    values: Iterable[SessionValue],
    author: Any,
    exercises: dict[Wanted, Exercise],
    kept: bool,
    watch: Watch = iter,
    pk: str = "",
) -> dict[SessionValue, Session]:
    """Sessions that say this, with their rows, in three queries. `pk` is the id of a single one, if it has one."""
    sessions: dict[SessionValue, Session] = {}
    groups: list[SessionGroup] = []
    rows: list[SessionExercise] = []
    for value in watch(tuple(values)):
        session = Session(
            author=author,
            name=value.name,
            sport=value.sport,
            course=value.course,
            pool_length=value.pool_length,
            effort=value.effort,
            note=value.note,
            kept=kept,
        )
        session.pk = pk or session.pk
        own_groups = _groups(value, session)
        own_rows = _rows(value, session, own_groups, exercises)
        session.digest = digest_of(own_rows)
        sessions[value] = session
        groups += own_groups.values()
        rows += own_rows
    Session.objects.bulk_create(sessions.values())
    SessionGroup.objects.bulk_create(groups)
    SessionExercise.objects.bulk_create(rows)
    return sessions


def _groups(value: SessionValue, session: Session) -> dict[str, SessionGroup]:
    found = {row.group.letter: row.group for row in value.rows if row.group}
    return {
        letter: SessionGroup(
            session=session,
            letter=letter,
            kind=group.kind,
            rounds=group.rounds,
            sets_of_rounds=group.sets_of_rounds,
            cap_s=group.cap_s,
            every_s=group.every_s,
            rest_s=group.rest_s,
            set_rest_s=group.set_rest_s,
        )
        for letter, group in sorted(found.items())
    }


def _rows(
    value: SessionValue, session: Session, groups: dict[str, SessionGroup], exercises: dict[Wanted, Exercise]
) -> list[SessionExercise]:
    rows = []
    for order, (row, wanted) in enumerate(zip(value.rows, wanted_by(value), strict=True), start=1):
        exercise = exercises[wanted]
        placed = SessionExercise(
            session=session,
            exercise=exercise,
            written_as="" if row.name == exercise.name else row.name,
            order=order,
            section=row.section,
            section_title=row.section_title,
            group=groups[row.group.letter] if row.group else None,
        )
        placed.prescription = row.prescription
        rows.append(placed)
    return rows


def place(value: ProgramValue, program: Program, sessions: dict[SessionValue, Session]) -> None:
    ProgramWeek.objects.bulk_create(
        ProgramWeek(program=program, number=week.number, phase=week.phase, is_deload=week.is_deload, notes=week.notes)
        for week in value.week_facts
    )
    ProgramSession.objects.bulk_create(
        ProgramSession(
            program=program,
            session=sessions[placing.session],
            week=placing.week,
            day=placing.day,
            order=placing.order,
            time_of_day=placing.time_of_day,
            adjustment=placing.adjustment or None,
            notes=placing.notes,
        )
        for placing in value.placings
    )
