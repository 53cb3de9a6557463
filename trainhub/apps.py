"""An app without models: for its commands, its checks, and what runs once when a process starts."""

from django.apps import AppConfig
from django.conf import settings


class TrainHubConfig(AppConfig):
    name = "trainhub"
    verbose_name = "TrainHub"

    def ready(self) -> None:
        from trainhub import checks  # noqa: F401 - registers them

        if settings.SENTRY_DSN:
            from trainhub.observability import sentry

            sentry.start(settings.SENTRY_DSN, settings.SENTRY_ENVIRONMENT, settings.SENTRY_TRACES_SAMPLE_RATE)
