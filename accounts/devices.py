"""Where a person is signed in: each browser in plain words, and signing it out."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

# When a session was last written down as seen, kept in it, so that asking costs no query.
SEEN = "seen_at"
EVERY = 10 * 60  # seconds: a write on each page would cost more than the minute is worth

# The first that fits: most browsers also claim to be Chrome or Safari, most phones to be Linux or a Mac.
BROWSERS = [
    (r"\bEdgA?(iOS)?/", "Edge"),
    (r"\b(OPR|OPT|OPX)/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bVivaldi/", "Vivaldi"),
    (r"\b(Firefox|FxiOS)/", "Firefox"),
    (r"\b(Chrome|CriOS|Chromium|HeadlessChrome)/", "Chrome"),
    (r"\bVersion/[\d.]+.*\bSafari/", "Safari"),
]
SYSTEMS = [
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bWindows\b", "Windows"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bMacintosh\b|\bMac OS X\b", "Mac"),
    (r"\bLinux\b|\bX11\b", "Linux"),
]


def _first(names: list[tuple[str, str]], agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")


def describe(agent: str) -> str:
    """A user agent in plain words: `Firefox on Windows`. It is what the browser claims, so a hint and no proof."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def is_handheld(agent: str) -> bool:
    return _first(SYSTEMS, agent) in {"iPhone", "iPad", "Android"}


@dataclass(frozen=True)
class Device:
    """One session. `seen` is exact to EVERY seconds."""

    pk: int
    name: str
    ip: str
    since: datetime
    seen: datetime
    is_this: bool
    is_handheld: bool


def mark_seen(session: Any) -> None:
    session[SEEN] = int(time.time())


def is_due(session: Any) -> bool:
    """Is it time to write down again that this session is in use?"""
    return time.time() - session.get(SEEN, 0) >= EVERY


def on_signed_in(sender: Any, request: Any, **kwargs: Any) -> None:
    """allauth wrote the row at this moment."""
    mark_seen(request.session)


def devices_of(user: Any, this: str | None) -> list[Device]:
    """The sessions that still open the account, this one first. Rows of ended ones are cleared away.

    Three queries for any number of them, where allauth's own list takes three for each.
    """
    rows = list(UserSession.objects.filter(user_id=user.pk).order_by("-last_seen_at", "-pk"))
    alive = _open_sessions(user, [row.session_key for row in rows])
    if ended := [row.pk for row in rows if row.session_key not in alive]:
        UserSession.objects.filter(pk__in=ended).delete()
    devices = [
        Device(
            row.pk,
            describe(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
            row.session_key == this,
            is_handheld(row.user_agent),
        )
        for row in rows
        if row.session_key in alive
    ]
    return sorted(devices, key=lambda device: not device.is_this)


def _open_sessions(user: Any, keys: list[str]) -> set[str]:
    """A new password ends the others by itself: their hash no longer fits."""
    stored = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    decoded = {session.session_key: session.get_decoded() for session in stored}
    mine = user.get_session_auth_hash()
    return {
        key
        for key, data in decoded.items()
        if data.get(SESSION_KEY) == user.pk and constant_time_compare(data.get(HASH_SESSION_KEY, ""), mine)
    }


def sign_out(user: Any, this: str | None, pk: int | None = None) -> int:
    """Ends the session of that row, or all of them; never this one. Returns how many were ended."""
    rows = UserSession.objects.filter(user_id=user.pk).exclude(session_key=this or "")
    if pk is not None:
        rows = rows.filter(pk=pk)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(session_key__in=keys).delete()
    return len(keys)
