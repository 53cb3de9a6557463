"""The library as a table or JSON, out and in. What comes in is shown, decision by decision, before it is written."""

from __future__ import annotations

import base64
from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises import facts, history, importing, library
from exercises.admin.pages import PagesAdmin
from exercises.importing import Decision, Kind, formats

# The page that asks carries the file along, and a form has its limit.
_MOST_BYTES = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 2_500_000) * 3 // 4 - 10_000
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_KINDS = {
    Kind.NEW: gettext_lazy("new"),
    Kind.CHANGED: gettext_lazy("changed"),
    Kind.THERE: gettext_lazy("there already"),
    Kind.SKIPPED: gettext_lazy("left out"),
}


class FileForm(forms.Form):
    """A file, or what was read of it: the page that shows the decisions sends it along."""

    file = forms.FileField(label=gettext_lazy("CSV or JSON"), required=False)
    content = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def bytes(self) -> bytes:
        """BrokenFile where there is nothing, or too much."""
        upload = self.cleaned_data.get("file")
        if upload is not None:
            if upload.size > _MOST_BYTES:
                raise importing.BrokenFile(
                    _("This file is too large for a page; the command import_exercises takes it.")
                )
            return bytes(upload.read())
        try:
            content = base64.b64decode(self.cleaned_data.get("content") or "", validate=True)
        except ValueError:  # binascii's own, or letters that no such text has
            content = b""
        if not content:
            raise importing.BrokenFile(_("Choose a file."))
        return content


class ExchangeAdmin(PagesAdmin):
    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "exercises_exercise"
        own = [
            path("export/", view(self.export_view), name=f"{name}_export"),
            path("import/", view(self.import_view), name=f"{name}_import"),
        ]
        return [*own, *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """What the list shows with these filters, all pages of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        given = request.GET.copy()
        [name] = given.pop("format", ["csv"])[-1:]
        name = name if name in formats.WRITTEN else "csv"
        request.GET = given  # type: ignore[assignment]  # the filters know no format
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:  # as the list itself answers
            return redirect(f"{reverse('admin:exercises_exercise_changelist')}?{ERROR_FLAG}=1")
        content = formats.write(rows.order_by("sport", "name_key", "id"), name)
        answer = HttpResponse(content, content_type=_TYPES[name])
        answer["Content-Disposition"] = f'attachment; filename="exercises-{timezone.localdate():%Y-%m-%d}.{name}"'
        return answer

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for a file, POST shows what would become of each exercise in it; with `sure` it is done."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
        if not form.is_bound:
            return self._import_page(request, form)
        try:
            form.full_clean()
            content = form.bytes
            file = formats.read(content)
            decisions = importing.plan(file.candidates)
            if "sure" in request.POST:
                return self._import(request, decisions)
        except (importing.BrokenFile, library.Refused) as refusal:
            return self._import_page(request, FileForm(), said=str(refusal))
        counts = Counter(decision.kind for decision in decisions)
        telling = sorted(decisions, key=lambda decision: decision.kind == Kind.THERE)  # two changes among thousands
        shown = {
            "rows": [(decision, _KINDS[decision.kind], _differences(decision)) for decision in telling],
            "counts": [(label, counts[kind]) for kind, label in _KINDS.items()],
            "notes": file.notes,
            "changes": counts[Kind.NEW] + counts[Kind.CHANGED],
        }
        kept = FileForm(initial={"content": base64.b64encode(content).decode()})
        return self._import_page(request, kept, shown)

    @transaction.atomic
    def _import(self, request: HttpRequest, decisions: list[Decision]) -> HttpResponse:
        importing.apply(decisions)
        steps = []
        for decision in decisions:
            exercise = decision.exercise
            if exercise is not None and decision.kind in (Kind.NEW, Kind.CHANGED):
                now = history.stood(exercise)
                was = now | {name: history.plain(before) for name, (before, _after) in decision.changes.items()}
                steps.append((exercise, history.Step(was, now, _("From a file."))))
        history.write(request.user, steps)
        new = sum(decision.kind == Kind.NEW for decision in decisions)
        messages.success(
            request,
            _("%(new)s new, %(changed)s changed.") % {"new": new, "changed": len(steps) - new},
        )
        return redirect(reverse("admin:exercises_exercise_changelist"))

    def _import_page(self, request: HttpRequest, form: FileForm, shown: Any = None, said: str = "") -> HttpResponse:
        context = {"form": form, "said": said, "shown": shown}
        return self.page(request, "import", _("Bring exercises from a file"), context, 422 if said else 200)


def _differences(decision: Decision) -> list[history.Difference]:
    return [
        history.Difference(facts.label(name), facts.words(name, before), facts.words(name, after))
        for name, (before, after) in decision.changes.items()
        if name in facts.FACTS
    ]
