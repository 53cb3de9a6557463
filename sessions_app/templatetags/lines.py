"""The lines of a session, each rendered once for as long as it looks the same."""

from __future__ import annotations

import secrets
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sessions_app import profile
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


# Of bars and rows there are hundreds: a loop of the template over them would cost more than all the rest of the page.


@register.simple_tag
def effort_bars(chart: profile.Chart) -> SafeString:
    """A bar for each set. Numbers as they are, whatever the language."""
    bars = (
        f'<rect class="{bar.kind}" data-row="{bar.row}" x="{bar.x}%" width="{bar.width}%" y="{bar.y}"'
        f' height="{bar.height}"/>'
        for bar in chart.bars
    )
    return mark_safe("".join(bars))  # noqa: S308 - numbers, and classes of ours


@register.simple_tag
def chart_rows(page: Any) -> SafeString:
    """The rows of the table that says what a chart shows."""
    rows = (
        f'<tr><th scope="row">{escape(row.name)}</th><td>{row.sets}</td><td>{escape(row.time)}</td>'
        f"<td>{escape(row.effort)}</td></tr>"
        for row in page.chart_rows
    )
    return mark_safe("".join(rows))  # noqa: S308 - escaped above
