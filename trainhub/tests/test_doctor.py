"""`manage.py doctor`: each check both ways, in plain words, and never a traceback."""

import json
import os
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import mail as outbox
from django.core.management import call_command
from django.utils import timezone as now

from accounts.tests.factories import UserFactory
from trainhub import doctor
from trainhub.doctor import HINT, MEND, OK, database, machine, mail, people, safety, watching


@pytest.fixture
def folder(tmp_path, settings):
    """A var/ of its own, private."""
    tmp_path.chmod(0o700)
    settings.VAR_DIR = tmp_path
    return tmp_path


# --- how it is told ---------------------------------------------------------------------------------------------------


def test_a_check_that_breaks_is_a_finding_itself():
    def some_check():
        raise RuntimeError("first line\nsecond line")

    found = doctor.ask(some_check)
    assert (found.level, found.about) == (MEND, "some check")
    assert found.sentence == "This could not be looked at: RuntimeError: first line"


@pytest.mark.django_db
def test_it_ends_with_0_when_nothing_must_be_mended(monkeypatch):
    monkeypatch.setattr(database, "checks", lambda: [lambda: doctor.hint("Could be better.", "Do it.")])
    for room in (safety, mail, machine, watching):
        monkeypatch.setattr(room, "checks", lambda *args: [])
    told = StringIO()
    call_command("doctor", stdout=told)
    assert told.getvalue().splitlines() == [
        "hint      Could be better.",
        "          Do it.",
        "",
        "0 to mend, 1 hints, 0 in order.",
    ]


