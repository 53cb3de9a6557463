"""One function decides: part of the page, or a redirect with a message."""

import json

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from core.htmx import is_partial, respond
from core.templatetags.ui import undo_url

TEMPLATE = "includes/_save_state.html"


def ask(**headers: str) -> HttpRequest:
    request = RequestFactory().post("/verb/", headers=headers)
    request.htmx = HtmxDetails(request)
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def test_htmx_gets_the_part_and_the_toast():
    answer = respond(ask(hx_request="true"), TEMPLATE, {}, "/back/", "Moved to week 3", "/undo/1/")

    assert answer.status_code == 200
    assert answer.content.decode().startswith('<span class="save-state" data-save-state="saved"')
    assert json.loads(answer.headers["HX-Trigger"]) == {
        "toast": {"message": "Moved to week 3", "undo": "/undo/1/", "level": "success"}
    }


def test_htmx_gets_several_parts_one_after_the_other():
    answer = respond(ask(hx_request="true"), [TEMPLATE, "includes/_logo.html"], {}, "/back/", status=422)

    assert answer.status_code == 422
    assert answer.content.decode().index("save-state") < answer.content.decode().index("brand-mark")
    assert "HX-Trigger" not in answer.headers


def test_a_toast_survives_any_letter_in_a_header():
    answer = respond(ask(hx_request="true"), TEMPLATE, {}, "/back/", "Removed Tempo 3×10′\n“x”", status=409)

    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert toast == {"message": "Removed Tempo 3×10′\n“x”", "undo": "", "level": "error"}


def test_without_htmx_the_message_waits_for_the_next_page():
    request = ask()
    answer = respond(request, TEMPLATE, {}, "/back/", "Moved to week 3", "/undo/1/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/back/")
    [message] = get_messages(request)
    assert (message.message, message.level_tag, undo_url(message)) == ("Moved to week 3", "success", "/undo/1/")


def test_a_refusal_without_htmx_is_an_error_message():
    request = ask()
    respond(request, TEMPLATE, {}, "/back/", "Not moved", status=409)

    [message] = get_messages(request)
    assert (message.level_tag, undo_url(message)) == ("error", "")


@pytest.mark.parametrize(
    ("headers", "partial"),
    [
        ({}, False),
        ({"hx_request": "true"}, True),
        ({"hx_request": "true", "hx_boosted": "true"}, False),
        ({"hx_request": "true", "hx_history_restore_request": "true"}, False),
    ],
)
def test_a_whole_page_is_not_a_part(headers: dict[str, str], partial: bool):
    assert is_partial(ask(**headers)) is partial
