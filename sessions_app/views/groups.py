"""The verbs of groups."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

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
        page = self.open()
        page.keep_group(self.group_pk, self.request.POST.get("text", "")[:200], str(refusal))
        return self.answer(page, status=422)


class GroupMove(GroupVerb):
    def act(self) -> None:
        editing.move_group(self.group, self.request.user, self.request.POST.get("to", ""), self.seen)


class Ungroup(GroupVerb):
    def act(self) -> None:
        editing.ungroup(self.group, self.request.user, self.seen)
