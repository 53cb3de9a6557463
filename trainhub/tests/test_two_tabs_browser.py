"""One program in two tabs, or on two devices: whoever comes second is told, and sees what stands there now."""

import pytest
from playwright.sync_api import expect

from programs import schedule
from programs.tests.on_the_grid import cards, cell, drag, four_weeks, stands

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(coach):
    return four_weeks(coach)


def test_a_second_tab_is_told_what_the_first_did(page, program):
    second = page.context.new_page()
    second.goto(program.get_absolute_url())
    page.goto(program.get_absolute_url())
    drag(page, cell(page, 1, 1).locator("a[data-card]"), cell(page, 2, 5))
    expect(cards(page, 2, 5)).to_have_text(["Lower A"])
    second.locator("[data-week='1'] [data-day='1'] a[data-card]").focus()
    second.keyboard.press("Delete")
    expect(second.locator("[data-toast-text]")).to_contain_text("Another tab or a later step got there first")
    assert ("Lower A", 2, 5, "") in stands()
    expect(cards(second, 2, 5)).to_have_text(["Lower A"])
    expect(cell(second, 1, 1).locator("a[data-card]")).to_have_count(0)
    card = cell(second, 2, 5).locator("a[data-card]")
    card.focus()
    second.keyboard.press("Delete")
    expect(card).to_have_count(0)
    assert ("Lower A", 2, 5, "") not in stands()


def test_a_card_that_another_tab_removed_goes_from_this_one_as_well(page, program):
    page.goto(program.get_absolute_url())
    card = cell(page, 1, 1).locator("a[data-card]")
    schedule.remove(program.placings.get(day=1), program.author)
    card.focus()
    page.keyboard.press("Delete")
    expect(card).to_have_count(0)


def test_the_second_tabs_sheet_says_what_stands_there(page, program):
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").click()
    page.locator("#sheet input[name=adjustment]").wait_for()
    placing = program.placings.get(day=1)
    schedule.move(placing, program.author, 3, 4)
    page.locator("#sheet input[name=adjustment]").fill("+5%")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet [role=alert]")).to_contain_text("Another tab or a later step got there first")
    expect(page.locator("#sheet")).to_contain_text("Lower A in week 3, Thu")
    expect(cell(page, 3, 4).locator("a[data-card]")).to_have_count(1)
