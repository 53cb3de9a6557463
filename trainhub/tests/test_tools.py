"""What tools and benchmarks say of a server must be so: nobody who did not work, or was not killed, counts as well."""

from __future__ import annotations

import random
import subprocess
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import psycopg
import pytest
from django.db import connection

from benchmarks import files
from benchmarks.upgrade import Writer
from tools import browser, drill, load, postgres
from tools.coaches import Answer, Coach, Desk, Diary, Worker, Wrong
from tools.starting import comes_up

SLEEPS = ["sleep", "60"]


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def healthy():
    """The port of one who answers."""
    with HTTPServer(("127.0.0.1", 0), Healthy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def behind_a_proxy(monkeypatch):
    """That is not there, for all that is asked."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")


@pytest.fixture
def process():
    with subprocess.Popen(SLEEPS) as started:
        yield started
        started.kill()


def test_our_own_server_is_asked_without_the_proxy(behind_a_proxy, healthy, process):
    assert comes_up(process, healthy, 5)
    assert drill.Client(f"http://127.0.0.1:{healthy}").get("/healthz") == ""


def test_a_server_that_ended_does_not_come_up(healthy, process):
    process.kill()
    process.wait()
    assert not comes_up(process, healthy, 5)


# --- The load ---------------------------------------------------------------------------------------------------------


class Refused(Worker):
    """Gets its documents, and is refused from then on."""

    def __init__(self) -> None:
        super().__init__(Coach(9, "load0@trainhub.example"), random.Random(1), "l0")

    def new_desk(self, kind: str) -> Desk:
        return Desk(kind, path=f"/{kind}s/1/")

    def read(self, name: str, path: str, part: bool = False) -> Answer:
        raise Wrong(f"{name} was answered 400")

    def write(self, desk: Desk) -> str:
        raise Wrong("type a line was answered 400")


def test_a_coach_who_had_to_stop_is_a_problem():
    one = load.AtWork(Refused())
    one.work(float("inf"))
    [sentence, nobody] = load.at_work([one])

    assert sentence.startswith("Wrong: ")
    assert sentence.endswith(" was answered 400")
    assert nobody == "Nobody wrote anything."


def test_who_is_sent_to_sign_in_wrote_nothing(live_server):
    worker = Worker(Coach(live_server.thread.port, "nobody@example.org"), random.Random(1), "l0")
    desk = Desk("session", path="/sessions/c000000000000000000000001/")
    worker.type_line(desk)

    assert (worker.diary.written, worker.diary.statuses) == (0, {302: 1})
    assert worker.diary.wrong == ["type a line was answered with the page to sign in."]
    with pytest.raises(Wrong):
        worker.new_desk("session")


def test_a_place_to_go_on_to_is_done():
    diary = Diary()
    diary.note("new session", Answer(302, "", "/sessions/1/"), 0.1, {302})
    assert (diary.written, diary.wrong) == (1, [])


# --- The browser ----------------------------------------------------------------------------------------------------


class Browsers:
    """Those of a machine, in a folder of their own; what apt is asked for, and what it has."""

    def __init__(self, folder, *had):
        self.folder, self.had, self.asked = folder, had, []

    def put(self, name, exit_code=0):
        path = self.folder / name
        path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
        path.chmod(0o755)
        return str(path)

    def install(self, *packages):
        self.asked.append(packages)
        for package in packages[:1] if packages[0] in self.had else ():
            self.put(package)


@pytest.fixture
def browsers(monkeypatch, tmp_path):
    found = Browsers(tmp_path)
    for name in ("CI", "TRAINHUB_CHROMIUM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "ASKED", tmp_path / "var" / "asked")
    monkeypatch.setattr(browser, "bundled", lambda: False)
    monkeypatch.setattr(browser, "_from_debian", found.install)
    return found


def test_beside_a_browser_that_works_nothing_is_installed(browsers):
    chromium = browsers.put("chromium")
    assert (browser.ensure(), browsers.asked) == (chromium, [])

    shell = browsers.put(browser.SHELL)
    assert (browser.ensure(), browsers.asked) == (shell, [])


def test_one_that_only_says_what_to_install_is_none(browsers):
    browsers.had = (browser.SHELL,)
    browsers.put("chromium-browser", exit_code=1)
    assert browser.ensure() == str(browsers.folder / browser.SHELL)
    assert browsers.asked == [(browser.SHELL, "chromium")]


@pytest.mark.parametrize(("had", "name"), [((browser.SHELL,), browser.SHELL), ((), "chromium")])
def test_in_ci_the_shell_is_asked_for_once(browsers, monkeypatch, had, name):
    monkeypatch.setenv("CI", "true")
    browsers.put("chromium")
    browsers.had = had
    assert [browser.ensure() for _run in range(3)] == [str(browsers.folder / name)] * 3
    assert browsers.asked == [(browser.SHELL,)]


def test_playwrights_own_is_one(browsers, monkeypatch):
    monkeypatch.setattr(browser, "bundled", lambda: True)
    assert (browser.ensure(), browsers.asked) == ("", [])


# --- The upgrade ------------------------------------------------------------------------------------------------------


def test_who_cannot_write_has_not_waited_for_nothing():
    writer = Writer("postgres://nobody:wrong@127.0.0.1:9/postgres", "core_change")
    writer.start()
    with pytest.raises(SystemExit, match="Nobody writes to core_change: connection"):
        writer.write_on()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Needs a PostgreSQL server")
def test_who_finds_no_row_to_write_has_not_waited_for_nothing():
    with postgres.cluster() as cluster, psycopg.connect(cluster.address, autocommit=True) as database:
        database.execute("CREATE TABLE written (id text, updated_at timestamptz)")
        writer = Writer(cluster.address, "written")
        writer.start()
        with pytest.raises(SystemExit, match="its row is not there"):
            writer.write_on(0.5)
        database.execute("INSERT INTO written VALUES ('c' || lpad('1', 24, '0'), now())")
        writer.write_on()
        writer.stop.set()
        writer.join()


# --- The database's death ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Needs a PostgreSQL server")
def test_a_killed_database_is_dead_in_all_its_processes():
    """One that is at work notices the postmaster's end when its query does: it could write till then."""
    with postgres.cluster() as cluster:
        with suppress(psycopg.OperationalError), psycopg.connect(cluster.address) as one:
            asked = Thread(target=busy, args=[one])
            asked.start()
            with psycopg.connect(cluster.address, autocommit=True) as other:
                while not (pids := [pid for (pid,) in other.execute(AT_WORK)]):
                    pass
            cluster.kill()
            assert not list(filter(postgres.is_running, pids))
            asked.join()
        cluster.start()
        with psycopg.connect(cluster.address) as again:
            assert again.execute("SELECT 1").fetchone() == (1,)


AT_WORK = "SELECT pid FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND pid <> pg_backend_pid()"


def busy(database: psycopg.Connection) -> None:
    with suppress(psycopg.OperationalError):
        database.execute("SELECT count(*) FROM generate_series(1, 10000000000)")


def test_a_file_above_one_of_its_bars_is_said_to_be(monkeypatch, capsys):
    monkeypatch.setattr(files, "ROUNDS", 1)
    assert [files.report("json", str), files.report("a file without a bar of its own", str)] == [True, True]

    monkeypatch.setitem(files.BARS, "json", 0)
    assert files.report("json", str) is False
    monkeypatch.setattr(files, "BAR_MB", -1_000)
    assert files.report("a file without a bar of its own", str) is False
    assert [line.endswith("above its bar") for line in capsys.readouterr().out.splitlines()] == [False] * 2 + [True] * 2


@pytest.mark.django_db
def test_a_file_that_is_refused_is_not_measured(signed_in):
    with pytest.raises(RuntimeError, match="^programs:program_paste_create answered 422: "):
        files.posted(signed_in, "programs:program_paste_create", b"", 302)
