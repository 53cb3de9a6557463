"""What may be in the library twice: pairs of one sport whose names say the same, in other words or with a slip.

    likely(shelf.library().offered)     # [Pair(one, other, ...)], the surest first; no query

Compared are names and aliases, folded: in whatever order, joined or not, without words that say little and without the
equipment that the exercise is done with anyway, or with one word misspelt. A word that two exercises have is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from exercises.names import DIRECTIONS, equipment_in, folds, taken_for_granted
from exercises.spelling import slips

SAME, JOINED, MISSPELT = range(3)
_SHORTEST = 5
# Fewer than a search passes over: who stands, or alternates, does another exercise.
_SAYS_NOTHING = frozenset(
    "attachment basic classic exercise handle movement normal regular standard traditional".split()
)


class Pair(NamedTuple):
    """`how` it was found, and by which of their names."""

    how: int
    one: Any
    other: Any
    one_name: str
    other_name: str

    @property
    def ids(self) -> tuple[str, str]:
        return pair_of(self.one.id, self.other.id)


def pair_of(one: str, other: str) -> tuple[str, str]:
    """Two ids in the order in which a pair has them."""
    return (one, other) if one < other else (other, one)


class _Name(NamedTuple):
    item: Any
    name: str
    said: frozenset[str]  # its equipment words
    made: frozenset[str]  # those that go without saying
    words: tuple[str, ...]  # the others, in their order


def likely(items: Iterable[Any]) -> list[Pair]:
    sports: dict[str, list[Any]] = {}
    for item in items:
        sports.setdefault(item.sport, []).append(item)
    found: dict[tuple[str, str], Pair] = {}
    for some in sports.values():
        for pair in _pairs([name for item in some for name in _names(item)]):
            found.setdefault(pair.ids, pair)
    return sorted(found.values(), key=lambda pair: (pair.how, pair.one.name_key, pair.other.name_key))


def _names(item: Any) -> Iterator[_Name]:
    made = taken_for_granted(item.equipment)
    for name in (item.name, *item.aliases):
        for form in folds(name):
            said = equipment_in(form)
            words = tuple(word for word in form.split() if word not in _SAYS_NOTHING and word not in made)
            if words:
                yield _Name(item, name, said, made, words)


def _pairs(names: list[_Name]) -> Iterator[Pair]:
    same: dict[tuple[str, ...], list[_Name]] = {}
    joined: dict[str, list[_Name]] = {}
    for name in names:
        same.setdefault(_any_order(name.words), []).append(name)
        joined.setdefault("".join(name.words), []).append(name)
    for how, groups in ((SAME, same.values()), (JOINED, joined.values())):
        for group in groups:
            for one, other in combinations(group, 2):
                yield from _pair(how, one, other)
    for words, near in _misspelt(same):
        for one in same[words]:
            for other in same[near]:
                yield from _pair(MISSPELT, one, other)


def _misspelt(same: dict[tuple[str, ...], list[_Name]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words of a name, and those of another one that differ in one word, which no third exercise has."""
    bearers: dict[str, set[str]] = {}
    for words, names in same.items():
        for word in words:
            bearers.setdefault(word, set()).update(name.item.id for name in names)
    known = list(bearers)
    rare = {word for word, ids in bearers.items() if len(ids) == 1 and len(word) >= _SHORTEST and word.isalpha()}
    near = {word: list(_spelled_like(word, known)) for word in rare}
    for words in same:
        for place, word in enumerate(words):
            for other in near.get(word, ()):
                changed = _any_order((*words[:place], other, *words[place + 1 :]))
                if changed in same:
                    yield words, changed


def _spelled_like(word: str, known: list[str]) -> Iterator[str]:
    """The first letter is seldom mistyped, and often another word's."""
    most = slips(word)
    for other, distance, _key in process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=6):
        if distance and other[0] == word[0] and len(other) >= _SHORTEST:
            yield other


def _any_order(words: tuple[str, ...]) -> tuple[str, ...]:
    return words if DIRECTIONS.intersection(words) else tuple(sorted(words))


def _pair(how: int, one: _Name, other: _Name) -> Iterator[Pair]:
    """Not what names itself by equipment that the other is not done with."""
    if one.item.id != other.item.id and one.said <= other.made | other.said and other.said <= one.made | one.said:
        yield Pair(how, one.item, other.item, one.name, other.name)
