"""A table gives what can be read of it, and says what was left out and why."""

import csv
import io
from decimal import Decimal

import pytest

from core.formula import escape, unescape
from programs.exchange import csv_format
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, UnreadableFile
from sessions_app.prescription import Adjustment, Group, Intensity, Prescription, Reps, Rest, Row

HEADER = "week,day,session,order,exercise,sets,reps,duration,distance,intensity,rest,notes\n"


def read(*lines, header=HEADER):
    return csv_format.read((header + "\n".join(lines)).encode())


def rows(value):
    return [row for placing in value.placings for row in placing.session.rows]


def test_a_line_is_a_row():
    value, left_out = read('1,2,"Day, long",1,Run,6,,1:10:00,3 mi,5k pace,2:00 jog,"even, ""easy"""')

    (placing,) = value.placings
    assert (placing.week, placing.day, placing.order, placing.session.name) == (1, 2, 1, "Day, long")
    (row,) = placing.session.rows
    p = row.prescription
    assert (row.name, p.sets, p.duration, str(p.distance), p.distance_unit) == ("Run", 6, 4200, "4828.032", "mi")
    assert (str(p.intensity), str(p.rest), p.notes) == ("5k pace", "2:00 jog", 'even, "easy"')
    assert left_out == []


@pytest.mark.parametrize("data", ["\ufeff{}", "{}"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_byte_order_mark_and_line_ends_do_not_matter(data, end):
    text = data.format(HEADER + "1,1,A,1,Squat,5,5,,,,,\n").replace("\n", end)

    value, left_out = csv_format.read(text.encode())

    assert [row.name for row in rows(value)] == ["Squat"]
    assert left_out == []


def test_columns_in_any_order_and_case_and_some_missing():
    value, left_out = read("Squat,A,1,2,5", header="Exercise,SESSION,Week, day ,sets\n")

    assert [placing.place for placing in value.placings] == [(1, 2, 1)]
    assert rows(value)[0].prescription == Prescription(sets=5)
    assert left_out == []


LEFT_OUT = [
    ("x,1,A,1,Squat,5,5,,,,,", "week: “x” is no whole number from 1 to 52."),
    ("53,1,A,1,Squat,5,5,,,,,", "week: “53” is no whole number from 1 to 52."),
    (",1,A,1,Squat,5,5,,,,,", "The line names no week."),
    ("1,8,A,1,Squat,5,5,,,,,", "day: “8” is no whole number from 1 to 7."),
    ("1,1,,1,Squat,5,5,,,,,", "The line names no session."),
    ("1,1,A,1,,5,5,,,,,", "The line names no exercise."),
    ("1,1,A,one,Squat,5,5,,,,,", "order: “one” is no whole number from 1 to 50000."),
    ("1,1,A,1,Squat,five,5,,,,,", "sets: “five” is no number of sets."),
    ("1,1,A,1,Squat,5-,5,,,,,", "sets: “5-” has an end missing."),
    ("1,1,A,1,Squat,5,some,,,,,", "reps: “some” states no reps: write 5, 8-12, 5+, AMRAP or 5/3/1+."),
    ("1,1,A,1,Squat,5,,1:75,,,,", "duration: “1:75” is no time: write 0:30, 10:00 or 1:10:00."),
    ("1,1,A,1,Squat,5,,,far,,,", "distance: “far” is no distance: write 400 m, 3.2 km, 3 mi or 100 yd."),
    ("1,1,A,1,Squat,5,,,99999999 km,,,", "distance: “99999999 km” is out of range."),
    ("1,1,A,1,Squat,5,5/3,,,,,", "A list has one entry for each set, and three or more where no sets are said."),
    ("1,1,A,1,Squat,5,5,,,,,,,extra", "The line has 14 cells, the first line 12."),
    ("1,1,A,1,Squ\x00at,5,5,,,,,", "exercise: “Squ·at” has a character that is no text here."),
    (f"1,1,A,1,{'x' * 121},5,5,,,,,", f"exercise: “{'x' * 40}…” has 121 characters; at most 120 fit here."),
    (f"1,1,A,1,Squat,{'9' * 5000},5,,,,,", f"sets: “{'9' * 20}…” is no number of sets."),
]


@pytest.mark.parametrize(("line", "reason"), LEFT_OUT, ids=[case[1][:40] for case in LEFT_OUT])
def test_a_line_that_cannot_be_read_is_left_out_with_its_reason(line, reason):
    value, left_out = read("1,1,A,1,Bench,5,5,,,,,", "", line, "1,1,A,2,Row,5,5,,,,,")

    assert [row.name for row in rows(value)] == ["Bench", "Row"]
    assert [(part.where, part.reason) for part in left_out] == [("line 4", reason)]
    assert left_out[0].text.isprintable()


def test_the_line_is_counted_past_cells_of_several_lines():
    _, left_out = read('1,1,A,1,Bench,5,5,,,,,"two\nlines"', "x")

    assert [part.where for part in left_out] == ["line 4"]


def test_an_unknown_column_is_reported():
    value, left_out = read("1,1,A,Squat,red", header="week,day,session,exercise,colour\n")

    assert len(rows(value)) == 1
    assert [part.reason for part in left_out] == ["The column “colour” is not known, so it was not read."]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The first line has to name the columns week, day, session, exercise. Missing: week, day, session, ex"),
        (b"week,day,session\n1,1,A\n", "Missing: exercise."),
        (b"week,week,day,session,exercise\n", "The first line names the column week twice."),
        (HEADER.encode(), "No line of the file could be read."),
        ((HEADER + "x,1,A").encode(), "No line of the file could be read: week: “x” is no whole number from 1 to 52."),
        (b"\xe9", "The file is not UTF-8 text (byte 1)."),
        (b"," * 10_000_001, "The file is larger than 10 MB."),
        ((HEADER + '"' + "x" * 200_000).encode(), "Line 2 is not CSV: field larger than field limit (131072)."),
        ((HEADER + "x\n" * 50_002).encode(), "The file has more than 50000 lines."),
    ],
    ids=range(9),
)
def test_a_file_of_which_nothing_can_be_read_is_refused(data, message):
    with pytest.raises(UnreadableFile) as error:
        csv_format.read(data)

    assert message in str(error.value)


