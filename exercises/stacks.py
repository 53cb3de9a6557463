"""Where the library is looked through: a usual one in memory (`shelf`), a large one in the database.

    look = look_through(user, filters, among)     # `shelf.LARGEST` says which
    look.query, look.found, look.total            # how the words were read, what fits, how many there are in all
    look.page(after, 50)                          # ids of one page, best match or first name first
    look.rows(ids), look.relatives(exercise)      # exercises without their long texts, as `shelf.exercise_of`

Words are read, filters tested and matches ranked by the same code in both, so both give the same. The database is
asked for kinds of exercises with their numbers (facets need no more), and for the few that are ranked.
"""

from __future__ import annotations

from bisect import insort
from collections import ChainMap, Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from typing import Any, NamedTuple, Protocol, TypeVar

from django.db.models import Count, Max, Q
from django.db.models.functions import Length

from core.moment import known_until
from core.prepared import Prepared
from core.stamps import Kept
from exercises import indexed, search, shelf
from exercises.facets import Found
from exercises.filters import Filters, Kind, condition, kind_of
from exercises.models import Exercise, Status
from exercises.relatives import Pair, relatives, relatives_among
from exercises.search import Query
from exercises.shelf import Item, Own, Shelf
from exercises.vocabulary import Vocabulary

T = TypeVar("T")

# So many matches are ranked, those with the shortest names: what has all the words and few others.
RANKED = 200

# ids of a page, the id after which the next begins, the same of the one before (None where there is none)
Page = tuple[list[str], str, str | None]


class Look(Protocol):
    query: Query | None
    found: Found
    total: int

    def page(self, after: str, size: int) -> Page: ...
    def rows(self, ids: Sequence[str]) -> list[Exercise]: ...
    def relatives(self, exercise: Exercise) -> Pair[Exercise]: ...
    def fitting(self, ids: Collection[str]) -> set[str]: ...


def look_through(user: Any, filters: Filters, among: frozenset[str] | None = None) -> Look:
    """`among`: only these ids, where a filter of the person's says so."""
    library = shelf.small()
    if library is None:
        return Stored(user, filters, among)
    return Shelved(library, shelf.own(user), user, filters, among)


class Shelved:
    """In memory."""

    def __init__(
        self, library: Shelf, own: Own, user: Any, filters: Filters, among: frozenset[str] | None = None
    ) -> None:
        self._library, self._own, self._filters, self._among = library, own, filters, among
        self.total = len(library.offered) + len(own.offered)
        words = (library.vocabulary, own.vocabulary)
        self.query = search.read(filters.words, words, self._finds) if filters.words else None
        if among is None:
            fit = library.once((self.query, filters), lambda: self._fit(self._with_words(self.query)))
        else:
            offered = library.offered
            fit = self._fit([place for place in self._with_words(self.query) if offered[place].id in among])
        found, self._common, self._ids = fit
        asked = [item for item in own.items.values() if self._is_asked_for(item)]
        self._mine: list[Item] = []
        self.found = found
        if asked:
            mine = Found(Counter(map(kind_of, asked)), filters, user.pk)
            self._mine = [item for item in asked if kind_of(item) in mine.kinds]
            self.found = found.with_own(mine)

    def _finds(self, query: Query) -> bool:
        return bool(self._with_words(query)) or any(query.fits(item.search_key) for item in self._own.offered)

    def _with_words(self, query: Query | None) -> Sequence[int]:
        """Places in what the library offers."""
        if query is None:
            return range(len(self._library.offered))
        return self._library.once(query, lambda: sorted(query.places(self._library.postings.begun)))

    def _is_asked_for(self, item: Item) -> bool:
        return (self._among is None or item.id in self._among) and (
            self.query is None or self.query.fits(item.search_key)
        )

    def _fit(self, places: Sequence[int]) -> tuple[Found, list[int], frozenset[str]]:
        (kinds, each), offered = self._library.kinds, self._library.offered
        times = Counter(map(each.__getitem__, places))
        found = Found({kinds[number]: count for number, count in times.items()}, self._filters)
        numbers = {number for number in times if kinds[number] in found.kinds}
        fitting = [place for place in places if each[place] in numbers]
        return found, fitting, frozenset(offered[place].id for place in fitting)

    def fitting(self, ids: Collection[str]) -> set[str]:
        return set(self._ids.intersection(ids)).union(item.id for item in self._mine if item.id in ids)

    def _best(self, size: int) -> list[str]:
        offered = self._library.offered
        common = nsmallest(RANKED, self._common, key=self._library.shortness.__getitem__)
        short = nsmallest(RANKED, chain((offered[place] for place in common), self._mine), key=shelf.short)
        return [item.id for item in nsmallest(size, short, key=self.query.rank)]  # type: ignore[union-attr]

    def page(self, after: str, size: int) -> Page:
        """With words the best of all; without, the page after a key."""
        if self.query:
            if self._mine or self._among is not None:
                return self._best(size), "", None
            return self._library.once((self.query, self._filters, size), lambda: self._best(size)), "", None
        items = [self._library.offered[place] for place in self._common]
        for item in self._mine:
            insort(items, item, key=shelf.order)
        start = next((place for place, item in enumerate(items, 1) if item.id == after), 0) if after else 0
        page = [item.id for item in items[start : start + size]]
        next_key = page[-1] if start + size < len(items) else ""
        previous = (items[start - size - 1].id if start > size else "") if start else None
        return page, next_key, previous

    def rows(self, ids: Sequence[str]) -> list[Exercise]:
        items = ChainMap(self._library.items, self._own.items)
        return [shelf.exercise_of(items[pk]) for pk in ids]

    def relatives(self, exercise: Exercise) -> Pair[Exercise]:
        easier, harder = relatives_among(exercise, self._library.kin, self._own.kin)
        return list(map(shelf.exercise_of, easier)), list(map(shelf.exercise_of, harder))


