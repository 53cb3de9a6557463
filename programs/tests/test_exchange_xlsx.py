"""The workbook of a program: what is to be done, in cells that are never formulas."""

from __future__ import annotations

import io
from datetime import time, timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from programs.exchange import json_format, xlsx_format
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, WeekValue
from sessions_app.prescription import Adjustment, Group, Intensity, Prescription, Reps, Rest, Row


def row(name, *, sport="", section="main", group=None, **facts):
    return Row(name, sport=sport, section=section, group=group, prescription=Prescription(**facts))


SQUAT = row("Squat", sets=5, reps=Reps.parse("5"), intensity=Intensity.parse("80%"), rest=Rest.parse("3:00"))
ROUNDS = Group("A", "rounds", 3, None, None, None, 90)
LOWER = SessionValue(
    "Lower A",
    "strength",
    Decimal("7.5"),
    "Film set 3.",
    (
        row("Row erg", sport="rowing", section="warm_up", duration=300),
        SQUAT,
        row("Chin-up", group=ROUNDS, reps=Reps.parse("6-8")),
        row("Plank", group=ROUNDS, duration=30, per_side=True, notes="Slowly."),
    ),
)
RUN = SessionValue("Easy run", "running", rows=(row("Run", distance=Decimal(8000), distance_unit="km"),))
PLAN = ProgramValue(
    "Base & build",
    "strength",
    2,
    description="For the winter.\n\nTwo days.",
    week_facts=(WeekValue(2, "Base", True, "Sleep."),),
    placings=(
        PlacingValue(1, 1, 1, LOWER, None, time(18, 0), "In the big hall."),
        PlacingValue(1, 3, 1, RUN),
        PlacingValue(2, 1, 1, LOWER, Adjustment.parse("+2.5%")),
    ),
)


def book(value):
    return load_workbook(io.BytesIO(xlsx_format.write(value)))


def cells(sheet):
    return [[cell if cell is not None else "" for cell in line] for line in sheet.iter_rows(values_only=True)]


def test_a_week_is_a_table_of_what_is_to_be_done():
    about = "18:00, RPE 7.5\nFilm set 3.\nIn the big hall."

    assert cells(book(PLAN)["Week 1"]) == [
        ["Week 1 · Base & build", *[""] * 15],
        ["2 sessions · 1 h 17", *[""] * 15],
        ["Day", "Session", "Part", "#", "Exercise", "Sets", "Reps", "Time", "Distance", "Intensity", "Rest", "Notes",
         "About the session", "Done", "RPE", "How it went"],
        ["Mon", "Lower A", "Warm-up", 1, "Row erg", "", "", "5:00", "", "", "", "", about, "", "", ""],
        ["Mon", "Lower A", "Main", 2, "Squat", 5, 5, "", "", "80% 1RM", "3:00", "", "", "", "", ""],
        ["Mon", "Lower A", "Main", "A1", "Chin-up", 3, "6-8", "", "", "", "", "group A: 3 rounds, rest 1:30",
         "", "", "", ""],
        ["Mon", "Lower A", "Main", "A2", "Plank", 3, "", "0:30", "", "", "",
         "Slowly.; group A: 3 rounds, rest 1:30; each side", "", "", "", ""],
        ["Wed", "Easy run", "Main", 1, "Run", "", "", "", "8 km", "", "", "", "", "", "", ""],
    ]  # fmt: skip


def test_a_change_is_applied_and_said_nowhere_else():
    sheet = cells(book(PLAN)["Week 2"])

    assert sheet[1][0] == "Base · Deload · 1 session · 29 min · Sleep."
    assert sheet[4][4:10] == ["Squat", 5, 5, "", "", "82.5% 1RM"]


def test_columns_that_say_nothing_in_the_whole_program_are_left_out():
    sheet = book(ProgramValue("Plan", placings=(PlacingValue(1, 1, 1, SessionValue("Day", rows=(SQUAT,))),)))["Week 1"]

    assert cells(sheet)[2][:9] == ["Day", "Session", "#", "Exercise", "Sets", "Reps", "Intensity", "Rest", "Notes"]


def test_the_summary_adds_up_each_week_and_draws_it():
    sheet = book(PLAN)["Summary"]
    found = cells(sheet)

    assert found[:3] == [
        ["Base & build", *[""] * 9],
        ["Strength · 2 weeks · 3 sessions · about 53 min a week", *[""] * 9],
        ["Week", "Phase", "Sessions", "Time", "Strength", "Running", "Rowing", "Sets", "km", "Notes"],
    ]
    assert [line[:4] + line[7:] for line in found[3:5]] == [
        [1, "", 2, timedelta(seconds=4624), 12, 9.1, ""],
        [2, "Base · Deload", 1, timedelta(seconds=1744), 11, 1.1, "Sleep."],
    ]
    assert [line[0] for line in found if "winter" in str(line[0])] == ["For the winter.\n\nTwo days."]
    (chart,) = sheet._charts
    assert [(series.tx.strRef.f, series.val.numRef.f) for series in chart.series] == [
        ("Summary!$E$3", "Summary!$E$4:$E$5"),
        ("Summary!$F$3", "Summary!$F$4:$F$5"),
        ("Summary!$G$3", "Summary!$G$4:$G$5"),
    ]


def test_every_sheet_stays_readable_on_the_screen_and_on_paper():
    shown = [sheet for sheet in book(PLAN) if sheet.sheet_state == "visible"]

    assert [sheet.title for sheet in shown] == ["Summary", "Week 1", "Week 2"]
    for sheet in shown:
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$1:$3")
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.left.text == "Base && build"


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://x")',
        "#N/A",
        "http://x.example",
        "{=1}",
        "'=1",
        "_x0041_",
        "1e5",
        "TRUE",
    ],
)
def test_what_people_typed_is_text_whatever_it_looks_like(typed):
    day = SessionValue(typed, note=typed, rows=(row(typed, sets=1, notes=typed, intensity=Intensity.parse("RPE 7")),))
    value = ProgramValue(
        typed,
        description=typed,
        week_facts=(WeekValue(1, typed, notes=typed),),
        placings=(PlacingValue(1, 1, 1, day, notes=typed),),
    )

    found_in = book(value)

    found = [cell for sheet in found_in for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in found} <= {"s", "n", "d"}
    links = {cell.hyperlink.location for cell in found if cell.hyperlink}
    assert links == {"'Week 1'!A1"}
    first = [cell.value for cell in found_in["Week 1"][4]]
    assert [first[1], first[3], first[8]] == [typed] * 3


def test_the_whole_program_stands_on_a_hidden_sheet_as_json():
    sheet = book(PLAN)["TrainHub"]

    rows = list(sheet.iter_rows(values_only=True))
    assert sheet.sheet_state == "hidden"
    assert rows[0][:2] == ("trainhub-workbook", "1")
    assert rows[1][:2] == ("columns", "13")
    assert [row[1] for row in rows if row[0] == "sheet"] == ["Summary", "Week 1", "Week 2"]
    assert json_format.read("".join(row[1] for row in rows if row[0] == "json"))[0] == PLAN


def test_a_program_without_sessions_is_a_workbook_too():
    empty = book(ProgramValue("Plan", weeks=1))

    assert empty.sheetnames == ["Summary", "Week 1", "TrainHub"]
    assert empty["Summary"]._charts == []
