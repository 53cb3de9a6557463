"""Between the notation and the rows: what was typed becomes values, values become rows of the session."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from sessions_app import notation
from sessions_app import prescription as values
from sessions_app.editing.checks import Refused, check_count, check_group, check_prescription, check_text
from sessions_app.editing.names import Names, write_a_name
from sessions_app.editing.sheet import Sheet
from sessions_app.models import GROUP_FACTS, SessionExercise

MOST_TITLE = 60


def read_text(text: str, sport: str = "", names: Names | None = None) -> notation.SessionText:
    """A whole session as text. Refused when it is too long, has a line that says nothing, or a value out of range."""
    read = notation.read_session(check_text(text), sport, names)
    if read.problems:
        raise Refused(str(read.problems[0]))
    check_count(len(read.rows))
    name_all(read)
    if nameless := line_without_name(read):
        raise Refused(
            write_a_name(names.unknown_sport if names else read.sport, nameless if "\n" in text.strip() else 0)
        )
    for index, row in enumerate(read.rows):
        read.rows[index] = replace(row, prescription=check_prescription(row.prescription, row.name))
        if len(row.section_title) > MOST_TITLE:
            raise Refused(_("A section's title has at most %(most)s characters.") % {"most": MOST_TITLE})
        if row.group is not None:
            check_group(row.group)
    return read


def name_all(read: notation.SessionText) -> None:
    """A line without a name is what one does in its sport, else it goes on with the exercise before it."""
    before = ""
    for index, row in enumerate(read.rows):
        if not row.name:
            read.rows[index] = replace(row, name=notation.nameless(read.sport, before))
        before = read.rows[index].name


def line_without_name(read: notation.SessionText) -> int:
    """The first line that has none where the sport gives none either; 0 if all have one."""
    return next((line for line, row in zip(read.lines, read.rows, strict=True) if not row.name), 0)


def read_lines(text: str, sport: str, names: Names) -> notation.SessionText:
    """One or several lines, with at least one row. A single line of a mixed session is read in its exercise's sport."""
    read = read_text(text, sport, names)
    if not read.rows:
        raise Refused(_("Write an exercise and how much of it: back squat 5x5 @ 80%."))
    exercise = names.known(read.rows[0].name) if not sport and len({row.name for row in read.rows}) == 1 else None
    return read_text(text, exercise.sport, names) if exercise is not None else read


def has_heads(text: str) -> bool:
    """Does the text say itself in which section its lines stand?"""
    return any(notation.section_of(line) for line in text.splitlines())


def read_row_line(text: str, sport: str = "") -> notation.Line:
    """What stands in the prescription field of a row, with the status of each part."""
    return notation.read_prescription(" ".join(check_text(text).split()), sport)


def prescriptions_of(line: notation.Line, name: str = "") -> list[values.Prescription]:
    """The prescriptions of a line; Refused when one cannot be kept."""
    check_count(len(line.prescriptions))
    return [check_prescription(prescription, name) for prescription in line.prescriptions]


def read_group_line(letter: str, text: str) -> values.Group:
    """`4 rounds r1:30` as a group; Refused with what would be understood."""
    group = (
        notation.read_group(f"{letter}: {' '.join(check_text(text).split())}") if text.strip() else values.Group(letter)
    )
    if group is None:
        sentence = _("“%(text)s” is not understood for a group.") % {"text": text.strip()[:60]}
        raise Refused(sentence + " " + _("Write 4 rounds r1:30, AMRAP 20min, EMOM 10min or for time, cap 15min."))
    return check_group(group)


def to_rows(page: Sheet, names: Names, text: notation.SessionText, section: str | None = None) -> list[SessionExercise]:
    """Unsaved rows of the sheet's session for what was read, with exercises and groups found or made.

    A single row with the letter of a group that stands there joins it; several are a new group.
    With `section`, rows of a text without headings go there.
    """
    groups: dict[Any, Any] = {}
    rows = []
    read = text.rows
    for index, value in enumerate(read):
        exercise, written_as = names.exercise(value.name)
        row = SessionExercise(session=page.session, exercise=exercise, written_as=written_as)
        row.section, row.section_title = (section, "") if section else (value.section, value.section_title)
        row.prescription = value.prescription
        row.is_unclear = index in text.unclear
        if value.group is not None:
            key = group_key(value)
            if key not in groups:
                groups[key] = _group_for(page, value.group, sum(group_key(other) == key for other in read), groups)
            row.group = groups[key]
        rows.append(row)
    return rows


def group_key(value: values.Row) -> tuple[str, str, str]:
    """Letters start anew in each section."""
    return (value.section, value.section_title, value.group.letter if value.group is not None else "")


def _group_for(page: Sheet, value: values.Group, members: int, made: dict[Any, Any]) -> Any:
    standing = page.lettered(value.letter)
    if standing is not None and members == 1 and value == values.Group(value.letter):
        return standing
    used = {row.group.letter for row in page.rows if row.group is not None} | {group.letter for group in made.values()}
    letter = value.letter if standing is None else next((free for free in values.LETTERS if free not in used), "")
    if not letter:
        raise Refused(_("A session has at most %(most)s groups.") % {"most": len(values.LETTERS)})
    return page.new_group(letter, **{name: getattr(value, name) for name in GROUP_FACTS})
