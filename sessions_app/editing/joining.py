"""How a line becomes part of a group and leaves it, wherever a verb asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from sessions_app.editing.sheet import Sheet
from sessions_app.models import SessionExercise, SessionGroup


def join_above(page: Sheet, index: int) -> SessionGroup:
    """Put the row at `index` into the group of the row above it, or the two into a new one."""
    above, row = page.rows[index - 1], page.rows[index]
    group = above.group or page.new_group(rounds=sets_to_rounds([above, row]))
    join(row, group)
    above.group = group
    return group


def join(row: SessionExercise, group: SessionGroup) -> None:
    """A row that has as many sets as the group has rounds takes them from it."""
    if row.group != group:
        one_a_round(row, group)
    row.group = group


def one_a_round(row: SessionExercise, group: SessionGroup) -> None:
    """As many sets as the group has rounds are one set in each of them."""
    if group.rounds and row.sets == group.rounds and not row.prescription.list_length:
        row.sets = row.sets_max = None


def sets_to_rounds(rows: Sequence[SessionExercise]) -> int | None:
    """The number of sets that all rows share and that can be written as rounds; they give it up."""
    sets = {row.sets for row in rows}
    plain = all(row.group is None and row.sets_max is None and not row.prescription.list_length for row in rows)
    if len(sets) != 1 or None in sets or not plain:
        return None
    for row in rows:
        row.sets = None
    return sets.pop()


def take_rounds(row: SessionExercise, group: SessionGroup) -> None:
    """A row that leaves its group is done as often as before: the rounds become its sets."""
    row.group = None
    rounds = (group.rounds or 1) * (group.sets_of_rounds or 1)
    if rounds > 1 and not row.prescription.list_length:
        row.sets = min((row.sets or 1) * rounds, 999)
        row.sets_max = None


def whole_groups(page: Sheet, rows: Sequence[SessionExercise]) -> set[SessionGroup]:
    """The groups whose rows are all among these."""
    groups = {row.group for row in rows if row.group is not None}
    return {group for group in groups if all(member in rows for member in page.members(group))}
