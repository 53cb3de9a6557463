"""The verbs of several lines at once, ticked in the page or dragged. Each row is sent as `id.version`."""

from __future__ import annotations

from functools import cached_property

from sessions_app import editing
from sessions_app.editing.checks import MOST_ROWS
from sessions_app.models import SessionExercise
from sessions_app.views.base import SessionVerb, version_of


class SelectionVerb(SessionVerb):
    @cached_property
    def seen(self) -> dict[str, int | None]:
        sent = (text.partition(".") for text in self.request.POST.getlist("row")[: 2 * MOST_ROWS])
        return {pk: version_of(version) for pk, _dot, version in sent}

    @property
    def rows(self) -> list[SessionExercise]:
        """Their names: they are read with the session."""
        return [SessionExercise(pk=pk, session=self.session) for pk in self.seen]

    @property
    def to(self) -> str:
        return self.request.POST.get("to", "")


class SelectionMove(SelectionVerb):
    def act(self) -> None:
        editing.move_lines(self.session, self.request.user, self.rows, self.to, self.seen)


class SelectionCopy(SelectionVerb):
    def act(self) -> None:
        editing.copy_lines(self.session, self.request.user, self.rows, self.to, self.seen)


class SelectionGroup(SelectionVerb):
    def act(self) -> None:
        editing.group_lines(self.session, self.request.user, self.rows, self.seen)


class SelectionRemove(SelectionVerb):
    def act(self) -> str:
        return editing.remove_lines(self.session, self.request.user, self.rows, self.seen).label


class SectionRename(SessionVerb):
    def act(self) -> None:
        section, was, title = (self.request.POST.get(name, "") for name in ("section", "was", "title"))
        editing.rename_section(self.session, self.request.user, section, was, title)
