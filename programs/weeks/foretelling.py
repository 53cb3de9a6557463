"""What copying a week with progression comes to, in words: how heavy it becomes, and whom a step leaves as they are."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from programs.maxima import heaviest, line_of
from programs.models import ProgramSession
from programs.weeks.copying import Copy
from programs.weeks.growing import added, for_session
from sessions_app.prescription import Adjustment, Row
from sessions_app.prescription.applying import applied
from sessions_app.prescription.digest import rows_of


def in_words(copy: Copy, placings: Sequence[ProgramSession]) -> list[str]:
    """Of a copy that can be made; `placings` are those of its source."""
    return [*_heaviest(copy, placings), *_left(copy, placings)]


def _heaviest(copy: Copy, placings: Sequence[ProgramSession]) -> list[str]:
    """The heaviest line of the last full week, if it is another by then."""
    full = [(count, week) for week, count in zip(copy.targets, copy.steps, strict=True) if count]
    if not full:
        return []
    count, week = max(full)
    pairs: list[tuple[Row, Row]] = []
    for placing in placings:
        change = added(placing, copy.growth.after(placing.session, count), week)
        pairs += zip(_rows(placing, placing.adjustment), _rows(placing, change), strict=True)
    row = heaviest(after for _before, after in pairs)
    before = next((one for one, after in pairs if after is row), None)
    if row is None or before is None or line_of(row) == line_of(before):
        return []
    return [_("%(name)s reaches %(line)s in week %(week)s.") % {"name": row.name, "line": line_of(row), "week": week}]


def _rows(placing: ProgramSession, adjustment: Adjustment | None) -> tuple[Row, ...]:
    rows = rows_of(placing.session.digest)
    return applied(rows, adjustment) if adjustment else rows


def _left(copy: Copy, placings: Sequence[ProgramSession]) -> list[str]:
    """The sessions in which nothing is changed by the step that is said of them."""
    names: dict[Adjustment, list[str]] = {}
    for session in {placing.session_id: placing.session for placing in placings}.values():
        step = copy.growth.of(session)
        if step and for_session(session, step) is None:
            names.setdefault(step, []).append(session.name)
    said = _("Not changed by %(step)s: %(names)s.")
    return [said % {"step": step, "names": ", ".join(theirs)} for step, theirs in names.items()]
