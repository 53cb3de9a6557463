"""Small things that the templates ask for."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles.storage import staticfiles_storage

from core.htmx import UNDO_TAG, own_page

register = template.Library()

THEMES = ("system", "light", "dark")
THEME_COOKIE = "theme"


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any]) -> str:
    """The signed-in person's theme, else the cookie's, else the system's. Error pages have no request."""
    request = context.get("request")
    if request is None:
        return "system"
    user = getattr(request, "user", None)
    chosen = getattr(user, "theme", None) or request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "system"


@register.simple_tag(takes_context=True)
def section(context: dict[str, Any]) -> str:
    """Whose page it is, or is said to be by `belongs_to`: the current entry of the navigation."""
    match = getattr(context.get("request"), "resolver_match", None)
    return str(context.get("belongs_to") or (match.namespace if match else ""))


@register.filter
def undo_url(message: Message) -> str:
    """The address that takes back what a message reports; "" if nothing can."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(UNDO_TAG) for tag in tags if tag.startswith(UNDO_TAG)), "")


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's own query string with some values replaced ("" or None removes one): links of filters and pages."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            values.pop(name, None)
        else:
            values[name] = value
    return f"?{values.urlencode()}" if values else "?"


@register.simple_tag(takes_context=True)
def back(context: dict[str, Any], fallback: str) -> str:
    """The page that led here, if it said so (`?back=/programs/c…/`); else `fallback`."""
    request = context["request"]
    return own_page(request, request.GET.get("back", ""), fallback)


@register.simple_tag
def base_styles() -> list[str]:
    """The stylesheets of every page: one in service; one by one where they are served as they are written.

    (Not by their @import there: axe cannot look into those under our content policy.)
    """
    if getattr(staticfiles_storage, "is_bundled", False):
        return ["css/base.css"]
    listed = (settings.BASE_DIR / "static" / "css" / "base.css").read_text()
    return [f"css/{name}" for name in re.findall(r'^@import "([^"]+)"', listed, re.M)]


@register.filter
def first_sentence(text: str) -> str:
    """What stands before the first full stop that ends something."""
    return text.split("\n")[0].partition(". ")[0]
