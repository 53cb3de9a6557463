"""The advice on a program: read it, silence it with a reason, hear it again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from core.htmx import is_partial
from programs.forms import HearForm, SilenceForm
from programs.grid import Grid, read_grid
from programs.hints import read_hints
from programs.models import Program
from programs.silencing import hear, silence
from programs.views.base import ProgramVerb, get_program


def hints_context(program: Program, grid: Grid, failed: SilenceForm | None = None) -> dict[str, Any]:
    return {"program": program, "hints": read_hints(grid), "failed_form": failed}


def hints_page(request: HttpRequest, program: Program, status: int = 200, failed: Any = None) -> HttpResponse:
    template = "programs/_hints.html" if is_partial(request) else "programs/hints.html"
    return render(request, template, hints_context(program, read_grid(program), failed), status=status)


class HintList(View):
    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        return hints_page(request, get_program(request, pk))


class HintVerb(ProgramVerb):
    def refused(self, form: Any) -> HttpResponse:
        return hints_page(self.request, self.program, 422, form)

    def part(self, grid: Grid) -> tuple[str, dict[str, Any]]:
        return "programs/_hints.html", hints_context(self.program, grid)


class HintSilence(HintVerb):
    form_class = SilenceForm

    def act(self, data: dict[str, Any]) -> Any:
        silence(self.program, self.request.user, data["hint"], data["reason"])


class HintHear(HintVerb):
    form_class = HearForm

    def act(self, data: dict[str, Any]) -> Any:
        hear(self.program, self.request.user, data["hint"])
