"""What a week says of itself, and emptying it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.editing import Edit
from programs.models import Program, ProgramWeek
from programs.steps import Seen, grid_step
from programs.weeks.board import Board, do


def describe_week(
    program: Program, user: Any, number: int, *, phase: str, is_deload: bool, notes: str, seen: Seen = None
) -> Edit:
    """Phase, deload mark and note of a week; a week that says nothing keeps no row."""
    with grid_step(program, user, _("Changed week %(week)s") % {"week": number}, week=number) as step:
        week = next((week for week in step.of(ProgramWeek) if week.number == number), None)
        if week is not None:
            step.check(week, seen)
        week = week or ProgramWeek(program=program, number=number)
        week.phase, week.is_deload, week.notes = phase, is_deload, notes
        if phase or is_deload or notes:
            step.save(week)
        elif not week._state.adding:
            step.delete(week)
    return step


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
