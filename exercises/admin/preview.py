"""An exercise as a coach sees it, with what stands in the form and is not saved yet."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from core.admin.pages import BaseAdmin
from exercises.admin.forms import CuratedForm
from exercises.relatives import relatives


class PreviewAdmin(BaseAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<path:object_id>/preview/", view, name="exercises_exercise_preview"), *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET as it is saved; POST as the form would have it. Nothing is written."""
        exercise = self.get_object(request, object_id)
        if not self.has_view_permission(request):
            raise PermissionDenied
        if exercise is None:
            return self.nowhere(request, object_id)
        form = CuratedForm(request.POST, instance=exercise) if request.method == "POST" else None
        errors = form.errors if form is not None and not form.is_valid() else {}
        easier, harder = relatives(exercise, request.user)
        context = {"exercise": exercise, "easier": easier, "harder": harder, "is_own": False, "errors": errors}
        return TemplateResponse(
            request, "admin/exercises/exercise/preview.html", context, status=422 if errors else 200
        )
