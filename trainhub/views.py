"""What belongs to no app: health and the error pages."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For load balancers: asks the database, touches no session."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def _page(status: int, name: str, sentence: str) -> HttpResponse:
    """An error page, rendered without the request: what is wrong may be in it."""
    try:
        body = loader.render_to_string(name, {"sentence": sentence, "status": status})
    except TemplateDoesNotExist:
        body = f"<!doctype html><title>{status}</title><p>{escape(sentence)}</p>"
    return HttpResponse(body, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(400, "400.html", _("TrainHub could not read this request."))


@login_not_required
def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(403, "403.html", _("You can look at this, but changing it is not yours to do."))


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(403, "403_csrf.html", _("This form was open for too long. Go back, load the page again and send it once more."))


@login_not_required
def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(404, "404.html", _("There is nothing here that you can see."))


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    return _page(500, "500.html", _("Something broke on our side. What you had saved is safe."))
