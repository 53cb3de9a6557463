"""Whether an author has a program already that says the same: importing a file again then makes no second one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from programs.models import Program

from .load import load
from .values import ProgramValue, SessionValue

MOST_LOOKED_AT = 20


def already_there(value: ProgramValue, author: Any, name: str) -> Program | None:
    """The author's newest program of that name whose facts are exactly these, however its exercises were matched."""
    same = Program.objects.filter(author=author, name=name, duration_weeks=value.weeks, sport=value.sport)
    for program in same.order_by("-created_at", "-id")[:MOST_LOOKED_AT]:
        if says_the_same(load(program), replace(value, name=name)):
            return program
    return None


def says_the_same(one: ProgramValue, other: ProgramValue) -> bool:
    """However their exercises were matched, and whatever keys their sessions have."""
    return _facts(one) == _facts(other)


def _facts(value: ProgramValue) -> ProgramValue:
    """Without what the database adds: keys of sessions, and the exercises and sports that names were found under."""
    known: dict[SessionValue, SessionValue] = {}
    for session in value.sessions:
        rows = tuple(replace(row, exercise=None, sport="") for row in session.rows)
        known[session] = replace(session, rows=rows, key="")
    return replace(value, placings=tuple(replace(p, session=known[p.session]) for p in value.placings))
