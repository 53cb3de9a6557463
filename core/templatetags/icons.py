"""Our drawn icons: one sprite file, `static/img/icons.svg`, one `<use>` for each icon on a page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SPRITE = "img/icons.svg"

# Sport -> (symbol of the sprite, class that carries its colour)
SPORTS = {
    "strength": ("barbell", "sp-strength"),
    "running": ("runner", "sp-running"),
    "cycling": ("bike", "sp-cycling"),
    "swimming": ("swimmer", "sp-swimming"),
    "rowing": ("boat", "sp-rowing"),
    "mobility": ("seated", "sp-mobility"),
    "team_sports": ("ball", "sp-team"),
    "other": ("pulse", "sp-other"),
}
MIXED = ("stack", "sp-mixed")


@cache
def icon_names() -> frozenset[str]:
    """Names of all symbols in the sprite."""
    path = finders.find(SPRITE)
    if not isinstance(path, str):
        raise FileNotFoundError(SPRITE)
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', Path(path).read_text()))


@cache
def render(name: str, classes: str = "i", label: str = "") -> SafeString:
    """The markup of one icon, worked out once per process. Raises KeyError for a name that is not drawn."""
    if name not in icon_names():
        raise KeyError(f"No icon is called {name!r}")
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
            classes,
            label,
            mark_safe(href),  # noqa: S308
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, mark_safe(href))  # noqa: S308


@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """`{% icon "plus" %}`; `extra` adds classes, `label` makes it speak (else it is decoration)."""
    return render(name, f"i {extra}" if extra else "i", str(label))


@register.simple_tag
def sport_icon(sport: str | None, extra: str = "", label: str = "") -> SafeString:
    """The icon of a sport; None or "" (several sports) shows a stack."""
    return render(SPORTS.get(sport or "", MIXED)[0], f"i {extra}" if extra else "i", str(label))


@register.filter
def sport_class(sport: str | None) -> str:
    """`sp-strength` and so on: the class that gives an element its sport's colours."""
    return SPORTS.get(sport or "", MIXED)[1]
