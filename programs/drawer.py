"""The drawer: which of a coach's sessions are at hand for a program, and what is typed there when none of them fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from exercises.models import Sport
from programs.models import Program, ProgramSession
from sessions_app.digests import totals_of
from sessions_app.models import Session
from sessions_app.notation import read_line

SHOWN = 40
RECENT = 8
# Minutes: from the first on, and less than the second.
LENGTHS = {"short": (0, 30), "middle": (30, 60), "long": (60, float("inf"))}
LENGTH_NAMES = [("short", _("Under 30 min")), ("middle", _("30 to 60 min")), ("long", _("1 h and more"))]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words of the name, a sport, a length. What is none of the known is not asked for."""

    words: str = ""
    sport: str = ""
    length: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", " ".join(self.words.split())[:120])

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.sport in Sport.values or self.length in LENGTHS)

    def fits(self, session: Session) -> bool:
        """Is it as long as asked for?"""
        least, most = LENGTHS[self.length]
        return least <= totals_of(session).seconds / 60 < most


@dataclass(frozen=True, slots=True)
class Found:
    """inside: those of the program. recent: written in lately. others: the rest, by name; at most SHOWN each."""

    inside: list[Session]
    recent: list[Session]
    others: list[Session]

    @property
    def first(self) -> Session | None:
        """The one that stands on top: what Enter takes."""
        return next(iter([*self.inside, *self.recent, *self.others]), None)


def find_sessions(program: Program, user: Any, wanted: Wanted) -> Found:
    """Three queries of as many rows as are shown, or one. What lives inside a program is found in that one only."""
    sessions = Session.objects.editable_by(user)
    if wanted.words:
        sessions = sessions.filter(name__icontains=wanted.words)
    if wanted.sport in Sport.values:
        sessions = sessions.filter(sport=wanted.sport)
    if wanted.length in LENGTHS:
        return _of_length(program, sessions, wanted)
    placed = ProgramSession.objects.filter(program=program).values("session")  # asked once, not for each session
    inside = sessions.filter(pk__in=placed).order_by("name", "id")
    others = sessions.kept().exclude(pk__in=placed)
    recent = list(others.order_by("-updated_at", "-id")[:RECENT])
    rest = others.exclude(pk__in=[session.pk for session in recent]).order_by("name", "id")
    return Found(list(inside[:SHOWN]), recent, list(rest[:SHOWN]))


def _of_length(program: Program, sessions: Any, wanted: Wanted) -> Found:
    """How long one takes only its digest knows, so all are looked at, in one query."""
    placed = Exists(ProgramSession.objects.filter(program=program, session=OuterRef("pk")))
    asked = sessions.annotate(is_inside=placed).filter(Q(kept=True) | Q(is_inside=True)).order_by("name", "id")
    fitting = [session for session in asked.iterator() if wanted.fits(session)]
    others = [session for session in fitting if not session.is_inside]
    recent = sorted(others, key=lambda session: (session.updated_at, session.pk), reverse=True)[:RECENT]
    known = {session.pk for session in recent}
    rest = [session for session in others if session.pk not in known]
    return Found([session for session in fitting if session.is_inside][:SHOWN], recent, rest[:SHOWN])


def says_how_much(text: str) -> bool:
    """Is it a line of training (`Easy run 40:00`), not a name only? A bare number may be part of a name: `Day 2`."""
    said = read_line(text).prescriptions
    return any(one.sets or one.duration or one.distance or one.intensity for one in said)
