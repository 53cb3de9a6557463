"""Signed out in the middle of work: elsewhere, by time, or by oneself in another tab."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.tests.factories import PASSWORD, UserFactory
from sessions_app import editing
from sessions_app.models import Session

LINE = "Bench press 4x8 @ 70%"


@pytest.mark.parametrize(
    ("referer", "after"),
    [
        ("http://testserver/programs/?q=spring", "/programs/%3Fq%3Dspring"),
        ("https://elsewhere.example/programs/", "/programs/new/"),
        ("http://[", "/programs/new/"),  # Python's own reader of addresses raises here
        ("http://testserver//evil.example/", "/programs/new/"),
        ("", "/programs/new/"),
    ],
)
def test_a_form_leads_back_to_the_page_it_stood_on(db, referer: str, after: str):
    answer = Client().post("/programs/new/", headers={"Referer": referer})

    assert answer.headers["Location"] == f"/accounts/login/?next={after}"


def sign_in_again(page, email: str):
    expect(page.locator("[data-toasts]")).to_contain_text("You were signed out. Sign in, and what you typed is there")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.btn-primary")


@pytest.fixture
def coach(transactional_db):
    return UserFactory(email="ana@example.org")


def sign_out_in_another_tab(page):
    tab = page.context.new_page()
    tab.goto("/accounts/logout/")
    tab.click("main button.btn-primary")
    tab.wait_for_url("**/accounts/login/")
    tab.close()


@pytest.mark.browser
def test_a_line_typed_after_signing_out_elsewhere_is_not_lost(open_page, coach):
    session = editing.create_session(Session(name="Lower A", sport="strength"), coach)
    page = open_page(coach)
    page.goto(session.get_absolute_url())
    sign_out_in_another_tab(page)
    page.fill("#quick-text", LINE)
    page.press("#quick-text", "Enter")
    page.wait_for_url("**/accounts/login/**")
    sign_in_again(page, coach.email)

    expect(page.locator(".line-name-input")).to_have_value("Bench press")  # it was on its way, and is sent again
    page.reload()
    expect(page.locator("[data-save-state]")).to_contain_text("Saved")
    expect(page.locator(".line")).to_have_count(1)


@pytest.mark.browser
def test_a_form_filled_in_after_signing_out_elsewhere_is_not_lost(open_page, coach):
    page = open_page(coach)
    page.goto("/sessions/new/")
    sign_out_in_another_tab(page)
    page.fill("[name=name]", "Lower A")
    page.fill("[name=text]", LINE)
    page.click("text=Create session")
    page.wait_for_url("**/accounts/login/**")
    sign_in_again(page, coach.email)

    expect(page.locator("[name=text]")).to_have_value(LINE)
    expect(page.locator("[name=name]")).to_have_value("Lower A")
    page.click("text=Create session")
    expect(page.locator("h1")).to_contain_text("Lower A")


@pytest.mark.browser
def test_what_a_form_that_was_open_for_too_long_held_is_not_lost(open_page, coach):
    page = open_page(coach)
    page.goto("/sessions/new/")
    page.context.clear_cookies(name="csrftoken")
    page.fill("[name=text]", LINE)
    page.click("text=Create session")
    expect(page.locator("h1")).to_have_text("Please send it once more")
    page.wait_for_load_state("load")  # the modules have run
    expect(page.locator("[data-toasts]")).not_to_contain_text("You were signed out")
    page.goto("/sessions/new/")

    expect(page.locator("[name=text]")).to_have_value(LINE)


@pytest.mark.browser
def test_signed_out_and_in_again_in_another_tab_loading_the_page_again_helps(open_page, coach):
    session = editing.create_session(Session(name="Lower A", sport="strength"), coach)
    page = open_page(coach)
    page.goto(session.get_absolute_url())
    sign_out_in_another_tab(page)
    tab = page.context.new_page()
    tab.goto("/accounts/login/")
    tab.fill("input[name=login]", coach.email)
    tab.fill("input[name=password]", PASSWORD)
    tab.click("main button.btn-primary")
    tab.wait_for_url("**/")
    page.fill("#quick-text", LINE)
    page.press("#quick-text", "Enter")
    expect(page.locator("[data-toasts]")).to_contain_text(
        "Load the page again and send it once more. Nothing of this was saved."
    )
    page.reload()

    expect(page.locator("#quick-text")).to_have_value(LINE)
    page.press("#quick-text", "Enter")
    page.wait_for_selector(".line")


@pytest.mark.browser
def test_whoever_signs_in_after_another_sees_nothing_of_it(open_page, coach):
    UserFactory(email="bob@example.org", name="Bob")
    page = open_page(coach)
    page.goto("/sessions/new/")
    sign_out_in_another_tab(page)
    page.fill("[name=text]", LINE)
    page.click("text=Create session")
    page.wait_for_url("**/accounts/login/**")
    sign_in_again(page, "bob@example.org")
    page.wait_for_url("**/sessions/new/")
    page.wait_for_load_state("load")

    expect(page.locator("[name=text]")).to_have_value("")
    assert page.evaluate("JSON.parse(localStorage.kept).fields") == {}


@pytest.mark.browser
def test_whoever_signs_out_by_the_menu_is_told_nothing_of_it(open_page, coach):
    page = open_page(coach)
    page.goto("/sessions/new/")
    page.fill("[name=name]", "Never mind")
    page.click("summary.avatar-btn")
    page.click("button:has-text('Sign out')")
    page.wait_for_url("**/accounts/login/**")

    expect(page.locator("[data-toasts]")).not_to_contain_text("You were signed out")
