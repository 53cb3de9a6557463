"""The menu of a week and the forms of its verbs: they float at the week, and the keyboard gets in and out."""

import pytest
from playwright.sync_api import expect

from programs.models import ProgramSession, ProgramWeek
from programs.tests.conftest import on_mondays, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(coach):
    """Twelve weeks; Lower A on Monday of week 2, and of week 11."""
    return on_mondays(coach, 12, 2, 11)


def card(page, week=2):
    return page.locator(f"[data-week='{week}'] a[data-card]")


def menu(page):
    return page.locator("#sheet .week-menu")


def open_menu(page, week=2):
    card(page, week).focus()
    press(page, "w")
    expect(menu(page).locator("a").first).to_be_focused()


WITHOUT_POPOVER = """
  delete HTMLElement.prototype.showPopover;
  delete HTMLElement.prototype.popover;
  const matches = Element.prototype.matches;
  Element.prototype.matches = function (selector) {
    if (selector.includes(":popover-open")) throw new SyntaxError(selector);
    return matches.call(this, selector);
  };
"""


def test_a_browser_without_popovers_opens_it_beside_the_grid(page, program):
    page.add_init_script(WITHOUT_POPOVER)
    page.goto(program.get_absolute_url())
    page.locator("#drawer-list").wait_for()
    open_menu(page)
    press(page, "p")
    expect(page.locator("#sheet .week-form [name=weeks]")).to_be_focused()
    press(page, "Escape")
    expect(menu(page)).to_have_count(0)


@pytest.mark.parametrize("week", [2, 11])
def test_it_floats_at_its_week_and_within_the_window(builder, week):
    open_menu(builder, week)
    head = builder.locator(f"#w{week} .wk-head").bounding_box()
    box = menu(builder).bounding_box()
    assert 0 <= box["x"] - (head["x"] + head["width"]) <= 16
    assert box["y"] <= head["y"] + head["height"] and box["y"] + box["height"] >= head["y"]
    press(builder, "p")
    form = builder.locator("#sheet .week-form")
    expect(form.locator("[name=weeks]")).to_be_focused()
    shown = form.bounding_box()
    assert 0 < shown["x"] - (box["x"] + box["width"]) <= 16
    assert shown["y"] >= 0 and shown["y"] + shown["height"] <= builder.viewport_size["height"]


def test_arrows_go_through_it_and_its_letters_open(builder):
    open_menu(builder)
    press(builder, "ArrowDown", "ArrowDown")
    expect(menu(builder).get_by_role("link", name="Make it a deload")).to_be_focused()
    press(builder, "ArrowUp", "ArrowUp", "ArrowUp")
    expect(menu(builder).get_by_role("link", name="Clear week")).to_be_focused()
    press(builder, "e")
    expect(builder.locator("#sheet [name=phase]")).to_be_focused()
    expect(menu(builder).locator("[aria-current]")).to_have_text("Phase and notes…E")
    builder.keyboard.type("Peak")
    press(builder, "Enter")
    expect(builder.locator("#w2 .wk-head > span")).to_have_text("Peak")
    expect(builder.locator("#sheet")).to_be_hidden()
    expect(card(builder)).to_be_focused()
    assert ProgramWeek.objects.get().phase == "Peak"


@pytest.mark.parametrize("keys", [(), ("ArrowDown",), ("c",), ("Delete",)])
def test_escape_closes_all_of_it_and_the_focus_goes_back(builder, keys):
    open_menu(builder)
    press(builder, *keys)
    if keys and not keys[0].startswith("Arrow"):
        builder.locator("#sheet .week-form").wait_for()
    press(builder, "Escape")
    expect(builder.locator("#sheet")).to_be_hidden()
    expect(card(builder)).to_be_focused()
    assert ProgramSession.objects.count() == 2


def test_a_click_beside_closes_it_and_goes_where_it_went(builder):
    open_menu(builder)
    builder.locator("#drawer [name=q]").click()
    expect(builder.locator("#sheet")).to_be_hidden()
    expect(builder.locator("#drawer [name=q]")).to_be_focused()
    builder.locator("#w1 .wk-head a[data-sheet]").click()
    expect(menu(builder)).to_contain_text("Week 1")
    builder.locator("#w3 .wk-head a[data-sheet]").click()
    expect(menu(builder)).to_contain_text("Week 3")
    card(builder).click()
    expect(builder.locator("#sheet input[name=adjustment]")).to_be_visible()
    expect(menu(builder)).to_have_count(0)


def test_clearing_is_one_key_and_enter(builder):
    open_menu(builder)
    press(builder, "Delete")
    expect(builder.locator("#foreseen")).to_contain_text("1 session that stands there goes.")
    press(builder, "Enter")
    expect(card(builder)).to_have_count(0)
    expect(builder.locator("#sheet")).to_be_hidden()
    press(builder, "Control+z")
    expect(card(builder)).to_have_count(1)


def test_without_single_keys_no_letter_opens_and_none_is_shown(builder, coach):
    coach.single_keys = False
    coach.save()
    builder.reload()
    builder.locator("#w2 .wk-head a[data-sheet]").click()
    expect(menu(builder).locator("a").first).to_be_focused()
    expect(menu(builder).locator(".menu-key")).to_have_count(0)
    press(builder, "c", "ArrowDown")
    expect(menu(builder).get_by_role("link", name="Copy with progression")).to_be_focused()


def test_on_a_phone_it_comes_from_below(open_page, coach, program):
    page = open_page(coach, width=390)
    page.goto(program.get_absolute_url())
    page.locator("#w1 .wk-head a[data-sheet]").click()
    expect(menu(page)).to_be_visible()
    box = menu(page).bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert round(box["y"] + box["height"]) == page.viewport_size["height"]
    page.get_by_role("link", name="Copy week to…").click()
    expect(page.locator("#sheet [name=weeks]")).to_be_visible()
    expect(menu(page)).to_be_hidden()
    page.locator("#sheet").get_by_role("link", name="Close").click()
    expect(page.locator("#sheet")).to_be_hidden()


def test_without_scripts_the_menu_and_each_form_are_pages(open_page, coach, program):
    page = open_page(coach, java_script_enabled=False)
    page.goto(program.get_absolute_url())
    page.locator("#w2 .wk-head a[data-sheet]").click()
    page.get_by_role("link", name="Phase and notes…").click()
    page.get_by_role("textbox", name="Phase").fill("Taper")
    page.get_by_role("button", name="Save week").click()
    page.wait_for_url("**/programs/c*/")
    expect(page.locator("#w2 .wk-head > span")).to_have_text("Taper")
