"""Links that take one value out of a filter or put one in."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def without(context: dict[str, Any], name: str, value: str) -> str:
    """The page's query string without one value of a filter that may have several."""
    return _query(context, name, lambda values: [other for other in values if other != value])


@register.simple_tag(takes_context=True)
def including(context: dict[str, Any], name: str, value: str) -> str:
    return _query(context, name, lambda values: [*values, value])


def _query(context: dict[str, Any], name: str, change: Any) -> str:
    values = context["request"].GET.copy()
    values.setlist(name, change(values.getlist(name)))
    for name in ("after", "show"):
        values.pop(name, None)
    return f"?{values.urlencode()}"
