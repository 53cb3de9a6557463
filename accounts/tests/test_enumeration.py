"""No page, letter or delay at the entrance says whether somebody has an account. With the hasher of service."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory
from trainhub import settings as service
from trainhub.hashers import OwaspArgon2PasswordHasher

pytestmark = pytest.mark.django_db

LOGIN, RESET, SIGN_UP, CONFIRM = (
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/signup/",
    "/accounts/confirm-email/",
)
STRANGER = "stranger@example.org"


@pytest.fixture(autouse=True)
def hashed(settings, monkeypatch) -> list[str]:
    """Which passwords were hashed, to store them or to compare them: each takes 19 MB and most of the request's time."""
    settings.PASSWORD_HASHERS = service.PASSWORD_HASHERS
    done: list[str] = []
    encode, verify = OwaspArgon2PasswordHasher.encode, OwaspArgon2PasswordHasher.verify

    def counting_encode(self, password, salt):
        done.append(f"encode {password}")
        return encode(self, password, salt)

    def counting_verify(self, password, encoded):
        done.append(f"verify {password}")
        return verify(self, password, encoded)

    monkeypatch.setattr(OwaspArgon2PasswordHasher, "encode", counting_encode)
    monkeypatch.setattr(OwaspArgon2PasswordHasher, "verify", counting_verify)
    return done


@pytest.fixture
def people(hashed: list[str]) -> dict[str, str]:
    """One of each kind, by what they are."""
    UserFactory(email="member@example.org")
    UserFactory(email="inactive@example.org", is_active=False)
    User.objects.create_user("passwordless@example.org")
    Client().post(SIGN_UP, {"email": "unconfirmed@example.org", "password1": PASSWORD})
    mail.outbox.clear()
    hashed.clear()
    kinds = ["member", "inactive", "passwordless", "unconfirmed", "stranger"]
    return {kind: f"{kind}@example.org" for kind in kinds}


