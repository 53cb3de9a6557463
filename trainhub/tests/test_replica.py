"""Pages that are read from a replica: a real one, of the very server on which the tests run."""

from __future__ import annotations

import os
import re
import signal
import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.db import OperationalError, connection, connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client
from django.utils import timezone

from accounts import devices
from accounts.tests.factories import UserFactory
from exercises import shelf
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from programs.tests.factories import ProgramFactory
from tools import postgres
from trainhub import environment, replica
from trainhub.doctor.database import replica_follows
from trainhub.replica import Elsewhere, Mark, instead_of_primary, replayed
from trainhub.tests.standby import Asked, ask, behind, catch_up, patiently

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server():
    with postgres.cluster(postgres.FAST, os.environ["TEST_DATABASE_URL"]) as running:
        yield running


@pytest.fixture
def standby(server, transactional_db):
    """Under the name that REPLICA_URL gives it, as far as the primary is."""
    name = connection.settings_dict["NAME"]
    url = server.address.rpartition("/")[0] + f"/{name}"
    given = environment.databases(os.environ["TEST_DATABASE_URL"], url, configured.VAR_DIR / "none")
    connections.settings["replica"] = connections.configure_settings(given)["replica"]
    line = connections["replica"]
    del connections.settings["replica"]  # made by hand: Django's tests let nobody ask what they do not know, and flush
    try:
        catch_up(line)
        line.is_held = False
        yield line
    finally:
        line.close()
        del connections["replica"]


@pytest.fixture
def mark(monkeypatch):
    """The one of the process that answers. It is asked anew at each request, unless a test says otherwise."""
    monkeypatch.setattr(replica, "FRESH", 0)
    return Mark()


@pytest.fixture
def browser(standby, settings, client, mark, monkeypatch):
    """Of somebody signed in, whose last visit is written down."""
    settings.MIDDLEWARE = environment.reading_from_replica(settings.MIDDLEWARE)
    monkeypatch.setattr(replica, "Mark", lambda: mark)
    monkeypatch.setattr(replica, "replayed", patiently(mark))
    client.user = UserFactory(name="Rosa")
    client.force_login(client.user)
    assert client.get("/programs/").status_code == 200
    catch_up(standby)
    return client


POSITION = 1  # of the primary, asked once for each request here
PORT = "SELECT current_setting('port')"
NEW = {"name": "Legs", "sport": "strength"}


def test_a_page_is_read_from_the_replica(browser, standby):
    with Asked(standby) as asked:
        response = browser.get("/sessions/")

    assert response.status_code == 200
    assert asked.counts == (4, POSITION)
    assert "position" not in response.cookies


def test_who_wrote_sees_it_wherever_it_is_read(browser, standby):
    with behind(standby):
        made = browser.post("/sessions/new/", NEW)
        with Asked(standby) as asked:
            page = browser.get(made.url)
        assert page.status_code == 200
        assert asked.counts[0] == 0
    catch_up(standby)

    with Asked(standby) as asked:
        again = browser.get(made.url)
    assert (again.status_code, asked.counts[1]) == (200, POSITION)
    assert b"Legs" in again.content


def test_the_cookie_alone_holds_it_where_another_process_answers(browser, standby, mark, monkeypatch):
    monkeypatch.setattr(replica, "FRESH", 60)
    mark.ask()
    with behind(standby):
        made = browser.post("/sessions/new/", NEW)
        mark.position = 0  # as of a process that asked just before

        assert browser.get(made.url).status_code == 200
        del browser.cookies["position"]
        mark.position = 0
        assert browser.get(made.url).status_code == 404  # what a replica that is behind says


def test_what_was_seen_does_not_go_away_again(browser, standby, mark, monkeypatch):
    with behind(standby):
        UserFactory()  # somebody else's write: this process knows of it, so the primary is read
        seen = browser.get("/sessions/")
        assert int(seen.cookies["position"].value) >= mark.position > replayed(standby)[0]


def test_a_replica_that_is_behind_what_anybody_wrote_is_not_read(browser, standby):
    with behind(standby):
        UserFactory()
        with Asked(standby) as asked:
            assert browser.get("/sessions/").status_code == 200
    assert asked.counts[0] == 0


