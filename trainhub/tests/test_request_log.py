"""One line a request: what it says, what it never says, and under which id."""

import io
import json
import logging
import sys

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, resolve

from accounts.tests.factories import UserFactory
from trainhub import urls
from trainhub.observability import log, routes, trace

RESET = "/accounts/password/reset/key/1-cxyz12-0123456789abcdef0123456789abcdef/"


def broken(request):
    raise RuntimeError("a bug")


def asking(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("SELECT %s", ["a secret"])
    logging.getLogger("test.inside").error("from inside")
    return HttpResponse("x" * 100)


def stumbling(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nonsense")


urlpatterns = [
    *urls.urlpatterns,
    path("test/broken", broken, name="broken"),
    path("test/asking", asking, name="asking"),
    path("test/stumbling", stumbling, name="stumbling"),
]
for view in (broken, asking, stumbling):
    view.login_required = False
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class Lines(logging.Handler):
    """What would have been written, formatted as in service."""

    def __init__(self, formatter):
        super().__init__()
        self.setFormatter(formatter)
        self.addFilter(log.RequestId())
        from trainhub.observability.failures import PlainWords

        self.addFilter(PlainWords())
        self.text: list[str] = []

    def emit(self, record):
        self.text.append(self.format(record))

    def of(self, name):
        return [line for line in map(json.loads, self.text) if line["logger"] == name]


@pytest.fixture
def lines():
    handler = Lines(log.Json())
    requests, django, root = (logging.getLogger(name) for name in ("trainhub.request", "django.request", ""))
    level = requests.level
    requests.setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    requests.setLevel(level)


def only(lines):
    (line,) = lines.of("trainhub.request")
    return line


def test_one_line_a_request_says_what_it_did(lines):
    client, user = Client(), UserFactory()
    client.force_login(user)
    client.get("/test/asking?token=secret", headers={"hx-request": "true"})
    line = only(lines)
    assert {name: line[name] for name in ("method", "route", "path", "status", "bytes", "user", "htmx", "remote")} == {
        "method": "GET",
        "route": "asking",
        "path": "/test/asking",
        "status": 200,
        "bytes": 100,
        "user": user.pk,
        "htmx": True,
        "remote": "127.0.0.0/24",
    }
    assert line["queries"] == 4  # the session, the person, and two of its own
    assert 0 <= line["db_ms"] <= line["ms"] and line["cpu_ms"] >= 0
    assert set(line) == {
        *("time", "level", "logger", "request_id", "method", "route", "path", "status", "ms", "cpu_ms", "queries"),
        *("db_ms", "bytes", "user", "htmx", "remote"),
    }
    assert user.email not in lines.text[0] and "secret" not in "".join(lines.text)


def test_strangers_have_no_id_and_no_query_for_one(lines, client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/test/asking")
    line = only(lines)
    assert (line["user"], line["queries"], line["htmx"]) == (None, 2, False)


def test_who_signed_in_just_now_is_named(lines, client):
    user = UserFactory(password="correct horse battery")
    client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    line = only(lines)
    assert (line["route"], line["status"], line["user"]) == ("account_login", 302, user.pk)


@pytest.mark.parametrize("address", ["/healthz", "/static/img/favicon.svg"])
def test_what_machines_ask_all_day_is_no_line(lines, client, address, settings):
    settings.WHITENOISE_USE_FINDERS = True
    assert client.get(address).status_code == 200
    assert lines.of("trainhub.request") == []


def test_a_missing_static_file_is_one(lines, client):
    client.get("/static/img/none.svg")
    assert (only(lines)["route"], only(lines)["status"]) == ("static", 404)


def test_a_metrics_page_with_a_wrong_token_is_one(lines, client):
    with override_settings(METRICS_TOKEN="x" * 30):
        client.get("/metrics")
    assert (only(lines)["route"], only(lines)["status"]) == ("metrics", 401)


def test_nothing_is_written_when_requests_are_off(lines, client):
    logging.getLogger("trainhub.request").setLevel(logging.CRITICAL)
    client.get("/test/asking")
    assert lines.of("trainhub.request") == []


def test_a_refused_body_is_measured_too(lines, client):
    assert client.post("/accounts/login/", {"login": "\0"}).status_code == 400
    assert only(lines)["bytes"] > 1000


@pytest.mark.parametrize("formatter", [log.Json(), log.Text()])
def test_no_address_of_a_person_is_written(formatter):
    out = Lines(formatter)
    logger = logging.getLogger("test.addresses")
    logger.addHandler(out)
    try:
        logger.error("refused: %s", {"rosa@coach.example": (550, b"no such user")})
        try:
            raise ValueError("Key (email_key)=(rosa@coach.example) already exists.")
        except ValueError:
            logger.exception("broken")
    finally:
        logger.removeHandler(out)
    assert len(out.text) == 2 and all("[email]" in line for line in out.text)
    assert "rosa" not in "".join(out.text)


@pytest.mark.parametrize(
    ("message", "values", "written"),
    [
        (
            "Invalid request from ip=203.0.113.7: Invalid HTTP request line: 'GET /key/s3same'",
            (),
            "Invalid HTTP request line",
        ),
        ("Invalid request from ip=203.0.113.7: Invalid chunk size: b's3same'", (), "Invalid chunk size"),
        (
            "Invalid request from ip=203.0.113.7: Request Line is too large (9 > 8)",
            (),
            "Request Line is too large (9 > 8)",
        ),
        ("Error handling request %s %s", ("GET", "/key/s3same"), "Error handling request"),
        ("Worker (pid:%s) was sent SIGKILL", (7,), "Worker (pid:7) was sent SIGKILL"),
    ],
)
def test_gunicorn_writes_no_words_of_strangers(message, values, written):
    out = Lines(log.Json())
    out.handle(logging.LogRecord("gunicorn.error", logging.WARNING, "", 1, message, values, None))
    (line,) = map(json.loads, out.text)
    assert line["message"].removeprefix("Invalid request: ") == written
    assert "s3same" not in out.text[0] and "203.0.113" not in out.text[0]


# --- addresses that open something -------------------------------------------------------------------------------


def masked(address):
    request = RequestFactory().get(address)
    try:
        request.resolver_match = resolve(request.path_info)
    except Exception:
        request.resolver_match = None
    return routes.route(request), routes.masked_path(request)


@pytest.mark.parametrize(
    ("address", "route", "path"),
    [
        (RESET, "account_reset_password_from_key", "/accounts/password/reset/key/***-***/"),
        ("/programs/cmws75qoiiw64jhnwmhc43010/", "programs:program_detail", "/programs/cmws75qoiiw64jhnwmhc43010/"),
        ("/programs/?q=rosa@example.org", "programs:program_list", "/programs/"),
        # without its last slash it is no known address, and a key all the same
        (RESET[:-1], "none", "/accounts/password/reset/key/***"),
        ("/accounts/password/reset/key/abcdefghijklmnopqrstuvwxyz", "none", "/accounts/password/reset/key/***"),
        ("/wp-login.php", "none", "/wp-login.php"),
        ('/a%0a{"level":1}/b', "none", "/***/b"),
        ("/rosa@example.org/", "none", "/***/"),
        ("/" + "a/" * 200, "none", "/" + "a/" * 99 + "a"),
    ],
)
def test_keys_in_addresses_are_masked(address, route, path):
    assert masked(address) == (route, path)


def test_every_part_of_every_address_is_harmless_or_masked():
    """A new address with a part of a new name is masked until somebody says that it opens nothing."""
    from django.urls import get_resolver

    found = set()

    def walk(patterns):
        for pattern in patterns:
            found.update(pattern.pattern.regex.groupindex)
            walk(getattr(pattern, "url_patterns", []))

    walk(get_resolver().url_patterns)
    assert {"key", "uidb36", "pk"} <= found
    assert not {name for name in found & routes.HARMLESS if "key" in name or "token" in name or "secret" in name}


def test_a_reset_key_is_in_no_line_when_its_page_breaks(lines, client, monkeypatch):
    from allauth.account.views import PasswordResetFromKeyView

    client.raise_request_exception = False
    monkeypatch.setattr(PasswordResetFromKeyView, "dispatch", lambda *a, **k: broken(None))
    assert client.get(RESET).status_code == 500
    assert [line["message"] for line in lines.of("django.request")] == [
        "Internal Server Error: /accounts/password/reset/key/***-***/"
    ]
    assert "0123456789abcdef" not in "".join(lines.text)


# --- the id -------------------------------------------------------------------------------------------------------


def test_the_id_is_in_the_answer_and_in_every_line(lines, client):
    response = client.get("/test/asking")
    reference = response.headers["X-Request-ID"]
    assert len(reference) == 12
    assert [json.loads(line)["request_id"] for line in lines.text] == [reference, reference]
    assert trace.request_id() == ""


def test_the_id_is_another_each_time(client):
    assert client.get("/healthz").headers["X-Request-ID"] != client.get("/healthz").headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("trusted", "offered", "taken"),
    [
        (True, "f81d4fae-7dec.11d0_A765", True),
        (False, "f81d4fae-7dec.11d0_A765", False),
        (True, "short", False),
        (True, "x" * 65, False),
        (True, 'abcdefgh"}', False),
        (True, "abcdefgh\nINFO", False),
        (True, "", False),
    ],
)
def test_an_id_is_taken_from_the_proxy_only_if_it_is_one(rf, settings, client, trusted, offered, taken):
    settings.TRUST_PROXY = trusted
    response = client.get("/healthz", HTTP_X_REQUEST_ID=offered)
    assert (response.headers["X-Request-ID"] == offered) is taken
    assert trace.WELL_FORMED.fullmatch(response.headers["X-Request-ID"])


def test_the_page_of_a_500_says_the_id(client, lines):
    client.raise_request_exception = False
    response = client.get("/test/broken")
    assert response.status_code == 500
    assert f'<span class="num">{response.headers["X-Request-ID"]}</span>' in response.content.decode()
    (error,) = lines.of("django.request")
    assert error["request_id"] == response.headers["X-Request-ID"]
    assert "RuntimeError: a bug" in error["error"]


@pytest.mark.parametrize(
    ("trusted", "forwarded", "peer", "network"),
    [
        (False, "203.0.113.9", "198.51.100.7", "198.51.100.0/24"),
        (True, "203.0.113.9", "127.0.0.1", "203.0.113.0/24"),
        (True, "evil, 203.0.113.9", "127.0.0.1", "203.0.113.0/24"),
        (True, "", "198.51.100.7", "198.51.100.0/24"),
        (True, "nonsense\n", "127.0.0.1", ""),
        (False, "", "2001:db8:1:2::3", "2001:db8:1::/48"),
        (False, "", "::ffff:203.0.113.9", "203.0.113.0/24"),
        (False, "", "", ""),
    ],
)
def test_only_the_network_of_an_address_is_kept(rf, settings, trusted, forwarded, peer, network):
    settings.TRUST_PROXY = trusted
    request = rf.get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=peer)
    assert routes.remote(request) == network


# --- how a line looks -----------------------------------------------------------------------------------------------


def record(message, *args, error=None, **extra):
    made = logging.getLogger("some").makeRecord("some", logging.ERROR, "f", 1, message, args, error)
    made.__dict__.update(extra)
    return made


EVIL = "a\nERROR fake: line\r\x1b[31m\u2028\x85b"


def test_nobody_can_begin_a_line_of_their_own():
    for text in (log.Json().format(record("%s", EVIL)), log.Text().format(record("%s", EVIL))):
        assert len(text.splitlines()) == 1
        assert "\x1b" not in text and "ERROR fake: line" in text
    assert json.loads(log.Json().format(record("%s", EVIL)))["message"] == EVIL


def test_a_traceback_is_indented_below_its_line_in_text_and_one_field_in_json():
    try:
        raise RuntimeError(EVIL)
    except RuntimeError:
        problem = sys.exc_info()
    first, *others = log.Text().format(record("broke", error=problem, request_id="abc")).split("\n")
    assert first.endswith("ERROR some: broke [abc]")
    assert others and all(line.startswith("    ") for line in others)
    line = json.loads(log.Json().format(record("broke", error=problem)))
    assert line["error"].startswith("Traceback") and EVIL in line["error"]


@pytest.mark.parametrize(("terminal", "expected"), [(True, ("text", False)), (False, ("json", True))])
def test_a_terminal_is_for_people_and_everything_else_for_machines(monkeypatch, terminal, expected):
    from trainhub.observability import chosen

    stream = io.StringIO()
    stream.isatty = lambda: terminal
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.delenv("LOG_REQUESTS")
    assert (chosen.log_format(), chosen.log_requests()) == expected
    monkeypatch.setenv("LOG_FORMAT", "text" if expected[0] == "json" else "json")
    monkeypatch.setenv("LOG_REQUESTS", "no" if expected[1] else "yes")
    assert (chosen.log_format(), chosen.log_requests()) != expected


# --- slow queries ---------------------------------------------------------------------------------------------------


def test_a_slow_query_is_told_with_its_place_and_never_its_values(lines, settings):
    settings.SLOW_QUERY_MS = 0
    response = Client().get("/test/asking")
    slow = lines.of("trainhub.slow")
    assert [line["sql"] for line in slow] == ["SELECT 1", "SELECT %s"]
    assert {line["where"].rpartition(":")[0] for line in slow} == {__name__}
    assert {line["request_id"] for line in slow} == {response.headers["X-Request-ID"]}
    assert "a secret" not in "".join(lines.text)


def test_a_fast_query_is_not_told(lines, settings):
    settings.SLOW_QUERY_MS = 60_000
    Client().get("/test/asking")
    assert lines.of("trainhub.slow") == []


def test_queries_that_fail_are_counted_too(lines, client):
    client.raise_request_exception = False
    client.get("/test/stumbling")
    assert (only(lines)["queries"], only(lines)["status"]) == (1, 500)


def test_no_wrapper_stays_behind(client):
    client.get("/test/asking")
    assert connection.execute_wrappers == []
