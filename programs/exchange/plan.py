"""What of a program a text means: which session and which placing each of it is, and what would go.

A text says no ids, so what stands there comes as it reads in its own text: what reads the same is the same, whatever a
text cannot tell. Nothing here asks the database.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from core.text import key
from programs.models import ProgramSession

from .values import PlacingValue, ProgramValue, SessionValue


@dataclass(slots=True)
class Plan:
    """sessions: the id of each session of the text, None for a new one; rewritten: those that say something else now.
    placings: each of the text, with the row that it is, if there is one. removed: what it leaves out.
    """

    stood: ProgramValue
    wanted: ProgramValue
    sessions: dict[SessionValue, str | None] = field(default_factory=dict)
    rewritten: dict[str, SessionValue] = field(default_factory=dict)
    placings: list[tuple[PlacingValue, ProgramSession | None]] = field(default_factory=list)
    removed: list[tuple[PlacingValue, ProgramSession]] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)  # (session, exercise) of lines that it leaves out

    @property
    def weeks_cut(self) -> range:
        return range(self.wanted.weeks + 1, self.stood.weeks + 1)

    @property
    def token(self) -> str:
        """By which a form says that just this may go; "" where nothing would."""
        if not (self.removed or self.weeks_cut or self.lines):
            return ""
        said = repr((sorted(row.pk for _value, row in self.removed), self.weeks_cut, self.lines))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def plan(standing: Sequence[ProgramSession], stood: ProgramValue, wanted: ProgramValue) -> Plan:
    """`standing` are the rows of `stood.placings`, one for one."""
    found = Plan(stood, wanted)
    ids = {value.session: row.session_id for value, row in zip(stood.placings, standing, strict=True)}
    found.sessions = _sessions(stood, wanted, ids)
    said = {pk: value for value, pk in ids.items()}
    for value, pk in found.sessions.items():
        if pk is not None and said[pk] != value:
            found.rewritten[pk] = value
            found.lines += [(value.name, name) for name in _left_out(said[pk], value)]
    _placings(found, list(zip(stood.placings, standing, strict=True)))
    return found


def _sessions(
    stood: ProgramValue, wanted: ProgramValue, ids: dict[SessionValue, str]
) -> dict[SessionValue, str | None]:
    """A session that says what one said before is that one. Another is the one of its name that no more stands there as
    it was, else the one that stood in its place: it was edited, or renamed."""
    found: dict[SessionValue, str | None] = {value: ids.get(value) for value in wanted.sessions}
    free = {value: pk for value, pk in ids.items() if value not in found}
    at = {value.place: value.session for value in stood.placings}
    places: dict[SessionValue, list[SessionValue]] = defaultdict(list)
    for placing in wanted.placings:
        if placing.place in at:
            places[placing.session].append(at[placing.place])

    def take(value: SessionValue, candidates: Sequence[SessionValue]) -> None:
        same = next((other for other in candidates if other in free), None)
        if found[value] is None and same is not None:
            found[value] = free.pop(same)

    for value in found:
        take(value, [other for other in free if key(other.name) == key(value.name)])
    for value in found:
        take(value, places[value])
    return found


def _left_out(old: SessionValue, new: SessionValue) -> list[str]:
    """Names of lines that are no more."""
    count = Counter(key(row.name) for row in old.rows)
    count.subtract(key(row.name) for row in new.rows)
    names = {key(row.name): row.name for row in old.rows}
    return [names[name] for name, more in count.items() for _ in range(max(more, 0))]


def _placings(found: Plan, standing: list[tuple[PlacingValue, ProgramSession]]) -> None:
    """A placing is the one of its session that stands nearest: in its place, on its day, in its week, anywhere; or the
    one of its name in its place, whose session is another now."""
    wanted = [(value, found.sessions[value.session]) for value in found.wanted.placings]
    stood = {row.pk: (value, row.session_id) for value, row in standing}
    rows = {row.pk: row for _value, row in standing}
    paired: dict[int, ProgramSession] = {}

    def pair(same: Callable[[PlacingValue, str | None], Hashable]) -> None:
        free: dict[Hashable, list[str]] = defaultdict(list)
        for pk, (value, session) in stood.items():
            free[same(value, session)].append(pk)
        for index, one in enumerate(wanted):
            mine = free[same(*one)] if index not in paired else []
            if mine:
                week = one[0].week
                nearest = min(mine, key=lambda pk: abs(stood[pk][0].week - week))
                mine.remove(nearest)
                del stood[nearest]
                paired[index] = rows[nearest]

    pair(lambda value, pk: (value.place, pk))
    pair(lambda value, pk: (value.week, value.day, pk))
    pair(lambda value, pk: (value.place, key(value.session.name)))
    pair(lambda value, pk: (value.week, pk))
    pair(lambda value, pk: pk or value.place)
    found.placings = [(value, paired.get(index)) for index, (value, _pk) in enumerate(wanted)]
    found.removed = [(value, rows[pk]) for pk, (value, _session) in stood.items()]
