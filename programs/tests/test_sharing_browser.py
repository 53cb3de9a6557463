"""Sharing by hand: the menu, the link, a phone without an account, the keyboard alone."""

import pytest
from playwright.sync_api import expect

from programs import documents
from programs.models import Program, ShareLink
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session
from sessions_app.prescription import Adjustment

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


def test_a_phone_without_an_account_reads_it(open_page, live_server, program, coach, axe):
    documents.set_visibility(program, coach, "link")
    page = open_page(None, width=390)
    page.goto(live_server.url + program.link.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page, also_dark=True) == []
    page.get_by_text("Week 2").click()
    page.get_by_role("link", name="Lower A").nth(1).click()
    expect(page.get_by_role("heading", name="Lower A", level=2)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page, also_dark=True) == []
    page.get_by_label("Close").click()
    expect(page.get_by_role("heading", name="Base")).to_be_visible()
    page.get_by_role("link", name="Print").click()
    expect(page.locator(".paper-sheet .box")).to_have_count(3 * 5 + 3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(page, also_dark=True) == []


def test_on_paper_no_change_and_no_box_is_cut(open_page, live_server, program, coach):
    adjustment = Adjustment.parse("+2.5%, Back squat with a pause at the bottom +2.5kg, Romanian deadlift +1 set")
    program.placings.update(adjustment=adjustment)
    page = open_page(coach, width=1040)  # A4 landscape without its margins
    page.goto(f"{live_server.url}{program.get_absolute_url()}print/")
    page.get_by_role("link", name="Weeks and sessions").click()
    page.emulate_media(media="print")
    changes = page.locator(".paper-weeks em")
    expect(changes).to_have_text([str(adjustment)] * 3)
    inside = "all => all.every(one => [...one.getClientRects()].every(r => r.right <= one.closest('td').getBoundingClientRect().right))"
    assert changes.evaluate_all(inside)
    page.set_viewport_size({"width": 700, "height": 1000})  # upright
    assert page.locator(".paper-sheet td .box").evaluate_all(inside)


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
