"""The library in memory. Each process reads it once, and at each request only what was changed since.

    shelf.library().names       # what names mean something to everybody
    shelf.own(user)             # this person's own, kept for as long as they are as they were

Who may see what is asked of the database at each request: of what somebody only may see nothing is kept but under their
own name, and used only while the rows are those that were read. Two queries, whatever
has changed: the rows that are newer than the last look, and how many there are (which tells of those that went).
Ten thousand exercises take some 15 MB in a process, and what finds words among them 2 of these.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import CharField
from django.db.models.functions import Cast

from core.moment import known_until
from core.prepared import Prepared
from core.stamps import Kept
from exercises.filters import kind_of
from exercises.index import Names
from exercises.models import Exercise, Status
from exercises.postings import Postings
from exercises.relatives import Kin
from exercises.vocabulary import Vocabulary

# A row gets its time before its transaction ends, and other machines have other clocks: so far one looks back.
LATE = timedelta(seconds=30)
_ARCHIVED = Status.ARCHIVED.value  # a plain str: compared ten thousand times
_WORKED_OUT = 16
# Exercises of the library that a process keeps: some 26 MB.
LARGEST = 20_000
T = TypeVar("T")

# Threads that begin at once would each read and fold all of it: one does, and the others wait for it.
_first = Lock()


class Languages(dict[str, str]):
    """Alias -> its language. Never changed: an item of the shelf stands in sets."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


class Item(NamedTuple):
    """What lists and suggestions need of an exercise: columns by their names, in the order of the model."""

    id: str
    name: str
    name_key: str
    search_key: str
    sport: str
    aliases: tuple[str, ...]
    alias_languages: Languages
    pattern: str
    level: str
    muscles: tuple[str, ...]
    secondary_muscles: tuple[str, ...]
    equipment: tuple[str, ...]
    measures: tuple[str, ...]
    easier: tuple[str, ...]
    per_side: bool
    author_id: str | None
    status: str
    declined_because: str

    @property
    def is_archived(self) -> bool:
        return self.status == _ARCHIVED


_COMMON = Item._fields.index("alias_languages")  # from here on many have the same


def order(item: Item) -> tuple[str, str]:
    """By name, here and not by the database: collations differ."""
    return item.name_key, item.id


def short(item: Any) -> tuple[int, str, str]:
    """By the length of the name."""
    return len(item.name_key), item.name_key, item.id


def exercise_of(item: Item) -> Exercise:
    """The exercise itself, without its long texts."""
    return Exercise.from_db(DEFAULT_DB_ALIAS, Item._fields, item)


class Shelf:
    """The library as it stood at one moment. Nothing in it is ever changed: several threads read it."""

    def __init__(self, items: dict[str, Item]) -> None:
        self.items = items
        self._names: Names | None = None
        self._vocabulary: Vocabulary | None = None
        self._worked_out: Kept[Any] = Kept(_WORKED_OUT)

    @cached_property
    def offered(self) -> list[Item]:
        return _offered(self.items)

    @cached_property
    def postings(self) -> Postings:
        """Of what is offered, in its order."""
        return Postings(_search_keys(self.offered))

    @cached_property
    def shortness(self) -> array[int]:
        """Where each of what is offered would stand if the shortest name came first."""
        places = array("I", bytes(4 * len(self.offered)))
        for shorter, place in enumerate(sorted(range(len(places)), key=lambda place: short(self.offered[place]))):
            places[place] = shorter
        return places

    @cached_property
    def kinds(self) -> tuple[list[tuple], array[int]]:
        """All that there are, and the number of each exercise's, in the order of what is offered."""
        numbers: dict[tuple, int] = {}
        each = array("I", (numbers.setdefault(kind_of(item), len(numbers)) for item in self.offered))
        return list(numbers), each

    @cached_property
    def kin(self) -> Kin:
        return Kin(self.offered)

    @property
    def names(self) -> Names:
        if self._names is None:
            with _first:
                self._names = self._names or Names(self.items.values())
        return self._names

    @property
    def vocabulary(self) -> Vocabulary:
        if self._vocabulary is None:
            with _first:
                self._vocabulary = self._vocabulary or Vocabulary(_search_keys(self.items.values()))
        return self._vocabulary

    def with_news(self, news: list[Item]) -> Shelf:
        """One with these rows as they are now; the same one if they are as they were."""
        news = [item for item in news if self.items.get(item.id) != item]
        if not news:
            return self
        shelf = Shelf(self.items | {item.id: item for item in news})
        gone = [self.items[item.id] for item in news if item.id in self.items]
        if self._names is not None:
            shelf._names = self._names.changed(gone, news)
        if self._vocabulary is not None:
            shelf._vocabulary = self._vocabulary.changed(_search_keys(gone), _search_keys(news))
        return shelf

    def once(self, key: Any, work: Callable[[], T]) -> T:
        """What follows from this shelf and the key alone; of what was asked for, the last few are kept."""
        return self._worked_out.get(key, work)


