"""A forgotten password, and a changed one."""

import re

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "a new long saddle"


def ask_for_link(client: Client, email: str):
    return client.post("/accounts/password/reset/", {"email": email})


def link() -> str:
    found = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def follow(client: Client) -> str:
    """Opens the link of the last mail: the key moves into the session, so that it leaks to nobody."""
    return client.get(link()).headers["Location"]


@pytest.mark.parametrize(
    ("address", "email", "link"),
    [
        ("/accounts/password/reset/", "ana@example.org", "https://plan.example.org/accounts/password/reset/key/"),
        ("/accounts/password/reset/", "nobody@example.org", "https://plan.example.org/accounts/signup/"),
        ("/accounts/signup/", "ana@example.org", "https://plan.example.org/accounts/password/reset/"),
    ],
)
@pytest.mark.parametrize("host", ["testserver:8443", "localhost"])
def test_a_letter_leads_to_the_public_address_whatever_host_was_asked(client, settings, address, email, link, host):
    UserFactory(email="ana@example.org")
    settings.PUBLIC_URL = "https://plan.example.org"
    client.post(address, {"email": email, "password1": PASSWORD}, headers={"host": host})

    letter = mail.outbox[-1].body
    assert link in letter
    assert letter.endswith("TrainHub, plan.example.org")
    assert host not in letter


@pytest.mark.parametrize("email", ["ana@example.org", "ANA@example.ORG", "nobody@example.org"])
def test_the_answer_is_the_same_whoever_is_here(client: Client, email: str):
    UserFactory(email="ana@example.org")

    answer = ask_for_link(client, email)
    done = client.get(answer.headers["Location"]).content.decode()

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/reset/done/")
    assert "If there is an account with that address" in done
    assert email not in done


def test_only_the_owner_gets_a_link(client: Client):
    UserFactory(email="ana@example.org")

    ask_for_link(client, "nobody@example.org")
    assert [(message.to, "/password/reset/key/" in message.body) for message in mail.outbox] == [
        (["nobody@example.org"], False)
    ]
    ask_for_link(client, "Ana@example.org")
    assert mail.outbox[-1].to == ["ana@example.org"]
    assert "/password/reset/key/" in mail.outbox[-1].body


def test_a_new_password_is_set_by_the_link_once(client: Client):
    user = UserFactory()
    ask_for_link(client, user.email)
    used, form = link(), follow(client)
    page = client.get(form).content.decode()
    answer = client.post(form, {"password1": NEW, "password2": NEW})

    user.refresh_from_db()
    assert "Set a new password" in page
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/reset/key/done/")
    assert "The new one works from now on." in client.get(answer.headers["Location"]).content.decode()
    assert user.check_password(NEW)
    client.logout()
    assert "This link is used up" in client.get(used, follow=True).content.decode()


@pytest.mark.parametrize(
    ("one", "two", "errors"),
    [
        (NEW, "another one", {"password2": ["You must type the same password each time."]}),
        ("12345", "12345", None),
        ("", "", {"password1": ["This field is required."], "password2": ["This field is required."]}),
    ],
)
def test_a_bad_new_password_is_refused(client: Client, one: str, two: str, errors: dict | None):
    user = UserFactory()
    ask_for_link(client, user.email)
    answer = client.post(follow(client), {"password1": one, "password2": two})

    user.refresh_from_db()
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() & {"password1", "password2"}
    assert errors is None or answer.context["form"].errors == errors
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("key", ["1-set-password", "abc-def", "zzzzzzz-0", "1-%00"])
def test_a_made_up_link_leads_to_asking_again(client: Client, key: str):
    answer = client.get(f"/accounts/password/reset/key/{key}/", follow=True)

    if answer.status_code != 400:
        assert answer.status_code == 200
        assert "This link is used up" in answer.content.decode()
        assert 'href="/accounts/password/reset/"' in answer.content.decode()


def test_changes_the_password_and_stays_signed_in(client: Client):
    user = UserFactory()
    client.force_login(user)

    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    user.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/profile/")
    assert user.check_password(NEW)
    assert client.get("/accounts/profile/").status_code == 200


@pytest.mark.parametrize(
    "password",
    [
        "justquietletters",
        "  spaces at both ends  ",
        "ключ от седла 🚲 鞍の鍵",
        "<b>&amp;\"'; --%00\\",
        "a saddle and a stem, " * 20,
    ],
)
def test_any_characters_and_any_length_are_a_password_and_none_is_cut(settings, password: str):
    """As it is kept in earnest: the hash too takes all of it."""
    settings.PASSWORD_HASHERS = ["trainhub.hashers.OwaspArgon2PasswordHasher"]
    user, here = UserFactory(), Client()
    here.force_login(user)
    new = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert here.post("/accounts/password/change/", new).status_code == 302

    tried = [password[:-1], password[1:], password]
    answers = [Client().post("/accounts/login/", {"login": user.email, "password": one}) for one in tried]
    assert [answer.status_code for answer in answers] == [200, 200, 302]


def test_the_old_password_must_be_right(client: Client):
    user = UserFactory()
    client.force_login(user)

    answer = client.post("/accounts/password/change/", {"oldpassword": "no", "password1": NEW, "password2": NEW})

    assert answer.context["form"].errors == {"oldpassword": ["This is not your present password."]}
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/password/change/"])
def test_what_a_password_must_be_is_said_in_one_line(client: Client, address: str):
    if "change" in address:
        client.force_login(UserFactory())
    page = client.get(address).content.decode()

    assert "At least 12 characters, not only digits, and nothing that others would guess." in page
    assert "similar to your" not in page
    assert "New Password" not in page


def test_strangers_are_sent_to_the_sign_in_page(client: Client):
    answer = client.get("/accounts/password/change/")

    assert answer.headers["Location"] == "/accounts/login/?next=/accounts/password/change/"


def test_asking_too_often_is_told_so(client: Client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    cache.clear()

    assert ask_for_link(client, "ana@example.org").status_code == 302
    answer = ask_for_link(client, "ana@example.org")

    assert answer.status_code == 429
    assert "Wait a few minutes, then try again." in answer.content.decode()
    assert len(mail.outbox) == 1


def test_a_new_password_brings_back_no_right_that_was_taken_meanwhile():
    held = UserFactory(is_staff=True)
    User.objects.update(is_staff=False)
    get_adapter().set_password(held, "another long phrase")

    saved = User.objects.get()
    assert (saved.is_staff, saved.check_password("another long phrase")) == (False, True)
