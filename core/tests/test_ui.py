"""The small tags of the page's frame."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def page(address: str = "/", cookie: str = "", theme: str = "") -> object:
    request = RequestFactory().get(address)
    request.COOKIES = {"theme": cookie} if cookie else {}
    request.user = SimpleNamespace(theme=theme) if theme else SimpleNamespace()
    return request


@pytest.mark.parametrize(
    ("cookie", "theme", "shown"),
    [("", "", "system"), ("dark", "", "dark"), ("dark", "light", "light"), ('"><script>', "", "system")],
)
def test_the_person_wins_over_the_cookie(cookie: str, theme: str, shown: str):
    assert draw("{% theme %}", request=page(cookie=cookie, theme=theme)) == shown


def test_a_page_without_a_request_follows_the_system():
    assert draw("{% theme %}") == "system"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{% query page=3 %}", "?q=back+squat&amp;page=3"),
        ("{% query q=None %}", "?page=2"),
        ('{% query q="" page=None %}', "?"),
    ],
)
def test_the_query_string_with_changes(tag: str, expected: str):
    assert draw(tag, request=page("/x/?q=back+squat&page=2")) == expected


@pytest.mark.parametrize(
    ("namespace", "said", "shown"),
    [("programs", {}, "programs"), ("programs", {"belongs_to": "sessions"}, "sessions"), ("", {}, "")],
)
def test_section_says_whose_page_it_is(namespace: str, said: dict[str, str], shown: str):
    request = page()
    request.resolver_match = SimpleNamespace(namespace=namespace)
    assert draw("{% section %}", request=request, **said) == shown
