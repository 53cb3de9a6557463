"""Where a row of a sheet belongs: the week, the day and the session that headings and columns say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sessions_app.prescription import Group

from ..texts import shown
from ..values import LeftOut
from .amounts import Amounts
from .cells import DATE, Cell, Sheet
from .dates import date_in
from .drafts import Draft, DraftRow, Drafts
from .heads import PLACES, Block, Head
from .vocabulary import TIMES_OF_DAY
from .words import DayLabel, WeekLabel, column_of, day_of, fold, is_nothing, is_rest_day, section_of, week_of

ORDER = re.compile(r"[A-Ha-h]?\s?[0-9]{0,3}\s?[a-h]?[.):]?")
IMPLICIT = "\x00"  # the rest of a week's label that nobody wrote


@dataclass
class Where:
    """What the rows above say: the week, the day and the session that a row belongs to."""

    week: WeekLabel | None = None
    day: DayLabel | None = None
    date: date | None = None
    session: str = ""
    fallback: str = ""
    serial: int = 0  # of the heading: the same words again are another session
    is_headed: bool = False  # by a heading of its own, whose words then name the session


class Places:
    """The part of reading a sheet that knows where one is. left_out: what was not read; used: the cells that were."""

    def __init__(self, sheet: Sheet, drafts: Drafts, amounts: Amounts) -> None:
        self.sheet = sheet
        self.drafts = drafts
        self.amounts = amounts
        self.where = Where()
        self.left_out: list[LeftOut] = []
        self.head: Head | None = None
        self.used: set[tuple[int, int]] = set()
        self.open: dict[tuple, Draft] = {}
        self.last: list[DraftRow] = []  # what the row above became
        self.section = "", ""
        self.said: list[tuple[int, int, str]] = []  # names of sessions, by their cells
        self.started = False
        self.group: Group | None = None  # that the rows to come are in
        self.values: dict[str, str] = {}  # of the columns for week, day and session, in the row above

    @property
    def table(self) -> Head:
        """The head that stands, or one that says nothing."""
        return self.head or Head(0, 0)

    def _flush(self) -> None:
        """Finish what rows have said of one session, before another begins."""

    # --- headings ---------------------------------------------------------------------------------------------------

    def _heading(self, row: int, column: int, text: str, week: WeekLabel | None, day: DayLabel | None) -> None:
        self.used.add((row, column))
        self.where.serial += 1
        self.values = {}
        self.section = "", ""
        self.group = None
        self._flush()
        self.last = []
        self.drafts.layout |= {(what, "heading") for what, label in (("week", week), ("day", day)) if label}
        if week:
            rest = "" if day else week.rest
            if rest and not self.started and not week_of(text):
                self._titled(rest)
                rest = ""
            same = self.where.week is not None and self.where.week.weeks == week.weeks and not self.drafts.all
            self.where.week = self._numbered(week, self.where)
            self._week_facts(self.where.week, rest)
            if not same or not day:
                self.where.day, self.where.session, self.where.fallback = None, "", ""
            self.where.date = None
        self.where.is_headed = True
        if day and day.rest and not is_rest_day(day.rest):
            self.said.append((row, column, day.rest))
        if day:
            self._implicit_week(day, row, column, text)
            self.where.day = day
            self.where.date = self._date(text)
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            own = week.rest if week else text
            self.where.session = day.rest if len(lines) > 1 else own if day.rest or not day.is_weekday else ""
            if TIMES_OF_DAY.fullmatch(fold(day.rest)):
                self.where.session = " ".join(text.split())
            if day.names:
                self.where.session = ""
            self.where.fallback = " ".join(own.split())
            if is_rest_day(day.rest):
                self.where.session, self.where.fallback = "", " ".join(text.split())

    def _numbered(self, week: WeekLabel, before: Where) -> WeekLabel:
        """A week without a number is the one after the last."""
        if week.is_calendar:
            self.drafts.is_calendar = True
        if week.weeks:
            return week
        last = max([0, *(number for draft in self.drafts.all for number in draft.weeks)])
        if before.week and before.week.weeks:
            last = max(last, *before.week.weeks)
        return week._replace(weeks=(last + 1,))

    def _week_facts(self, week: WeekLabel, rest: str) -> None:
        for number in week.weeks:
            if week.is_deload:
                self.drafts.deloads.add(number)
            if rest and not self.drafts.phases.get(number):
                if len(rest) <= 40:
                    self.drafts.phases[number] = rest
                else:
                    self.drafts.week_notes[number].append(rest)

    def _implicit_week(self, day: DayLabel, row: int, column: int, text: str) -> None:
        """Where no week is ever said, a day that was there already begins the next one."""
        week = self.where.week
        mine = [draft for draft in self.drafts.all if draft.rows and draft.days]
        if not day.days or not mine or (week and week.rest != IMPLICIT):
            return
        now = week.weeks[0] if week else 1
        latest = max((max(draft.days) for draft in mine if (draft.weeks or (1,))[0] == now), default=0)
        if min(day.days) <= latest and any(draft.days == day.days for draft in mine):
            self.where.week = WeekLabel((now + 1,), rest=IMPLICIT)
            if not week:
                for draft in mine:
                    draft.weeks = draft.weeks or (1,)
            self._guess(row, column, text, f"The days begin again here: read as week {now + 1}.")

    def _session(self, row: int, column: int, text: str) -> None:
        self.used.add((row, column))
        self.where.serial += 1
        self.where.session = text
        self.said.append((row, column, text))
        self.section = "", ""
        self.values = {}
        self.last = []
        if self.where.day and self._has_rows(self.where):
            self.where.day = self.where.day if self.where.day.is_weekday else None

    def _has_rows(self, where: Where) -> bool:
        return any(
            draft.rows and draft.place and draft.days == (where.day.days if where.day else ())
            for draft in self.drafts.all
        )

    def _titled(self, text: str) -> None:
        if fold(text) not in map(fold, self.drafts.titles):
            self.drafts.titles.append(text)

    def _note(self, row: int, column: int, text: str) -> None:
        """A remark of the coach, for the session at hand or for the whole."""
        self.used.add((row, column))
        drafts = [draft for draft in self.open.values() if draft.rows]
        if self.last and drafts:
            drafts[-1].notes.append(text)
        elif self.where.week:
            for number in self.where.week.weeks:
                self.drafts.week_notes[number].append(text)
        elif self.drafts.titles:
            self.drafts.titles.append(text)
        else:
            self._leave(row, [(column, Cell(text))], "A note that belongs to nothing.")

    # --- where a row is ---------------------------------------------------------------------------------------------

    def _context(self, row: int) -> Where | None:
        """What the row's own columns say of its week, day and session; what they leave open is as above."""
        for column, found in sorted(self.table.shared.items(), key=lambda item: item[1].role == "phase"):
            cell = self.sheet.at(row, column)
            if found.role not in PLACES or not cell.text:
                continue
            if not cell.covered:
                self.used.add((row, column))
            if self.values.get(found.role) == cell.text and found.role in ("week", "day", "date", "session"):
                continue
            getattr(self, f"_in_{found.role}", self._in_order)(row, column, cell)
            self.values[found.role] = cell.text
        return self.where

    def _in_week(self, row: int, column: int, cell: Cell) -> None:
        text = cell.text
        label = week_of(text) or (WeekLabel((int(text),)) if text.isdecimal() and int(text) <= 53 else None)
        if label is None:
            listed = week_of(f"week {text}")
            label = listed if listed and re.match(r"[0-9]", text) else None
        if label is None:
            self._guess(row, column, text, "This is no week that is understood: the row is in the week above.")
            return
        self.drafts.layout.add(("week", "row"))
        label = self._numbered(label, self.where)
        day = day_of(label.rest) if label.rest else None
        self._week_facts(label, "" if day else label.rest)
        self.where.week = label
        self.where.day, self.where.date, self.where.session, self.where.fallback = (
            day,
            None,
            "",
            label.rest if day else "",
        )
        self.values.pop("day", None)
        self.values.pop("session", None)

    def _in_day(self, row: int, column: int, cell: Cell) -> None:
        text = cell.text
        if cell.kind == DATE or self._date(text):
            return self._in_date(row, column, cell)
        label = day_of(text) or (DayLabel((int(text),), False) if text.isdecimal() and 1 <= int(text) <= 366 else None)
        if label is None:
            # A name of its own (Push, Upper A): the next day that is free.
            self.where.day, self.where.session, self.where.date = None, text, None
            self.said.append((row, column, text))
            self.where.fallback = text
            self.where.serial += 1
            return None
        self.drafts.layout.add(("day", "row"))
        self.where.date = self._date_beside(row, column, text, label)
        if not self.where.date:
            self._implicit_week(label, row, column, text)
        self.where.day, self.where.is_headed = label, False
        lines = [line for line in text.split("\n") if line.strip()]
        self.where.session = (label.rest if len(lines) > 1 else text) if label.rest and not self._date(text) else ""
        self.where.fallback = " ".join(text.split()) if not text.isdecimal() else f"Day {text}"
        self.values.pop("session", None)
        return None

    def _in_date(self, row: int, column: int, cell: Cell) -> None:
        found = self._date(cell.text)
        if found is None:
            self._guess(row, column, cell.text, "This date is not understood: read as the name of a session.")
            self.where.day, self.where.date, self.where.session = None, None, cell.text
            self.where.serial += 1
            return
        if self.head and self.head.column("day") is not None and self.where.week:
            return
        self.drafts.layout.add(("day", "date"))
        self.where.date, self.where.is_headed = found, False
        self.where.day = DayLabel((found.isoweekday(),), True)
        self.where.fallback = cell.text
        if not (self.head and self.head.column("session") is not None):
            self.where.session = ""

    def _date(self, text: str) -> date | None:
        return date_in(text, self.drafts.day_first)

    def _date_beside(self, row: int, column: int, text: str, label: DayLabel) -> date | None:
        """The date of a row that names its day, too: where the two differ, the day is right."""
        own = self._date(text)
        beside = self.head.column("date") if self.head else None
        said = self._date(self.sheet.at(row, beside).text) if beside is not None else None
        if own or not said or not label.is_weekday:
            return own
        if label.days == (said.isoweekday(),):
            return said
        self._guess(row, column, text, f"The date beside it is another day ({said.isoformat()}): read by the day.")
        return None

    def _in_session(self, row: int, column: int, cell: Cell) -> None:
        text = cell.text
        label = day_of(text)
        has_day = self.head is not None and (
            self.head.column("day") is not None or self.head.column("date") is not None
        )
        if label and not has_day:
            self._in_day(row, column, cell)
            self.where.session = (
                "" if label.names or "\n" in text and not label.rest else (label.rest if "\n" in text else text)
            )
            return
        self.said.append((row, column, text))
        if not has_day and not self._only_heading():
            self.where.day = None
        self.where.session = text
        self.where.serial += 1

    def _only_heading(self) -> bool:
        """Whether a heading said the day, and this is its first session."""
        return self.where.day is not None and "session" not in self.values

    def _in_phase(self, row: int, column: int, cell: Cell) -> None:
        weeks = self.where.week.weeks if self.where.week else ()
        for number in weeks:
            self.drafts.phases.setdefault(number, cell.text[:40])
        if not any(self.drafts.phases[number] == cell.text for number in weeks):
            self.used.discard((row, column))

    def _in_section(self, row: int, column: int, cell: Cell) -> None:
        self.section = section_of(cell.text) or "main", cell.text

    def _in_order(self, row: int, column: int, cell: Cell) -> None:
        """Numbers and labels of rows: `_label` reads them; other words are nothing that is read here."""
        if not ORDER.fullmatch(cell.text.strip()):
            self.used.discard((row, column))

    def _of_block(self, where: Where, block: Block) -> Where:
        if not (block.week or block.day or block.name):
            return where
        mine = replace(where)
        self.drafts.layout |= {(what, "column") for what, label in (("week", block.week), ("day", block.day)) if label}
        if block.week:
            mine.week = self._block_week(block)
        if block.day:
            mine.day, mine.is_headed = block.day, False
            mine.fallback = self._title_of(block)
            rest = mine.fallback if TIMES_OF_DAY.fullmatch(fold(block.day.rest)) else block.day.rest
            mine.session = " · ".join(filter(None, (mine.session, rest)))
        if block.name:
            mine.day, mine.session = None, " · ".join(filter(None, (mine.session, block.name)))
        return mine

    def _title_of(self, block: Block) -> str:
        column = min(block.columns, default=0)
        for row in range(self.table.first, self.table.last + 1):
            text = self.sheet.at(row, column).text
            label = day_of(text)
            if label and block.day and label.days == block.day.days:
                return " ".join(text.split())
        return f"Day {block.day.days[0]}" if block.day and block.day.days else ""

    def _block_week(self, block: Block) -> WeekLabel | None:
        """Deload, behind weeks that have numbers, is the next one."""
        week = block.week
        if week is None:
            return None
        if not week.weeks:
            before = 0
            for other in self.table.blocks:
                if other is block:
                    break
                before = max([before, *(other.week.weeks if other.week else ())])
            week = week._replace(weeks=(before + 1,))
            block.week = week
        if week.is_calendar:
            self.drafts.is_calendar = True
        self._week_facts(week, "" if day_of(week.rest) or column_of(week.rest) else week.rest)
        return week

    def _draft(self, where: Where, place: str) -> Draft:
        weeks = where.week.weeks if where.week else ()
        days = where.day.days if where.day else ()
        key = (weeks, days, fold(where.session or where.fallback), where.serial, where.date)
        draft = self.open.get(key)
        if draft is None:
            draft = Draft(
                weeks, days, bool(where.day and where.day.is_weekday), where.session, place=place, date=where.date
            )
            draft.names = where.day.names if where.day and not where.session else ()
            draft.fallback = where.fallback or (self.sheet.name if not self.sheet.is_lines else "")
            self._count_days(draft)
            self.open[key] = draft
            self.drafts.all.append(draft)
        return draft

    def _count_days(self, draft: Draft) -> None:
        """Day 8 is the first of the second week."""
        if max(draft.days, default=0) <= 7:
            return
        said = self.drafts.say
        if not draft.weeks and len(draft.days) == 1:
            draft.weeks = ((draft.days[0] - 1) // 7 + 1,)
        said(
            draft.place,
            str(draft.days[0]),
            f"Day {draft.days[0]} is read as day {(draft.days[0] - 1) % 7 + 1} of its week.",
        )
        draft.days = tuple((day - 1) % 7 + 1 for day in draft.days)

    def _list_empty(self) -> None:
        """Names of sessions of which nothing came."""
        names = {" ".join(name.split()) for draft in self.drafts.all if draft.rows for name in draft.all_names}
        for row, column, text in self.said:
            words = " ".join(text.split())
            if not is_nothing(words) and not is_rest_day(words) and not any(words in name for name in names):
                self._leave(row, [(column, Cell(text))], "Nothing that is done follows this heading.")

    # --- what is said of it -----------------------------------------------------------------------------------------

    def _leave(self, row: int, cells: Iterable[tuple[int, Cell]], reason: str) -> None:
        cells = list(cells)
        self.used |= {(row, column) for column, _cell in cells}
        text = " · ".join(cell.text for _column, cell in cells)
        self.left_out.append(LeftOut(self.sheet.place(row, cells[0][0]), shown(" ".join(text.split()), 600), reason))

    def _guess(self, row: int, column: int, text: str, reason: str) -> None:
        self.drafts.say(self.sheet.place(row, column), shown(" ".join(text.split()), 600), reason)
