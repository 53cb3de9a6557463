"""Dates and words as the signed-in person reads them; what is left of a sign-in; when their browser was last here."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import devices, pending


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


class PendingSignInMiddleware:
    """Forgets a sign-in that waits for a code, when what it began with no longer holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and pending.has_ended(request):
            request.session.flush()
            messages.info(request, _("That sign-in has ended. Begin again."))
        return self.get_response(request)


class LastSeenMiddleware:
    """Writes down every ten minutes that a session is in use, for the list of devices.

    In place of allauth's, which writes on each request. A session that has no row yet gets one here,
    so that it can be signed out from elsewhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if signed_in and devices.is_due(request.session):
            self.write(request)
        return self.get_response(request)

    def write(self, request: HttpRequest) -> None:
        try:
            UserSession.objects.create_from_request(request)
        except (DatabaseError, PermissionDenied):
            return  # a page is read also where nothing can be written, or the address is not known
        devices.mark_seen(request.session)
