"""Where one is signed in, and signing out there."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts import devices
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.second_factors import sign_in
from accounts.tests.test_devices import ANDROID, BLINK, IPHONE, SAFARI, WEBKIT

pytestmark = pytest.mark.django_db

SECURITY = "/accounts/security/"
PHONE = f"{IPHONE} {WEBKIT} Version/18.1 Mobile/15E148 {SAFARI}"
CHROME = f"{ANDROID} {BLINK} Chrome/131.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def user():
    return UserFactory()


def signed_in(user, agent=""):
    client = Client(headers={"user-agent": agent})
    assert sign_in(client, user).status_code == 302
    return client


def is_in(client):
    return client.get("/accounts/profile/").status_code == 200


def listed(client):
    return [(device.name, device.is_this) for device in client.get(SECURITY).context["devices"]]


def row_of(client):
    return UserSession.objects.get(session_key=client.session.session_key)


def test_lists_ones_own_devices_this_one_first(user):
    here, phone, _other = signed_in(user, CHROME), signed_in(user, PHONE), signed_in(UserFactory(), PHONE)

    assert listed(here) == [("Chrome on Android", True), ("Safari on iPhone", False)]
    assert listed(phone) == [("Safari on iPhone", True), ("Chrome on Android", False)]
    page = here.get(SECURITY).content.decode()
    assert "127.0.0.1 · last seen" in page
    assert page.count("This one") == 1


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_page_takes_five_queries(user, django_assert_num_queries, count):
    clients = [signed_in(user) for _ in range(count)]
    clients[0].get(SECURITY)
    with django_assert_num_queries(5):  # session, user, its rows, their sessions, factors
        assert len(clients[0].get(SECURITY).context["devices"]) == count


def test_last_seen_is_told_in_ones_own_time_zone(user):
    user.time_zone = "Asia/Tokyo"
    user.save()
    here, phone = signed_in(user, CHROME), signed_in(user, PHONE)
    seen = datetime.datetime(2026, 3, 1, 20, 5, tzinfo=datetime.UTC)
    UserSession.objects.filter(pk=row_of(phone).pk).update(last_seen_at=seen)

    assert "last seen 2 Mar, 05:05" in here.get(SECURITY).content.decode()


def test_signs_out_everywhere_else(user):
    here, phone, third, other = signed_in(user), signed_in(user), signed_in(user), signed_in(UserFactory())

    answer = here.post("/accounts/security/sign-out/")

    assert (answer.status_code, answer.headers["Location"]) == (302, SECURITY)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["Signed out on 2 devices"]
    assert [is_in(client) for client in (here, phone, third, other)] == [True, False, False, True]
    assert Session.objects.count() == UserSession.objects.count() == 2
    assert "Sign out everywhere else" not in here.get(SECURITY).content.decode()


def test_nowhere_else_is_said(user):
    here = signed_in(user)

    answer = here.post("/accounts/security/sign-out/")

    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["You are signed in nowhere else"]
    assert is_in(here)


def test_signs_out_one(user):
    here, phone, third = signed_in(user), signed_in(user), signed_in(user)

    answer = here.post(f"/accounts/security/devices/{row_of(phone).pk}/sign-out/")

    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["Signed out on 1 device"]
    assert [is_in(client) for client in (here, phone, third)] == [True, False, True]


def test_neither_this_one_nor_anybody_elses(user):
    here, other = signed_in(user), signed_in(UserFactory())

    for client in (here, other):
        assert here.post(f"/accounts/security/devices/{row_of(client).pk}/sign-out/").status_code == 404
    assert is_in(here) and is_in(other)


def test_a_new_password_signs_out_the_others(user):
    here, phone = signed_in(user, CHROME), signed_in(user, PHONE)
    assert "Other browsers are signed out by it" in here.get("/accounts/password/change/").content.decode()

    new = "a new long saddle"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (is_in(here), is_in(phone)) == (True, False)
    assert listed(here) == [("Chrome on Android", True)]
    assert UserSession.objects.filter(user=user).count() == 1


def test_signing_out_takes_the_row_along(user):
    here, phone = signed_in(user, CHROME), signed_in(user, PHONE)
    phone.post("/accounts/logout/")

    assert listed(here) == [("Chrome on Android", True)]


def test_an_expired_session_is_not_listed(user):
    here, phone = signed_in(user, CHROME), signed_in(user, PHONE)
    Session.objects.filter(session_key=row_of(phone).session_key).update(expire_date=timezone.now())

    assert listed(here) == [("Chrome on Android", True)]


def turn_back(client, seconds):
    session = client.session
    session[devices.SEEN] -= seconds
    session.save()


def test_a_page_writes_nothing_within_ten_minutes(user, django_assert_num_queries):
    here = signed_in(user)
    turn_back(here, devices.EVERY - 60)
    before = row_of(here).last_seen_at
    with django_assert_num_queries(3):  # session, user, and the page its own
        here.get("/accounts/profile/?x")
    assert row_of(here).last_seen_at == before


def test_after_ten_minutes_it_is_written_down_once(user, django_assert_num_queries):
    here = signed_in(user, CHROME)
    UserSession.objects.update(last_seen_at=timezone.now() - datetime.timedelta(days=1))
    turn_back(here, devices.EVERY)
    here.get("/accounts/profile/", headers={"user-agent": PHONE})

    row = row_of(here)
    assert timezone.now() - row.last_seen_at < datetime.timedelta(minutes=1)
    assert row.user_agent == PHONE
    with django_assert_num_queries(3):
        here.get("/accounts/profile/")


def test_a_session_without_a_row_gets_one_and_can_be_signed_out(user):
    """Made before there was a list."""
    here, old = signed_in(user), signed_in(user)
    session = old.session
    del session[devices.SEEN]
    session.save()
    row_of(old).delete()
    old.get("/")

    here.post("/accounts/security/sign-out/")

    assert (is_in(here), is_in(old)) == (True, False)


def test_this_device_is_listed_even_without_a_row(client, user):
    client.force_login(user)

    assert listed(client) == [("Unknown browser", True)]


@pytest.mark.parametrize("problem", [OperationalError, PermissionDenied])
def test_a_page_is_read_where_nothing_can_be_written(user, monkeypatch, problem):
    here = signed_in(user)
    turn_back(here, devices.EVERY)
    monkeypatch.setattr(UserSession.objects, "create_from_request", lambda request: (_ for _ in ()).throw(problem))

    assert is_in(here)


def test_a_stranger_has_no_devices(client):
    assert client.get(SECURITY).headers["Location"] == f"/accounts/login/?next={SECURITY}"
    assert Session.objects.count() == 0


@pytest.mark.parametrize("address", ["/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/sessions/"])
def test_the_lists_of_allauth_lead_to_ours(client, user, address):
    client.force_login(user)

    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, SECURITY)
    assert client.post(address).status_code == 405
