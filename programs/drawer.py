"""The drawer: which of a coach's sessions are at hand for a program, and what is typed there when none of them fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from exercises.models import Sport
from programs.models import Program
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
        if self.length not in LENGTHS:
            return True
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
    """Three queries. Copies and imports that live inside a program are found in that one only."""
    sessions = Session.objects.editable_by(user)
    if wanted.words:
        sessions = sessions.filter(name__icontains=wanted.words)
    if wanted.sport in Sport.values:
        sessions = sessions.filter(sport=wanted.sport)
    inside = _some(sessions.filter(placings__program=program).distinct().order_by("name", "id"), wanted, SHOWN)
    others = sessions.kept().exclude(placings__program=program)
    recent = _some(others.order_by("-updated_at", "-id"), wanted, RECENT)
    rest = others.exclude(pk__in=[session.pk for session in recent]).order_by("name", "id")
    return Found(inside, recent, _some(rest, wanted, SHOWN))


def _some(sessions: Any, wanted: Wanted, most: int) -> list[Session]:
    """As few are read as are asked for, but where the length decides: it is known from the digests only."""
    found: Iterable[Session] = sessions.iterator() if wanted.length in LENGTHS else sessions[:most]
    return list(islice(filter(wanted.fits, found), most))


def says_how_much(text: str) -> bool:
    """Is it a line of training (`Easy run 40:00`), not a name only? A bare number may be part of a name: `Day 2`."""
    said = read_line(text).prescriptions
    return any(one.sets or one.duration or one.distance or one.intensity for one in said)
