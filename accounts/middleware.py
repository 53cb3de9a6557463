"""Dates and words as the signed-in person reads them."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation


class PreferencesMiddleware:
    """Activates the person's time zone and language for one request.

    Only where a session cookie came: asking for the user would mark every
    anonymous answer as different for each cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if user is None or not user.is_authenticated:
            return self.get_response(request)
        with timezone.override(_zone(user.time_zone)), translation.override(user.locale):
            return self.get_response(request)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that name; UTC if this machine's database has lost it."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
