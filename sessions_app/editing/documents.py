"""Verbs of whole sessions: create, change, copy, keep, delete, and replace by text. Each is one undoable step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.editing import Edit, edit
from exercises.models import Exercise, Sport
from sessions_app import notation
from sessions_app import prescription as values
from sessions_app.copying import duplicate
from sessions_app.editing import pairing, reading
from sessions_app.editing.checks import FACTS, Refused, check_facts
from sessions_app.editing.names import Names
from sessions_app.editing.sheet import Sheet, sheet
from sessions_app.models import GROUP_FACTS, Session, SessionExercise, rows_of, values_of

MOST_NAME = 120


class InUse(Refused):
    """A session that is placed somewhere is not deleted."""


def create_session(session: Session, user: Any, written: str = "") -> Session:
    """Save a new session as this coach's own, with the lines of `written` if there are any.

    A heading in it names it only if `session` has no name yet.
    """
    read = prepare(session, user, written)
    with edit(session, user, _("Created %(name)s") % {"name": session.name}) as step:
        write_new(session, step, read)
    return session


def prepare(session: Session, user: Any, written: str) -> notation.SessionText | None:
    """Read the text of a session that is to be made, and check its facts, before anything is written."""
    session.author = user
    read = reading.read_text(written, session.sport, Names(session, user)) if written.strip() else None
    if read is not None:
        _take_facts(session, read, only_unsaid=True)
    session.name = session.name.strip() or _("Session")
    check_facts(session)
    return read


def write_new(session: Session, step: Edit, read: notation.SessionText | None) -> None:
    """Save what `prepare` made ready, within a step of the session's own or of a program's."""
    step.save(session)
    if read is not None and read.rows:
        page = Sheet(session, step)
        page.says_letters = True
        page.rows = reading.to_rows(page, Names(session, session.author), read)
        page.save()
        _take_sport(session, {row.exercise.sport for row in page.rows})
        step.save(session)


def _take_sport(session: Session, sports: set[str]) -> None:
    """A session that was typed without saying its sport has that of its exercises, if they agree."""
    if not session.sport and len(sports) == 1 and sports != {Sport.OTHER}:
        session.sport = sports.pop()


def change_facts(session: Session, user: Any, seen: int | None = None) -> Edit:
    """Save the changed facts of a session: name, sport, effort, note, course, pool length."""
    check_facts(session)
    with edit(session, user, _("Changed %(name)s") % {"name": session.name}, seen=(session, seen)) as step:
        step.save(session, *FACTS)
    return step


def _take_facts(session: Session, read: notation.SessionText, only_unsaid: bool = False) -> None:
    """What the text states: the facts of its heading, if it has one, and the note."""
    said: dict[str, Any] = {"note": read.note}
    if read.name:
        said |= {"name": read.name[:MOST_NAME], "sport": read.sport, "effort": read.effort}
    for name, value in said.items():
        if not only_unsaid or not getattr(session, name):
            setattr(session, name, value)


def text_of(session: Session) -> str:
    """The session as text, which `replace_text` reads back without any change."""
    return notation.render_session(
        values_of(rows_of(session)), name=session.name, sport=session.sport, effort=session.effort, note=session.note
    )


def replace_text(session: Session, user: Any, written: str, seen: int | None = None) -> Edit:
    """Make the session what the text says. A line that stays, also in another place, keeps its row."""
    names = Names(session, user)
    read = reading.read_text(written, session.sport, names)
    with sheet(session, user, _("Edited %(name)s as text") % {"name": session.name}, seen=(session, seen)) as page:
        page.says_letters = True
        _take_facts(session, read)
        check_facts(session)
        page.step.save(session, *FACTS)
        names.see(page.rows)
        _replace_rows(page, names, read)
    return page.step


def _replace_rows(page: Sheet, names: Names, text: notation.SessionText) -> None:
    def exercise(row: SessionExercise | None, value: values.Row) -> tuple[Exercise, str]:
        if row is not None and row.name == value.name:
            return row.exercise, row.written_as
        return names.exercise(value.name)

    replace_rows(page, text.rows, exercise, text.unclear)


def replace_rows(
    page: Sheet,
    read: Sequence[values.Row],
    exercise: Callable[[SessionExercise | None, values.Row], tuple[Exercise, str]],
    unclear: Collection[int] = (),
) -> None:
    """Make the rows what was read; one that goes on keeps its row. `exercise` says which one a row is of, and under
    which name it is written."""
    pairs = pairing.pairs(page.rows, read)
    groups = _groups_of(page, read)
    rows = []
    for index, value in enumerate(read):
        standing = pairs.get(index)
        row = standing or SessionExercise(session=page.session)
        row.exercise, row.written_as = exercise(standing, value)
        row.section, row.section_title = value.section, value.section_title
        still = row.is_unclear and row.notes == value.prescription.notes  # a text writes it as a note like any other
        row.is_unclear = still or index in unclear
        row.prescription = value.prescription
        row.group = groups[reading.group_key(value)] if value.group is not None else None
        rows.append(row)
    page.rows = rows


def _groups_of(page: Sheet, read: Sequence[values.Row]) -> dict[Any, Any]:
    """The groups that the text has: those with section and letter of one that stands there are that one, changed."""
    wanted = {reading.group_key(value): value.group for value in read if value.group is not None}
    groups: dict[Any, Any] = {}
    for (section, title, letter), value in wanted.items():
        group = page.lettered(letter, section, title) or page.new_group(letter)
        groups[section, title, letter] = group
        for name in GROUP_FACTS:
            setattr(group, name, getattr(value, name))
    return groups


def copy_session(session: Session, user: Any) -> Session:
    """A session of one's own, in the list, with the same lines. Another coach's own exercises come along."""
    name = _("Copy of %(name)s") % {"name": session.name}
    new = Session()
    with edit(new, user, _("Copied %(name)s") % {"name": session.name}):
        return duplicate(session, user, kept=True, name=name[:MOST_NAME], id=new.pk)


def keep_session(session: Session, user: Any, kept: bool = True) -> Edit:
    """Put a session that lives in a program into the Sessions list, or take it out of the list again."""
    with edit(session, user, _("Kept %(name)s") % {"name": session.name}) as step:
        session.kept = kept
        step.save(session, "kept")
    return step


def delete_session(session: Session, user: Any, seen: int | None = None) -> Edit:
    """Delete a session. InUse, with the number of places, while it is placed somewhere."""
    with edit(session, user, _("Deleted %(name)s") % {"name": session.name}, seen=(session, seen)) as step:
        try:
            Session.objects.filter(pk=session.pk).delete()
        except RestrictedError as error:
            raise InUse(_in_use(session, len(error.restricted_objects))) from error
    return step


def _in_use(session: Session, places: int) -> str:
    return ngettext(
        "%(name)s stands in a program. Remove it there first, or leave it as it is.",
        "%(name)s stands in %(places)s places of your programs. Remove it there first, or leave it as it is.",
        places,
    ) % {"name": session.name, "places": places}
