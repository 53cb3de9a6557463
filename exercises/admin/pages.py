"""Pages of our own beside Django's, in the same frame."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from core.admin.pages import BaseAdmin


class PagesAdmin(BaseAdmin):
    def page(
        self, request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        """`name`: that of its template. With `original`, its way back leads over that exercise."""
        frame = self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/exercises/exercise/{name}.html", frame | context, status=status)
