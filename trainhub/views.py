"""What belongs to no app: health and the error pages."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


class NulByte(BadRequest):
    """A text came with a NUL byte, which PostgreSQL cannot store."""


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For load balancers: asks the database, touches no session."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _page(status: int, sentence: str, template: str = "", request: HttpRequest | None = None) -> HttpResponse:
    """An error page saying one sentence.

    The request is left out where reading it is what failed: Django's own 400 page reads
    the form again and answers 500 to one in UTF-16.
    """
    context = {"status": status, "sentence": sentence}
    return HttpResponse(loader.render_to_string(template or f"{status}.html", context, request), status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _page(413, _("That is more than TrainHub takes at once. Send it in smaller parts."), "400.html")
    if isinstance(exception, NulByte):
        return _page(400, _("The address or the form holds a character (NUL) that no text can hold."))
    return _page(400, _("TrainHub could not read this request. Go back and try again."))


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(403, _("You can look at this, but it is not yours to change."), request=request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("This form was open for too long, or cookies are off. Load the page again and send it once more.")
    return _page(403, sentence, "403_csrf.html")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(404, _("There is nothing here, or it is not yours to see."), request=request)


def wrong_verb(refused: HttpResponse) -> HttpResponse:
    """A page for a 405. Mostly the address is that of a button, and somebody opened it."""
    offered = refused.headers.get("Allow", "")
    sentence = _("This address takes a form, so there is no page to look at. Go back and use the button.")
    if "GET" in offered:
        sentence = _("This address gives a page and takes no request of this kind. Go back and try again.")
    response = _page(405, sentence, "400.html")
    response.headers["Allow"] = offered
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    sentence = _("Something broke on our side. What you saved before is safe.")
    try:
        return _page(500, sentence)
    except Exception:  # what broke may be the templates themselves
        return HttpResponse(sentence, status=500, content_type="text/plain; charset=utf-8")
