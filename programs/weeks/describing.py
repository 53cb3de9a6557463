"""What a week says of itself, and emptying it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.editing import Edit
from programs.models import Program, ProgramWeek
from programs.steps import OutOfProgram, Seen, check_place, grid_step
from programs.weeks.board import Board, do


def describe_week(
    program: Program,
    user: Any,
    number: int,
    *,
    phase: str,
    is_deload: bool,
    notes: str,
    until: int | None = None,
    seen: Seen = None,
) -> Edit:
    """Phase, deload mark and note of a week, and `until` another one the phase of those that follow. A week that says
    nothing keeps no row."""
    last = number if until is None else until
    if last < number:
        raise OutOfProgram(_("The last week comes before the first."))
    with grid_step(program, user, _label(number, last), week=number) as step:
        check_place(program, last)
        said = {week.number: week for week in step.of(ProgramWeek)}
        if number in said:
            step.check(said[number], seen)
        for one in range(number, last + 1):
            week = said.get(one) or ProgramWeek(program=program, number=one)
            week.phase = phase
            if one == number:
                week.is_deload, week.notes = is_deload, notes
            if week.phase or week.is_deload or week.notes:
                step.save(week)
            elif not week._state.adding:
                step.delete(week)
    return step


def _label(number: int, last: int) -> str:
    if last == number:
        return _("Changed week %(week)s") % {"week": number}
    return _("Changed weeks %(week)s to %(last)s") % {"week": number, "last": last}


@dataclass(frozen=True)
class Clear:
    """Take every session out of week `number`; what it says of itself stays."""

    number: int

    def __call__(self, board: Board) -> None:
        board.check(self.number)
        standing = board.of_week(self.number)
        board.replaced += len(standing)
        board.take_out(*standing)

    def label(self, board: Board) -> str:
        return _("Cleared week %(week)s") % {"week": self.number}


def clear_week(program: Program, user: Any, number: int) -> Edit:
    """See Clear."""
    return do(program, user, Clear(number))
