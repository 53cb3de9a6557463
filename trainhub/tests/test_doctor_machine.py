"""The doctor on the machine: its database, cache, files, disk and clock, each check both ways."""

import os
import sqlite3
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone as now
from django.utils.functional import empty

from accounts.tests.factories import UserFactory
from trainhub.doctor import HINT, MEND, OK, database, machine

POSTGRESQL = connection.vendor == "postgresql"
on_sqlite = pytest.mark.skipif(POSTGRESQL, reason="asks SQLite")
on_postgresql = pytest.mark.skipif(not POSTGRESQL, reason="asks PostgreSQL")


@pytest.fixture
def folder(tmp_path, settings):
    """A var/ of its own, private."""
    tmp_path.chmod(0o700)
    settings.VAR_DIR = tmp_path
    return tmp_path


# --- the database -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_database_answers():
    assert database.database_answers().level == OK
    assert database.migrations in database.checks()


@pytest.mark.django_db
def test_database_that_does_not_answer_is_asked_nothing_more(monkeypatch):
    def fail():
        raise OSError("connection refused\nand more")

    monkeypatch.setattr(connection, "cursor", fail)
    assert database.checks() == [database.database_answers]
    found = database.database_answers()
    assert (found.level, found.sentence) == (MEND, "The database does not answer: connection refused")


@on_sqlite
@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("malformed database schema", "restore the last backup"),
        ("file is not a database", "restore the last backup"),
        ("database or disk is full", "Make room"),
        ("attempt to write a readonly database", "the server's own"),
        ("unable to open database file", "its folder"),
        ("database is locked", "Another process"),
        ("something new", "DATABASE_URL"),
    ],
)
def test_a_file_that_does_not_answer_is_not_told_to_start(monkeypatch, said, remedy):
    def fail():
        raise sqlite3.OperationalError(said)

    monkeypatch.setattr(connection, "cursor", fail)
    assert remedy in database.database_answers().how


@pytest.mark.django_db
def test_migrations(monkeypatch):
    assert database.migrations().level == OK
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["one", "two"])
    found = database.migrations()
    assert (found.level, found.sentence) == (MEND, "2 migrations have not been applied.")


@pytest.mark.parametrize(("kind", "level"), [("ext4", OK), ("nfs4", MEND), ("cifs", MEND), ("fuse.sshfs", MEND)])
def test_database_disk(tmp_path, monkeypatch, settings, kind, level):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nhost:/x {tmp_path} {kind} rw 0 0\nproc /proc proc rw 0 0\n")
    monkeypatch.setattr(database, "MOUNTS", mounts)
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(tmp_path / "trainhub.sqlite3"))
    assert database.database_disk().level == level


def test_filesystem_of_a_folder_with_a_space(tmp_path):
    place, mounts = tmp_path / "a b", tmp_path / "mounts"
    place.mkdir()
    escaped = str(place).replace(" ", "\\040")
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nshare {escaped} cifs rw 0 0\n")
    assert database.filesystem(place / "x.sqlite3", mounts) == "cifs"
    assert database.filesystem(tmp_path / "x.sqlite3", mounts) == "ext4"
    assert database.filesystem(place, tmp_path / "none") == ""


@pytest.mark.parametrize(("version", "level"), [("3.40.1", MEND), ("3.51.2", MEND), ("3.51.3", OK), ("3.53.4", OK)])
def test_sqlite_version(monkeypatch, version, level):
    monkeypatch.setattr("trainhub.sqlite.version", lambda: version)
    assert database.sqlite_version().level == level


@pytest.mark.parametrize(
    ("journal", "synchronous", "level"), [("wal", 2, OK), ("wal", 3, OK), ("wal", 1, MEND), ("delete", 2, MEND)]
)
def test_sqlite_journal(monkeypatch, journal, synchronous, level):
    answers = {"PRAGMA journal_mode": journal, "PRAGMA synchronous": synchronous}
    monkeypatch.setattr(database, "ask_one", answers.get)
    assert database.sqlite_journal().level == level


@on_sqlite
@pytest.mark.django_db
def test_sqlite_that_is_whole():
    assert database.sqlite_integrity().level == OK


@on_sqlite
def test_sqlite_that_is_damaged(tmp_path, monkeypatch):
    """A page in the middle of the file is overwritten, as by a failing disk."""
    path = tmp_path / "damaged.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE t (x)")
        made.executemany("INSERT INTO t VALUES (?)", [("x" * 500,)] * 100)
    made.close()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    path.write_bytes(content)
    damaged = sqlite3.connect(path)
    monkeypatch.setattr(database, "ask_one", lambda sql: damaged.execute(sql).fetchone()[0])
    found = database.sqlite_integrity()
    damaged.close()
    assert found.level == MEND and "restore the last backup" in found.how


@on_postgresql
@pytest.mark.django_db
def test_postgresql_of_this_run():
    assert database.postgresql_version().level == OK
    assert database.postgresql_timeouts().level == OK
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        try:
            assert "lock_timeout" in database.postgresql_timeouts().sentence
        finally:
            cursor.execute("SET lock_timeout = '10s'")


