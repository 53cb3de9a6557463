"""Verbs of groups: rows done in turn. Each is one undoable step in the session."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from core.editing import Conflict, Edit
from sessions_app import prescription as values
from sessions_app.editing import places, reading
from sessions_app.editing.checks import Refused, check_group
from sessions_app.editing.joining import join, join_above, one_a_round, sets_to_rounds, take_rounds
from sessions_app.editing.lines import Rows, Version, Versions, pick
from sessions_app.editing.sheet import Sheet, sheet
from sessions_app.models import Session, SessionExercise, SessionGroup

MOST_NAMED = 3
FACTS = ("kind", "rounds", "sets_of_rounds", "cap_s", "every_s", "rest_s", "set_rest_s")


def group_lines(session: Session, user: Any, rows: Rows, seen: Versions | None = None) -> SessionGroup:
    """Make the rows one group, where the first of them stands. If one of them is in a group already, the rest joins it.

    When all are alone and have the same number of sets, that becomes the group's rounds.
    """
    if len(rows) < 2:
        raise Refused(_("A superset takes two lines or more."))
    with sheet(session, user) as page:
        mine = pick(page, rows, seen)
        page.step.label = _("Grouped %(names)s") % {"names": _some_of([row.name for row in mine])}
        group = next((row.group for row in mine if row.group is not None), None)
        group = group or page.new_group(rounds=sets_to_rounds(mine))
        for row in mine:
            join(row, group)
    return group


def _some_of(names: list[str]) -> str:
    """`Back squat + Row + Dip`, or of many `Back squat + Row + 6 more`."""
    if len(names) <= MOST_NAMED:
        return " + ".join(names)
    more = len(names) - MOST_NAMED + 1
    return _("%(names)s + %(more)s more") % {"names": " + ".join(names[:-more]), "more": more}


def group_with_above(row: SessionExercise, user: Any, seen: Version = None) -> SessionGroup:
    """Make a line part of the group above it, or a group of it and the line above."""
    with sheet(row.session, user, seen=(row, seen)) as page:
        index = page.find(row)
        page.step.label = _("Grouped %(name)s with the line above") % {"name": page.rows[index].name}
        if index == 0:
            raise Refused(_("There is no line above this one."))
        group = join_above(page, index)
    return group


def ungroup(group: SessionGroup, user: Any, seen: Version = None) -> Edit:
    """Take the group away; its rows stay, with the rounds as their sets and the last with the rest of the round."""
    with sheet(group.session, user, seen=(group, seen)) as page:
        standing = page.group(group)
        page.step.label = _("Ungrouped %(letter)s") % {"letter": standing.letter}
        rows = page.members(standing)
        for row in rows:
            take_rounds(row, standing)
        if rows and standing.rest_s and rows[-1].rest is None:
            rows[-1].rest = values.Rest(seconds=standing.rest_s)
    return page.step


def leave_group(row: SessionExercise, user: Any, seen: Version = None) -> Edit:
    """Take one line out of its group; it stands behind it."""
    with sheet(row.session, user, seen=(row, seen)) as page:
        index = page.find(row)
        row = page.rows.pop(index)
        page.step.label = _("Took %(name)s out of its group") % {"name": row.name}
        if row.group is None:
            raise Conflict(row)
        last = max((place for place, other in enumerate(page.rows) if other.group == row.group), default=index - 1)
        page.rows.insert(last + 1, row)
        take_rounds(row, row.group)
    return page.step


def change_group(group: SessionGroup, user: Any, facts: values.Group, seen: Version = None) -> Edit:
    """Another letter (none: the same), kind, rounds, rests or times. Two groups exchange letters."""
    with sheet(group.session, user, seen=(group, seen)) as page:
        standing = page.group(group)
        page.step.label = _("Changed group %(letter)s") % {"letter": standing.letter}
        page.says_letters = True
        facts = check_group(replace(facts, letter=facts.letter or standing.letter))
        other = page.lettered(facts.letter)
        if other is not None and other != standing:
            other.letter = standing.letter
        standing.letter = facts.letter
        had_rounds = bool(standing.rounds)
        for name in FACTS:
            setattr(standing, name, getattr(facts, name))
        if not had_rounds:  # its rows said themselves how often they are done
            for row in page.members(standing):
                one_a_round(row, standing)
        _fit_rounds(page, standing)
    return page.step


def _fit_rounds(page: Sheet, group: SessionGroup) -> None:
    """A list set by set counts only if it has an entry for each round: refuse what would make it untrue."""
    for row in page.members(group):
        length = row.prescription.list_length
        if group.rounds and length and row.sets is None and length != group.rounds:
            raise Refused(
                _("%(name)s lists %(length)s entries, one for each round; the group would have %(rounds)s rounds.")
                % {"name": row.name, "length": length, "rounds": group.rounds}
            )


def change_group_line(group: SessionGroup, user: Any, text: str, seen: Version = None) -> Edit:
    """Change a group by its line: `4 rounds r1:30`, `EMOM 10min`, `for time, cap 15min`. Refused if it is not one."""
    return change_group(group, user, replace(reading.read_group_line("A", text), letter=""), seen)


def move_group(group: SessionGroup, user: Any, to: str, seen: Version = None) -> Edit:
    """Move a whole group to a place (see `places`): a step leads past the next line or group."""
    places.check_place(to)
    with sheet(group.session, user, seen=(group, seen)) as page:
        standing = page.group(group)
        rows = page.members(standing)
        page.step.label = _("Moved group %(letter)s") % {"letter": standing.letter}
        if not rows:
            raise Conflict(group)
        places.move(page, rows, to)
    return page.step
