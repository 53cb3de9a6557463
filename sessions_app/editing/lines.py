"""Verbs of the lines of a session: add, change, move, remove, copy. Each is one undoable step in the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.editing import Edit
from core.models import clone
from sessions_app import arranging
from sessions_app.editing import reading
from sessions_app.editing.checks import Refused, check_facts
from sessions_app.editing.joining import join_above
from sessions_app.editing.names import Names
from sessions_app.editing.sheet import Sheet, sheet
from sessions_app.models import Section, Session, SessionExercise
from sessions_app.notation import Line

Version = int | None


def add_lines(
    session: Session,
    user: Any,
    text: str,
    section: str | None = None,
    position: int | None = None,
    *,
    superset: bool = False,
) -> list[SessionExercise]:
    """Read one or several lines and put them into the session; returns the new rows.

    They go to the end of `section` (default: main), or to `position` (from 1) among all rows. Headings in the text
    say their own section. A line with the letter of a group that stands there (`A3 plank 30s`) joins that group.
    `superset`: they are done in turn with the line above them, if their section has one.
    Refused with a sentence when nothing can be read or a value is out of range.
    """
    if section is not None and section not in Section.values:
        raise Refused(_("A session has warm-up, main and cool-down."))
    names = Names(session, user)
    read = reading.read_lines(text, session.sport, names)
    headed = reading.has_heads(text)
    facts = {"name": read.rows[0].name, "count": len(read.rows)}
    label = ngettext("Added %(name)s", "Added %(count)s lines", len(read.rows)) % facts
    with sheet(session, user, label) as page:
        names.see(page.rows)
        added = reading.to_rows(page, names, read.rows, None if headed else section)
        _insert(page, added, position, headed)
        if superset:
            _join_all(page, added)
        if read.note:
            session.note = "\n".join(filter(None, [session.note, read.note]))
            check_facts(session)
            session.save(update_fields=["note"])
    return added


def _join_all(page: Sheet, added: Sequence[SessionExercise]) -> None:
    for row in added:
        index = page.find(row)
        if index and page.rows[index - 1].section == row.section and row.group is None:
            join_above(page, index)


def _insert(page: Sheet, added: Sequence[SessionExercise], position: int | None, headed: bool) -> None:
    standing = list(page.rows)
    joined = [row for row in added if any(row.group is not None and row.group == other.group for other in standing)]
    for row in joined:
        place = max(index for index, other in enumerate(page.rows) if other.group == row.group) + 1
        page.rows.insert(place, row)
    free = [row for row in added if row not in joined]
    if position is not None:
        index = max(0, min(position - 1, len(page.rows)))
        _adopt_place(page.rows, free, index, headed)
        page.rows[index:index] = free
        return
    for row in free:
        index, title = arranging.end_of(page.rows, row.section, row.section_title or None)
        row.section_title = row.section_title or ("" if headed else title)
        page.rows.insert(index, row)


def _adopt_place(rows: list[SessionExercise], added: Sequence[SessionExercise], index: int, headed: bool) -> None:
    """Rows put between others take the section that stands there, and never split a group."""
    neighbour = rows[index - 1] if index else (rows[0] if rows else None)
    if neighbour is None or headed:
        return
    for row in added:
        row.section, row.section_title = neighbour.section, neighbour.section_title


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a line: its row and the further rows that its text asked for, and how the text was read."""

    step: Edit
    rows: list[SessionExercise]
    line: Line
    waiting: bool = False


def change_line(
    row: SessionExercise, user: Any, name: str, text: str, seen: Version = None, *, typing: bool = False
) -> Changed:
    """Write another name or prescription into a line. A text with several prescriptions makes further rows behind it.

    `typing`: the text may be half of what it is to be, so one that would make further rows is not written yet.
    """
    if not name.strip():
        raise Refused(_("Write the name of the exercise."))
    with sheet(row.session, user, _("Changed %(name)s") % {"name": " ".join(name.split())}, seen=(row, seen)) as page:
        standing = page.rows[page.find(row)]
        names = Names(page.session, user, page.rows)
        if " ".join(name.split()) != standing.name:
            standing.exercise, standing.written_as = names.exercise(name)
        line = reading.read_row_line(text, names.sport_of(standing.exercise))
        first, *others = reading.prescriptions_of(line)
        waiting = bool(others) and typing
        more = [] if waiting else [_like(standing, prescription) for prescription in others]
        if not waiting:
            standing.prescription = first
        index = page.find(row)
        page.rows[index + 1 : index + 1] = more
    return Changed(page.step, [standing, *more], line, waiting)


