"""The rows of one session while a verb works on them: a plain list, then one `save`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from core import ordering
from core.editing import Conflict, Edit, edit
from core.models import Versioned
from core.rows import columns, key
from sessions_app import arranging
from sessions_app import prescription as values
from sessions_app.editing.checks import Refused, check_count
from sessions_app.models import Session, SessionExercise, SessionGroup, values_of
from sessions_app.prescription.digest import digest

Seen = tuple[Versioned, int | None] | None


@contextmanager
def sheet(session: Session, user: Any, label: str = "", seen: Seen = None) -> Iterator[Sheet]:
    """One undoable step on the rows of `session`; what the list holds at the end is what is stored."""
    with edit(session, user, label, seen=seen) as step:
        step.refresh(session)  # another request may have written it since this one read it
        open_sheet = Sheet(session, step)
        yield open_sheet
        open_sheet.save()


class Sheet:
    """rows: in order, with exercise and group. Add to it, take from it, change what is in it.

    says_letters: the verb says itself how groups are called; else they follow the page's order.
    """

    says_letters = False

    def __init__(self, session: Session, step: Edit) -> None:
        self.session = session
        self.step = step
        mine = (row for row in step.of(SessionExercise) if row.session_id == session.pk)
        self.rows: list[SessionExercise] = sorted(mine, key=lambda row: (row.order, row.pk))
        self.groups = [group for group in step.of(SessionGroup) if group.session_id == session.pk]
        self._stood: list[Any] = [*self.rows, *self.groups]

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
        if not self.says_letters:
            self._letter()
        ordering.number(self.rows)
        for placed in self.rows:
            placed.set_coach()
        stand = [*{row.group for row in self.rows if row.group is not None}, *self.rows]
        for row in stand:
            if self.step.before.get(key(row)) != columns(row):
                self.step.save(row)
        kept = {row.pk for row in stand}
        self.step.delete(*(row for row in self._stood if row.pk not in kept))
        self.session.left, self.session.left_values = self.rows, values_of(self.rows)
        self.session.digest = digest(self.session.left_values)
        self.step.save(self.session, "digest")

    def _letter(self) -> None:
        """A, B, C down the page. Where they start anew in some section, as in a text, they do so in each."""
        places: dict[SessionGroup, tuple[str, str]] = {}
        for row in self.rows:
            if row.group is not None:
                places.setdefault(row.group, (row.section, row.section_title))
        anew = len({group.letter for group in places}) < len(places)
        counts: Counter[Any] = Counter()
        for group, place in places.items():
            scope = place if anew else None
            if counts[scope] < len(values.LETTERS):
                group.letter = values.LETTERS[counts[scope]]
            counts[scope] += 1
