"""The settings of `make run`, and the floor beside the site. For a benchmark only: nobody signs in too often."""

from trainhub.settings import *  # noqa: F403
from trainhub.settings import STORAGES

ROOT_URLCONF = "benchmarks.floor"
# Hashed names as in service. What the browser gets compressed is not what is measured here.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
# The limits are asked as ever, and never reached: all requests come from one address.
ENDLESS = "1000000/m/ip"
ACCOUNT_RATE_LIMITS = {"login": ENDLESS, "login_failed": ENDLESS, "login_failed_network": ENDLESS}
