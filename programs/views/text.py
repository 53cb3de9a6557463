"""A program as text: read, previewed while one types, saved as a whole."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core.conflicts import who_changed
from core.editing import Conflict
from core.views import text_area
from programs import as_text
from programs.models import Program
from programs.text_preview import preview
from programs.views.base import editable, get_program
from programs.views.documents import undoable_message
from sessions_app.editing import Refused


class ProgramText(View):
    """Saving asks before anything goes; a text that is refused, or met another change, stays as it was typed."""

    http_method_names = ["get", "head", "post"]
    program: Program

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        self.program = get_program(request, pk)
        return self.page(as_text.text_of(self.program))

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        self.program = get_program(request, pk)
        written, seen = text_area(request), request.POST.get("version", "")
        try:
            wanted = as_text.read_whole(written)
            if not seen or seen == as_text.seen_of(self.program):  # what conflicts is told apart from what goes
                gone = as_text.gone(self.program, wanted)
                if gone.token != request.POST.get("removes", ""):
                    return self.page(written, 422, asked=True)
            as_text.replace_text(self.program, request.user, written, seen)
        except as_text.Unreadable as refusal:
            return self.page(written, 422, version=seen, errors=refusal.sentences)
        except Refused as refusal:
            return self.page(written, 422, version=seen, errors=[str(refusal)])
        except Conflict:
            return self.conflict(written)
        undoable_message(request, self.program)
        return redirect(self.program)

    def conflict(self, written: str) -> HttpResponse:
        self.program = get_object_or_404(Program.objects.visible_to(self.request.user), pk=self.program.pk)
        editable(self.request, self.program)
        theirs = as_text.text_of(self.program)
        if theirs == written:  # the answer to an earlier save was lost
            return redirect(self.program)
        who = who_changed(self.program, None, self.request.user)
        return self.page(written, 409, theirs=theirs, who=who)

    def page(self, text: str, status: int = 200, **context: Any) -> HttpResponse:
        shown = preview(self.program, text)
        context = {"version": as_text.seen_of(self.program)} | context
        context |= {"program": self.program, "text": text, "preview": shown, "gone": shown.gone}
        return render(self.request, "programs/program_text.html", context, status=status)


class TextPreview(View):
    """How the text would read, and what would go. Changes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        shown = preview(get_program(request, pk), text_area(request))
        context = {"preview": shown, "gone": shown.gone, "oob": True}
        return render(request, "programs/_text_preview.html", context)
