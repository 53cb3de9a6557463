"""One tap at a line: the fix of a word that was not understood, and another exercise in its place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from core.htmx import is_partial
from sessions_app import swapping
from sessions_app.models import Session, SessionExercise
from sessions_app.views.lines import LineUpdate, LineVerb

MOST_HERE = 6
MOST_SHOWN = 60
MOST_EQUIPMENT = 40


class LineFix(LineUpdate):
    """`fixed` is the prescription with the nearest word, or with the words as a note. The field shows it, too.

    It stands in the address: a request that waits for another one forgets by which button it was sent.
    """

    settles = True

    @property
    def text(self) -> str:
        return self.request.GET.get("fixed", super().text)

    def parts(self) -> list[str]:
        return ["sessions/_line_fixed.html"] if super().parts() else []


class LineSwaps(LineVerb):
    """What could stand in the line's place: some of it in the line, all of it on a page of its own, by equipment."""

    http_method_names = ["get", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method in ("GET", "HEAD"):
            self.session = self.get_session(kwargs["pk"])
        return View.dispatch(self, request, *args, **kwargs)

    def get_session(self, pk: str) -> Session:
        """Line and session are one query."""
        lines = SessionExercise.objects.filter(session__in=Session.objects.visible_to(self.request.user))
        found = lines.select_related("exercise", "session")
        self.line: SessionExercise = get_object_or_404(found, pk=self.kwargs["line"], session=pk)
        return self.editable(self.line.session)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        used = swapping.equipment_of(self.session)
        asked = [piece[:60] for piece in request.GET.getlist("have")[:MOST_EQUIPMENT]]
        at_hand = asked if "have" in request.GET else used
        found = swapping.choices(self.line.exercise, request.user, at_hand)
        pieces = dict.fromkeys([*used, *sorted({piece for choice in found for piece in choice.equipment})])
        here = is_partial(request)
        context = {
            "session": self.session,
            "line": self.line,
            "choices": found[: MOST_HERE if here else MOST_SHOWN],
            "pieces": [(piece, piece in at_hand) for piece in pieces],
        }
        return render(request, "sessions/_swaps.html" if here else "sessions/session_swaps.html", context)


class LineSwap(LineVerb):
    def act(self) -> str:
        return swapping.swap_line(self.part, self.request.user, self.request.POST.get("exercise", ""), self.seen).label
