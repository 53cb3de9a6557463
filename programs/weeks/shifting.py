"""Making room: a week put in between, and a week with all that come after it moved by weeks or days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.editing import Edit
from programs.hints import shifted
from programs.models import DAYS, Program, ProgramSession
from programs.steps import OutOfProgram
from programs.weeks.board import BEHIND, Board, do
from sessions_app.editing import Refused

WEEK = len(DAYS)
SILENT = ("", False, "")


@dataclass(frozen=True)
class Insert:
    """Put `count` empty weeks behind week `number`, or with 0 before the first; all later weeks move down."""

    number: int
    count: int = 1

    def __call__(self, board: Board) -> None:
        if self.number:
            board.check(self.number)
        if self.count < 1:
            raise Refused(_("Say how many weeks."))
        board.reach(board.weeks + self.count)
        _move(board, self.number + 1, self.count)

    def label(self, board: Board) -> str:
        if self.number == 0:
            said = ngettext(
                "Inserted %(count)s week before week 1", "Inserted %(count)s weeks before week 1", self.count
            )
        else:
            said = ngettext(
                "Inserted %(count)s week below week %(week)s",
                "Inserted %(count)s weeks below week %(week)s",
                self.count,
            )
        return said % {"count": self.count, "week": self.number}


@dataclass(frozen=True)
class Shift:
    """Move week `number` and all later ones by so many days; whole weeks take along what they say of themselves.

    What goes past the end makes the program longer. Moved earlier, sessions join those that stand there; before the
    first day they cannot go (OutOfProgram).
    """

    number: int
    days: int

    def __call__(self, board: Board) -> None:
        board.check(self.number)
        if not self.days:
            raise Refused(_("Say by how much, in days or weeks."))
        moved = [placing for placing in board.placings if placing.week >= self.number]
        last = max((_index(placing) + self.days for placing in moved), default=0)
        board.reach(last // WEEK + 1)
        if min((_index(placing) + self.days for placing in moved), default=0) < 0:
            raise OutOfProgram(_("There is no day before the first one to move to."))
        if self.days % WEEK == 0:
            by = self.days // WEEK
            said = [week.number for week in board.facts if board.told(week.number) != SILENT]
            board.reach(max((number + by for number in said if number >= self.number), default=0))
            _move(board, self.number, by)
            return
        for placing in moved:
            _place(placing, _index(placing) + self.days)

    def label(self, board: Board) -> str:
        if self.days % WEEK == 0:
            count = abs(self.days) // WEEK
            by = ngettext("%(count)s week", "%(count)s weeks", count) % {"count": count}
        else:
            count = abs(self.days)
            by = ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
        sentence = (
            _("Moved week %(week)s and later by %(by)s")
            if self.days > 0
            else _("Moved week %(week)s and later %(by)s earlier")
        )
        return sentence % {"week": self.number, "by": by}


def _index(placing: ProgramSession) -> int:
    """Its day, counted from 0 on the first day of the program."""
    return (placing.week - 1) * WEEK + placing.day - 1


def _place(placing: ProgramSession, index: int) -> None:
    placing.week, placing.day = index // WEEK + 1, index % WEEK + 1
    placing.order += BEHIND


def _move(board: Board, first: int, by: int) -> None:
    """Week `first` and all later ones by so many weeks, with what they say; at the end there is room for it."""
    for placing in board.placings:
        if placing.week >= first:
            _place(placing, _index(placing) + by * WEEK)
    told = {number: board.told(number) for number in range(1, board.weeks + 1)}
    if any(told[number] != SILENT for number in range(first, min(1 - by, board.weeks + 1))):
        raise OutOfProgram(_("There is no week before the first one to move to."))
    for number in range(max(1, min(first, first + by)), board.weeks + 1):
        source = number - by
        comes = told.get(source, SILENT) if source >= first else SILENT
        stays = told[number] if number < first else SILENT
        board.tell(number, stays if comes == SILENT else comes)
    board.silenced = shifted(board.silenced, first, by)


def insert_weeks(program: Program, user: Any, number: int, count: int = 1) -> Edit:
    """See Insert."""
    return do(program, user, Insert(number, count))


def shift(program: Program, user: Any, number: int, days: int) -> Edit:
    """See Shift."""
    return do(program, user, Shift(number, days))
