"""Tables that are usual somewhere and easily misread: read right, or said to be guessed or left out."""

import pytest

from programs.exchange.sheets.cells import Book, Cell, Sheet, packed, unpacked
from programs.exchange.values import UnreadableFile

from .sheet_outlines import outline, read


def table(*rows):
    return "\n".join("\t".join(row) for row in rows)


def reasons(reading):
    """Why something of it was guessed; how dates become weeks is always said."""
    return [guess.reason for guess in reading.guesses if not guess.reason.startswith("Dates are read as days")]


@pytest.mark.parametrize("head", ["Set", "Satz"])
def test_a_row_for_each_set(head):
    text = table(("Exercise", head, "Reps", "kg"), ("Squat", "1", "5", "100"), ("Squat", "2", "5", "105"))

    assert [row.split(": ")[1] for row in outline(text)] == ["Squat 1x5 @ 100kg; Squat 1x5 @ 105kg"]


@pytest.mark.parametrize("head", ["Sets", "Série", "Serie", "Sätze"])
def test_sets_that_count_up_are_numbers_of_sets(head):
    rows = [("Squat", "1", "5"), ("", "2", "5"), ("", "3", "3"), ("Press", "1", "8"), ("Press", "2", "8")]
    reading = read(table(("Exercise", head, "Reps"), *rows))

    assert [row.prescription.sets for row in reading.value.placings[0].session.rows] == [1, 1, 1, 1, 1]
    assert "It counts up with the rows of an exercise: read as the number of each set." in reasons(reading)


def test_sets_that_only_once_count_up_are_said_to_be_read_as_how_many():
    reading = read(table(("Exercise", "Sets", "Reps"), ("Squat", "1", "5"), ("Squat", "2", "8"), ("Press", "1", "8")))

    assert [row.prescription.sets for row in reading.value.placings[0].session.rows] == [1, 2, 1]
    assert "It counts up with the rows of an exercise: read as how many sets." in reasons(reading)


def test_a_set_that_does_not_count_up_is_how_many():
    reading = read(table(("Exercise", "Set", "Reps"), ("Squat", "5", "5"), ("Press", "3", "8")))

    assert [row.prescription.sets for row in reading.value.placings[0].session.rows] == [5, 3]
    assert len(reading.guesses) == 1


WEEKS_FROM_0 = {
    "headings": table(("Week 0",), ("Monday",), ("Squat 3x5",), ("Week 1",), ("Monday",), ("Squat 3x6",)),
    "rows": table(("Week", "Day", "Exercise", "Sets", "Reps"), ("0", "Mon", "Squat", "3", "5"), ("1", "Mon", "Squat", "3", "6")),
    "columns": table(("Exercise", "Week 0", "Week 1"), ("Squat", "3x5", "3x6")),
}  # fmt: skip


@pytest.mark.parametrize("layout", WEEKS_FROM_0)
def test_a_week_0_is_a_week_of_its_own(layout):
    reading = read(WEEKS_FROM_0[layout])

    assert [line.split(" ")[0] + line[line.index(":") :] for line in outline(WEEKS_FROM_0[layout])] == [
        "W1D1: Squat 3x5",
        "W2D1: Squat 3x6",
    ]
    assert reasons(reading) == ["Week 0 is read as week 1, and each week behind it as the next one."]


def test_a_length_beside_repeats_is_that_of_the_whole_session():
    reading = read(table(("Day", "Workout", "Distance"), ("Tue", "6x400m @ 5k pace", "11 km")), "running")

    assert reading.value.placings[0].session.rows[0].prescription.distance == 400
    assert [(part.text, part.reason) for part in reading.guesses] == [
        ("11 km", "The length beside it is taken for that of the whole session: not read.")
    ]


NAMES_OVER = {
    "with headings": table(("", "Squat", "Bench"), ("Week", "Sets x Reps", "Sets x Reps"), ("1", "3x5", "3x8"), ("2", "4x5", "4x8")),
    "without": table(("Week", "Squat", "Bench"), ("1", "3x5", "3x8"), ("2", "4x5", "4x8")),
}  # fmt: skip


@pytest.mark.parametrize("layout", NAMES_OVER)
def test_names_over_columns_are_exercises(layout):
    assert outline(NAMES_OVER[layout]) == ["W1D1 Day 1: Squat 3x5; Bench 3x8", "W2D1 Day 1: Squat 4x5; Bench 4x8"]
    assert reasons(read(NAMES_OVER[layout])) == ["Names that stand over columns are read as exercises."]


def test_sets_of_nothing_are_said_to_name_no_exercise():
    reading = read(table(("Week", "Sets x Reps"), ("1", "3x5")))

    assert reading.value.placings[0].session.rows[0].name == "Training"
    assert reasons(reading) == ["No exercise is named here: read as Training."]


@pytest.mark.parametrize(
    ("dates", "days", "is_sure"),
    [
        (("03/04/2027", "13/04/2027"), ["W1D6", "W3D2"], True),
        (("3/4/2027", "3/14/2027"), ["W1D4", "W2D7"], True),
        (("03/04/2027", "05/04/2027"), ["W1D6", "W2D1"], False),
        (("04/03/27", "04/05/27"), ["W1D6", "W2D1"], False),
        (("3 April 2027", "5 avril 2027"), ["W1D6", "W2D1"], True),
        (("Apr 3, 2027", "Sa. 10.4.2027"), ["W1D6", "W2D6"], True),
    ],
)
def test_the_order_of_a_date_is_what_the_sheet_says(dates, days, is_sure):
    text = table(("Date", "Workout"), *((day, "8 km easy") for day in dates))

    assert [line.split(" ")[0] for line in outline(text, "running")] == days
    assert any(reason.startswith("Dates like this one") for reason in reasons(read(text, "running"))) != is_sure


