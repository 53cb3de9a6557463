"""Second factors: setting them up, changing them, losing them."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.core import mail
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
DEACTIVATE = "/accounts/2fa/totp/deactivate/"
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


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def is_in(client):
    return client.get("/accounts/profile/").status_code == 200


# --- Setting up ------------------------------------------------------------------


def test_the_profile_leads_to_the_page(client):
    assert f'href="{SECURITY}"' in client.get("/accounts/profile/").content.decode()


def test_with_nothing_set_up_the_page_offers_all(client):
    page = client.get(SECURITY).content.decode()

    assert f'href="{ACTIVATE}"' in page
    assert 'href="/accounts/2fa/webauthn/add/"' in page
    assert "They come with the first of the two above." in page
    assert CODES not in page


at_commit = pytest.mark.django_db(transaction=True)  # messages and mails wait for it


@at_commit
def test_the_app_is_set_up_and_recovery_codes_are_shown(client, user):
    page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    answer = client.post(ACTIVATE, {"code": code(secret)})
    shown = client.get(answer.headers["Location"])

    assert (answer.status_code, answer.headers["Location"]) == (302, CODES)
    assert page.context["form"].secret_in_fours in page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert (
        f"otpauth://totp/{user.email.replace('@', '%40')}?secret={secret}&amp;issuer=TrainHub" in page.content.decode()
    )
    codes = recovery_codes(user)
    assert len(codes) == 10
    assert re.findall(r"<li>(\d{4}) (\d{4})</li>", shown.content.decode()) == [(c[:4], c[4:]) for c in codes]
    assert "The authenticator app is on" in shown.content.decode()
    overview = client.get(SECURITY).content.decode()
    assert "<b>10</b> left" in overview
    assert f'href="{DEACTIVATE}"' in overview


def test_a_wrong_code_turns_nothing_on_and_keeps_the_key(client):
    secret = client.get(ACTIVATE).context["form"].secret
    answer = client.post(ACTIVATE, {"code": wrong_code(secret)})

    assert answer.context["form"].errors == {"code": REFUSED}
    assert answer.context["form"].secret == secret
    assert not Authenticator.objects.exists()


def test_the_address_must_be_confirmed_first(client, user):
    secret = client.get(ACTIVATE).context["form"].secret
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": False})

    for address in (ACTIVATE, "/accounts/2fa/webauthn/add/"):
        assert client.get(address).headers["Location"] == "/accounts/2fa/"
        assert "Confirm your email first: it is the way back in." in client.get(address, follow=True).content.decode()
    client.post(ACTIVATE, {"code": code(secret)})
    assert not Authenticator.objects.exists()


def test_a_second_factor_is_no_hindrance_to_another_address(client, user):
    with_app(user)
    answer = client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})

    assert answer.status_code == 302
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


def test_secrets_are_not_readable_in_the_database(client, user):
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code(secret)})

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in recovery_codes(user))
    assert "mfa.totp.secret" not in client.session


def test_every_change_asks_for_the_password_again(user):
    with_app(user)
    passkey = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "credential": {}})
    client = Client()
    client.force_login(user)

    addresses = [
        DEACTIVATE,
        CODES,
        f"{CODES}generate/",
        f"{CODES}download/",
        "/accounts/2fa/webauthn/add/",
        f"/accounts/2fa/webauthn/keys/{passkey.pk}/edit/",
        f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/",
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.headers["Location"] == f"/accounts/reauthenticate/?next={address.replace('/', '%2F')}", address
    codes = recovery_codes(user)
    client.post(f"{CODES}generate/")
    client.post(DEACTIVATE)
    assert (recovery_codes(user), Authenticator.objects.count()) == (codes, 3)


def test_the_password_lasts_five_minutes(client, user):
    with_app(user)
    assert client.get(CODES).status_code == 200
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - 301} for record in session["account_authentication_methods"]
    ]
    session.save()

    assert client.get(CODES).status_code == 302


def test_a_code_serves_in_place_of_the_password(user):
    with_app(user)
    client = Client()
    client.force_login(user)
    page = client.get(f"/accounts/reauthenticate/?next={CODES}").content.decode()
    assert f'href="/accounts/2fa/reauthenticate/?next={CODES.replace("/", "%2F")}"' in page.replace("%252F", "%2F")

    address = f"/accounts/2fa/reauthenticate/?next={CODES}"
    assert client.post(address, {"code": wrong_code()}).context["form"].errors == {"code": REFUSED}
    answer = client.post(address, {"code": code(), "next": CODES})
    assert (answer.status_code, answer.headers["Location"]) == (302, CODES)
    assert client.get(CODES).status_code == 200


# --- Recovery codes, and turning off -----------------------------------------------


def test_codes_are_downloaded_as_text(client, user):
    with_app(user)
    answer = client.get(f"{CODES}download/")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    lines = answer.content.decode().splitlines()
    assert lines[0] == f"TrainHub recovery codes for {user.email}"
    assert [line.replace(" ", "") for line in lines if re.fullmatch(r"\d{4} \d{4}", line)] == recovery_codes(user)


def test_new_codes_replace_the_old(client, user):
    with_app(user)
    old = recovery_codes(user)
    assert "The ones you have stop working." in client.get(f"{CODES}generate/").content.decode()
    answer = client.post(f"{CODES}generate/")

    assert (answer.status_code, answer.headers["Location"]) == (302, CODES)
    assert len(recovery_codes(user)) == 10 and not set(old) & set(recovery_codes(user))


def test_codes_without_a_factor_are_refused(client, user):
    answer = client.post(f"{CODES}generate/")

    assert answer.context["form"].non_field_errors() == ["Set up an authenticator app or a passkey first."]
    assert "Set up an authenticator app or a passkey first." in answer.content.decode()
    assert client.get(CODES).status_code == client.get(f"{CODES}download/").status_code == 404


def test_few_codes_left_are_said(client, user):
    with_app(user)
    for spare in recovery_codes(user)[:7]:
        Authenticator.objects.get(user=user, type="recovery_codes").wrap().validate_code(spare)

    assert "Make new ones soon" in client.get(SECURITY).content.decode()


def test_turning_the_app_off_takes_the_codes_along(client, user):
    with_app(user)
    assert "Turn off the authenticator app?" in client.get(DEACTIVATE).content.decode()
    answer = client.post(DEACTIVATE)

    assert answer.headers["Location"] == "/accounts/2fa/"
    assert said(answer) == ["The authenticator app is off"]
    assert not Authenticator.objects.exists()
    other = Client()
    assert sign_in(other, user).headers["Location"] == "/"


def test_a_passkey_keeps_the_codes(client, user):
    with_app(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "credential": {}})
    client.post(DEACTIVATE)

    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}


def test_a_passkey_is_renamed_and_removed(client, user):
    passkey = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "credential": {}})
    address = f"/accounts/2fa/webauthn/keys/{passkey.pk}"
    client.post(f"{address}/edit/", {"name": "My <phone>"})

    assert "My &lt;phone&gt;" in client.get(SECURITY).content.decode()
    assert client.post(f"{address}/edit/", {"name": "x" * 61}).context["form"].errors.keys() == {"name"}
    assert "Remove the passkey “My &lt;phone&gt;”?" in client.get(f"{address}/remove/").content.decode()
    client.post(f"{address}/remove/")
    assert not Authenticator.objects.exists()


def test_a_passkey_of_somebody_else_is_not_there(client):
    passkey = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "Key", "credential": {}})
    for verb in ("edit", "remove"):
        address = f"/accounts/2fa/webauthn/keys/{passkey.pk}/{verb}/"
        assert client.get(address).status_code == client.post(address, {"name": "x"}).status_code == 404


NONSENSE = ["", "x", "[]", "{}", "1", '"x"', "null", '{"id": 1}', '{"response": 1}', '{"response": {"userHandle": 1}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}', '{"response": {"userHandle": "_w"}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "YQ", '
    '"signature": "YQ", "userHandle": "YQ", "attestationObject": "YQ"}}']  # fmt: skip


@pytest.mark.parametrize("credential", NONSENSE)
def test_a_made_up_passkey_is_refused(client, user, credential):
    with_app(user)
    for address in ("/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/reauthenticate/"):
        assert client.post(address, {"credential": credential}).status_code in {200, 302}
    stranger = Client()
    stranger.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    answer = stranger.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert answer.headers["Location"] == "/accounts/login/"
    sign_in(stranger, user)
    assert stranger.post(CODE_PAGE, {"credential": credential}).status_code == 200
    assert not is_in(stranger)
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}


# --- Another SECRET_KEY --------------------------------------------------------------


def test_with_another_secret_key_codes_are_refused_with_the_reason(client, user, settings):
    with_app(user)
    settings.SECRET_KEY = "another"
    stranger = Client()
    sign_in(stranger, user)
    answer = stranger.post(CODE_PAGE, {"code": code()})

    assert "This server lost its key to your codes." in answer.content.decode()
    assert not is_in(stranger)


def test_with_another_secret_key_the_page_still_opens_and_says_so(user, settings):
    with_app(user)
    settings.SECRET_KEY = "another"
    client = Client()
    client.force_login(user)
    confirm_password(client)

    assert "this server lost its key to them" in client.get(SECURITY).content.decode()
    assert client.get(CODES).status_code == 403
    client.post(DEACTIVATE)
    assert not Authenticator.objects.exists()


# --- Mails ---------------------------------------------------------------------------


@at_commit
def test_each_change_is_mailed(client, user):
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code(secret)})
    client.post(f"{CODES}generate/")
    client.post(DEACTIVATE)

    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([user.email], "Authenticator app turned on"),
        ([user.email], "New recovery codes"),
        ([user.email], "Authenticator app turned off"),
    ]
    assert all("If that was not you, set a new password: http" in message.body for message in mail.outbox)
    assert secret not in mail.outbox[0].body


def test_a_stranger_is_asked_to_sign_in():
    for address in (SECURITY, ACTIVATE, DEACTIVATE, CODES, f"{CODES}generate/", f"{CODES}download/"):
        assert Client().get(address).headers["Location"] == f"/accounts/login/?next={address}"
