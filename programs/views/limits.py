"""How often files are asked for, before it is a 429. Whoever may read a thing may ask, signed in or not."""

from __future__ import annotations

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest, HttpResponse

# A year takes seconds to write, and a public program is anybody's to ask for; a gym shares one address.
# Calendars of many people are asked for by the same machines: of a feed that is made, each has its own rate.
RATES = {"download": "120/h/ip", "small_file": "600/h/ip", "feed": "120/h/key"}


def refused(request: HttpRequest, action: str, key: str | None = None) -> HttpResponse | None:
    """The answer to who asked too often; else it is counted. A rate by key is that of a thing, whoever asks for it."""
    if consume(request, app="programs", action=action, key=key, config=RATES, limit_get=True):
        return None
    return ratelimit.respond_429(request)
