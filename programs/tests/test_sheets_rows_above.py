"""Rows that say something of the exercise above them, and cells that say it of each set: of whom, of nobody, or kept."""

import pytest

from .sheet_outlines import outline, read

OF_ABOVE = "Rows that are named {} are read as of the exercise above."
NONE_ABOVE = "No exercise of the same session is above it."
OTHERWISE = "Another cell of this row says it otherwise. It stays as a note."
NO_UNIT = "No unit is said here: read as {}."


def told(text, sport="strength"):
    """What was left out or guessed: its place and why."""
    reading = read(text, sport)
    return [(part.where, part.reason) for part in (*reading.left_out, *reading.guesses)]


NO_ROWS_OF_ABOVE = {
    "a tempo run on the next day": (
        "Day,Exercise,Duration\nMon,Easy run,40 min\nTue,Tempo,20 min\n",
        ["W1D1 Mon: Easy run 40min", "W1D2 Tue: Tempo 20min"],
    ),
    "a tempo run on the same day": (
        "Day,Exercise,Duration\nMon,Easy run,40 min\nMon,Tempo,20 min\n",
        ["W1D1 Mon: Easy run 40min; Tempo 20min"],
    ),
    "a tempo run in a zone": (
        "Day,Exercise,Intensity\nMon,Easy run,Z2\nMon,Tempo,Z4\n",
        ["W1D1 Mon: Easy run @ Z2; Tempo @ Z4"],
    ),
    "a rest of half an hour": (
        "Day,Exercise,Duration\nMon,Easy run,40 min\nTue,Rest,30 min\n",
        ["W1D1 Mon: Easy run 40min", "W1D2 Tue: Rest 30min"],
    ),
}


@pytest.mark.parametrize("case", NO_ROWS_OF_ABOVE)
def test_a_run_or_a_break_is_not_swallowed_by_the_row_above(case):
    text, reads = NO_ROWS_OF_ABOVE[case]
    assert outline(text, "running") == reads
    assert told(text, "running") == []


def test_a_row_of_the_exercise_above_is_of_its_session_only():
    text = "Exercise,Sets,Reps,Load\nDay 1,,,\nBack squat,5,5,100 kg\nDay 2,,,\nRPE,,,8\nBench press,5,5,80 kg\n"
    assert outline(text) == ["W1D1 Day 1: Back squat 5x5 @ 100kg", "W1D2 Day 2: Bench press 5x5 @ 80kg"]
    assert told(text) == [("line 5, column A", NONE_ABOVE)]


@pytest.mark.parametrize("heading", ["Accessories", "3 rounds"])
def test_a_row_of_the_exercise_above_ends_with_its_section_or_group(heading):
    text = f"Exercise,Sets,Reps\nMonday,,\nBack squat,5,5\n{heading},,\nRPE,,8\nDip,,10\n"
    [line] = outline(text)
    assert line.split(": ")[1].startswith("Back squat 5x5; ") and "RPE" not in line
    assert told(text) == [("line 5, column A", NONE_ABOVE)]


def test_a_row_of_the_exercise_above_ends_with_its_table():
    text = "Exercise,Sets,Reps\nBack squat,5,5\n\nExercise,Sets,Reps,RPE\nRPE,,,8\nBench press,5,5,7\n"
    assert [line.split(": ")[1] for line in outline(text)] == ["Back squat 5x5; Bench press 5x5 @ RPE 7"]
    assert told(text) == [("line 5, column A", NONE_ABOVE)]


def test_an_exercise_that_a_week_has_not_is_none_of_which_more_is_said():
    text = "Exercise,Week 1,Week 2\nBack squat,3x5,3x5\nBarbell row,3x8,\nRPE,8,9\n"
    assert outline(text) == ["W1D1 Day 1: Back squat 3x5; Barbell row 3x8 @ RPE 8", "W2D1 Day 1: Back squat 3x5"]
    assert told(text) == [("line 4, column A", NONE_ABOVE), ("line 4, column B", OF_ABOVE.format("RPE"))]


def test_a_row_of_the_exercise_above_may_leave_out_a_week():
    text = "Exercise,Week 1,Week 2\nBack squat,3x5,3x5\nRPE,8,\nRest,,2 min\n"
    assert outline(text) == ["W1D1 Day 1: Back squat 3x5 @ RPE 8", "W2D1 Day 1: Back squat 3x5 r2:00"]


@pytest.mark.parametrize(
    ("row", "amounts", "rows", "unit"),
    [
        ("Load", (100, 70, 60), ["Back squat 3x5 @ 100kg", "Bench press 3x5 @ 70kg", "Barbell row 3x8 @ 60kg"], "kg"),
        ("Rest", (90, 60, 45), ["Back squat 3x5 r1:30", "Bench press 3x5 r1:00", "Barbell row 3x8 r0:45"], "seconds"),
    ],
)
def test_each_row_of_a_kind_is_read_alike_and_its_guess_is_told_once(row, amounts, rows, unit):
    first, second, third = amounts
    lines = ["Exercise,Sets x Reps", "Back squat,3x5", f"{row},{first}", "Bench press,3x5", f"{row},{second}"]
    text = "\n".join([*lines, "Barbell row,3x8", f"{row},{third}"])
    assert outline(text) == ["W1D1 Day 1: " + "; ".join(rows)]
    assert told(text) == [("line 3, column B", NO_UNIT.format(unit)), ("line 3, column B", OF_ABOVE.format(row))]


