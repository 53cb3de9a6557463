"""What is shown of what was read: its layout in words, its columns to be set right, its first weeks line by line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.days import day_name
from programs.exchange import sheets
from programs.exchange.sheets.cells import letters
from programs.exchange.sheets.heads import Head, filled
from programs.exchange.sheets.phrasing import in_notation
from programs.exchange.sheets.words import fold
from programs.exchange.values import PlacingValue, ProgramValue
from sessions_app.notation import read_line, render_prescription

MOST_TABLES, MOST_COLUMNS, MOST_ROWS, MOST_WEEKS = 4, 30, 10, 4
NAMED = ("exercise", "line", "session", "scheme")  # what exercises are named in
ROLES = {
    "": gettext_lazy("Skip"),
    "week": gettext_lazy("Week"),
    "day": gettext_lazy("Day"),
    "date": gettext_lazy("Date"),
    "session": gettext_lazy("Session"),
    "exercise": gettext_lazy("Exercise"),
    "scheme": gettext_lazy("Sets x reps"),
    "sets": gettext_lazy("Sets"),
    "set": gettext_lazy("Number of the set"),
    "reps": gettext_lazy("Reps"),
    "load": gettext_lazy("Load"),
    "percent": gettext_lazy("Percent"),
    "rpe": gettext_lazy("RPE"),
    "rir": gettext_lazy("RIR"),
    "intensity": gettext_lazy("Intensity"),
    "zone": gettext_lazy("Zone"),
    "hr": gettext_lazy("Heart rate"),
    "pace": gettext_lazy("Pace"),
    "power": gettext_lazy("Power"),
    "distance": gettext_lazy("Distance"),
    "duration": gettext_lazy("Time"),
    "rest": gettext_lazy("Rest"),
    "tempo": gettext_lazy("Tempo"),
    "cadence": gettext_lazy("Cadence"),
    "every": gettext_lazy("Send-off"),
    "line": gettext_lazy("Whole lines"),
    "notes": gettext_lazy("Notes"),
    "order": gettext_lazy("Order"),
    "phase": gettext_lazy("Phase"),
    "section": gettext_lazy("Section"),
    "group": gettext_lazy("Group"),
}
Block = tuple[sheets.Sheet, Head, int]  # a head, and the row where what stands under it ends
OTHER = gettext_lazy("As it is read")  # one of several that belong together: Set 1, Set 2


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """field: its name in the form. role: what it is read as."""

    field: str
    title: str
    role: str

    @property
    def roles(self) -> dict[str, Any]:
        """What can be chosen: what it is now is always among them, so that a form sent as it is changes nothing."""
        return ROLES if self.role in ROLES else {self.role: OTHER, **ROLES}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """cells: each with whether a name to check stands in it."""

    number: str
    cells: tuple[tuple[str, bool], ...]

    @property
    def is_to_check(self) -> bool:
        return any(to_check for _text, to_check in self.cells)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A head with the first rows under it, also where it stands again."""

    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]
    more: int  # rows that are not shown
    more_to_check: int


def layout_of(reading: sheets.Reading) -> str:
    """`Weeks as columns, days as headings`; "" where neither is said."""
    words = {
        ("week", "column"): _("weeks as columns"),
        ("week", "row"): _("weeks as rows"),
        ("week", "heading"): _("weeks as headings"),
        ("week", "sheet"): _("a sheet for each week"),
        ("day", "column"): _("days as columns"),
        ("day", "row"): _("days as rows"),
        ("day", "heading"): _("days as headings"),
        ("day", "date"): _("days as dates"),
        ("day", "sheet"): _("a sheet for each day"),
    }
    return capfirst(", ".join(text for said, text in words.items() if said in reading.layout))


def tables_of(reading: sheets.Reading, to_check: Collection[str] = ()) -> list[ShownTable]:
    """Each kind of head once, in the order of the book. to_check: names in whose rows somebody has to look."""
    begins: dict[int, list[int]] = {}
    for sheet, head in reading.heads:
        begins.setdefault(id(sheet), []).append(head.first)
    blocks: dict[str, list[Block]] = {}  # a head may stand again over each week
    for sheet, head in reading.heads:
        until = min((row for row in begins[id(sheet)] if row > head.last), default=len(sheet.rows))
        blocks.setdefault(head.key, []).append((sheet, head, until))
    names = {fold(name) for name in to_check}
    return [_table(blocks[head.key], names) for _sheet, head in shown_heads(reading)]


