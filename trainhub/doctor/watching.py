"""Who would see that something is wrong?"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from trainhub.doctor import Check, Finding, mend, ok

LONG_ENOUGH = 20


def checks() -> list[Check]:
    return [metrics, error_reports]


def metrics() -> Finding:
    if not settings.METRICS_TOKEN:
        return ok("/metrics is off (METRICS_TOKEN turns it on).")
    if len(settings.METRICS_TOKEN) < LONG_ENOUGH:
        return mend(
            "METRICS_TOKEN is short enough to be guessed.",
            f"Take {LONG_ENOUGH} characters or more: openssl rand -hex 20",
        )
    return ok("/metrics is on, for whoever holds METRICS_TOKEN.")


def error_reports() -> Finding:
    if not settings.SENTRY_DSN:
        return ok("Errors go to the log only (SENTRY_DSN sends them to Sentry too).")
    return ok(f"Errors go to {urlsplit(settings.SENTRY_DSN).hostname}.")
