"""Headers of every answer, and what MDN's Observatory would say of a site behind TLS. Pages: test_access.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
from django.conf import settings as site
from django.db import OperationalError
from django.test import Client
from django.urls import path

from accounts.tests.factories import PASSWORD
from core.editing import Conflict
from tools.postgres import free_port
from tools.starting import comes_up
from trainhub import urls
from trainhub.tests import headers, observatory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOME = "https://plan.example.org"
ASK = """
import json
from django.conf import settings as s
starts = ("SECURE_", "SESSION_", "CSRF_", "WHITENOISE_", "CONTENT_SECURITY", "X_FRAME", "ALLOWED", "TRUST_PROXY", "MIDDLEWARE")
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.startswith(starts)}, default=str))
"""


@pytest.fixture(scope="session")
def public_settings(tmp_path_factory):
    """What the real settings say for a site behind a proxy that ends TLS."""
    given = {"PUBLIC_URL": HOME, "TRUST_PROXY": "yes", "TRAINHUB_VAR": str(tmp_path_factory.mktemp("var"))}
    given |= {"TRAINHUB_ENV_FILE": "", "DJANGO_SETTINGS_MODULE": "trainhub.settings"}
    given |= {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    asked = [sys.executable, "-c", ASK]
    result = subprocess.run(asked, env=given, cwd=site.BASE_DIR, capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


@pytest.fixture
def public(settings, public_settings):
    """A browser of a stranger, for whom the proxy says how it was asked."""
    for name, value in public_settings.items():
        setattr(settings, name, value)
    return Client(SERVER_NAME="plan.example.org", HTTP_X_FORWARDED_PROTO="https")


def scanned(client, address="/"):
    """From http:// to the page, as the Observatory goes: what it ends at, the way there, every cookie."""
    route, cookies = [urljoin("http://plan.example.org", address)], SimpleCookie()
    while True:
        scheme, _, rest = route[-1].partition("://")
        page = client.get("/" + rest.partition("/")[2], HTTP_X_FORWARDED_PROTO=scheme)
        cookies.update(page.cookies)
        if page.status_code not in {301, 302}:
            return page, route, cookies
        route.append(urljoin(route[-1], page.headers["Location"]))


def sign_in(client, person):
    """By the form, whose answer sets the cookies that a browser keeps."""
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


# --- The Observatory ----------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_the_observatory_gives_a_stranger_s_page_more_than_100(public, address):
    points, tests = observatory.score(*scanned(public, address))
    assert tests == {
        "content-security-policy": 10,
        "cookies": 5,
        "cross-origin-resource-sharing": 0,
        "redirection": 0,
        "referrer-policy": 5,
        "strict-transport-security": 0,
        "subresource-integrity": 0,
        "x-content-type-options": 0,
        "x-frame-options": 5,
        "cross-origin-resource-policy": 10,
    }
    assert points == 135


@pytest.mark.parametrize("address", ["/", "/programs/", "/exercises/", "/accounts/profile/", "/admin/"])
def test_the_observatory_gives_the_pages_behind_the_sign_in_as_much(public, superuser, address):
    sign_in(public, superuser)
    page, route, _ = scanned(public, address)
    assert page.status_code == 200
    assert observatory.score(page, route, public.cookies)[0] == 135


@pytest.mark.parametrize(
    ("changed", "test", "points"),
    [
        ({"Content-Security-Policy": ""}, "content-security-policy", -25),
        ({"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"}, "content-security-policy", -20),
        ({"Content-Security-Policy": "default-src 'self'; script-src https:"}, "content-security-policy", -20),
        ({"Content-Security-Policy": "default-src 'self' http://a.example"}, "content-security-policy", -20),
        ({"Content-Security-Policy": "default-src 'self' 'unsafe-eval'"}, "content-security-policy", -10),
        ({"Content-Security-Policy": "default-src 'self'; img-src http:"}, "content-security-policy", -10),
        ({"Content-Security-Policy": "default-src 'none'; style-src data:"}, "content-security-policy", 0),
        ({"Content-Security-Policy": "default-src 'self'"}, "content-security-policy", 5),
        ({"Content-Security-Policy": "default-src 'self'", "X-Frame-Options": ""}, "x-frame-options", -20),
        ({"Content-Security-Policy": "default-src 'self'"}, "x-frame-options", 0),
        ({"Referrer-Policy": "unsafe-url"}, "referrer-policy", -5),
        ({"Referrer-Policy": "nonsense"}, "referrer-policy", -5),
        ({"Referrer-Policy": ""}, "referrer-policy", 0),
        ({"Strict-Transport-Security": ""}, "strict-transport-security", -20),
        ({"Strict-Transport-Security": "max-age=60"}, "strict-transport-security", -10),
        ({"X-Content-Type-Options": ""}, "x-content-type-options", -5),
        ({"Cross-Origin-Resource-Policy": ""}, "cross-origin-resource-policy", 0),
        ({"Cross-Origin-Resource-Policy": "cross-origin"}, "cross-origin-resource-policy", 0),
        ({"Cross-Origin-Resource-Policy": "nonsense"}, "cross-origin-resource-policy", -5),
        (
            {"Access-Control-Allow-Origin": "https://a.example", "Access-Control-Allow-Credentials": "true"},
            "cross-origin-resource-sharing",
            -50,
        ),
    ],
)
def test_the_observatory_s_rules_take_points_away(public, changed, test, points):
    page, route, cookies = scanned(public, "/accounts/login/")
    for name, value in changed.items():
        page.headers[name] = value
    total, tests = observatory.score(page, route, cookies)
    assert tests[test] == points
    taken = 100 + sum(value for value in tests.values() if value < 0)
    assert total == (taken if taken < 90 else 100 + sum(tests.values()))


