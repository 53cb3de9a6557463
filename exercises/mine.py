"""What the exercises are to one person: which are favourites, and in how many of their sessions each stands."""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from core.prepared import Prepared
from exercises.models import Exercise, Favourite
from exercises.signals import asked_how_used, asked_uses


@dataclass(frozen=True)
class Use:
    """How this person uses one exercise: how much of it they wrote last, and the last sessions as (name, address)."""

    usually: str = ""
    sessions: Sequence[tuple[str, str]] = ()


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
    favourites = (exercise for (exercise,) in _favourites(user.pk or "-"))
    return Mine(frozenset(favourites), ChainMap(*asked_uses.answers(user=user)))


_favourites = Prepared(lambda person: Favourite.objects.filter(person=person).values_list("exercise_id"))


def count_uses(exercise: Exercise, user: Any) -> None:
    """Writes on it in how many of this person's sessions it stands. One query."""
    exercise.used = ChainMap(*asked_uses.answers(user=user, exercise=exercise)).get(exercise.pk, 0)


def use_of(exercise: Exercise, user: Any) -> Use:
    """One query, of the app that knows the sessions."""
    return next(iter(asked_how_used.answers(exercise=exercise, user=user)), Use())
