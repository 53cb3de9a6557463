"""The verbs of groups."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sessions_app import editing
from sessions_app.editing import Refused
from sessions_app.models import SessionGroup
from sessions_app.views.base import SessionVerb, seen_version
from sessions_app.views.lines import LineVerb


class LineGroup(LineVerb):
    def act(self) -> None:
        editing.group_with_above(self.line, self.request.user, self.seen)


class LineLeave(LineVerb):
    def act(self) -> None:
        editing.leave_group(self.line, self.request.user, self.seen)


class GroupVerb(SessionVerb):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.group_pk = kwargs["group"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def group(self) -> SessionGroup:
        group = get_object_or_404(SessionGroup, pk=self.group_pk, session=self.session)
        group.session = self.session
        return group

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
