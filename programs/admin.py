"""Programs for support: found by name or email, and read; taken out of public view where that must be."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Visibility
from core.admin.filters import by, since
from core.admin.pages import DocumentAdmin, ReadingInline
from programs import documents
from programs.models import Program, ProgramSession, ProgramWeek


class ProgramWeekInline(ReadingInline):
    model = ProgramWeek
    fields = readonly_fields = ["number", "phase", "is_deload", "notes", "version"]


class ProgramSessionInline(ReadingInline):
    model = ProgramSession
    fields = readonly_fields = ["week", "day", "order", "session", "adjustment", "time_of_day", "notes", "version"]
    ordering = ["week", "day", "order"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("session")


@admin.register(Program)
class ProgramAdmin(DocumentAdmin):
    list_display = [
        "name",
        "sport",
        "author",
        "duration_weeks",
        "visibility",
        "is_template",
        "updated_at",
        "created_at",
    ]
    list_only = list_display
    list_filter = [
        by("sport"), by("visibility"), by("is_template"), by("difficulty"), since("updated_at"), since("created_at"),
    ]  # fmt: skip
    sortable_by = ["name", "duration_weeks", "updated_at", "created_at"]
    fields = readonly_fields = [
        "name", "sport", "author", "description", "duration_weeks", "day_names", "difficulty", "visibility",
        "is_template", "id", "copied_from", "version", "created_at", "updated_at",
    ]  # fmt: skip
    inlines = [ProgramWeekInline, ProgramSessionInline]
    actions = ["hide"]

    def has_hide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("programs.change_program")

    @admin.action(description=_("Take out of public view (make a draft)"), permissions=["hide"])
    def hide(self, request: HttpRequest, queryset: QuerySet) -> None:
        """By the coach's own verb, so that it stands among the steps."""
        shown = list(queryset.exclude(visibility=Visibility.PRIVATE))
        for program in shown:
            documents.set_visibility(program, request.user, Visibility.PRIVATE)
            self.log_change(request, program, str(_("Taken out of public view.")))
        done = len(shown)
        self.message_user(request, ngettext("%d program is a draft now.", "%d programs are drafts now.", done) % done)
