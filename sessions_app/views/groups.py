"""The verbs of groups."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.conflicts import who_changed
from core.editing import Conflict
from sessions_app import editing
from sessions_app.editing import Refused
from sessions_app.models import SessionGroup
from sessions_app.views.base import PartVerb
from sessions_app.views.lines import LineVerb


class LineGroup(LineVerb):
    def act(self) -> None:
        editing.group_with_above(self.part, self.request.user, self.seen)


class LineLeave(LineVerb):
    def act(self) -> None:
        editing.leave_group(self.part, self.request.user, self.seen)


class GroupVerb(PartVerb):
    model, named = SessionGroup, "group"


class GroupUpdate(GroupVerb):
    def act(self) -> None:
        editing.change_group_line(self.part, self.request.user, self.request.POST.get("text", ""), self.seen)

    def refuse(self, refusal: Refused) -> HttpResponse:
        return self.keep_typed(422, error=str(refusal))

    def conflict(self, conflict: Conflict) -> HttpResponse:
        return self.keep_typed(409)

    def keep_typed(self, status: int, error: str = "") -> HttpResponse:
        """The page as it is now, and in this group what was typed, with what is wrong or what stands there."""
        page, typed = self.open(), self.request.POST.get("text", "")[:200]
        block = page.find_group(self.part_pk)
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
        editing.move_group(self.part, self.request.user, self.request.POST.get("to", ""), self.seen)


class Ungroup(GroupVerb):
    def act(self) -> None:
        editing.ungroup(self.part, self.request.user, self.seen)
