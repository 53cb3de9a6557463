"""Confirming an address, and changing it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client

from accounts.adapter import AccountAdapter
from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory
from accounts.tests.second_factors import confirm_password

pytestmark = pytest.mark.django_db

CONFIRM = "/accounts/confirm-email/"
CODE = re.compile(r"^[B-Z]{4}-[B-Z]{4}$", re.MULTILINE)


def code(number: int = -1) -> str:
    found = CODE.search(mail.outbox[number].body)
    assert found
    return found[0]


def sign_up(client: Client, email: str = "ana@example.org", **more: str):
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD, **more})


def confirm(client: Client, typed: str):
    return client.post(CONFIRM, {"code": typed})


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


# --- After signing up ------------------------------------------------------------


def test_the_page_says_what_to_do(client: Client):
    sign_up(client)

    page = client.get(CONFIRM).content.decode()

    assert "We sent an email to <strong>ana@example.org</strong>. Type the code that stands in it." in page
    assert code() not in page
    assert "terminal" not in page


def test_without_a_mail_server_the_page_says_where_the_letter_is(client: Client, settings):
    sign_up(client)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert "it is printed in the terminal" not in client.get("/accounts/login/").content.decode()
    assert "the email is printed in the terminal where it runs" in client.get(CONFIRM).content.decode()
    assert "printed in the terminal" in client.get("/accounts/password/reset/done/").content.decode()


@pytest.mark.parametrize("spelling", [str.upper, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_the_code_confirms_and_signs_in(client: Client, spelling):
    sign_up(client, next="/accounts/profile/")
    answer = confirm(client, spelling(code()))

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/profile/")
    assert signed_in_as(client) == User.objects.get().pk
    assert EmailAddress.objects.get().verified
    assert said(answer) == ["ana@example.org is confirmed"]


def test_nobody_is_in_before_that(client: Client):
    sign_up(client)

    assert signed_in_as(client) is None
    assert client.get("/accounts/profile/").status_code == 302


def test_a_wrong_code_may_be_mended(client: Client):
    sign_up(client)
    answer = confirm(client, "BBBB-BBBB")

    assert answer.status_code == 200
    assert answer.context["form"].errors == {"code": ["This is not the code of our last email."]}
    assert confirm(client, code()).headers["Location"] == "/"


def test_the_fifth_wrong_code_ends_it(client: Client):
    sign_up(client)
    statuses = [confirm(client, "BBBB-BBBB").status_code for _time in range(5)]

    assert statuses == [200, 200, 200, 200, 302]
    assert confirm(client, code()).headers["Location"] == "/accounts/login/"
    assert signed_in_as(client) is None
    assert not EmailAddress.objects.get().verified


def test_a_code_is_good_for_half_an_hour(client: Client, settings):
    sign_up(client)
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = -1

    assert confirm(client, code()).headers["Location"] == "/accounts/login/"
    assert signed_in_as(client) is None


def test_after_five_wrong_codes_the_page_says_what_helps(client: Client):
    sign_up(client)
    answers = [confirm(client, "BBBB-BBBB") for _time in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert answers[-1].headers["Location"] == "/accounts/password/reset/"
    assert said(answers[-1]) == [
        "Too many wrong codes. Set a new password by email: that confirms your address as well."
    ]
    assert confirm(client, code()).headers["Location"] == "/accounts/login/"


def test_a_code_opens_nothing_in_another_browser(client: Client):
    sign_up(client)
    other = Client()

    assert confirm(other, code()).headers["Location"] == "/accounts/login/"
    assert signed_in_as(other) is None


def test_sent_again_only_the_new_code_counts(client: Client):
    sign_up(client)
    first = code()
    answer = client.post(CONFIRM, {"action": "resend"})

    assert [message.to for message in mail.outbox] == [["ana@example.org"]] * 2
    assert said(answer) == ["We sent another email. Only what stands in the last one is good."]
    assert code() != first
    assert confirm(client, first).status_code == 200
    assert confirm(client, code()).headers["Location"] == "/"


def test_another_address_begins_anew(client: Client):
    sign_up(client, "typo@example.org")
    answer = client.post("/accounts/logout/", {"next": "/accounts/signup/"}, follow=True)
    assert answer.redirect_chain == [("/accounts/signup/", 302)]
    assert answer.status_code == 200
    sign_up(client, "ana@example.org")
    confirm(client, code())

    assert User.objects.get(pk=signed_in_as(client)).email == "ana@example.org"


def test_a_password_set_by_mail_confirms_the_address_as_well(client: Client):
    """The owner of a mailbox, with whose address a stranger signed up, gets the account and shuts the stranger out."""
    sign_up(Client(), "ana@example.org")
    client.post("/accounts/password/reset/", {"email": "ana@example.org"})
    found = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found
    form = client.get(found[1]).headers["Location"]
    client.post(form, {"password1": "a new long saddle", "password2": "a new long saddle"})
    answer = client.post("/accounts/login/", {"login": "ana@example.org", "password": "a new long saddle"})

    assert answer.headers["Location"] == "/"
    assert signed_in_as(client) == User.objects.get().pk


@pytest.mark.parametrize("action", ["", "verify", "resend", "change"])
def test_without_a_letter_under_way_there_is_nothing_to_confirm(client: Client, action: str):
    assert client.get(CONFIRM).headers["Location"] == "/accounts/login/"
    assert client.post(CONFIRM, {"action": action, "code": "BBBB-BBBB"}).headers["Location"] == "/accounts/login/"
    assert mail.outbox == []


# --- A mail server that fails ------------------------------------------------------


@pytest.fixture
def broken_mail(settings):
    """A mail server that is not there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1


