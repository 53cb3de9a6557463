"""A session as text: read, previewed while one types, saved as a whole."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import DetailView

from core.access import EditableMixin
from core.conflicts import who_changed
from core.editing import Conflict
from core.views import text_area
from sessions_app import editing
from sessions_app.editing import Refused
from sessions_app.models import Session
from sessions_app.page import page_of
from sessions_app.previewing import preview
from sessions_app.views.base import SessionVerb, seen_version


class SessionText(EditableMixin, DetailView):
    model = Session
    template_name = "sessions/session_text.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_rows()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.object
        kwargs.setdefault("text", editing.text_of(session))
        kwargs.setdefault("version", session.version)
        read = preview(kwargs["text"], session.sport)
        page = page_of(session, self.request.user)
        return super().get_context_data(page=page, preview=read, saved_at=session.updated_at, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        written = text_area(request)
        gone = self.unasked(written)
        if gone:
            return self.render_to_response(self.get_context_data(text=written, gone=gone, asked=True), status=422)
        try:
            editing.replace_text(self.object, request.user, written, seen_version(request))
        except Refused as refusal:
            context = self.get_context_data(text=written, version=request.POST.get("version", ""), error=str(refusal))
            return self.render_to_response(context, status=422)
        except Conflict:
            self.object = self.get_object()
            theirs = editing.text_of(self.object)
            if theirs == written:  # the answer to an earlier save was lost
                return redirect(self.object)
            who = who_changed(self.object, None, request.user)
            return self.render_to_response(self.get_context_data(text=written, theirs=theirs, who=who), status=409)
        return redirect(self.object)

    def unasked(self, written: str) -> editing.Gone | None:
        """The lines that would go, if the form does not say that they may. What conflicts is told apart from that."""
        if seen_version(self.request) not in (None, self.object.version):
            return None
        found = editing.gone(self.object, self.request.user, written)
        return found if found.token != self.request.POST.get("removes", "") else None


class TextPreview(SessionVerb):
    """How the text would read. Changes nothing."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        written = text_area(request)
        read, gone = preview(written, self.session.sport), editing.gone(self.session, request.user, written)
        return render(request, "sessions/_preview.html", {"preview": read, "gone": gone, "oob": True})
