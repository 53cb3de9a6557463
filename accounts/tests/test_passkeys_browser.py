"""Passkeys and second factors in a real browser, with an authenticator that Chromium pretends to have."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from accounts.models import User
from accounts.tests.factories import UserFactory
from accounts.tests.second_factors import code, recovery_codes, with_app

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"  # noqa: S105
SECURITY = "/accounts/security/"
ADD = "/accounts/2fa/webauthn/add/"
PASSKEY = "button:has-text('passkey')"


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()


@pytest.fixture
def user() -> User:
    return UserFactory(email="ana@example.org", name="Ana")


def authenticator(page: Any, **options: Any) -> Any:
    """Gives the page's browser a device that knows its owner by finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device | options})
    return lambda verb, **values: devtools.send(
        f"WebAuthn.{verb}", {"authenticatorId": made["authenticatorId"], **values}
    )


def is_at(page: Any, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def type_password(page: Any) -> None:
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.btn-primary")


def add_passkey(page: Any) -> None:
    page.goto(ADD)
    if "/reauthenticate/" in page.url:
        type_password(page)
        is_at(page, ADD)
    page.click("main button.btn-primary")


def sign_out(page: Any) -> None:
    page.goto("/accounts/logout/")
    page.click("main button.btn-primary")
    is_at(page, "/accounts/login/")


def type_email_and_password(page: Any, user: User) -> None:
    page.fill("input[name=login]", user.email)
    type_password(page)


def test_adds_a_passkey_and_signs_in_with_it_alone(open_page: Callable[..., Any], user: User):
    page = open_page(user)
    device = authenticator(page)
    add_passkey(page)
    is_at(page, "/accounts/2fa/recovery-codes/")
    shown = page.locator(".codes li").all_inner_texts()
    assert [text.replace(" ", "") for text in shown] == recovery_codes(user)
    page.goto(SECURITY)
    assert page.locator(".things .item-name").first.inner_text() == "Chrome on Linux"
    assert "not used yet" in page.locator(".things .item-sub").first.inner_text()
    kept = device("getCredentials")["credentials"]
    assert [credential["isResidentCredential"] for credential in kept] == [True]

    sign_out(page)
    page.goto("/accounts/login/?next=/programs/")
    page.click(f"main {PASSKEY}")
    is_at(page, "/programs/")
    page.goto(SECURITY)
    assert "last used" in page.locator(".things .item-sub").first.inner_text()


def test_after_the_password_the_passkey_is_asked_and_a_recovery_code_serves_too(
    open_page: Callable[..., Any], user: User
):
    page = open_page(user)
    authenticator(page)
    add_passkey(page)
    is_at(page, "/accounts/2fa/recovery-codes/")
    for way in ("passkey", "recovery code"):
        sign_out(page)
        type_email_and_password(page, user)
        is_at(page, "/accounts/2fa/authenticate/")
        if way == "passkey":
            page.click(f"main {PASSKEY}")
        else:
            page.fill("input[name=code]", recovery_codes(user)[0])
            page.click("main button:has-text('Sign in'):not(.btn-link)")
        is_at(page, "/")


def test_a_passkey_serves_in_place_of_the_password_to_confirm(open_page: Callable[..., Any], user: User):
    page = open_page(user)
    authenticator(page)
    add_passkey(page)
    is_at(page, "/accounts/2fa/recovery-codes/")
    sign_out(page)
    page.click(f"main {PASSKEY}")
    is_at(page, "/")
    page.goto("/accounts/2fa/recovery-codes/")
    is_at(page, "/accounts/reauthenticate/")
    page.click("text=Use a passkey")
    page.click(f"main {PASSKEY}")
    is_at(page, "/accounts/2fa/recovery-codes/")


def test_a_removed_passkey_opens_nothing(open_page: Callable[..., Any], user: User):
    page = open_page(user)
    authenticator(page)
    add_passkey(page)
    is_at(page, "/accounts/2fa/recovery-codes/")
    page.goto(SECURITY)
    page.click("text=Remove")
    page.click("dialog button.btn-danger")
    page.get_by_text("Remove", exact=True).wait_for(state="detached")
    assert not Authenticator.objects.exists()
    sign_out(page)
    page.click(f"main {PASSKEY}")
    page.locator("[data-toast-text]").wait_for()
    assert "That did not fit." in page.inner_text("[data-toast-text]")
    assert page.url.endswith("/accounts/login/")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"isUserVerified": False}, "No passkey was chosen. Try again when you are ready."),
        ({"hasResidentKey": False}, "No passkey was chosen. Try again when you are ready."),
    ],
)
def test_a_device_that_refuses_is_told_and_one_can_try_again(
    open_page: Callable[..., Any], user: User, options: dict, sentence: str
):
    page = open_page(user)
    authenticator(page, **options)
    add_passkey(page)
    page.locator("[data-passkey-says]:not([hidden])").wait_for()
    assert page.inner_text("[data-passkey-says]") == sentence
    assert page.is_enabled("main button.btn-primary")
    assert not Authenticator.objects.exists()


