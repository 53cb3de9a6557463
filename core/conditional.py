"""A page that is as the browser has it already is not made again: 304, and nothing is rendered.

    return unless_unchanged(request, stamp, lambda: render(request, ...))

`stamp` says what stands in the database of what the page shows (core.stamps): all of it. What else a page may depend on
is looked at here: who reads it and every setting of theirs, the language, all cookies (theme, zoom, the secret of the
forms' tokens), whether a part is asked for, and the release. A page that has something to say once, a message, is
always made, and gets no tag: it holds for no second time.

Browsers keep such a page for themselves and ask each time (`private, no-cache`, trainhub.middleware).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

PART = ("HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request")


def unless_unchanged(request: HttpRequest, stamp: str, build: Callable[[], HttpResponse]) -> HttpResponse:
    """304 to a browser that has this page as it is now, else the page. `stamp` was read before any of the page is."""
    tag = None if settings.DEBUG or len(get_messages(request)) else etag(request, stamp)
    response = (tag and get_conditional_response(request, etag=tag)) or build()
    if tag and response.status_code in (200, 304):
        response["ETag"] = tag
    return response


def etag(request: HttpRequest, stamp: str) -> str:
    """Weak: two answers with it mean the same, but for the tokens in their forms, which are valid alike."""
    user = request.user
    person = [str(getattr(user, field.attname)) for field in user._meta.concrete_fields] if user.pk else []
    asked = [request.build_absolute_uri(), *(request.headers.get(name, "") for name in PART)]
    told = [release(), str(get_language()), request.META.get("HTTP_COOKIE", ""), *asked, *person, stamp]
    return f'W/"{salted_hmac(__name__, repr(told), algorithm="sha256").hexdigest()[:32]}"'


@cache
def release() -> str:
    """Of the code, the templates and the styles that this process runs with: another one makes other pages."""
    parts = [django.__version__, settings.TIME_ZONE, settings.STATIC_URL]
    parts += [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in sorted(_sources())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _sources() -> Iterator[Path]:
    folders = [Path(app.path) for app in apps.get_app_configs()]
    own = [folder for folder in folders if folder.parent == settings.BASE_DIR]
    for folder in (*own, settings.BASE_DIR / "templates"):
        for place, _folders, names in os.walk(folder):
            yield from (Path(place, name) for name in names if name.endswith((".py", ".html", ".mo")))
    yield Path(os.__file__).parent
    yield Path(django.__file__).parent.parent  # another package was installed, or another one of the same
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        yield manifest
