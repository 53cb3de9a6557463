"""Less work: a week made a deload, and a taper to the day that counts."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from core.editing import Edit
from programs.models import DAYS, Program
from programs.weeks.board import Board, do
from programs.weeks.growing import added, for_session
from sessions_app.editing import Refused
from sessions_app.prescription import Adjustment

WEEK = len(DAYS)


@dataclass(frozen=True)
class Deload:
    """Week `number` does `volume` percent (-40) of the work as it stands in the sessions, whatever it had grown by."""

    number: int
    volume: int = -40

    def __call__(self, board: Board) -> None:
        board.check(self.number)
        for placing in board.of_week(self.number):
            placing.adjustment = for_session(placing.session, less(self.volume))
        phase, _is_deload, notes = board.told(self.number)
        board.tell(self.number, (phase, True, notes))

    def label(self, board: Board) -> str:
        return _("Made week %(week)s a deload") % {"week": self.number}


@dataclass(frozen=True)
class Taper:
    """In the `weeks` times seven days before day `day` of week `number` the volume goes down in even steps to `volume`
    percent (-60: with three weeks -20, -40, -60); intensity and the number of sessions stay (docs/formulas.md).

    The day itself, and what comes after it, stays as it is. What a placing had grown by stays, too.
    """

    number: int
    day: int = WEEK
    weeks: int = 2
    volume: int = -60

    def __call__(self, board: Board) -> None:
        board.check(self.number, self.day)
        lighter = [placing for placing in board.placings if self._step(placing.week, placing.day)]
        if not lighter:
            raise Refused(_("There is no session in the days before it that could be made lighter."))
        for placing in lighter:
            step = self._step(placing.week, placing.day)
            placing.adjustment = added(placing, less(round(self.volume * step / self.weeks)))
        for week in range(max(1, self.number - self.weeks), self.number + 1):
            if week == self.number or self._days_in(week) > WEEK / 2:
                _phase, is_deload, notes = board.told(week)
                board.tell(week, (_("Taper"), is_deload, notes))

    def _step(self, week: int, day: int) -> int:
        """1 in the first week of the taper, `weeks` in the last; 0 outside of it."""
        days = (self.number - week) * WEEK + self.day - day
        return max(0, self.weeks + 1 - ceil(days / WEEK)) if days > 0 else 0

    def _days_in(self, week: int) -> int:
        return sum(self._step(week, day) > 0 for day in DAYS)

    def label(self, board: Board) -> str:
        return _("Tapered to week %(week)s") % {"week": self.number}


def less(volume: int) -> Adjustment:
    """As a percentage below nothing: -40."""
    return Adjustment.of(volume=volume)


def make_deload(program: Program, user: Any, number: int, volume: int = -40) -> Edit:
    """See Deload."""
    return do(program, user, Deload(number, volume))


def taper(program: Program, user: Any, number: int, day: int = WEEK, weeks: int = 2, volume: int = -60) -> Edit:
    """See Taper."""
    return do(program, user, Taper(number, day, weeks, volume))
