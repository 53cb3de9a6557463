"""Sessions for support: found by name or email, and read. They are changed where coaches change them, with undo."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.admin.filters import ChoiceFilter, by, since
from core.admin.pages import DocumentAdmin, ReadingInline, UpTo
from exercises.models import Exercise
from exercises.signals import asked_where_used
from sessions_app.models import Session, SessionExercise, SessionGroup
from sessions_app.notation import render_prescription

MOST_COUNTED = 500  # lines of an exercise


class SessionGroupInline(ReadingInline):
    model = SessionGroup
    fields = readonly_fields = [
        "letter", "kind", "rounds", "sets_of_rounds", "cap_s", "every_s", "rest_s", "set_rest_s", "version",
    ]  # fmt: skip


class SessionExerciseInline(ReadingInline):
    model = SessionExercise
    fields = readonly_fields = ["order", "section", "letter", "exercise", "written_as", "line", "version"]
    ordering = ["order"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("exercise", "group", "session")

    @admin.display(description=_("group"))
    def letter(self, row: SessionExercise) -> str:
        return row.group.letter if row.group else ""

    @admin.display(description=_("prescription"))
    def line(self, row: SessionExercise) -> str:
        return render_prescription(row.prescription, row.session.sport or row.exercise.sport)


class ExerciseFilter(ChoiceFilter):
    """Those that use one exercise: from its page. Not to be chosen from 10,000."""

    title = _("exercise")
    parameter_name = "exercise"
    fixed = False

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        chosen = self.used_parameters.get("exercise")
        return list(Exercise.objects.filter(pk=chosen).values_list("pk", "name")) if chosen else []

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        return queryset.filter(pk__in=SessionExercise.objects.filter(exercise=chosen).values("session"))


@admin.register(Session)
class SessionAdmin(DocumentAdmin):
    list_display = ["name", "sport", "author", "visibility", "kept", "updated_at", "created_at"]
    list_only = list_display
    paginator = UpTo
    list_filter = [by("sport"), by("visibility"), by("kept"), since("updated_at"), since("created_at"), ExerciseFilter]
    sortable_by = ["name", "updated_at", "created_at"]
    fields = readonly_fields = [
        "name", "sport", "author", "visibility", "kept", "effort", "course", "pool_length", "note",
        "id", "copied_from", "version", "created_at", "updated_at",
    ]  # fmt: skip
    inlines = [SessionGroupInline, SessionExerciseInline]


@receiver(asked_where_used, dispatch_uid="sessions")
def where_used(exercise: Exercise, user: Any, **_signal: Any) -> list[tuple[str, str]]:
    """How many sessions hold it, counted as far as a curator needs to know; which ones, for who may see those."""
    rows = SessionExercise.objects.filter(exercise=exercise).order_by()
    found = list(rows.values_list("session_id", "session__author_id")[: MOST_COUNTED + 1])
    if not found:
        return []
    in_sessions, of_coaches = (len(set(ids)) for ids in zip(*found, strict=True))
    if len(found) > MOST_COUNTED:
        said = _("Used in at least %(sessions)s sessions, of at least %(coaches)s coaches.")
        sentence = said % {"sessions": in_sessions, "coaches": of_coaches}
    else:
        sessions = ngettext("Used in %(count)s session", "Used in %(count)s sessions", in_sessions)
        coaches = ngettext("of %(count)s coach.", "of %(count)s coaches.", of_coaches)
        sentence = f"{sessions % {'count': in_sessions}} {coaches % {'count': of_coaches}}"
    address = f"{reverse('admin:sessions_app_session_changelist')}?exercise={exercise.pk}"
    return [(sentence, address if user.has_perm("sessions_app.view_session") else "")]
