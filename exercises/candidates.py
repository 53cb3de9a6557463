"""What is found for a name: how near, how sure, and what else could be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from exercises.index import Bearer
from exercises.models import Exercise, Status

# Below this, two names have little more in common than letters.
OFFERED = 0.62

# A fuzzy name is never certain, however close.
FUZZY_AT_MOST = 0.99

SURE, GUESSED, NONE = "sure", "guessed", "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    exercise: Exercise
    confidence: float
    name: str  # the name or alias that was similar


@dataclass(frozen=True, slots=True)
class Match:
    """`how`: name, alias, folded, order, equipment (all certain), sport, fuzzy (to be asked), none.

    `alternatives` are others that could be meant, best first; the taken one is not among them.
    """

    exercise: Exercise | None
    confidence: float
    how: str
    alternatives: tuple[Candidate, ...] = ()

    @property
    def is_exact(self) -> bool:
        return self.certainty == SURE

    @property
    def certainty(self) -> str:
        """sure, guessed or none."""
        if self.exercise is None:
            return NONE
        return GUESSED if self.how in ("fuzzy", "sport") else SURE


# How near a name is to what was asked for, and who bears it.
Near = tuple[float, Bearer]


def named_once(near: Iterable[Near]) -> Iterator[Near]:
    """Without exercises that have the very name of an earlier one, and without archived ones."""
    first: dict[str, str] = {}
    for confidence, bearer in near:
        if bearer.exercise.status == Status.ARCHIVED:
            continue
        if first.setdefault(bearer.exercise.name_key, bearer.exercise.id) == bearer.exercise.id:
            yield confidence, bearer


def scores(wanted: str, forms: list[str], limit: int) -> Iterator[tuple[str, float]]:
    """The most similar forms, 0 to 1: the better of letter by letter and word by word, in any order of words."""
    best: dict[str, float] = {}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for form, score, _key in process.extract(wanted, forms, scorer=scorer, limit=limit, score_cutoff=OFFERED * 100):
            best[form] = max(best.get(form, 0.0), score / 100)
    yield from sorted(best.items(), key=lambda pair: -pair[1])[:limit]


def alike(wanted: str, form: str) -> float:
    return max(OFFERED, min(round(fuzz.token_sort_ratio(wanted, form) / 100, 2), FUZZY_AT_MOST))
