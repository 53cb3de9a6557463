"""Whether an author has a program already that says the same: importing a file again then makes no second one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from programs.models import Program

from .load import load
from .values import ProgramValue, SessionValue

MOST_LOOKED_AT = 20


class ThereAlready:
    """The programs of an author by what they say, each loaded once however many are looked for."""

    def __init__(self, author: Any) -> None:
        self.author = author
        self._known: dict[tuple[str, int, str], dict[ProgramValue, Program]] = {}

    def find(self, value: ProgramValue, name: str) -> Program | None:
        """The newest of that name whose facts are exactly these, however its exercises were matched."""
        alike = name, value.weeks, value.sport
        if alike not in self._known:
            same = Program.objects.filter(author=self.author, name=name, duration_weeks=value.weeks, sport=value.sport)
            newest = same.order_by("-created_at", "-id")[:MOST_LOOKED_AT]
            self._known[alike] = {_facts(load(program)): program for program in reversed(newest)}
        return self._known[alike].get(_facts(replace(value, name=name)))


def already_there(value: ProgramValue, author: Any, name: str) -> Program | None:
    return ThereAlready(author).find(value, name)


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
