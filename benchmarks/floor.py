"""The floor: bare views behind the same middleware and sign-in that return the same bytes. And the site itself.

The bytes are read from a file at each request, so that a worker that serves the floor keeps none of them.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.text import slugify

from trainhub import urls

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def body_file(name: str) -> Path:
    return Path(os.environ["TRAINHUB_BENCH_FLOOR"]) / slugify(name)


def address(name: str, is_open: bool) -> str:
    return f"/{'open-floor' if is_open else 'floor'}/{slugify(name)}/"


def floor(request: HttpRequest, name: str) -> HttpResponse:
    """For whom the middleware lets in."""
    return HttpResponse(body_file(name).read_bytes())


@login_not_required
def open_floor(request: HttpRequest, name: str) -> HttpResponse:
    """For pages that ask nobody who they are."""
    return HttpResponse(body_file(name).read_bytes())


urlpatterns = [
    path("floor/<slug:name>/", floor),
    path("open-floor/<slug:name>/", open_floor),
    path("", include(urls.urlpatterns)),  # type: ignore[arg-type]
]
