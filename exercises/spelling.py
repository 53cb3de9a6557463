"""What a folded name could be if it is written with typing errors, with a space too many or too few."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from exercises.index import Names
from exercises.names import COMPOUNDS, EQUIPMENT_WORDS, fold

# Words that say how an exercise is done anyway, or nothing at all.
SAYS_LITTLE = frozenset(
    "alternating attachment basic both classic exercise flat free grip handle medium movement normal regular standard"
    " standing strict style traditional two weight".split()
)
# Words that no typing error made, though names of other exercises have nearly the same.
_OTHER_WORDS = EQUIPMENT_WORDS.union(
    "across around bend bicycle chain cheat clam cluster core cross crow deck decline fold from ground halo"
    " handed head internal jack kipping left lock lower march marching natural part pike pin place plie plow"
    " pole release rise rocking shuffle sitting sliding stability star stepping strap supine support sweep"
    " table tall tap thigh touch tree tuck unilateral waiter weave wide".split()
)
_ON_SOMETHING = frozenset({"bench", "hanging", "kneeling", "lying", "machine", "seated"})
# What is longer is no name: nothing is looked for in it.
LONGEST = 120
_VOWELS = frozenset("aeiouy")
_NEAREST = 3
_SAME_WORD = 60
_MOST_SPELLINGS = 12


def slips(letters: str) -> int:
    """How many typing errors a word or name of this length may have and still be taken for another one.

    What has no vowel is an abbreviation, and of these two that differ in a letter are two.
    """
    if len(letters) < 4 or not letters.isalpha() or _VOWELS.isdisjoint(letters):
        return 0
    return 1 if len(letters) < 7 else 2


def goes_without_saying(wanted: str, exercise: Any) -> bool:
    """Flat means a bench, and who stands or presses strictly has none."""
    words = set(wanted.split())
    place = _ON_SOMETHING.intersection(fold(" ".join([exercise.name, *exercise.equipment])).split())
    if "flat" in words and "bench" not in place:
        return False
    return not (place and words & {"standing", "strict"})


class Spelling:
    """All words that names have, of one or several indexes."""

    def __init__(self, *names: Names) -> None:
        self._names = names

    def __contains__(self, word: str) -> bool:
        return word in _OTHER_WORDS or any(word in names.by_word for names in self._names)

    def regrouped(self, form: str) -> Iterator[str]:
        """The same letters with spaces elsewhere, where this makes words that names have of others that none has."""
        words = form.split() if len(form) <= LONGEST else []
        for place, word in enumerate(words):
            before, after = words[:place], words[place + 1 :]
            if word not in self:
                for one, other in self._cuts(word):
                    yield " ".join([*before, one, other, *after])
            if not after:
                continue
            both = word + after[0]
            if both in self:
                yield " ".join([*before, both, *after[1:]])
            if word not in self or after[0] not in self:
                for one, other in self._cuts(both):
                    yield " ".join([*before, one, other, *after[1:]])

    def _cuts(self, letters: str) -> Iterator[tuple[str, str]]:
        for cut in range(1, len(letters)):
            if letters[:cut] in self and letters[cut:] in self:
                yield letters[:cut], letters[cut:]

    def corrected(self, form: str) -> Iterator[str]:
        """Each word that no name has, as one of the nearest that names have."""
        words = form.split()
        least = 4 if len(words) > 1 else 5
        choices = [[word] if word in self or len(word) < least else self.nearest(word) or [word] for word in words]
        for chosen in islice(product(*choices), _MOST_SPELLINGS):
            if list(chosen) != words:
                yield " ".join(chosen)

    def nearest(self, word: str) -> list[str]:
        if not slips(word):
            return []
        found = [
            (slip, known)
            for words in (COMPOUNDS, *(names.by_word.keys() for names in self._names))
            for known, slip, _key in process.extract(
                word, words, scorer=OSA.distance, score_cutoff=slips(word), limit=_NEAREST
            )
        ]
        found.sort(key=lambda pair: (pair[0], -self._names_with(pair[1])))
        return list(dict.fromkeys(known for _slip, known in found))[:_NEAREST]

    def _names_with(self, word: str) -> int:
        return sum(len(names.by_word.get(word, ())) for names in self._names)

    def is_mistyped(self, form: str) -> bool:
        """Has it words that no name has? One letter alone is none of these: an L pull-up is no pull-up."""
        return min((len(word) for word in form.split() if word not in self), default=0) > 1

    def may_be(self, form: str, meant: str) -> bool:
        """Can each word that no name has be a badly written one of these, and is there none too many?"""
        words = meant.split()
        return len(form.split()) == len(words) and all(
            max(fuzz.ratio(word, one) for one in words) > _SAME_WORD for word in form.split() if word not in self
        )

    def almost(self, form: str) -> list[str]:
        """The forms that differ in a letter or two, also in a space. Only if it has a word that no name has."""
        letters = form.replace(" ", "")
        if len(letters) < 6 or not slips(letters) or not self.is_mistyped(form):
            return []
        most = 1 if len(letters) < 9 else 2
        found = [
            (slip, known)
            for names in self._names
            for length in range(len(form) - most, len(form) + most + 1)
            for known, slip, _key in process.extract(
                form, names.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=_NEAREST
            )
        ]
        return [known for _slip, known in sorted(found)[:_NEAREST]]
