"""What of the keys of an account the log says, and that it says no key."""

import logging

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts import events as security
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.second_factors import confirm_password, recovery_codes, sign_in, with_app, wrong_code
from trainhub import settings as service
from trainhub.observability.log import Json, Text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db):
    return UserFactory(email="ana@example.org")


def test_who_got_in_and_out(ana, events):
    client = Client()
    sign_in(client, ana)
    assert events() == [("INFO", {"event": "signed in", "user": ana.pk})]
    client.post("/accounts/logout/")
    assert events() == [("INFO", {"event": "signed out", "user": ana.pk})]


def test_who_did_not_is_one_account_however_it_is_spelt_and_no_address(ana, events):
    for email in ("ana@example.org", "ANA@example.org", "nobody@example.org"):
        Client().post("/accounts/login/", {"login": email, "password": "a secret guess"})
    (level, one), (_, spelt), (_, another) = events()
    assert (level, one["event"], one["user"]) == ("WARNING", "sign-in refused", None)
    assert one == spelt
    assert len(one["account"]) == 12 and one["account"] != another["account"]
    assert not any(word in str((one, spelt, another)) for word in ("secret", "ana", "nobody@"))


def test_an_account_that_is_tried_too_often(ana, events, settings):
    settings.ACCOUNT_RATE_LIMITS = service.ACCOUNT_RATE_LIMITS | {"login_failed": "1/15m/key"}
    for _ in range(2):
        Client().post("/accounts/login/", {"login": ana.email, "password": "wrong"})
    assert [fields["event"] for _, fields in events()] == ["sign-in refused", "too many tries to sign in"]


def test_a_password_that_was_changed(ana, events):
    client = Client()
    client.force_login(ana)
    events()
    new = {"oldpassword": PASSWORD, "password1": "a new long saddle", "password2": "a new long saddle"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    said = events()
    assert ("INFO", {"event": "password changed", "user": ana.pk}) in said
    assert "saddle" not in str(said)


def test_a_second_factor_that_was_refused_and_one_that_was_removed(ana, events):
    with_app(ana)
    client = Client()
    sign_in(client, ana)
    events()
    client.post("/accounts/2fa/authenticate/", {"code": wrong_code()})
    assert events() == [("WARNING", {"event": "second factor refused", "user": ana.pk})]
    client.post("/accounts/2fa/authenticate/", {"code": recovery_codes(ana)[0]})
    assert events() == [("INFO", {"event": "signed in", "user": ana.pk})]
    confirm_password(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert ("INFO", {"event": "second factor removed", "user": ana.pk}) in events()


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/accounts/reauthenticate/", {"password": "a secret guess"}),
        ("/accounts/password/change/", {"oldpassword": "a secret guess", "password1": "a new long saddle"}),
    ],
)
def test_who_is_in_and_does_not_know_the_password(ana, events, address, sent):
    """Somebody at a laptop that was left open."""
    client = Client()
    client.force_login(ana)
    events()
    for _ in range(3):
        assert client.post(address, sent).status_code == 200
    assert events() == [("WARNING", {"event": "password refused", "user": ana.pk})] * 3


def test_the_right_password_of_an_account_that_was_never_confirmed(ana, events):
    EmailAddress.objects.filter(user=ana).update(verified=False)
    for password in ("wrong", PASSWORD):
        Client().post("/accounts/login/", {"login": "ANA@example.org", "password": password})
    (_, wrong), (level, right) = events()
    assert (level, right["event"], right["user"]) == ("WARNING", "unconfirmed sign-in refused", ana.pk)
    assert right["account"] == wrong["account"]


@pytest.mark.parametrize("form", [Json(), Text()], ids=["json", "text"])
def test_with_the_log_as_it_is_written_no_address_and_no_password_stands_there(ana, caplog, form):
    caplog.set_level(logging.INFO, "trainhub.security")
    client = Client()
    for password in ("a secret guess", PASSWORD):
        client.post("/accounts/login/", {"login": ana.email, "password": password})
    client.post("/accounts/reauthenticate/", {"password": "a secret guess"})
    EmailAddress.objects.filter(user=ana).update(verified=False)
    Client().post("/accounts/login/", {"login": ana.email, "password": PASSWORD})

    written = [form.format(one) for one in caplog.records]
    for event in ("sign-in refused", "signed in", "password refused", "unconfirmed sign-in refused"):
        assert any(event in line for line in written)
    for secret in (ana.email, ana.name, "a secret guess", PASSWORD):
        assert not any(secret in line for line in written)


def test_both_forms_of_the_log_say_who_did_it_and_to_whom(ana, caplog):
    boss = UserFactory()
    security.note("password changed", user=ana, by=boss)
    (record,) = caplog.records
    assert f'"event":"password changed","user":"{ana.pk}","by":"{boss.pk}"' in Json().format(record)
    assert f"password changed: {ana.pk}, by {boss.pk}" in Text().format(record)