def test_the_weekday_beside_a_date_says_its_order():
    text = table(("Date", "Day", "Run"), ("3/4/2027", "Thu", "5 km"), ("4/4/2027", "Sun", "8 km"))

    assert [line.split(" ")[0] for line in outline(text, "running")] == ["W1D4", "W5D7"]


def test_a_date_that_is_not_its_day_is_said():
    text = table(("Date", "Day", "Workout"), ("2027-04-03", "Sat", "5 km"), ("2027-04-05", "Tue", "8 km"))

    assert "The date beside it is another day (2027-04-05): read by the day." in reasons(read(text, "running"))


def test_dates_that_are_none_are_sessions_of_their_own():
    text = table(("Date", "Workout"), ("32/13/2027", "5 km"), ("33/13/2027", "8 km"))

    assert [line.split(" ")[0] for line in outline(text, "running")] == ["W1D1", "W1D2"]


def test_a_pace_is_of_the_unit_that_the_distances_have():
    text = table(("Day", "Distance", "Pace"), ("Mon", "5 miles", "8:30"), ("Tue", "10 km", "5:00"))

    assert outline(text, "running") == ["W1D1 Mon: Run 5mi @ 8:30/mi", "W1D2 Tue: Run 10km @ 5:00/km"]


def loads(head, *cells):
    """What a column of loads reads as, and why something of it was guessed."""
    reading = read(table(("Exercise", "Sets", "Reps", head), *(("Raise", "3", "15", cell) for cell in cells)))
    rows = [row for placing in reading.value.placings for row in placing.session.rows]
    return [str(row.prescription.intensity) for row in rows], reasons(reading)


@pytest.mark.parametrize("head", ["Load (kg)", "kg", "Intensity (kg)"])
def test_small_loads_under_kilograms_are_kilograms(head):
    assert loads(head, "1.0", "1.5", "0.5") == (["1kg", "1.5kg", "0.5kg"], [])


def test_a_column_of_nothing_but_shares_holds_no_weights():
    assert loads("Load", "@ 0.8", "1", "BW", "85%") == (
        ["80% 1RM", "100% 1RM", "BW", "85% 1RM"],
        ["A number up to 1 is read as a share of the most."],
    )


def test_one_share_among_weights_is_a_weight():
    assert loads("Load", "0.5", "1.0", "60") == (["0.5kg", "1kg", "60kg"], ["No unit is said here: read as kg."])


def test_a_phase_left_of_its_week_is_of_that_week():
    value = read(
        table(
            ("Phase", "Week", "Exercise", "Sets", "Reps"),
            ("Base", "1", "Squat", "3", "5"),
            ("Peak", "2", "Squat", "3", "3"),
        )
    ).value

    assert [(week.number, week.phase) for week in value.week_facts] == [(1, "Base"), (2, "Peak")]


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


TOP_SETS = {
    "one week": (
        table(
            ("Day", "Exercise", "Top set reps", "Top set weight", "Rest", "Back-off sets", "Backoff reps", "Back off (kg)"),
            ("Mon", "Squat", "5", "140 kg", "3:00", "3", "8", "120"),
            ("Mon", "Curl", "", "", "", "3", "12", ""),
            ("Mon", "Bench", "3", "100 kg", "", "", "", ""),
        ),
        ["W1D1 Mon: Squat 5 @ 140kg r3:00; Squat 3x8 r3:00; Curl 3x12; Bench 3 @ 100kg"],
    ),
    "weeks as columns": (
        table(
            ("", "Week 1", "", "", "Week 2", "", ""),
            ("Exercise", "Top sets", "Top set reps", "Back-off reps", "Top sets", "Top set reps", "Back-off reps"),
            ("Squat", "1", "5", "8", "2", "3", "6"),
            ("Bench", "1", "5", "8", "2", "3", "6"),
        ),
        ["W1D1 Day 1: Squat 1x5; Squat 8; Bench 1x5; Bench 8", "W2D1 Day 1: Squat 2x3; Squat 6; Bench 2x3; Bench 6"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", TOP_SETS)
def test_top_sets_and_back_off_sets_are_rows_of_one_exercise(layout):
    text, reads = TOP_SETS[layout]

    assert outline(text) == reads
    assert "Top sets and back-off sets are read as rows of their own." in reasons(read(text))


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (("Exercise", "Sets", "Reps", "Top set reps", "Back-off reps"), ("Squat", "3", "8", "41", "42")),
        (("Exercise", "Sets", "Reps", "Top set", "Top set reps"), ("Squat", "3", "8", "315", "41")),
        (("Exercise", "Top set", "Top set RPE", "Back-off sets", "Back-off reps"), ("Squat", "315", "8", "3", "8")),
    ],
)
def test_parts_of_which_it_is_not_certain_what_they_are_of_are_listed(head, cells):
    reading = read(table(head, cells))

    unread = [cell for cell in cells if cell in ("41", "42", "315")]
    assert [cell for cell in unread if not any(cell in part.text for part in reading.left_out)] == []
    assert all(str(row.prescription.reps) not in unread for row in reading.value.placings[0].session.rows)


@pytest.mark.parametrize("zero", ["0", "0,0", "+0"])
def test_no_load_beside_the_body_is_none(zero):
    text = table(("Exercise", "Sets", "Reps", "kg"), ("Pull-up", "3", "8", zero), ("Squat", "3", "5", "100"))

    assert [row.split(": ")[1] for row in outline(text)] == ["Pull-up 3x8; Squat 3x5 @ 100kg"]
