"""A backup taken while eight people write: whole, and with all that they had been told was saved."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from programs import schedule
from programs.tests.factories import ProgramFactory, make_session
from trainhub.backups import verbs
from trainhub.tests.postgres_tools import with_tools

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8


# One step makes a placing and the record to undo it, and raises the program's version: all of it or none.
HALVES = """
    SELECT program.id FROM programs_program program WHERE
        program.version <> 1 +
            (SELECT count(*) FROM programs_programsession placed WHERE placed.program_id = program.id)
        OR program.version <> 1 +
            (SELECT coalesce(max(number), 0) FROM core_change change WHERE change.document_id = program.id)
"""


@dataclass
class Writer:
    """Places a session again and again, and notes each placing once it has been told that it is saved."""

    program: Any
    session: Any
    stop: threading.Event
    told: list[str] = field(default_factory=list)
    broken: list[Exception] = field(default_factory=list)

    def work(self) -> None:
        try:
            while not self.stop.wait(0.02):  # as one who looks at the page between two clicks
                self.told.append(schedule.place(self.program, self.program.author, self.session, 1, 1).pk)
        except Exception as problem:
            self.broken.append(problem)
        finally:
            connections.close_all()


@pytest.fixture
def writers() -> Iterator[list[Writer]]:
    stop = threading.Event()
    programs = ProgramFactory.create_batch(WRITERS)
    working = [Writer(program, make_session(program.author), stop) for program in programs]
    threads = [threading.Thread(target=writer.work) for writer in working]
    for thread in threads:
        thread.start()
    yield working
    stop.set()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """A database of the same kind that holds nothing, as Django's settings would name it."""
    if connection.vendor == "sqlite":
        yield {**connection.settings_dict, "NAME": tmp_path / "fresh.sqlite3"}
        return
    name = f"trainhub_fresh_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield {**connection.settings_dict, "NAME": name}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def read(database: dict[str, Any], query: str) -> list[tuple[Any, ...]]:
    wrapper = type(connections["default"])({**database, "TEST": connection.settings_dict["TEST"]}, alias="fresh")
    try:
        with wrapper.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()
    finally:
        wrapper.close()


def count(writers: list[Writer]) -> int:
    return sum(len(writer.told) for writer in writers)


def test_it_holds_all_that_was_acknowledged_before_it_began_and_nothing_by_halves(
    writers, fresh, tmp_path, monkeypatch
):
    with_tools(monkeypatch)
    wait_for(lambda: all(writer.told for writer in writers))
    deadline = time.monotonic() + 60
    while True:  # until somebody was told of a write while the backup was being taken
        before = {pk for writer in writers for pk in list(writer.told)}
        taken = verbs.take(connection.settings_dict, tmp_path / "backups")
        if count(writers) > len(before) or time.monotonic() > deadline:
            break
    assert count(writers) > len(before)
    writers[0].stop.set()

    verbs.restore(fresh, taken.file, tmp_path)

    assert [writer.broken for writer in writers] == [[]] * WRITERS
    assert before <= {pk for (pk,) in read(fresh, "SELECT id FROM programs_programsession")}
    assert read(fresh, HALVES) == []
    assert len(read(fresh, "SELECT id FROM programs_program")) == WRITERS


def test_a_half_of_a_step_is_found():
    program = ProgramFactory()
    session = make_session(program.author)
    for _time in range(2):
        schedule.place(program, program.author, session, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute(HALVES)
        assert cursor.fetchall() == []
        program.placings.first().delete()
        cursor.execute(HALVES)
        assert cursor.fetchall() == [(program.pk,)]
