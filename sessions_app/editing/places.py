"""Where lines go when they move. A place is written in one word, so that a button, a drag and a script can name it:

up, down            one step: past the next line or group, inside their group, or into the next section
end:SECTION         behind the last line of a section
start:SECTION:TITLE before its first line
after:LINE          behind this line, in the group in which it stands
after:GROUP         behind this group, outside of it
into:GROUP          first in this group
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.editing import Conflict
from sessions_app import arranging
from sessions_app.editing.checks import Refused
from sessions_app.editing.joining import join, take_rounds, whole_groups
from sessions_app.editing.sheet import Sheet
from sessions_app.models import Section, SessionExercise, SessionGroup

STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class Place:
    """Before the row that stands at this index, in this section and group."""

    index: int
    section: str
    title: str
    group: SessionGroup | None = None


def check_place(to: str) -> None:
    """Refused when no place is written like this. Whether it is there is found under the lock."""
    kind, _colon, name = to.partition(":")
    known = to in STEPS or (kind in ("after", "into") and name)
    if not known and not (kind in ("start", "end") and name.partition(":")[0] in Section.values):
        raise Refused(_("Lines move up, down, beside another line, or to warm-up, main or cool-down."))


def move(page: Sheet, rows: Sequence[SessionExercise], to: str) -> None:
    """Put rows of the page, in their order, side by side to a place. A whole group stays one."""
    place = _step(page, rows, STEPS[to]) if to in STEPS else find(page, to)
    if place is not None:
        put(page, rows, place, whole_groups(page, rows))


def find(page: Sheet, to: str) -> Place:
    """Conflict when what it names is no longer there."""
    kind, _colon, name = to.partition(":")
    if kind == "end":
        section, _colon, title = name.partition(":")
        index, title = arranging.end_of(page.rows, section, title or None)
        return Place(index, section, title)
    if kind == "start":
        key = tuple(name.partition(":")[::2])
        head = next((head for head in arranging.heads(page.rows) if (head.section, head.title) == key), None)
        if head is None:
            raise Conflict
        return Place(head.start, head.section, head.title)
    for index, row in enumerate(page.rows):
        if kind == "after" and row.pk == name:
            return Place(index + 1, row.section, row.section_title, row.group)
        if row.group is not None and row.group.pk == name:
            if kind == "into":
                return Place(index, row.section, row.section_title, row.group)
            return Place(index + len(page.members(row.group)), row.section, row.section_title)
    raise Conflict


def put(
    page: Sheet, rows: Sequence[SessionExercise], place: Place, whole: Collection[SessionGroup | None] = ()
) -> None:
    """Take these rows out, if they stand somewhere, and put them there. `whole`: the groups that they bring along."""
    moved = {row.pk for row in rows}
    before, after = (
        [row for row in part if row.pk not in moved] for part in (page.rows[: place.index], page.rows[place.index :])
    )
    for row in rows:
        row.section, row.section_title = place.section, place.title
        if place.group is not None and row.group is None:
            join(row, place.group)
        elif place.group is not None:  # what it does a round stays
            row.group = place.group
        elif row.group is not None and row.group not in whole:
            take_rounds(row, row.group)
    page.rows = [*before, *rows, *after]


def _step(page: Sheet, rows: Sequence[SessionExercise], by: int) -> Place | None:
    """One step on; None at the very end."""
    edge = rows[0] if by < 0 else rows[-1]
    inside = _step_inside(page, rows, edge, by) if edge.group is not None else None
    if inside is not None:
        return inside
    heads = arranging.heads(page.rows)
    here = next(number for number, head in enumerate(heads) if edge in head.rows)
    blocks = heads[here].blocks
    at = next(number for number, block in enumerate(blocks) if edge in block)
    on = blocks[at:] if by > 0 else blocks[at::-1]
    passed = next((block for block in on if any(row not in rows for row in block)), None)
    if passed is not None:
        index = page.rows.index(passed[-1]) + 1 if by > 0 else page.rows.index(passed[0])
        return Place(index, edge.section, edge.section_title)
    if not 0 <= here + by < len(heads):
        return None
    head = heads[here + by]
    return Place(head.start if by > 0 else head.end, head.section, head.title)


def _step_inside(page: Sheet, rows: Sequence[SessionExercise], edge: SessionExercise, by: int) -> Place | None:
    """Rows of one group change places in it, and over its edge they leave it. None: they are no part of one group."""
    members = page.members(edge.group)  # type: ignore[arg-type]
    if len(rows) == len(members) or any(row not in members for row in rows):
        return None
    on = members[members.index(edge) + 1 :] if by > 0 else members[: members.index(edge)][::-1]
    passed = on[0] if on else members[-1 if by > 0 else 0]
    index = page.rows.index(passed) + (by > 0)
    return Place(index, edge.section, edge.section_title, edge.group if on else None)
