"""A sign-in that waits for a code, while something happens to the account."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.second_factors import code, sign_in, with_app
from accounts.tests.test_views_email import code as mailed_code
from accounts.tests.test_views_email import confirm, sign_up

pytestmark = pytest.mark.django_db

LOGIN, CODE_PAGE, CONFIRM = "/accounts/login/", "/accounts/2fa/authenticate/", "/accounts/confirm-email/"
ENDED = ["That sign-in has ended. Begin again."]


@pytest.fixture
def user(client: Client) -> User:
    """Has typed the password."""
    user = with_app(UserFactory())
    assert sign_in(client, user).headers["Location"] == CODE_PAGE
    return user


def gone(user: User) -> None:
    user.delete()


def switched_off(user: User) -> None:
    User.objects.update(is_active=False)


def with_another_password(user: User) -> None:
    user.set_password("another long phrase")
    user.save()


@pytest.mark.parametrize("happened", [gone, switched_off, with_another_password])
def test_the_code_comes_too_late(client: Client, user: User, happened):
    typed = code()
    happened(user)
    answer = client.post(CODE_PAGE, {"code": typed})

    assert answer.headers["Location"] == LOGIN
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ENDED
    assert client.get("/accounts/profile/").status_code == 302
    assert client.get(LOGIN).status_code == 200


def test_whom_support_lets_in_without_the_phone_gets_in(client: Client, user: User):
    Authenticator.objects.all().delete()

    page = client.get(CODE_PAGE, follow=True)
    assert page.redirect_chain == [(LOGIN, 302)]
    assert ENDED[0] in page.content.decode()
    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD}).headers["Location"] == "/"


def test_who_was_deleted_before_the_mailed_code_begins_again(client: Client):
    sign_up(client)
    User.objects.all().delete()

    assert confirm(client, mailed_code()).headers["Location"] == LOGIN
    assert client.get(CONFIRM).headers["Location"] == LOGIN
    assert sign_up(client, "ana@example.org").headers["Location"] == CONFIRM


def test_until_then_nothing_ends(client: Client, user: User):
    assert client.get(CODE_PAGE).status_code == 200
    assert client.post(CODE_PAGE, {"code": code()}).headers["Location"] == "/"
    assert client.get("/accounts/profile/").status_code == 200
