"""The words by which exercises are found, and which of them was meant by one that was typed wrong."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

_NEAREST = 4
_VOWELS = str.maketrans("", "", "aeiou")


def _slips(word: str) -> int:
    """How many typing errors a word of this length may have. What is found is looked at by the person who typed it."""
    if len(word) < 3 or word.isdigit():
        return 0
    return 1 if len(word) < 6 else 2 if len(word) < 11 else 3


def _bones(word: str) -> str:
    """A word without its vowels: `power` is `pwr`."""
    return word[:1] + word[1:].translate(_VOWELS)


class Vocabulary:
    """Word -> how many exercises have it. Grows with the words that there are, not with the exercises."""

    def __init__(self, search_keys: Iterable[str] = ()) -> None:
        self.counts: Counter[str] = Counter()
        for search_key in search_keys:
            self.counts.update(set(search_key.split()))

    def changed(self, gone: Iterable[str], come: Iterable[str]) -> Vocabulary:
        """A copy without the words of the ones and with those of the others."""
        other = Vocabulary()
        other.counts = self.counts.copy()
        for search_key in come:
            other.counts.update(set(search_key.split()))
        for search_key in gone:
            other.counts.subtract(set(search_key.split()))
        other.counts = +other.counts
        return other

    @cached_property
    def words(self) -> list[str]:
        return sorted(self.counts)

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def has_beginning(self, letters: str) -> bool:
        place = bisect_left(self.words, letters)
        return place < len(self.words) and self.words[place].startswith(letters)

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in self.words:
            found.setdefault(len(word), []).append(word)
        return found

    @cached_property
    def by_bones(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.words:
            found.setdefault(_bones(word), []).append(word)
        return found

    @cached_property
    def _beginnings(self) -> dict[int, dict[str, int]]:
        """Length -> beginnings of that length of longer words, and how many exercises have such a word."""
        found: dict[int, dict[str, int]] = {}
        for word, count in self.counts.items():
            for length in range(3, len(word)):
                of_length = found.setdefault(length, {})
                of_length[word[:length]] = of_length.get(word[:length], 0) + count
        return found

    def of_length(self, length: int, begun: bool) -> Iterable[str]:
        return self._beginnings.get(length, {}) if begun else self.by_length.get(length, ())

    def count(self, letters: str, begun: bool) -> int:
        return self._beginnings.get(len(letters), {}).get(letters, 0) if begun else self.counts[letters]


def nearest(word: str, vocabularies: Sequence[Vocabulary]) -> list[str]:
    """The words that differ least, the most used ones first; if there is none, the beginnings of words (one that is
    still being typed). What has no vowel is those that have the same consonants."""

    def used(one: str, begun: bool = False) -> int:
        return sum(vocabulary.count(one, begun) for vocabulary in vocabularies)

    bones = {one for vocabulary in vocabularies for one in vocabulary.by_bones.get(word, ()) if _bones(word) == word}
    found = sorted(bones, key=lambda one: (-used(one), one))
    most = _slips(word)
    for begun in (False, True) if most else ():
        known = chain.from_iterable(
            vocabulary.of_length(length, begun)
            for vocabulary in vocabularies
            for length in range(len(word) - most, len(word) + most + 1)
        )
        near = process.extract(word, list(dict.fromkeys(known)), scorer=OSA.distance, score_cutoff=most, limit=None)
        # Nobody misses the first letter as easily as another one.
        order = {one: (slips + (one[0] != word[0]), -used(one, begun), one) for one, slips, _place in near}
        found += sorted(order, key=order.__getitem__)
        if found:
            break
    return list(dict.fromkeys(found))[:_NEAREST]
