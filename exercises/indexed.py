"""On SQLite, an index of the words by which exercises are found (FTS5): for a library that is too large for memory.

    Exercise.objects.filter(indexed.condition(query))   # as `query.condition()`, which looks at every row

Triggers keep it true. To change a table Django writes it anew on SQLite, and its triggers go with the old one: so the
index is looked after at the end of each `migrate`, not made once in a migration. PostgreSQL has its own (0012).
"""

from __future__ import annotations

import sys
from itertools import combinations
from typing import Any

from django.apps import AppConfig
from django.db import OperationalError, connection, connections, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from exercises.models import Exercise
from exercises.search import Query, Way

INDEX = "exercise_words"
_ROWS = Exercise._meta.db_table
# ruff: noqa: S608 - all SQL here is of names of ours
# The words are \w, with a space or the like between them: all else is part of a word. Found again by its id, not by the
# number of its row: VACUUM counts those anew.
_OF_ONE = f"rowid = (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH 'id:\"' || old.id || '\"')"
_TRIGGERS = {
    "made": f"INSERT ON {_ROWS} BEGIN INSERT INTO {INDEX} (id, words) VALUES (new.id, new.search_key); END",
    "changed": f"UPDATE OF search_key ON {_ROWS} WHEN old.search_key IS NOT new.search_key BEGIN"
    f" UPDATE {INDEX} SET words = new.search_key WHERE {_OF_ONE}; END",
    "gone": f"DELETE ON {_ROWS} BEGIN DELETE FROM {INDEX} WHERE {_OF_ONE}; END",
}
_MAKE = (
    f"DROP TABLE IF EXISTS {INDEX}",
    f"CREATE VIRTUAL TABLE {INDEX} USING"
    " fts5(id, words, tokenize = \"ascii tokenchars '_'\", prefix = '2 3', columnsize = 0)",
    f"INSERT INTO {INDEX} (id, words) SELECT id, search_key FROM {_ROWS}",
    *(f"DROP TRIGGER IF EXISTS {INDEX}_{name}" for name in _TRIGGERS),
    *(f"CREATE TRIGGER {INDEX}_{name} AFTER {what}" for name, what in _TRIGGERS.items()),
)
# What one letter begins is so much that every row is looked at sooner.
_LETTER = len(" a")

_there: set[str] = set()


def condition(query: Query) -> Q:
    is_narrow = any(all(max(map(len, way.beginnings)) > _LETTER for way in ways) for ways in query.words)
    if not is_narrow or connection.vendor != "sqlite" or not _is_there():
        return query.condition()
    ids = RawSQL(f"SELECT id FROM {INDEX} WHERE {INDEX} MATCH %s", (_match(query),))  # noqa: S611
    return Q(pk__in=ids)


def _match(query: Query) -> str:
    """The same in the words of FTS5."""
    each = [" OR ".join(map(_all_of, ways)) for ways in query.words]
    some = (" AND ".join(f"({ways})" for ways in chosen) for chosen in combinations(each, query.need))
    return f"words : ({' OR '.join(f'({all_of})' for all_of in some)})"


def _all_of(way: Way) -> str:
    return "({})".format(" AND ".join(f'"{beginning.strip()}" *' for beginning in way.beginnings))


def _is_there() -> bool:
    if connection.alias not in _there:
        with connection.cursor() as cursor:
            if len(_kept(cursor)) == len(_TRIGGERS):
                _there.add(connection.alias)
    return connection.alias in _there


def _kept(cursor: Any) -> list[Any]:
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE %s", (_ROWS, f"{INDEX}%")
    )
    return cursor.fetchall()


@receiver(post_migrate, dispatch_uid="exercises.indexed")
def look_after(app_config: AppConfig, using: str, **_migrated: Any) -> None:
    """Whole again, unless its triggers are there and it never was anything else."""
    there = connections[using]
    if app_config.label != "exercises" or there.vendor != "sqlite":
        return
    with there.cursor() as cursor:
        if len(_kept(cursor)) == len(_TRIGGERS) or not _has_keys(there, cursor):
            return
        try:
            with transaction.atomic(using=using):
                for statement in _MAKE:
                    cursor.execute(statement)
        except OperationalError as error:
            if "fts5" not in str(error):
                raise
            sys.stderr.write(
                "  This SQLite has no FTS5: a library of more than 20,000 exercises is searched row by row.\n"
            )


def _has_keys(there: Any, cursor: Any) -> bool:
    """Not where `migrate` went back to before there were any."""
    if _ROWS not in there.introspection.table_names(cursor):
        return False
    return "search_key" in {column.name for column in there.introspection.get_table_description(cursor, _ROWS)}
