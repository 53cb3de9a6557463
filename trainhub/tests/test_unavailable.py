"""A database that is busy or away: 503, whether anything was saved, and when to come again. A mistake of ours stays a 500."""

import json
import logging
import sqlite3
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from playwright.sync_api import expect

from accounts.models import User
from accounts.tests.factories import UserFactory
from sessions_app.tests.factories import SessionFactory
from trainhub import urls
from trainhub.caches import TableCache
from trainhub.observability.failures import Cause, cause

POSTGRESQL = connection.vendor == "postgresql"


def rename(**where):
    User.objects.filter(**where).update(name="Changed")


def saving(request):
    """One change, in one transaction."""
    with transaction.atomic():
        rename()
    return HttpResponse("saved")


def writing_then_stuck(request):
    """Writes, and waits too long in the same transaction."""
    with transaction.atomic():
        rename()
        wait_too_long()


def saving_then_stuck(request):
    """The first is committed when the second waits too long."""
    saving(request)
    with transaction.atomic():
        wait_too_long()


def saving_alone_then_stuck(request):
    """Outside of a transaction each statement is committed by itself."""
    rename()
    wait_too_long()


def wait_too_long():
    problem = psycopg.errors.LockNotAvailable("canceling statement due to lock timeout")

    def fail(*args):
        raise OperationalError(str(problem)) from problem

    with connection.execute_wrapper(fail):
        connection.cursor().execute("SELECT 1")


def stuck_at_commit(request):
    problem = OperationalError("server closed the connection unexpectedly")
    with transaction.atomic():
        rename()
    raise problem from psycopg.OperationalError()


def reading(request):
    wait_too_long()


VIEWS = [saving, writing_then_stuck, saving_then_stuck, saving_alone_then_stuck, stuck_at_commit, reading]
for view in VIEWS:
    view.login_required = False
urlpatterns = [*urls.urlpatterns, *(path(f"test/{view.__name__}", view) for view in VIEWS)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

NOTHING_SAVED, LOOK_FIRST = "Nothing of this was saved", "Look first whether this was saved"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def person(transactional_db):
    return UserFactory(name="Rosa")


@contextmanager
def held_by_another():
    """Another connection holds what a change needs, and ours waits for a moment only."""
    if POSTGRESQL:
        other = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor})
        other.execute("LOCK TABLE accounts_user IN ACCESS EXCLUSIVE MODE")
        impatient, patient = "SET lock_timeout = '50ms'", "SET lock_timeout = '10s'"
    else:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        impatient, patient = "PRAGMA busy_timeout = 50", "PRAGMA busy_timeout = 20000"
    with connection.cursor() as cursor:
        cursor.execute(impatient)
    try:
        yield
    finally:
        other.rollback() if POSTGRESQL else other.execute("ROLLBACK")
        other.close()
        with connection.cursor() as cursor:
            cursor.execute(patient)


def sentence_of(response):
    """The page's words. Every page of a 503 carries its headers."""
    assert response.status_code == 503
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert int(response.headers["Retry-After"]) >= 5
    words = " ".join(response.content.decode().split())
    assert f'<span class="num">{response.headers["X-Request-ID"]}</span>' in words
    return words


# --- what really happens --------------------------------------------------------------------------------------------


@pytest.mark.urls(__name__)
def test_a_lock_that_is_not_given_up(client, person):
    with held_by_another():
        response = client.post("/test/saving")
    words = sentence_of(response)
    assert "TrainHub is busy" in words and NOTHING_SAVED in words
    person.refresh_from_db()
    assert person.name == "Rosa"
    assert client.post("/test/saving").content == b"saved"


