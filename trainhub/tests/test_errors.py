"""Bad input gets a 4xx and a sentence, never a 500; every error page is ours."""

import json

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from core.editing import Conflict
from trainhub import urls, views
from trainhub.middleware import InputGuard

SIGN_IN = "/accounts/login/"


def denied(request):
    raise PermissionDenied


def missing(request):
    raise Http404


def broken(request):
    raise RuntimeError("a bug")


def overtaken(request):
    raise Conflict


def posted(request):
    raise AssertionError("the view must not be reached")


urlpatterns = [
    *urls.urlpatterns,
    path("test/denied", denied),
    path("test/missing", missing),
    path("test/broken", broken),
    path("test/overtaken", overtaken),
    path("test/posted", posted),
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def signed_in(signed_in):
    signed_in.raise_request_exception = False
    return signed_in


def sentence_of(response):
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/test/denied", 403, "not yours to change"),
        ("/test/missing", 404, "There is nothing here"),
        ("/test/overtaken", 409, "This was changed meanwhile"),
        ("/no/such/page", 404, "There is nothing here"),
        ("/test/broken", 500, "Something broke on our side"),
    ],
)
def test_error_pages_are_ours(signed_in, address, status, sentence, caplog):
    response = signed_in.get(address)
    assert response.status_code == status
    assert sentence in sentence_of(response)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/exercises/%00/", None),
        ("/exercises/?q=a%00b", None),
        ("/exercises/?%00=b", None),
        ("/test/posted", {"name": "a\0b"}),
        ("/test/posted", {"a\0b": "name"}),
    ],
)
def test_nul_bytes_are_refused(signed_in, address, data):
    response = signed_in.post(address, data) if data else signed_in.get(address)
    assert response.status_code == 400
    assert "no text can hold" in sentence_of(response)


def test_nul_byte_in_a_cookie_is_refused(client):
    client.cookies.load('sessionid="a\\000b"')
    assert client.get(SIGN_IN).status_code == 400


def test_form_in_another_encoding_is_refused(client):
    """Django's own 400 page reads the form again, and so answers 500."""
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    response = client.generic("POST", SIGN_IN, "login=a".encode("utf-16"), content_type=kind)
    assert response.status_code == 400
    assert "TrainHub could not read this" in sentence_of(response)


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\xff",
        "application/x-www-form-urlencoded; charset=utf-16",
    ],
)
def test_malformed_form_is_refused(client, kind):
    response = client.generic("POST", SIGN_IN, b"--x\r\nnonsense", content_type=kind)
    assert response.status_code == 400
    assert "TrainHub could not read this" in sentence_of(response)


def test_odd_forms_are_read_as_far_as_they_go(client):
    """A multipart form that breaks off, and an encoding nobody knows: the page says that the fields are missing."""
    body = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\nhalf'
    assert client.generic("POST", SIGN_IN, body, content_type="multipart/form-data; boundary=x").status_code == 200
    kind = "application/x-www-form-urlencoded; charset=nonsense"
    assert client.generic("POST", SIGN_IN, b"login=half", content_type=kind).status_code == 200


@pytest.mark.parametrize("data", [{"login": "x" * 3_000_000}, {f"field{n}": "x" for n in range(2001)}])
def test_oversized_form_is_refused(client, caplog, data):
    response = client.post(SIGN_IN, data)
    assert response.status_code == 413
    assert "more than TrainHub takes at once" in sentence_of(response)
    assert [one.name for one in caplog.records if one.name.startswith("django")] == []  # no traceback for a stranger


def test_a_large_file_that_nobody_asked_for_is_refused_unread(client, monkeypatch):
    """Django counts text only: a file of any size would go to the disk first, from strangers too."""
    kept = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", lambda *args: kept.append(1))
    file = SimpleUploadedFile("x.bin", b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    response = client.post(SIGN_IN, {"login": file})
    assert response.status_code == 413
    assert "more than TrainHub takes at once" in sentence_of(response)
    assert kept == []


@pytest.mark.parametrize("address", ["programs:program_paste", "programs:program_paste_create", "accounts:arriving"])
def test_a_file_larger_than_the_page_takes_is_refused_unread_by_its_limit(client, rosa, monkeypatch, address):
    kept = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", lambda *args: kept.append(1))
    client.force_login(rosa)
    response = client.post(reverse(address), {"file": SimpleUploadedFile("x.zip", b"x" * 50_000_000)})
    assert response.status_code == 413
    assert "A file has at most 10 MB here" in sentence_of(response)
    assert kept == []


def nobody_s_session() -> str:
    """One that the server gave to a stranger."""
    session = SessionStore()
    session["theme"] = "dark"
    session.create()
    return str(session.session_key)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cookie", "queries"),
    [(lambda: None, 0), (lambda: "nonsense", 1), (lambda: "a" * 32, 1), (nobody_s_session, 1)],
    ids=["none", "nonsense", "made up", "a stranger's"],
)
@pytest.mark.parametrize("address", ["programs:program_paste", "programs:program_paste_create", "accounts:arriving"])
def test_whoever_is_not_signed_in_sends_no_large_file_whatever_the_cookie(
    client, monkeypatch, django_assert_num_queries, address, cookie, queries
):
    kept = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", lambda *args: kept.append(1))
    if key := cookie():
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    with django_assert_num_queries(queries):
        response = client.post(reverse(address), {"file": SimpleUploadedFile("x.zip", b"x" * 3_000_000)})
    assert response.status_code == 413
    assert "more than TrainHub takes at once" in sentence_of(response)
    assert kept == []


