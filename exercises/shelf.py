"""The library in memory. Each process reads it once, and at each request only what was changed since.

    shelf.library().names       # what names mean something to everybody
    shelf.own(user)             # this person's own, read anew each time

Who may see what is asked of the database at each request: only what everybody may see is kept. Two queries, whatever
has changed: the rows that are newer than the last look, and how many there are (which tells of those that went).
Ten thousand exercises take some 15 MB in a process.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from exercises.index import Names
from exercises.models import Exercise, Status

# A row gets its time before its transaction ends, and other machines have other clocks: so far one looks back.
_LATE = timedelta(seconds=30)
_NEVER = datetime(1, 1, 2, tzinfo=UTC)


class Item(NamedTuple):
    """What lists and suggestions need of an exercise: columns by their names, in the order of the model."""

    id: str
    name: str
    name_key: str
    search_key: str
    sport: str
    aliases: tuple[str, ...]
    pattern: str
    level: str
    muscles: tuple[str, ...]
    secondary_muscles: tuple[str, ...]
    equipment: tuple[str, ...]
    measures: tuple[str, ...]
    per_side: bool
    author_id: str | None
    status: str

    @property
    def is_archived(self) -> bool:
        return self.status == Status.ARCHIVED


def order(item: Item) -> tuple[str, str]:
    """By name, here and not by the database: collations differ."""
    return item.name_key, item.id


def exercise_of(item: Item) -> Exercise:
    """The exercise itself, without its long texts."""
    return Exercise.from_db(DEFAULT_DB_ALIAS, Item._fields, item)


class Shelf:
    """The library as it stood at one moment. Nothing in it is ever changed: several threads read it."""

    def __init__(self, items: dict[str, Item], seen: datetime) -> None:
        self.items = items
        self.seen = seen  # all that was written before this moment is in it

    @cached_property
    def offered(self) -> list[Item]:
        """By name, without what is archived."""
        return sorted((item for item in self.items.values() if not item.is_archived), key=order)

    @cached_property
    def names(self) -> Names:
        return Names(self.items.values())

    def with_news(self, news: list[Item], seen: datetime) -> Shelf:
        """The same with these rows as they are now."""
        news = [item for item in news if self.items.get(item.id) != item]
        shelf = Shelf(self.items | {item.id: item for item in news} if news else self.items, seen)
        if "names" in self.__dict__:
            gone = [self.items[item.id] for item in news if item.id in self.items]
            shelf.names = self.names.changed(gone, news) if news else self.names
        if "offered" in self.__dict__ and not news:
            shelf.offered = self.offered
        return shelf


_EMPTY = Shelf({}, _NEVER)
_known = _EMPTY


def library() -> Shelf:
    """As it stands now: what is kept, and what was changed since it was read."""
    known, now = _known, timezone.now()
    rows = Exercise.objects.library().order_by()
    shelf = known.with_news(_items(rows.filter(updated_at__gt=known.seen)), now - _LATE)
    if len(shelf.items) != rows.count():
        shelf = _EMPTY.with_news(_items(rows), now - _LATE)
    # What this transaction wrote may yet be taken back.
    transaction.on_commit(lambda: _keep(shelf))
    return shelf


def _keep(shelf: Shelf) -> None:
    global _known
    if shelf.seen >= _known.seen:
        _known = shelf


def own(user: Any) -> list[Item]:
    """This person's own, archived ones too."""
    return _items(Exercise.objects.editable_by(user).order_by())


def _items(rows: Any) -> list[Item]:
    return [Item._make(row) for row in rows.values_list(*Item._fields)]
