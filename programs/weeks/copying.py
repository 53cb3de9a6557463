"""Copying a week onto others, as it is or each a step further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.editing import Edit
from core.models import clone
from programs.models import MAX_WEEKS, Program, ProgramSession
from programs.steps import OutOfProgram
from programs.weeks.board import BEHIND, Board, do
from programs.weeks.growing import Growth, added, for_session, turns
from sessions_app.prescription import Adjustment


@dataclass(frozen=True)
class Copy:
    """Copy week `source` onto `targets`, each a step of `growth` further. What stood there is replaced, or with `add`
    stays in front of what comes.

    With `deload_every` n, each n-th week counted from the source (itself the first) is a deload: it takes
    `deload` (a volume adjustment) instead of a step, and the next full week goes on from the last full one.
    Targets past the end lengthen the program, to 52 weeks at the most (else OutOfProgram).
    """

    source: int
    targets: Sequence[int]
    growth: Growth = field(default_factory=Growth)
    deload_every: int | None = None
    deload: Adjustment | None = None
    add: bool = False

    def __call__(self, board: Board) -> None:
        board.check(self.source)
        if not self.targets or self.source in self.targets or min(self.targets) < 1 or max(self.targets) > MAX_WEEKS:
            raise OutOfProgram(_("Choose one or more other weeks, from 1 to 52."))
        board.reach(max(self.targets))
        placings = board.of_week(self.source)
        steps = self.steps
        self.growth.refuse_idle([placing.session for placing in placings], max(filter(None, steps), default=0))
        for week, count in zip(self.targets, steps, strict=True):
            self._clear(board, week)
            board.placings += [self._copy(placing, week, count) for placing in placings]
            self._say(board, week, is_deload=count is None)

    @property
    def steps(self) -> list[int | None]:
        """Of each target how many steps it is from the source; None is a deload."""
        return turns(len(self.targets) + 1, self.deload_every)[1:]

    def _clear(self, board: Board, week: int) -> None:
        if not self.add:
            standing = board.of_week(week)
            board.replaced += len(standing)
            board.take_out(*standing)

    def _copy(self, placing: ProgramSession, week: int, steps: int | None) -> ProgramSession:
        if steps is None:
            adjustment = for_session(placing.session, self.deload)
        else:
            adjustment = added(placing, self.growth.after(placing.session, steps), week)
        return clone(placing, session=placing.session, week=week, order=placing.order + BEHIND, adjustment=adjustment)

    def _say(self, board: Board, week: int, *, is_deload: bool) -> None:
        phase, was_deload, notes = board.told(week)
        source = board.said(self.source).phase
        board.tell(week, (phase or source, was_deload or is_deload, notes) if self.add else (source, is_deload, ""))

    def label(self, board: Board) -> str:
        count = len(self.targets)
        done = ngettext("Copied week %(week)s to %(count)s week", "Copied week %(week)s to %(count)s weeks", count)
        said = done % {"week": self.source, "count": count}
        if not board.replaced:
            return said
        replaced = ngettext("in place of %(count)s session", "in place of %(count)s sessions", board.replaced)
        return f"{said}, {replaced % {'count': board.replaced}}"


def copy_week(
    program: Program,
    user: Any,
    source: int,
    targets: Sequence[int],
    *,
    progression: Adjustment | None = None,
    deload_every: int | None = None,
    deload: Adjustment | None = None,
    add: bool = False,
) -> Edit:
    """See Copy; with one progression for all sessions, of which each takes the parts that change it."""
    return do(program, user, Copy(source, tuple(targets), Growth(progression), deload_every, deload, add))
