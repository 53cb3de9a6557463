"""What a verb answers: part of the page to htmx, a redirect to everybody else. And where the way leads on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

# How a message carries the address of its undo through a redirect (see the filter `undo_url`).
UNDO_TAG = "undo:"


def is_partial(request: HttpRequest) -> bool:
    """Does the page want only a part? Not when htmx loads a whole page (boost, history)."""
    details = getattr(request, "htmx", None)
    return bool(details) and not details.boosted and not details.history_restore_request


def own_page(request: HttpRequest, address: str, fallback: str) -> str:
    """An address that a request names, if it is one of a page of this site."""
    hosts = {request.get_host()}
    allowed = url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())
    # `redirect` takes a word without a slash for the name of a view
    return address if address.startswith("/") and allowed else fallback


def own_address(request: HttpRequest, address: str) -> str:
    """Path and query of a whole address that a header names, if it is one of this site; else nothing.

    Taken apart by hand: to Python's own reader some of what may stand there is an error.
    """
    host, _slash, path = address.partition("://")[2].partition("#")[0].partition("/")
    return own_page(request, f"/{path}", "") if host == request.get_host() else ""


def came_from(request: HttpRequest, fallback: str) -> str:
    """The page of this site that led here."""
    return own_address(request, request.headers.get("referer", "")) or fallback


def respond(
    request: HttpRequest,
    template: str | Sequence[str],
    context: Mapping[str, Any],
    redirect_to: Any,
    message: str | None = None,
    undo_url: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answers a verb.

    htmx gets the named template or templates (`page.html#partial` works; parts after the first carry
    their own `hx-swap-oob`) with `status`, and the message as a toast. Without htmx the message waits
    for the next page and the answer is a redirect to `redirect_to`: anything that `redirect` takes.
    """
    if is_partial(request):
        names = [template] if isinstance(template, str) else template
        parts = (render_to_string(name, dict(context), request) for name in names)
        response = HttpResponse("".join(parts), status=status)
        if message:
            trigger_client_event(response, "toast", toast(message, undo_url, status))
        return response
    if message:
        level = messages.SUCCESS if status < 400 else messages.ERROR
        messages.add_message(request, level, message, extra_tags=f"{UNDO_TAG}{undo_url}" if undo_url else "")
    return redirect(redirect_to)


def toast(message: str, undo_url: str | None = None, status: int = 200) -> dict[str, str]:
    """The detail of the browser's `toast` event."""
    return {"message": str(message), "undo": str(undo_url or ""), "level": "success" if status < 400 else "error"}
