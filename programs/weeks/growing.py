"""Steps from week to week: how many of them a week is away from the first, and what one is for each session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from programs.models import ProgramSession
from sessions_app.editing import Refused
from sessions_app.models import Session
from sessions_app.prescription import Adjustment, effective
from sessions_app.prescription.applying import POOL_M
from sessions_app.prescription.digest import rows_of

MAX_ADJUSTMENT = 500  # characters, as its column has


class TooMuchToSay(Refused):
    """An adjustment that a placing has no room for."""


def turns(weeks: int, deload_every: int | None) -> list[int | None]:
    """For each of `weeks` weeks how many steps it is from the first; None is a deload.

    Every n-th week is one instead of a step, and the next full week goes on from the last full one.
    """
    counted: list[int | None] = []
    full = 0
    for place in range(1, weeks + 1):
        if deload_every and place % deload_every == 0:
            counted.append(None)
        else:
            counted.append(full)
            full += 1
    return counted


@dataclass(frozen=True)
class Growth:
    """One step for each session: what is said of it, else of its sport, else of all. An empty adjustment is none."""

    all: Adjustment | None = None
    sports: Mapping[str, Adjustment] = field(default_factory=dict)
    sessions: Mapping[str, Adjustment] = field(default_factory=dict)

    def of(self, session: Session) -> Adjustment | None:
        said = self.sessions.get(session.pk)
        return self.sports.get(session.sport, self.all) if said is None else said

    def after(self, session: Session, steps: int) -> Adjustment | None:
        return times(self.of(session), steps)

    def refuse_idle(self, sessions: Iterable[Session], steps: int) -> None:
        """Refused if a part of it changes nothing in any session it is said of: a name misspelt, a kind misjudged."""
        meant: dict[Adjustment, list[Session]] = {}
        for session in sessions:
            if change := self.after(session, steps):
                meant.setdefault(change, []).append(session)
        idle = [part for change, theirs in meant.items() for part in _idle(change, theirs)]
        if idle:
            raise Refused(_("Nothing in this week is changed by %(change)s.") % {"change": ", ".join(map(str, idle))})


def _idle(change: Adjustment, sessions: Sequence[Session]) -> list[Adjustment]:
    taken = [part for part in (for_session(session, change) for session in sessions) if part]
    idle = [Adjustment((pair,)) for pair in change.amounts if not any(part.get(pair[0]) for part in taken)]
    return idle + [Adjustment(rows=(row,)) for row in change.rows if not any(row in part.rows for part in taken)]


def times(step: Adjustment | None, count: int) -> Adjustment | None:
    """TooMuchToSay where it grows out of bounds; Adjustment says of which."""
    try:
        return (step * count or None) if step and count else None
    except ValueError as error:
        raise TooMuchToSay(str(error)) from error


def for_session(session: Session, change: Adjustment | None) -> Adjustment | None:
    """What of a change means something in this session; all of it where no exercise stands there yet."""
    rows = rows_of(session.digest)
    if not change or not rows:
        return change
    return effective(rows, change, session.pool_length or POOL_M) or None


def added(placing: ProgramSession, change: Adjustment | None, week: int | None = None) -> Adjustment | None:
    """The adjustment of a placing with what of `change` its session can take. `week`: where it is to stand."""
    change = for_session(placing.session, change)
    adjustment = placing.adjustment + change if placing.adjustment and change else change or placing.adjustment
    if len(str(adjustment or "")) > MAX_ADJUSTMENT:
        raise TooMuchToSay(
            _("The adjustment of %(name)s in week %(week)s would be longer than %(most)s characters.")
            % {"name": placing.session.name, "week": week or placing.week, "most": MAX_ADJUSTMENT}
        )
    return adjustment or None