@pytest.mark.django_db
def test_a_form_of_usual_size_asks_for_no_session_to_be_read(rf, django_assert_num_queries):
    request = rf.post(reverse("programs:program_paste"), {"text": "Squat 5x5"})
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a" * 32
    request.session = SessionStore("a" * 32)
    with django_assert_num_queries(0):
        assert InputGuard(lambda request: HttpResponse("read"))(request).content == b"read"


@pytest.mark.parametrize(
    ("size", "sentence"),
    [(10_000_001, "The file is larger than 10 MB."), (5_000_000, "The file is too large for this page")],
)
def test_a_file_larger_than_a_form_reaches_its_page(client, rosa, size, sentence):
    client.force_login(rosa)
    file = SimpleUploadedFile("x.txt", b"Squat 5x5\n" * (size // 10 + 1))
    response = client.post(reverse("programs:program_paste"), {"file": file})
    assert sentence in response.content.decode()


def test_form_without_its_token_says_what_to_do():
    client = Client(enforce_csrf_checks=True)
    response = client.post(SIGN_IN, {"login": "a@b.example", "password": "x"})
    assert response.status_code == 403
    assert "Load the page again" in sentence_of(response)


@pytest.mark.parametrize(
    ("verb", "address", "offered", "sentence"),
    [
        ("get", "/start/", "POST", "Go back and use the button"),
        ("post", "/programs/", "GET, HEAD, OPTIONS", "takes no request of this kind"),
    ],
)
def test_a_refused_verb_says_so(signed_in, verb, address, offered, sentence):
    response = getattr(signed_in, verb)(address)
    assert response.status_code == 405
    assert response.headers["Allow"] == offered
    assert sentence in sentence_of(response)


@pytest.mark.parametrize(
    ("verb", "address", "offered"),
    [
        ("put", "/start/", "POST"),
        ("delete", "/programs/", "GET, HEAD"),
        ("patch", "/programs/new/", "GET, HEAD, POST"),
        ("options", "/admin/", "GET, HEAD, POST"),
        ("propfind", "/healthz", "GET, HEAD, POST"),
    ],
)
def test_a_verb_that_no_browser_sends_is_refused_before_anybody_looks_who_asks(
    signed_in, verb, address, offered, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = signed_in.generic(verb.upper(), address)
    assert (response.status_code, response.headers["Allow"]) == (405, offered)
    assert response.content == b"Method not allowed\n"


def test_a_verb_that_no_browser_sends_to_nowhere(client):
    assert client.put("/no/such/page").status_code == 404


def test_unknown_host_is_refused(client):
    response = client.get(SIGN_IN, headers={"host": "evil.example"})
    assert response.status_code == 400


def test_error_pages_need_no_database(rf, django_db_blocker):
    with django_db_blocker.block():
        assert views.server_error(rf.get("/")).status_code == 500
        assert views.bad_request(rf.get("/")).status_code == 400
        assert views.csrf_failure(rf.get("/")).status_code == 403


@override_settings(SECURE_HSTS_SECONDS=60)
def test_hsts_follows_the_public_address(client):
    """Behind a proxy that ends TLS the request itself is plain http."""
    assert client.get("/healthz").headers["Strict-Transport-Security"] == "max-age=60"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "verb", "address", "data", "said"),
    [
        (404, "get", "/placings/none/", {}, "It is no longer there, or it is not yours to see."),
        (404, "post", "/placings/none/move/", {}, "It is no longer there, or it is not yours to see. {unsaved}"),
        (
            413,
            "post",
            SIGN_IN,
            {"login": "x" * 3_000_000},
            "That is more than TrainHub takes at once. Send it in smaller parts. {unsaved}",
        ),
        (
            400,
            "post",
            SIGN_IN,
            {"login": "x\0"},
            "The address or the form holds a character (NUL) that no text can hold. {unsaved}",
        ),
    ],
)
def test_htmx_is_told_in_a_toast(client, rosa, status, verb, address, data, said):
    client.force_login(rosa)
    response = getattr(client, verb)(address, data, headers={"HX-Request": "true"})
    assert response.status_code == status
    told = json.loads(response.headers["HX-Trigger"])["toast"]
    assert told == {"message": said.format(unsaved="Nothing of this was saved."), "undo": "", "level": "error"}
    assert "HX-Trigger" not in getattr(client, verb)(address, data).headers
