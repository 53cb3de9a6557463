"""How a week of a text takes another one over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sessions_app.prescription import Adjustment, effective
from sessions_app.prescription.applying import POOL_M

from .values import SessionValue


class Parts:
    """What of a change means something in a session, asked once for each."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Adjustment], Adjustment | None] = {}

    def of(self, session: SessionValue, change: Adjustment | None) -> Adjustment | None:
        if not change:
            return None
        known = (id(session), change)
        if known not in self._known:
            self._known[known] = _part(session, change)
        return self._known[known]

    def idle(self, sessions: Iterable[SessionValue], change: Adjustment | None) -> list[Adjustment]:
        """Parts of a change that change nothing in all of them: a name misspelt, a kind misjudged."""
        parts = [part for part in (self.of(session, change) for session in sessions) if part]
        if not change:
            return []
        idle = [Adjustment((pair,)) for pair in change.amounts if not any(part.get(pair[0]) for part in parts)]
        return idle + [Adjustment(rows=(row,)) for row in change.rows if not any(row in part.rows for part in parts)]


def _part(session: SessionValue, change: Adjustment) -> Adjustment | None:
    """What of a change means something in this session; all of it where nothing stands there."""
    if not session.rows:
        return change
    rows = [replace(row, sport=row.sport or session.sport) for row in session.rows]
    return effective(rows, change, session.pool_length or POOL_M) or None


def taken_over(
    standing: Adjustment | None, change: Adjustment | None, part: Adjustment | None, is_deload: bool
) -> Adjustment | None:
    """The adjustment in a week that takes another over: a deload counts from the session, any other goes on."""
    base = None if is_deload and change else standing
    return (base + part if base and part else part or base) or None
