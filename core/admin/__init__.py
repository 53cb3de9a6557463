"""Steps that people took, for support: what happened to a document, and when. Nothing of it is changed here."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.filters import since
from core.admin.pages import ReadingAdmin, UpTo, people
from core.models import Change


@admin.register(Change)
class ChangeAdmin(ReadingAdmin):
    list_display = ["label", "user", "document_type", "document_id", "number", "undone_at", "created_at"]
    list_only = ["label", "user", "document_type", "document_id", "number", "undone_at", "created_at"]
    list_filter = [since("created_at")]
    paginator = UpTo
    list_prefetch = [people("user")]
    search_fields = ["=document_id", "user__email"]
    search_help_text = _("A document's id, or a coach's email")
    ordering = ["-created_at", "-id"]
    sortable_by: list[str] = []
    fields = readonly_fields = [
        "id", "user", "label", "document_type", "document_id", "number", "before", "after", "undone_at",
        "created_at", "updated_at",
    ]  # fmt: skip
