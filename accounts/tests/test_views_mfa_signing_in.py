"""Signing in with a second factor."""

from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.tests.factories import UserFactory
from accounts.tests.second_factors import (
    code,
    confirm_password,
    recovery_codes,
    sign_in,
    with_app,
    wrong_code,
)

pytestmark = pytest.mark.django_db

SECURITY = "/accounts/security/"
ACTIVATE = "/accounts/2fa/totp/activate/"
CODES = "/accounts/2fa/recovery-codes/"
CODE_PAGE = "/accounts/2fa/authenticate/"
REFUSED = ["That did not fit. Try again with a new code."]


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def client(user):
    """Signed in, and has just typed the password again."""
    client = Client()
    client.force_login(user)
    confirm_password(client)
    return client


def is_in(client):
    return client.get("/accounts/profile/").status_code == 200


def test_the_password_alone_opens_nothing(user):
    with_app(user)
    client = Client()
    answer = sign_in(client, user)

    assert (answer.status_code, answer.headers["Location"]) == (302, CODE_PAGE)
    assert not is_in(client)
    page = client.get(CODE_PAGE).content.decode()
    assert "One step more" in page
    assert "Use a passkey" not in page


@pytest.mark.parametrize("periods", [-1, 0, 1])
def test_a_code_of_now_or_half_a_minute_beside_opens(user, periods):
    with_app(user)
    client = Client()
    sign_in(client, user, next="/programs/")
    answer = client.post(CODE_PAGE, {"code": code(periods=periods)})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/programs/")
    assert is_in(client)


@pytest.mark.parametrize("periods", [-3, 3])
def test_a_code_of_another_minute_does_not(user, periods):
    with_app(user)
    client = Client()
    sign_in(client, user)

    assert client.post(CODE_PAGE, {"code": code(periods=periods)}).context["form"].errors == {"code": REFUSED}
    assert not is_in(client)


@pytest.mark.parametrize("forgotten_by_allauth", [False, True])
@pytest.mark.parametrize("again", ["{}", "{:.3} {:.3}"])
def test_the_same_code_opens_once(user, forgotten_by_allauth, again):
    with_app(user)
    first, second = Client(), Client()
    once = code(periods=1)
    sign_in(first, user)
    sign_in(second, user)
    first.post(CODE_PAGE, {"code": once})
    if forgotten_by_allauth:  # after one period, while the code is valid for another
        cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={once}")
    typed = once if again == "{}" else f"{once[:3]} {once[3:]}"
    answer = second.post(CODE_PAGE, {"code": typed})

    assert answer.context["form"].errors == {"code": REFUSED}
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_used_code_serves_nobody_to_confirm_either(user):
    with_app(user)
    client = Client()
    sign_in(client, user)
    once = code()
    client.post(CODE_PAGE, {"code": once})

    answer = client.post("/accounts/2fa/reauthenticate/", {"code": once})
    assert answer.context["form"].errors == {"code": REFUSED}


def test_a_recovery_code_opens_once(user):
    with_app(user)
    spare = recovery_codes(user)[3]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, user)
        client.post(CODE_PAGE, {"code": f"{spare[:4]} {spare[4:]}"})

    assert (is_in(first), is_in(second)) == (True, False)
    assert spare not in recovery_codes(user) and len(recovery_codes(user)) == 9
    assert "<b>9</b> left" in first.get(SECURITY).content.decode()


TOO_MANY = {"code": ["Too many wrong codes. Wait an hour, or use a passkey."]}


def test_after_ten_wrong_codes_the_right_one_is_refused_too(user):
    with_app(user)
    client = Client()
    sign_in(client, user)
    for _ in range(10):
        assert client.post(CODE_PAGE, {"code": wrong_code()}).context["form"].errors == {"code": REFUSED}
    for right in (code(), recovery_codes(user)[0]):
        assert client.post(CODE_PAGE, {"code": right}).context["form"].errors == TOO_MANY
    elsewhere = Client(REMOTE_ADDR="192.0.2.1")
    sign_in(elsewhere, user)
    assert elsewhere.post(CODE_PAGE, {"code": code()}).context["form"].errors == TOO_MANY
    assert not is_in(client)

    someone, other = with_app(UserFactory()), Client()
    sign_in(other, someone)
    other.post(CODE_PAGE, {"code": code()})
    assert is_in(other)


def test_a_right_code_forgets_the_wrong_ones(user):
    with_app(user)
    for spare in recovery_codes(user)[:2]:
        client = Client()
        sign_in(client, user)
        for _ in range(9):
            client.post(CODE_PAGE, {"code": wrong_code()})
        client.post(CODE_PAGE, {"code": spare})
        assert is_in(client)


def test_a_used_code_counts_as_a_wrong_one(user, settings):
    """Else it would clear the count, and codes could be guessed between."""
    settings.MFA_RATE_LIMITS = {"code": "3/h/key"}
    with_app(user)
    first, second = Client(), Client()
    once = code(periods=1)
    for client in (first, second):
        sign_in(client, user)
    first.post(CODE_PAGE, {"code": once})
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={once}")
    for _ in range(3):
        assert second.post(CODE_PAGE, {"code": once}).context["form"].errors == {"code": REFUSED}

    assert second.post(CODE_PAGE, {"code": code()}).context["form"].errors == TOO_MANY


def test_what_shows_a_secret_is_kept_nowhere(client, user):
    activate = client.get(ACTIVATE)
    with_app(user)
    for answer in (activate, client.get(CODES), client.get(f"{CODES}download/"), client.get(SECURITY)):
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_code_page_is_for_those_with_the_password(user):
    with_app(user)
    assert Client().get(CODE_PAGE).headers["Location"] == "/accounts/login/"
    assert Client().post(CODE_PAGE, {"code": code()}).headers["Location"] == "/accounts/login/"


def test_one_can_turn_back_at_the_code_page(user):
    with_app(user)
    client = Client()
    sign_in(client, user)
    answer = client.post("/accounts/logout/", {"next": "/accounts/login/"})

    assert answer.headers["Location"] == "/accounts/login/"
    assert client.get(CODE_PAGE).headers["Location"] == "/accounts/login/"


@pytest.mark.parametrize("who", ["staff", "superuser"])
def test_the_admin_wants_the_second_step_too(who):
    boss = with_app(UserFactory(is_staff=True, is_superuser=who == "superuser"))
    client = Client()
    page = client.get("/admin/login/?next=/admin/")
    assert unquote(page.headers["Location"]) == "/accounts/login/?next=/admin/"
    assert client.post("/admin/login/", {"username": boss.email, "password": "x"}).status_code == 302
    sign_in(client, boss, next="/admin/")
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/accounts/user/").status_code == 302

    answer = client.post(CODE_PAGE, {"code": code()})
    assert answer.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
