"""How often one may try: with the limits of service, which the other tests do without."""

import re
import threading
from types import SimpleNamespace

import pytest
from allauth.core.internal import ratelimit
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, RequestFactory

from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.second_factors import code, with_app
from trainhub import settings as service

pytestmark = pytest.mark.django_db

LOGIN, RESET, SIGN_UP, CONFIRM = (
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/signup/",
    "/accounts/confirm-email/",
)
WRONG = "This email and this password do not belong together."
IN, ANSWERED, REFUSED = 302, 200, 429


@pytest.fixture(autouse=True)
def limits(settings) -> dict[str, str]:
    settings.ACCOUNT_RATE_LIMITS = dict(service.ACCOUNT_RATE_LIMITS)
    return settings.ACCOUNT_RATE_LIMITS


@pytest.fixture
def ana(db):
    return UserFactory(email="ana@example.org")


def sign_in(email: str = "ana@example.org", password: str = "wrong", ip: str = "192.0.2.1", **headers: str):
    client = Client(REMOTE_ADDR=ip, headers=headers or None, raise_request_exception=False)
    return client.post(LOGIN, {"login": email, "password": password})


def tries(count: int, **sent: str) -> list[int]:
    answers = [sign_in(**sent) for _time in range(count)]
    assert all(WRONG in answer.content.decode() for answer in answers if answer.status_code == ANSWERED)
    return [answer.status_code for answer in answers]


# --- Wrong passwords -------------------------------------------------------------


def test_after_twenty_wrong_tries_even_the_right_password_is_refused(ana):
    assert tries(20) == [ANSWERED] * 20

    answer = sign_in(password=PASSWORD)

    assert answer.status_code == REFUSED
    page = answer.content.decode()
    assert "Too many wrong passwords" in page
    assert "Wait 15 minutes; until then even the right password does not open it." in page
    assert f'href="{RESET}"' in page
    assert "_auth_user_id" not in answer.client.session


def test_twenty_from_thirty_networks_are_twenty(ana):
    statuses = [sign_in(ip=f"198.51.100.{n}").status_code for n in range(30)]

    assert statuses == [ANSWERED] * 20 + [REFUSED] * 10
    assert sign_in(password=PASSWORD, ip="203.0.113.5").status_code == REFUSED


def test_others_get_in_from_the_same_network(ana):
    UserFactory(email="bea@example.org")
    tries(25)

    assert sign_in("bea@example.org", PASSWORD).status_code == IN


def test_an_address_that_nobody_has_is_refused_in_the_same_words(ana):
    tries(20)
    tries(20, email="nobody@example.org")
    known, unknown = sign_in(), sign_in("nobody@example.org")

    token = re.compile(r"\b[A-Za-z0-9]{64}\b")
    assert known.status_code == unknown.status_code == REFUSED
    assert token.sub("", known.content.decode()) == token.sub("", unknown.content.decode())


@pytest.mark.parametrize("host", ["trainhub.example:{}", "{}.trainhub.example"])
def test_the_host_header_is_no_way_round(ana, settings, host: str):
    settings.ALLOWED_HOSTS = [".trainhub.example"]
    for n in range(20):
        assert sign_in(host=host.format(n + 1)).status_code == ANSWERED

    assert sign_in(host=host.format(99), password=PASSWORD).status_code == REFUSED


@pytest.mark.parametrize("spelling", ["ANA@example.org", " ana@example.org", "ana@ｅｘａｍｐｌｅ.org"])
def test_a_spelling_is_no_way_round(ana, spelling: str):
    assert tries(20, email=spelling) == [ANSWERED] * 20
    assert sign_in(password=PASSWORD).status_code == REFUSED


def test_right_ones_are_not_counted(ana):
    tries(19)
    assert tries(3, password=PASSWORD) == [IN] * 3
    assert tries(2) == [ANSWERED, REFUSED]


def test_it_is_over_after_the_time_that_was_said(ana, monkeypatch):
    tries(21)
    now = ratelimit.time.time()
    clock = SimpleNamespace(time=lambda: now + 15 * 60 + 1, monotonic=ratelimit.time.monotonic)
    monkeypatch.setattr(ratelimit, "time", clock)

    assert sign_in(password=PASSWORD).status_code == IN


