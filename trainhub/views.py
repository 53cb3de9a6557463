"""What belongs to no app: health and the error pages."""

import sys
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from core.htmx import toast
from trainhub.observability import failures, trace


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


def _page(
    status: int, sentence: str, template: str = "", request: HttpRequest | None = None, **context: Any
) -> HttpResponse:
    """An error page saying one sentence.

    The request is left out where reading it is what failed: Django's own 400 page reads
    the form again and answers 500 to one in UTF-16.
    """
    context |= {"status": status, "sentence": sentence}
    return HttpResponse(loader.render_to_string(template or f"{status}.html", context, request), status=status)


def _told(asked: HttpRequest, status: int, sentence: str, template: str = "", **rendered: Any) -> HttpResponse:
    """The page; and to htmx, which shows no error page, its sentence as a toast, and that a change was not made."""
    response = _page(status, sentence, template, **rendered)
    if asked.headers.get("HX-Request"):
        if asked.method not in {"GET", "HEAD"}:
            sentence = f"{sentence} {_('Nothing of this was saved.')}"
        trigger_client_event(response, "toast", toast(sentence, status=status))
    return response


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig) and isinstance(most := next(iter(exception.args), None), int):
        sentence = _("A file has at most %(mb)s MB here; this one has more, and nothing of it was read.")
        return _told(request, 413, sentence % {"mb": most // 1_000_000}, "400.html")
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _told(request, 413, _("That is more than TrainHub takes at once. Send it in smaller parts."), "400.html")
    if isinstance(exception, NulByte):
        return _told(request, 400, _("The address or the form holds a character (NUL) that no text can hold."))
    return _told(request, 400, _("TrainHub could not read this request. Go back and try again."))


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    said = exception.args[0] if exception is not None and exception.args else ""
    sentence = said or _("You can look at this, but it is not yours to change.")
    return _told(request, 403, sentence, request=request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("This form was open for too long, or cookies are off. Load the page again and send it once more.")
    return _told(request, 403, sentence, "403_csrf.html")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if request.headers.get("HX-Request"):  # asked from a page that showed it
        return _told(request, 404, _("It is no longer there, or it is not yours to see."))
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


def _last_page(status: int, sentence: str, **context: Any) -> HttpResponse:
    """With the id by which the log knows this request. In plain text where the templates are what broke."""
    try:
        return _page(status, sentence, reference=trace.request_id(), **context)
    except Exception:
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def unavailable(request: HttpRequest, cause: failures.Cause, problem: BaseException) -> HttpResponse:
    """503: nobody's mistake, and whether to send it again. Asks neither the database nor who is signed in."""
    heading, sentence, seconds = {
        failures.Cause.BUSY: (_("TrainHub is busy"), _("Others hold what this needs. Try again in a moment."), 5),
        failures.Cause.AWAY: (
            _("TrainHub cannot reach its database"),
            _("It is away just now. Try again in a minute."),
            30,
        ),
        failures.Cause.FULL: (
            _("There is no room left"),
            _("TrainHub can save nothing until whoever runs it makes some."),
            60,
        ),
    }[cause]
    again = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    here = trace.current.get()
    if not again and here is not None and here.wrote_nothing(problem):
        sentence = f"{_('Nothing of this was saved.')} {sentence}"
    elif not again:
        sentence = f"{sentence} {_('Look first whether this was saved after all.')}"
    response = _last_page(503, sentence, heading=heading, again=again)
    response.headers["Retry-After"] = str(seconds)
    if request.headers.get("HX-Request"):
        trigger_client_event(response, "toast", toast(f"{heading}. {sentence}", status=503))
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is what failed. Django calls it while it handles the exception."""
    problem = sys.exc_info()[1]
    cause = failures.cause(problem)
    if problem is not None and cause is not None:
        return unavailable(request, cause, problem)
    return _last_page(500, _("Something broke on our side. What you saved before is safe."))