@pytest.mark.django_db
def test_it_ends_with_1_when_something_must_be_mended(settings):
    settings.DEBUG = True
    told = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=told)
    assert ended.value.code == 1
    report = json.loads(told.getvalue())
    assert report["ok"] is False
    (about_debug,) = [finding for finding in report["findings"] if finding["about"] == "debug"]
    assert about_debug["level"] == MEND and about_debug["how"]
    assert {finding["level"] for finding in report["findings"]} <= {OK, HINT, MEND}
    assert not [finding for finding in report["findings"] if finding["level"] != OK and not finding["how"]]
    assert not [finding for finding in report["findings"] if finding["sentence"].startswith("This could not be")]


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"SLOW_QUERY_MS": "soon"}, "A setting in the environment or .env is wrong: SLOW_QUERY_MS must be a number"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL must be one of"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be json or text"),
        ({"SENTRY_TRACES_SAMPLE_RATE": "2"}, "must be a number, from 0 to 1, not '2'"),
        ({"DATABASE_URL": "mysql://a:b@c/d"}, ".env is wrong: DATABASE_URL must look like postgres://user"),
        ({"DATABASE_URL": "postgres://a:b@127.0.0.1:1/c"}, "MUST MEND The database does not answer: connection failed"),
        ({"CACHE_URL": "redis://127.0.0.1:1/0"}, "MUST MEND Redis does not answer"),
        ({"EMAIL_URL": "smtp://127.0.0.1:1"}, "MUST MEND The mail server 127.0.0.1:1 does not take letters"),
        ({}, "migrations have not been applied."),
    ],
)
def test_whatever_is_wrong_is_a_sentence(tmp_path, variables, words):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    environment = {**kept, "TRAINHUB_ENV_FILE": "", "TRAINHUB_VAR": str(tmp_path), **variables}
    command = [sys.executable, "manage.py", "doctor"]
    done = subprocess.run(command, cwd=configured.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


# --- mail -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mail_server(settings):
    """Says hello once, and goodbye; takes no letters."""
    listener = socket.create_server(("127.0.0.1", 0))
    said = []

    def serve():
        talk, _ = listener.accept()
        with talk, talk.makefile("rw", newline="\r\n") as lines:
            for answer in ("220 hello", "250 hello", "221 goodbye"):
                lines.write(answer + "\r\n")
                lines.flush()
                said.append(lines.readline().split()[:1])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
    yield listener
    listener.close()
    thread.join(10)


def test_mail_that_is_printed_is_a_hint(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    found = mail.mail()
    assert (found.level, "console" in found.sentence) == (HINT, True)


def test_a_mail_server_that_says_hello(mail_server):
    assert mail.mail().level == OK


def test_a_mail_server_that_does_not_answer(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    found = mail.mail()
    assert found.level == MEND and "127.0.0.1:1 does not take letters" in found.sentence


def test_a_mail_server_without_a_name(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    assert mail.mail().level == MEND


def test_a_test_letter_is_sent_only_when_asked_for(monkeypatch):
    assert len(mail.checks()) == 1
    _, send = mail.checks("rosa@example.org")
    assert doctor.ask(send).level == OK
    assert [letter.to for letter in outbox.outbox] == [["rosa@example.org"]]

    def refuse(*args, **kwargs):
        raise OSError("mailbox unavailable")

    monkeypatch.setattr(mail, "send_mail", refuse)
    assert doctor.ask(send).sentence == "The test letter to rosa@example.org was refused: mailbox unavailable"


# --- secrets, names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "level"), [("x" * 49, MEND), ("x" * 50, OK)])
def test_secret_key(settings, key, level):
    settings.SECRET_KEY = key
    assert safety.secret_key().level == level


def test_secret_files(folder, monkeypatch):
    monkeypatch.setenv("TRAINHUB_ENV_FILE", str(folder / "env"))
    assert safety.secret_files().level == OK  # there are none
    for name in ("secret_key", "env"):
        file = folder / name
        file.write_text("secret")
        file.chmod(0o640)
        found = safety.secret_files()
        assert (found.level, str(file) in found.how) == (MEND, True)
        file.chmod(0o600)
        assert safety.secret_files().level == OK


@pytest.mark.parametrize(
    ("mode", "owner", "group", "right"),
    [
        (0o600, 1000, 1000, ""),
        (0o640, 1000, 1000, "600"),
        (0o640, 0, 996, ""),  # as docs/deploying.md makes .env: with 600 the server could not read it
        (0o660, 0, 996, "640"),
        (0o644, 0, 996, "640"),
        (0o640, 0, 0, "600"),
    ],
)
def test_who_may_read_a_secret(mode, owner, group, right):
    assert safety.too_open(os.stat_result([mode, 0, 0, 1, owner, group, 0, 0, 0, 0])) == right


def test_secret_files_kept_in_git(folder, monkeypatch):
    monkeypatch.setenv("TRAINHUB_ENV_FILE", str(folder / "env"))
    (folder / "secret_key").write_text("secret")
    (folder / "secret_key").chmod(0o600)
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    assert safety.secret_files().level == OK
    subprocess.run(["git", "-C", str(folder), "add", "secret_key"], check=True)
    found = safety.secret_files()
    assert found.level == MEND and "git rm --cached secret_key" in found.how


def test_where_there_is_no_git_nothing_is_kept_in_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    assert safety.in_git(tmp_path / "secret_key") is False


@pytest.mark.parametrize(("on", "level"), [(True, MEND), (False, OK)])
def test_debug(settings, on, level):
    settings.DEBUG = on
    assert safety.debug().level == level


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("", HINT),
        ("https://plan.example.org", OK),
        ("http://plan.example.org", MEND),
        ("http://localhost:8000", OK),
        ("http://[::1]:8000", OK),
    ],
)
def test_public_url(settings, url, level):
    settings.PUBLIC_URL = url
    assert safety.public_url().level == level


@pytest.mark.parametrize(
    ("hosts", "url", "level"),
    [
        (["localhost"], "", OK),
        (["*"], "", MEND),
        (["plan.example.org"], "https://plan.example.org", OK),
        ([".example.org"], "https://plan.example.org", OK),
        ([".example.org"], "https://planexample.org", MEND),
        (["localhost"], "https://plan.example.org", MEND),
    ],
)
def test_allowed_hosts(settings, hosts, url, level):
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = hosts, url
    assert safety.allowed_hosts().level == level


@pytest.mark.parametrize(
    ("url", "trusted", "level"),
    [
        ("", False, OK),
        ("https://plan.example.org", True, OK),
        ("https://plan.example.org", False, HINT),
        ("", True, HINT),
    ],
)
def test_proxy(settings, url, trusted, level):
    settings.PUBLIC_URL, settings.TRUST_PROXY = url, trusted
    assert safety.proxy().level == level


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_demo_accounts(settings):
    settings.PUBLIC_URL = "https://plan.example.org"
    assert people.demo_accounts().level == OK
    person = UserFactory(email="Admin@TrainHub.example")
    found = people.demo_accounts()
    assert (found.level, "admin@trainhub.example" in found.sentence) == (MEND, True)
    settings.PUBLIC_URL = "http://localhost:8000"
    assert people.demo_accounts().level == HINT
    person.is_active = False
    person.save()
    assert people.demo_accounts().level == OK


@pytest.mark.django_db
def test_second_factors():
    admin, _coach = UserFactory(is_superuser=True), UserFactory()
    assert people.second_factors().sentence == "Admins who sign in with a password alone: 1."
    Authenticator.objects.create(user=admin, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert people.second_factors().level == HINT
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
    assert people.second_factors().level == OK


@pytest.mark.django_db
def test_old_sessions(monkeypatch):
    monkeypatch.setattr(people, "MANY", 1)
    Session.objects.create(session_key="a", session_data="", expire_date=now.now() - timedelta(days=1))
    Session.objects.create(session_key="b", session_data="", expire_date=now.now() + timedelta(days=1))
    assert people.old_sessions().level == OK
    Session.objects.create(session_key="c", session_data="", expire_date=now.now() - timedelta(days=1))
    assert people.old_sessions().sentence == "2 sessions have ended and are still kept."


# --- watching -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("token", "level"), [("", OK), ("short", MEND), ("x" * 20, OK)])
def test_metrics(settings, token, level):
    settings.METRICS_TOKEN = token
    assert watching.metrics().level == level


def test_error_reports(settings):
    assert "the log only" in watching.error_reports().sentence
    settings.SENTRY_DSN = "https://key@sentry.example.org/1"
    assert watching.error_reports().sentence == "Errors go to sentry.example.org."