@pytest.mark.skipif(POSTGRESQL, reason="SQLite's own way to be full")
def test_a_full_disk_says_so(person):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            with pytest.raises(OperationalError) as raised:
                # as much as the whole file holds, so that no page that was given up can take it
                cursor.execute("UPDATE accounts_user SET bio = hex(zeroblob(%s))", [pages * 4096])
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert cause(raised.value) is Cause.FULL


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has no such limit")
@pytest.mark.django_db
def test_a_statement_that_takes_too_long_is_busy():
    with connection.cursor() as cursor, pytest.raises(OperationalError) as raised, transaction.atomic():
        cursor.execute("SET LOCAL statement_timeout = 50")
        cursor.execute("SELECT pg_sleep(5)")
    assert cause(raised.value) is Cause.BUSY


@pytest.fixture
def gone(person, monkeypatch):
    """Nobody answers where the database was."""
    place = {"HOST": "127.0.0.1", "PORT": "1"} if POSTGRESQL else {"NAME": "/nonexistent/folder/none.sqlite3"}
    kept = {name: connection.settings_dict[name] for name in place}
    connection.close()
    connection.settings_dict.update(place)
    yield
    connection.close()
    connection.settings_dict.update(kept)


def test_a_database_that_is_away_is_no_mistake_of_ours_wherever_it_is_asked(client, person, request, caplog):
    """The session is asked for in a middleware, before any view."""
    client.force_login(person)
    request.getfixturevalue("gone")
    logger = logging.getLogger("trainhub.request")
    with caplog.at_level(logging.INFO, logger=logger.name):
        words = sentence_of(client.get("/programs/?q=1"))
    (line,) = [record.fields for record in caplog.records if record.name == logger.name]
    assert (line["route"], line["status"]) == ("programs:program_list", 503)
    assert "TrainHub cannot reach its database" in words
    assert 'href="/programs/?q=1"' in words and "Try again" in words
    assert "saved" not in words.partition("<main")[2].partition("</main")[0]
    assert client.get("/healthz").status_code == 503
    with pytest.raises(OperationalError):  # a limit that cannot be counted is not one that somebody reached
        TableCache("cache", {}).add("tries", 1)


# --- whether anything was saved ---------------------------------------------------------------------------------------


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("view", "expected", "name"),
    [
        ("reading", NOTHING_SAVED, "Rosa"),
        ("writing_then_stuck", NOTHING_SAVED, "Rosa"),
        ("saving_then_stuck", LOOK_FIRST, "Changed"),
        ("saving_alone_then_stuck", LOOK_FIRST, "Changed"),
        ("stuck_at_commit", LOOK_FIRST, "Changed"),
    ],
)
def test_the_page_says_whether_anything_was_saved(client, person, view, expected, name):
    words = sentence_of(client.post(f"/test/{view}"))
    assert expected in words
    assert (NOTHING_SAVED in words) != (LOOK_FIRST in words)
    person.refresh_from_db()
    assert person.name == name


@pytest.mark.urls(__name__)
def test_htmx_gets_the_sentence_as_a_toast(client, person):
    response = client.post("/test/reading", headers={"hx-request": "true"})
    toast = json.loads(response.headers["HX-Trigger"])["toast"]
    assert toast["level"] == "error"
    assert toast["message"].startswith("TrainHub is busy. Nothing of this was saved.")


@pytest.mark.urls(__name__)
def test_the_log_has_one_line_and_no_traceback(client, person, caplog):
    from trainhub.observability.failures import PlainWords

    record = logging.getLogger("django.request").makeRecord(
        *("django.request", logging.ERROR, "f", 1, "%s: %s", ("Service Unavailable", "/x/secret123/"), None),
        extra={"request": client.get("/test/reading").wsgi_request, "status_code": 503},
    )
    try:
        reading(None)
    except OperationalError as problem:
        record.exc_info = (type(problem), problem, problem.__traceback__)
    assert PlainWords().filter(record)
    assert record.getMessage() == (
        "Service Unavailable: /test/reading (the database is busy: canceling statement due to lock timeout)"
    )
    assert record.exc_info is None


# --- which errors these are -------------------------------------------------------------------------------------------


def of_postgresql(state, wrapped=OperationalError):
    problem = wrapped("words")
    problem.__cause__ = psycopg.errors.lookup(state)("words")
    return problem


