"""The history of an exercise: who changed what, and the way back, which is a step of it like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from exercises import history
from exercises.admin.pages import PagesAdmin
from exercises.library import Refused
from exercises.models import Exercise

_PAGE = 50


class HistoryAdmin(PagesAdmin):
    """The pages of an exercise's history, and how it is written."""

    def get_urls(self) -> list[URLPattern]:
        revert = path(
            "<path:object_id>/revert/", self.admin_site.admin_view(self.revert_view), name="exercises_exercise_revert"
        )
        return [revert, *super().get_urls()]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """With its facts as they are read: what a form made of them is compared with that."""
        exercise = super().get_object(request, object_id, from_field)
        if exercise is not None:
            exercise.stood = history.stood(exercise)
        return exercise

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """What Django writes of a form, with what the facts were; a verb says its sentence."""
        said = message if isinstance(message, str) else ""
        was = getattr(obj, "stood", {})
        obj.stood = history.stood(obj)
        history.write(request.user, [(obj, history.Step(was, obj.stood, said))])

    def did(self, request: HttpRequest, exercise: Exercise, verb: Callable[[Exercise], None], said: str) -> bool:
        """The verb done and written down; where it is refused, that is said."""
        try:
            verb(exercise)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
            return False
        self.log_change(request, exercise, said)
        return True

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        exercise = self.get_object(request, object_id)
        if exercise is None:
            return self.nowhere(request, object_id)
        if not self.has_view_or_change_permission(request, exercise):
            raise PermissionDenied
        page = Paginator(history.entries(exercise), _PAGE).get_page(request.GET.get("p"))
        context = {
            "original": exercise,
            "page": page,
            "steps": [(entry, history.Step.of(entry)) for entry in page],
            "may_revert": self.has_change_permission(request, exercise),
        }
        return self.page(request, "history", _("History of “%(name)s”") % {"name": exercise.name}, context)

    def revert_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET shows what would change, POST does it."""
        exercise = self.get_object(request, object_id)
        if not self.has_change_permission(request, exercise):
            raise PermissionDenied
        if exercise is None:
            return self.nowhere(request, object_id)
        given = request.POST if request.method == "POST" else request.GET
        number = given.get("entry") or ""
        entry = history.entries(exercise).filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None
        back = reverse("admin:exercises_exercise_history", args=[exercise.pk])
        if entry is None:
            messages.error(request, _("Choose a step of the history."))
            return redirect(back)
        if request.method == "POST":
            return self._revert(request, exercise, entry, back)
        return self._revert_page(request, exercise, entry)

    def _revert(self, request: HttpRequest, exercise: Exercise, entry: LogEntry, back: str) -> HttpResponse:
        try:
            step = history.revert(exercise, history.Step.of(entry))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        history.write(request.user, [(exercise, step)])
        messages.success(request, _("“%(name)s” is as it was before that step.") % {"name": exercise.name})
        return redirect(back)

    def _revert_page(self, request: HttpRequest, exercise: Exercise, entry: LogEntry) -> HttpResponse:
        step = history.Step.of(entry)
        now = history.stood(exercise)
        context = {
            "original": exercise,
            "entry": entry,
            "differences": history.differences(now, now | history.reverted(exercise, step)),
        }
        return self.page(request, "revert", _("Revert a step of “%(name)s”") % {"name": exercise.name}, context)
