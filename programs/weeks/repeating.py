"""One placed session on the same day of other weeks, each a step further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.editing import Edit
from core.models import clone
from programs.models import MAX_WEEKS, ProgramSession
from programs.steps import OutOfProgram, Seen
from programs.weeks.board import BEHIND, Board, do
from programs.weeks.growing import Growth, added, for_session
from programs.weeks.lightening import less
from sessions_app.editing import Refused
from sessions_app.prescription import Adjustment

DELOAD = -40  # percent, as what a deload takes in a copied week


@dataclass(frozen=True)
class Repeat:
    """Place the session of `placing` in each of `weeks`, behind what stands on its day, each a `step` further than the
    last full one; weeks before it have it as it is. A week that is a deload takes less of it instead. Where the session
    stands on that day already it is not placed again: it only gets the progression, in place of what it had, and stays
    as it is where there is none.
    """

    placing: str
    weeks: Sequence[int]
    step: Adjustment | None = None

    def __call__(self, board: Board) -> None:
        source = self._source(board)
        weeks = sorted({*self.weeks} - {source.week})
        if not weeks or min(weeks) < 1 or max(weeks) > MAX_WEEKS:
            raise OutOfProgram(_("Choose one or more other weeks, from 1 to 52."))
        board.reach(max(weeks))
        growth, full = Growth(self.step), 0
        growth.refuse_idle([source.session], sum(week > source.week for week in weeks))
        for week in weeks:
            if board.said(week).is_deload:
                self._put(board, source, week, for_session(source.session, less(DELOAD)))
            else:
                full += week > source.week
                self._put(board, source, week, added(source, growth.after(source.session, full), week))

    def _source(self, board: Board) -> ProgramSession:
        found = next((one for one in board.placings if one.pk == self.placing), None)
        if found is None:
            raise Refused(_("Not there any more."))
        return found

    def _put(self, board: Board, source: ProgramSession, week: int, adjustment: Adjustment | None) -> None:
        standing = [one for one in board.of_week(week) if (one.session_id, one.day) == (source.session_id, source.day)]
        for one in standing if self.step and week > source.week else ():
            board.replaced += one.adjustment not in (None, adjustment)
            one.adjustment = adjustment
        if not standing:
            place = {"week": week, "order": source.order + BEHIND, "adjustment": adjustment}
            board.placings.append(clone(source, session=source.session, **place))

    def label(self, board: Board) -> str:
        source = self._source(board)
        count = len([week for week in self.weeks if week != source.week])
        said = ngettext("Repeated %(name)s in %(count)s week", "Repeated %(name)s in %(count)s weeks", count)
        said %= {"name": source.session.name, "count": count}
        if not board.replaced:
            return said
        replaced = ngettext(
            "in place of the adjustment of %(count)s session",
            "in place of the adjustments of %(count)s sessions",
            board.replaced,
        )
        return f"{said}, {replaced % {'count': board.replaced}}"


def repeat(
    placing: ProgramSession, user: Any, weeks: Sequence[int], step: Adjustment | None, seen: Seen = None
) -> Edit:
    """See Repeat."""
    return do(placing.program, user, Repeat(placing.pk, weeks, step), {placing.pk: seen})
