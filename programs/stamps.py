"""What pages of a program are made of: equal stamps, equal pages (for one reader; see core.conditional)."""

from __future__ import annotations

from typing import Any

from core.models import Change
from core.stamps import Count, Rows, Stamp, text_of
from exercises.models import Exercise
from programs.kept import Made, State, state, state_of
from programs.models import CalendarFeed, Program, ProgramSession, ProgramWeek, ShareLink
from sessions_app.models import Session, SessionExercise

_PLACED = f"SELECT session_id FROM {ProgramSession._meta.db_table} WHERE program_id = %(program)s"  # noqa: S608

_SHOWN = Rows(Session, f"id IN ({_PLACED})")

BUILDER = Stamp(
    Rows(Program, "id = %(program)s AND author_id = %(author)s"),
    _SHOWN,
    Rows(ShareLink, "program_id = %(program)s"),
    Count(ProgramSession, "program_id = %(program)s"),
    Count(ProgramWeek, "program_id = %(program)s"),
    Count(Change, "user_id = %(author)s AND document_type = 'programs.program' AND document_id = %(program)s"),
)


SESSIONS = Stamp(_SHOWN)


def builder_stamp(program: str, author: str) -> tuple[str, Made] | None:
    """Of the page, and of the grid in it. One query. None when there is no such program of this author's."""
    found = BUILDER.rows(program=program, author=author)
    own = _states(Program, found)
    return (text_of(found), Made(next(iter(own)), _states(Session, found))) if own else None


def made_of(program: Program) -> Made:
    """Of the grid of a program that is at hand, under its lock. One query."""
    return Made(state_of(program), _states(Session, SESSIONS.rows(program=program.pk)))


def _states(model: Any, rows: list[tuple]) -> frozenset[State]:
    return frozenset(state(pk, version, at) for table, pk, _n, version, at in rows if table == model._meta.db_table)


_FED = f"SELECT program_id FROM {CalendarFeed._meta.db_table} WHERE token = %(token)s"  # noqa: S608
_SESSIONS = f"SELECT session_id FROM {ProgramSession._meta.db_table} WHERE program_id IN ({_FED})"  # noqa: S608
_NAMED = f"SELECT exercise_id FROM {SessionExercise._meta.db_table} WHERE session_id IN ({_SESSIONS})"  # noqa: S608

FEED = Stamp(
    Rows(CalendarFeed, "token = %(token)s"),
    Rows(Program, f"id IN ({_FED})"),
    Rows(Session, f"id IN ({_SESSIONS})"),
    Count(ProgramSession, f"program_id IN ({_FED})"),
    Count(Exercise, f"id IN ({_NAMED})"),
)


def feed_stamp(token: str) -> str | None:
    """Of what a calendar's feed shows, in one query. None when there is no such feed."""
    return FEED.read(token=token)
