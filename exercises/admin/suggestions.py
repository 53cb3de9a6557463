"""What coaches suggest, one after the other: accept it, merge it into what is there, or decline it and say why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from exercises import facts, library
from exercises.admin.history import HistoryAdmin
from exercises.admin.merging import how_often, nearest
from exercises.matching import Matcher
from exercises.models import MAX_REASON, Exercise, Status

_PAGE = 20
_NEAREST = 3


class Suggestion(NamedTuple):
    exercise: Exercise
    said: list[str]  # what the coach said of it beside its name
    uses: int
    nearest: list[Exercise]


class SuggestionsAdmin(HistoryAdmin):
    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "exercises_exercise"
        own = [
            path("suggestions/", view(self.suggestions_view), name=f"{name}_suggestions"),
            path("<path:object_id>/accept/", view(self.accept_view), name=f"{name}_accept"),
            path("<path:object_id>/decline/", view(self.decline_view), name=f"{name}_decline"),
        ]
        return [*own, *super().get_urls()]

    def suggestions_view(self, request: HttpRequest) -> HttpResponse:
        """The oldest first: who waits longest is next."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        waiting = Exercise.objects.filter(status=Status.SUGGESTED).select_related("author").order_by("updated_at", "id")
        page = Paginator(waiting, _PAGE).get_page(request.GET.get("p"))
        uses, matcher = how_often(page.object_list), Matcher(request.user)
        context = {
            "page": page,
            "most": MAX_REASON,
            "suggestions": [
                Suggestion(row, _said(row), uses.get(row.pk, 0), nearest(row, matcher, _NEAREST)) for row in page
            ],
        }
        return self.page(request, "suggestions", _("What coaches suggest"), context)

    def accept_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._settle(request, object_id, library.accept, _("“%(name)s” is in the library."), _("Accepted."))

    def decline_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        because = reason_of(request)
        said = _("Declined: %(because)s") % {"because": because} if because else _("Declined.")
        return self._settle(
            request, object_id, lambda row: library.decline(row, because), _("“%(name)s” is declined."), said
        )

    def _settle(
        self, request: HttpRequest, object_id: str, verb: Callable[[Exercise], None], done: str, said: str
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        exercise = self.get_object(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if exercise is None:
            return self.nowhere(request, object_id)
        if self.did(request, exercise, verb, said):
            messages.success(request, done % {"name": exercise.name})
        return redirect(reverse("admin:exercises_exercise_suggestions"))


def reason_of(request: HttpRequest) -> str:
    return " ".join((request.POST.get("because") or "").split())[:MAX_REASON]


_SAID = [name for name in facts.FACTS if name not in ("name", "sport", "per_side")]


def _said(exercise: Exercise) -> list[str]:
    words: list[tuple[str, Any]] = [(facts.label(name), facts.words(name, getattr(exercise, name))) for name in _SAID]
    return [f"{label}: {', '.join(entries)}" for label, entries in words if entries]
