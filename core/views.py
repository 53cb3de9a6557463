"""Undo and redo, and answers that many views give: to a change that met another, and with a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View

from core import editing
from core.conflicts import who_changed
from core.htmx import UNDO_TAG, is_partial, own_page
from core.models import Change


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    """Where the form says to go on, if that is a page of this site."""
    return own_page(request, request.POST.get("next", ""), fallback)


def undo_url(change: Change) -> str:
    """Where this step is undone."""
    return reverse("core:change_undo", args=[change.pk])


def text_area(request: HttpRequest, name: str = "text") -> str:
    """What was typed into it: browsers send its lines with \\r\\n."""
    return request.POST.get(name, "").replace("\r\n", "\n")


def file_answer(content: bytes, media_type: str, name: str, *, as_attachment: bool = True) -> HttpResponse:
    """The file under this name (`core.text.file_name`), to be kept or, not as an attachment, to be read."""
    disposition = content_disposition_header(as_attachment, name)
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition})


def conflict(request: HttpRequest, back: str, theirs: Any = None, yours: Any = None, who: str = "") -> HttpResponse:
    """409: who changed what, what stands there now and what was sent, and the way back. Nothing was written."""
    context = {"back": back, "theirs": theirs, "yours": yours, "who": who}
    template = "core/_conflict.html" if is_partial(request) else "core/conflict.html"
    return render(request, template, context, status=409)


class ChangeView(View):
    """One step back or forth, of this person's own."""

    http_method_names = ["post"]
    step: Callable[[Change], None]
    done: Any

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        change = get_object_or_404(Change, pk=pk, user=request.user)
        back = safe_next(request)
        try:
            type(self).step(change)
        except editing.Conflict:
            document = self.document(change)
            return conflict(request, back, who=who_changed(document, None, request.user) if document else "")
        document = self.document(change)
        # Where all of it went there is no page with a button for the way back.
        other_way = f"{UNDO_TAG}{reverse('core:change_redo', args=[pk])}" if change.undone_at and not document else ""
        messages.success(request, self.done(change), extra_tags=other_way)
        # The page of what was taken away is gone; any other page is still there to return to.
        if any(gone in back for gone in _taken_away(change)):
            back = document.get_absolute_url() if document else "/"
        return redirect(back)

    def document(self, change: Change) -> Any:
        model: Any = apps.get_model(change.document_type)
        return model.objects.filter(pk=change.document_id).first()


def _taken_away(change: Change) -> set[str]:
    """What a step made that was undone, or took out again when it was redone."""
    stands, stood = (change.before, change.after) if change.undone_at else (change.after, change.before)
    return {pk for _label, pk, _columns in stood} - {pk for _label, pk, _columns in stands}


class UndoView(ChangeView):
    step = staticmethod(editing.undo)

    def done(self, change: Change) -> str:
        return _("Undone: %(label)s") % {"label": change.label}


class RedoView(ChangeView):
    step = staticmethod(editing.redo)

    def done(self, change: Change) -> str:
        return _("Done again: %(label)s") % {"label": change.label}
