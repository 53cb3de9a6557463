"""Curation: the library's facts, and what coaches suggest for it.

A curator sees the library and what was suggested. What coaches keep for themselves is seen by those who may see
people; nobody changes it here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import text
from core.admin.filters import by, since
from core.admin.pages import people
from core.editing import Conflict
from exercises import history, library
from exercises.admin.duplicates import DuplicatesAdmin
from exercises.admin.exchange import ExchangeAdmin
from exercises.admin.filters import EquipmentFilter, MuscleFilter, WhoseFilter
from exercises.admin.forms import CuratedForm
from exercises.admin.history import HistoryAdmin
from exercises.admin.merging import MergingAdmin
from exercises.admin.preview import PreviewAdmin
from exercises.admin.suggestions import SuggestionsAdmin, reason_of
from exercises.admin.together import TogetherAdmin
from exercises.importing import formats
from exercises.models import MAX_REASON, Exercise, Status

COACHS = Q(author__isnull=False)
SUGGESTED = Q(status__in=[Status.SUGGESTED, Status.DECLINED])


def sees_people(request: HttpRequest) -> bool:
    return request.user.has_perm("accounts.view_user")


class Verb(NamedTuple):
    """A verb as a button on the page of an exercise in this state."""

    act: Callable[[Exercise], None]
    state: Status
    label: Any
    done: Any


VERBS = {
    "_accept": Verb(library.accept, Status.SUGGESTED, _("Save and accept"), _("“%s” is in the library.")),
    "_decline": Verb(library.decline, Status.SUGGESTED, _("Save and decline"), _("“%s” is declined.")),
    "_archive": Verb(library.archive, Status.LIBRARY, _("Save and archive"), _("“%s” is no longer offered.")),
    "_restore": Verb(library.restore, Status.ARCHIVED, _("Save and offer again"), _("“%s” is offered again.")),
}


@admin.register(Exercise)
class ExerciseAdmin(
    SuggestionsAdmin, DuplicatesAdmin, MergingAdmin, ExchangeAdmin, TogetherAdmin, PreviewAdmin, HistoryAdmin
):
    form = CuratedForm
    change_form_template = "admin/exercises/exercise/form.html"
    change_list_template = "admin/exercises/exercise/list.html"
    list_display = ["called", "sport", "status", "whose", "level", "pattern", "updated_at"]
    list_only = ["name", "name_key", "sport", "status", "level", "pattern", "updated_at", "author"]
    list_prefetch = [people("author")]
    list_filter = [
        by("status"), WhoseFilter, by("sport"), MuscleFilter, EquipmentFilter, by("pattern"), by("level"),
        since("updated_at"),
    ]  # fmt: skip
    sortable_by = ["called", "sport", "status", "level", "pattern", "updated_at"]
    search_fields = ["search_key"]
    search_help_text = _("Beginnings of words of the name or an alias.")
    actions = ["change_together", "accept_suggestions", "decline_suggestions", "archive", "restore"]
    readonly_fields = ["status", "whose", "author", "id", "name_key", "curated_at", "created_at", "updated_at"]
    new_fieldsets = [
        (None, {"fields": ["name", "sport", "aliases"]}),
        (_("How it is done"), {"fields": ["description", "cues", "caution", "easier", "video_url"]}),
        (
            _("What it is"),
            {"fields": ["pattern", "level", "muscles", "secondary_muscles", "equipment", "measures", "per_side"]},
        ),
    ]

    # --- who sees and changes what ---

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        every = super().get_queryset(request)
        return every if sees_people(request) else every.filter(~COACHS | SUGGESTED)

    def has_change_permission(self, request: HttpRequest, obj: Exercise | None = None) -> bool:
        theirs = obj is not None and not obj.is_for_curators
        return super().has_change_permission(request, obj) and not theirs

    def about(self, request: HttpRequest, obj: Exercise | None) -> Any:
        if obj is None or obj.is_library:
            return ""
        if obj.status == Status.SUGGESTED:
            return _(
                "A coach suggests this. Mend it if it needs it, then accept or decline; it stays theirs until then."
            )
        return _("This is a coach's own. It is changed where they change it, not here.")

    def get_fieldsets(self, request: HttpRequest, obj: Exercise | None = None) -> Any:
        if obj is None:
            return self.new_fieldsets
        whose = "author" if sees_people(request) else "whose"
        record = {"fields": ["status", whose, "id", "name_key", "curated_at", "created_at", "updated_at"]}
        return [*self.new_fieldsets, (_("Record"), record)]

    def get_view_on_site_url(self, obj: Exercise | None = None) -> str | None:
        """Only what staff can see there too, where they are coaches like any other."""
        return super().get_view_on_site_url(obj) if obj is not None and obj.is_library else None

    # --- search ---

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        page = super().get_changelist_instance(request)
        if sees_people(request):
            page.search_help_text = gettext(
                "Beginnings of words of the name or an alias, or a coach's email with its @."
            )
        return page

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if "@" in search_term and sees_people(request):
            return queryset.filter(author__email_key__contains=text.key(search_term)), False
        return queryset.search(search_term), False

    # --- what is shown ---

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        given = request.GET.copy()
        filters = {}
        for name in formats.WRITTEN:
            given["format"] = name
            filters[name] = given.urlencode()
        shown = {"may_curate": self.has_change_permission(request), "exports": filters}
        return super().changelist_view(request, shown | (extra_context or {}))

    @admin.display(description=_("name"), ordering="name_key")
    def called(self, exercise: Exercise) -> str:
        return exercise.name

    @admin.display(description=_("whose"))
    def whose(self, exercise: Exercise) -> str:
        """By name and not by email, which is not a curator's to see."""
        return str(_("Library")) if exercise.author is None else exercise.author.byline

    def beside(self, request: HttpRequest, obj: Exercise | None) -> dict[str, Any]:
        said = super().beside(request, obj)
        if obj is not None:
            said["used"] = self.used(request, obj)
            if self.has_change_permission(request, obj):
                said["verbs"] = [(name, verb.label) for name, verb in VERBS.items() if verb.state == obj.status]
                said |= {"most": MAX_REASON, "status": obj.status}
        return said

    # --- what is done: by the verbs of the library, and kept in the history ---

    def save_model(self, request: HttpRequest, obj: Exercise, form: Any, change: bool) -> None:
        """What was saved as it was is not curated yet: the catalogue may still correct it."""
        try:
            library.curate(obj) if form.has_changed() else library.save(obj)
        except library.Refused as refusal:  # the form was content: somebody was faster
            raise Conflict from refusal

    def delete_model(self, request: HttpRequest, obj: Exercise) -> None:
        try:
            library.delete(obj)
        except library.Refused as refusal:  # the page before would have said so
            raise Conflict from refusal

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for exercise in queryset:
            self.delete_model(request, exercise)

    def response_change(self, request: HttpRequest, obj: Exercise) -> HttpResponse:
        """The form is saved; a button of a verb does its verb too. Where that is refused, the form stays to mend it."""
        name = next((name for name in VERBS if name in request.POST), "")
        if not name:
            return super().response_change(request, obj)
        verb, said = VERBS[name].act, str(VERBS[name].label)
        if name == "_decline" and (because := reason_of(request)):
            verb, said = partial(library.decline, because=because), _("Declined: %(because)s") % {"because": because}
        if not self.did(request, obj, verb, said):
            return redirect(request.get_full_path())
        self.message_user(request, VERBS[name].done % obj.name)
        return self.response_post_save_change(request, obj)

    def log_change(self, request: HttpRequest, obj: Exercise, message: Any) -> Any:
        """A verb that came with no other change is one entry, not two."""
        if message or not VERBS.keys() & request.POST.keys():
            super().log_change(request, obj, message)

    @admin.action(description=_("Accept into the library"), permissions=["change"])
    def accept_suggestions(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = self._each(request, queryset, library.accept, _("Accepted."))
        if done:
            self.message_user(request, ngettext("%d exercise accepted.", "%d exercises accepted.", done) % done)

    @admin.action(description=_("Decline the suggestion"), permissions=["change"])
    def decline_suggestions(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = self._each(request, queryset, library.decline, _("Declined."))
        if done:
            self.message_user(request, ngettext("%d suggestion declined.", "%d suggestions declined.", done) % done)

    @admin.action(description=_("Archive: no longer offered, stays where it is used"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        theirs = queryset.filter(COACHS).count()
        done = self._each(request, queryset.filter(status=Status.LIBRARY), library.archive, _("Archived."))
        self.message_user(request, ngettext("%d exercise archived.", "%d exercises archived.", done) % done)
        if theirs:
            self.message_user(request, _("What is a coach's own is archived by the coach."), messages.WARNING)

    @admin.action(description=_("Offer again what is archived"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet) -> None:
        archived = queryset.filter(~COACHS, status=Status.ARCHIVED)
        done = self._each(request, archived, library.restore, _("Offered again."))
        self.message_user(request, ngettext("%d exercise offered again.", "%d exercises offered again.", done) % done)

    def _each(self, request: HttpRequest, queryset: QuerySet, verb: Callable[[Exercise], None], done: Any) -> int:
        """Does the verb to each; what is refused is said, and the others go on."""
        for exercise in (exercises := list(queryset.select_related("author"))):
            exercise.stood = history.stood(exercise)
        return sum(self.did(request, exercise, verb, str(done)) for exercise in exercises)
