"""An app without models: for its commands, its checks, and what runs once when a process starts."""

from django.apps import AppConfig


class TrainHubConfig(AppConfig):
    name = "trainhub"
    verbose_name = "TrainHub"
