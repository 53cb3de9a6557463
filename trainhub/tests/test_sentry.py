"""What leaves this machine when something breaks: where the code broke, the request's id, and nothing of the person."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from trainhub.observability import sentry


def run(code, tmp_path, **variables):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    own = {"DJANGO_SETTINGS_MODULE": "trainhub.settings", "TRAINHUB_ENV_FILE": "", "TRAINHUB_VAR": str(tmp_path)}
    environment = {**kept, **own, **variables}
    command = [sys.executable, *code]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """What a site sent that broke once, was busy once, and answered well once."""
    variables = {"SENTRY_DSN": "https://public@sentry.example.org/1", "SENTRY_TRACES_SAMPLE_RATE": "1"}
    done = run(["-m", "trainhub.tests.sentry_site"], tmp_path_factory.mktemp("sentry"), **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def of(site, kind):
    return [payload for type_, payload in site["items"] if type_ == kind]


def test_a_500_is_sent_with_the_requests_id(site):
    assert site["answers"]["broken"]["status"] == 500
    (event,) = of(site, "event")
    assert event["tags"]["request_id"] == site["answers"]["broken"]["reference"]
    assert event["exception"]["values"][-1]["type"] == "IntegrityError"
    assert event["exception"]["values"][-1]["value"] == "Key (email_key)=([email]) already exists."
    assert event["transaction"] == "/test/broken/{key}/"
    assert (event["environment"], bool(event["release"])) == ("production", True)


def test_times_are_sent_as_often_as_asked(site):
    assert {event["transaction"] for event in of(site, "transaction")} == {
        *("/test/broken/{key}/", "/test/busy", "/healthz")
    }


@pytest.mark.parametrize(
    "secret",
    [
        *("correct horse battery", "rosa@example.org", "cccccccc", "of-hers", "198.51.100.7", "203.0.113.9"),
        *("a-secret-key", "in-the-query"),
    ],
)
def test_nothing_of_the_person_is_sent(site, secret):
    assert secret not in json.dumps(site["items"])


def test_no_session_and_no_form_is_sent(site):
    assert site["session"] not in json.dumps(site["items"])
    assert {name for event in of(site, "event") for name in event["request"]} == {"method", "url"}
    frames = [
        frame for event in of(site, "event") for frame in event["exception"]["values"][-1]["stacktrace"]["frames"]
    ]
    assert frames and not any("vars" in frame for frame in frames)


def test_a_busy_database_is_for_the_metrics(site):
    assert site["answers"]["busy"]["status"] == 503
    assert len(of(site, "event")) == 1  # the one that broke


def test_a_wrong_address_is_a_sentence(tmp_path):
    done = run(["manage.py", "check"], tmp_path, SENTRY_DSN="nonsense")
    assert done.returncode == 1
    assert done.stderr.startswith("A setting in the environment or .env is wrong: SENTRY_DSN must look like")


def test_addresses_are_taken_out_wherever_they_stand():
    event = {"message": "for a.b+c@gym.example.org.", "list": [{"to": "x@y.example"}], "number": 1, "handle": "@rosa"}
    assert sentry._without_addresses(event) == {
        "message": "for [email].",
        "list": [{"to": "[email]"}],
        "number": 1,
        "handle": "@rosa",
    }
