"""How much work an archive can make, when it is done, and in whose words it is refused."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils.functional import Promise

from accounts import arriving
from accounts.arriving import Refused, arrive
from accounts.tests.factories import UserFactory
from programs.exchange import formats, json_format, sheets
from programs.exchange.load import load
from programs.exchange.same import ThereAlready, says_the_same
from programs.models import Program, ProgramSession, ProgramWeek
from sessions_app import arriving as sessions_arriving
from sessions_app import belongings as sessions_belongings
from sessions_app.models import Session, SessionExercise
from sessions_app.tests.factories import SessionFactory
from trainhub.tests.test_archive import fill
from trainhub.tests.test_arriving import things, written
from trainhub.tests.test_arriving_refused import harmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach():
    coach = UserFactory()
    fill(coach, 0)
    return coach


@pytest.fixture
def newcomer():
    return UserFactory()


def test_rows_beyond_what_anybody_plans_are_refused(coach, newcomer, monkeypatch):
    monkeypatch.setattr(arriving, "MOST_ROWS", 1)

    with pytest.raises(Refused, match="more than 1 lines in its sessions"):
        arrive(newcomer, written(coach))


def test_sessions_on_days_count_as_rows_do(coach, newcomer, monkeypatch):
    rows = SessionExercise.objects.filter(session__author=coach).count()
    placings = ProgramSession.objects.filter(program__author=coach).count()
    assert rows and placings
    monkeypatch.setattr(arriving, "MOST_ROWS", rows + placings - 1)

    with pytest.raises(Refused, match="lines in its sessions and programs"):
        arrive(newcomer, written(coach))


def test_rows_of_a_programs_own_file_count_too(coach, newcomer, monkeypatch):
    """Sessions that are not among the person's are made of the program's file."""
    file = harmed(written(coach), "sessions.json", lambda text: "[\n]\n")
    placings = ProgramSession.objects.filter(program__author=coach).count()
    monkeypatch.setattr(arriving, "MOST_ROWS", placings)

    with pytest.raises(Refused, match="lines in its sessions and programs"):
        arrive(newcomer, file)

    assert things(newcomer) == [0] * 6


def test_programs_are_parsed_before_anything_is_locked(coach, newcomer, monkeypatch):
    depths, parse = [], json_format.read

    def read(data):
        depths.append(len(connection.savepoint_ids))
        return parse(data)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(json_format, "read", read)

    arrive(newcomer, written(coach))

    assert depths == [outside] * Program.objects.filter(author=coach).count()


def test_a_program_that_is_there_is_loaded_once_however_many_are_like_it(coach, django_assert_num_queries):
    program = Program.objects.filter(author=coach).first()
    value, there = load(program), ThereAlready(coach)
    assert there.find(value, value.name) == program

    with django_assert_num_queries(0):
        assert there.find(value, value.name) == program


def test_a_session_that_is_there_is_read_once_however_many_have_its_name(coach, monkeypatch):
    for note in ("", "", "", "Slow", "Fast"):
        SessionFactory(author=coach, name="Easy run", note=note)
    file = written(coach)
    told, facts_of = [], sessions_arriving.facts_of
    monkeypatch.setattr(sessions_belongings, "BATCH", 1)
    monkeypatch.setattr(sessions_arriving, "facts_of", lambda one: told.append(one.pk) or facts_of(one))
    before = things(coach)

    arrival = arrive(coach, file)

    sessions = Session.objects.filter(author=coach).count()
    assert len(told) == sessions
    assert arrival.here["sessions"] == sessions
    assert things(coach) == before


# --- What Word pastes -------------------------------------------------------------------------------------------------

PASTED, LINES = "One\x0btwo\x85three\u2028four\x1ffive", "One\ntwo\nthree\nfour five"


@pytest.fixture
def pasting(coach):
    """A coach whose notes hold control characters, as the forms take them."""
    Session.objects.filter(author=coach).update(note=PASTED)
    SessionExercise.objects.filter(session__author=coach).update(notes=PASTED)
    Program.objects.filter(author=coach).update(description=PASTED)
    ProgramWeek.objects.filter(program__author=coach).update(notes=PASTED)
    ProgramSession.objects.filter(program__author=coach).update(notes=PASTED)
    return coach


def test_control_characters_in_notes_are_no_reason_to_refuse_an_archive(pasting, newcomer):
    arrive(newcomer, written(pasting))

    assert things(newcomer) == things(pasting)
    assert set(Session.objects.filter(author=newcomer).values_list("note", flat=True)) == {LINES}
    assert set(SessionExercise.objects.filter(session__author=newcomer).values_list("notes", flat=True)) == {LINES}
    assert set(Program.objects.filter(author=newcomer).values_list("description", flat=True)) == {LINES}
    assert set(ProgramWeek.objects.filter(program__author=newcomer).values_list("notes", flat=True)) == {LINES}


def test_and_nothing_comes_twice_for_them(pasting, newcomer):
    file = written(pasting)
    arrive(newcomer, file)
    before = things(newcomer), things(pasting)

    arrive(newcomer, file)
    arrive(pasting, file)

    assert (things(newcomer), things(pasting)) == before


@pytest.mark.parametrize("name", ["json", "xlsx"])
def test_a_file_of_such_a_program_comes_back_whole(pasting, name):
    program = Program.objects.filter(author=pasting, placings__isnull=False).first()
    value, known = load(program), formats.FORMATS[name]
    assert value.description == LINES

    back, left_out = known.read(known.file(value))

    assert says_the_same(back, value)
    assert list(left_out) == []


def test_a_hidden_sheet_that_cannot_be_read_is_named(coach):
    value = load(Program.objects.filter(author=coach, placings__isnull=False).first())
    book = sheets.book_of(formats.FORMATS["xlsx"].file(value))
    broken = replace(book, own=replace(book.own, text=book.own.text.replace('"sessions"', '"x"', 1)))

    reading = sheets.read_book(broken)

    assert [part.reason for part in reading.left_out if part.where == "TrainHub"] == [sheets.UNREAD]


# --- In the person's language -----------------------------------------------------------------------------------------


def refusals():
    for path in sorted(Path(settings.BASE_DIR).glob("*/*.py")):
        source = path.read_text()
        if "accounts.arriving import" in source or path.name == "arriving.py":
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse":
                    yield f"{path.name}:{node.lineno}", node.args[1]


def test_each_refusal_can_be_translated():
    found = dict(refusals())

    assert len(found) > 30
    assert [where for where, said in found.items() if isinstance(said, ast.Constant | ast.JoinedStr)] == []
    assert all(isinstance(words, Promise) for _kind, _types, words in arriving.TYPES)
