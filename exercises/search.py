"""What words look for: read once, the same whether one looks through memory or asks the database.

    query = read("rdl dumbel", [vocabulary], finds)
    query.fits(exercise.search_key)          # in memory, one at a time
    query.places(postings.begun)             # in memory, of all
    Exercise.objects.filter(query.condition())  # in the database, which has an index for it
    sorted(found, key=query.rank)            # the best match first

Each word must begin a word of the names, muscles or equipment. It may also be read in another way: an abbreviation for
its words, two words for one, and where no exercise has it the nearest words that there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain, combinations
from operator import and_, or_
from typing import Any, NamedTuple, Protocol

from django.db.models import Q

from exercises.names import LINKS, fold, plain_words, singular
from exercises.staples import staples
from exercises.vocabulary import Vocabulary, nearest

# The words of people for what our muscles are called.
_MUSCLES = {
    "ab": "abs", "abdominal": "abs", "arm": "biceps", "bum": "glutes", "butt": "glutes", "core": "abs", "delt": "delts",
    "groin": "adductors", "lat": "lats", "pec": "chest", "pectoral": "chest", "quadricep": "quads",
    "shoulder": "delts", "thigh": "quads", "trap": "traps",
}  # fmt: skip
_MOST_WORDS = 12
# Which words are left out is tried in all ways, and the database is asked for all of them at once.
_MOST_LEFT_OUT = 2


class Row(Protocol):
    """What a match is ranked by."""

    @property
    def id(self) -> str: ...
    @property
    def aliases(self) -> Any: ...
    @property
    def sport(self) -> str: ...
    @property
    def name_key(self) -> str: ...
    @property
    def search_key(self) -> str: ...


class Way(NamedTuple):
    """One way to read a word: what must all begin a word, and how far that is from what was typed."""

    beginnings: tuple[str, ...]
    far: int = 0


@dataclass(frozen=True)
class Query:
    """For each word the ways to read it, nearest first. `need` of the words must be found."""

    words: tuple[tuple[Way, ...], ...]
    need: int

    def fits(self, search_key: str) -> bool:
        missing = len(self.words) - self.need
        for ways in self.words:
            if _first(ways, search_key) is None:
                missing -= 1
                if missing < 0:
                    return False
        return bool(self.words)

    def places(self, begun: Callable[[str], set[int]]) -> set[int]:
        """The same of thousands at once. `begun` says which of them have a word that begins so (`Postings`)."""
        each = [set().union(*(_all_of(way, begun) for way in ways)) for ways in self.words]
        if self.need == len(each):
            return set.intersection(*each) if each else set()
        times = Counter(chain.from_iterable(each))
        return {place for place, found in times.items() if found >= self.need}

    def condition(self) -> Q:
        """The same for the database."""
        if not self.words:
            return Q(pk__in=())
        each = [reduce(or_, (_having(way.beginnings) for way in ways)) for ways in self.words]
        return reduce(or_, (reduce(and_, some) for some in combinations(each, self.need)))

    def rank(self, row: Row) -> tuple:
        """Smaller is better: what is least far from what was typed, in one of its names; what is called just so, then
        what coaches write most, then what has the fewest words more."""
        search_key = row.search_key
        *names, _also = search_key.split("\n")
        missing, far = 0, 0
        for ways in self.words:
            way = _first(ways, search_key)
            if way is None:
                missing += 1
            else:
                far += way.far
        elsewhere, more, *others, short = min(self._in_name(place, name) for place, name in enumerate(names))
        is_rare = (row.sport, row.name_key) not in staples()
        order = elsewhere, more + short > 0, is_rare, more, *others, short
        return missing, far, *order, len(row.name_key), row.name_key, row.id

    def _in_name(self, place: int, name: str) -> tuple[int, int, bool, bool, int]:
        """(words that are not in it, its words more, is it an alias, does it begin otherwise, words cut short)"""
        elsewhere, covered, short = 0, 0, 0
        for ways in self.words:
            way = _first(ways, name)
            if way is None:
                elsewhere += 1
                continue
            covered += len(way.beginnings)
            for beginning in way.beginnings:
                if f"{beginning} " not in name:
                    short += 1
                    break
        own = name.partition("\t")[0]
        more = own.count(" ") - 1 - covered
        return elsewhere, more if more > 0 else 0, place > 0, not own.startswith(self._starts), short

    @cached_property
    def _starts(self) -> tuple[str, ...]:
        """What its first word may begin a name with."""
        return tuple(way.beginnings[0] for ways in self.words[:1] for way in ways)

    def found_as(self, row: Row) -> str:
        """The alias that has the words which its own name has not; shown beside the name."""
        own, *others = row.search_key.split("\n")[:-1]
        missing = [ways for ways in self.words if not _first(ways, own)]
        had = [sum(_first(ways, name) is not None for ways in missing) for name in others]
        most = max(had, default=0)
        return row.aliases[had.index(most)] if most else ""


def _first(ways: tuple[Way, ...], words: str) -> Way | None:
    """The nearest way that these words fit. Asked thousands of times a search, hence so plain."""
    for way in ways:
        for beginning in way.beginnings:
            if beginning not in words:
                break
        else:
            return way
    return None


def _all_of(way: Way, begun: Callable[[str], set[int]]) -> set[int]:
    first, *others = map(begun, way.beginnings)
    return first.intersection(*others)


def _having(beginnings: tuple[str, ...]) -> Q:
    return reduce(and_, (Q(search_key__contains=beginning) for beginning in beginnings))


def typed_words(words: str) -> list[str]:
    """What is looked for; words that say nothing count only where nothing else stands."""
    typed = plain_words(words)[:_MOST_WORDS]
    return [word for word in typed if word not in LINKS] or typed


def strict(words: str) -> Query:
    """As typed: nothing is corrected."""
    return _query([list(_as_typed(word)) for word in typed_words(words)])


def read(words: str, vocabularies: Sequence[Vocabulary], finds: Callable[[Query], Any]) -> Query:
    """The strictest reading that finds something: as typed, where no exercise has a word corrected; then every word
    corrected; then without one of the words, or two of many."""
    typed = typed_words(words)
    ways = [_ways(place, typed, vocabularies, False) for place in range(len(typed))]
    query = _query(ways)
    if finds(query) or not typed:
        return query
    loose = _query([_ways(place, typed, vocabularies, True) for place in range(len(typed))])
    if finds(loose):
        return loose
    for left_out in range(1, min(_MOST_LEFT_OUT, (len(typed) - 1) // 2) + 1):
        fewer = Query(loose.words, len(typed) - left_out)
        if finds(fewer):
            return fewer
    return query


def _query(words: list[list[Way]]) -> Query:
    return Query(tuple(tuple(_needed(ways)) for ways in words), max(1, len(words)))


def _as_typed(word: str) -> Iterator[Way]:
    one = singular(word)
    for way in (word, one, fold(word), _MUSCLES.get(one, one)):
        yield Way(tuple(f" {part}" for part in plain_words(way)))
    if stem := _stem(word):
        yield Way((f" {stem}",), 1)


def _ways(place: int, typed: list[str], vocabularies: Sequence[Vocabulary], loose: bool) -> list[Way]:
    word = typed[place]
    ways = [way for way in _as_typed(word) if _is_known(way, vocabularies)]
    joined = list(_joined(place, typed))
    ways += [way for way in joined if _is_known(way, vocabularies)]
    if not ways or loose:
        ways += [Way((f" {one}", f" {other}"), 1) for one, other in _cuts(word, vocabularies)]
        near = nearest(word, vocabularies)
        ways += [Way((f" {one}",), far) for far, one in enumerate(near, 1)]
        ways += [Way((f" {_stem(one)}",), far + 1) for far, one in enumerate(near, 1) if _stem(one)]
    if any(not _is_known(Way((f" {one}",)), vocabularies) for one in typed[max(0, place - 1) : place + 2]):
        for both in (way.beginnings[0][1:] for way in joined):
            ways += [Way((f" {one}",), 2) for one in nearest(both, vocabularies)[:1] if abs(len(one) - len(both)) < 2]
    return ways or list(_as_typed(word))


def _stem(word: str) -> str:
    """`running` is to run; "" if it is no such word."""
    if len(word) < 6 or not word.endswith("ing"):
        return ""
    return word[:-4] if word[-4] == word[-5] else word[:-3]


def _is_known(way: Way, vocabularies: Sequence[Vocabulary]) -> bool:
    return all(any(one.has_beginning(part[1:]) for one in vocabularies) for part in way.beginnings)


def _joined(place: int, typed: list[str]) -> Iterator[Way]:
    """`body weight` is one word, too."""
    for start in (place - 1, place):
        if 0 <= start < len(typed) - 1:
            yield Way((f" {singular(typed[start] + typed[start + 1])}",))


def _cuts(word: str, vocabularies: Sequence[Vocabulary]) -> Iterator[tuple[str, str]]:
    """`backsquat` is `back squat`."""
    for cut in range(2, len(word) - 1):
        one, other = word[:cut], singular(word[cut:])
        if any(one in known for known in vocabularies) and any(known.has_beginning(other) for known in vocabularies):
            yield one, other


def _needed(ways: Iterable[Way]) -> list[Way]:
    """Without those that find nothing that an earlier one does not find."""
    needed: list[Way] = []
    for way in ways:
        if not any(_covers(other, way) for other in needed):
            needed = [other for other in needed if other.far < way.far or not _covers(way, other)]
            needed.append(way)
    return needed


def _covers(one: Way, other: Way) -> bool:
    return all(any(word.startswith(beginning) for word in other.beginnings) for beginning in one.beginnings)
