"""Other weekdays for all weeks at once: Monday, Wednesday, Friday become Tuesday, Thursday, Saturday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.editing import Edit
from programs.models import Program
from programs.weeks.board import BEHIND, Board, do


@dataclass(frozen=True)
class Rearrange:
    """From week `first` on each day's sessions go to the day that `days` says, of the first day to the seventh.

    Where a day stays and others come to it, they come behind.
    """

    days: Sequence[int]
    first: int = 1

    def __call__(self, board: Board) -> None:
        for day in self.days:
            board.check(self.first, day)
        for placing in board.placings:
            day = self.days[placing.day - 1]
            if placing.week >= self.first and day != placing.day:
                placing.day = day
                placing.order += BEHIND

    def label(self, board: Board) -> str:
        if self.first == 1:
            return _("Moved weekdays in all weeks")
        return _("Moved weekdays from week %(week)s on") % {"week": self.first}


def rearrange(program: Program, user: Any, days: Sequence[int], first: int = 1) -> Edit:
    """See Rearrange."""
    return do(program, user, Rearrange(tuple(days), first))
