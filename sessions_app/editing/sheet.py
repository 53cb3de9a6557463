"""The rows of one session while a verb works on them: a plain list, then one `save`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from core import ordering
from core.editing import Conflict, Edit, edit
from core.models import Versioned
from sessions_app import arranging
from sessions_app import prescription as values
from sessions_app.digests import refresh_digest
from sessions_app.editing.checks import Refused, check_count
from sessions_app.models import Session, SessionExercise, SessionGroup

Seen = tuple[Versioned, int | None] | None
_KEPT = {"id", "created_at", "updated_at", "version", "order"}


@contextmanager
def sheet(session: Session, user: Any, label: str, seen: Seen = None) -> Iterator[Sheet]:
    """One undoable step on the rows of `session`; what the list holds at the end is what is stored."""
    with edit(session, user, label, seen=seen) as step:
        # Another request may have written them since this one read the session, and they are written only if changed.
        session.digest, session.note = (step.stood(session)[name] for name in ("digest", "note"))
        open_sheet = Sheet(session, step)
        yield open_sheet
        open_sheet.save()


class Sheet:
    """rows: in order, with exercise and group. Add to it, take from it, change what is in it."""

    def __init__(self, session: Session, step: Edit) -> None:
        self.session = session
        self.step = step
        stored = SessionExercise.objects.filter(session_id=session.pk).select_related("exercise", "group")
        self.rows: list[SessionExercise] = list(stored.order_by("order", "id"))
        self._before = {row.pk: _columns(row) for row in self.rows}
        self.groups: list[SessionGroup] = list(SessionGroup.objects.filter(session_id=session.pk).order_by("pk"))
        self._groups_before = {group.pk: _columns(group) for group in self.groups}
        for row in self.rows:  # one object for a group, so that changing it changes it for all its rows
            if row.group is not None:
                row.group = self.group(row.group)

    def find(self, row: SessionExercise) -> int:
        """Where this row stands. Conflict when it is gone."""
        for index, candidate in enumerate(self.rows):
            if candidate.pk == row.pk:
                return index
        raise Conflict

    def group(self, group: SessionGroup) -> SessionGroup:
        for candidate in self.groups:
            if candidate.pk == group.pk:
                return candidate
        raise Conflict

    def lettered(self, letter: str, section: str = "", title: str = "") -> SessionGroup | None:
        """The group of this letter that has rows; of several the one in that section: letters start anew in each."""
        found = [row for row in self.rows if row.group is not None and row.group.letter == letter]
        here = [row for row in found if not section or (row.section, row.section_title) == (section, title)]
        return next((row.group for row in here), None)

    def members(self, group: SessionGroup) -> list[SessionExercise]:
        return [row for row in self.rows if row.group == group]

    def new_group(self, letter: str = "", **facts: Any) -> SessionGroup:
        """A group with this letter, or with the next free one. Refused when all eight are taken."""
        group = SessionGroup(session=self.session, letter=letter or self.free_letter(), **facts)
        self.groups.append(group)
        return group

    def free_letter(self, *taken: str) -> str:
        """The next letter that no group with rows has, nor is in `taken`. Refused when all eight are."""
        used = {*taken, *(row.group.letter for row in self.rows if row.group is not None)}
        letter = next((letter for letter in values.LETTERS if letter not in used), "")
        if not letter:
            raise Refused(_("A session has at most %(most)s groups.") % {"most": len(values.LETTERS)})
        return letter

    def save(self) -> None:
        check_count(len(self.rows))
        self.rows = arranging.gathered(self.rows)
        used = {row.group.pk for row in self.rows if row.group is not None}
        self._save_groups([group for group in self.groups if group.pk in used])
        self._save_rows()
        SessionGroup.objects.filter(session_id=self.session.pk).exclude(pk__in=used).delete()
        ordering.write(self.rows)
        refresh_digest(self.session, self.rows)

    def _save_groups(self, groups: list[SessionGroup]) -> None:
        for group in groups:
            if group.pk not in self._groups_before:
                group.save(force_insert=True)
            elif changed := _changed(self._groups_before[group.pk], group):
                group.save(update_fields=changed)

    def _save_rows(self) -> None:
        kept = {row.pk for row in self.rows}
        gone = [pk for pk in self._before if pk not in kept]
        if gone:
            SessionExercise.objects.filter(pk__in=gone).delete()
        made = [row for row in self.rows if row.pk not in self._before]
        SessionExercise.objects.bulk_create(made)
        for row in self.rows:
            if row.pk in self._before and (changed := _changed(self._before[row.pk], row)):
                row.save(update_fields=changed)


def _columns(row: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in _KEPT
    }


def _changed(before: dict[str, Any], row: Any) -> list[str]:
    return [name for name, value in _columns(row).items() if before[name] != value]
