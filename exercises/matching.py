"""Which exercise does a coach mean? Names are compared folded; what is only similar is offered, never taken.

    matcher = Matcher(user, "strength")      # three queries, however many names
    matcher.match("Squat, Barbell")          # Match(Back squat, 1.0, "folded", ...), sure
    matcher.match("Bulgrian split squat")    # Match(Bulgarian split squat, 0.98, "fuzzy", ...), guessed
    matcher.match("Squat on one ski")        # Match(None, 0.0, "none", ...) with what is similar
    matcher.exact("Bulgrian split squat")    # None

An import takes only what is certain (`exact`); a guess is a question for the person. Sure is what has the same words:
in another spelling or order, joined or not, with the equipment named that it is done with anyway. Guessed is what would
be sure without a typing error or two or without words that say nothing, and what several other sports have.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from heapq import nsmallest
from itertools import takewhile
from operator import itemgetter
from typing import Any

from rapidfuzz import fuzz, process

from core import text
from exercises import shelf
from exercises.candidates import FUZZY_AT_MOST, OFFERED, Candidate, Match, Near, alike, named_once, scores
from exercises.index import Bearer, Names, bearers
from exercises.models import Exercise, Sport, Status
from exercises.names import DIRECTIONS, equipment_in, fold, folds, taken_for_granted
from exercises.spelling import LONGEST, SAYS_LITTLE, Spelling, goes_without_saying
from exercises.staples import staples

# From here on, one word is another one misspelt.
_SAME_WORD = 0.78

_ALTERNATIVES = 5
_LOOKED_AT = 300
_BEST = 60  # names: an exercise may have several of them
_BY_FAR = 0.84
_UMLAUTS = re.compile("[aou]e")
_LONGEST_LOOKED_UP = 1_000  # letters and spaces: what is longer is no name, and is not kept as one in a cache

# In another sport these words do not mean the library's exercise of this name: a strength coach's "Row" is no boat.
_SLANG = frozenset(
    "back bk br breast butterfly choice climb crawl easy fin fly fr free game im kick match medley paddle pull row"
    " rowing start".split()
) | {"flutter kick"}


class Matcher:
    """All names that a person can mean: the library's, and one's own, or the given ones only.

    An archived exercise is not offered, but found again by its exact name, so that nobody is led to make it twice.
    """

    def __init__(self, user: Any, sport: str | None = None, exercises: Iterable[Exercise] | None = None) -> None:
        self.sport = sport or None
        self._language = getattr(user, "locale", "en")[:2]
        if exercises is None:
            library, own = shelf.library(), shelf.own(user)
            self._library, self._shared = library.names, own.names
            self._items: Mapping[str, Any] = ChainMap(own.items, library.items)
        else:
            self._library, self._shared, self._items = Names(), Names(exercises), ChainMap()
        self._owns = [self._shared]  # a list: one for all that `in_sport` makes
        self._exercises: dict[str, Exercise] = {}

    def in_sport(self, sport: str) -> Matcher:
        """The same names, asked for in another sport. What is made known to one is known to both."""
        other = copy(self)
        other.sport = sport or None
        return other

    def add(self, exercise: Exercise) -> None:
        """Make an exercise known, for instance one that the import just made."""
        if self._own is self._shared:  # kept for others who ask, too
            self._owns[0] = self._shared.changed((), ())
        self._own.add(exercise)

    @property
    def _own(self) -> Names:
        return self._owns[0]

    def _exercise(self, bearer: Bearer) -> Exercise:
        found = bearer.exercise
        if isinstance(found, Exercise):
            return found
        if found.id not in self._exercises:
            self._exercises[found.id] = shelf.exercise_of(found)
        return self._exercises[found.id]

    def _bearers(self, form: str) -> list[Bearer]:
        return [*self._library.by_form.get(form, ()), *self._own.by_form.get(form, ())]

    def _sport_rank(self, sport: str) -> int:
        if sport == self.sport:
            return 0
        return 1 if sport == Sport.OTHER and self.sport else 2 + _SPORTS[sport]

    def _rank(self, bearer: Bearer) -> tuple[int, ...]:
        """Smaller is better. What fits any sport comes before another sport's own."""
        exercise = bearer.exercise
        sport = self._sport_rank(exercise.sport)
        archived, of_library = exercise.status == Status.ARCHIVED, exercise.author_id is None
        if self.sport is None:
            return archived, of_library, bool(bearer.place), exercise.sport != Sport.OTHER, sport
        return archived, sport, of_library, bool(bearer.place)

    def exact(self, name: str) -> Exercise | None:
        """The exercise of this name or alias in whatever spelling; None if there is none."""
        found = self._certain(name)
        return self._exercise(found[0]) if found else None

    def match(self, name: str) -> Match:
        return self.match_by_name(name) or self._match_by_guess(name)

    def match_by_name(self, name: str) -> Match | None:
        """Of what `exact` finds. None where one would have to guess, which costs a look at all names."""
        how, found = self._looked_up(name)
        if not found:
            return None
        taken, *others = self._candidates((1.0, bearer) for bearer in found)
        return Match(taken.exercise, 1.0, self._how(how, found, name), tuple(others))

    def _match_by_guess(self, name: str) -> Match:
        similar = self.similar(name)
        guesses = self._guesses(name) or self._nearest_by_far(name, similar)
        known = {guess.exercise.pk for guess in guesses}
        near = [*guesses, *(other for other in similar if other.exercise.pk not in known)]
        if not guesses:
            return Match(None, 0.0, "none", tuple(near[:_ALTERNATIVES]))
        return Match(guesses[0].exercise, guesses[0].confidence, "fuzzy", tuple(near[1 : _ALTERNATIVES + 1]))

    def _certain(self, name: str) -> list[Bearer]:
        """All that bear this name, best first: in the sport at hand, then as written, then own before library."""
        return self._looked_up(name)[1]

    def _looked_up(self, name: str) -> tuple[str, list[Bearer]]:
        forms = folds(name) if len(name) < _LONGEST_LOOKED_UP else ()
        for how, look in self._looks:
            found = {
                bearer: self._rank(bearer)
                for form in forms
                for bearer in look(form)
                if self.sport is None or not self._is_slang(form, bearer)
            }
            if found:
                key, context = text.key(name), 2 if self.sport else 1
                return how, sorted(found, key=lambda it: (found[it][:context], text.key(it.name) != key, found[it]))
        return "none", []

    @property
    def _looks(self) -> tuple[tuple[str, Callable[[str], list[Bearer]]], ...]:
        return (
            ("folded", self._bearers),
            ("order", self._reordered),
            ("equipment", self._without_equipment),
            ("folded", self._regrouped),
            ("folded", self._with_umlauts),
        )

    def _is_slang(self, form: str, bearer: Bearer) -> bool:
        """Does this word mean the library's exercise of this name only while its own sport is spoken of?"""
        exercise = bearer.exercise
        general = exercise.sport in (Sport.STRENGTH, Sport.OTHER, self.sport)
        return form in _SLANG and not general and exercise.author_id is None

    def _reordered(self, form: str) -> list[Bearer]:
        """`Press bench` is the bench press; `row to squat` is not the squat to row."""
        words = form.split()
        if len(words) < 2 or not DIRECTIONS.isdisjoint(words):
            return []
        forms = (found for names in (self._library, self._own) for found in names.of_words(words))
        return [bearer for found in forms for bearer in self._bearers(found)]

    def _without_equipment(self, form: str) -> list[Bearer]:
        """`Barbell Romanian deadlift` is the Romanian deadlift if that one is done with a barbell anyway."""
        named = equipment_in(form)
        rest = " ".join(word for word in form.split() if word not in named)
        if not named or not rest:
            return []
        return [
            bearer
            for bearer in self._bearers(rest) or self._reordered(rest)
            if bearer.exercise.sport in (self.sport, Sport.STRENGTH)
            and named <= taken_for_granted(bearer.exercise.equipment)
        ]

    def _regrouped(self, form: str) -> list[Bearer]:
        """`Benchpress` is the bench press."""
        return [bearer for words in self._spelling.regrouped(form) for bearer in self._bearers(words)]

    def _with_umlauts(self, form: str) -> list[Bearer]:
        """`Bankdruecken` is Bankdrücken, typed where there is no ü."""
        plain = _UMLAUTS.sub(lambda vowels: vowels[0][0], form)
        return self._bearers(plain) if plain != form else []

    @property
    def _spelling(self) -> Spelling:
        return Spelling(self._library, self._own)

    def _guesses(self, name: str) -> list[Candidate]:
        """What it would certainly be without typing errors and without words that say nothing, nearest first."""
        wanted = fold(name[:LONGEST])
        plain = " ".join(word for word in wanted.split() if word not in SAYS_LITTLE)
        near = (
            [
                (alike(wanted, spelling), bearer)
                for form in dict.fromkeys([wanted, plain])
                for spelling in (form, *self._spelling.corrected(form))
                for bearer in self._certain(spelling)[:1]
                if form == wanted or goes_without_saying(wanted, bearer.exercise)
            ]
            or [
                (alike(wanted, form), bearer)
                for form in self._spelling.almost(wanted)
                for bearer in sorted(self._bearers(form), key=self._rank)
            ]
            or self._only_one_with(wanted)
        )
        near.sort(key=lambda pair: (-pair[0], self._rank(pair[1])))
        return self._candidates(near, _ALTERNATIVES + 1)

    def _nearest_by_far(self, name: str, similar: list[Candidate]) -> list[Candidate]:
        """What is most similar to a name with words that no name has, if nothing else comes near it."""
        wanted = fold(name[:LONGEST])
        far = [other for other in similar if other.confidence >= similar[0].confidence - 0.05]
        if len(far) != 1 or far[0].confidence < _BY_FAR or not self._spelling.is_mistyped(wanted):
            return []
        return far if self._spelling.may_be(wanted, fold(far[0].name)) else []

    def _how(self, how: str, found: list[Bearer], name: str) -> str:
        bearer, sports = found[0], {one.exercise.sport for one in found}
        is_of_others = len(sports) > 1 and not sports & {self.sport, Sport.OTHER} and bearer.exercise.author_id is None
        if is_of_others or any(self._is_slang(form, bearer) for form in folds(name)):
            return "sport"
        if text.key(bearer.name) == text.key(name):
            return "alias" if bearer.place else "name"
        return how

    def _only_one_with(self, wanted: str) -> list[Near]:
        """`Pendlay` is the Pendlay row, while no other exercise of this sport has the word in its names."""
        words = wanted.split()
        if equipment_in(wanted) or max(map(len, words), default=0) < 4:
            return []
        bearers = [
            bearer
            for names in (self._library, self._own)
            for form in names.having(words)
            for bearer in names.by_form[form]
            if self.sport in (None, bearer.exercise.sport)
        ]
        return [(OFFERED, bearers[0])] if len({bearer.exercise.id for bearer in bearers}) == 1 else []

    def similar(self, name: str, limit: int = 8) -> list[Candidate]:
        """The offered exercises with the most similar names, best first, each once."""
        wanted = fold(name[:LONGEST])
        if not wanted:
            return []
        words = dict.fromkeys([*wanted.split(), *fold(" ".join(self._spelling.corrected(wanted))).split()])
        near_forms = [
            pair
            for names in (self._library, self._own)
            for pair in scores(wanted, names.sharing(words, _LOOKED_AT), limit * 4)
        ]
        near = [(score, bearer) for form, score in dict(near_forms).items() for bearer in self._bearers(form)]
        near.sort(key=lambda pair: (-round(pair[0], 2), self._rank(pair[1])))
        return self._candidates(((min(round(score, 2), FUZZY_AT_MOST), bearer) for score, bearer in near), limit)

    def suggest(self, words: str, limit: int = 8, recent: Sequence[str] = ()) -> list[Candidate]:
        """For typing: exact first, then names whose words begin with what was typed; if there is none, similar ones.

        Of the second kind what this person used lately comes first (`recent`: ids, the last first), then their own; but
        before what another sport has, however lately it was used, what begins so in the sport at hand.
        """
        wanted = fold(words[:LONGEST])
        if not wanted:
            return []
        found: list[Near] = [(1.0, bearer) for bearer in self._certain(words)]
        begun = self._begun(wanted, 0.9, recent) or self._begun(self._spelled(wanted), 0.8, recent)
        # Of several sports' warm-ups the one of the sport at hand, which comes first.
        offered = self._candidates(named_once([*found, *begun]), limit)
        return offered if offered or len(wanted) < 3 else self.similar(words, limit)

    def _begun(self, wanted: str, confidence: float, recent: Sequence[str]) -> list[Near]:
        """Names in which every word of `wanted` begins a word."""
        if not wanted:
            return []
        own = self._ranked(self._own, wanted)
        library = self._library.once((wanted, self.sport, self._language), lambda: self._ranked(self._library, wanted))
        lately = self._lately(wanted, recent)
        here = [bearer for bearer in lately if self._is_here(bearer)]
        begin = [*takewhile(self._is_here, own), *takewhile(self._is_here, library)]
        return [(confidence, bearer) for bearer in (*here, *begin, *lately, *own, *library)]

    def _is_here(self, bearer: Bearer) -> bool:
        """Is it of the sport at hand, or of any?"""
        return self.sport in (None, bearer.exercise.sport) or bearer.exercise.sport == Sport.OTHER

    def _lately(self, wanted: str, recent: Sequence[str]) -> list[Bearer]:
        """Of what was used lately first whose own name begins with all of it, then by an alias, then in the order in
        which it was used. What only another language calls so was hardly meant."""
        words, found = wanted.split(), []
        for item in filter(None, map(self._items.get, recent)):
            for form, bearer in bearers(item):
                if bearer.language in ("", self._language) and all(f" {word}" in f" {form}" for word in words):
                    found.append((2 if not form.startswith(wanted) else bearer.place > 0, bearer))
        return [bearer for _tier, bearer in sorted(found, key=itemgetter(0))]

    def _ranked(self, names: Names, wanted: str) -> list[Bearer]:
        """The best of those names, first those that begin with all of it. Names of another's language come late, what
        coaches write most comes before its variants, and these before what only an alias calls so. For thousands at
        once, hence so plain."""
        language, usual = self._language, staples()
        archived = Status.ARCHIVED.value
        sports = {sport: self._sport_rank(sport) for sport in _SPORTS}
        found = [
            (
                not form.startswith(wanted),
                bearer.exercise.status == archived,
                sports[bearer.exercise.sport],
                bearer.language not in ("", language),
                (bearer.exercise.sport, bearer.exercise.name_key) not in usual,
                bearer.place > 0 and bearer.language != language,
                len(form),
                bearer.exercise.name_key,
                bearer.exercise.id,
                bearer.place,
                form,
                bearer,
            )
            for form in set(names.begun(wanted.split()))
            for bearer in names.by_form[form]
        ]
        return [best[-1] for best in nsmallest(_BEST, found)]

    def _spelled(self, wanted: str) -> str:
        """`bulgrian` is `bulgarian`: each longer word that no name has becomes the nearest one; "" if there is none."""
        words = []
        for word in wanted.split():
            if len(word) > 3 and word not in self._spelling:
                known = [*self._library.by_word, *self._own.by_word]
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


def match(name: str, user: Any, sport: str | None = None) -> Match:
    """One name. For many names make a Matcher: its queries are the same for one and for a thousand."""
    return Matcher(user, sport).match(name)


def suggest(words: str, user: Any, sport: str | None = None, limit: int = 8) -> list[Candidate]:
    return Matcher(user, sport).suggest(words, limit)