def _like(row: SessionExercise, prescription: Any) -> SessionExercise:
    other = clone(row)
    other.exercise, other.group = row.exercise, row.group
    other.prescription = prescription
    return other


def copy_line(row: SessionExercise, user: Any, seen: Version = None) -> SessionExercise:
    """The same line once more, right behind it."""
    with sheet(row.session, user, _("Copied %(name)s") % {"name": row.name}, seen=(row, seen)) as page:
        index = page.find(row)
        standing = page.rows[index]
        copy = _like(standing, standing.prescription)
        page.rows.insert(index + 1, copy)
    return copy


def remove_line(row: SessionExercise, user: Any, seen: Version = None) -> Edit:
    """Take a line out. A group that loses its last row goes with it."""
    with sheet(row.session, user, _("Removed %(name)s") % {"name": row.name}, seen=(row, seen)) as page:
        del page.rows[page.find(row)]
    return page.step


def move_line(
    row: SessionExercise,
    user: Any,
    *,
    direction: str = "",
    section: str = "",
    position: int | None = None,
    seen: Version = None,
) -> Edit:
    """Move a line one step "up" or "down", to the end of another section, or to a position from 1.

    Inside a group a step changes places in it; a step over its edge leaves it. A line beside a group passes it whole.
    At the end of a section a step leads into the next one.
    """
    if (direction and direction not in STEPS) or (section and section not in Section.values):
        raise Refused(_("A line moves up, down, or to warm-up, main or cool-down."))
    with sheet(row.session, user, _("Moved %(name)s") % {"name": row.name}, seen=(row, seen)) as page:
        index = page.find(row)
        if direction:
            _step(page, index, STEPS[direction])
        elif section:
            _to_section(page, [page.rows[index]], section)
        elif position is not None:
            _to_position(page, index, position)
    return page.step


STEPS = {"up": -1, "down": 1}


def _step(page: Sheet, index: int, by: int) -> None:
    rows, row = page.rows, page.rows[index]
    other = rows[index + by] if 0 <= index + by < len(rows) else None
    if row.group is not None and len(page.members(row.group)) > 1:
        if other is not None and other.group == row.group:
            rows[index], rows[index + by] = other, row
        else:
            row.group = None
        return
    step_block(page, [row], by)


def step_block(page: Sheet, block: list[SessionExercise], by: int) -> None:
    """Move rows that stand side by side past the next block of their section, else into the next section."""
    heads = arranging.heads(page.rows)
    here = next(place for place, head in enumerate(heads) if block[0] in head.rows)
    beside = heads[here].blocks
    place = next(number for number, rows in enumerate(beside) if block[0] in rows)
    if 0 <= place + by < len(beside):
        beside[place], beside[place + by] = beside[place + by], beside[place]
        page.rows[heads[here].start : heads[here].end] = [row for rows in beside for row in rows]
    elif 0 <= here + by < len(heads):
        target = heads[here + by]
        for row in block:
            row.section, row.section_title = target.section, target.title


def _to_section(page: Sheet, block: list[SessionExercise], section: str) -> None:
    for row in block:
        page.rows.remove(row)
        row.group = None
    index, title = arranging.end_of(page.rows, section)
    for row in block:
        row.section, row.section_title = section, title
    page.rows[index:index] = block


def _to_position(page: Sheet, index: int, position: int) -> None:
    row = page.rows.pop(index)
    index = max(0, min(position - 1, len(page.rows)))
    before = page.rows[index - 1] if index else None
    after = page.rows[index] if index < len(page.rows) else None
    neighbour = before or after
    if neighbour is not None:
        row.section, row.section_title = neighbour.section, neighbour.section_title
    beside = [other.group for other in (before, after) if other is not None and other.group is not None]
    if before is not None and after is not None and before.group == after.group:
        row.group = before.group
    elif row.group not in beside:
        row.group = None
    page.rows.insert(index, row)
