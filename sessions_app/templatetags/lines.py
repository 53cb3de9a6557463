"""The lines of a session, from a stencil; and what there are hundreds of in its charts."""

from __future__ import annotations

import html
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.stencils import Stencil
from core.templatetags.icons import icon
from sessions_app import profile
from sessions_app.lines import RowView
from sessions_app.models import Section
from sessions_app.notation import GUESSED, NOTE, Chip

register = template.Library()

# What lines say each for itself.
_SAID = ("pk", "version", "index", "number", "label", "name", "text", "sub", "exercise_url")


@register.simple_tag(takes_context=True)
def session_line(context: dict[str, Any], row: RowView) -> SafeString:
    """One line; for whoever may change the session its forms. They are hundreds, and all alike."""
    page, token = context["page"], str(context.get("csrf_token", ""))
    if row.error or row.theirs or row.fixes:
        own = _context(row, page.session.pk, page.editable, token)
        return mark_safe(get_template(TEMPLATE).render(own))  # noqa: S308 - a template's
    said = {name: html.escape(str(getattr(row, name))) for name in _SAID}
    said |= {"session": page.session.pk, "chips": line_chips(row.chips), "token": token}
    shape = {"has_label": bool(row.label), "section": row.section}
    shape |= {"is_group_first": row.is_group_first, "is_section_first": row.is_section_first}
    return mark_safe(_LINE(said, editable=page.editable, language=get_language(), **shape))  # noqa: S308 - a template's


def _context(row: Any, session: str, editable: bool, token: str) -> dict[str, Any]:
    page = {"editable": editable, "sections": Section}
    return {"row": row, "page": page, "session": SimpleNamespace(pk=session), "csrf_token": token}


def _of_shape(one: dict[str, Any]) -> dict[str, Any]:
    row = one | {"chips": [one["chips"]], "label": one["label"] if one["has_label"] else ""}
    return _context(row, one["session"], one["editable"], one["token"])


TEMPLATE = "sessions/_line.html"
_LINE = Stencil(TEMPLATE, *_SAID, "session", "chips", "token", shapes=64, context=_of_shape)


@register.simple_tag
def line_chips(chips: Iterable[Chip | SafeString]) -> SafeString:
    """How a line reads: what was understood, guessed, not understood. What is rendered already stays as it is."""
    return mark_safe("".join(chip if isinstance(chip, SafeString) else _chip(chip) for chip in chips))  # noqa: S308


def _chip(chip: Chip) -> str:
    if chip.status == NOTE:
        return format_html('<li class="chip chip-amber">{}{}</li>', icon("warning"), chip.text)
    if chip.status == GUESSED:
        return format_html('<li class="chip chip-guessed" title="{}">{}</li>', _("Guessed from the sport"), chip.text)
    return f'<li class="chip">{html.escape(chip.text)}</li>'


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
        f'<tr><th scope="row">{html.escape(row.name)}</th><td>{row.sets}</td><td>{html.escape(row.time)}</td>'
        f"<td>{html.escape(row.effort)}</td></tr>"
        for row in page.chart_rows
    )
    return mark_safe("".join(rows))  # noqa: S308 - escaped above
