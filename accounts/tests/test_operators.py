"""What an operator does to an account in the admin: in the security log, by whom; and a letter to whose it is."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client

from accounts.admin import PasswordChange
from accounts.models import User
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)  # both are told when it holds, within the request

PEOPLE = "/admin/accounts/user/"
NEW = {"password1": "a new long saddle", "password2": "a new long saddle"}


@pytest.fixture
def ana(db):
    return UserFactory(email="ana@example.org", name="Ana")


@pytest.fixture
def operator(superuser, events):
    """Sends a form of the admin as a superuser: gives what was noted (that all of it is by them), and the letters."""
    client = Client()
    client.force_login(superuser)
    events()

    def sends(address, data):
        assert client.post(address, data).status_code == 302
        noted = events()
        assert {(level, fields.pop("by")) for level, fields in noted} <= {("INFO", superuser.pk)}
        letters = [(*message.to, message.subject) for message in mail.outbox]
        mail.outbox.clear()
        return [fields for _, fields in noted], letters

    sends.client = client
    return sends


def changes(operator, person, **changed):
    """The page of a person, sent with something changed; None is a box without its tick."""
    address = f"{PEOPLE}{person.pk}/change/"
    form = operator.client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    data |= {"groups": [], "user_permissions": [], **changed}
    return operator(address, {name: value for name, value in data.items() if value is not None})


def test_a_password(operator, ana):
    noted, letters = operator(f"{PEOPLE}{ana.pk}/password/", {**NEW, "set-password": "1"})
    assert noted == [{"event": "password changed", "user": ana.pk}]
    assert letters == [("ana@example.org", "Your password was changed")]
    ana.refresh_from_db()
    assert ana.check_password(NEW["password1"])


def test_a_password_brings_back_no_right_that_was_taken_meanwhile(operator, ana, monkeypatch):
    User.objects.filter(pk=ana.pk).update(is_staff=True)
    save = PasswordChange.save

    def too_late(*args):
        User.objects.filter(pk=ana.pk).update(is_staff=False)
        return save(*args)

    monkeypatch.setattr(PasswordChange, "save", too_late)
    operator(f"{PEOPLE}{ana.pk}/password/", {**NEW, "set-password": "1"})
    ana.refresh_from_db()
    assert (ana.is_staff, ana.check_password(NEW["password1"])) == (False, True)


def test_an_address_is_told_to_the_one_before(operator, ana):
    noted, letters = changes(operator, ana, email="Other@example.org")
    assert noted == [{"event": "address changed", "user": ana.pk}]
    assert letters == [("ana@example.org", "Your email was changed")]


def test_an_address_that_was_never_theirs_reads_nothing(operator, ana):
    """Somebody mistyped it: it is a stranger's."""
    EmailAddress.objects.filter(user=ana).update(verified=False)
    noted, letters = changes(operator, ana, email="other@example.org")
    assert noted == [{"event": "address changed", "user": ana.pk}]
    assert letters == []


@pytest.mark.parametrize(
    ("sent", "rights"),
    [
        ({"is_staff": "on", "is_superuser": "on"}, {"is_staff": True, "is_superuser": True}),
        ({"is_staff": "on"}, {"is_staff": True}),
    ],
)
def test_rights(operator, ana, sent, rights):
    noted, letters = changes(operator, ana, **sent)
    assert noted == [{"event": "rights changed", "user": ana.pk, "rights": rights}]
    assert letters == [("ana@example.org", "Your rights were changed")]


def test_a_group(operator, ana):
    group = Group.objects.create(name="Support")
    noted, letters = changes(operator, ana, groups=[group.pk])
    assert noted == [{"event": "rights changed", "user": ana.pk, "rights": {"groups": ["Support"]}}]
    assert letters == [("ana@example.org", "Your rights were changed")]


def test_a_curator(operator, ana):
    for action, is_one in (("make_curators", True), ("dismiss_curators", False)):
        noted, letters = operator(PEOPLE, {"action": action, "_selected_action": [ana.pk]})
        assert noted == [{"event": "rights changed", "user": ana.pk, "rights": {"curator": is_one}}]
        assert letters == [("ana@example.org", "Your rights were changed")]


def test_a_second_factor(operator, ana):
    factor = Authenticator.objects.create(user=ana, type="totp", data={})
    noted, letters = operator(f"/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    assert noted == [{"event": "second factor removed", "user": ana.pk}]
    assert letters == [("ana@example.org", "Authenticator app turned off")]


def test_an_account_made_switched_off_and_on_and_closed(operator):
    noted, _ = operator(f"{PEOPLE}add/", {"email": "ana@example.org", "usable_password": "true", **NEW})
    ana = User.objects.get(email="ana@example.org")
    noted += changes(operator, ana, is_active=None)[0]
    noted += changes(operator, ana, is_active="on")[0]
    noted += operator(f"{PEOPLE}{ana.pk}/delete/", {"post": "yes"})[0]
    events = ["account made", "account switched off", "account switched on", "account closed"]
    assert noted == [{"event": event, "user": ana.pk} for event in events]


def test_a_browser_signed_out(operator, ana):
    session = SessionStore()
    session.create()
    row = UserSession.objects.create(user=ana, ip="10.0.0.1", session_key=session.session_key, user_agent="")
    noted, _ = operator("/admin/usersessions/usersession/", {"action": "sign_out", "_selected_action": [row.pk]})
    assert noted == [{"event": "signed out", "user": ana.pk}]


def test_what_is_no_key_of_the_account_is_no_event(operator, ana):
    assert changes(operator, ana, name="Ana Ruiz", email="ANA@example.org") == ([], [])


def test_what_was_refused_is_no_event(operator, ana, events):
    short = {"password1": "short", "password2": "short", "set-password": "1"}
    assert operator.client.post(f"{PEOPLE}{ana.pk}/password/", short).status_code == 200
    assert (events(), mail.outbox) == ([], [])