class Short(NamedTuple):
    id: str
    sport: str
    name_key: str
    search_key: str
    aliases: tuple[str, ...]


_WORKED_OUT = 32


class _Stamp(NamedTuple):
    """Which rows, and of when. One that takes its time before another's and commits after it changes neither their
    number nor the last time: for as long as such may come (`shelf.LATE`) those just before the last are told apart."""

    rows: int
    last: datetime | None
    before: frozenset[tuple[str, datetime]] | None  # with the last itself; None once nothing as old can come

    @classmethod
    def of(cls, rows: Any) -> _Stamp:
        now = known_until()
        count, last = rows.aggregate(rows=Count("*"), last=Max("updated_at")).values()
        if last is None or last < now - shelf.LATE:
            return cls(count, last, None)
        return cls(
            count, last, frozenset(rows.filter(updated_at__gt=last - shelf.LATE).values_list("pk", "updated_at"))
        )

    def news(self, rows: Any) -> Iterator[str]:
        """Search keys of what was written since, each once."""
        if self.last is not None:
            rows = rows.filter(updated_at__gt=self.last if self.before is None else self.last - shelf.LATE)
        known = self.before or frozenset()
        found = rows.values_list("pk", "updated_at", "search_key").iterator(chunk_size=2_000)
        return (search_key for pk, at, search_key in found if (pk, at) not in known)


class _Known:
    """Of a large library: what changes when it does, and does not grow with it."""

    def __init__(self, stamp: _Stamp, words: Vocabulary, kinds: Mapping[tuple, int]) -> None:
        self.stamp, self.words, self.kinds = stamp, words, kinds
        self.offered = sum(times for kind, times in kinds.items() if not Kind._make(kind).is_archived)
        self._worked_out: Kept[Any] = Kept(_WORKED_OUT)

    def once(self, key: Any, work: Callable[[], T]) -> T:
        """What follows from these and the key alone."""
        return self._worked_out.get(key, work)


_NOTHING = _Known(_Stamp(0, None, None), Vocabulary(), {})
_known: dict[str | None, _Known] = {}
_OWNERS = 64