def test_a_page_that_writes_begins_again_at_the_primary(browser, standby):
    UserSession.objects.update(last_seen_at="2020-01-01T00:00Z")
    session = browser.session
    del session[devices.SEEN]
    session.save()
    catch_up(standby)
    with Asked(standby) as asked:
        response = browser.get("/sessions/")

    assert response.status_code == 200
    assert b"Sessions" in response.content
    assert asked.counts[0] > 0 and asked.counts[1] > POSITION
    assert UserSession.objects.get().last_seen_at.year > 2020


def test_no_other_verb_asks_the_replica(browser, standby):
    with Asked(standby) as asked:
        assert browser.post("/sessions/new/", NEW).status_code == 302
    assert asked.counts[0] == 0


def test_a_stranger_reads_there_and_gets_no_cookie(browser, standby):
    public = ProgramFactory(visibility="public").get_absolute_url()
    browser.logout()
    catch_up(standby)
    with Asked(standby) as asked:
        response = browser.get(public)
    assert response.status_code == 200
    assert asked.counts[0] > 0 and asked.counts[1] == POSITION
    assert "position" not in response.cookies

    with behind(standby):
        UserFactory()
        assert "position" not in browser.get(public).cookies


def test_a_stranger_who_is_given_a_session_finds_it_again(browser, standby, mailoutbox):
    email = browser.user.email
    browser.logout()
    browser.cookies.clear()
    browser.post("/accounts/password/reset/", {"email": email})
    link = re.search(r"http://[^/\s]+(/accounts/password/reset/key/\S+)", mailoutbox[-1].body)[1]
    browser.cookies.clear()

    with behind(standby):
        led = browser.get(link)
        page = browser.get(led.url)

    assert {configured.SESSION_COOKIE_NAME, "position"} <= set(led.cookies)
    assert b'name="password1"' in page.content


