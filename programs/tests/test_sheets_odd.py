"""Tables that are usual somewhere and easily misread: read right, or said to be guessed or left out."""

import pytest

from programs.exchange.sheets.cells import Book, Cell, Sheet, packed, unpacked
from programs.exchange.values import UnreadableFile

from .sheet_outlines import outline, read


def table(*rows):
    return "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize("head", ["Set", "Satz"])
def test_a_row_for_each_set(head):
    text = table(("Exercise", head, "Reps", "kg"), ("Squat", "1", "5", "100"), ("Squat", "2", "5", "105"))

    assert [row.split(": ")[1] for row in outline(text)] == ["Squat 1x5 @ 100kg; Squat 1x5 @ 105kg"]


def test_hours_and_minutes_of_a_runner_are_no_minutes_and_seconds():
    text = table(("Day", "Workout", "Duration"), ("Mon", "Easy run", "0:45"), ("Sun", "Long run", "2:30"))
    reading = read(text, "running")

    assert [p.session.rows[0].prescription.duration for p in reading.value.placings] == [2_700, 9_000]
    assert [guess.reason for guess in reading.guesses] == ["A time of two numbers: read as hours and minutes."]


def test_minutes_and_seconds_are_said_to_be_read_so():
    reading = read(table(("Exercise", "Sets", "Duration"), ("Plank", "3", "1:30")))

    assert reading.value.placings[0].session.rows[0].prescription.duration == 90
    assert [guess.reason for guess in reading.guesses] == ["A time of two numbers: read as minutes and seconds."]


@pytest.mark.parametrize("load", ["#REF!", "100 -> 110", "1 000"])
def test_a_load_that_is_none_is_said(load):
    reading = read(table(("Exercise", "Sets", "Reps", "kg"), ("Squat", "3", "5", load)))

    assert "This is no load that is understood: it stays as words." in [guess.reason for guess in reading.guesses]


def test_a_last_week_without_sessions_is_a_week():
    value = read("Week 1\nMonday\nSquat 3x5\nWeek 2 - Deload").value

    assert value.weeks == 2
    assert [(week.number, week.is_deload) for week in value.week_facts] == [(2, True)]


def test_a_calendar_week_below_everything_is_read():
    value = read(table(("Exercise", "Sets", "Reps"), ("Squat", "3", "5"), ("KW 12",))).value

    assert [(placing.week, placing.session.rows[0].name) for placing in value.placings] == [(1, "Squat")]


def test_a_day_with_a_letter_too_many():
    assert outline(table(("Day", "Exercise", "Sets", "Reps"), ("Vierness", "Squat", "3", "5"))) == [
        "W1D5 Vierness: Squat 3x5"
    ]


def test_only_weeks_beyond_a_year():
    with pytest.raises(UnreadableFile, match="No session is in the first 52 weeks"):
        read(table(("Week", "Exercise", "Sets", "Reps"), ("53", "Squat", "3", "5")))


@pytest.mark.parametrize("head", ["Week", "Day"])
def test_a_raised_digit_is_no_number(head):
    reading = read(table((head, "Exercise", "Sets", "Reps"), ("1", "Squat", "3", "5"), ("²", "Press", "3", "5")))

    assert {row.name for placing in reading.value.placings for row in placing.session.rows} >= {"Squat"}


def test_cells_that_a_form_carried_are_text_like_those_of_a_file():
    forged = Book((Sheet("Mon\x00day", [[Cell("Squat\x00 3x5 ", "date", True)]]),))

    assert unpacked(packed(forged)) == Book((Sheet("Mon day", [[Cell("Squat  3x5", "date", True)]]),))


def test_a_row_number_that_is_none_is_refused():
    with pytest.raises(UnreadableFile, match="has to be chosen again"):
        unpacked(packed(Book((Sheet("", [], first=float("inf")),))))
