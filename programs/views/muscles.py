"""Working sets by muscle and week: beside the grid, or a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.views import View

from core.htmx import is_partial
from programs.muscles import read_muscles
from programs.views.base import get_program


class Muscles(View):
    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        program = get_program(request, pk)
        table = read_muscles(program)
        worked = ", ".join(f"{row.label} {floatformat(row.average)}" for row in table.rows)
        spoken = _("Working sets a week on average: %s") % worked
        template = "programs/_muscles.html" if is_partial(request) else "programs/muscles.html"
        return render(request, template, {"program": program, "table": table, "spoken": spoken})
