"""A step in the week grid: which places there are, and the days as they were read under the lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from core import ordering
from core.editing import Edit, edit
from core.rows import key
from programs import kept
from programs.grid import Grid
from programs.models import DAYS, Program, ProgramSession, placings_in
from programs.stamps import made_of
from sessions_app.editing import Refused
from sessions_app.models import Session

Seen = int | None


class OutOfProgram(Refused):
    """A week or a day that the program does not have."""


class Weeks:
    """The rows of a step that is about the week of a placing, another week, or both: of a year's hundreds of placings
    only theirs, where the rest is known from before. grid: the program as it stood, if so; there: by id the states of
    its sessions. sessions: as they were read; what a request read before the lock may be older."""

    def __init__(self, of: ProgramSession | None, week: int | None) -> None:
        self.of = of
        self.weeks = () if week is None else (week,)
        self.grid: Grid | None = None
        self.there: dict[str, kept.State] = {}
        self.sessions: dict[str, Session] = {}

    def __call__(self, program: Any) -> list[Any]:
        rows = self._read(program)
        self.sessions = {row.session_id: row.session for row in rows if isinstance(row, ProgramSession)}
        return rows

    def _read(self, program: Any) -> list[Any]:
        if kept.is_known(kept.state_of(program)):
            made = made_of(program)
            self.grid = kept.find(made)
            if self.grid is not None:
                self.there = {state[0]: state for state in made.sessions}
                return placings_in(program.pk, self.weeks, self.of)
        return Program.read_parts([program.pk])


@contextmanager
def week_step(
    program: Program,
    user: Any,
    label: str,
    seen: tuple[ProgramSession, Seen] | None = None,
    week: int | None = None,
    **place: int,
) -> Iterator[Edit]:
    """A grid step in the week of what was seen, and in this one."""
    place |= {} if week is None else {"week": week}
    with grid_step(program, user, label, seen, Weeks(seen[0] if seen else None, week), **place) as step:
        yield step


@contextmanager
def grid_step(
    program: Program,
    user: Any,
    label: str = "",
    seen: tuple[ProgramSession, Seen] | None = None,
    read: Weeks | None = None,
    **place: int,
) -> Iterator[Edit]:
    """A step in the grid. What a request read before the lock may be older than it, so the objects at hand get the
    columns that stand there now. OutOfProgram if the program does not have the place `week`, `day`."""
    with edit(program, user, label, seen=seen, read=read) as step:
        step.refresh(program)
        if place:
            check_place(program, **place)
        if seen is not None:
            step.refresh(seen[0])
            step.objects[key(seen[0])] = seen[0]  # one object for one row
        yield step


def check_place(program: Program, week: int, day: int = 1) -> None:
    if not 1 <= week <= program.duration_weeks:
        raise OutOfProgram(
            _("Week %(week)s is not in this program, which has %(weeks)s.")
            % {"week": week, "weeks": program.duration_weeks}
        )
    if day not in DAYS:
        raise OutOfProgram(_("A week has days 1 to 7, so there is no day %(day)s.") % {"day": day})


def in_order(step: Edit) -> list[ProgramSession]:
    """All placings of the program, as the grid shows them."""
    return sorted(step.of(ProgramSession), key=lambda placing: (placing.week, placing.day, placing.order, placing.pk))


def day_of(step: Edit, week: int, day: int, without: ProgramSession | None = None) -> list[ProgramSession]:
    """The placings of one day in their order: the siblings within which `order` is dense."""
    return [
        placing for placing in in_order(step) if (placing.week, placing.day) == (week, day) and placing is not without
    ]


def put(step: Edit, placing: ProgramSession, position: int | None = None) -> None:
    """Save a placing on its day, at a place from 1; None or too large is the end."""
    siblings = day_of(step, placing.week, placing.day, without=placing)
    for row in ordering.insert(siblings, placing, position):
        if row is not placing:
            step.save(row, "order")
    if placing._state.adding:
        step.save(placing)
    else:
        step.save(placing, "week", "day", "order")


def close_gap(step: Edit, week: int, day: int, without: ProgramSession) -> None:
    """Number a day anew after a placing left it."""
    siblings = day_of(step, week, day, without=without)
    ordering.number(siblings)
    for row in siblings:
        step.save(row, "order")