NO_LETTER = "Our mail server does not answer, so no email went out. Ask for it again in a few minutes."


def test_a_sign_up_outlives_a_mail_server_that_fails(client: Client, settings, broken_mail):
    answer = sign_up(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, CONFIRM)
    assert NO_LETTER in client.get(CONFIRM).content.decode()

    assert said(client.post(CONFIRM, {"action": "resend"})) == [NO_LETTER]

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(CONFIRM, {"action": "resend"})
    assert confirm(client, code()).headers["Location"] == "/"
    assert signed_in_as(client) == User.objects.get().pk


def test_a_failing_mail_server_tells_members_and_strangers_the_same(client: Client, broken_mail):
    UserFactory(email="ana@example.org")
    told = []
    for email in ("ana@example.org", "nobody@example.org"):
        for address, data in (
            ("/accounts/signup/", {"email": email, "password1": PASSWORD}),
            ("/accounts/password/reset/", {"email": email}),
        ):
            answer = Client().post(address, data)
            told.append((address, answer.status_code, answer.headers["Location"], said(answer)))

    assert told[:2] == told[2:]
    assert [row[3] for row in told] == [[NO_LETTER]] * 4


# --- Changing it ---------------------------------------------------------------------


@pytest.fixture
def user(client: Client) -> User:
    """Signed in, and has just said who they are."""
    user = UserFactory(email="old@example.org")
    client.force_login(user)
    confirm_password(client)
    return user


def change(client: Client, email: str) -> str:
    return client.post("/accounts/email/", {"email": email, "action_add": ""}, follow=True).content.decode()


def test_an_address_changes_only_when_it_is_confirmed(client: Client, user: User):
    asked = change(client, "New@example.org")
    assert User.objects.get().email == "old@example.org"
    assert "We sent an email to <strong>new@example.org</strong>" in asked
    waiting = client.get("/accounts/email/").content.decode()
    assert "You sign in with <strong>old@example.org</strong>" in waiting
    assert "<strong>new@example.org</strong> is not confirmed yet" in waiting
    assert confirm(client, code()).headers["Location"] == "/accounts/profile/"

    changed = User.objects.get()
    assert (changed.email, changed.email_key) == ("new@example.org", "new@example.org")
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.org", True, True)]
    assert "is not confirmed yet" not in client.get("/accounts/email/").content.decode()
    assert mail.outbox[-1].to == ["old@example.org"]  # who may know nothing of it
    assert "tell at once whoever runs this TrainHub" in mail.outbox[-1].body
    assert "/password/reset/" not in mail.outbox[-1].body  # no link goes to the old address any more