def of_sqlite(words, code, wrapped=OperationalError):
    problem = wrapped(words)
    problem.__cause__ = sqlite3.OperationalError(words)
    if code is not None:
        problem.__cause__.sqlite_errorcode = code
    return problem


def of_psycopg(wrapped, driver, words="words"):
    problem = wrapped(words)
    problem.__cause__ = driver(words)
    return problem


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        *[(of_postgresql(state), Cause.BUSY) for state in ("55P03", "57014", "40P01", "40001", "53300", "53200")],
        *[(of_postgresql(state), Cause.AWAY) for state in ("08000", "08006", "57P01", "57P02", "57P03")],
        (of_postgresql("53100"), Cause.FULL),
        (of_psycopg(OperationalError, psycopg.OperationalError, "connection failed"), Cause.AWAY),
        (of_psycopg(InterfaceError, psycopg.InterfaceError, "the connection is closed"), Cause.AWAY),
        (psycopg.OperationalError("server closed the connection unexpectedly"), Cause.AWAY),
        (psycopg.InterfaceError("the connection is closed"), Cause.AWAY),
        (psycopg.errors.AdminShutdown(), Cause.AWAY),
        (psycopg.ProgrammingError("no such column"), None),
        (of_sqlite("database is locked", 5), Cause.BUSY),
        (of_sqlite("database is locked", 517), Cause.BUSY),  # SQLITE_BUSY_SNAPSHOT
        (of_sqlite("database table is locked", 6), Cause.BUSY),
        (of_sqlite("disk I/O error", 10), Cause.AWAY),
        (of_sqlite("database or disk is full", 13), Cause.FULL),
        (of_sqlite("unable to open database file", 14), Cause.AWAY),
        (of_sqlite("database is locked", None), Cause.BUSY),  # a driver that gives no code
    ],
)
def test_what_is_not_our_mistake(problem, expected):
    assert cause(problem) is expected


@pytest.mark.parametrize(
    "problem",
    [
        None,
        RuntimeError("database is locked"),
        of_postgresql("42P01", DatabaseError),  # no such table
        of_postgresql("42601", DatabaseError),  # syntax
        of_postgresql("23505", IntegrityError),
        of_postgresql("22001", DatabaseError),
        of_sqlite("no such table: x", 1),
        of_sqlite("no such table: x", None),
        of_sqlite("attempt to write a readonly database", 8),
        of_sqlite("UNIQUE constraint failed", 19, IntegrityError),
        of_psycopg(InterfaceError, psycopg.InterfaceError, "cannot pickle"),
        OperationalError("something of its own"),
    ],
)
def test_what_is_our_mistake(problem):
    assert cause(problem) is None


def test_redis_that_is_away_is_no_mistake_of_ours():
    import redis

    assert cause(redis.exceptions.ConnectionError()) is Cause.AWAY
    assert cause(redis.exceptions.ResponseError()) is None


# --- in a browser -----------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_busy_database_is_said_where_one_types(open_page, transactional_db, monkeypatch):
    coach = UserFactory()
    session = SessionFactory(author=coach)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    page = open_page(coach)
    page.goto(f"/sessions/{session.pk}/")
    page.fill("#quick-text", "Back squat 3x5 @ 100kg")
    with held_by_another():
        page.keyboard.press("Enter")
        expect(page.locator("[data-toast]")).to_contain_text("TrainHub is busy. Nothing of this was saved.")
    expect(page.locator("#quick-text")).to_have_value("Back squat 3x5 @ 100kg")
    expect(page.locator("[data-save-state=bad]").get_by_role("button", name="Retry")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".line-name-input")).to_have_value("Back squat")
    expect(page.locator("[data-save-state=saved]")).to_be_visible()


@pytest.mark.browser
def test_the_page_reads_well_for_everybody(open_page, axe, person, request):
    pages = [open_page(person, width=width, color_scheme=scheme) for width, scheme in [(390, "light"), (1440, "dark")]]
    request.getfixturevalue("gone")
    for page in pages:
        assert page.goto("/programs/").status == 503
        assert axe(page) == []