def test_a_password_set_by_mail_opens_it_at_once(ana, limits):
    limits["login_failed_network"] = "21/15m/ip"
    tries(20)
    client = Client()
    client.post(RESET, {"email": "ana@example.org"})
    found = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found
    form = client.get(found[1]).headers["Location"]
    client.post(form, {"password1": "a new long saddle", "password2": "a new long saddle"})

    assert sign_in(password="a new long saddle").status_code == IN
    # What was counted for the network stays: else one's own account would be a key to everybody's.
    assert tries(2) == [ANSWERED, REFUSED]


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/login/?next=/admin/", "/admin/"])
def test_the_admin_is_no_other_door(ana, address: str):
    ana.is_staff = ana.is_superuser = True
    ana.save()
    client = Client()
    for sent in ({"username": "ana@example.org", "password": PASSWORD}, {"login": "ana@example.org"}):
        answer = client.post(address, {**sent, "password": PASSWORD, "this_is_the_login_form": "1"})
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, LOGIN)
    assert "_auth_user_id" not in client.session

    tries(20)
    sent = client.get(address).headers["Location"]
    assert client.post(sent, {"login": "ana@example.org", "password": PASSWORD}).status_code == REFUSED


def test_a_network_that_tries_many_accounts_is_refused(ana, limits):
    assert limits["login_failed_network"] == "200/15m/ip"
    limits["login_failed_network"] = "5/15m/ip"
    assert [sign_in(f"person{n}@example.net").status_code for n in range(5)] == [ANSWERED] * 5

    assert sign_in(password=PASSWORD).status_code == REFUSED
    assert sign_in(password=PASSWORD, ip="192.0.2.2").status_code == IN


def test_who_is_in_is_not_shut_out_by_the_tries_of_strangers(ana):
    client = Client()
    client.force_login(ana)
    tries(21)

    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == IN
    assert client.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code == ANSWERED


def test_a_network_that_is_refused_shuts_nobody_out(ana, limits):
    limits["login_failed_network"] = "5/15m/ip"
    assert tries(25) == [ANSWERED] * 5 + [REFUSED] * 20

    assert sign_in(password=PASSWORD, ip="192.0.2.2").status_code == IN


def test_ones_own_second_factor_is_no_key_to_other_accounts(ana, limits):
    limits["login_failed_network"] = "5/15m/ip"
    with_app(UserFactory(email="mallory@example.org"))
    assert [sign_in(f"person{n}@example.net").status_code for n in range(4)] == [ANSWERED] * 4
    client = Client(REMOTE_ADDR="192.0.2.1")
    client.post(LOGIN, {"login": "mallory@example.org", "password": PASSWORD})
    assert client.post("/accounts/2fa/authenticate/", {"code": code()}).headers["Location"] == "/"

    assert tries(2) == [ANSWERED, REFUSED]


@pytest.mark.parametrize("forged", ["198.51.100.{}", "198.51.100.{}, 203.0.113.9"])
def test_without_a_proxy_the_header_names_nobody(ana, limits, forged: str):
    limits["login_failed_network"] = "5/15m/ip"
    for n in range(5):
        sign_in(f"person{n}@example.net", x_forwarded_for=forged.format(n))

    assert sign_in(password=PASSWORD, x_forwarded_for=forged.format(99)).status_code == REFUSED


def test_behind_a_proxy_each_client_is_one_and_none_forges_another(ana, limits, settings):
    limits["login_failed_network"] = "5/15m/ip"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # as TRUST_PROXY=yes sets it
    for n in range(5):
        sign_in(f"person{n}@example.net", x_forwarded_for=f"198.51.100.{n}, 203.0.113.9")

    assert sign_in(password=PASSWORD, x_forwarded_for="198.51.100.77, 203.0.113.9").status_code == REFUSED
    assert sign_in(password=PASSWORD, x_forwarded_for="203.0.113.9, 198.51.100.77").status_code == IN


def test_one_line_of_the_new_internet_is_one_network(ana, limits):
    limits["login_failed_network"] = "5/15m/ip"
    for n in range(5):
        sign_in(f"person{n}@example.net", ip=f"2001:db8::{n + 1}")

    assert sign_in(password=PASSWORD, ip="2001:db8::99").status_code == REFUSED


# --- Everything else -------------------------------------------------------------


