"""Undo and redo in a session's page: the answer carries what changed, as any verb's does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from core.editing import Edit
from core.htmx import is_partial
from core.models import Change
from core.rows import NOT_COMPARED, key
from sessions_app.editing import history
from sessions_app.models import Session
from sessions_app.views.base import SessionVerb

# What of the session itself an answer shows anew, beside the columns that change with any step.
SHOWN = {"digest", "note", *NOT_COMPARED}


class StepVerb(SessionVerb):
    """`step` is the one that the page offered: what another tab did meanwhile is not taken back unseen."""

    swap: Callable[[Session, Change], Edit]
    says: Any

    def act(self) -> str | None:
        pk = self.request.POST.get("step") or self.request.GET.get("step", "")
        if not pk:  # pressed faster than the answers come: there is none any more
            return None
        own = Change.objects.filter(user=self.request.user, document_id=self.session.pk)
        change = get_object_or_404(own, pk=pk.replace("\0", ""))
        type(self).swap(self.session, change)
        return self.says % {"label": change.label}

    def done(self, message: str | None) -> HttpResponse:
        return self.load(message) if self.is_another and is_partial(self.request) else super().done(message)

    @property
    def is_another(self) -> bool:
        """Has the session another name, sport or the like now? They stand all over the page."""
        step, own = self.session.last_step, key(self.session)
        if step is None:
            return False
        before, after = step.before.get(own, {}), step.after.get(own, {})
        return any(after[name] != before.get(name) for name in after.keys() - SHOWN)

    def load(self, message: str | None) -> HttpResponse:
        """The page anew, which says what is said here."""
        if message:
            messages.success(self.request, message)
        return HttpResponseClientRedirect(self.session.get_absolute_url())


class SessionUndo(StepVerb):
    swap = staticmethod(history.take_back)
    says = gettext_lazy("Undone: %(label)s")


class SessionRedo(StepVerb):
    swap = staticmethod(history.do_again)
    says = gettext_lazy("Done again: %(label)s")
