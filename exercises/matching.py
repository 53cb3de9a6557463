"""Which exercise does a coach mean? Names are compared folded; what is only similar is offered, never taken.

    matcher = Matcher(user, "strength")      # one query
    matcher.match("Squat, Barbell")          # Match(Back squat, 1.0, "alias", ...)
    matcher.exact("Bulgrian split squat")    # None

An import takes only what is certain (`exact`, `Match.is_exact`); a fuzzy match is a question for the person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from core import text
from exercises.models import Exercise, Sport, Status
from exercises.names import equipment_in, fold, folds

# Below this, two names have little more in common than letters.
OFFERED = 0.62

# From here on, one word is another one misspelt.
_SAME_WORD = 0.78

# A fuzzy name is never certain, however close.
_FUZZY_AT_MOST = 0.99
_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    exercise: Exercise
    confidence: float
    name: str  # the name or alias that was similar


@dataclass(frozen=True, slots=True)
class Match:
    """`how`: name, alias, folded, equipment (all certain), fuzzy (to be asked), none.

    `alternatives` are others that could be meant, best first; with a fuzzy match the taken one is not among them.
    """

    exercise: Exercise | None
    confidence: float
    how: str
    alternatives: tuple[Candidate, ...] = ()

    @property
    def is_exact(self) -> bool:
        return self.exercise is not None and self.how != "fuzzy"


@dataclass(frozen=True, slots=True)
class _Name:
    exercise: Exercise
    name: str
    how: str  # name or alias
    rank: tuple[int, ...]


class Matcher:
    """All names that a person can mean, read once: one query, however many lines follow.

    An archived exercise is not offered, but found again by its exact name, so that nobody is led to make it twice.
    """

    def __init__(self, user: Any, sport: str | None = None, exercises: Iterable[Exercise] | None = None) -> None:
        self.user = user
        self.sport = sport or None
        self._by_fold: dict[str, list[_Name]] = defaultdict(list)
        for exercise in Exercise.objects.visible_to(user) if exercises is None else exercises:
            self.add(exercise)

    def add(self, exercise: Exercise) -> None:
        """Make an exercise known, for instance one that the import just made."""
        for position, name in enumerate([exercise.name, *exercise.aliases]):
            how = "alias" if position else "name"
            entry = _Name(exercise, name, how, self._rank(exercise, position))
            for form in folds(name):
                self._by_fold[form].append(entry)

    def _rank(self, exercise: Exercise, position: int) -> tuple[int, ...]:
        """Smaller is better. What fits any sport comes before another sport's own."""
        if exercise.sport == self.sport:
            sport = 0
        elif exercise.sport == Sport.OTHER and self.sport:
            sport = 1
        else:
            sport = 2 + Sport.values.index(exercise.sport)
        archived = exercise.status == Status.ARCHIVED
        if self.sport is None:
            return archived, exercise.is_library, bool(position), sport
        return archived, sport, exercise.is_library, bool(position)

    def exact(self, name: str) -> Exercise | None:
        """The exercise of this name or alias in whatever spelling; None if there is none."""
        found = self._certain(name)
        return found[0].exercise if found else None

    def match(self, name: str) -> Match:
        found = self._certain(name)
        if found:
            others = _unique(Candidate(entry.exercise, 1.0, entry.name) for entry in found[1:])
            taken = found[0]
            alternatives = tuple(other for other in others if other.exercise.pk != taken.exercise.pk)
            return Match(taken.exercise, 1.0, self._how(taken, name), alternatives)
        similar = self.similar(name, _ALTERNATIVES + 1)
        if not similar:
            return Match(None, 0.0, "none")
        return Match(similar[0].exercise, similar[0].confidence, "fuzzy", tuple(similar[1:]))

    def _certain(self, name: str) -> list[_Name]:
        """All that bear this name, best first: in the sport at hand, then as written, then own before library."""
        found = {id(entry): entry for form in folds(name) for entry in self._by_fold.get(form, [])}
        if not found:
            found = {id(entry): entry for entry in self._without_equipment(name)}
        key, context = text.key(name), 2 if self.sport else 1
        return sorted(found.values(), key=lambda it: (it.rank[:context], text.key(it.name) != key, it.rank))

    def _without_equipment(self, name: str) -> list[_Name]:
        """`Barbell Romanian deadlift` is the Romanian deadlift if that one is done with a barbell anyway."""
        for form in folds(name):
            named = equipment_in(form)
            rest = " ".join(word for word in form.split() if word not in named)
            if not named or not rest:
                continue
            if found := [entry for entry in self._by_fold.get(rest, []) if named <= _made_of(entry.exercise)]:
                return found
        return []

    def _how(self, entry: _Name, name: str) -> str:
        if text.key(entry.name) == text.key(name):
            return entry.how
        return "folded" if set(folds(entry.name)) & set(folds(name)) else "equipment"

    def similar(self, name: str, limit: int = 8) -> list[Candidate]:
        """The offered exercises with the most similar names, best first, each once."""
        wanted = fold(name[:120])
        if not wanted:
            return []
        forms = self._by_fold.keys()
        scorer: Any = _similarity
        scored = process.extract(wanted, forms, scorer=scorer, limit=limit * 4, score_cutoff=OFFERED)
        entries = [(score, entry) for form, score, _ in scored for entry in self._by_fold[form]]
        entries.sort(key=lambda pair: (-round(pair[0], 2), pair[1].rank))
        candidates = (
            Candidate(entry.exercise, min(round(score, 2), _FUZZY_AT_MOST), entry.name)
            for score, entry in entries
            if entry.exercise.status != Status.ARCHIVED
        )
        return _unique(candidates)[:limit]

    def suggest(self, words: str, limit: int = 8) -> list[Candidate]:
        """For typing: exact first, then names whose words begin with what was typed; if there is none, similar ones."""
        wanted = fold(words[:120])
        if not wanted:
            return []
        found = [Candidate(entry.exercise, 1.0, entry.name) for entry in self._certain(words)]
        found += self._begun(wanted, 0.9) or self._begun(self._spelled(wanted), 0.8)
        offered = _unique(item for item in found if item.exercise.status != Status.ARCHIVED)[:limit]
        return offered if offered or len(wanted) < 3 else self.similar(words, limit)

    def _begun(self, wanted: str, confidence: float) -> list[Candidate]:
        """Names in which every word of `wanted` begins a word; those that begin with it first."""
        started = [
            (not form.startswith(wanted), entry.rank, len(form), entry)
            for form, entries in self._by_fold.items()
            if wanted and all(f" {word}" in f" {form}" for word in wanted.split())
            for entry in entries
        ]
        started.sort(key=lambda item: item[:3])
        return [Candidate(entry.exercise, confidence, entry.name) for *_, entry in started]

    def _spelled(self, wanted: str) -> str:
        """`bulgrian` is `bulgarian`: each longer word that no name has becomes the nearest one; "" if there is none."""
        known = {word for form in self._by_fold for word in form.split()}
        words = []
        for word in wanted.split():
            if word not in known and len(word) > 3:
                nearest = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=100 * _SAME_WORD)
                word = nearest[0] if nearest else word
            words.append(word)
        spelled = " ".join(words)
        return spelled if spelled != wanted else ""


def _similarity(one: str, other: str, *, score_cutoff: float = 0) -> float:
    """0 to 1: the better of letter by letter and word by word, in any order of words."""
    least = score_cutoff * 100
    by_letter = fuzz.ratio(one, other, score_cutoff=least)
    return max(by_letter, fuzz.token_sort_ratio(one, other, score_cutoff=least)) / 100


def _made_of(exercise: Exercise) -> set[str]:
    words = {word for piece in exercise.equipment for word in fold(piece).split()}
    return words or {"bodyweight"}


def _unique(candidates: Iterable[Candidate]) -> list[Candidate]:
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.exercise.pk, candidate)
    return list(first.values())


def match(name: str, user: Any, sport: str | None = None) -> Match:
    """One name. For many names make a Matcher: its query is the same for one and for a thousand."""
    return Matcher(user, sport).match(name)


def suggest(words: str, user: Any, sport: str | None = None, limit: int = 8) -> list[Candidate]:
    return Matcher(user, sport).suggest(words, limit)
