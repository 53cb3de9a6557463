"""The zooms of a program in a real browser: one page, by keyboard."""

import pytest
from playwright.sync_api import expect

from programs import schedule
from programs.tests.factories import ProgramFactory, make_session
from programs.tests.on_the_grid import cell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_season_leads_to_the_week(page, coach):
    """Z goes from zoom to zoom without a new page; Enter on a day of the season leads to its week in detail."""
    program = ProgramFactory(author=coach, name="Base", duration_weeks=4)
    schedule.place(program, coach, make_session(coach, "Lower A"), 1, 1)
    page.goto(program.get_absolute_url())
    page.evaluate("window.sameDocument = true")
    cell(page, 1, 1).locator("a[data-card]").focus()
    for zoom in ("detail", "season", "overview", "detail", "season"):
        page.keyboard.press("z")
        expect(page.locator(f"#rows.grid-{zoom}")).to_be_visible()
        expect(page.locator(".zoom [aria-current]")).to_have_id(f"zoom-{zoom}")
    assert page.evaluate("window.sameDocument")
    expect(cell(page, 1, 1).locator("[data-stop]")).to_be_focused()
    assert page.locator("#grid [tabindex='0']").count() == 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(cell(page, 2, 2).locator("[data-stop]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#rows.grid-detail")).to_be_visible()
    assert page.url.endswith("?zoom=detail#w2")
    expect(cell(page, 2, 2)).to_be_focused()
