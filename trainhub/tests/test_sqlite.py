"""Which SQLite runs: the newer of Python's own and the wheel's, one for the whole process."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db.backends.sqlite3.base import Database

from trainhub import sqlite

ASK = "import trainhub, sqlite3; from sqlite3 import dbapi2; print(sqlite3.__name__, dbapi2.__name__)"


@pytest.fixture
def chosen_beside(tmp_path):
    """The modules that `sqlite3` and `sqlite3.dbapi2` are where a pysqlite3 with this text is installed."""

    def ask(text: str) -> str:
        package = tmp_path / "pysqlite3"
        package.mkdir()
        (package / "__init__.py").write_text(text)
        (package / "dbapi2.py").write_text(text)
        path = os.pathsep.join([str(tmp_path), str(settings.BASE_DIR)])
        command = [sys.executable, "-c", ASK]
        result = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    return ask


def test_a_newer_one_takes_the_place_of_pythons_own(chosen_beside):
    assert chosen_beside("sqlite_version_info = (99, 0, 0)") == "pysqlite3 pysqlite3.dbapi2"


@pytest.mark.parametrize("text", ["sqlite_version_info = (3, 7, 0)", "raise ImportError('made for another system')"])
def test_pythons_own_stays_where_the_other_is_older_or_does_not_load(chosen_beside, text):
    assert chosen_beside(text) == "sqlite3 sqlite3.dbapi2"


def test_django_opens_its_databases_with_the_one_that_is_named():
    assert Database.sqlite_version == sqlite.version()
    assert Database.connect(":memory:").execute("SELECT sqlite_version()").fetchone() == (sqlite.version(),)


@pytest.mark.parametrize(
    ("release", "mended"),
    [
        ("3.40.1", False),
        ("3.44.5", False),
        ("3.44.6", True),
        ("3.46.1", False),
        ("3.50.7", True),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.53.4", True),
        ("4.0.0", True),
    ],
)
def test_which_releases_cannot_damage_a_database_while_its_log_is_reset(release, mended):
    assert sqlite.is_mended(release) is mended
