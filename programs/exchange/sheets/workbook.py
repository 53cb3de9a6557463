"""A workbook into cells. What it could do to us is looked for before it is opened: size, entities, macros."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from .. import own_workbook
from ..values import MOST_BYTES, MOST_ROWS, UnreadableFile
from .cells import CLOCK, DATE, MOST_CELLS, MOST_COLUMNS, MOST_SHEETS, NO_CELL, Book, Cell, Sheet, cell_of, check_size

MOST_UNPACKED = 25_000_000
MOST_MEMBERS = 1_000
MOST_MERGED = 50_000  # cells under merged ranges
OLD = b"\xd0\xcf\x11\xe0"  # .xls, and whatever is locked with a password
CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
CELL_AT_ALL = re.compile(rb"<(?:\w+:)?c[\s/>]")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")
LITERAL = re.compile(r'"([^"]*)"|\\(.)')
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # cells have no time zone


def is_workbook(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", OLD))


def read_workbook(data: bytes, name: str = "") -> Book:
    """All sheets of an .xlsx. UnreadableFile with the reason for anything else, before it costs anything."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    if data.startswith(OLD):
        raise UnreadableFile("This is an old .xls, or a file with a password: save it as .xlsx without one.")
    needs_all, has_formulas = _checked(data)
    from openpyxl import load_workbook  # takes a while, and most imports are of text

    try:
        shown = load_workbook(io.BytesIO(data), data_only=True, read_only=not needs_all, keep_links=False)
        if len(shown.worksheets) > MOST_SHEETS:
            raise UnreadableFile(f"The file has more than {MOST_SHEETS} sheets.")
        formulas = _formulas(data) if has_formulas else {}
        sheets, left_out, own = [], [], None
        for worksheet in shown.worksheets:
            if worksheet.title == own_workbook.SHEET and worksheet.sheet_state != "visible" and own is None:
                own = own_workbook.read(_three_columns(worksheet))
                if own is not None:
                    continue
            sheet = _sheet(worksheet, formulas.get(worksheet.title, {}))
            if worksheet.sheet_state == "visible":
                sheets.append(sheet)
            elif any(cell.text for row in sheet.rows for cell in row):
                left_out.append((worksheet.title, _first_words(sheet), "This sheet is hidden, so it was not read."))
        left_out += [(one.title, "", "A chart is not read.") for one in shown.chartsheets]
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        raise UnreadableFile(f"The workbook is damaged and cannot be opened ({type(error).__name__}).") from None
    check_size(sheets)
    return Book(tuple(sheets), name, "Excel", tuple(left_out), own)


def _three_columns(worksheet: Any) -> Iterator[tuple[str, str, str]]:
    """What stands there to the letter."""
    for row in _rows(worksheet):
        first, second, third, *_more = [*("" if cell.value is None else str(cell.value) for cell in row), "", "", ""]
        yield first, second, third


def _first_words(sheet: Sheet) -> str:
    return " · ".join(cell.text for row in sheet.rows for cell in row if cell.text)[:160]


# --- before it is opened --------------------------------------------------------------------------------------------


def _checked(data: bytes) -> tuple[bool, bool]:
    """Whether cells are merged or have comments, so that all of a sheet has to be known at once; whether any is a
    formula."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if len(members) > MOST_MEMBERS:
                raise UnreadableFile(f"The file has more than {MOST_MEMBERS} parts.")
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                raise UnreadableFile(f"Unpacked, the file is larger than {MOST_UNPACKED // 1_000_000} MB.")
            if any(name.casefold().endswith("vbaproject.bin") for name in names):
                raise UnreadableFile("The file holds macros: save it as .xlsx, without them.")
            if "xl/workbook.xml" not in names and not any(name.endswith("workbook.xml") for name in names):
                raise UnreadableFile("This is no Excel workbook (.xlsx): save it as one, or as .csv.")
            parts = [member for member in members if member.filename.endswith((".xml", ".rels"))]
            is_merged, has_formulas = _looked_through(archive, parts)
            return is_merged or any("/comments" in name for name in names), has_formulas
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile("The workbook is damaged or cut off, and cannot be opened.") from None
    except Exception as error:  # zlib.error, struct.error: what a broken archive raises is not listed anywhere
        raise UnreadableFile(f"The workbook is damaged and cannot be opened ({type(error).__name__}).") from None


def _looked_through(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> tuple[bool, bool]:
    """Whether cells are merged, and whether any is a formula."""
    cells = area = 0
    has_formulas = False
    for part in parts:
        content = archive.read(part)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
            raise UnreadableFile("The workbook defines entities, which no spreadsheet needs. It was not opened.")
        cells += sum(1 for _ in CELL_AT_ALL.finditer(content))
        if cells > MOST_CELLS:
            raise UnreadableFile(f"The file has more than {MOST_CELLS} cells.")
        for match in CELL.finditer(content):
            if int(match[2]) > MOST_ROWS or _column(match[1]) > MOST_COLUMNS:
                raise UnreadableFile(f"A sheet reaches beyond row {MOST_ROWS} or column {MOST_COLUMNS}.")
        for match in MERGED.finditer(content):
            area += (_column(match[3]) - _column(match[1]) + 1) * (int(match[4]) - int(match[2]) + 1)
            if area > MOST_MERGED:
                raise UnreadableFile(f"More than {MOST_MERGED} cells are merged.")
        is_sheet = "worksheets/" in part.filename and part.filename.endswith(".xml")
        has_formulas = has_formulas or is_sheet and (b"<f>" in content or b"<f " in content)
    return area > 0, has_formulas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


# --- cells ----------------------------------------------------------------------------------------------------------


def _formulas(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Formulas by place: one without a stored result would otherwise be an empty cell."""
    from openpyxl import load_workbook

    written = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    return {
        worksheet.title: {
            (cell.row, cell.column): cell.value
            for row in _rows(worksheet)
            for cell in row
            if isinstance(cell.value, str) and cell.data_type == "f"
        }
        for worksheet in written.worksheets
    }


