"""`manage.py doctor`: each check both ways, in plain words, and never a traceback."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import mail as outbox
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone as now
from django.utils.functional import empty

from accounts.tests.factories import UserFactory
from trainhub import doctor
from trainhub.doctor import HINT, MEND, OK, database, machine, mail, people, safety, watching

POSTGRESQL = connection.vendor == "postgresql"
on_sqlite = pytest.mark.skipif(POSTGRESQL, reason="asks SQLite")
on_postgresql = pytest.mark.skipif(not POSTGRESQL, reason="asks PostgreSQL")


@pytest.fixture
def folder(tmp_path, settings):
    """A var/ of its own, private."""
    tmp_path.chmod(0o700)
    settings.VAR_DIR = tmp_path
    return tmp_path


# --- how it is told ---------------------------------------------------------------------------------------------------


def test_a_check_that_breaks_is_a_finding_itself():
    def some_check():
        raise RuntimeError("first line\nsecond line")

    found = doctor.ask(some_check)
    assert (found.level, found.about) == (MEND, "some check")
    assert found.sentence == "This could not be looked at: RuntimeError: first line"


@pytest.mark.django_db
def test_it_ends_with_0_when_nothing_must_be_mended(monkeypatch):
    monkeypatch.setattr(database, "checks", lambda: [lambda: doctor.hint("Could be better.", "Do it.")])
    for room in (safety, mail, machine, watching):
        monkeypatch.setattr(room, "checks", lambda *args: [])
    told = StringIO()
    call_command("doctor", stdout=told)
    assert told.getvalue().splitlines() == [
        "hint      Could be better.",
        "          Do it.",
        "",
        "0 to mend, 1 hints, 0 in order.",
    ]


@pytest.mark.django_db
def test_it_ends_with_1_when_something_must_be_mended(settings):
    settings.DEBUG = True
    told = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=told)
    assert ended.value.code == 1
    report = json.loads(told.getvalue())
    assert report["ok"] is False
    (about_debug,) = [finding for finding in report["findings"] if finding["about"] == "debug"]
    assert about_debug["level"] == MEND and about_debug["how"]
    assert {finding["level"] for finding in report["findings"]} <= {OK, HINT, MEND}
    assert not [finding for finding in report["findings"] if finding["level"] != OK and not finding["how"]]
    assert not [finding for finding in report["findings"] if finding["sentence"].startswith("This could not be")]


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"SLOW_QUERY_MS": "soon"}, "A setting in the environment or .env is wrong: SLOW_QUERY_MS must be a number"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL must be one of"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be json or text"),
        ({"SENTRY_TRACES_SAMPLE_RATE": "2"}, "must be a number, from 0 to 1, not '2'"),
        ({"DATABASE_URL": "mysql://a:b@c/d"}, "A setting in the environment or .env is wrong: Error loading MySQLdb"),
        ({"DATABASE_URL": "postgres://a:b@127.0.0.1:1/c"}, "MUST MEND The database does not answer: connection failed"),
        ({"CACHE_URL": "redis://127.0.0.1:1/0"}, "MUST MEND Redis does not answer"),
        ({"EMAIL_URL": "smtp://127.0.0.1:1"}, "MUST MEND The mail server 127.0.0.1:1 does not take letters"),
        ({}, "migrations have not been applied."),
    ],
)
def test_whatever_is_wrong_is_a_sentence(tmp_path, variables, words):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    environment = {**kept, "TRAINHUB_ENV_FILE": "", "TRAINHUB_VAR": str(tmp_path), **variables}
    command = [sys.executable, "manage.py", "doctor"]
    done = subprocess.run(command, cwd=configured.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


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


# --- mail -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mail_server(settings):
    """Says hello once, and goodbye; takes no letters."""
    listener = socket.create_server(("127.0.0.1", 0))
    said = []

    def serve():
        talk, _ = listener.accept()
        with talk, talk.makefile("rw", newline="\r\n") as lines:
            for answer in ("220 hello", "250 hello", "221 goodbye"):
                lines.write(answer + "\r\n")
                lines.flush()
                said.append(lines.readline().split()[:1])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
    yield listener
    listener.close()
    thread.join(10)


def test_mail_that_is_printed_is_a_hint(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    found = mail.mail()
    assert (found.level, "console" in found.sentence) == (HINT, True)


def test_a_mail_server_that_says_hello(mail_server):
    assert mail.mail().level == OK


def test_a_mail_server_that_does_not_answer(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    found = mail.mail()
    assert found.level == MEND and "127.0.0.1:1 does not take letters" in found.sentence


def test_a_mail_server_without_a_name(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    assert mail.mail().level == MEND


def test_a_test_letter_is_sent_only_when_asked_for(monkeypatch):
    assert len(mail.checks()) == 1
    _, send = mail.checks("rosa@example.org")
    assert doctor.ask(send).level == OK
    assert [letter.to for letter in outbox.outbox] == [["rosa@example.org"]]

    def refuse(*args, **kwargs):
        raise OSError("mailbox unavailable")

    monkeypatch.setattr(mail, "send_mail", refuse)
    assert doctor.ask(send).sentence == "The test letter to rosa@example.org was refused: mailbox unavailable"


# --- secrets, names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "level"), [("x" * 49, MEND), ("x" * 50, OK)])
def test_secret_key(settings, key, level):
    settings.SECRET_KEY = key
    assert safety.secret_key().level == level


def test_secret_files(folder, monkeypatch):
    monkeypatch.setenv("TRAINHUB_ENV_FILE", str(folder / "env"))
    assert safety.secret_files().level == OK  # there are none
    for name in ("secret_key", "env"):
        file = folder / name
        file.write_text("secret")
        file.chmod(0o640)
        found = safety.secret_files()
        assert (found.level, str(file) in found.how) == (MEND, True)
        file.chmod(0o600)
        assert safety.secret_files().level == OK


def test_secret_files_kept_in_git(folder, monkeypatch):
    monkeypatch.setenv("TRAINHUB_ENV_FILE", str(folder / "env"))
    (folder / "secret_key").write_text("secret")
    (folder / "secret_key").chmod(0o600)
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    assert safety.secret_files().level == OK
    subprocess.run(["git", "-C", str(folder), "add", "secret_key"], check=True)
    found = safety.secret_files()
    assert found.level == MEND and "git rm --cached secret_key" in found.how


def test_where_there_is_no_git_nothing_is_kept_in_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    assert safety.in_git(tmp_path / "secret_key") is False


@pytest.mark.parametrize(("on", "level"), [(True, MEND), (False, OK)])
def test_debug(settings, on, level):
    settings.DEBUG = on
    assert safety.debug().level == level


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("", HINT),
        ("https://plan.example.org", OK),
        ("http://plan.example.org", MEND),
        ("http://localhost:8000", OK),
        ("http://[::1]:8000", OK),
    ],
)
def test_public_url(settings, url, level):
    settings.PUBLIC_URL = url
    assert safety.public_url().level == level


@pytest.mark.parametrize(
    ("hosts", "url", "level"),
    [
        (["localhost"], "", OK),
        (["*"], "", MEND),
        (["plan.example.org"], "https://plan.example.org", OK),
        ([".example.org"], "https://plan.example.org", OK),
        ([".example.org"], "https://planexample.org", MEND),
        (["localhost"], "https://plan.example.org", MEND),
    ],
)
def test_allowed_hosts(settings, hosts, url, level):
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = hosts, url
    assert safety.allowed_hosts().level == level


@pytest.mark.parametrize(
    ("url", "trusted", "level"),
    [
        ("", False, OK),
        ("https://plan.example.org", True, OK),
        ("https://plan.example.org", False, HINT),
        ("", True, HINT),
    ],
)
def test_proxy(settings, url, trusted, level):
    settings.PUBLIC_URL, settings.TRUST_PROXY = url, trusted
    assert safety.proxy().level == level


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
def test_a_table_as_cache(settings):
    cached(settings, "trainhub.caches.TableCache", "no_such_table_yet")
    found = machine.cache()
    assert (found.level, found.how) == (MEND, "Run: manage.py createcachetable")
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


def test_static_files(settings, tmp_path, monkeypatch):
    source, root = tmp_path / "static", tmp_path / "collected"
    (source / "js").mkdir(parents=True)
    (source / "js" / "app.js").write_text("1")
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, root
    settings.STATICFILES_DIRS = [source]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
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


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_demo_accounts(settings):
    settings.PUBLIC_URL = "https://plan.example.org"
    assert people.demo_accounts().level == OK
    person = UserFactory(email="Admin@TrainHub.example")
    found = people.demo_accounts()
    assert (found.level, "admin@trainhub.example" in found.sentence) == (MEND, True)
    settings.PUBLIC_URL = "http://localhost:8000"
    assert people.demo_accounts().level == HINT
    person.is_active = False
    person.save()
    assert people.demo_accounts().level == OK


@pytest.mark.django_db
def test_second_factors():
    admin, _coach = UserFactory(is_superuser=True), UserFactory()
    assert people.second_factors().sentence == "1 of the admins sign in with a password alone."
    Authenticator.objects.create(user=admin, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert people.second_factors().level == HINT
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
    assert people.second_factors().level == OK


@pytest.mark.django_db
def test_old_sessions(monkeypatch):
    monkeypatch.setattr(people, "MANY", 1)
    Session.objects.create(session_key="a", session_data="", expire_date=now.now() - timedelta(days=1))
    Session.objects.create(session_key="b", session_data="", expire_date=now.now() + timedelta(days=1))
    assert people.old_sessions().level == OK
    Session.objects.create(session_key="c", session_data="", expire_date=now.now() - timedelta(days=1))
    assert people.old_sessions().sentence == "2 sessions have ended and are still kept."


# --- watching -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("token", "level"), [("", OK), ("short", MEND), ("x" * 20, OK)])
def test_metrics(settings, token, level):
    settings.METRICS_TOKEN = token
    assert watching.metrics().level == level


def test_error_reports(settings):
    assert "the log only" in watching.error_reports().sentence
    settings.SENTRY_DSN = "https://key@sentry.example.org/1"
    assert watching.error_reports().sentence == "Errors go to sentry.example.org."