@dataclass(frozen=True)
class _Kept:
    shelf: Shelf
    seen: datetime  # all that was written before is on it


_NOTHING = _Kept(Shelf({}), datetime(1, 1, 2, tzinfo=UTC))
_kept = _NOTHING


def library() -> Shelf:
    """As it stands now: what is kept, and what was changed since it was read."""
    return _library(Exercise.objects.library().count())


def small() -> Shelf | None:
    """The same, unless there are more than a process should keep: such a one is looked through in the database."""
    count = Exercise.objects.library().order_by()[: LARGEST + 1].count()  # to count 200,000 takes far longer
    return _library(count) if count <= LARGEST else None


def _library(count: int) -> Shelf:
    with _first if _kept is _NOTHING else nullcontext():
        kept, now = _kept, known_until()
        rows = Exercise.objects.library().order_by()
        shelf = kept.shelf.with_news(_items(rows.filter(updated_at__gt=kept.seen)))
        if len(shelf.items) != count:
            shelf = Shelf({item.id: item for item in _items(rows)})
        # What this transaction wrote may yet be taken back.
        transaction.on_commit(lambda: _keep(_Kept(shelf, now - LATE)))
    return shelf


def _keep(kept: _Kept) -> None:
    global _kept
    if kept.seen >= _kept.seen:
        _kept = kept


@dataclass(frozen=True)
class Own:
    """One person's own exercises as they were read last, archived ones too. `stamp` says which rows, and of when."""

    stamp: frozenset
    items: dict[str, Item]

    @cached_property
    def names(self) -> Names:
        return Names(self.items.values())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(_search_keys(self.items.values()))

    @cached_property
    def offered(self) -> list[Item]:
        return _offered(self.items)

    @cached_property
    def kin(self) -> Kin:
        return Kin(self.offered)


_owners: dict[str, Own] = {}
_OWNERS = 64


def own(user: Any) -> Own:
    """This person's own. A small query says whether they still are as they were read; then nothing is read anew."""
    stamp = frozenset(_times(user.pk)) if user.pk else frozenset()
    kept = _owners.get(user.pk) if user.pk else None
    if kept is None or kept.stamp != stamp:
        rows = Exercise.objects.editable_by(user).order_by()
        kept = Own(stamp, {item.id: item for item in _items(rows)} if stamp else {})
        if len(_owners) >= _OWNERS:
            _owners.clear()
        if stamp:
            _owners[user.pk] = kept
    return kept


_times = Prepared(
    lambda author: Exercise.objects.filter(author=author).order_by().values_list("pk", Cast("updated_at", CharField()))
)


def _offered(items: dict[str, Item]) -> list[Item]:
    """By name, without what is archived."""
    return sorted((item for item in items.values() if not item.is_archived), key=order)


def _search_keys(items: Iterable[Item]) -> Iterable[str]:
    return (item.search_key for item in items)


def _items(rows: Any) -> list[Item]:
    """Rows as they come, no second copy of them all. Of what many have in common there is one for all of them."""
    one: dict[Any, Any] = {}
    found = rows.values_list(*Item._fields).iterator(chunk_size=500)
    return [
        Item(
            *row[:_COMMON], *(one.setdefault(value, value) for value in (Languages(row[_COMMON]), *row[_COMMON + 1 :]))
        )
        for row in found
    ]
