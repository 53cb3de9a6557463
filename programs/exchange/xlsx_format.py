"""A program as a workbook that a coach shows to a client: a summary with a chart, and a sheet to fill in for each week.

Adjustments are applied. What people typed is written as text, whatever it looks like, so no cell is a formula. On a
hidden sheet the whole program stands in the notation (docs/notation.md): that is what comes back.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from core.charts import HOUR_STEPS, nice_top

from .as_done import phase_of, program_facts, sport_name, week_facts, week_name, weeks_as_done
from .text_writing import write_program_text
from .values import ProgramValue
from .xlsx_table import Cell, columns, filled_in, lines

DAY_S = 86_400  # a spreadsheet's time is a part of a day
HEAD_ROWS = 3  # above the first line: which week, what it is about, what the columns are
WHERE = 2  # columns that say where a line stands: they are quiet where they say the same again
NOTATION = "TrainHub"  # the hidden sheet
A4 = 9
# As on the screen, by light (static/css/tokens.css).
INK, QUIET, RULE, HEAD, TO_FILL = "#14171C", "#838A97", "#D7DBE0", "#EEF0F3", "#FBFBF6"
COLOURS = {
    "strength": "#5A22A6", "running": "#C4541C", "cycling": "#B48E00", "swimming": "#0E93E8", "rowing": "#006E91",
    "mobility": "#164A0A", "team_sports": "#A01A52", "other": "#838A97",
}  # fmt: skip


def write(value: ProgramValue) -> bytes:
    return _Book(value).bytes()


class _Book:
    def __init__(self, value: ProgramValue) -> None:
        self.value = value
        self.weeks = list(weeks_as_done(value))
        self.out = io.BytesIO()
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
                "time": line | {"num_format": "[h]:mm"},
                "km": line | {"num_format": "0.0"},
            }.items()
        }

    def bytes(self) -> bytes:
        self._summary()
        self._week_sheets()
        self._notation()
        self.book.close()
        return self.out.getvalue()

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
        sheet.write_string(0, 0, value.name, looks["title"])
        sheet.write_string(1, 0, program_facts(value, self.weeks), looks["facts"])
        sports = [sport for sport in (*COLOURS, "") if any(sport in week.by_sport for week in self.weeks)]
        heads = [_("Week"), _("Phase"), _("Sessions"), _("Time"), *map(sport_name, sports), _("Sets"), _("km")]
        notes_at = len(heads)
        self._heads(sheet, [*heads, _("Notes")])
        for column, width in enumerate([7, 16, 9, 8, *[10] * len(sports), 7, 8, 34]):
            sheet.set_column(column, column, width)
        for row, week in enumerate(self.weeks, start=HEAD_ROWS):
            sheet.write_url(row, 0, f"internal:'{week_name(week)}'!A1", looks["link"], str(week.number))
            sheet.write_number(row, 0, week.number, looks["link"])
            sheet.write_string(row, 1, phase_of(week), looks["line"])
            sheet.write_number(row, 2, len(week.sessions), looks["count"])
            sheet.write_number(row, 3, week.seconds / DAY_S, looks["time"])
            for column, sport in enumerate(sports, start=4):
                sheet.write_number(row, column, week.by_sport.get(sport, 0) / DAY_S, looks["time"])
            sheet.write_number(row, notes_at - 2, week.working_sets, looks["count"])
            sheet.write_number(row, notes_at - 1, round(week.distance_m / 1000, 1), looks["km"])
            sheet.write_string(row, notes_at, week.facts.notes, looks["line"])
        sheet.freeze_panes(HEAD_ROWS, 0)
        sheet.repeat_rows(0, HEAD_ROWS - 1)
        below = HEAD_ROWS + len(self.weeks) + 1
        if sports:
            self._chart(sheet, sports, below)
            below += 18
        if value.description:
            sheet.merge_range(below, 0, below + _height(value.description), notes_at, "", looks["words"])
            sheet.write_string(below, 0, value.description, looks["words"])

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
        for week, table in zip(self.weeks, tables, strict=True):
            sheet = self._sheet(week_name(week))
            sheet.write_string(0, 0, f"{week_name(week)} · {self.value.name}", self.formats["title"])
            sheet.write_string(1, 0, week_facts(week, " ".join(week.facts.notes.split())), self.formats["facts"])
            self._heads(sheet, [column.head for column in shown] + [head for head, _width in filled_in()])
            looks = [self.formats["strong" if column.is_strong else "line"] for column in shown]
            widths = [column.width for column in shown] + [width for _head, width in filled_in()]
            for number, width in enumerate(widths):
                sheet.set_column(number, number, width)
            for row, line in enumerate(table, start=HEAD_ROWS):
                where = self.formats["strong" if line.is_first else "again"]
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
            sheet.write_string(HEAD_ROWS - 1, column, head, self.formats["head"])

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
        """Said by name: `write` would guess, and make formulas and links of what looks like one."""
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, look)
        elif cell:
            sheet.write_string(row, column, cell, look)
        else:
            sheet.write_blank(row, column, None, look)

    def _notation(self) -> None:
        sheet = self.book.add_worksheet(NOTATION)
        sheet.hide()
        for row, line in enumerate(write_program_text(self.value).splitlines()):
            sheet.write_string(row, 0, line)


def _height(text: str) -> int:
    """Rows that a text takes in merged cells, which no spreadsheet makes high enough by itself."""
    return sum(len(line) // 110 + 1 for line in text.splitlines())
