"""Which SQLite runs. Before 3.51.3 a database in WAL mode with several writers can be damaged while its log is reset.

The wheel pysqlite3 brings a newer one than most systems' Python has, where there is a wheel for it (requirements.in
says where). It takes the place of `sqlite3` for the whole process, never beside it: two copies of SQLite that open
one file in one process drop each other's locks, and that damages a database as well.
"""

import importlib
import sqlite3
import sys

# Releases without the fault, by series: two older ones were mended too. https://sqlite.org/wal.html#walresetbug
MENDED, MENDED_TOO = (3, 51, 3), {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}


def prefer_newer() -> None:
    """Puts pysqlite3 in the place of Python's sqlite3 where it is newer. Before Django opens a database."""
    try:
        newer = importlib.import_module("pysqlite3")
    except ImportError:
        return
    if newer.sqlite_version_info > sqlite3.sqlite_version_info:
        sys.modules["sqlite3"] = newer
        sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")


def version() -> str:
    """The SQLite that Django uses in this process: "3.53.4"."""
    return str(importlib.import_module("sqlite3").sqlite_version)


def is_mended(release: str) -> bool:
    """Whether this release of SQLite is without that fault."""
    major, minor, patch = map(int, release.split("."))
    return (major, minor, patch) >= MENDED_TOO.get((major, minor), MENDED)
