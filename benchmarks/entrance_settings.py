"""The settings of service for benchmarks/entrance.py, but that a letter may follow another at once, and no build."""

from trainhub.settings import *  # noqa: F403
from trainhub.settings import ACCOUNT_RATE_LIMITS as LIMITS
from trainhub.settings import STORAGES

ACCOUNT_RATE_LIMITS = {**(LIMITS if isinstance(LIMITS, dict) else {}), "confirm_email": "100/h/key"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
