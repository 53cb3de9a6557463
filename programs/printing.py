"""A program on paper: its weeks with every change in full, and its sessions as placed, with boxes to write in.

What reads the same in several weeks stands once, with boxes for each of them: twelve weeks take few pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any

from django.utils.translation import ngettext

from programs.days import day_name
from programs.grid import Grid
from programs.hints import weeks_in_words
from programs.models import Program, ProgramSession
from programs.progression import PlacedLine, placed_lines, placed_rows
from programs.week_sums import Card, placing_totals
from sessions_app.models import Session
from sessions_app.prescription import Adjustment, Row
from sessions_app.printing import PrintHead, PrintRow, boxes, done
from sessions_app.summary import sport_of
from sessions_app.totals import Totals

OFTEN = 4  # times that there is a box for each set; of what is done more often there is one for each time


@dataclass(frozen=True, slots=True)
class Sheet:
    """A session as placed, as it reads: two of them that are equal stand once."""

    name: str
    change: str
    seconds: int
    effort: Decimal | None
    course: str
    done: str
    heads: tuple[PrintHead, ...]
    note: str
    placing_note: str

    def with_one_box(self) -> Sheet:
        heads = [
            replace(head, rows=tuple(replace(row, boxes=row.boxes[:1]) for row in head.rows)) for head in self.heads
        ]
        return replace(self, heads=tuple(heads))


@dataclass(frozen=True, slots=True)
class Placed:
    """A sheet, where it stands, and for each of its placings what is written beside the boxes."""

    sheet: Sheet
    where: str
    places: tuple[str, ...]


def placings_of(program: Program) -> list[ProgramSession]:
    return list(program.placings.order_by("week", "day", "order"))


def with_changes_in_full(grid: Grid, placings: Iterable[ProgramSession]) -> Grid:
    """The badge of a card is cut where there is more to say; on paper nothing can be opened to read the rest."""
    changes = {placing.pk: change_in_full(placing.adjustment) for placing in placings}

    def in_full(day: tuple[Card, ...]) -> tuple[Card, ...]:
        return tuple(card._replace(badge=changes.get(card.pk, card.badge)) for card in day)

    return replace(grid, rows=tuple(replace(row, days=tuple(map(in_full, row.days))) for row in grid.rows))


def change_in_full(adjustment: Adjustment | None) -> str:
    if not adjustment:
        return ""
    return str(adjustment) if adjustment.rows else adjustment.badge


def read_sheets(program: Program, placings: Iterable[ProgramSession], units: str) -> list[Placed]:
    """In the order of their first weeks. Two queries, whatever the number of weeks."""
    placings = list(placings)
    sessions = Session.objects.with_rows().in_bulk({placing.session_id for placing in placings})
    for placing in placings:
        placing.session = sessions[placing.session_id]
    return sheets_of(((placing, partial(_sheet, placing, units)) for placing in placings), program.day_names)


def sheets_of(placings: Iterable[tuple[Any, Callable[[], Sheet]]], kind: str) -> list[Placed]:
    """Placings, or values that say the same under the same names, each with what makes its sheet: that is called once
    for a session with the same change and notes, and what reads the same stands once."""
    read: dict[tuple[int, Adjustment | None, str], Sheet] = {}
    found: dict[Sheet, list[Any]] = {}
    for placing, make in placings:
        same = id(placing.session), placing.adjustment, placing.notes
        if same not in read:
            read[same] = make()
        found.setdefault(read[same], []).append(placing)
    return [_placed(sheet, alike, kind) for sheet, alike in found.items()]


def _sheet(placing: ProgramSession, units: str) -> Sheet:
    rows, _refused = placed_rows(placing)
    lines = placed_lines(rows, in_words=True)
    return sheet_of(placing, rows, lines, placing_totals(placing, placing.session), units)


def sheet_of(placing: Any, rows: Sequence[Row], lines: Sequence[PlacedLine], totals: Totals, units: str) -> Sheet:
    """Of a placing, or of a value that says the same under the same names. `lines` are its rows in words."""
    session = placing.session
    return Sheet(
        name=session.name,
        change=change_in_full(placing.adjustment),
        seconds=totals.seconds,
        effort=session.effort,
        course=session.course,
        done=done(sport_of(session, totals), units),
        heads=tuple(
            PrintHead(
                heading,
                tuple(PrintRow(one.label, one.name, one.line, boxes(row.prescription, row.group)) for one, row in part),
            )
            for heading, part in groupby(zip(lines, rows, strict=True), key=lambda line: line[0].heading)
        ),
        note=session.note,
        placing_note=placing.notes,
    )


def _placed(sheet: Sheet, placings: Sequence[Any], kind: str) -> Placed:
    shown = sheet.with_one_box() if len(placings) > OFTEN else sheet
    return Placed(shown, _where(placings, kind), _places(placings, kind))


def _day(placing: Any, kind: str) -> str:
    """`Mon`, `Mon 18:00`"""
    name = day_name(kind, placing.day)
    return f"{name} {placing.time_of_day:%H:%M}" if placing.time_of_day else name


def _where(placings: Iterable[Any], kind: str) -> str:
    """`Weeks 1, 5, 9: Mon`, and apart from them the weeks in which it stands on other days."""
    days: dict[int, list[str]] = {}
    for placing in placings:
        days.setdefault(placing.week, []).append(_day(placing, kind))
    weeks: dict[tuple[str, ...], list[int]] = {}
    for week, names in days.items():
        weeks.setdefault(tuple(names), []).append(week)
    return " · ".join(
        ngettext("Week %(weeks)s: %(days)s", "Weeks %(weeks)s: %(days)s", len(numbers))
        % {"weeks": weeks_in_words(numbers), "days": ", ".join(names)}
        for names, numbers in weeks.items()
    )


def _places(placings: Sequence[Any], kind: str) -> tuple[str, ...]:
    """Its week, with the day where the week has it more than once. One placing alone needs no name."""
    if len(placings) == 1:
        return ("",)
    times = Counter(placing.week for placing in placings)
    return tuple(
        f"{placing.week} {_day(placing, kind)}" if times[placing.week] > 1 else str(placing.week)
        for placing in placings
    )
