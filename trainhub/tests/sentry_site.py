"""A TrainHub that reports to Sentry, in a process of its own: sentry_sdk changes Django for good. See test_sentry.py.

Prints what would have been sent, and what was answered, as JSON.
"""

import io
import json
import sys

import django

django.setup()

import psycopg  # noqa: E402
import sentry_sdk  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import IntegrityError, OperationalError  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from sentry_sdk.transport import Transport  # noqa: E402

from accounts.models import User  # noqa: E402
from trainhub import urls  # noqa: E402
from trainhub.wsgi import application  # noqa: E402

PASSWORD, EMAIL = "correct horse battery", "rosa@example.org"


def broken(request, key):
    password = request.POST.get("password", "")
    assert password == PASSWORD and request.user.email == EMAIL
    raise IntegrityError(f"Key (email_key)=({EMAIL}) already exists.")


def busy(request):
    raise OperationalError("canceling statement due to lock timeout") from psycopg.errors.LockNotAvailable()


class Kept(Transport):
    items: list = []

    def capture_envelope(self, envelope):
        self.items += [(item.type, item.payload.json) for item in envelope.items]


def ask(method, address, session):
    """As gunicorn would."""
    body = f"password={PASSWORD}&email={EMAIL}".encode()
    where, _, query = address.partition("?")
    answer = {}

    def start_response(status, headers, problem=None):
        answer.update(status=int(status.split()[0]), reference=dict(headers)["X-Request-ID"])

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "203.0.113.9",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": f"sessionid={session}; csrftoken={'c' * 32}",
        "HTTP_X_CSRFTOKEN": "c" * 32,
        "HTTP_AUTHORIZATION": "Bearer of-hers",
        "HTTP_X_FORWARDED_FOR": "198.51.100.7",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    for part in application(environ, start_response):
        assert isinstance(part, bytes)
    return answer


def main():
    call_command("migrate", verbosity=0)
    broken.login_required = busy.login_required = False
    urls.urlpatterns += [path("test/broken/<str:key>/", broken, name="broken"), path("test/busy", busy, name="busy")]
    client = Client()
    client.force_login(User.objects.create_user(EMAIL, PASSWORD))
    session = client.cookies["sessionid"].value
    sentry_sdk.get_client().transport = Kept()
    answers = {
        "broken": ask("POST", "/test/broken/a-secret-key/?token=in-the-query", session),
        "busy": ask("GET", "/test/busy", session),
        "well": ask("GET", "/healthz", session),
    }
    sys.stdout.write(json.dumps({"items": Kept.items, "answers": answers, "session": session}) + "\n")


main()
