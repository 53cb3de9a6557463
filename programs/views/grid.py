"""The builder's page, the reading page at the same address, and the drawer of sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View

from core.access import PublicMixin, only_or_404
from core.conditional import unless_unchanged
from core.htmx import is_partial
from core.prepared import Prepared
from exercises.models import Sport
from programs.days import day_names
from programs.drawer import LENGTH_NAMES, Wanted, find_sessions, says_how_much
from programs.kept import Made, kept_grid
from programs.models import Program
from programs.stamps import builder_stamp
from programs.views.base import ZOOMS, builder_context, get_program
from programs.views.reading import print_page, read_context, share_context
from programs.week_sums import MEASURES

# Elements of the page for which is asked alone: where one chooses what they show, or the page is behind (grid).
PARTS = {"strip": "programs/_strip_part.html", "rows": "programs/_rows_part.html", "grid": "programs/_anew.html"}


_own = Prepared(lambda pk, author: Program.objects.filter(pk=pk, author_id=author).select_related("link"))


@method_decorator(login_not_required, name="dispatch")
class ProgramDetail(PublicMixin, View):
    """`/programs/<id>/`: the grid for its author, the reading page for everybody else who may see it."""

    model = Program

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        stamps = builder_stamp(pk, request.user.pk) if request.user.pk and "read" not in request.GET else None
        if stamps is None:
            program = get_object_or_404(self.get_queryset().select_related("author", "link"), pk=pk)
            return render(request, "programs/program_read.html", read_context(request, program))
        stamp, made = stamps
        response = unless_unchanged(request, stamp, lambda: self.build(request, pk, made))
        for name, choices in (("zoom", ZOOMS), ("show", MEASURES)):
            if (asked := request.GET.get(name)) in choices:
                response.set_cookie(name, asked, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
        return response

    def build(self, request: HttpRequest, pk: str, made: Made) -> HttpResponse:
        program = only_or_404(_own(pk, request.user.pk))
        program.author = request.user
        context = builder_context(request, program, kept_grid(program, made))
        context |= {"days": day_names(program.day_names)} | share_context(request, program)
        part = PARTS.get(request.htmx.target) if is_partial(request) else None  # type: ignore[attr-defined]
        return render(request, part or "programs/program_detail.html", context)


@method_decorator(login_not_required, name="dispatch")
class ProgramPrint(PublicMixin, View):
    """The weeks on paper, landscape: for whoever may read the program."""

    model = Program

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        program = get_object_or_404(self.get_queryset().select_related("author"), pk=pk)
        return print_page(request, program)


def drawer_context(request: HttpRequest, program: Program) -> dict[str, Any]:
    wanted = wanted_of(request.GET)
    return {
        "program": program,
        "found": find_sessions(program, request.user, wanted),
        "wanted": wanted,
        "is_line": says_how_much(wanted.words),
        "sports": Sport.choices,
        "lengths": LENGTH_NAMES,
    }


def wanted_of(said: Mapping[str, str]) -> Wanted:
    return Wanted(said.get("q", ""), said.get("sport", ""), said.get("length", ""))


class Drawer(View):
    """The coach's sessions beside the grid: a request of its own, so that the page need not carry them."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        program = get_program(request, pk)
        return render(request, "programs/_drawer.html", drawer_context(request, program))
