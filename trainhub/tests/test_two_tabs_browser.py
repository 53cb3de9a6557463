"""One program in two tabs, or on two devices: whoever comes second is told, and sees what stands there now."""

import re

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
    expect(second.locator("[data-toast-text]")).to_have_text(
        re.compile(
            r"^Changed meanwhile by you in another tab, \d\d:\d\d: Moved Lower A to week 2, Fri\."
            r" Nothing of yours was written\. Do it again if it still fits\.$"
        )
    )
    assert ("Lower A", 2, 5, "") in stands()
    expect(cards(second, 2, 5)).to_have_text(["Lower A"])
    expect(cell(second, 1, 1).locator("a[data-card]")).to_have_count(0)
    card = cell(second, 2, 5).locator("a[data-card]")
    expect(card).to_be_focused()
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
    expect(page.locator("[data-toast-text]")).to_have_text(
        "It is no longer there, or it is not yours to see. Nothing of this was saved."
    )


def test_the_second_tabs_sheet_says_what_stands_there(page, program):
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").click()
    page.locator("#sheet input[name=adjustment]").wait_for()
    placing = program.placings.get(day=1)
    schedule.move(placing, program.author, 3, 4)
    page.locator("#sheet input[name=adjustment]").fill("+5%")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet [role=alert]")).to_contain_text(
        "Moved Lower A to week 3, Thu. Nothing of yours was written."
    )
    expect(page.locator("#sheet")).to_contain_text("Lower A in week 3, Thu")
    expect(cell(page, 3, 4).locator("a[data-card]")).to_have_count(1)
    expect(page.locator("#sheet [role=alert]")).to_be_visible()


def test_a_sheet_that_is_open_shows_what_a_conflict_in_the_grid_was_about(page, program):
    """Its forms are then those of the card as it stands now: the next change goes through."""
    page.goto(program.get_absolute_url())
    card = cell(page, 1, 1).locator("a[data-card]")
    card.click()
    page.locator("#sheet input[name=adjustment]").wait_for()
    schedule.move(program.placings.get(day=1), program.author, 2, 5)
    card.focus()
    page.keyboard.press("Delete")
    expect(page.locator("#sheet")).to_contain_text("Week 2, Fri")
    page.locator("#sheet input[name=adjustment]").fill("+5%")
    page.keyboard.press("Enter")
    expect(cell(page, 2, 5).locator(".adj")).to_have_text("+5%")


def test_what_was_taken_goes_where_it_is_put_though_it_was_changed_since(page, program):
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").focus()
    page.keyboard.press("x")
    drag(page, cell(page, 1, 1).locator("a[data-card]"), cell(page, 1, 3))
    expect(cards(page, 1, 3)).to_have_text(["Lower A"])
    cell(page, 3, 4).focus()
    page.keyboard.press("v")
    expect(cards(page, 3, 4)).to_have_text(["Lower A"])


def test_a_weeks_menu_stays_at_its_week_when_the_rows_come_anew(page, program):
    page.goto(program.get_absolute_url())
    page.locator("#w2 .wk-head a").first.click()
    menu = page.locator("[data-sheet-panel]")
    expect(menu).to_be_visible()

    def away():
        week, box = page.locator("#w2").bounding_box(), menu.bounding_box()
        return round(box["x"] - week["x"]), round(box["y"] - week["y"])

    stood = away()
    schedule.move(program.placings.get(day=1), program.author, 3, 4)
    cell(page, 1, 1).locator("a[data-card]").focus()
    page.keyboard.press("Delete")
    expect(cell(page, 3, 4).locator("a[data-card]")).to_have_count(1)
    expect(menu).to_be_visible()
    for _ in range(50):
        if away() != stood:
            page.wait_for_timeout(100)
    assert away() == stood


def test_a_card_that_is_gone_goes_when_it_is_opened(page, program):
    page.goto(program.get_absolute_url())
    card = cell(page, 1, 1).locator("a[data-card]")
    schedule.remove(program.placings.get(day=1), program.author)
    card.click()
    expect(card).to_have_count(0)
    expect(page.locator("#sheet")).to_be_hidden()
    expect(page.locator("[data-toast-text]")).to_have_text("It is no longer there, or it is not yours to see.")
