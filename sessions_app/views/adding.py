"""From the library into a session: the sessions' side of an exercise's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View

from core.editing import Conflict
from core.htmx import came_from, respond
from core.views import safe_next, undo_url
from exercises.models import Exercise
from sessions_app import editing, uses
from sessions_app.forms import AddExerciseForm


class ExerciseAdd(View):
    """GET asks into which session, with as much of it as this coach did last. POST is one step of that session."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        exercise = self.get_exercise(pk)
        usually = uses.use(exercise, request.user).usually
        back = came_from(request, exercise.get_absolute_url())
        return self.page(exercise, AddExerciseForm(user=request.user, exercise=exercise, usually=usually), back)

    def get_exercise(self, pk: str) -> Exercise:
        return get_object_or_404(Exercise.objects.visible_to(self.request.user), pk=pk)

    def page(self, exercise: Exercise, form: AddExerciseForm, back: str, status: int = 200) -> HttpResponse:
        context = {"exercise": exercise, "form": form, "back": back}
        return render(self.request, "sessions/exercise_add.html", context, status=status)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        exercise = self.get_exercise(pk)
        form = AddExerciseForm(request.POST, user=request.user, exercise=exercise)
        back = safe_next(request, exercise.get_absolute_url())
        if not form.is_valid():
            return self.page(exercise, form, back, 422)
        session = form.chosen()
        try:
            step = editing.add_exercise(session, request.user, exercise, form.cleaned_data["text"])
        except editing.Refused as refusal:
            form.add_error("text", str(refusal))
            return self.page(exercise, form, back, 422)
        except Conflict:
            form.add_error("session", _("That session is not there any more."))
            return self.page(exercise, form, back, 409)
        return respond(request, [], {}, back, f"{step.label}.", undo_url(step.change))
