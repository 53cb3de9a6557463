"""What `manage.py check --deploy` asks beyond Django's own questions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

SECURITY = "trainhub.middleware.SecurityMiddleware"


@register(Tags.security, deploy=True)
def public_url(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.PUBLIC_URL.startswith("https://"):
        return []
    return [
        Warning(
            "PUBLIC_URL does not begin with https://, so passwords and cookies travel in the open.",
            hint="Fine on one machine. For anybody else set PUBLIC_URL=https://... and a proxy that ends TLS.",
            id="trainhub.W001",
        )
    ]


@register(Tags.security, deploy=True)
def headers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Django looks for its own middleware by name, finds none (security.W001) and asks nothing more: asked here."""
    missing = [
        name
        for name, there in {
            f"{SECURITY} in MIDDLEWARE": SECURITY in settings.MIDDLEWARE,
            "SECURE_HSTS_SECONDS": settings.SECURE_HSTS_SECONDS or not settings.PUBLIC_URL.startswith("https://"),
            "SECURE_CONTENT_TYPE_NOSNIFF": settings.SECURE_CONTENT_TYPE_NOSNIFF,
            "SECURE_REFERRER_POLICY": settings.SECURE_REFERRER_POLICY,
            "SECURE_CROSS_ORIGIN_OPENER_POLICY": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        }.items()
        if not there
    ]
    return [
        Warning(f"The security headers are not all sent: {name} is missing.", id="trainhub.W002") for name in missing
    ]


@register(Tags.security, deploy=True)
def metrics_token(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= 20:
        return []
    return [
        Warning(
            "METRICS_TOKEN is short enough to be guessed.",
            hint="Take 20 characters or more: openssl rand -hex 20",
            id="trainhub.W003",
        )
    ]
