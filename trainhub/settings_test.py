"""The same settings for tests: nothing of this machine's own, nothing slow.

The database is SQLite unless TEST_DATABASE_URL names another, so that no test ever
touches the database that DATABASE_URL or .env names.
"""

import os
import tempfile

for name in ("PUBLIC_URL", "ALLOWED_HOSTS", "HOST", "DEBUG", "TRUST_PROXY", "EMAIL_URL", "CACHE_URL", "DEMO_PASSWORD"):
    os.environ.pop(name, None)
for name in ("LOG_FORMAT", "LOG_LEVEL", "SLOW_QUERY_MS", "METRICS_TOKEN", "SENTRY_DSN", "RELEASE", "REPLICA_URL"):
    os.environ.pop(name, None)
os.environ["LOG_REQUESTS"] = "no"
os.environ["TRAINHUB_ENV_FILE"] = ""
os.environ["SECRET_KEY"] = "only-for-tests"  # noqa: S105
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")

from trainhub.settings import *  # noqa: E402, F403
from trainhub.settings import DATABASES, STORAGES  # noqa: E402

# SQLite in memory locks whole tables, so the live server and the test that drives it need a file: one for each
# process, since several runs may go on at once. Durability is nothing that a test database needs.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/trainhub-test-{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Scripts and styles as they are written; or, for a browser that tools/test.py starts, as they are served.
if os.environ.get("TEST_STATIC") != "built":
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_AUTOREFRESH = True
else:
    WHITENOISE_AUTOREFRESH = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
