"""A query of one shape, worked out once: building and compiling one takes Django longer than the database takes for it.

    rows_of = Prepared(lambda *pks: SessionExercise.objects.filter(session_id__in=pks).with_exercise())
    rows = rows_of(session.pk)

The queryset is Django's own and is compiled by Django; its text is kept, which parameter is whose, and how columns
become objects. For what nearly every request asks, where the shape hangs on nothing but how many texts are given.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connections, models
from django.db.models.query import get_related_populators


class _Place(str):
    """Stands in the queryset for a text that is given at each call."""

    __slots__ = ("number",)
    number: int


class Prepared:
    """Call it with texts; `build` is given as many and makes the queryset of them. The answer is a list: of objects,
    with what `select_related` names, or of tuples where the queryset is a `values_list`.

    ValueError, at the first call, for a queryset that is more than that (prefetched, annotated), and for one in which a
    text does not stand as it was given.
    """

    def __init__(self, build: Callable[..., models.QuerySet]) -> None:
        self._build = build
        self._querysets: dict[int, models.QuerySet] = {}
        self._ready: dict[tuple[str, str, int], _Ready] = {}
        self._compiling = threading.Lock()

    def __call__(self, *texts: str) -> list[Any]:
        number = len(texts)
        queryset = self._querysets.get(number)
        if queryset is None:
            queryset = self._querysets[number] = self._build(*map(_place, range(number)))
        connection = connections[queryset.db]
        key = connection.alias, connection.vendor, number
        ready = self._ready.get(key)
        if ready is None:
            # Compiling changes a query on its way: two threads at once would keep a text that is none, until the end.
            with self._compiling:
                ready = self._ready.get(key) or _Ready(queryset, number, connection)
                self._ready[key] = ready
        return list(ready.rows(connection, texts))


def _place(number: int) -> _Place:
    place = _Place(f"place {number}")
    place.number = number
    return place


class _Ready:
    """The query as it is compiled for one database."""

    def __init__(self, queryset: Any, number: int, connection: Any) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, self._params = compiler.as_sql()
        placed = {param.number for param in self._params if isinstance(param, _Place)}
        if placed != set(range(number)):
            raise ValueError("What is given does not stand in this query as it was given.")
        is_of_rows = queryset._fields is None
        if queryset._prefetch_related_lookups or (is_of_rows and compiler.annotation_col_map):
            raise ValueError("This queryset is more than its rows.")
        columns = compiler.select
        converters = compiler.get_converters([column[0] for column in columns[: compiler.col_count]])
        self._steps = [(at, convert, of) for at, (converts, of) in converters.items() for convert in converts]
        self._objects = None
        if is_of_rows:
            own = compiler.klass_info["select_fields"]
            part = slice(own[0], own[-1] + 1)
            self._objects = compiler.klass_info["model"], part, [column[0].target.attname for column in columns[part]]
            # The stubs are of a later Django than ours.
            self._related = get_related_populators(compiler.klass_info, columns, connection.alias)  # type: ignore[call-arg]

    def rows(self, connection: Any, texts: tuple[str, ...]) -> Iterable[Any]:
        params = [texts[param.number] if isinstance(param, _Place) else param for param in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            found = cursor.fetchall()
        rows = self._converted(found, connection) if found and self._steps else map(tuple, found)
        return rows if self._objects is None else self._made(rows, connection)

    def _made(self, rows: Iterable[tuple], connection: Any) -> Iterator[Any]:
        model, own, names = self._objects  # type: ignore[misc]
        for row in rows:
            new = model.from_db(connection.alias, names, row[own])
            for related in self._related:
                related.populate(row, new)
            yield new

    def _converted(self, rows: list[tuple], connection: Any) -> Iterable[tuple]:
        """As the compiler would; it keeps the connection that it was made for, and each thread has its own.

        Column by column: rows have much in common, above all times and what is empty, and each such value is converted
        once. Not JSON, which could be changed in one row and would be another in the next.
        """
        columns: list[Any] = list(zip(*rows, strict=True))
        for at, convert, of in self._steps:
            if isinstance(of.output_field, models.JSONField):
                columns[at] = [convert(value, of, connection) for value in columns[at]]
            else:
                known = {value: convert(value, of, connection) for value in set(columns[at])}
                columns[at] = [known[value] for value in columns[at]]
        return zip(*columns, strict=True)
