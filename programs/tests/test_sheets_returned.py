"""A workbook of ours that comes back: exactly what it was where nobody touched it, and what was changed where somebody did."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from importlib import import_module

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tests.factories import UserFactory
from programs import pasting
from programs.exchange import sheets, xlsx_format
from programs.exchange.json_format import write as as_json
from programs.exchange.load import load
from programs.exchange.naming import Finder
from programs.exchange.values import PlacingValue
from programs.models import Program
from programs.tests.sheet_outlines import saved
from programs.tests.test_exchange_xlsx import LOWER, PLAN
from sessions_app.prescription import Adjustment, Intensity, Prescription, Reps, Row

CHANGED = "This sheet was changed since TrainHub wrote it: its changes were read from its cells."


def edited(change, value=PLAN):
    """The workbook as another program has saved it."""
    workbook = load_workbook(io.BytesIO(xlsx_format.write(value)))
    change(workbook)
    return saved(workbook)


def read(change, value=PLAN):
    return sheets.read_book(sheets.book_of(edited(change, value)))


def put(name, **cells):
    def change(workbook):
        for place, value in cells.items():
            workbook[name][place] = value

    return change


def test_saved_again_without_a_change_it_is_what_it_was():
    reading = read(lambda workbook: None)

    assert reading.value == PLAN
    assert reading.left_out == reading.guesses == ()


def test_what_an_athlete_filled_in_changes_nothing_and_is_listed():
    reading = read(put("Week 1", N5="100 kg", O5=8, P8="Wind"))

    assert reading.value == PLAN
    assert [(part.where, part.text) for part in reading.left_out] == [("Week 1", "100 kg · 8 · Wind")]


def test_a_changed_cell_changes_that_and_nothing_else():
    """Week 2 is the same session 2.5 % heavier: it becomes one of its own, with all that no column holds."""
    reading = read(put("Week 2", F5=6, K5="2:00"))

    first, run, second = reading.value.placings
    assert (first, run) == PLAN.placings[:2]
    squat = second.session.rows[1].prescription
    assert (squat.sets, squat.reps, str(squat.rest)) == (6, Reps.parse("5"), "2:00")
    assert squat.intensity == Intensity.parse("82.5%")
    assert second.adjustment is None
    assert second.session.rows[2:] == LOWER.rows[2:]
    assert (second.session.effort, second.session.note) == (LOWER.effort, LOWER.note)
    assert [(part.where, part.reason) for part in reading.guesses] == [("Week 2", CHANGED)]


def test_a_word_of_the_notes_is_changed_beside_what_no_column_holds():
    reading = read(put("Week 1", L7="Slower!; group A: 3 rounds, rest 1:30; each side"))

    plank = reading.value.placings[0].session.rows[3]
    assert plank == replace(LOWER.rows[3], prescription=replace(LOWER.rows[3].prescription, notes="Slower!"))


def test_a_session_moves_to_the_day_that_its_cells_say():
    reading = read(put("Week 1", A4="Tue", A5="Tue", A6="Tue", A7="Tue"))

    assert reading.value.placings == (replace(PLAN.placings[0], day=2), *PLAN.placings[1:])


def test_a_row_that_was_taken_away_or_added_is():
    plain = replace(LOWER, rows=LOWER.rows[:2])
    plan = replace(PLAN, placings=(PlacingValue(1, 1, 1, plain, Adjustment.parse("+2.5%")),))

    def change(workbook):
        workbook["Week 1"].delete_rows(4)
        for place, value in {"A5": "Mon", "B5": "Lower A", "C5": "Main", "E5": "Lunge", "F5": 3, "G5": 8}.items():
            workbook["Week 1"][place] = value

    (placing,) = read(change, plan).value.placings
    assert [row.name for row in placing.session.rows] == ["Squat", "Lunge"]
    assert placing.session.rows[0].prescription.intensity == Intensity.parse("82.5%")


def test_a_week_that_was_emptied_is_empty():
    reading = read(lambda workbook: workbook["Week 2"].delete_rows(4, 9))

    assert reading.value == replace(PLAN, placings=PLAN.placings[:2])


def test_of_other_weeks_than_were_written_the_cells_are_read_alone():
    def change(workbook):
        del workbook["Week 2"]

    reading = read(change)

    assert (reading.value.name, reading.value.weeks, len(reading.value.placings)) == (PLAN.name, 1, 2)
    assert "Sheets were added, renamed or taken away" in reading.guesses[0].reason
    assert any("In the big hall" in part.text for part in reading.left_out)


def test_a_change_of_the_summary_is_listed():
    reading = read(put("Summary", A1="Another name"))

    assert reading.value == PLAN
    assert [(part.where, part.reason[:24]) for part in reading.left_out] == [("Summary", "The summary was changed.")]


def test_a_change_of_what_is_said_of_a_session_is_listed():
    reading = read(put("Week 1", M4="19:00, RPE 9"))

    assert ("Week 1!M4", "19:00, RPE 9") in [(part.where, part.text) for part in reading.left_out]


@pytest.mark.parametrize(
    "harm",
    [
        put("TrainHub", B2="x", A1="another"),
        put("TrainHub", B6="{}"),
        lambda workbook: workbook["TrainHub"].delete_rows(6, 99),
    ],
)
def test_a_hidden_sheet_that_does_not_hold_together_is_not_believed(harm):
    reading = read(harm)

    assert reading.value.name == ""
    assert [row.name for row in reading.value.placings[0].session.rows] == [row.name for row in LOWER.rows]


LONG = replace(LOWER, rows=(LOWER.rows[1], replace(LOWER.rows[1], name="Press")) * 245)


def in_long(change, monkeypatch):
    """The rows of such a session after a change; how its rows moved is not looked for: that would take minutes."""
    monkeypatch.setattr(import_module("programs.exchange.sheets.returned"), "SequenceMatcher", None)
    (placing,) = read(
        change, replace(PLAN, weeks=1, week_facts=(), placings=(PlacingValue(1, 1, 1, LONG),))
    ).value.placings
    return placing.session


def test_rows_that_look_alike_are_compared_by_their_places(monkeypatch):
    rows = range(4, 494, 3)

    session = in_long(put("Week 1", **{f"F{row}": 8 for row in rows}), monkeypatch)

    assert (session.note, len(session.rows)) == (LOWER.note, 490)
    assert [n for n, row in enumerate(session.rows, 4) if row.prescription.reps == Reps.parse("8")] == list(rows)
    assert [row for n, row in enumerate(session.rows, 4) if n not in rows] == [
        row for n, row in enumerate(LONG.rows, 4) if n not in rows
    ]


def test_a_row_taken_from_so_many_leaves_the_others_as_their_cells_say_them(monkeypatch):
    session = in_long(lambda workbook: workbook["Week 1"].delete_rows(5), monkeypatch)

    assert session.note == LOWER.note
    assert [row.name for row in session.rows] == ["Squat", *("Squat", "Press") * 244]


def test_rows_that_moved_together_keep_what_no_column_holds():
    """That a plank is per side is only said among its notes."""
    plank = replace(LOWER.rows[3], group=None, prescription=replace(LOWER.rows[3].prescription, sets=3))
    press, squat = replace(LOWER.rows[1], name="Press"), LOWER.rows[1]
    session = replace(LOWER, rows=(plank, press, squat))

    def change(workbook):
        sheet = workbook["Week 1"]
        for column in "DEFGHIJK":
            moved = [sheet[f"{column}{row}"].value for row in (6, 4, 5)]
            for row, text in enumerate(moved, 4):
                sheet[f"{column}{row}"] = text

    (placing,) = read(
        change, replace(PLAN, weeks=1, week_facts=(), placings=(PlacingValue(1, 1, 1, session),))
    ).value.placings
    assert placing.session.rows == (squat, plank, press)


def ride(workbook):
    """A session of its own at the end of week 1."""
    for column, text in {"A": "Fri", "B": "Long one", "C": "Main", "E": "Ride", "H": "1:30:00"}.items():
        workbook["Week 1"][f"{column}9"] = text


def renamed(workbook):
    workbook["Week 2"].title = "Second week"
    ride(workbook)


@pytest.mark.django_db
@pytest.mark.parametrize("sport", ["", "strength"])
@pytest.mark.parametrize("change", [ride, renamed])
def test_sessions_read_from_cells_have_the_sport_of_their_name_or_rows(change, sport):
    """Film is a session of strength by its name, though its rows say nothing."""
    film = replace(LOWER, name="Film", rows=(Row("Technique", prescription=Prescription(duration=600)),))
    plan = replace(PLAN, sport=sport, placings=(*PLAN.placings, PlacingValue(2, 2, 1, film)))
    coach = UserFactory()

    value = pasting.read_book(sheets.book_of(edited(change, plan)), coach, Finder(coach)).value

    found = {one.session.name: one.session.sport for one in value.placings}
    assert found == {"Lower A": "strength", "Easy run": "running", "Film": "strength", "Long one": "cycling"}


@pytest.mark.django_db
def test_one_that_is_not_believed_has_the_sport_of_its_rows_as_any_table():
    coach = UserFactory()

    value = pasting.read_book(sheets.book_of(edited(put("TrainHub", B6="{}"))), coach, Finder(coach)).value

    assert (value.sport, {one.session.sport for one in value.placings}) == ("strength", {"strength"})


@pytest.mark.django_db
def test_by_the_command_and_by_the_page_it_is_the_same_program(client, tmp_path, capsys):
    coach = UserFactory(email="coach@example.org")
    file = tmp_path / "plan.xlsx"
    file.write_bytes(edited(lambda workbook: None))

    call_command("import_program", str(file), author=coach.email, json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["sport"], said["left_out"], said["guessed"]) == ("strength", [], [])
    client.force_login(coach)
    with file.open("rb") as upload:
        page = client.post(reverse("programs:program_paste"), {"file": upload})
    carried = page.context["source"]
    client.post(reverse("programs:program_paste_create"), {"kind": "sheet", "cells": carried.cells, "name": "plan"})

    one, other = [load(program) for program in Program.objects.filter(author=coach)]
    assert as_json(one) == as_json(other)
    assert (one.weeks, one.description, one.week_facts) == (PLAN.weeks, PLAN.description, PLAN.week_facts)
    assert [placing.adjustment for placing in one.placings] == [placing.adjustment for placing in PLAN.placings]
