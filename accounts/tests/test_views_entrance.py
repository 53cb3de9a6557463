"""Signing in, up and out."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

WRONG = (
    "This email and this password do not belong together. "
    "If you never typed the code that we sent, set a new password by email."
)


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("typed", ["ana@example.org", "Ana@Example.ORG", "ANA@EXAMPLE.ORG", " ana@example.org "])
@pytest.mark.parametrize("stored", ["ana@example.org", "Ana@Example.org"])
def test_signs_in_by_email_in_any_case(client: Client, stored: str, typed: str):
    user = UserFactory(email=stored)

    answer = sign_in(client, typed)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert signed_in_as(client) == user.pk
    assert list(get_messages(answer.wsgi_request)) == []


@pytest.mark.parametrize("page", ["login", "signup"])
def test_the_door_says_what_is_behind_it(client: Client, page: str):
    assert "a season fits on one page" in client.get(f"/accounts/{page}/").content.decode()


def test_goes_where_one_wanted_to_go(client: Client):
    user = UserFactory()

    page = client.get("/accounts/login/?next=/accounts/profile/").content.decode()
    answer = sign_in(client, user.email, next="/accounts/profile/")

    assert '<input type="hidden" name="next" value="/accounts/profile/">' in page
    assert answer.headers["Location"] == "/accounts/profile/"


@pytest.mark.parametrize("where", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_does_not_lead_elsewhere(client: Client, where: str):
    answer = sign_in(client, UserFactory().email, next=where)

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/key/x-x/"]
)
@pytest.mark.parametrize("is_in", [False, True])
def test_an_address_that_is_none_leads_nowhere(client, address, is_in):
    if is_in:
        client.force_login(UserFactory())
    for answer in (client.get(address, {"next": "http://[::1"}), client.post(address, {"next": "http://[::1"})):
        assert answer.status_code in (200, 302)
        assert "[" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("email", "password"),
    [("ana@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("ana@example.org", PASSWORD.upper())],
)
def test_a_wrong_password_and_an_unknown_address_read_alike(client: Client, email: str, password: str):
    UserFactory(email="ana@example.org")

    answer = sign_in(client, email, password)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [WRONG]
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    ("email", "password", "errors"),
    [
        ("", "", {"login": ["This field is required."], "password": ["This field is required."]}),
        ("not an address", "x", {"login": ["Enter a valid email address."]}),
    ],
)
def test_bad_input_stands_at_its_field(client: Client, email: str, password: str, errors: dict[str, list[str]]):
    answer = sign_in(client, email, password)

    assert answer.context["form"].errors == errors
    assert 'aria-invalid="true"' in answer.content.decode()
    assert '<ul class="errorlist" id="id_login_error">' in answer.content.decode()


def test_a_closed_account_cannot_sign_in(client: Client):
    user = UserFactory(is_active=False)

    answer = sign_in(client, user.email)

    assert signed_in_as(client) is None
    assert "This account is closed" in client.get(answer.headers["Location"]).content.decode()


def test_signs_up_with_a_name(client: Client):
    answer = client.post("/accounts/signup/", {"email": "Ana@Example.org", "name": "Ana Ruiz", "password1": PASSWORD})

    user = User.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/confirm-email/")
    assert (user.email, user.email_key, user.name) == ("ana@example.org", "ana@example.org", "Ana Ruiz")
    assert (user.units, user.theme, user.is_staff, user.is_public) == ("metric", "system", False, False)
    assert user.check_password(PASSWORD)
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]


def test_signs_up_without_a_name(client: Client):
    client.post("/accounts/signup/", {"email": "ana@example.org", "password1": PASSWORD})

    assert str(User.objects.get()) == "ana@example.org"


def test_asks_for_name_email_and_password_in_this_order(client: Client):
    form = client.get("/accounts/signup/").context["form"]

    assert [field.name for field in form.visible_fields()] == ["name", "email", "password1"]


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"email": ""}, "email", "This field is required."),
        ({"email": "not an address"}, "email", "Enter a valid email address."),
        ({"password1": "12345678901"}, "password1", "This password is entirely numeric."),
        ({"password1": "horse"}, "password1", "This password is too short. It must contain at least 12 characters."),
        ({"password1": "ana.ruiz@example.org"}, "password1", "The password is too similar to the email address."),
        ({"name": "x" * 121}, "name", "Ensure this value has at most 120 characters (it has 121)."),
    ],
)
def test_refuses_to_sign_up(client: Client, changes: dict[str, str], field: str, error: str):
    sent = {"email": "ana.ruiz@example.org", "name": "Ana", "password1": PASSWORD, **changes}

    answer = client.post("/accounts/signup/", sent)

    assert error in answer.context["form"].errors[field]
    assert User.objects.count() == 0


@pytest.mark.parametrize("typed", ["ana@example.org", "ANA@example.org", "ana@ｅｘａｍｐｌｅ.org"])
def test_an_address_signs_up_once_however_it_is_spelt(client: Client, typed: str):
    UserFactory(email="Ana@example.org")

    answer = client.post("/accounts/signup/", {"email": typed, "password1": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/confirm-email/")
    assert User.objects.count() == 1
    [message] = mail.outbox
    assert (message.to, message.subject) == (["ana@example.org"], "You have an account already")
    assert signed_in_as(client) is None


def test_signs_out_by_a_form_only(client: Client):
    user = UserFactory()
    client.force_login(user)

    page = client.get("/accounts/logout/")
    assert (page.status_code, signed_in_as(client)) == (200, user.pk)
    answer = client.post("/accounts/logout/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    assert signed_in_as(client) is None


def test_somebody_signed_in_needs_no_sign_in(client: Client):
    client.force_login(UserFactory())

    assert client.get("/accounts/login/").headers["Location"] == "/"