def test_sessions_of_a_day_are_told_apart_by_name_and_by_a_count_begun_again():
    value, _ = read("1,1,A,1,Squat,,,,,,,", "1,1,A,2,Bench,,,,,,,", "1,1,B,1,Run,,,,,,,", "1,1,A,1,Row,,,,,,,")

    assert [(p.order, p.session.name, [r.name for r in p.session.rows]) for p in value.placings] == [
        (1, "A", ["Squat", "Bench"]),
        (2, "B", ["Run"]),
        (3, "A", ["Row"]),
    ]


def test_a_shuffled_table_keeps_each_sessions_order():
    value, _ = read("2,1,A,2,Bench,,,,,,,", "1,1,A,2,Bench,,,,,,,", "2,1,A,1,Squat,,,,,,,", "1,1,A,1,Squat,,,,,,,")

    assert [(p.week, [r.name for r in p.session.rows]) for p in value.placings] == [
        (1, ["Squat", "Bench"]),
        (2, ["Squat", "Bench"]),
    ]
    assert len(value.sessions) == 1


def test_a_session_without_exercises_is_a_line_without_any():
    value, left_out = read("1,1,Rest and stretch,,,,,,,,,")

    assert [(p.session.name, p.session.rows) for p in value.placings] == [("Rest and stretch", ())]
    assert left_out == []
    assert csv_format.read(csv_format.write(value))[0] == value


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "'=1", "''+", "＝1", "'a", "a=1", "", "'"])
def test_formulas_are_escaped_and_come_back(text):
    assert unescape(escape(text)) == text
    assert escape(text)[:1] not in ("=", "+", "-", "@", "\t", "＝")


def test_typed_cells_are_written_escaped():
    row = Row("=HYPERLINK(1)", prescription=Prescription(intensity=Intensity.parse("-10%"), notes="@SUM(A1)"))
    value = ProgramValue("P", placings=(PlacingValue(1, 1, 1, SessionValue("+A", rows=(row,))),))

    text = csv_format.write(value)

    (cells,) = csv.DictReader(io.StringIO(text))
    assert [cells[name] for name in ("session", "exercise", "intensity", "notes")] == [
        "'+A", "'=HYPERLINK(1)", "'-10%", "'@SUM(A1)",
    ]  # fmt: skip
    assert rows(csv_format.read(text)[0]) == [row]


def cells_of(value):
    return list(csv.DictReader(io.StringIO(csv_format.write(value))))


def test_adjustments_are_applied_and_groups_counted_out():
    group = Group("A", "rounds", 4, rest_s=90)
    squat = Row("Squat", prescription=Prescription(sets=5, reps=Reps.parse("5"), intensity=Intensity.parse("80%")))
    curl = Row("Curl", group=group, prescription=Prescription(reps=Reps.parse("12"), tempo="3-1-1-0", per_side=True))
    session = SessionValue("A", "strength", rows=(squat, curl))
    value = ProgramValue("P", placings=(PlacingValue(1, 1, 1, session, Adjustment.parse("+2.5%")),))

    one, two = cells_of(value)

    assert (one["sets"], one["intensity"]) == ("5", "82.5% 1RM")
    assert (two["sets"], two["reps"]) == ("4", "12")
    assert two["notes"] == "group A: 4 rounds, rest 1:30; each side; tempo 3-1-1-0"


def test_ranges_are_written_and_read():
    p = Prescription(sets=3, sets_max=4, duration=30, duration_max=45, rest=Rest.parse("1:00-1:30"))
    value = ProgramValue("", placings=(PlacingValue(1, 1, 1, SessionValue("A", rows=(Row("Plank", prescription=p),))),))

    (cells,) = cells_of(value)

    assert (cells["sets"], cells["duration"], cells["rest"]) == ("3-4", "0:30-0:45", "1:00-1:30")
    assert csv_format.read(csv_format.write(value))[0] == value


@pytest.mark.parametrize(
    ("text", "low", "high"), [("400-500 m", "400", "500"), ("3 mi - 4 mi", "4828.032", "6437.376")]
)
def test_ranges_of_distance(text, low, high):
    value, left_out = read(f"1,1,A,1,Run,,,,{text},,,")

    p = rows(value)[0].prescription
    assert (p.distance, p.distance_max) == (Decimal(low), Decimal(high))
    assert left_out == []
