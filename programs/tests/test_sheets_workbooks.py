"""Workbooks: sheets, merged cells, and what a spreadsheet makes of dates, clocks and percentages."""

import datetime as dt

from openpyxl.comments import Comment

from .sheet_outlines import outline, read, saved, workbook


def test_a_sheet_a_day():
    head = ("Exercise", "Sets", "Reps", "Weight", "Rest")
    book = workbook(
        {
            "Push": [head, ("Bench", 4, 8, 80, dt.time(0, 2)), ("Press", 3, 10, 45, dt.time(0, 1, 30))],
            "Pull": [head, ("Row", 4, 8, 70, dt.time(0, 2))],
            "Notes": [("Eat well",), ("Sleep 8 h",)],
        }
    )
    for name in ("Push", "Pull"):
        for (cell,) in book[name].iter_rows(min_row=2, min_col=4, max_col=4):
            cell.number_format = '0.0" kg"'
        for (cell,) in book[name].iter_rows(min_row=2, min_col=5, max_col=5):
            cell.number_format = "h:mm:ss"
    assert outline(saved(book)) == [
        "W1D1 Push: Bench 4x8 @ 80kg r2:00; Press 3x10 @ 45kg r1:30",
        "W1D2 Pull: Row 4x8 @ 70kg r2:00",
    ]
    assert [part.where for part in read(saved(book)).left_out] == ["Notes!A1", "Notes!A2"]


def test_dates_percentages_clocks_and_what_a_spreadsheet_made_of_them():
    rows = [
        ("Spring block",),
        (),
        ("Date", "Exercise", "Sets", "Reps", "%", "Rest"),
        (dt.date(2026, 3, 2), "Squat", 3, dt.datetime(2026, 3, 5), 0.75, dt.time(2, 0)),
        (None, "Bench", 3, dt.datetime(2026, 12, 8), 0.7, dt.time(1, 30)),
        (dt.date(2026, 3, 5), "Deadlift", 3, 5, 0.8, dt.time(3, 0)),
        (dt.date(2026, 3, 9), "Squat", 3, 5, 0.775, dt.time(2, 0)),
    ]
    book = workbook({"Block": rows})
    sheet = book["Block"]
    sheet.merge_cells("A1:F1")
    for row in range(4, 8):
        sheet.cell(row, 5).number_format = "0.0%"
        sheet.cell(row, 6).number_format = "h:mm"
    sheet["D4"].number_format = sheet["D5"].number_format = "d-mmm"
    sheet["B4"].comment = Comment("watch the knees", "coach")
    sheet["H4"] = "=SUM(C4:C7)"
    assert outline(saved(book)) == [
        "W1D1 2026-03-02: Squat 3x3-5 @ 75% r2:00; Bench 3x8-12 @ 70% r1:30",
        "W1D4 2026-03-05: Deadlift 3x5 @ 80% r3:00",
        "W2D1 2026-03-09: Squat 3x5 @ 77.5% r2:00",
    ]
    reading = read(saved(book))
    assert reading.value.name == "Spring block"
    assert [(part.where, part.text) for part in reading.left_out] == [
        ("Block!B4", "watch the knees"),
        ("Block!H4", "=SUM(C4:C7)"),
    ]
    assert [part.where for part in reading.guesses] == ["Block!B4", "Block!D4", "Block!D5"]


def test_weeks_merged_over_their_columns_and_days_over_their_rows():
    rows = [
        ("Hypertrophy mesocycle",),
        ("Day", "Exercise", "Week 1", None, None, "Week 2"),
        (None, None, "Sets", "Reps", "RPE", "Sets", "Reps", "RPE"),
        ("Mon", "Squat", 3, 8, 7, 3, 8, 8),
        (None, "Leg curl", 3, 12, 8, 4, 12, 8),
        ("Thu", "Bench", 4, 6, 7, 4, 6, 8),
        (None, "Row", 3, 10, 8, 3, 10, 9),
    ]
    book = workbook({"Mesocycle": rows})
    for area in ("A1:H1", "A2:A3", "B2:B3", "C2:E2", "F2:H2", "A4:A5", "A6:A7"):
        book["Mesocycle"].merge_cells(area)
    assert outline(saved(book)) == [
        "W1D1 Mon: Squat 3x8 @ RPE 7; Leg curl 3x12 @ RPE 8",
        "W1D4 Thu: Bench 4x6 @ RPE 7; Row 3x10 @ RPE 8",
        "W2D1 Mon: Squat 3x8 @ RPE 8; Leg curl 4x12 @ RPE 8",
        "W2D4 Thu: Bench 4x6 @ RPE 8; Row 3x10 @ RPE 9",
    ]