def test_a_statement_that_is_cancelled_says_nothing_against_the_replica(standby, rf):
    def cancelled(_request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    reading = replica.ReadFromReplica(cancelled)

    assert reading._from_replica(rf.get("/"), timezone.now()) is None
    assert reading.away_until == float("-inf")


def test_a_page_is_known_again_whatever_the_cookie_says(browser, standby):
    made = browser.post("/programs/new/", {**NEW, "duration_weeks": 2, "day_names": "weekday"})
    browser.get(made.url)  # with its message
    first = browser.get(made.url)
    position = browser.cookies["position"].value
    UserFactory()
    browser.post("/sessions/new/", {})  # refused, and told how far it is by now

    again = browser.get(made.url, headers={"If-None-Match": first["ETag"]})

    assert browser.cookies["position"].value != position
    assert (first.status_code, again.status_code) == (200, 304)


def test_health_is_the_primarys(browser, standby):
    with Asked(standby) as asked:
        assert Client().get("/healthz").content == b"ok\n"
    assert asked.counts == (0, 1)


def test_the_cookie_is_for_this_site_over_tls_and_for_no_script(browser, standby, settings):
    settings.SESSION_COOKIE_SECURE = True
    public = Client()
    public.force_login(browser.user)
    given = public.post("/sessions/new/", NEW, secure=True).cookies["__Host-position"]

    assert (given["secure"], given["httponly"], given["samesite"], given["path"]) == (True, True, "Lax", "/")


def test_a_replica_that_hangs_is_left_alone(browser, standby, server, monkeypatch):
    monkeypatch.setattr(replica, "PATIENCE", 0.2)
    every = [server.process.pid, *postgres.children(server.process.pid)]
    for pid in every:
        os.kill(pid, signal.SIGSTOP)
    try:
        with Asked(standby) as asked:
            assert browser.get("/sessions/").status_code == 200
            assert connections["replica"].connection is None
            assert browser.get("/sessions/").status_code == 200
        assert asked.counts[0] == 0
        assert connections["replica"].connection is None  # it was not asked a second time
    finally:
        for pid in every:
            os.kill(pid, signal.SIGCONT)


def test_a_replica_that_goes_away_in_the_middle_is_no_error(browser, standby, mark, monkeypatch):
    def goes(line):
        found = patiently(mark)(line)
        backend = line.connection.info.backend_pid
        os.kill(backend, signal.SIGTERM)
        deadline = time.monotonic() + 10
        while postgres.is_running(backend):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return found

    monkeypatch.setattr(replica, "replayed", goes)
    response = browser.get("/sessions/")

    assert response.status_code == 200
    assert connections["replica"].connection is None


def test_a_primary_is_no_replica(browser, standby):
    with pytest.raises(OperationalError, match="none"):
        replayed(connections["default"])


def test_while_the_primary_is_replaced_the_last_mark_holds_for_some_seconds(monkeypatch, standby):
    mark = Mark()
    mark.ask()
    position = mark.position

    def fails():
        mark.asked = time.monotonic()
        raise OperationalError("gone")

    monkeypatch.setattr(mark, "ask", fails)
    mark.at -= replica.HOLDS / 2
    mark.asked = mark.at
    assert mark.needed() == position
    mark.at -= replica.HOLDS
    mark.asked = mark.at
    assert mark.needed() == replica.NOBODY_KNOWS


def test_while_one_asks_the_primary_the_others_go_on(monkeypatch, standby):
    mark = Mark()
    position = mark.ask()
    monkeypatch.setattr(mark, "ask", lambda: pytest.fail("a second one waits"))
    mark.at = mark.asked = mark.at - replica.HOLDS / 2

    with mark.asking:
        assert mark.needed() == position


def test_the_doctor_says_how_it_is(standby):
    assert replica_follows().sentence.startswith("The replica answers, and knows all that was written until 20")

    standby.close()
    standby.settings_dict["PORT"] = 1
    assert replica_follows().sentence.startswith("The replica of REPLICA_URL does not answer: ")


def test_a_new_primary_is_found_and_the_old_one_is_asked_no_more():
    """By the settings alone: nobody tells a web node."""
    with postgres.cluster() as first, postgres.cluster(postgres.FAST, first.address) as second:
        both = first.address.replace("@127.0.0.1:", f"@127.0.0.1:{second.port},127.0.0.1:")
        given = connections.configure_settings(environment.databases(both, both, configured.VAR_DIR / "none"))
        writes, reads = DatabaseWrapper(given["default"], "writes"), DatabaseWrapper(given["replica"], "reads")
        try:
            assert (ask(writes, PORT), ask(reads, PORT)) == (str(first.port), str(second.port))
            first.kill()
            assert ask(reads, "SELECT pg_promote()") is True
            with pytest.raises(OperationalError, match="none"):
                replayed(reads)
            writes.close()
            assert ask(writes, PORT) == str(second.port)
            assert ask(writes, "SHOW transaction_read_only") == "off"
        finally:
            writes.close()
            reads.close()


# --- what is kept in memory -------------------------------------------------------------------------------------------


def test_the_library_in_memory_learns_what_a_replica_did_not_know(browser, standby, mark, monkeypatch):
    """With no time to look back, so that nothing but the moment decides."""
    monkeypatch.setattr(shelf, "LATE", timedelta(0))
    squat = ExerciseFactory(name="Back squat")
    monkeypatch.setattr(replica, "FRESH", 60)
    mark.ask()
    catch_up(standby)  # with the mark: the server writes into its log by itself, too
    with behind(standby):
        Exercise.objects.filter(pk=squat.pk).update(name="Low bar squat", name_key="low bar squat")
        with Asked(standby) as asked:
            browser.get("/exercises/")
        assert asked.counts[0] > 0
        assert shelf._kept.shelf.items[squat.pk].name == "Back squat"

    assert shelf.library().items[squat.pk].name == "Low bar squat"


# --- what may be asked there ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO accounts_user (id) VALUES ('x')",
        "UPDATE accounts_user SET name = 'x'",
        "WITH gone AS (DELETE FROM accounts_user RETURNING id) SELECT * FROM gone",
        "SELECT txid_current()",  # what the server itself refuses
    ],
)
def test_what_writes_is_for_the_primary(standby, sql):
    with pytest.raises(Elsewhere), instead_of_primary(standby):
        ask(connections["default"], sql)
    assert connections["default"].alias == "default"
    assert connections["default"] is not standby


def test_a_transaction_is_for_the_primary(standby):
    with pytest.raises(Elsewhere), instead_of_primary(standby), transaction.atomic():
        Exercise.objects.count()
    assert ask(standby, "SELECT 1") == 1


def test_no_handler_of_errors_takes_it_for_one(standby):
    with pytest.raises(Elsewhere), instead_of_primary(standby):
        try:
            UserFactory()
        except Exception:
            pytest.fail("taken for an error")
