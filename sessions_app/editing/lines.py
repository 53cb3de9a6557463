"""Verbs of the lines of a session: add, change, move, remove, copy. Each is one undoable step, of several lines too.

Of a row that is given only the id and the session are asked: how it stands is read under the lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.editing import Edit, edit
from core.models import clone
from core.rows import key
from exercises.models import Exercise, Sport
from sessions_app import arranging
from sessions_app.editing import places, reading
from sessions_app.editing.checks import Refused, check_facts
from sessions_app.editing.joining import join_above, whole_groups
from sessions_app.editing.names import Names
from sessions_app.editing.sheet import Sheet, sheet
from sessions_app.models import GROUP_FACTS, Section, Session, SessionExercise
from sessions_app.notation import Line

Version = int | None
Rows = Sequence[SessionExercise]
# The versions that the page showed, by the rows' ids.
Versions = Mapping[str, Version]


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
        added = reading.to_rows(page, names, read, None if headed else section)
        _insert(page, added, position, headed)
        if superset:
            _join_all(page, added)
        if read.note:
            session.note = "\n".join(filter(None, [session.note, read.note]))
            check_facts(session)
            page.step.save(session, "note")
    return added


def add_exercise(session: Session, user: Any, exercise: Exercise, text: str) -> Edit:
    """This very exercise at the end of the main part, with as much of it as `text` says. A new session is saved."""
    label = _("Added %(name)s to %(session)s") % {"name": exercise.name, "session": session.name}
    if session._state.adding:
        session.author, session.sport = user, "" if exercise.sport == Sport.OTHER else exercise.sport
        check_facts(session)
    with edit(session, user, label) as step:
        if session._state.adding:
            step.save(session)
        else:
            step.refresh(session)
        page = Sheet(session, step)
        line = reading.read_row_line(text, session.sport or exercise.sport)
        added = []
        for prescription in reading.prescriptions_of(line, exercise.name):
            row = SessionExercise(session=session, exercise=exercise, is_unclear=bool(line.notes))
            row.prescription = prescription
            added.append(row)
        _insert(page, added, None, headed=False)
        page.save()
    return step


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

    @property
    def is_renamed(self) -> bool:
        row = self.rows[0]
        stood = self.step.before[key(row)]
        return (row.exercise_id, row.written_as) != (stood["exercise_id"], stood["written_as"])


def change_line(
    row: SessionExercise,
    user: Any,
    name: str,
    text: str,
    seen: Version = None,
    *,
    typing: bool = False,
    settled: bool = False,
) -> Changed:
    """Write another name or prescription into a line. A text with several prescriptions makes further rows behind it.

    `typing`: the text may be half of what it is to be, so one that would make further rows is not written yet.
    `settled`: what stands as a note now is one; else a note that was not understood still is not.
    """
    if not name.strip():
        raise Refused(_("Write the name of the exercise."))
    with sheet(row.session, user, _("Changed %(name)s") % {"name": " ".join(name.split())}, seen=(row, seen)) as page:
        standing = page.rows[page.find(row)]
        names = Names(page.session, user, page.rows)
        called = standing.exercise, standing.written_as
        if " ".join(name.split()) != standing.name:
            called = names.exercise(name)
        line = reading.read_row_line(text, names.sport_of(called[0]))
        first, *others = reading.prescriptions_of(line)
        waiting = bool(others) and typing  # then nothing is written, the name neither
        more = []
        if not waiting:
            still = standing.notes if standing.is_unclear and not settled else ""
            standing.exercise, standing.written_as = called
            standing.prescription = first
            more = [_like(standing, prescription) for prescription in others]
            for changed in (standing, *more):
                changed.is_unclear = bool(changed.notes) and (bool(line.notes) or changed.notes == still)
        index = page.find(row)
        page.rows[index + 1 : index + 1] = more
    return Changed(page.step, [standing, *more], line, waiting)


def reads_as(row: SessionExercise, name: str, text: str) -> bool:
    """Does a line stand as it was typed? Then nothing is to be written, though an answer to that was lost."""
    if " ".join(name.split()) != row.name:
        return False
    try:
        line = reading.read_row_line(text, row.session.sport or row.exercise.sport)
        return reading.prescriptions_of(line) == [row.prescription]
    except Refused:
        return False


def _like(row: SessionExercise, prescription: Any) -> SessionExercise:
    other = clone(row)
    other.exercise, other.group = row.exercise, row.group
    other.prescription = prescription
    return other


def pick(page: Sheet, rows: Rows, seen: Versions | None = None) -> list[SessionExercise]:
    """These rows as they stand, in their order. Conflict when one is gone, or another than the page showed."""
    if not rows:
        raise Refused(_("Tick the lines first."))
    for row in rows:
        page.step.check(row, (seen or {}).get(row.pk))
    return [page.rows[index] for index in sorted({page.find(row) for row in rows})]


def _facts(rows: Rows) -> dict[str, Any]:
    return {"name": rows[0].name, "count": len(rows)}


def copy_line(row: SessionExercise, user: Any, seen: Version = None) -> SessionExercise:
    """The same line once more, right behind it."""
    [copy] = copy_lines(row.session, user, [row], seen={row.pk: seen})
    return copy


def copy_lines(
    session: Session, user: Any, rows: Rows, to: str = "", seen: Versions | None = None
) -> list[SessionExercise]:
    """These lines once more, behind the last of them or at a place (`places`). A whole group is another group then."""
    if to:
        places.check_place(to)
    with sheet(session, user) as page:
        mine = pick(page, rows, seen)
        page.step.label = ngettext("Copied %(name)s", "Copied %(count)s lines", len(mine)) % _facts(mine)
        whole = whole_groups(page, mine) if len(mine) > 1 or to else set()
        made: dict[Any, Any] = {}
        copies = []
        for row in mine:
            copy = _like(row, row.prescription)
            if row.group in whole and row.group is not None:
                if row.group not in made:
                    letter = page.free_letter(*(group.letter for group in made.values()))
                    made[row.group] = page.new_group(letter, **{name: getattr(row.group, name) for name in GROUP_FACTS})
                copy.group = made[row.group]
            copies.append(copy)
        last = mine[-1].group
        inside = last is not None and last not in whole and all(row.group == last for row in mine)
        behind = last.pk if last is not None and not inside else mine[-1].pk
        places.put(page, copies, places.find(page, to or f"after:{behind}"), made.values())
    return copies


def remove_line(row: SessionExercise, user: Any, seen: Version = None) -> Edit:
    """Take a line out. A group that loses its last row goes with it."""
    return remove_lines(row.session, user, [row], {row.pk: seen})


def remove_lines(session: Session, user: Any, rows: Rows, seen: Versions | None = None) -> Edit:
    """Take lines out, and the groups that lose their last row."""
    with sheet(session, user) as page:
        mine = pick(page, rows, seen)
        page.step.label = ngettext("Removed %(name)s", "Removed %(count)s lines", len(mine)) % _facts(mine)
        page.rows = [row for row in page.rows if row not in mine]
    return page.step


def move_line(row: SessionExercise, user: Any, to: str, seen: Version = None) -> Edit:
    """Move a line to a place: "up", "end:main", "after:…" (see `places`)."""
    return move_lines(row.session, user, [row], to, {row.pk: seen})


def move_lines(session: Session, user: Any, rows: Rows, to: str, seen: Versions | None = None) -> Edit:
    """Move lines, in their order, to one place, where they stand side by side."""
    places.check_place(to)
    with sheet(session, user) as page:
        mine = pick(page, rows, seen)
        page.step.label = ngettext("Moved %(name)s", "Moved %(count)s lines", len(mine)) % _facts(mine)
        places.move(page, mine, to)
    return page.step
