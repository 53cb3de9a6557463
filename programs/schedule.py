"""Verbs of placed sessions: place, move, copy, remove, adjust. Each is one undoable step in the program."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.editing import Edit
from core.models import clone
from programs.days import day_name
from programs.models import DAYS, Program, ProgramSession
from programs.steps import Seen, close_gap, grid_step, in_order, put, week_step
from sessions_app.copying import duplicate
from sessions_app.editing import Refused
from sessions_app.editing.documents import prepare, write_new
from sessions_app.models import Session
from sessions_app.notation import EXERCISES, read_line
from sessions_app.prescription import Adjustment


def place(
    program: Program,
    user: Any,
    session: Session,
    week: int,
    day: int,
    position: int | None = None,
    adjustment: Adjustment | None = None,
) -> ProgramSession:
    """Put `session` on a day, last unless `position` says otherwise. Another coach's is copied first, with credit."""
    with week_step(program, user, _added(program, session, week, day), week=week, day=day) as step:
        if session.author_id != program.author_id:
            session = duplicate(session, program.author, kept=False)
            step.created(session)
        placing = ProgramSession(program=program, session=session, week=week, day=day, adjustment=adjustment or None)
        put(step, placing, position)
    return placing


def place_new(program: Program, user: Any, session: Session, text: str, week: int, day: int) -> ProgramSession:
    """Make a session out of a name, typed lines or both, and put it on a day, in one step. Refused if neither says
    anything."""
    if not text.strip() and not session.name.strip():
        raise Refused(_("Choose a session, or type one: Easy run 40:00 Z1."))
    session.name = session.name.strip() or first_line_name(text, session.sport or "")
    read = prepare(session, program.author, text)
    with week_step(program, user, _added(program, session, week, day), week=week, day=day) as step:
        step.created(session)
        write_new(session, step, read)
        placing = ProgramSession(program=program, session=session, week=week, day=day)
        put(step, placing)
    return placing


def _added(program: Program, session: Session, week: int, day: int) -> str:
    return _("Added %(name)s to week %(week)s, %(day)s") % _where(program, session, week, day)


def _where(program: Program, session: Session, week: int, day: int) -> dict[str, Any]:
    """For the label of a step, which is written before anybody looked whether there is such a day."""
    name = day_name(program.day_names, day) if day in DAYS else str(day)
    return {"name": session.name, "week": week, "day": name}


def first_line_name(text: str, sport: str = "") -> str:
    """A name for a session that was typed without one: its heading, else its first exercise, else what one does in its
    sport."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines[0].startswith("#"):
        return ""
    exercises = (line for line in lines if not line.startswith(("==", ">", "//")))
    return read_line(next(exercises, "")).name[:120] or EXERCISES.get(sport, "")


def move(
    placing: ProgramSession, user: Any, week: int, day: int, position: int | None = None, seen: Seen = None
) -> Edit:
    """Take a placed session to another day, or to another position of its own."""
    label = _("Moved %(name)s to week %(week)s, %(day)s") % _where(placing.program, placing.session, week, day)
    with week_step(placing.program, user, label, seen=(placing, seen), week=week, day=day) as step:
        left = (placing.week, placing.day)
        if left != (week, day):
            close_gap(step, *left, without=placing)
        placing.week, placing.day = week, day
        put(step, placing, position)
    return step


def copy_placing(
    placing: ProgramSession, user: Any, week: int, day: int, position: int | None = None
) -> ProgramSession:
    """Place the same session again, with the same adjustment."""
    label = _("Copied %(name)s to week %(week)s, %(day)s") % _where(placing.program, placing.session, week, day)
    with week_step(placing.program, user, label, seen=(placing, None), week=week, day=day) as step:
        copy = clone(placing, session=placing.session, week=week, day=day)
        put(step, copy, position)
    return copy


def remove(placing: ProgramSession, user: Any, seen: Seen = None) -> Edit:
    """Take a placed session out; the session itself stays."""
    label = _("Removed %(name)s from week %(week)s") % {"name": placing.session.name, "week": placing.week}
    with week_step(placing.program, user, label, seen=(placing, seen)) as step:
        step.delete(placing)
        close_gap(step, placing.week, placing.day, without=placing)
    return step


def adjust(placing: ProgramSession, user: Any, adjustment: Adjustment | None, seen: Seen = None) -> Edit:
    """Say how this placing differs from its session; None: as in the session."""
    label = _("Adjusted %(name)s") % {"name": placing.session.name}
    with week_step(placing.program, user, label, seen=(placing, seen)) as step:
        placing.adjustment = adjustment or None
        step.save(placing, "adjustment")
    return step


def annotate(placing: ProgramSession, user: Any, *, time_of_day: Any, notes: str, seen: Seen = None) -> Edit:
    label = _("Changed the note of %(name)s") % {"name": placing.session.name}
    with week_step(placing.program, user, label, seen=(placing, seen)) as step:
        placing.time_of_day, placing.notes = time_of_day, notes
        step.save(placing, "time_of_day", "notes")
    return step


def make_own(placing: ProgramSession, user: Any, seen: Seen = None, *, later: bool = False) -> Edit:
    """Give this placing a session of its own, so that editing it leaves the other weeks as they are.

    `later`: those of the same session that come after it in the program get it, too.
    """
    label = _("Made %(name)s from week %(week)s on its own") if later else _("Made %(name)s in week %(week)s its own")
    facts = {"name": placing.session.name, "week": placing.week}
    with grid_step(placing.program, user, label % facts, seen=(placing, seen)) as step:
        shared = placing.session
        placing.session = duplicate(shared, placing.program.author, kept=False)
        step.created(placing.session)
        following = in_order(step)
        following = following[following.index(placing) + 1 :] if later else []
        for one in (placing, *(one for one in following if one.session_id == shared.pk)):
            one.session = placing.session
            step.save(one, "session")
    return step
