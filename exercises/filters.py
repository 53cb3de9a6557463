"""What is asked of the library beside words, and which exercises fit it: in memory and in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from typing import Any, NamedTuple, Protocol

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import ListField
from exercises.models import Level, Muscle, Sport, Status

LONGEST_SEARCH = 100

ONLY = {
    "favourite": _("Favourites"),
    "used": _("Used in my sessions"),
    "free": _("No equipment"),
    "own": _("Own"),
    "archived": _("Archived"),
}


class Values(Protocol):
    """What a query string offers."""

    def get(self, name: str, default: str = "") -> str: ...
    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Filters:
    """What was asked for. Values that do not exist are dropped: a stale link still shows a list."""

    words: str = ""
    sport: str = ""
    only: tuple[str, ...] = ()
    muscle: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    level: tuple[str, ...] = ()

    @classmethod
    def read(cls, values: Values) -> Filters:
        words = " ".join(values.get("q", "").replace("\x00", " ").split())[:LONGEST_SEARCH]
        sport = values.get("sport", "")
        return cls(
            words=words,
            sport=sport if sport in Sport.values else "",
            only=_known(values.getlist("only"), ONLY),
            muscle=_known(values.getlist("muscle"), Muscle.values),
            equipment=_short(values.getlist("equipment")),
            level=_known(values.getlist("level"), Level.values),
        )

    @property
    def chosen(self) -> bool:
        """Is anything ticked? (Words and sport stand elsewhere on the page.)"""
        return bool(self.only or self.muscle or self.equipment or self.level)


def _known(given: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in known if value in given)


def _short(given: list[str]) -> tuple[str, ...]:
    cleaned = (" ".join(value.replace("\x00", " ").split())[:60] for value in given[:20])
    return tuple(dict.fromkeys(value for value in cleaned if value))


# --- What fits ------------------------------------------------------------------


class Kind(NamedTuple):
    """All that filters ask. Thousands of exercises are of a few hundred kinds."""

    sport: str
    muscles: tuple[str, ...]
    secondary_muscles: tuple[str, ...]
    equipment: tuple[str, ...]
    level: str
    status: str
    author_id: str | None

    @property
    def is_archived(self) -> bool:
        return self.status == Status.ARCHIVED


kind_of: Callable[[Any], tuple] = attrgetter(*Kind._fields)


def tests(filters: Filters, own: str) -> dict[str, Callable[[Kind], bool]]:
    """One test for each sort of filter that is set. Muscles must all be worked, of the others one is enough."""
    archived = "archived" in filters.only
    found: dict[str, Callable[[Kind], bool]] = {"archived": lambda kind: kind.is_archived == archived}
    if filters.sport:
        found["sport"] = lambda kind: kind.sport == filters.sport
    if "own" in filters.only:
        found["own"] = lambda kind: kind.author_id == own
    if "free" in filters.only:
        found["free"] = lambda kind: not kind.equipment
    if filters.muscle:
        found["muscle"] = lambda kind: all(
            muscle in kind.muscles or muscle in kind.secondary_muscles for muscle in filters.muscle
        )
    if filters.equipment:
        found["equipment"] = lambda kind: any(piece in kind.equipment for piece in filters.equipment)
    if filters.level:
        found["level"] = lambda kind: kind.level in filters.level
    return found


def condition(filters: Filters, own: str | None) -> Q:
    """The same for the database."""
    archived = Q(status=Status.ARCHIVED)
    found = archived if "archived" in filters.only else ~archived
    if filters.sport:
        found &= Q(sport=filters.sport)
    if "own" in filters.only:
        found &= Q(author_id=own) & Q(author__isnull=False)
    if "free" in filters.only:
        found &= Q(equipment="")
    for muscle in filters.muscle:
        word = ListField.word(muscle)
        found &= Q(muscles__contains=word) | Q(secondary_muscles__contains=word)
    if filters.equipment:
        found &= reduce(or_, (Q(equipment__contains=ListField.word(piece)) for piece in filters.equipment))
    if filters.level:
        found &= Q(level__in=filters.level)
    return found
