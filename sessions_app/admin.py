"""Sessions for support: found by name or email, their lines read; they are edited where coaches edit them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sessions_app.models import Session, SessionExercise
from sessions_app.notation import render_prescription


class SessionExerciseInline(admin.TabularInline):
    """Read only: what changes a line outside the builder would have no undo and leave the digest behind."""

    model = SessionExercise
    fields = readonly_fields = ["order", "section", "letter", "exercise", "written_as", "line", "version"]
    ordering = ["order"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("exercise", "group", "session")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("group"))
    def letter(self, row: SessionExercise) -> str:
        return row.group.letter if row.group else ""

    @admin.display(description=_("prescription"))
    def line(self, row: SessionExercise) -> str:
        return render_prescription(row.prescription, row.session.sport or row.exercise.sport)


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):
    list_display = ["name", "sport", "author", "visibility", "kept", "line_count", "updated_at"]
    list_filter = ["sport", "visibility", "kept"]
    list_select_related = ["author"]
    list_per_page = 100
    show_full_result_count = False
    search_fields = ["name", "author__email"]
    raw_id_fields = ["author"]
    date_hierarchy = "created_at"
    fields = ["name", "sport", "author", "visibility", "kept", "effort", "course", "pool_length", "note"]
    readonly_fields = ["id", "copied_from", "version", "created_at", "updated_at"]
    inlines = [SessionExerciseInline]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.fields, *(self.readonly_fields if obj else [])]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(lines=Count("rows"))

    @admin.display(description=_("lines"), ordering="lines")
    def line_count(self, session: Any) -> int:
        return session.lines
