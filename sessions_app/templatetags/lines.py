"""The lines of a session, each rendered once for as long as it looks the same."""

from __future__ import annotations

import secrets
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sessions_app.lines import LineFace, RowView
from sessions_app.models import Section

register = template.Library()

# Stands where the form's token goes, which is another one at each request. Nobody can write it into a name.
_TOKEN = secrets.token_hex(20)


@register.simple_tag(takes_context=True)
def session_line(context: dict[str, Any], row: RowView) -> SafeString:
    """One line; for whoever may change the session its forms."""
    page = context["page"]
    html = render_line(row.face, page.session.pk, page.editable, get_language())
    return mark_safe(html.replace(_TOKEN, str(context.get("csrf_token", ""))))  # noqa: S308


# A face is a frozen value and everything the line shows is in the key, so nothing here can be stale or somebody else's.
@lru_cache(maxsize=256)
def render_line(face: LineFace, session: str, editable: bool, language: str) -> str:
    page = {"editable": editable, "sections": Section}
    context = {"row": face, "page": page, "session": SimpleNamespace(pk=session), "csrf_token": _TOKEN}
    return get_template("sessions/_line.html").render(context)
