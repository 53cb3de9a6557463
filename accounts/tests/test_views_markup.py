"""What every page of the accounts is made of: nothing inline, one heading, a label for each field."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FOR_STRANGERS = [
    "/accounts/login/",
    "/accounts/login/?next=/programs/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-abc/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/made-up/",
    "/accounts/inactive/",
    "/accounts/no-such-page/",
]
FOR_PEOPLE = [
    "/accounts/profile/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/security/",
    "/accounts/2fa/totp/activate/",
    "/accounts/no-such-page/",
]


class Page(HTMLParser):
    """What the tests below ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings = 0
        self.inline: list[str] = []
        self.fields: list[dict[str, str | None]] = []
        self.labelled: set[str | None] = set()
        self.ids: list[str | None] = []
        self.inside_label = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.headings += tag == "h1"
        self.ids += [values["id"]] if "id" in values else []
        if tag == "style" or (tag == "script" and "src" not in values):
            self.inline.append(tag)
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        if tag == "label":
            self.inside_label += 1
            self.labelled.add(values.get("for"))
        if tag in {"input", "select", "textarea"} and values.get("type") != "hidden" and not self.inside_label:
            self.fields.append(values)

    def handle_endtag(self, tag: str) -> None:
        self.inside_label -= tag == "label"


def check(client: Client, address: str) -> None:
    answer = client.get(address, follow=True)
    page = Page(answer.content.decode())

    assert page.inline == []
    assert page.headings == 1
    assert len(page.ids) == len(set(page.ids))
    assert [field for field in page.fields if not (field.get("id") in page.labelled or field.get("aria-label"))] == []
    assert re.search(r"<title>[^<]+ · TrainHub</title>", answer.content.decode())
    assert '<main class="main" id="main"' in answer.content.decode()
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", FOR_STRANGERS)
def test_pages_for_strangers(client: Client, address: str):
    check(client, address)


@pytest.mark.parametrize("address", FOR_PEOPLE)
def test_pages_for_people(client: Client, address: str):
    client.force_login(UserFactory())
    check(client, address)


def test_the_account_menu_has_the_admin_for_staff_only(client: Client):
    client.force_login(UserFactory())
    assert "/admin/" not in client.get("/accounts/profile/").content.decode()
    client.force_login(UserFactory(is_staff=True))
    assert 'href="/admin/"' in client.get("/accounts/profile/").content.decode()


def test_a_refused_form_keeps_what_was_typed_but_no_password(client: Client):
    answer = client.post("/accounts/login/", {"login": "ana@example.org", "password": "a secret thing"})

    assert 'value="ana@example.org"' in answer.content.decode()
    assert "a secret thing" not in answer.content.decode()
