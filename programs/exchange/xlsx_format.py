"""A program as a workbook that a coach shows to a client: a summary with a chart, and a sheet to fill in for each week.

Adjustments are applied. What people typed is written as text, whatever it looks like, so no cell is a formula. On a
hidden sheet the whole program stands as JSON (`own_workbook.py`): that is what comes back where no cell was changed.
"""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from core.charts import HOUR_STEPS, nice_top

from . import own_workbook
from .as_done import phase_of, program_facts, sport_name, week_facts, week_name, weeks_as_done
from .json_writing import keys_of
from .own_workbook import HEAD_ROWS
from .sheets import workbook
from .sheets.cells import cell_of
from .values import ProgramValue
from .xlsx_table import Cell, columns, filled_in, lines

DAY_S = 86_400  # a spreadsheet's time is a part of a day
WHERE = 2  # columns that say where a line stands: they are quiet where they say the same again
CLOCK, KM = "[h]:mm", "0.0"
A4 = 9
# As on the screen, by light (static/css/tokens.css).
INK, QUIET, RULE, HEAD, TO_FILL = "#14171C", "#838A97", "#D7DBE0", "#EEF0F3", "#FBFBF6"
COLOURS = {
    "strength": "#5A22A6", "running": "#C4541C", "cycling": "#B48E00", "swimming": "#0E93E8", "rowing": "#006E91",
    "mobility": "#164A0A", "team_sports": "#A01A52", "other": "#838A97",
}  # fmt: skip


def write(value: ProgramValue) -> bytes:
    return _Book(value).bytes()


def cells_of(value: ProgramValue) -> Mapping[str, Mapping[own_workbook.Place, str]]:
    """By the name of its sheet, what one sees in the cells that `write` fills."""
    book = _Book(value)
    book.fill()
    return book.seen


