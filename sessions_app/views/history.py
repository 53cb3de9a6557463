"""Undo and redo in a session's page: the answer carries what changed, as any verb's does."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from core.htmx import is_partial, respond
from core.models import Change
from core.rows import NOT_COMPARED, key
from sessions_app.editing import history
from sessions_app.views.base import SessionVerb

# What of the session itself an answer shows anew, beside the columns that change with any step.
SHOWN = {"digest", "note", *NOT_COMPARED}


class StepVerb(SessionVerb):
    """`step` is the one that the page offered: what another tab did meanwhile is not taken back unseen."""

    @property
    def change(self) -> Change:
        pk = self.request.POST.get("step") or self.request.GET.get("step", "")
        own = Change.objects.filter(user=self.request.user, document_id=self.session.pk)
        return get_object_or_404(own, pk=pk.replace("\0", ""))

    def done(self, message: str | None) -> HttpResponse:
        if not self.session.last_step.is_gone:
            return self.load(message) if self.is_another and is_partial(self.request) else super().done(message)
        # The page of what undo took away is gone.
        return HttpResponseClientRedirect("/") if is_partial(self.request) else respond(self.request, [], {}, "/")

    @property
    def is_another(self) -> bool:
        """Has the session another name, sport or the like now? They stand all over the page."""
        step, own = self.session.last_step, key(self.session)
        before, after = step.before.get(own, {}), step.after.get(own, {})
        return any(after[name] != before.get(name) for name in after.keys() - SHOWN)

    def load(self, message: str | None) -> HttpResponse:
        """The page anew, which says what is said here."""
        if message:
            messages.success(self.request, message)
        return HttpResponseClientRedirect(self.session.get_absolute_url())


class SessionUndo(StepVerb):
    def act(self) -> str:
        change = self.change
        history.take_back(self.session, change)
        return _("Undone: %(label)s") % {"label": change.label}


class SessionRedo(StepVerb):
    def act(self) -> str:
        change = self.change
        history.do_again(self.session, change)
        return _("Done again: %(label)s") % {"label": change.label}
