"""Curation: the library's facts, and what coaches suggest for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet, URLField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exercises import library
from exercises.forms import LinkField, MuscleField, TupleField
from exercises.models import Exercise, Measure, Muscle


class ExerciseAdminForm(forms.ModelForm):
    muscles = MuscleField(label=_("Main muscles"), choices=Muscle.choices, required=False)
    secondary_muscles = MuscleField(label=_("Also worked"), choices=Muscle.choices, required=False)
    measures = TupleField(label=_("Logged as"), choices=Measure.choices, required=False)

    def _post_clean(self) -> None:
        """The keys are no fields of the form, so their constraints are asked here."""
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance.set_keys()
            self.instance.validate_constraints()
        except forms.ValidationError as error:
            self.add_error(None, error)


class WhoseFilter(admin.SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("library", _("The library's")), ("own", _("A coach's own"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() is None else queryset.filter(author__isnull=self.value() == "library")


@admin.register(Exercise)
class ExerciseAdmin(admin.ModelAdmin):
    form = ExerciseAdminForm
    formfield_overrides = {URLField: {"form_class": LinkField}}
    list_display = ["name", "sport", "status", "author", "level", "pattern", "updated_at"]
    list_filter = ["status", WhoseFilter, "sport", "level", "pattern"]
    list_select_related = ["author"]
    list_per_page = 100
    show_full_result_count = False
    search_fields = ["search_key", "author__email"]
    search_help_text = _("Name, alias, or a coach's email")
    raw_id_fields = ["author"]
    readonly_fields = ["id", "name_key", "created_at", "updated_at"]
    actions = ["accept_suggestions", "decline_suggestions"]
    fieldsets = [
        (None, {"fields": ["name", "sport", "aliases", "status", "author"]}),
        (_("How it is done"), {"fields": ["description", "cues", "video_url"]}),
        (
            _("What it is"),
            {"fields": ["pattern", "level", "muscles", "secondary_muscles", "equipment", "measures", "per_side"]},
        ),
        (_("Record"), {"fields": ["id", "name_key", "created_at", "updated_at"]}),
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None:
            form.base_fields["status"].initial = "library"
        return form

    @admin.action(description=_("Accept into the library"), permissions=["change"])
    def accept_suggestions(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = self._each(request, queryset, library.accept)
        if done:
            self.message_user(request, ngettext("%d exercise accepted.", "%d exercises accepted.", done) % done)

    @admin.action(description=_("Decline the suggestion"), permissions=["change"])
    def decline_suggestions(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = self._each(request, queryset, library.decline)
        if done:
            self.message_user(request, ngettext("%d suggestion declined.", "%d suggestions declined.", done) % done)

    def _each(self, request: HttpRequest, queryset: QuerySet, verb: Callable[[Exercise], None]) -> int:
        """Does the verb to each; what is refused is said, and the others go on."""
        done = 0
        for exercise in queryset:
            try:
                verb(exercise)
                done += 1
            except library.Refused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
        return done
