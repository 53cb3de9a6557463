"""Errors go to Sentry where SENTRY_DSN names one. What is sent says where the code broke, and of the person nothing.

sentry_sdk takes 22 MB, so it is imported only then.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from trainhub.observability import failures, log, trace
from trainhub.observability.release import release

NOTHING_PERSONAL: Any = {
    "user_info": False,
    "cookies": {"mode": "off"},
    "http_headers": {"request": {"mode": "off"}},
    "http_bodies": [],
    "url_query_params": {"mode": "off"},
    "database_query_data": False,
    "stack_frame_variables": False,  # they hold forms, and so passwords
}


def start(dsn: str, environment: str, traces: float, **options: Any) -> None:
    """Begins to report. Raises ImproperlyConfigured when the DSN is none."""
    import sentry_sdk
    from sentry_sdk.integrations.django import DjangoIntegration
    from sentry_sdk.utils import BadDsn

    try:
        sentry_sdk.init(
            dsn=dsn,
            environment=environment,
            release=release(),
            traces_sample_rate=traces,
            max_request_body_size="never",
            data_collection=NOTHING_PERSONAL,
            auto_enabling_integrations=False,
            integrations=[DjangoIntegration()],
            before_send=scrubbed,
            before_send_transaction=scrubbed,
            **options,
        )
    except BadDsn as problem:
        raise ImproperlyConfigured(f"SENTRY_DSN must look like https://key@host/1: {problem}") from None


def scrubbed(event: Any, hint: dict[str, Any]) -> Any:
    """The event with the request's id and without the person. None for a busy database: the metrics count that."""
    if failures.cause((hint.get("exc_info") or (None, None))[1]) is not None:
        return None
    request = event.get("request")
    if request is not None:
        event["request"] = {"method": request.get("method"), "url": urlsplit(request.get("url", "")).netloc}
    event.pop("user", None)
    event.pop("extra", None)  # command lines and whatever a library left there
    if trace.request_id():
        event.setdefault("tags", {})["request_id"] = trace.request_id()
    return _without_addresses(event)


def _without_addresses(value: Any) -> Any:
    if isinstance(value, str):
        return log.without_addresses(value)
    if isinstance(value, dict):
        return {name: _without_addresses(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_addresses(part) for part in value]
    return value
