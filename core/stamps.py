"""What a page is made of, without reading it: identities, versions and times of its rows, in one query.

    PROGRAM = Stamp(Rows(Program, "id = %(program)s"), Count(ProgramSession, "program_id = %(program)s"))
    PROGRAM.read(program=pk)  # a text, another one as soon as any of those rows is; None: the first is not there

The SQL is put together once in the life of a process, of names of ours and conditions of the module that says them:
nothing in it was typed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connection

from core.models import BaseModel, Versioned

T = TypeVar("T")


@dataclass(frozen=True)
class Rows:
    """Each of these rows by itself."""

    model: type[BaseModel]
    where: str

    @property
    def sql(self) -> str:
        version = "version" if issubclass(self.model, Versioned) else "0"
        table = self.model._meta.db_table
        return f"SELECT '{table}', id, 1, {version}, updated_at FROM {table} WHERE {self.where}"  # noqa: S608


@dataclass(frozen=True)
class Count(Rows):
    """How many rows, the sum of their versions, and when one was last written: for the rows of a document, of which
    none becomes another without the document's own version (core.editing). They may be hundreds."""

    @property
    def sql(self) -> str:
        table = self.model._meta.db_table
        version = "COALESCE(SUM(version), 0)" if issubclass(self.model, Versioned) else "0"
        return f"SELECT '{table}', '', COUNT(*), {version}, MAX(updated_at) FROM {table} WHERE {self.where}"  # noqa: S608


class Stamp:
    def __init__(self, *parts: Rows) -> None:
        self.parts = parts

    @cached_property
    def sql(self) -> str:
        return " UNION ALL ".join(part.sql for part in self.parts)

    @property
    def tables(self) -> set[str]:
        return {part.model._meta.db_table for part in self.parts}

    def read(self, **ids: str) -> str | None:
        """None when there are no rows of the first kind: what the page is about is gone, or somebody else's."""
        found = self.rows(**ids)
        about = self.parts[0].model._meta.db_table
        return text_of(found) if any(row[0] == about for row in found) else None

    def rows(self, **ids: str) -> list[tuple[str, str, int, int, Any]]:
        """Table, id, how many, version, time; the time as the database gives it."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, ids)
            return cursor.fetchall()


def text_of(rows: list[tuple[str, str, int, int, Any]]) -> str:
    return str(sorted(rows, key=str))


class Kept(Generic[T]):
    """What was worked out last, by stamp: it holds for as long as the stamp does, so it is never taken back."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._found: OrderedDict[Any, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Any, make: Callable[[], T]) -> T:
        """`make` may be asked by two threads at once; each gets what is right."""
        found = self.find(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def find(self, key: Any) -> T | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: Any, made: T) -> None:
        with self._lock:
            self._found[key] = made
            while len(self._found) > self.most:
                self._found.popitem(last=False)

    def keys(self) -> list[Any]:
        with self._lock:
            return list(self._found)

    def clear(self) -> None:
        with self._lock:
            self._found.clear()
