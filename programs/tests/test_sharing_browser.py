"""Sharing by hand: the menu, the link, a phone without an account, the keyboard alone."""

import pytest
from playwright.sync_api import expect

from programs import documents
from programs.models import Program, ShareLink
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(coach):
    program = ProgramFactory(author=coach, name="Base", duration_weeks=3)
    for week in (1, 2, 3):
        ProgramSessionFactory(program=program, session=make_session(coach), week=week)
    return program


def test_a_link_is_made_and_copied_by_keyboard_alone(page, live_server, program, axe):
    page.goto(live_server.url + program.get_absolute_url())
    page.locator("#share > summary").focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#share-address")).to_be_visible()
    address = page.locator("#share-address").input_value()
    assert address == live_server.url + ShareLink.objects.get().get_absolute_url()
    assert axe(page) == []
    page.locator("[data-copy-field]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-copy-field]")).to_have_text("Copied")
    page.keyboard.press("Escape")
    expect(page.locator("#share-address")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_without_an_account_reads_it(open_page, live_server, program, coach, axe, scheme):
    documents.set_visibility(program, coach, "link")
    page = open_page(None, width=390, color_scheme=scheme)
    page.goto(live_server.url + program.link.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []
    page.get_by_text("Week 2").click()
    page.get_by_role("link", name="Lower A").nth(1).click()
    expect(page.get_by_role("heading", name="Lower A", level=2)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page) == []
    page.get_by_label("Close").click()
    expect(page.get_by_role("heading", name="Base")).to_be_visible()


def test_a_stranger_copies_it_through_the_entrance(open_page, live_server, program, coach, other):
    """The forms say where they come from, or Django would refuse them."""
    documents.set_visibility(program, coach, "link")
    other.set_password("correct horse 9")
    other.save()
    page = open_page(None)
    page.goto(live_server.url + program.link.get_absolute_url())
    page.get_by_role("button", name="Copy to my programs").click()
    page.fill("[name=login]", other.email)
    page.fill("[name=password]", "correct horse 9")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Copy of Base")).to_be_visible()
    assert Program.objects.get(author=other).copied_from == program