def _known_of(author: str | None) -> _Known:
    """The library's (None), or one person's own. One query as long as they are as they were: one look into an index,
    hence of the archived too. In the half minute after a write it is two."""
    rows = Exercise.objects.filter(author_id=author).order_by()
    stamp = _Stamp.of(rows)
    known = _known.get(author, _NOTHING)
    if known.stamp != stamp:
        offered = rows if author else rows.offered()
        # A word that went stays one until the process ends.
        words = known.words.changed((), known.stamp.news(offered))
        if len(_known) >= _OWNERS:
            _known.clear()
        _known[author] = known = _Known(stamp, words, _kinds(offered))
    return known


def _kinds(rows: Any) -> dict[tuple, int]:
    return {tuple(kind): times for *kind, times in rows.values_list(*Kind._fields).annotate(times=Count("pk"))}


class Stored:
    """In the database."""

    def __init__(self, user: Any, filters: Filters, among: frozenset[str] | None = None) -> None:
        self._user, self._filters, self._among = user, filters, among
        self._library = _known_of(None)
        self._own = _known_of(user.pk) if user.pk else _NOTHING
        self.total = self._library.offered + self._own.offered
        self._read: dict[Query, dict[tuple, int]] = {}
        words = (self._library.words, self._own.words)
        self.query = search.read(filters.words, words, self._finds) if filters.words else None
        self.found = self._find()

    @cached_property
    def _every(self) -> Any:
        common = Q(author__isnull=True) & ~Q(status=Status.ARCHIVED)
        return Exercise.objects.filter(common | Q(author_id=self._user.pk) if self._user.pk else common).order_by()

    def _finds(self, query: Query) -> bool:
        return any(not Kind._make(kind).is_archived for kind in self._kinds_of(query))

    def _kinds_of(self, query: Query) -> dict[tuple, int]:
        if query not in self._read:
            self._read[query] = _kinds(self._every.filter(indexed.condition(query)))
        return self._read[query]

    def _find(self) -> Found:
        person, filters = self._user.pk or "nobody", self._filters
        if self._among is not None:
            return Found(_kinds(self._asked_for), filters, person)
        if self.query:
            return Found(self._kinds_of(self.query), filters, person)
        library = self._library.once(filters, lambda: Found(self._library.kinds, filters))
        return library.with_own(Found(self._own.kinds, filters, person)) if self._own.kinds else library

    @property
    def _asked_for(self) -> Any:
        rows = self._every if self._among is None else self._every.filter(pk__in=self._among)
        return rows.filter(indexed.condition(self.query)) if self.query else rows

    @property
    def _fitting(self) -> Any:
        return self._asked_for.filter(condition(self._filters, self._user.pk))

    def fitting(self, ids: Collection[str]) -> set[str]:
        return set(self._fitting.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()

    def page(self, after: str, size: int) -> Page:
        if self.query:
            rows = self._fitting.order_by(Length("name_key"), "name_key", "id").values_list(*Short._fields)[:RANKED]
            return [row.id for row in nsmallest(size, map(Short._make, rows), key=self.query.rank)], "", None
        rows = self._fitting.values_list("name_key", "id")
        start = rows.filter(pk=after).first() if after else None
        behind = rows.filter(Q(name_key__gt=start[0]) | Q(name_key=start[0], id__gt=start[1])) if start else rows
        page = [pk for _key, pk in behind.order_by("name_key", "id")[: size + 1]]
        previous = None
        if start:
            until = rows.filter(Q(name_key__lt=start[0]) | Q(name_key=start[0], id__lte=start[1]))
            before = [pk for _key, pk in until.order_by("-name_key", "-id")[: size + 1]]
            previous = before[size] if len(before) > size else ""
        return page[:size], page[size - 1] if len(page) > size else "", previous

    def rows(self, ids: Sequence[str]) -> list[Exercise]:
        found = {row.pk: row for row in _rows(*ids)} if ids else {}
        return [found[pk] for pk in ids if pk in found]

    def relatives(self, exercise: Exercise) -> Pair[Exercise]:
        asked = exercise.pk, exercise.updated_at, self._user.pk if self._own.kinds else None, self._own.stamp
        return self._library.once(asked, lambda: relatives(exercise, self._user))


_rows = Prepared(lambda *pks: Exercise.objects.filter(pk__in=pks).only(*Item._fields).order_by())
