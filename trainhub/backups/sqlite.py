"""SQLite: a consistent copy while others write, and a swap that leaves one whole database at every moment."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3  # the one that Django uses too: trainhub/sqlite.py
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from trainhub.backups import Problem, bundle
from trainhub.backups.bundle import Table

MEMBER = "database.sqlite3"
BESIDE = ("-wal", "-shm", "-journal")
# Where SQLite's own locks lie in a database file: https://sqlite.org/src/file/src/os_unix.c, SHARED_FIRST
SHARED_FIRST, SHARED_SIZE = 0x40000002, 510


def path_of(database: dict[str, Any]) -> Path:
    return Path(database["NAME"])


def _open(path: Path, timeout: float = 20) -> sqlite3.Connection:
    """An existing database; none is made, no transaction is begun on its own."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=timeout, isolation_level=None)


def version() -> str:
    return sqlite3.sqlite_version


def copy(database: dict[str, Any], draft: Path) -> tuple[Path, dict[str, Table], dict[str, list[str]]]:
    """A checked copy of the database as it is at this moment. Those who write meanwhile do not wait.

    VACUUM INTO reads one snapshot. (The page-wise backup begins anew at every write of another, and never
    ends; the one-step backup carries along what was deleted.)
    """
    source, target = path_of(database), draft / MEMBER
    if not source.is_file():
        raise Problem(f"There is no database at {source}.")
    try:
        with closing(_open(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise Problem(f"{source} could not be copied: {error}.") from error
    with target.open("rb+") as file:
        bundle.on_disk(file)
    check(target)
    tables, migrations = facts(target)
    return target, tables, migrations


def check(path: Path) -> None:
    """Problem unless every page and every reference is right."""
    try:
        with closing(_open(path)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            if found != ["ok"]:
                raise Problem(f"The database is damaged: {'; '.join(found)}.")
            loose = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
    except sqlite3.Error as error:
        raise Problem(f"The database is damaged: {error}.") from error
    if loose:
        raise Problem("Rows point to what is not there: " + "; ".join(f"{row[0]} to {row[2]}" for row in loose) + ".")


def facts(path: Path) -> tuple[dict[str, Table], dict[str, list[str]]]:
    """How many rows each table has, and which migrations were applied."""
    with closing(_open(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
        )
        tables = {name: Table(_count(connection, name)) for (name,) in names.fetchall()}
        migrations: dict[str, list[str]] = {}
        if "django_migrations" in tables:
            for app, name in connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name"):
                migrations.setdefault(app, []).append(name)
    return tables, migrations


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608 - quoted


# --- Restoring --------------------------------------------------------------------


def standing(database: dict[str, Any]) -> dict[str, Table] | None:
    """The tables of the database that stands there; None when it cannot be read."""
    path = path_of(database)
    if not path.exists() or path.stat().st_size == 0:
        return {}
    try:
        return facts(path)[0]
    except sqlite3.Error:
        return None


def restore(database: dict[str, Any], file: Path, manifest: bundle.Manifest, stamp: str) -> str:
    """Puts the database of the backup in the place of the one that stands there. Says where that is kept now.

    The new one is written and checked beside it; the exchange is one rename. Problem, and nothing has changed,
    while another process has the old one open.
    """
    live = path_of(database)
    with bundle.draft(live.parent) as draft:
        fresh = draft / MEMBER
        bundle.check(file, into=fresh)
        check(fresh)
        if facts(fresh)[0] != manifest.tables:
            raise Problem(f"{file} is damaged: it does not hold the rows that it names.")
        fresh.chmod(live.stat().st_mode & 0o777 if live.exists() else 0o600)
        bundle.give(fresh, live)
        kept = ""
        with _nobody_else(live):
            if live.stat().st_size:
                kept = _keep(live, stamp)
            for ending in BESIDE:
                live.with_name(live.name + ending).unlink(missing_ok=True)
            os.replace(fresh, live)
        bundle.folder_on_disk(live.parent)
    return kept


@contextmanager
def _nobody_else(live: Path) -> Iterator[None]:
    """The database is ours alone, and its log is written back into it and gone.

    Leaving WAL mode needs that no other connection is open, so it is the question and the remedy in one: a log of the
    old database that stayed beside the new one would be read as if it were of the new one.
    """
    in_use = Problem(f"Another process has {live} open. Stop TrainHub first, then restore again.")
    if not live.exists():
        live.touch(mode=0o600)
    connection = _open(live, timeout=3)
    try:
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            raise in_use
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        connection.close()  # first: closing a file drops every lock that this process has on it
        if "locked" in str(error):
            raise in_use from error
    with closing(connection), live.open("rb+") as file:
        # SQLite's own way to say "mine"; where it could not open a damaged file, we say it ourselves.
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
        except OSError as error:
            raise in_use from error
        yield


def _keep(live: Path, stamp: str) -> str:
    """A second name for the old database; its first is replaced in one step afterwards, so there always is one."""
    kept = live.with_name(f"{live.name}.before-restore-{stamp}")
    for ending in BESIDE:  # of a damaged one: a sound one has none by now
        log = live.with_name(live.name + ending)
        if log.exists():
            os.replace(log, kept.with_name(kept.name + ending))
    try:
        os.link(live, kept)
    except FileExistsError:
        raise Problem(f"{kept} is there already. Wait a second and restore again.") from None
    except OSError:  # a disk without hard links
        shutil.copy2(live, kept)
    return str(kept)
