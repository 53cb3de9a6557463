"""Replacing an exercise or a scheme in many sessions at once, shown before it is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.editing import Edit
from core.htmx import is_partial
from programs import replacing
from programs.replace_forms import ReplaceForm
from programs.views.base import ProgramVerb, reload_with
from sessions_app.editing import Refused


class ProgramReplace(ProgramVerb):
    """GET: the form. POST: do it, in one step."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.setup_objects(**kwargs)
        chosen = {name: request.GET[name] for name in ReplaceForm.base_fields if name in request.GET}
        return self.page(ReplaceForm(initial=chosen, program=self.program, user=request.user), 200)

    def get_form(self) -> ReplaceForm:
        self.bound = ReplaceForm(self.request.POST, program=self.program, user=self.request.user)
        return self.bound

    def act(self, data: dict[str, Any]) -> Any:
        form = self.bound
        replacing.replace(self.program, self.request.user, form.replacement, data["weeks"], everywhere=form.everywhere)

    def answer(self, step: Edit) -> HttpResponse:
        """Any week may look different, so the page comes anew."""
        return reload_with(self.request, step) if is_partial(self.request) else super().answer(step)

    def refused(self, form: forms.BaseForm) -> HttpResponse:
        return self.page(form, 422)

    def page(self, form: Any, status: int, **more: Any) -> HttpResponse:
        template = "programs/_replace.html" if is_partial(self.request) else "programs/program_replace.html"
        return render(self.request, template, {"program": self.program, "form": form} | more, status=status)


class ReplacePreview(ProgramReplace):
    """What it would change, and the form as it was sent; to htmx only the former. Nothing is written."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.setup_objects(**kwargs)
        form = self.get_form()
        found = None
        if form.is_valid():
            try:
                found = replacing.foresee(self.program, form.replacement, form.cleaned_data["weeks"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
        if is_partial(request):
            context = {"program": self.program, "form": form, "found": found}
            return render(request, "programs/_replace_foreseen.html", context)
        return self.page(form, 422 if form.errors else 200, found=found)
