"""`manage.py check --deploy`: nothing to say of a site that people reach by https, and plain words of any other."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as configured

from trainhub import checks


def deploy(tmp_path, **variables):
    """What it prints, in a process of its own with the real settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    environment = {**kept, "TRAINHUB_ENV_FILE": "", "TRAINHUB_VAR": str(tmp_path), **variables}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=configured.BASE_DIR, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("behind_proxy", ["", "yes"])
def test_a_site_behind_https_is_clean(tmp_path, behind_proxy):
    done = deploy(tmp_path, PUBLIC_URL="https://plan.example.org", TRUST_PROXY=behind_proxy)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_a_laptop_is_told_what_is_missing(tmp_path):
    done = deploy(tmp_path)
    assert done.returncode == 1
    assert "passwords and cookies travel in the open" in done.stderr
    assert "security.W012" in done.stderr and "security.W016" in done.stderr


def test_debug_and_a_weak_key_are_found(tmp_path):
    done = deploy(tmp_path, PUBLIC_URL="https://plan.example.org", DEBUG="1", SECRET_KEY="short")
    assert done.returncode == 1
    assert "security.W018" in done.stderr and "security.W009" in done.stderr


def test_https_alone_is_asked_about(settings):
    settings.PUBLIC_URL = "https://plan.example.org"
    assert checks.public_url(None) == []
    settings.PUBLIC_URL = "http://plan.example.org"
    assert [check.id for check in checks.public_url(None)] == ["trainhub.W001"]


def test_each_security_header_is_asked_about(settings):
    settings.PUBLIC_URL, settings.SECURE_HSTS_SECONDS = "https://plan.example.org", 60
    assert checks.headers(None) == []
    settings.SECURE_HSTS_SECONDS, settings.SECURE_REFERRER_POLICY = 0, None
    settings.SECURE_CONTENT_TYPE_NOSNIFF, settings.SECURE_CROSS_ORIGIN_OPENER_POLICY = False, None
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecurityMiddleware" not in name]
    assert [check.id for check in checks.headers(None)] == ["trainhub.W002"] * 5


def test_a_short_metrics_token_is_found(settings):
    for token, found in [("", []), ("short", ["trainhub.W003"]), ("x" * 20, [])]:
        settings.METRICS_TOKEN = token
        assert [check.id for check in checks.metrics_token(None)] == found


def test_a_site_behind_a_proxy_leads_to_https_but_for_machines(tmp_path):
    code = """
import django; django.setup()
from django.test import Client
for address in ("/accounts/login/", "/healthz", "/metrics"):
    answer = Client().get(address, headers={"host": "plan.example.org"})
    print(answer.status_code, answer.headers.get("Location"))
"""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    own = {"TRAINHUB_ENV_FILE": "", "TRAINHUB_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "trainhub.settings"}
    site = {"PUBLIC_URL": "https://plan.example.org", "TRUST_PROXY": "yes", "LOG_REQUESTS": "no", "DEBUG": "1"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=configured.BASE_DIR, env={**kept, **own, **site}, capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "301 https://plan.example.org/accounts/login/",
        "200 None",
        "404 None",
    ], done.stderr
