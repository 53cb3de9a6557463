"""Word -> where it stands in a list of search keys: what a search would else look for in each of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable


class Postings:
    """Of a list that does not change. Ten thousand exercises take some 1 MB."""

    def __init__(self, search_keys: Iterable[str]) -> None:
        self._places: dict[str, array[int]] = {}
        for place, search_key in enumerate(search_keys):
            for word in set(search_key.split()):
                if word in self._places:
                    self._places[word].append(place)
                else:
                    self._places[word] = array("I", (place,))
        self._words = sorted(self._places)

    def begun(self, letters: str) -> set[int]:
        """The places of the keys in which a word begins so. A space before it changes nothing."""
        letters, found = letters.strip(), set[int]()
        for at in range(bisect_left(self._words, letters), len(self._words)):
            word = self._words[at]
            if not word.startswith(letters):
                break
            found.update(self._places[word])
        return found