@pytest.mark.parametrize(
    ("name", "flag", "value", "points"),
    [
        ("sessionid", "secure", "", -10),
        ("sessionid", "httponly", "", -30),
        ("csrftoken", "secure", "", -5),
        ("csrftoken", "samesite", "", -20),
        ("csrftoken", "samesite", "nonsense", -20),
        ("theme", "samesite", "", 0),
    ],
)
def test_the_observatory_s_rules_look_at_cookies(name, flag, value, points):
    cookies = SimpleCookie()
    for each in ("sessionid", "csrftoken", "theme"):
        cookies[each] = "x"
        cookies[each].update({"secure": True, "httponly": True, "samesite": "Lax"})
    assert observatory.cookie_flags(cookies, strict=True) == 5
    cookies[name][flag] = value
    assert observatory.cookie_flags(cookies, strict=True) == points


@pytest.mark.parametrize(
    ("route", "points"),
    [
        (["http://a.example/"], -20),
        (["http://a.example/", "http://a.example/x"], -20),
        (["http://a.example/", "http://a.example/x", "https://a.example/"], -10),
        (["http://a.example/", "https://www.a.example/"], -5),
        (["http://a.example/", "https://a.example/", "https://b.example/"], 0),
    ],
)
def test_the_observatory_s_rules_follow_the_way_to_https(route, points):
    assert observatory.redirection(route) == points


@pytest.mark.parametrize(
    ("script", "points"),
    [
        ('<script src="/a.js"></script>', 0),
        ('<script src="/a.js" integrity="sha256-x"></script>', 5),
        ('<script src="https://b.example/a.js"></script>', -5),
        ('<script src="http://b.example/a.js"></script>', -50),
        ('<script src="//b.example/a.js"></script>', -50),
        ("<p>none</p>", 0),
    ],
)
def test_the_observatory_s_rules_look_at_scripts(script, points):
    assert observatory.integrity(script, "a.example") == points


# --- Behind TLS ----------------------------------------------------------------------


def test_plain_http_is_led_to_https_by_an_answer_with_every_header(public):
    answer = public.get("/programs/?q=squat", HTTP_X_FORWARDED_PROTO="http")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{HOME}/programs/?q=squat")
    assert headers.problems(answer) == []
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_another_s_host_is_refused_on_the_way_to_https_with_every_header(public):
    answer = public.get("/programs/", HTTP_X_FORWARDED_PROTO="http", SERVER_NAME="evil.example")
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert headers.problems(answer) == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_load_balancer_reads_the_health_without_tls(public, scheme):
    answer = public.get("/healthz", HTTP_X_FORWARDED_PROTO=scheme)
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert headers.problems(answer) == []


def test_without_a_public_address_nothing_is_led_anywhere(client):
    """As `make run` serves it on this machine."""
    answer = client.get("/accounts/login/", HTTP_X_FORWARDED_PROTO="http")
    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer.headers


def test_every_cookie_is_for_this_site_over_tls_and_for_no_script(public, superuser):
    public.get("/accounts/login/")
    public.post("/accounts/theme/", {"theme": "dark"})
    sign_in(public, superuser)
    assert set(public.cookies) == {"__Host-sessionid", "__Host-csrftoken", "theme"}
    for name, cookie in public.cookies.items():
        assert (name, cookie["secure"], cookie["httponly"], cookie["samesite"]) == (name, True, True, "Lax")


# --- What is no page -------------------------------------------------------------------


def broken(request):
    raise RuntimeError("a bug")


def overtaken(request):
    raise Conflict


def away(request):
    raise OperationalError("database is locked")