def choices_of(reading: sheets.Reading, posted: Mapping[str, str]) -> dict[str, dict[int, str]]:
    """What the coach set otherwise than it was read, for each head that the form showed."""
    found: dict[str, dict[int, str]] = {}
    for _sheet, head in shown_heads(reading):
        roles = _roles(head)
        said = {column: role for column in _places(head) if (role := posted.get(_field(head, column))) is not None}
        if said:
            set_right = {c: role for c, role in said.items() if role in ROLES and role != roles.get(c, "")}
            found[head.key] = set_right
    return found


def _field(head: Head, column: int) -> str:
    """It names the head, so that a form that still shows another sheet says nothing of this one."""
    return f"column-{mark_of(head)[:12]}-{column}"


def mark_of(head: Head) -> str:
    """By which a head is known again, whatever its titles."""
    return hashlib.sha256(head.key.encode("utf-8", "replace")).hexdigest()


def shown_heads(reading: sheets.Reading) -> list[tuple[sheets.Sheet, Head]]:
    first: dict[str, tuple[sheets.Sheet, Head]] = {}
    for sheet, head in reading.heads:
        first.setdefault(head.key, (sheet, head))
    return list(first.values())[:MOST_TABLES]


def _roles(head: Head) -> dict[int, str]:
    return {place: column.role for part in head.parts for place, column in part.items()}


def _places(head: Head) -> list[int]:
    """The columns that are shown: those with a title, and those without one that are read or left out."""
    return sorted(head.titles.keys() | _roles(head).keys() | head.unread.keys())[:MOST_COLUMNS]


def _names(text: str, role: str, names: Collection[str]) -> bool:
    """Whether a cell has one of the names: as whole words among those of a line, else as the whole of its name."""
    folded = fold(text)
    near = [name for name in names if name in folded]
    if not near or role in ("line", "scheme"):
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded) for name in near)
    return folded in near or fold(read_line(in_notation(text), sheet=True).name) in near


def _table(blocks: list[Block], names: Collection[str]) -> ShownTable:
    """All rows under a head, wherever it stands; its columns as where it first does."""
    first, head, _until = blocks[0]
    roles = _roles(head)
    places = _places(head)
    columns = tuple(
        ShownColumn(_field(head, place), head.titles.get(place, "") or letters(place), roles.get(place, ""))
        for place in places
    )
    named = {place: roles[place] for place in places if roles.get(place) in NAMED}

    def shown(sheet: sheets.Sheet, row: int) -> ShownRow:
        texts = [(place, sheet.at(row, place).text) for place in places]
        cells = tuple((text, place in named and _names(text, named[place], names)) for place, text in texts)
        return ShownRow(str(sheet.first + row) if sheet is first else sheet.place(row), cells)

    rows = [
        shown(sheet, row)
        for sheet, its_head, until in blocks
        for row in range(its_head.last + 1, until)
        if filled(sheet, row)
    ]
    rest = rows[MOST_ROWS:]
    return ShownTable(columns, tuple(rows[:MOST_ROWS]), len(rest), sum(row.is_to_check for row in rest))


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A session as it will be, line by line: name, group or "", and prescription."""

    day: str
    name: str
    sport: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownWeek:
    number: int
    sessions: tuple[ShownSession, ...]


def weeks_of(value: ProgramValue) -> list[ShownWeek]:
    """The first weeks; further ones look alike, and a page has an end."""
    return [
        ShownWeek(week, tuple(_session(value, placing) for placing in mine))
        for week, mine in groupby(value.placings, key=lambda placing: placing.week)
        if week <= MOST_WEEKS
    ]


def _session(value: ProgramValue, placing: PlacingValue) -> ShownSession:
    session = placing.session
    rows = tuple(
        (row.name, row.group.letter if row.group else "", render_prescription(row.prescription)) for row in session.rows
    )
    return ShownSession(day_name(value.day_names, placing.day), session.name, session.sport, rows)
