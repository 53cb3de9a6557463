"""The account pages and the frame around every page, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect

from accounts.models import User
from accounts.tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STRANGERS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/nowhere/",
]
PEOPLE = ["/accounts/profile/", "/accounts/email/", "/accounts/password/change/", "/accounts/logout/"]

TOAST = """document.dispatchEvent(new CustomEvent("toast", {detail: {message: "Moved", undo: "/changes/x/undo/"}}))"""


def overflows(page: Any) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_axe_finds_nothing_for_strangers(open_page: Callable[..., Any], axe: Callable[..., Any]):
    for width in (360, 1280):
        page = open_page(width=width)
        for address in STRANGERS:
            page.goto(address)
            assert axe(page, also_dark=True) == [], address
            assert not overflows(page), address


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_for_people(open_page: Callable[..., Any], axe: Callable[..., Any], coach: User, theme: str):
    User.objects.update(theme=theme)
    for width in (360, 1280):
        page = open_page(coach, width=width)
        for address in PEOPLE:
            page.goto(address)
            page.click("summary.avatar-btn")
            page.evaluate(TOAST)
            assert axe(page) == [], address
            assert not overflows(page), address


@pytest.mark.parametrize(("scripts", "scheme"), [(True, "light"), (False, "dark")])
def test_signs_up_with_the_code_of_a_letter(
    open_page: Callable[..., Any], axe: Callable[..., Any], scripts: bool, scheme: str
):
    page = open_page(width=360, color_scheme=scheme, java_script_enabled=scripts)
    page.goto("/accounts/signup/")
    page.fill("input[name=email]", "ana@example.org")
    page.fill("input[name=password1]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/accounts/confirm-email/")
    assert "ana@example.org" in page.inner_text("main")
    assert not scripts or axe(page) == []
    page.click("text=Send it again")
    page.fill("input[name=code]", mail.outbox[-1].subject.rpartition(" ")[2].lower())
    page.click("main button:has-text('Confirm')")
    page.wait_for_url(lambda url: "confirm-email" not in url)
    page.goto("/accounts/profile/")

    assert "ana@example.org" in page.inner_text("main")
    assert len(mail.outbox) == 2


def test_axe_finds_nothing_where_one_is_refused(open_page: Callable[..., Any], axe: Callable[..., Any], settings: Any):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "0/15m/key"}
    page = open_page(width=360)
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "ana@example.org")
    page.fill("input[name=password]", "wrong")
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("text=Too many wrong passwords")

    assert axe(page, also_dark=True) == []
    assert not overflows(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_signs_in_and_chooses_a_theme_with_and_without_scripts(
    open_page: Callable[..., Any], coach: User, scripts: bool
):
    page = open_page(java_script_enabled=scripts)
    page.goto("/accounts/login/?next=/accounts/profile/")
    page.fill("input[name=login]", coach.email.upper())
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/accounts/profile/")
    page.click("summary.avatar-btn")
    with page.expect_response("**/accounts/theme/"):
        page.click(".topbar button[value=dark]")
    page.goto("/accounts/profile/")

    assert page.get_attribute("html", "data-bs-theme") == "dark"
    assert User.objects.get().theme == "dark"


def test_the_menu_is_worked_with_keys(page: Any):
    page.goto("/accounts/profile/")
    page.focus("summary.avatar-btn")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Profile and settings"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Sign out"
    page.keyboard.press("Escape")

    assert page.locator("details[data-menu][open]").count() == 0
    assert page.evaluate("document.activeElement.className") == "avatar-btn"


@pytest.mark.parametrize("gone", [False, True])
def test_ctrl_z_undoes_what_the_toast_said_also_when_it_is_gone(page: Any, gone: bool):
    page.goto("/accounts/profile/")
    page.evaluate(TOAST)
    if gone:
        page.click("[data-toast-close]")
        expect(page.locator("[data-toast]")).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    with page.expect_request("**/changes/x/undo/") as asked:
        page.keyboard.press("Control+z")

    assert asked.value.method == "POST"
    assert "csrfmiddlewaretoken=" in asked.value.post_data
    assert "next=%2Faccounts%2Fprofile%2F" in asked.value.post_data


def test_ctrl_z_in_a_field_is_the_fields_own(page: Any):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/undo/" in request.url else None)
    page.goto("/accounts/profile/")
    page.evaluate(TOAST)
    page.fill("#id_name", "Rosa")
    page.keyboard.press("Control+z")
    page.wait_for_timeout(200)

    assert asked == []


def test_a_toast_says_text_not_markup(page: Any):
    page.goto("/accounts/profile/")
    page.evaluate("""document.dispatchEvent(new CustomEvent("toast", {detail: {message: "<b>Moved</b>"}}))""")

    assert page.inner_text("[data-toast-text]") == "<b>Moved</b>"
    assert page.locator("[data-toast-undo]").count() == 0
