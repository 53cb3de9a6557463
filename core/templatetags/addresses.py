"""`{% url %}`, remembered: a page asks for twenty addresses, mostly the same, and each was worked out anew.

In the place of Django's own in all templates (TEMPLATES in the settings). What an address depends on is in the key.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template import defaulttags
from django.template.base import Parser, Token
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

register = template.Library()


class URLNode(defaulttags.URLNode):
    def render(self, context: Any) -> str:
        if self.kwargs:
            return super().render(context)
        args = tuple(arg.resolve(context) for arg in self.args)
        where = (_app(context), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
        try:
            address = _address(self.view_name.resolve(context), args, *where)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


def _app(context: Any) -> str | None:
    """As Django finds it: what the view said (the admin does), else where the request led."""
    request = getattr(context, "request", None)
    if hasattr(request, "current_app"):
        return request.current_app  # type: ignore[union-attr]
    match = getattr(request, "resolver_match", None)
    return match.namespace if match else None


@lru_cache(maxsize=1024)
def _address(name: str, args: tuple[Any, ...], current_app: str | None, urlconf: str, _prefix: str | None) -> str:
    return reverse(name, urlconf=urlconf, args=args, current_app=current_app)


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    node = defaulttags.url(parser, token)
    return URLNode(node.view_name, node.args, node.kwargs, node.asvar)
