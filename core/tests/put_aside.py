"""Rows that many tests begin with: made once in each process, and then copied by the database."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.db import connection, transaction

PREFIX = "put_aside_"  # of the names of the copies


class PutAside:
    """What `make` writes, outside of any test. The database is then as it was, but for copies that no model knows.

    What is made once is the same rows each time, with their ids and times. So nothing may tell one test's from another's.
    """

    def __init__(self, name: str, make: Callable[[], object]) -> None:
        self._name = name
        tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
        with transaction.atomic(), connection.cursor() as cursor:
            empty = [table for table in tables if not _count(table)]
            full = {table: _count(table) for table in tables if table not in empty}
            make()
            assert full == {table: _count(table) for table in full}, "only what begins empty can be put aside"
            self._tables = [table for table in empty if _count(table)]
            for table in self._tables:
                cursor.execute(f"CREATE TABLE {self._copy(table)} AS SELECT * FROM {table}")
            for table in self._tables:  # keys between them are looked at when the transaction ends
                cursor.execute(f"DELETE FROM {table}")
            connection.run_on_commit.clear()  # what would be kept in memory at the commit is of rows that are gone

    def put_back(self) -> None:
        """Into the database of the test that asks. No signal is sent: those that `make` sent had their say."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self._tables:
                cursor.execute(f"INSERT INTO {table} SELECT * FROM {self._copy(table)}")

    def _copy(self, table: str) -> str:
        return f"{PREFIX}{self._name}_{table}"


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return cursor.fetchone()[0]