def test_a_device_has_one_passkey_of_each_person(open_page: Callable[..., Any], user: User):
    page = open_page(user)
    authenticator(page)
    add_passkey(page)
    is_at(page, "/accounts/2fa/recovery-codes/")
    add_passkey(page)
    page.locator("[data-passkey-says]:not([hidden])").wait_for()
    assert page.inner_text("[data-passkey-says]") == "This device has a passkey of yours already."
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_browser_without_passkeys_says_so_and_the_password_works(open_page: Callable[..., Any], user: User):
    page = open_page()
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/accounts/login/")
    assert "This browser cannot use passkeys here." in page.inner_text("[data-passkey-says]")
    assert not page.is_visible(PASSKEY)
    type_email_and_password(page, user)
    is_at(page, "/")


def test_without_javascript_it_says_so_and_the_password_and_a_code_work(open_page: Callable[..., Any], user: User):
    with_app(user)
    page = open_page(java_script_enabled=False)
    page.goto("/accounts/login/")
    assert page.is_visible("text=Passkeys need JavaScript, which is off in this browser.")
    assert not page.is_visible(PASSKEY)
    type_email_and_password(page, user)
    is_at(page, "/accounts/2fa/authenticate/")
    page.fill("input[name=code]", code())
    page.click("main button.btn-primary")
    is_at(page, "/")


# --- Every page --------------------------------------------------------------------

PAGES = [
    SECURITY,
    "/accounts/2fa/totp/activate/",
    ADD,
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/keys/{key}/edit/",
    "/accounts/2fa/webauthn/keys/{key}/remove/",
    "/accounts/2fa/webauthn/reauthenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/reauthenticate/",
    "/accounts/profile/",
]


def visit(page: Any, axe: Callable[..., Any], width: int, address: str, found: list[str]) -> None:
    if address:
        page.goto(address)
    where = page.url.split("/accounts/")[1]
    found += [f"{where}: {problem}" for problem in axe(page, also_dark=True)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    found += [f"{where}: {wide} pixels wide"] if wide > width else []


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(open_page: Callable[..., Any], axe: Callable[..., Any], user: User, width: int):
    found: list[str] = []
    page = open_page(user, width=width)
    authenticator(page)
    visit(page, axe, width, SECURITY, found)
    add_passkey(page)
    is_at(page, "/accounts/2fa/recovery-codes/")
    key = Authenticator.objects.get(type="webauthn").pk
    for address in PAGES:
        visit(page, axe, width, address.format(key=key), found)
    with_app(user)
    for address in (SECURITY, "/accounts/2fa/totp/deactivate/"):
        visit(page, axe, width, address, found)
    sign_out(page)
    visit(page, axe, width, "", found)
    type_email_and_password(page, user)
    is_at(page, "/accounts/2fa/authenticate/")
    page.fill("input[name=code]", "1")
    page.click("main button:has-text('Sign in'):not(.btn-link)")
    page.locator(".errorlist").wait_for()
    visit(page, axe, width, "", found)
    assert found == []
