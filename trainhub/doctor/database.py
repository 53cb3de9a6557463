"""Does it answer, is it whole, and does it keep what it acknowledged?"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import Error, connection, connections
from django.db.migrations.executor import MigrationExecutor

from trainhub import sqlite
from trainhub.doctor import Check, Finding, first_line, hint, mend, ok
from trainhub.replica import REPLICA, replayed

# Their locks are not to be relied on, and SQLite relies on them.
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "ceph", "glusterfs", "fuse.glusterfs", "afs", "9p"}
MOUNTS = Path("/proc/mounts")
OLDEST_POSTGRESQL = 14


def checks() -> list[Check]:
    """Those for the database that is configured. Only the first where it does not answer."""
    if ask_one("SELECT 1") is None:
        return [database_answers]
    common: list[Check] = [database_answers, migrations]
    if connection.vendor == "sqlite":
        return [*common, database_disk, sqlite_version, sqlite_journal, sqlite_integrity]
    there = [replica_follows] if REPLICA in settings.DATABASES else []
    return [*common, postgresql_version, postgresql_timeouts, *there]


def ask_one(sql: str) -> object:
    """The one value that a query gives; None when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    except Exception:  # the driver may be missing, the name may resolve to nothing: all one to whoever asks
        return None


def database_answers() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as problem:
        return mend(f"The database does not answer: {first_line(problem)}", how_to_mend(problem))
    return ok(f"The database answers ({connection.vendor}).")


RESTORE = "Stop TrainHub, keep the file, and restore the last backup (docs/deploying.md)."
# By what SQLite says. A file cannot be started, so the advice for a server would lead astray.
SQLITE_REMEDIES = {
    "malformed": RESTORE,
    "not a database": RESTORE,
    "full": "Make room on its disk.",
    "disk I/O": "Look after its disk, and whether there is room on it.",
    "readonly": "Make the folder and the file the server's own (chown), on a disk that takes writes.",
    "unable to open": "Look whether its folder is there, and is the server's own.",
    "locked": "Another process holds it: end a manage.py that hangs.",
}


def how_to_mend(problem: BaseException) -> str:
    if connection.vendor == "sqlite":
        return next((how for words, how in SQLITE_REMEDIES.items() if words in str(problem)), "Look at DATABASE_URL.")
    return "Start it, and look whether DATABASE_URL names it, its user and its password."


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return mend(f"{len(waiting)} migrations have not been applied.", "Run: manage.py migrate")
    return ok("All migrations are applied.")


def database_disk() -> Finding:
    kind = filesystem(Path(settings.DATABASES["default"]["NAME"]), MOUNTS)
    if kind in NETWORK:
        return mend(
            f"The SQLite database lies on a network share ({kind}), where it can be damaged.",
            "Put it on a disk of this machine (TRAINHUB_VAR), or take PostgreSQL (DATABASE_URL).",
        )
    return ok(f"The SQLite database lies on a disk of this machine ({kind or 'of unknown kind'}).")


def filesystem(path: Path, mounts: Path) -> str:
    """The kind of filesystem that a path lies on; "" where the system does not say."""
    try:
        lines = [line.split() for line in mounts.read_text().splitlines()]
    except OSError:
        return ""
    place, best, kind = path.resolve(), -1, ""
    for fields in lines:
        folder = Path(fields[1].replace("\\040", " "))
        if place.is_relative_to(folder) and len(folder.parts) >= best:
            best, kind = len(folder.parts), fields[2]
    return kind


def sqlite_version() -> Finding:
    version = sqlite.version()
    if not sqlite.is_mended(version):
        return mend(
            f"SQLite {version} has a fault by which a database with several writers can be damaged.",
            "Install the wheel pysqlite3 (make install does, where there is one), or take PostgreSQL (DATABASE_URL).",
        )
    return ok(f"SQLite {version} is new enough.")


def sqlite_journal() -> Finding:
    journal, synchronous = ask_one("PRAGMA journal_mode"), ask_one("PRAGMA synchronous")
    if journal != "wal":
        return mend(
            f"SQLite's journal is {journal!r}, so readers and writers wait for each other.",
            "Leave OPTIONS as trainhub.environment.tune makes them; the disk must allow WAL.",
        )
    if synchronous not in (2, 3):
        return mend(
            "SQLite does not wait for the disk, so a power cut may take what was saved.",
            "Leave OPTIONS as trainhub.environment.tune makes them (synchronous=FULL).",
        )
    return ok("SQLite writes ahead (WAL) and waits for the disk (FULL).")


def sqlite_integrity() -> Finding:
    said = ask_one("PRAGMA quick_check(1)")
    if said != "ok":
        return mend(f"The SQLite database is damaged: {said}", RESTORE)
    return ok("The SQLite database is whole (quick_check).")


def postgresql_version() -> Finding:
    number = int(str(ask_one("SHOW server_version_num") or 0))
    if number // 10000 < OLDEST_POSTGRESQL:
        return mend(
            f"PostgreSQL {number // 10000} is older than {OLDEST_POSTGRESQL}, which Django needs.",
            f"Upgrade it to {OLDEST_POSTGRESQL} or later.",
        )
    return ok(f"PostgreSQL {number // 10000}.{number % 10000} is new enough.")


def postgresql_timeouts() -> Finding:
    missing = [name for name in ("lock_timeout", "statement_timeout") if ask_one(f"SHOW {name}") == "0"]
    if missing:
        return hint(
            f"PostgreSQL waits for ever: {' and '.join(missing)} not set.",
            "Leave OPTIONS as trainhub.environment.tune makes them, or set both for the role.",
        )
    return ok("PostgreSQL lets no lock and no statement wait for ever.")


def replica_follows() -> Finding:
    try:
        _position, until = replayed(connections[REPLICA])
    except Error as problem:
        return hint(
            f"The replica of REPLICA_URL does not answer: {first_line(problem)}",
            "Pages are read from the primary meanwhile. Start it, or take REPLICA_URL out.",
        )
    return ok(f"The replica answers, and knows all that was written until {until:%F %T} UTC." if until else
              "The replica answers, and waits for the first thing to be written.")  # fmt: skip
