"""Passwords, and the one sign-in. Headers: test_headers.py; who gets in: test_access.py."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client, override_settings

from accounts.tests.factories import PASSWORD
from trainhub.tests import walk


@override_settings(PASSWORD_HASHERS=["trainhub.hashers.OwaspArgon2PasswordHasher"])
def test_passwords_are_kept_with_argon2_as_owasp_says():
    kept = make_password("correct horse battery")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("correct horse battery", kept)
    assert not check_password("Correct horse battery", kept)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("rosa@example.org", "password_too_similar"),
        ("rosacoachmann", "password_too_similar"),
        ("qwertyqwerty", "password_too_common"),
        ("1q2w3e4r5t6y", "password_too_common"),
        ("123456789012", "password_entirely_numeric"),
        ("elevenchars", "password_too_short"),
    ],
)
def test_weak_passwords_are_refused(password, reason):
    """Each for one reason alone, so that none hides behind another."""
    user = get_user_model()(email="rosa@example.org", name="Rosa Coachmann")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)
    assert [error.code for error in refused.value.error_list] == [reason]


@pytest.mark.django_db
def test_the_admin_has_no_sign_in_of_its_own(client, superuser, staff):
    """Django's would try passwords without limits and ask for no second factor, of those who are signed in too."""
    right = {"username": superuser.email, "password": PASSWORD}
    answer = client.post("/admin/login/?next=/admin/accounts/user/", right)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/admin/accounts/user/")
    assert "_auth_user_id" not in client.session

    client.force_login(staff)
    answer = client.post("/admin/login/?next=//evil.example/", right)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert client.session["_auth_user_id"] == staff.pk


@pytest.mark.django_db
def test_the_admin_changes_no_password_of_one_s_own(client, staff):
    """The site's page does: it asks for the old one and says so by mail."""
    client.force_login(staff)
    answer = client.get("/admin/password_change/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/change/")


def test_debug_is_off():
    assert settings.DEBUG is False


# --- Sessions ------------------------------------------------------------------------


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


@pytest.mark.django_db
def test_signing_in_begins_a_session_of_its_own(rosa):
    """One that somebody else put into the browser is not the one that gets in."""
    client = Client()
    client.get("/accounts/login/")
    before = client.session
    before["planted"] = "yes"
    before.save()
    client.cookies["sessionid"] = planted = before.session_key

    assert client.post("/accounts/login/", {"login": rosa.email, "password": PASSWORD}).status_code == 302

    assert key_of(client) != planted
    assert not Session.objects.filter(session_key=planted).exists()


@pytest.mark.django_db
def test_a_key_that_the_server_never_gave_is_none(rosa):
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    client.post("/accounts/login/", {"login": rosa.email, "password": PASSWORD})
    assert key_of(client) != "a" * 32


@pytest.mark.django_db
def test_a_new_password_begins_a_new_session_and_ends_all_others(rosa):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.post("/accounts/login/", {"login": rosa.email, "password": PASSWORD})
    stolen = key_of(here)

    new = {"oldpassword": PASSWORD, "password1": "a new long saddle", "password2": "a new long saddle"}
    assert here.post("/accounts/password/change/", new).status_code == 302

    assert here.get("/accounts/profile/").status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert [client.get("/accounts/profile/").status_code for client in (thief, elsewhere)] == [302, 302]


@pytest.mark.django_db
def test_signing_out_ends_the_session_on_the_server(rosa):
    client = Client()
    client.force_login(rosa)
    kept = key_of(client)
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = kept
    assert client.get("/accounts/profile/").status_code == 302


# --- Forms from elsewhere --------------------------------------------------------------


@pytest.mark.django_db
def test_no_address_takes_a_form_without_its_token(rosa, superuser):
    """Each address that takes one, asked by who may send it; the answer is the page for it, and nothing changed."""
    things = walk.Things(rosa, "private")
    site = [(rosa, things.address(name)) for name in walk.ROUTES]
    admin = [(superuser, things.admin_address(name)) for name in walk.ADMIN_ROUTES]
    browsers = {person: Client(enforce_csrf_checks=True) for person in (rosa, superuser)}
    for person, browser in browsers.items():
        browser.force_login(person)
    before = walk.everything()

    answers = {address: browsers[person].post(address) for person, address in site + admin}

    refused = b"This form was open for too long"
    assert [at for at, answer in answers.items() if answer.status_code != 405 and refused not in answer.content] == []
    assert sum(answer.status_code == 403 for answer in answers.values()) > 150
    assert walk.everything() == before


# --- Password managers -----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("/accounts/login/", {"login": "email", "password": "current-password"}),
        ("/accounts/signup/", {"email": "email", "name": "name", "password1": "new-password"}),
    ],
)
def test_password_managers_know_the_fields(client, address, known):
    page = client.get(address).content.decode()
    fields = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page)]
    assert {field["name"]: field["autocomplete"] for field in fields if field.get("autocomplete")} == known