def test_a_mailbox_gets_five_letters_about_its_password(ana):
    spellings = ["ana@example.org", "ANA@example.org", "ana@ｅｘａｍｐｌｅ.org"]
    statuses = [Client().post(RESET, {"email": spellings[n % 3]}).status_code for n in range(7)]

    assert statuses == [302] * 5 + [REFUSED] * 2
    assert [message.to for message in mail.outbox] == [["ana@example.org"]] * 5


def test_a_mailbox_gets_one_code_in_ten_seconds(db):
    client = Client()
    assert client.post(SIGN_UP, {"email": "new@example.org", "password1": PASSWORD}).status_code == 302
    answer = client.post(CONFIRM, {"action": "resend"}, follow=True)

    assert (answer.status_code, answer.redirect_chain) == (200, [(CONFIRM, 302)])
    assert "We sent an email a moment ago." in answer.content.decode()
    assert len(mail.outbox) == 1


def test_a_press_too_many_leaves_the_first_code_good(db):
    client = Client()
    client.post(SIGN_UP, {"email": "new@example.org", "password1": PASSWORD})
    code = re.search(r"^[B-Z]{4}-[B-Z]{4}$", mail.outbox[0].body, re.MULTILINE)
    client.post(CONFIRM, {"action": "resend"})

    assert code and client.post(CONFIRM, {"code": code[0]}).headers["Location"] == "/"


@pytest.mark.parametrize("email", ["ana@example.org", "new@example.org"])
def test_a_second_sign_up_in_ten_seconds_is_refused_whether_taken_or_free(ana, email: str):
    statuses = [Client().post(SIGN_UP, {"email": email, "password1": PASSWORD}).status_code for _time in range(2)]

    assert statuses == [302, REFUSED]
    assert len(mail.outbox) == 1


def test_a_network_signs_up_forty_times_a_minute(db):
    statuses = [Client().post(SIGN_UP, {"email": "no address"}).status_code for _time in range(42)]

    assert statuses == [ANSWERED] * 40 + [REFUSED] * 2


@pytest.mark.parametrize(
    ("address", "data", "count"),
    [
        ("/accounts/reauthenticate/", {"password": "wrong"}, 10),
        ("/accounts/password/change/", {"oldpassword": "wrong"}, 5),
        ("/accounts/email/", {"email": "ana@example.org", "action_add": ""}, 10),
    ],
)
def test_somebody_at_an_open_laptop_cannot_try_for_ever(ana, address: str, data: dict[str, str], count: int):
    client = Client()
    client.force_login(ana)
    statuses = [client.post(address, data).status_code for _time in range(count + 1)]

    assert statuses == [ANSWERED] * count + [REFUSED]


def test_strangers_do_not_fill_the_table_of_sessions(db, settings):
    settings.MFA_RATE_LIMITS = {**service.MFA_RATE_LIMITS, "passkey_asked_for": "5/m/ip"}
    statuses = [
        Client(headers={"accept": "application/json"}).get("/accounts/2fa/webauthn/login/").status_code
        for _time in range(7)
    ]

    assert statuses == [ANSWERED] * 5 + [REFUSED] * 2
    assert Session.objects.count() == 5


# --- The cache beneath -------------------------------------------------------------


def consume() -> bool:
    request = RequestFactory().post(LOGIN)
    return bool(ratelimit.consume(request, app="allauth.account", action="login_failed", key="ana@example.org"))


@pytest.fixture
def emptied(transactional_db):
    """A flush of the database leaves the cache's table as it is: it belongs to no model."""
    yield
    cache.clear()


def test_of_many_at_once_exactly_twenty_are_let_through(emptied):
    let_through: list[bool] = []
    broken: list[Exception] = []
    ready = threading.Barrier(6)

    def run() -> None:
        ready.wait()
        try:
            # A thread that waits a second for its turn is refused uncounted, so each goes on until twenty are through.
            for _time in range(500):
                is_last = sum(let_through) >= 20
                let_through.append(consume())
                if is_last:
                    break
        except Exception as problem:
            broken.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _thread in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert broken == []
    assert sum(let_through) == 20
    assert len(let_through) >= 26


def test_a_database_that_stays_locked_lets_nobody_through_and_says_so(emptied):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the database")
    UserFactory(email="ana@example.org")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
        assert sign_in().status_code == 503
    finally:
        other.close()
    assert sign_in().status_code == ANSWERED
