"""Programs for support: found by name or email. Their weeks are edited where coaches edit them, with undo."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.models import Program, ProgramSession, ProgramWeek


class ReadOnlyInline(admin.TabularInline):
    """What changes outside the builder would have no undo."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ProgramWeekInline(ReadOnlyInline):
    model = ProgramWeek
    fields = readonly_fields = ["number", "phase", "is_deload", "notes"]


class ProgramSessionInline(ReadOnlyInline):
    model = ProgramSession
    fields = readonly_fields = ["week", "day", "order", "session", "adjustment", "time_of_day", "version"]
    ordering = ["week", "day", "order"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("session")


@admin.register(Program)
class ProgramAdmin(admin.ModelAdmin):
    list_display = ["name", "sport", "author", "duration_weeks", "visibility", "is_template", "placed", "updated_at"]
    list_filter = ["sport", "visibility", "is_template", "difficulty"]
    list_select_related = ["author"]
    list_per_page = 100
    show_full_result_count = False
    search_fields = ["name", "author__email"]
    raw_id_fields = ["author"]
    date_hierarchy = "created_at"
    fields = ["name", "sport", "author", "description", "day_names", "difficulty", "visibility", "is_template"]
    readonly_fields = ["id", "duration_weeks", "copied_from", "version", "created_at", "updated_at"]
    inlines = [ProgramWeekInline, ProgramSessionInline]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.fields, *(self.readonly_fields if obj else [])]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(placed_count=Count("placings"))

    @admin.display(description=_("sessions"), ordering="placed_count")
    def placed(self, program: Any) -> int:
        return program.placed_count

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
