"""What the exercises are to one person: which are favourites, and in how many of their sessions each stands."""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from exercises.models import Exercise, Favourite
from exercises.signals import asked_uses


@dataclass(frozen=True)
class Mine:
    favourites: frozenset[str]
    uses: Mapping[str, int]

    @property
    def kinds(self) -> dict[str, Set[str]]:
        """Ids, by the filter that shows no others."""
        return {"favourite": self.favourites, "used": self.uses.keys()}

    @property
    def ids(self) -> Set[str]:
        return self.favourites | self.uses.keys()

    def among(self, only: Collection[str]) -> frozenset[str] | None:
        """Those that the filters of this person leave; None if none of them is set."""
        kinds = [frozenset(self.kinds[name]) for name in self.kinds.keys() & set(only)]
        return frozenset.intersection(*kinds) if kinds else None

    def counts(self, ids: Set[str]) -> Counter[str]:
        """How many of these each filter would show."""
        return Counter({name: len(ids & kind) for name, kind in self.kinds.items()})

    def mark(self, exercises: Iterable[Exercise]) -> None:
        for exercise in exercises:
            exercise.is_favourite = exercise.pk in self.favourites
            exercise.used = self.uses.get(exercise.pk, 0)


def mine(user: Any) -> Mine:
    """Two queries: one here, one of the app that knows the sessions."""
    favourites = Favourite.objects.filter(person=user.pk).values_list("exercise_id", flat=True)
    answers: list[tuple[Any, Any]] = asked_uses.send(sender=Exercise, user=user)
    return Mine(frozenset(favourites), ChainMap(*(answer for _receiver, answer in answers)))