urlpatterns = [
    *urls.urlpatterns,
    path("test/broken", broken),
    path("test/overtaken", overtaken),
    path("test/away", away),
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("status", "method", "address", "sent"),
    [
        (400, "get", "/exercises/?q=a%00b", {}),
        (403, "get", "/admin/", {}),
        (404, "get", "/no/such/page", {}),
        (404, "get", "/static/no-such-file.css", {}),
        (405, "get", "/start/", {}),
        (405, "put", "/programs/", {}),
        (405, "post", "/static/img/favicon.svg", {}),
        (409, "get", "/test/overtaken", {}),
        (413, "post", "/programs/new/", {"name": "x" * 3_000_000}),
        (422, "post", "/programs/new/", {}),
        (500, "get", "/test/broken", {}),
        (503, "get", "/test/away", {}),
    ],
)
def test_every_error_page_carries_every_header(signed_in, settings, status, method, address, sent):
    settings.WHITENOISE_USE_FINDERS = True
    signed_in.raise_request_exception = False
    answer = getattr(signed_in, method)(address, sent)
    assert answer.status_code == status
    assert headers.problems(answer) == []


def test_a_form_without_its_token_carries_every_header():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.example"})
    assert answer.status_code == 403
    assert headers.problems(answer) == []


def test_too_many_tries_carry_every_header(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [client.post("/accounts/login/", {"login": "a@b.example", "password": "x"}) for _ in range(2)]
    assert answers[-1].status_code == 429
    assert headers.problems(answers[-1]) == []


def test_an_unknown_host_carries_every_header(client):
    answer = client.get("/accounts/login/", SERVER_NAME="evil.example")
    assert answer.status_code == 400
    assert headers.problems(answer) == []


@pytest.mark.parametrize(
    "address",
    [
        "/.git/config",
        "/.env",
        "/manage.py",
        "/requirements.txt",
        "/trainhub/settings.py",
        "/var/secret_key",
        "/static/",
        "/static/css/",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/static/..%2fmanage.py",
        "/static/css/../../manage.py",
        "/static//manage.py",
    ],
)
@pytest.mark.parametrize("finders", [True, False], ids=["found", "collected"])
def test_no_folder_is_listed_and_no_file_of_the_repository_is_served(superuser, settings, finders, address):
    settings.WHITENOISE_USE_FINDERS = finders
    browser = Client()
    browser.force_login(superuser)
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("address", ["img/favicon.svg", "js/page.js", "css/base.css"])
def test_files_carry_every_header_and_may_be_kept_by_everybody(client, settings, address):
    settings.WHITENOISE_USE_FINDERS = True
    answer = client.get(f"/static/{address}")
    assert answer.status_code == 200
    assert headers.problems(answer) == []
    assert "public" in answer.headers["Cache-Control"]


def test_the_server_s_name_has_no_version(tmp_path):
    """As it is served: gunicorn adds its header after all of ours."""
    port = free_port()
    given = {"TRAINHUB_VAR": str(tmp_path), "TRAINHUB_ENV_FILE": "", "PORT": str(port), "WEB_CONCURRENCY": "1"}
    given |= {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    command = [sys.executable, "-m", "gunicorn", "-c", "tools/gunicorn_conf.py", "trainhub.wsgi"]
    server = subprocess.Popen(
        command, env=given, cwd=site.BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert comes_up(server, port, 30)
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
    finally:
        server.terminate()
        server.wait(30)
    assert (answer.status, answer.headers.get_all("Server")) == (200, ["gunicorn"])
    assert "server_tokens off;" in (site.BASE_DIR / "deploy" / "nginx.conf").read_text()


def test_an_answer_to_htmx_carries_every_header(signed_in):
    answer = signed_in.get("/exercises/", headers={"HX-Request": "true", "HX-Target": "results"})
    assert answer.status_code == 200
    assert b"<html" not in answer.content
    assert headers.problems(answer) == []


@pytest.mark.parametrize(
    "page",
    [
        "<p style='color: red'>",
        '<a onclick="x()">',
        "<style>",
        "<script>",
        '<script type="module">',
        '<form class="a" onsubmit = "x()">',
    ],
)
def test_markup_that_the_policy_stops_is_found(page):
    response = SimpleNamespace(headers={"Content-Type": "text/html"}, streaming=False, content=page.encode())
    assert f"inline: {page}" in headers.problems(response)


@pytest.mark.parametrize(
    "page", ['<script src="/a.js">', '<script type="application/json">', '<p title="a onclick=b">', "<p data-style=a>"]
)
def test_markup_that_the_policy_lets_be_is_not(page):
    response = SimpleNamespace(headers={"Content-Type": "text/html"}, streaming=False, content=page.encode())
    assert not any(problem.startswith("inline") for problem in headers.problems(response))
