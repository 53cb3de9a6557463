"""What the builder's page of a program is made of: equal stamps, equal pages (for one reader; see core.conditional)."""

from __future__ import annotations

from core.models import Change
from core.stamps import Count, Rows, Stamp
from programs.models import Program, ProgramSession, ProgramWeek, ShareLink
from sessions_app.models import Session

_PLACED = f"SELECT session_id FROM {ProgramSession._meta.db_table} WHERE program_id = %(program)s"  # noqa: S608

BUILDER = Stamp(
    Rows(Program, "id = %(program)s AND author_id = %(author)s"),
    Rows(Session, f"id IN ({_PLACED})"),
    Rows(ShareLink, "program_id = %(program)s"),
    Count(ProgramSession, "program_id = %(program)s"),
    Count(ProgramWeek, "program_id = %(program)s"),
    Count(Change, "user_id = %(author)s AND document_type = 'programs.program' AND document_id = %(program)s"),
)


def builder_stamp(program: str, author: str) -> str | None:
    """One query. None when there is no such program of this author's."""
    return BUILDER.read(program=program, author=author)
