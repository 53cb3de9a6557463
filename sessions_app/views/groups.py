"""The verbs of groups."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.conflicts import who_changed
from core.editing import Conflict
from sessions_app import editing
from sessions_app.editing import Refused
from sessions_app.models import Session, SessionGroup
from sessions_app.views.base import SessionVerb, seen_version
from sessions_app.views.lines import LineVerb


class LineGroup(LineVerb):
    def act(self) -> None:
        editing.group_with_above(self.line, self.request.user, self.seen)


class LineLeave(LineVerb):
    def act(self) -> None:
        editing.leave_group(self.line, self.request.user, self.seen)


class GroupVerb(SessionVerb):
    def get_session(self, pk: str) -> Session:
        """Group and session are one query."""
        sessions = Session.objects.visible_to(self.request.user)
        groups = SessionGroup.objects.filter(session__in=sessions).select_related("session")
        self.group_pk = self.kwargs["group"]
        self.group = get_object_or_404(groups, pk=self.group_pk, session=pk)
        return self.editable(self.group.session)

    @property
    def seen(self) -> int | None:
        return seen_version(self.request)


class GroupUpdate(GroupVerb):
    def act(self) -> None:
        editing.change_group_line(self.group, self.request.user, self.request.POST.get("text", ""), self.seen)

    def refuse(self, refusal: Refused) -> HttpResponse:
        return self.keep_typed(422, error=str(refusal))

    def conflict(self, conflict: Conflict) -> HttpResponse:
        return self.keep_typed(409)

    def keep_typed(self, status: int, error: str = "") -> HttpResponse:
        """The page as it is now, and in this group what was typed, with what is wrong or what stands there."""
        page, typed = self.open(), self.request.POST.get("text", "")[:200]
        block = page.find_group(self.group_pk)
        if block is None:
            page.notice = _("This group is gone. You had written: %(text)s") % {"text": typed}
            return self.answer(page, status=status)
        if not error and block.text == typed:
            return self.answer(page)
        if not error:
            block.theirs = block.text or _("no rounds, no rest")
            block.who = who_changed(self.session, block.group, self.request.user)
        block.text, block.error = typed, error
        return self.answer(page, status=status)


class GroupMove(GroupVerb):
    def act(self) -> None:
        editing.move_group(self.group, self.request.user, self.request.POST.get("to", ""), self.seen)


class Ungroup(GroupVerb):
    def act(self) -> None:
        editing.ungroup(self.group, self.request.user, self.seen)