def test_somebody_at_an_open_laptop_changes_nothing(user: User):
    laptop = Client()
    laptop.force_login(user)
    asked = laptop.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})

    assert asked.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    assert mail.outbox == []
    answer = laptop.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/email/"})
    assert answer.headers["Location"] == CONFIRM  # what was typed before is not asked again
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


def test_the_old_address_signs_in_until_then(client: Client, user: User):
    change(client, "new@example.org")
    other = Client()
    answer = other.post("/accounts/login/", {"login": "old@example.org", "password": PASSWORD})

    assert answer.headers["Location"] == "/"
    assert signed_in_as(other) == user.pk


def test_a_second_thought_replaces_the_first(client: Client, user: User):
    change(client, "typo@example.org")
    change(client, "new@example.org")

    assert confirm(client, code(0)).status_code == 200
    confirm(client, code(1))
    assert User.objects.get().email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["new@example.org"]


def test_the_code_can_be_sent_again(client: Client, user: User):
    change(client, "new@example.org")
    client.post(CONFIRM, {"action": "resend"})
    assert [message.to for message in mail.outbox] == [["new@example.org"]] * 2
    confirm(client, code())

    assert User.objects.get().email == "new@example.org"


def test_after_five_wrong_codes_one_types_the_address_again(client: Client, user: User):
    change(client, "new@example.org")
    answer = [confirm(client, "BBBB-BBBB") for _time in range(5)][-1]

    assert answer.headers["Location"] == "/accounts/email/"
    assert said(answer) == ["Too many wrong codes. Type the address again, and we send a new one."]
    assert User.objects.get().email == "old@example.org"


@pytest.mark.parametrize("typed", ["", "no address", "old@example.org"])
def test_a_bad_address_is_refused(client: Client, user: User, typed: str):
    answer = client.post("/accounts/email/", {"email": typed, "action_add": ""})

    assert answer.context["form"].errors.keys() == {"email"}
    assert User.objects.get().email == "old@example.org"


def test_somebody_elses_address_is_not_taken_even_with_its_code(client: Client, user: User):
    UserFactory(email="Taken@example.org")

    change(client, "taken@example.org")
    answer = confirm(client, code())

    assert answer.context["form"].errors == {"code": ["There is an account with this address already."]}
    assert User.objects.get(pk=user.pk).email == "old@example.org"
    assert not EmailAddress.objects.filter(user=user, email="taken@example.org").exists()


def test_an_address_that_somebody_takes_at_that_moment_is_theirs(client: Client, user: User, monkeypatch):
    change(client, "new@example.org")
    confirm_email = AccountAdapter.confirm_email

    def too_late(*args):
        User(email="new@example.org").save()  # as a sign-up leaves it: not confirmed
        return confirm_email(*args)

    monkeypatch.setattr(AccountAdapter, "confirm_email", too_late)
    answer = confirm(client, code())

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/email/")
    assert said(answer) == ["new@example.org belongs to another account"]
    assert User.objects.get(pk=user.pk).email == "old@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("old@example.org", True, True)]


def test_who_changes_to_a_taken_address_reads_what_they_would_of_a_free_one(client: Client, user: User):
    UserFactory(email="taken@example.org")
    pages = [change(client, email).replace(email, "X") for email in ("taken@example.org", "free@example.org")]

    token = re.compile(r"\b[A-Za-z0-9]{64}\b")
    assert token.sub("", pages[0]) == token.sub("", pages[1])
    assert [message.to for message in mail.outbox] == [["taken@example.org"], ["free@example.org"]]
    assert len({message.subject.rpartition(":")[0] for message in mail.outbox}) == 1