def body(answer, email: str) -> str:
    """The page without what differs for everybody: the address typed, and the tokens."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", answer.content.decode().replace(email, "ADDRESS"))


def watch(hashed: list[str], address: str, data: dict[str, str], email: str, client: Client | None = None) -> dict:
    """All that one can tell from outside: the answer, the page it leads to, hashes and letters."""
    client = client or Client()
    hashed.clear()
    mail.outbox.clear()
    answer = client.post(address, data)
    leads_to = answer.headers.get("Location", "")
    return {
        "status": answer.status_code,
        "page": body(answer, email),
        "leads to": leads_to,
        "cookies": sorted(answer.cookies),
        "next page": body(client.get(leads_to), email) if leads_to else "",
        "hashes": len(hashed),
        "letters": [message.to for message in mail.outbox] == [[email]],
    }


@pytest.mark.parametrize("kind", ["member", "inactive", "passwordless", "unconfirmed"])
def test_a_wrong_password_is_answered_as_a_stranger_is(people, hashed, kind: str):
    seen = [
        watch(hashed, LOGIN, {"login": people[who], "password": "wrong"}, people[who]) for who in (kind, "stranger")
    ]

    assert seen[0] == seen[1]
    assert (seen[0]["status"], seen[0]["hashes"], mail.outbox) == (200, 1, [])


@pytest.mark.parametrize("kind", ["member", "inactive", "passwordless", "unconfirmed"])
def test_signing_up_with_a_taken_address_reads_as_with_a_free_one(people, hashed, kind: str):
    free = {"email": STRANGER, "name": "Ana", "password1": "another good phrase"}
    seen = [watch(hashed, SIGN_UP, {**free, "email": email}, email) for email in (people[kind], STRANGER)]

    assert seen[0] == seen[1]
    assert (seen[0]["status"], seen[0]["leads to"], seen[0]["hashes"]) == (302, CONFIRM, 1)
    assert seen[0]["letters"]
    assert not User.objects.get(email_key=people[kind]).check_password("another good phrase")


def test_nobody_learns_by_signing_in_whether_the_address_they_signed_up_with_was_free(people, hashed, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "100/m/ip", "login_failed": "20/15m/key"}
    seen = []
    for email in (people["member"], STRANGER):
        Client().post(SIGN_UP, {"email": email, "password1": "another good phrase"})
        attempt = {"login": email, "password": "another good phrase"}
        seen.append([watch(hashed, LOGIN, attempt, email) for _time in range(21)])

    assert seen[0] == seen[1]
    assert [step["status"] for step in seen[0]] == [200] * 20 + [429]
    assert {step["hashes"] for step in seen[0][:20]} == {1}


def test_nor_by_the_time_that_it_takes(people, settings):
    """In writes, of which each waits for the disk."""
    settings.ACCOUNT_RATE_LIMITS = service.ACCOUNT_RATE_LIMITS
    seen = []
    for email in (people["member"], STRANGER):
        Client().post(SIGN_UP, {"email": email, "password1": "another good phrase"})
        with CaptureQueriesContext(connection) as asked:
            Client().post(LOGIN, {"login": email, "password": "another good phrase"})
        seen.append(len([query for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]))

    assert seen[0] == seen[1] > 0


@pytest.mark.parametrize("password", ["12345678", "stranger"])
def test_a_poor_password_is_refused_before_anybody_looks(people, hashed, password: str):
    seen = [
        watch(hashed, SIGN_UP, {"email": email, "password1": password}, email)
        for email in (people["member"], people["stranger"])
    ]

    assert seen[0]["status"] == seen[1]["status"] == 200
    assert seen[0]["hashes"] == seen[1]["hashes"] == 0


@pytest.mark.parametrize("kind", ["member", "inactive", "passwordless", "unconfirmed"])
def test_a_forgotten_password_is_answered_the_same(people, hashed, kind: str):
    seen = [watch(hashed, RESET, {"email": people[who]}, people[who]) for who in (kind, "stranger")]

    assert seen[0] == seen[1]
    assert (seen[0]["status"], seen[0]["hashes"], seen[0]["letters"]) == (302, 0, True)


@pytest.mark.parametrize(
    "data", [{"action": "resend"}, {"code": "BBBB-BBBB"}, {"code": ""}, {"action": "change", "email": "x@example.org"}]
)
def test_the_page_of_the_code_is_the_same_for_a_pretended_sign_up(people, hashed, data: dict[str, str]):
    seen = []
    for email in (people["member"], STRANGER):
        client = Client()
        client.post(SIGN_UP, {"email": email, "password1": "another good phrase"})
        seen.append([watch(hashed, CONFIRM, data, email, client) for _time in range(7)])

    assert seen[0] == seen[1]


@pytest.mark.parametrize("address", [LOGIN, SIGN_UP, RESET, CONFIRM, "/", "/admin/"])
def test_where_a_sign_up_is_under_way_every_page_is_the_same(people, address: str):
    seen = []
    for email in (people["member"], STRANGER):
        client = Client()
        client.post(SIGN_UP, {"email": email, "password1": "another good phrase"})
        answer = client.get(address)
        seen.append((answer.status_code, answer.headers.get("Location"), body(answer, email)))

    assert seen[0] == seen[1]


def test_a_pretended_sign_up_opens_nothing(people):
    client = Client()
    client.post(SIGN_UP, {"email": people["member"], "password1": "another good phrase"})
    for code in client.session["account_email_verification_code"]["code"], "":
        client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session


def test_the_letter_about_a_password_goes_to_the_stored_address_only(hashed):
    """Two addresses that fold to one may be two mailboxes: ß is ss to us, and not to the mail."""
    UserFactory(email="ana@strasse.example")
    Client().post(RESET, {"email": "ana@straße.example"})

    assert [message.to for message in mail.outbox] == [["ana@strasse.example"]]
    assert "/password/reset/key/" in mail.outbox[0].body
