"""What every request passes before it reaches a view."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.http.request import QueryDict
from django.middleware import security
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxMiddleware

from core.editing import Conflict
from core.htmx import came_from
from core.views import conflict, safe_next
from trainhub import views

VERBS = ["GET", "HEAD", "POST"]


# What no page of ours asks a browser for. Passkeys are left as they are by default: for pages of this site.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)


class SecurityMiddleware(security.SecurityMiddleware):
    """Django's, and what it leaves out; for every answer, static files and error pages too.

    HSTS follows PUBLIC_URL instead of how this one request came. Behind a proxy that ends
    TLS the request itself is plain http; browsers ignore the header there, so it does no
    harm where it is not needed.

    What says nothing else about it is kept by nobody but this browser, which asks each time
    whether it still holds: any page may differ with who is signed in. The way back shows
    the page as it was left.
    """

    HEADERS = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "Cache-Control": "private, no-cache",
    }

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:
        try:
            return super().process_request(request)
        except DisallowedHost as error:  # on the way to https: here, so that this answer has the headers too
            return response_for_exception(request, error)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class InputGuard:
    """Refuses with 400 what no database can store, with 405 a verb that no page has, and gives that a sentence.

    Pages and forms need GET, HEAD and POST. Django's own form views would take a PUT for
    a POST, and the admin any verb for a GET: refused here, before anybody looks who asks,
    no view can be surprised by one.

    A NUL byte passes Django's routing and most lookups, and then PostgreSQL's driver
    raises: looked for here, no view has to think of it. Reading the form also brings
    malformed bodies to light before a view runs. Oversized ones are refused unread: Django
    counts text alone, and would keep a file of any size on the disk for anybody who sends it.
    A view that takes larger files says so (`most_bytes`), for who is signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in VERBS and (match := _match(request)):
            return HttpResponseNotAllowed(_offered(match.func), b"Method not allowed\n", content_type="text/plain")
        size = str(request.META.get("CONTENT_LENGTH", ""))
        if size.isdecimal() and int(size) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            most = _most_bytes(request)
            if int(size) > most + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                raise RequestDataTooBig(*filter(None, [most]))  # the page says how much it takes
        if any("\0" in text for text in _texts(request)):
            raise views.NulByte
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and response.status_code == 405 and not response.content:
            return views.wrong_verb(response)
        return response


class LoginRequired(LoginRequiredMiddleware):
    """Django's. A form that met an ended session leads back to the page it stood on: its own address may show none."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        if request.method == "POST" and (page := came_from(request, "")):
            return redirect_to_login(page)
        return super().handle_no_permission(request, view_func)


class Htmx(HtmxMiddleware):
    """django-htmx's. One address may answer a page and parts of it: no cache takes one for the other, not even the
    browser's own on the way back."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = super().__call__(request)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response


class ConflictPage:
    """409 with the way back, wherever a verb met another's change and its view has nothing better to show."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return conflict(request, safe_next(request)) if isinstance(exception, Conflict) else None


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _most_bytes(request: HttpRequest) -> int:
    """How large a file is taken at this address beside the form; 0 where none is that is larger than a form, and for
    whoever is not signed in. The cookie says nothing, anybody makes one up: the session is looked up, here alone."""
    match = _match(request) if request.method == "POST" else None
    most = getattr(getattr(match.func, "view_class", None), "most_bytes", 0) if match else 0
    return most if most and SESSION_KEY in request.session else 0


def _offered(view: Any) -> list[str]:
    """The verbs of an address. A view that is a function does not say: all of them."""
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return VERBS
    own = [verb for verb in ("get", "post") if hasattr(view_class, verb) and verb in view_class.http_method_names]
    return [verb for verb in VERBS if verb.replace("HEAD", "GET").lower() in own]


def _texts(request: HttpRequest) -> Iterable[str]:
    """Every text that came with the request. Reads the form, where there is one."""
    page = unquote(request.headers.get("HX-Current-URL", ""))  # whose query a verb may read
    return chain([request.path_info, page], request.COOKIES.values(), _items(request.GET), _items(request.POST))


def _items(query: QueryDict) -> Iterable[str]:
    for name, values in query.lists():
        yield name
        yield from (value for value in values if isinstance(value, str))