class _Book:
    def __init__(self, value: ProgramValue) -> None:
        self.value = value
        self.weeks = list(weeks_as_done(value))
        self.out = io.BytesIO()
        self.seen: dict[str, dict[own_workbook.Place, str]] = defaultdict(dict)
        self.columns = 0
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True})
        self.book.set_properties({"title": value.name, "comments": value.description[:255]})
        base = {"font_name": "Inter", "font_size": 10, "font_color": INK, "valign": "top"}
        line = base | {"bottom": 1, "bottom_color": RULE, "text_wrap": True, "num_format": "@"}
        self.formats = {
            name: self.book.add_format(look)
            for name, look in {
                "plain": base,
                "title": base | {"font_size": 16, "bold": True},
                "facts": base | {"font_color": QUIET},
                "words": base | {"text_wrap": True, "num_format": "@"},
                "head": base | {"bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": INK, "text_wrap": True},
                "line": line,
                "strong": line | {"bold": True},
                "again": line | {"font_color": QUIET},
                "fill": line | {"bg_color": TO_FILL, "left": 1, "left_color": RULE},
                "link": line | {"font_color": INK, "underline": 1, "num_format": "General", "align": "left"},
                "count": line | {"num_format": "0"},
                "time": line | {"num_format": CLOCK},
                "km": line | {"num_format": KM},
            }.items()
        }

    def bytes(self) -> bytes:
        self.fill()
        self._hidden()
        self.book.close()
        return self.out.getvalue()

    def fill(self) -> None:
        self._summary()
        self._week_sheets()

    def _text(self, sheet: Any, row: int, column: int, text: str, look: str) -> None:
        """Said by name: `write` would guess, and make formulas and links of what looks like one."""
        sheet.write_string(row, column, text, self.formats[look])
        self._see(sheet, row, column, text)

    def _count(self, sheet: Any, row: int, column: int, number: float, look: str) -> None:
        sheet.write_number(row, column, number, self.formats[look])
        self._see(sheet, row, column, number, KM if look == "km" else "General")

    def _time(self, sheet: Any, row: int, column: int, seconds: int) -> None:
        sheet.write_number(row, column, seconds / DAY_S, self.formats["time"])
        self._see(sheet, row, column, timedelta(seconds=seconds), CLOCK)

    def _see(self, sheet: Any, row: int, column: int, value: Any, format: str = "General") -> None:
        """As whoever opens the file, and as our own reader has it."""
        self.seen[sheet.get_name()][row, column] = cell_of(workbook.shown(value, format)[0]).text

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8" + self.value.name.replace("&", "&&")[:180] + "&R&8&P / &N")
        return sheet

    # --- the summary ---

    def _summary(self) -> None:
        sheet, value, looks = self._sheet(_("Summary")), self.value, self.formats
        self._text(sheet, 0, 0, value.name, "title")
        self._text(sheet, 1, 0, program_facts(value, self.weeks), "facts")
        sports = [sport for sport in (*COLOURS, "") if any(sport in week.by_sport for week in self.weeks)]
        heads = [_("Week"), _("Phase"), _("Sessions"), _("Time"), *map(sport_name, sports), _("Sets"), _("km")]
        notes_at = len(heads)
        self._heads(sheet, [*heads, _("Notes")])
        for column, width in enumerate([7, 16, 9, 8, *[10] * len(sports), 7, 8, 34]):
            sheet.set_column(column, column, width)
        for row, week in enumerate(self.weeks, start=HEAD_ROWS):
            sheet.write_url(row, 0, f"internal:'{week_name(week)}'!A1", looks["link"], str(week.number))
            self._count(sheet, row, 0, week.number, "link")
            self._text(sheet, row, 1, phase_of(week), "line")
            self._count(sheet, row, 2, len(week.sessions), "count")
            self._time(sheet, row, 3, week.seconds)
            for column, sport in enumerate(sports, start=4):
                self._time(sheet, row, column, week.by_sport.get(sport, 0))
            self._count(sheet, row, notes_at - 2, week.working_sets, "count")
            self._count(sheet, row, notes_at - 1, round(week.distance_m / 1000, 1), "km")
            self._text(sheet, row, notes_at, week.facts.notes, "line")
        sheet.freeze_panes(HEAD_ROWS, 0)
        sheet.repeat_rows(0, HEAD_ROWS - 1)
        below = HEAD_ROWS + len(self.weeks) + 1
        if sports:
            self._chart(sheet, sports, below)
            below += 18
        if value.description:
            sheet.merge_range(below, 0, below + _height(value.description), notes_at, "", looks["words"])
            self._text(sheet, below, 0, value.description, "words")

    def _chart(self, sheet: Any, sports: Sequence[str], row: int) -> None:
        """A chart of Excel's own over the cells of the table: it follows where they are changed."""
        name, last = sheet.get_name(), HEAD_ROWS + len(self.weeks) - 1
        chart = self.book.add_chart({"type": "column", "subtype": "stacked"})
        for column, sport in enumerate(sports, start=4):
            chart.add_series(
                {
                    "name": [name, HEAD_ROWS - 1, column],
                    "categories": [name, HEAD_ROWS, 0, last, 0],
                    "values": [name, HEAD_ROWS, column, last, column],
                    "fill": {"color": COLOURS.get(sport, QUIET)},
                    "gap": 40,
                }
            )
        top, step = nice_top(max(week.seconds for week in self.weeks), HOUR_STEPS, 4)
        font = {"name": "Inter", "size": 9, "color": INK}
        chart.set_title({"name": _("Hours per week"), "name_font": font | {"size": 11}, "overlay": False})
        chart.set_x_axis({"name": _("Week"), "name_font": font, "num_font": font, "line": {"color": QUIET}})
        chart.set_y_axis(
            {
                "num_format": "[h]:mm", "num_font": font, "min": 0, "max": top / DAY_S, "major_unit": step / DAY_S,
                "major_gridlines": {"visible": True, "line": {"color": RULE}}, "line": {"none": True},
            }
        )  # fmt: skip
        chart.set_legend({"position": "bottom", "font": font})
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": 860, "height": 330})
        about = _("Columns: hours of each week by sport. The numbers stand in the table.")
        sheet.insert_chart(row, 0, chart, {"description": about})

    # --- the weeks ---

    def _week_sheets(self) -> None:
        tables = [list(lines(week, self.value.day_names)) for week in self.weeks]
        shown = [
            column
            for column in columns()
            if not column.unsaid or any(column.cell(line) not in column.unsaid for table in tables for line in table)
        ]
        self.columns = len(shown)
        for week, table in zip(self.weeks, tables, strict=True):
            sheet = self._sheet(week_name(week))
            self._text(sheet, 0, 0, f"{week_name(week)} · {self.value.name}", "title")
            self._text(sheet, 1, 0, week_facts(week, " ".join(week.facts.notes.split())), "facts")
            self._heads(sheet, [column.head for column in shown] + [head for head, _width in filled_in()])
            looks = ["strong" if column.is_strong else "line" for column in shown]
            widths = [column.width for column in shown] + [width for _head, width in filled_in()]
            for number, width in enumerate(widths):
                sheet.set_column(number, number, width)
            for row, line in enumerate(table, start=HEAD_ROWS):
                where = "strong" if line.is_first else "again"
                for number, column in enumerate(shown):
                    self._cell(sheet, row, number, column.cell(line), where if number < WHERE else looks[number])
                for number in range(len(shown), len(widths)):
                    sheet.write_blank(row, number, None, self.formats["fill"])
            last = HEAD_ROWS + len(table) - 1
            sheet.freeze_panes(HEAD_ROWS, 0)
            sheet.repeat_rows(0, HEAD_ROWS - 1)
            if table:
                sheet.autofilter(HEAD_ROWS - 1, 0, last, len(shown) - 1)
                sheet.ignore_errors({"number_stored_as_text": f"A{HEAD_ROWS + 1}:Z{last + 1}"})

    def _heads(self, sheet: Any, heads: Sequence[str]) -> None:
        sheet.set_row(0, 26)
        for column, head in enumerate(heads):
            self._text(sheet, HEAD_ROWS - 1, column, head, "head")

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, look: str) -> None:
        if isinstance(cell, int):
            self._count(sheet, row, column, cell, look)
        elif cell:
            self._text(sheet, row, column, cell, look)
        else:
            sheet.write_blank(row, column, None, self.formats[look])

    def _hidden(self) -> None:
        sheet = self.book.add_worksheet(own_workbook.SHEET)
        sheet.hide()
        text = json.dumps(keys_of(self.value), separators=(",", ":"))
        summary, *weeks = self.seen
        marks = {summary: own_workbook.mark_of(self.seen[summary])}
        marks |= {name: own_workbook.mark_of(self.seen[name], self.columns) for name in weeks}
        for row, cells in enumerate(own_workbook.written(text, self.columns, marks)):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)


def _height(text: str) -> int:
    """Rows that a text takes in merged cells, which no spreadsheet makes high enough by itself."""
    return sum(len(line) // 110 + 1 for line in text.splitlines())