def test_a_guess_of_a_try_that_came_to_nothing_is_still_to_be_told():
    text = "Exercise,Load,Reps\nBack squat,100 kg,5\nLoad,70,bus\nBench press,60,5\n"
    assert outline(text) == ["W1D1 Day 1: Back squat 5 @ 100kg; Load @ 70kg // bus; Bench press 5 @ 60kg"]
    assert ("line 3, column B", NO_UNIT.format("kg")) in told(text)


def test_a_note_beside_a_row_of_the_exercise_above_is_of_it_too():
    text = "Exercise,Scheme,Notes\nBack squat,3x5,\nRPE,8,smooth\nTempo,3-1-1,\n"
    assert outline(text) == ["W1D1 Day 1: Back squat 3x5 @ RPE 8 t3-1-1 // smooth"]


def test_a_number_in_a_name_is_no_amount_beside_a_load_or_a_rest():
    names = ("1 arm row", "45 degree back extension", "21s curl", "Floor press 2 board", "Single-leg 90/90")
    text = "Exercise,Sets,Reps,Load,Rest\n" + "".join(f"{name},,,20 kg,60s\n" for name in names)
    assert outline(text) == ["W1D1 Day 1: " + "; ".join(f"{name} @ 20kg r1:00" for name in names)]
    assert told(text) == []


def test_a_name_that_says_how_much_is_a_line_beside_a_load_or_a_rest():
    text = "Exercise,Sets,Reps,Load,Rest\nBench press 3x8,,,60 kg,90s\nPlank 30s,,,,60s\nFarmer carry 40m,,,32 kg,\n"
    assert outline(text) == ["W1D1 Day 1: Bench press 3x8 @ 60kg r1:30; Plank 30s r1:00; Farmer carry 40m @ 32kg"]


@pytest.mark.parametrize(
    ("scheme", "reads"),
    [
        ("3x5", "Back squat 1x5 @ 100kg; Back squat 2x5 @ 110kg"),
        ("3x8-10 r90", "Back squat 1x8-10 @ 100kg r1:30; Back squat 2x8-10 @ 110kg r1:30"),
        ("5/5/3", "Back squat 1x5 @ 100kg; Back squat 1x5 @ 110kg; Back squat 1x3 @ 110kg"),
        ("3x5/5/3", "Back squat 1x5 @ 100kg; Back squat 1x5 @ 110kg; Back squat 1x3 @ 110kg"),
    ],
)
def test_loads_of_each_set_are_of_the_sets_beside_them(scheme, reads):
    text = f"Exercise,Sets x Reps,Set 1 kg,Set 2 kg,Set 3 kg\nBack squat,{scheme},100,110,110\n"
    assert outline(text) == [f"W1D1 Day 1: {reads}"]
    assert told(text) == []


@pytest.mark.parametrize(
    ("row", "reads"),
    [
        ("3x5,80,90,", "Bench press 3x5 // 80; 90"),
        ("5/5/3/3,60,60,65", "Bench press 5/5/3/3 // 60; 60; 65"),
        ("3x5 @ 70kg,60,60,65", "Bench press 3x5 @ 70kg // 60; 60; 65"),
    ],
)
def test_loads_of_each_set_that_do_not_fit_are_kept_each(row, reads):
    text = f"Exercise,Sets x Reps,Set 1 kg,Set 2 kg,Set 3 kg\nBench press,{row}\n"
    columns = [letter for letter, cell in zip("CDE", row.split(",")[1:], strict=True) if cell]
    assert outline(text) == [f"W1D1 Day 1: {reads}"]
    assert told(text) == [(f"line 2, column {letter}", OTHERWISE) for letter in columns]


def test_fewer_sets_than_are_said_are_told_once():
    text = "Exercise,Sets,Reps,Set 1 kg,Set 2 kg,Set 3 kg\nBack squat,3,5,100,110,\n"
    assert outline(text) == ["W1D1 Day 1: Back squat 1x5 @ 100kg; Back squat 1x5 @ 110kg"]
    assert told(text) == [
        ("line 2, column B", "Two cells of this row say different things here: the second was taken."),
    ]


@pytest.mark.parametrize(
    ("cell", "reads"),
    [
        ("45' à 5'30/km", "Run 45min @ 5:30/km"),
        ("45 min à 5'30\"/km", "Run 45min @ 5:30/km"),
        ("1:30:00 à 5'30/km", "Run 90min @ 5:30/km"),
        ("12 km à 5'30/km", "Run 12km @ 5:30/km"),
        ("6x400m à 1'20/400m", "Run 6x400m 1:20 // 400m"),
        ("6x400 m à 1'20/400 m", "Run 6x400m 1:20 // 400 m"),
        ("45:00 à 5'30/km", "Run 45min @ 5:30/km"),
        ("12 km à 5'30 au km", "Run 12km @ 5:30/km"),
        ("12 km 5:30 pro km", "Run 12km @ 5:30/km"),
        ("45' à 5'00 - 5'30/km", "Run 45min @ 5:00-5:30/km"),
        ("10 km de 5'00\" à 5'30\"/km", "Run 10km @ 5:00-5:30/km"),
        ("10 km entre 5'00 et 5'30/km", "Run 10km @ 5:00-5:30/km"),
        ("10 km @ 5:00 à 5:30/km", "Run 10km @ 5:00-5:30/km"),
    ],
)
def test_a_french_pace_stands_behind_a_time_or_a_distance(cell, reads):
    quoted = cell.replace('"', '""')
    assert [line.split(": ", 1)[1] for line in outline(f'Day,Workout\nMon,"{quoted}"\n', "running")] == [reads]
