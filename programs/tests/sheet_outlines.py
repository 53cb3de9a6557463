"""A reading of a sheet in few lines, for tests: each placing, each row in the notation, what was left out and guessed."""

import io

from openpyxl import Workbook

from programs.exchange import sheets
from sessions_app.notation import render_prescription


def read(data, sport="strength"):
    return sheets.read_book(sheets.book_of(data), sport)


def outline(data, sport="strength"):
    """`W1D1 Squat day: Squat 5x5; Row 3x8`, a line for each placing."""
    return [
        f"W{placing.week}D{placing.day} {placing.session.name}: " + "; ".join(map(_row, placing.session.rows))
        for placing in read(data, sport).value.placings
    ]


def _row(row):
    label = f"{row.group.letter}) " if row.group else ""
    return f"{label}{row.name} {render_prescription(row.prescription)}".strip()


def workbook(sheets_of_rows):
    """Bytes of an .xlsx and the workbook itself, for what a test adds to it."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets_of_rows.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
