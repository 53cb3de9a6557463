"""Follows each request from the door to the answer: its id, one line in the log, the metrics."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter, thread_time
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from trainhub.observability import routes, trace

logger = logging.getLogger("trainhub.request")

# Asked every few seconds by machines: worth a line only when they fail.
QUIET = {"healthz", "metrics", routes.STATIC}


class RequestLog:
    """The outermost middleware: what it times is all that TrainHub does for a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.slow_s = settings.SLOW_QUERY_MS / 1000
        self.metrics: Any = None
        if settings.METRICS_TOKEN:
            from trainhub.observability import metrics

            self.metrics = metrics

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        offered = request.META.get("HTTP_X_REQUEST_ID", "") if settings.TRUST_PROXY else ""
        here = trace.Trace(trace.new_id(offered), self.slow_s)
        request.trace = here  # type: ignore[attr-defined]
        token = trace.current.set(here)
        begun, cpu = perf_counter(), thread_time()
        if self.metrics:
            self.metrics.IN_FLIGHT.inc()
        try:
            with connection.execute_wrapper(here):
                response = self.get_response(request)
            response.headers["X-Request-ID"] = here.id
            self._note(request, response, here, perf_counter() - begun, thread_time() - cpu)
            return response
        finally:
            if self.metrics:
                self.metrics.IN_FLIGHT.dec()
            trace.current.reset(token)

    def _note(
        self, request: HttpRequest, response: HttpResponseBase, here: trace.Trace, seconds: float, cpu: float
    ) -> None:
        status, method = response.status_code, request.method or ""
        if status >= 500:
            routes.find(request)
        route = routes.route(request)
        if self.metrics:
            self.metrics.count(route, method, status, seconds, cpu, here)
        if not logger.isEnabledFor(logging.INFO) or (route in QUIET and status < 400):
            return
        fields = {
            "method": method,
            "route": route,
            "path": routes.masked_path(request),
            "status": status,
            "ms": round(seconds * 1000, 1),
            "cpu_ms": round(cpu * 1000, 1),
            "queries": here.queries,
            "db_ms": round(here.database_s * 1000, 1),
            "bytes": _length(response),
            "user": _person(request),
            "htmx": request.META.get("HTTP_HX_REQUEST") == "true",
            "remote": routes.remote(request),
        }
        logger.info(
            "%(method)s %(path)s %(status)s in %(ms)s ms, %(queries)s queries %(db_ms)s ms",
            fields,
            extra={"fields": fields},
        )


def _length(response: HttpResponseBase) -> int | None:
    """Bytes of the body; None where nobody knows before it is sent."""
    given = response.headers.get("Content-Length", "")
    if given.isdigit():
        return int(given)
    return len(response.content) if isinstance(response, HttpResponse) else None


def _person(request: HttpRequest) -> str | None:
    """Who asks, by id, if anything in this request wanted to know. Never a query of its own."""
    user: Any = request.__dict__.get("user")
    if isinstance(user, SimpleLazyObject):
        user = request.__dict__.get("_cached_user")
    return user.pk if user is not None else None
