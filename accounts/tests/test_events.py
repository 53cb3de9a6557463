"""What of the keys of an account the log says, and that it says no key."""

import logging

import pytest
from django.test import Client

from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.second_factors import confirm_password, recovery_codes, sign_in, with_app, wrong_code
from trainhub import settings as service

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db):
    return UserFactory(email="ana@example.org")


@pytest.fixture
def events(caplog):
    """Gives what was logged since it was last asked: the level, and the fields."""
    caplog.set_level(logging.INFO, "trainhub.security")

    def said():
        found = [(one.levelname, one.fields) for one in caplog.records if one.name == "trainhub.security"]
        caplog.clear()
        return found

    return said


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


def test_with_the_log_as_it_is_written_no_address_and_no_password_stands_there(ana, events, caplog):
    Client().post("/accounts/login/", {"login": ana.email, "password": "a secret guess"})
    assert ana.email not in caplog.text
    assert "a secret guess" not in caplog.text
