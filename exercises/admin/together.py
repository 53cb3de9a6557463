"""Muscles and equipment of many exercises at once: ticked in the list, said on a page of its own."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises import history, library
from exercises.admin.filters import known_equipment
from exercises.admin.forms import TogetherForm
from exercises.admin.pages import PagesAdmin
from exercises.models import ExerciseQuerySet


class TogetherAdmin(PagesAdmin):
    @admin.action(description=_("Change muscles and equipment"), permissions=["change"])
    def change_together(self, request: HttpRequest, queryset: ExerciseQuerySet) -> HttpResponse | None:
        """Asks what, then does it: the page sends the action once more, with the answer."""
        # What a coach keeps is theirs, also where an admin ticked it.
        exercises = list(queryset.for_curators().order_by("name_key", "id"))
        form = TogetherForm(request.POST if "together" in request.POST else None, exercises)
        if form.is_valid():
            before = {exercise.pk: history.stood(exercise) for exercise in exercises}
            changed = library.change_together(exercises, **form.cleaned_data)
            said = gettext("Changed together with others.") if len(changed) > 1 else ""
            history.write(
                request.user, [(row, history.Step(before[row.pk], history.stood(row), said)) for row in changed]
            )
            sentence = ngettext("%d exercise changed.", "%d exercises changed.", len(changed)) % len(changed)
            self.message_user(request, sentence)
            return None
        context = {
            "form": form,
            "exercises": exercises,
            "ticked": ACTION_CHECKBOX_NAME,
            "equipment": known_equipment(),
        }
        status = 422 if form.is_bound else 200
        return self.page(request, "together", gettext("Change muscles and equipment"), context, status)
