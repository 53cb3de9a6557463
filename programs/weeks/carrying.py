"""Several placings at once, a day's or a week's among them: carried elsewhere, copied there, or taken out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext

from core.editing import Edit
from core.models import clone
from programs.models import DAYS, Program
from programs.steps import Seen
from programs.weeks.board import BEHIND, Board, do

WEEK = len(DAYS)


@dataclass(frozen=True)
class Carry:
    """The first of these placings comes to `week` and `day`, the others as far from it as they stand now.

    They come behind what stands there. OutOfProgram where one would come beyond the program. `copies`: they stay, too.
    """

    cards: Collection[str]
    week: int
    day: int
    copies: bool = False

    def __call__(self, board: Board) -> None:
        board.check(self.week, self.day)
        mine = [placing for placing in board.in_order() if placing.pk in self.cards]
        by = (self.week - mine[0].week) * WEEK + self.day - mine[0].day if mine else 0
        for placing in mine:
            week, day = divmod((placing.week - 1) * WEEK + placing.day - 1 + by, WEEK)
            board.check(week + 1, day + 1)
            if self.copies:
                placing = clone(placing, session=placing.session)
                board.placings.append(placing)
            placing.week, placing.day = week + 1, day + 1
            placing.order += BEHIND

    def label(self, board: Board) -> str:
        facts = {"n": len(self.cards), "week": self.week}
        if self.copies:
            return ngettext(
                "Copied a session to week %(week)s", "Copied %(n)s sessions to week %(week)s", facts["n"]
            ) % (facts)
        return ngettext("Moved a session to week %(week)s", "Moved %(n)s sessions to week %(week)s", facts["n"]) % facts


@dataclass(frozen=True)
class TakeOut:
    """These placings go; their sessions stay."""

    cards: Collection[str]

    def __call__(self, board: Board) -> None:
        board.take_out(*(placing for placing in board.placings if placing.pk in self.cards))

    def label(self, board: Board) -> str:
        return ngettext("Removed a session", "Removed %(n)s sessions", len(self.cards)) % {"n": len(self.cards)}


def carry(
    program: Program, user: object, cards: Mapping[str, Seen], week: int, day: int, *, copies: bool = False
) -> Edit:
    """See Carry. `cards`: the versions that the page showed, by id. Conflict where one is gone or another by now."""
    return do(program, user, Carry(tuple(cards), week, day, copies), seen=cards)


def take_out(program: Program, user: object, cards: Mapping[str, Seen]) -> Edit:
    """See TakeOut."""
    return do(program, user, TakeOut(tuple(cards)), seen=cards)