@pytest.mark.parametrize(("number", "level"), [("130015", MEND), ("140001", OK), ("180006", OK), (None, MEND)])
def test_postgresql_version(monkeypatch, number, level):
    monkeypatch.setattr(database, "ask_one", lambda sql: number)
    assert database.postgresql_version().level == level


@pytest.mark.parametrize(("lock", "statement", "level"), [("10s", "30s", OK), ("0", "30s", HINT), ("10s", "0", HINT)])
def test_postgresql_timeouts(monkeypatch, lock, statement, level):
    answers = {"SHOW lock_timeout": lock, "SHOW statement_timeout": statement}
    monkeypatch.setattr(database, "ask_one", answers.get)
    assert database.postgresql_timeouts().level == level


# --- cache, files, disk, clock ----------------------------------------------------------------------------------------


def cached(settings, backend, location=""):
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": location}}


@pytest.mark.parametrize(("workers", "level"), [("", MEND), ("2", MEND), ("1", OK)])
def test_a_cache_that_is_not_shared(settings, monkeypatch, workers, level):
    monkeypatch.setenv("WEB_CONCURRENCY", workers)
    cached(settings, "django.core.cache.backends.locmem.LocMemCache")
    assert machine.cache().level == level


def test_a_cache_that_keeps_nothing(settings, monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "1")
    cached(settings, "django.core.cache.backends.dummy.DummyCache")
    assert machine.cache().sentence == "The cache does not give back what it was given."


@pytest.mark.django_db(transaction=True)
def test_a_table_as_cache(settings, monkeypatch):
    cached(settings, "trainhub.caches.TableCache", "no_such_table_yet")
    found = machine.cache()
    assert (found.level, found.how) == (MEND, "Run: manage.py createcachetable")
    monkeypatch.setattr(machine, "ask_one", lambda sql: None)
    assert machine.cache().how == "Mend the database first."
    cached(settings, "trainhub.caches.TableCache", "a_table")
    call_command("createcachetable", verbosity=0)
    try:
        assert machine.cache().level == OK
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE a_table")


def test_redis_is_asked_itself(settings, monkeypatch):
    cached(settings, "trainhub.caches.SharedRedisCache", "redis://127.0.0.1:1/0")
    assert machine.cache().sentence.startswith("Redis does not answer: ")
    monkeypatch.setattr("redis.Redis.ping", lambda self: True)
    assert machine.cache().level == OK


@pytest.mark.once
def test_static_files(settings, tmp_path, monkeypatch):
    source, root = tmp_path / "static", tmp_path / "collected"
    (source / "js").mkdir(parents=True)
    (source / "js" / "app.js").write_text("1")
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, root
    settings.STATICFILES_DIRS = [source]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "trainhub.static_files.BundledStorage"},
    }
    from django.contrib.staticfiles import finders
    from django.contrib.staticfiles.storage import staticfiles_storage

    def again():
        finders.get_finder.cache_clear()
        staticfiles_storage._wrapped = empty
        return machine.static_files()

    try:
        assert "have not been collected" in again().sentence
        again()
        call_command("collectstatic", interactive=False, verbosity=0)
        assert again().level == OK
        (source / "js" / "app.js").write_text("2")
        assert again().sentence == "1 static files are missing or of an older release, such as js/app.js."
        settings.DEBUG = True
        assert again().level == HINT
    finally:
        finders.get_finder.cache_clear()
        staticfiles_storage._wrapped = empty


def test_data_folder(folder, monkeypatch):
    assert machine.data_folder().level == OK
    folder.chmod(0o755)
    assert machine.data_folder().level == HINT
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # whoever runs tests as root may write everywhere
    assert machine.data_folder().level == MEND


@pytest.mark.parametrize(("megabytes", "level"), [(199, MEND), (1023, HINT), (1024, OK)])
def test_disk_space(folder, monkeypatch, megabytes, level):
    usage = namedtuple("usage", "free")(megabytes * 1024 * 1024)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert machine.disk_space().level == level


@pytest.mark.django_db
def test_clock(monkeypatch):
    person = UserFactory()
    assert machine.clock().level == OK
    person.last_login = now.now()
    person.save()
    assert machine.clock().level == OK
    person.last_login = now.now() + timedelta(hours=1)
    person.save()
    assert "The clock went back" in machine.clock().sentence
    monkeypatch.setattr(now, "now", lambda: datetime(1970, 1, 2, tzinfo=UTC))
    assert "1970-01-02" in machine.clock().sentence


def test_time_zones(settings, monkeypatch):
    assert machine.time_zones().level == OK
    settings.TIME_ZONE = "Europe/Nowhere"
    assert machine.time_zones().level == MEND
    settings.TIME_ZONE = "UTC"
    monkeypatch.setattr("zoneinfo.available_timezones", lambda: {"UTC"})
    assert machine.time_zones().level == MEND
