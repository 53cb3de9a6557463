"""What stands in the cells of a program's workbook: a table for each week, one exercise a line, as it is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.units import plain
from programs.days import day_name
from sessions_app.models import Section
from sessions_app.prescription import Prescription, Row
from sessions_app.prescription.clock import clock

from .as_done import Done, DoneWeek
from .csv_notes import with_the_unsaid
from .texts import intensity_text, length_text, span

Cell = str | int
NOTHING: tuple[Cell, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. width: in characters. unsaid: it is left out where no line of the program says more."""

    head: str
    width: float
    cell: Callable[[Line], Cell]
    unsaid: tuple[Cell, ...] = ()
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An exercise, or (row None) a session that has none. is_first: of its session."""

    day: str
    done: Done
    label: str = ""
    row: Row | None = None
    is_first: bool = False


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Day"), 9, lambda line: line.day),
        Column(_("Session"), 22, lambda line: line.done.placing.session.name),
        Column(_("Part"), 11, lambda line: _part(line.row), unsaid=("", str(Section.MAIN.label))),
        Column("#", 5, lambda line: _number(line.label)),
        Column(_("Exercise"), 28, lambda line: line.row.name if line.row else "", is_strong=True),
        Column(_("Sets"), 7, _of(lambda p: _number(span(p.sets, p.sets_max, str)))),
        Column(_("Reps"), 9, _of(lambda p: _number(str(p.reps or "")))),
        Column(_("Time"), 10, _of(lambda p: span(p.duration, p.duration_max, clock)), unsaid=NOTHING),
        Column(_("Distance"), 11, _of(_distance), unsaid=NOTHING),
        Column(_("Intensity"), 16, _of(lambda p: intensity_text(p.intensity) if p.intensity else "")),
        Column(_("Rest"), 10, _of(lambda p: str(p.rest or ""))),
        Column(_("Notes"), 30, _of(lambda p: p.notes)),
        Column(_("About the session"), 26, _about, unsaid=NOTHING),
    )


def filled_in() -> tuple[tuple[str, int], ...]:
    """The columns that are left empty, for whoever trains, and their widths."""
    return ((_("Done"), 16), (_("RPE"), 6), (_("How it went"), 26))


def lines(week: DoneWeek, day_names: str) -> Iterator[Line]:
    for done in week.sessions:
        day = day_name(day_names, done.placing.day)
        if not done.rows:
            yield Line(day, done, is_first=True)
        counts: Counter[str] = Counter()
        for number, row in enumerate(done.rows):
            letter = row.group.letter if row.group else ""
            counts[letter] += 1
            yield Line(day, done, f"{letter}{counts[letter]}", with_the_unsaid(row), is_first=number == 0)


def _about(line: Line) -> str:
    """`18:00, RPE 7, 25 m pool`, then the notes of the session and of the placing, a line each.

    It stands once. Under a head of its own, so that nobody who reads the table takes it for an exercise.
    """
    if not line.is_first:
        return ""
    placing, session = line.done.placing, line.done.placing.session
    facts = [f"{placing.time_of_day:%H:%M}"] if placing.time_of_day else []
    facts += [f"RPE {plain(session.effort)}"] if session.effort is not None else []
    facts += [session.course] if session.course else []
    return "\n".join(filter(None, (", ".join(facts), session.note, placing.notes)))


def _of(cell: Callable[..., Cell]) -> Callable[[Line], Cell]:
    return lambda line: cell(line.row.prescription) if line.row else ""


def _distance(p: Prescription) -> str:
    return span(p.distance, p.distance_max, lambda metres: length_text(metres, p.distance_unit))


def _part(row: Row | None) -> str:
    """Also of the main part: below another one an empty cell would mean that it goes on."""
    return (row.section_title or str(Section(row.section).label)) if row else ""


def _number(text: str) -> Cell:
    """Whole numbers are numbers, so that they can be counted with."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
