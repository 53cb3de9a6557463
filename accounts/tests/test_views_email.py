"""Confirming an address, and changing it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def link() -> str:
    found = re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_the_link_of_the_mail_confirms_after_a_press(client: Client):
    client.post("/accounts/signup/", {"email": "ana@example.org", "password1": PASSWORD})

    page = client.get(link()).content.decode()
    assert "ana@example.org" in page
    assert not EmailAddress.objects.get().verified
    answer = client.post(link())

    assert answer.status_code == 302
    assert EmailAddress.objects.get().verified


def test_a_made_up_link_says_what_to_do(client: Client):
    page = client.get("/accounts/confirm-email/made-up/").content.decode()

    assert "This link does not work" in page
    assert 'href="/accounts/email/"' in page


@pytest.fixture(params=["confirmed", "unconfirmed", "unknown to allauth"])
def user(request: pytest.FixtureRequest, client: Client) -> User:
    user = UserFactory(email="old@example.org")
    if request.param != "unknown to allauth":
        EmailAddress.objects.create(user=user, email=user.email, verified=request.param == "confirmed", primary=True)
    client.force_login(user)
    return user


def change(client: Client, email: str) -> str:
    return client.post("/accounts/email/", {"email": email, "action_add": ""}, follow=True).content.decode()


def test_an_address_changes_only_when_it_is_confirmed(client: Client, user: User):
    waiting = change(client, "New@example.org")
    assert User.objects.get().email == "old@example.org"
    assert "<strong>new@example.org</strong> is not confirmed yet" in waiting
    assert "You sign in with <strong>old@example.org</strong>" in waiting
    client.post(link())

    changed = User.objects.get()
    assert (changed.email, changed.email_key) == ("new@example.org", "new@example.org")
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.org", True, True)]


def test_a_second_thought_replaces_the_first(client: Client, user: User):
    change(client, "typo@example.org")
    change(client, "new@example.org")

    assert set(EmailAddress.objects.values_list("email", flat=True)) == {"old@example.org", "new@example.org"}
    assert User.objects.get().email == "old@example.org"


def test_the_old_address_can_be_kept(client: Client, user: User):
    change(client, "new@example.org")

    client.post("/accounts/email/", {"email": "new@example.org", "action_remove": ""})

    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["old@example.org"]
    assert "<strong>new@example.org</strong>" not in client.get("/accounts/email/").content.decode()
    assert User.objects.get().email == "old@example.org"


def test_the_link_can_be_sent_again(client: Client, user: User):
    change(client, "new@example.org")
    mail.outbox.clear()

    client.post("/accounts/email/", {"email": "new@example.org", "action_send": ""})

    assert [message.to for message in mail.outbox] == [["new@example.org"]]


@pytest.mark.parametrize("typed", ["", "no address", "old@example.org"])
def test_a_bad_address_is_refused(client: Client, user: User, typed: str):
    answer = client.post("/accounts/email/", {"email": typed, "action_add": ""})

    assert answer.context["form"].errors.keys() == {"email"}
    assert User.objects.get().email == "old@example.org"


def test_somebody_elses_address_is_not_taken_even_with_its_link(client: Client, user: User):
    UserFactory(email="Taken@example.org")

    change(client, "taken@example.org")
    answer = client.post(link())

    assert answer.status_code == 302
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said[-1] == "taken@example.org belongs to another account"
    assert User.objects.get(pk=user.pk).email == "old@example.org"
    assert not EmailAddress.objects.filter(email="taken@example.org", verified=True).exists()
