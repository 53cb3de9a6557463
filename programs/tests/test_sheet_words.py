"""What the page that imports a sheet shows of it: the rows whose name is to check, and how many there are."""

import pytest
from django.urls import reverse

from programs.exchange import sheets
from programs.sheet_words import tables_of

from .sheet_outlines import read, saved, workbook


def marked(text, *names):
    """The cells that hold a name to check."""
    tables = tables_of(read(text), names)
    return [cell for table in tables for row in table.rows for cell, to_check in row.cells if to_check]


def test_a_name_to_check_is_the_whole_name_of_an_exercise():
    names = ("Row", "Barbell row", "Narrow grip bench", "Throwdown", "A1. Row", "2. row", "Row 3x8 @ 60kg")
    text = "Day,Exercise,Sets,Reps\n" + "".join(f"Mon,{name},3,8\n" for name in names)
    assert marked(text, "Row") == ["Row", "A1. Row", "2. row", "Row 3x8 @ 60kg"]


def test_a_name_to_check_is_whole_words_of_a_line():
    lines = ("Row 2000m", "Warm-up 10min + Row 4x500m", "Throwdown 3x8", "Narrow grip bench 3x8")
    text = "Day,Workout\n" + "".join(
        f"{day},{line}\n" for day, line in zip(("Mon", "Tue", "Wed", "Thu"), lines, strict=True)
    )
    assert marked(text, "Row") == ["Row 2000m", "Warm-up 10min + Row 4x500m"]


HEAD, ROWS = "Exercise,Sets,Reps", ("Back squat,5,5", "Row,3,8", "Plank,3,10", "Bench press,5,5")


def test_a_head_over_each_week_is_one_table_with_the_rows_of_all():
    weeks = ["\n".join((f"Week {week}", HEAD, *ROWS)) for week in range(1, 9)]
    [table] = tables_of(read("\n".join(weeks)), ["Row"])
    assert [row.number for row in table.rows if row.is_to_check] == ["4", "10"]
    assert (len(table.rows), table.more, table.more_to_check) == (10, 29, 6)  # with the seven headings between them


def test_a_head_in_a_sheet_for_each_week_is_one_table_that_says_which():
    rows = [HEAD.split(","), *(row.split(",") for row in ROWS)]
    book = workbook({f"Week {week}": rows for week in range(1, 5)})
    [table] = tables_of(sheets.read_book(sheets.book_of(saved(book)), "strength"), ["Row"])
    assert [row.number for row in table.rows] == [
        "2", "3", "4", "5", "Week 2!2", "Week 2!3", "Week 2!4", "Week 2!5", "Week 3!2", "Week 3!3",
    ]  # fmt: skip
    assert (table.more, table.more_to_check) == (6, 1)


@pytest.mark.parametrize(
    ("text", "button"),
    [
        (
            "Week,Day,Exercise,Sets,Reps\n1-12,Mon,Back squat,5,5\n1-12,Mon,Bench press,5,5\n",
            "Import 24 rows in 12 weeks",
        ),
        ("Week,Day,Exercise,Sets,Reps\n1,Mon,Back squat,5,5\n1,Mon,Bench press,5,5\n", "Import 2 rows<"),
    ],
)
def test_rows_of_several_weeks_are_said_to_be_so(signed_in, full_library, text, button):
    assert button in signed_in.post(reverse("programs:program_paste"), {"text": text}).content.decode()
