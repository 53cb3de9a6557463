"""A program as text, by hand."""

import pytest
from playwright.sync_api import expect

from programs import as_text
from programs.exchange.save import save
from programs.exchange.text import read_program_text
from programs.models import Program
from programs.tests.test_as_text import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(coach):
    return save(read_program_text(TEXT).value, coach).program


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_there_and_back_by_keyboard(open_page, coach, live_server, plan, axe, width, scheme):
    page = open_page(coach, width=width, color_scheme=scheme)
    page.goto(live_server.url + plan.get_absolute_url())
    page.get_by_label("More", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="As text").focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("The program as text")
    expect(box).to_have_value(as_text.text_of(plan))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []

    box.fill(as_text.text_of(plan).replace("### Fri · Lower A\n", ""))
    gone = page.locator("#gone")
    expect(gone).to_contain_text("Saving removes: Lower A in week 3, Fri")
    assert axe(page) == []
    box.press("Control+s")
    expect(page.locator("#grid, [data-week='1']").first).to_be_visible()
    assert Program.objects.get().placings.count() == 5
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Undone: Edited Base as text")).to_be_visible()
    assert Program.objects.get().placings.count() == 6


def test_what_is_bad_stays_in_the_box(page, live_server, plan):
    page.goto(f"{live_server.url}{plan.get_absolute_url()}text/")
    box = page.get_by_label("The program as text")
    bad = as_text.text_of(plan) + "\n### Someday · Swim\n"
    box.fill(bad)
    page.get_by_role("button", name="Save text").click()
    expect(page.get_by_role("alert")).to_contain_text("“Someday · Swim” is not understood.")
    expect(box).to_have_value(bad)


def test_a_text_that_no_browser_keeps_stays_in_the_box(page, live_server, plan):
    """What was kept of it before is no draft of it any more."""
    page.goto(f"{live_server.url}{plan.get_absolute_url()}text/")
    box = page.get_by_label("The program as text")
    box.fill("Squat 5x5")
    box.evaluate("box => { box.value = 'x'.repeat(6e6); box.dispatchEvent(new Event('input', { bubbles: true })); }")
    expect(page.locator("[data-toast-text]")).to_contain_text("That is more than TrainHub takes at once.")
    page.wait_for_timeout(300)
    assert box.evaluate("box => box.value.length") == 6_000_000