def _rows(worksheet: Any) -> Iterator[Any]:
    """Its rows, each as long as its last cell stands to the right; no more of them than may be. What the parts of the
    file say was looked through before, but only this is sure."""
    area = 0
    for number, row in enumerate(worksheet.iter_rows(), start=1):
        area += len(row)
        if number > MOST_ROWS or len(row) > MOST_COLUMNS or area > MOST_CELLS * 4:
            raise UnreadableFile(f"A sheet reaches beyond row {MOST_ROWS} or column {MOST_COLUMNS}.")
        yield row


def _sheet(worksheet: Any, formulas: dict[tuple[int, int], str]) -> Sheet:
    if hasattr(worksheet, "reset_dimensions"):
        worksheet.reset_dimensions()  # what a file says of its own size may be wrong
    elif worksheet.max_row * worksheet.max_column > MOST_CELLS * 4:
        raise UnreadableFile(f"The sheet {worksheet.title} is larger than {MOST_CELLS * 4} cells.")
    rows, remarks = [], []
    for number, row in enumerate(_rows(worksheet), start=1):
        cells = []
        for column, cell in enumerate(row, start=1):
            cells.append(_cell(cell) if cell.value is not None else NO_CELL)
            comment = getattr(cell, "comment", None)
            if comment is not None and comment.text:
                remarks.append((f"{worksheet.title}!{cell.coordinate}", comment.text))
            if (number, column) in formulas and cell.value is None:
                remarks.append((f"{worksheet.title}!{cell.coordinate}", formulas[number, column]))
        while cells and not cells[-1].text:
            cells.pop()
        rows.append(cells)
    ranges = getattr(worksheet, "merged_cells", None)
    for area in ranges.ranges if ranges else ():
        _fill(rows, area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1)
    return Sheet(worksheet.title, rows, tuple(remarks))


def _fill(rows: list[list[Cell]], top: int, bottom: int, left: int, right: int) -> None:
    corner = rows[top][left] if top < len(rows) and left < len(rows[top]) else NO_CELL
    if not corner.text:
        return
    for index in range(top, min(bottom, len(rows) - 1) + 1):
        row = rows[index]
        row += [NO_CELL] * (right + 1 - len(row))
        for column in range(left, right + 1):
            if (index, column) != (top, left):
                row[column] = corner._replace(covered=True)


def _cell(cell: Any) -> Cell:
    text, kind = shown(cell.value, cell.number_format or "General")
    return cell_of(text.replace("_x000D_", ""), kind)


def shown(value: Any, format: str) -> tuple[str, str]:
    """A value as the sheet shows it, and its kind."""
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, (int, float)):
        return _number(value, format), ""
    if isinstance(value, timedelta):
        return _clock(int(value.total_seconds() + 0.5), format)
    if isinstance(value, time):
        return _clock(value.hour * 3600 + value.minute * 60 + value.second, format)
    if isinstance(value, datetime):
        if value.year <= 1900 and "d" not in format.casefold().replace("[red]", ""):
            return _clock(int((value - EPOCH).total_seconds() + 0.5), format)
        return value.date().isoformat(), DATE
    if isinstance(value, date):
        return value.isoformat(), DATE
    return str(value), ""


def _clock(seconds: int, format: str) -> tuple[str, str]:
    """h:mm is Excel's reading of what may have been typed as minutes and seconds: its kind says so."""
    hours, minutes = divmod(seconds // 60, 60)
    low = format.casefold()
    if "h" not in low:
        return f"{seconds // 60}:{seconds % 60:02}", ""
    if "s" in low and seconds % 60 or hours == 0 and "s" in low:
        return f"{hours}:{minutes:02}:{seconds % 60:02}", ""
    return f"{hours}:{minutes:02}", CLOCK


def _number(value: float, format: str) -> str:
    section = format.split(";")[0]
    literals = "".join(match[1] or match[2] or "" for match in LITERAL.finditer(section))
    bare = LITERAL.sub("", section)
    before = bool(LITERAL.match(section)) and literals.strip()
    if "%" in bare:
        value = value * 100
    number = f"{round(value, 6):.6f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))
    number += "%" if "%" in bare else ""
    return f"{literals}{number}" if before else f"{number}{literals}"


def remarks_of(sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    """Comments and formulas without a result: place, text, reason."""
    for place, text in sheet.remarks:
        is_formula = text.startswith("=")
        yield place, text, ("The formula has no stored result." if is_formula else "Comments on cells are not read.")
