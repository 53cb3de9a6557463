"""Which exercise does a coach mean? Names are compared folded; what is only similar is offered, never taken.

    matcher = Matcher(user, "strength")      # three queries, however many names
    matcher.match("Squat, Barbell")          # Match(Back squat, 1.0, "alias", ...)
    matcher.exact("Bulgrian split squat")    # None

An import takes only what is certain (`exact`, `Match.is_exact`); a fuzzy match is a question for the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from core import text
from exercises import shelf
from exercises.index import Bearer, Names
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


# How near a name is to what was asked for, and who bears it.
Near = tuple[float, Bearer]


class Matcher:
    """All names that a person can mean: the library's, and one's own, or the given ones only.

    An archived exercise is not offered, but found again by its exact name, so that nobody is led to make it twice.
    """

    def __init__(self, user: Any, sport: str | None = None, exercises: Iterable[Exercise] | None = None) -> None:
        self.sport = sport or None
        self._library = shelf.library().names if exercises is None else Names()
        self._own = Names(shelf.own(user) if exercises is None else exercises)
        self._exercises: dict[str, Exercise] = {}

    def in_sport(self, sport: str) -> Matcher:
        """The same names, asked for in another sport. What is made known to one is known to both."""
        other = copy(self)
        other.sport = sport or None
        return other

    def add(self, exercise: Exercise) -> None:
        """Make an exercise known, for instance one that the import just made."""
        self._own.add(exercise)

    def _exercise(self, bearer: Bearer) -> Exercise:
        found = bearer.exercise
        if isinstance(found, Exercise):
            return found
        if found.id not in self._exercises:
            self._exercises[found.id] = shelf.exercise_of(found)
        return self._exercises[found.id]

    def _bearers(self, form: str) -> tuple[Bearer, ...]:
        return self._library.by_form.get(form, ()) + self._own.by_form.get(form, ())

    def _rank(self, bearer: Bearer) -> tuple[int, ...]:
        """Smaller is better. What fits any sport comes before another sport's own."""
        exercise = bearer.exercise
        if exercise.sport == self.sport:
            sport = 0
        elif exercise.sport == Sport.OTHER and self.sport:
            sport = 1
        else:
            sport = 2 + _SPORTS[exercise.sport]
        archived, of_library = exercise.status == Status.ARCHIVED, exercise.author_id is None
        if self.sport is None:
            return archived, of_library, bool(bearer.place), sport
        return archived, sport, of_library, bool(bearer.place)

    def exact(self, name: str) -> Exercise | None:
        """The exercise of this name or alias in whatever spelling; None if there is none."""
        found = self._certain(name)
        return self._exercise(found[0]) if found else None

    def match(self, name: str) -> Match:
        found = self._certain(name)
        if found:
            taken = self._exercise(found[0])
            others = self._candidates((1.0, bearer) for bearer in found[1:])
            alternatives = tuple(other for other in others if other.exercise.pk != taken.pk)
            return Match(taken, 1.0, self._how(found[0], name), alternatives)
        similar = self.similar(name, _ALTERNATIVES + 1)
        if not similar:
            return Match(None, 0.0, "none")
        return Match(similar[0].exercise, similar[0].confidence, "fuzzy", tuple(similar[1:]))

    def _certain(self, name: str) -> list[Bearer]:
        """All that bear this name, best first: in the sport at hand, then as written, then own before library."""
        found = {bearer: self._rank(bearer) for form in folds(name) for bearer in self._bearers(form)}
        if not found:
            found = {bearer: self._rank(bearer) for bearer in self._without_equipment(name)}
        key, context = text.key(name), 2 if self.sport else 1
        return sorted(found, key=lambda it: (found[it][:context], text.key(it.name) != key, found[it]))

    def _without_equipment(self, name: str) -> list[Bearer]:
        """`Barbell Romanian deadlift` is the Romanian deadlift if that one is done with a barbell anyway."""
        for form in folds(name):
            named = equipment_in(form)
            rest = " ".join(word for word in form.split() if word not in named)
            if not named or not rest:
                continue
            if found := [bearer for bearer in self._bearers(rest) if named <= _made_of(bearer.exercise)]:
                return found
        return []

    def _how(self, bearer: Bearer, name: str) -> str:
        if text.key(bearer.name) == text.key(name):
            return "alias" if bearer.place else "name"
        return "folded" if set(folds(bearer.name)) & set(folds(name)) else "equipment"

    def similar(self, name: str, limit: int = 8) -> list[Candidate]:
        """The offered exercises with the most similar names, best first, each once."""
        wanted = fold(name[:120])
        if not wanted:
            return []
        scores = [pair for names in (self._library, self._own) for pair in _scores(wanted, names, limit * 4)]
        near = [(score, bearer) for form, score in dict(scores).items() for bearer in self._bearers(form)]
        near.sort(key=lambda pair: (-round(pair[0], 2), self._rank(pair[1])))
        return self._candidates(((min(round(score, 2), _FUZZY_AT_MOST), bearer) for score, bearer in near), limit)

    def suggest(self, words: str, limit: int = 8) -> list[Candidate]:
        """For typing: exact first, then names whose words begin with what was typed; if there is none, similar ones."""
        wanted = fold(words[:120])
        if not wanted:
            return []
        found: list[Near] = [(1.0, bearer) for bearer in self._certain(words)]
        begun = self._begun(wanted, 0.9) or self._begun(self._spelled(wanted), 0.8)
        offered = self._candidates([*found, *begun], limit)
        return offered if offered or len(wanted) < 3 else self.similar(words, limit)

    def _begun(self, wanted: str, confidence: float) -> list[Near]:
        """Names in which every word of `wanted` begins a word; those that begin with it first."""
        if not wanted:
            return []
        forms = {form for names in (self._library, self._own) for form in names.begun(wanted.split())}
        started = [
            (not form.startswith(wanted), self._rank(bearer), len(form), bearer)
            for form in forms
            for bearer in self._bearers(form)
        ]
        started.sort(key=lambda item: (*item[:3], item[3].exercise.name_key))
        return [(confidence, bearer) for *_, bearer in started]

    def _spelled(self, wanted: str) -> str:
        """`bulgrian` is `bulgarian`: each longer word that no name has becomes the nearest one; "" if there is none."""
        words = []
        for word in wanted.split():
            if len(word) > 3 and word not in self._library.words and word not in self._own.words:
                known = self._library.words | self._own.words
                nearest = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=100 * _SAME_WORD)
                word = nearest[0] if nearest else word
            words.append(word)
        spelled = " ".join(words)
        return spelled if spelled != wanted else ""

    def _candidates(self, near: Iterable[Near], limit: int | None = None) -> list[Candidate]:
        """Each exercise once, by its first name here; of archived ones only what is certain."""
        first: dict[str, Near] = {}
        for confidence, bearer in near:
            if limit is not None and bearer.exercise.status == Status.ARCHIVED:
                continue
            first.setdefault(bearer.exercise.id, (confidence, bearer))
            if len(first) == limit:
                break
        return [Candidate(self._exercise(bearer), confidence, bearer.name) for confidence, bearer in first.values()]


_SPORTS = {sport: place for place, sport in enumerate(Sport.values)}


def _scores(wanted: str, names: Names, limit: int) -> Iterator[tuple[str, float]]:
    """The most similar forms, 0 to 1: the better of letter by letter and word by word, in any order of words."""
    best: dict[str, float] = {}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for form, score, _key in process.extract(
            wanted, names.by_form.keys(), scorer=scorer, limit=limit, score_cutoff=OFFERED * 100
        ):
            best[form] = max(best.get(form, 0.0), score / 100)
    yield from sorted(best.items(), key=lambda pair: -pair[1])[:limit]


def _made_of(exercise: Any) -> set[str]:
    words = {word for piece in exercise.equipment for word in fold(piece).split()}
    return words or {"bodyweight"}


def match(name: str, user: Any, sport: str | None = None) -> Match:
    """One name. For many names make a Matcher: its queries are the same for one and for a thousand."""
    return Matcher(user, sport).match(name)


def suggest(words: str, user: Any, sport: str | None = None, limit: int = 8) -> list[Candidate]:
    return Matcher(user, sport).suggest(words, limit)
