"""A program as a file, for whoever may read it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from core.access import PublicMixin
from core.text import file_name
from core.views import file_answer
from programs.exchange import formats
from programs.exchange.load import load
from programs.exchange.values import BusyWriting, Unwritable
from programs.models import Program
from programs.some_weeks import NoSuchWeeks
from programs.views.limits import refused
from programs.views.reading import chosen_weeks
from programs.views.sharing import LinkPage

# Those that hold a program; the others are of one workout.
OFFERED = ("xlsx", "pdf", "csv", "json", "text")


def download(request: HttpRequest, program: Program, name: str) -> HttpResponse:
    known = formats.FORMATS[name]
    options = paper(request, program) if name == "pdf" else {}
    return file_answer(
        known.file(load(program), **options), known.content_type, file_name(program.name, known.ending, "program")
    )


def paper(request: HttpRequest, program: Program) -> dict[str, Any]:
    """`?sessions`: with the sheets to write in; `?from=5&to=8`: some weeks, as the page to print has them."""
    return {
        "units": getattr(request.user, "units", "metric"),
        "with_sessions": "sessions" in request.GET,
        "coach": program.author.byline,
        "weeks": chosen_weeks(request, program),
    }


def _sentence(request: HttpRequest, refusal: Unwritable | NoSuchWeeks) -> HttpResponse:
    status = 503 if isinstance(refusal, BusyWriting) else 400 if isinstance(refusal, NoSuchWeeks) else 422
    answer = render(request, "programs/no_file.html", {"status": status, "sentence": str(refusal)}, status=status)
    if status == 503:
        answer.headers["Retry-After"] = "10"
    return answer


class DownloadView(View):
    http_method_names = ["get", "head"]

    def get_program(self, **kwargs: str) -> Program:
        raise NotImplementedError

    def get(self, request: HttpRequest, format: str, **kwargs: Any) -> HttpResponse:
        program = self.get_program(**kwargs)
        if format not in OFFERED:
            raise Http404
        try:
            return refused(request, "download") or download(request, program, format)
        except (Unwritable, NoSuchWeeks) as refusal:
            return _sentence(request, refusal)


@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class ProgramDownload(PublicMixin, DownloadView):
    """`/programs/<id>/download/<format>/`"""

    model = Program

    def get_program(self, **kwargs: str) -> Program:
        return get_object_or_404(self.get_queryset().select_related("author"), **kwargs)


@method_decorator(never_cache, name="dispatch")
class SharedDownload(DownloadView, LinkPage):
    def get_program(self, token: str) -> Program:  # type: ignore[override]
        return LinkPage.get_program(self, token)
