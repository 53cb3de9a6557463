"""The program page with the keyboard alone: who has the keys when it opens, the drawer as one stop, and what M says."""

import pytest
from playwright.sync_api import expect

from programs import schedule
from programs.models import ProgramSession
from programs.tests.conftest import press
from programs.tests.factories import ProgramFactory, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(coach):
    """Four weeks; A on Monday of week 1, B on Tuesday of week 3. C and D wait in the drawer."""
    program = ProgramFactory(author=coach, name="Base", duration_weeks=4)
    a, b, _c, _d = (make_session(coach, name) for name in "ABCD")
    schedule.place(program, coach, a, 1, 1)
    schedule.place(program, coach, b, 3, 2)
    return program


def card(page, name):
    return page.locator("[data-grid] a[data-card]", has_text=name)


def item(page, name):
    return page.locator("#drawer-list .drawer-item", has_text=name)


def test_the_first_day_has_the_keys_when_a_program_opens(builder):
    expect(card(builder, "A")).to_be_focused()
    press(builder, "w")
    expect(builder.locator("#sheet .menu-item").first).to_be_focused()


@pytest.mark.parametrize(("at", "focused"), [("#w3", "body"), ("?share", "body"), ("?zoom=season", ".sn-day a")])
def test_but_not_where_the_address_names_another_place(page, program, at, focused):
    page.goto(program.get_absolute_url() + at)
    page.locator("#drawer-list").wait_for(state="attached")
    assert page.evaluate("focused => document.activeElement.matches(focused)", focused)


def test_the_drawers_list_is_one_stop(builder):
    builder.locator("#drawer [name=q]").focus()
    names = [name.strip() for name in builder.locator("#drawer-list .item-name").all_text_contents()]
    assert sorted(names) == ["A", "B", "C", "D"]
    press(builder, "ArrowDown", "ArrowDown")
    expect(item(builder, names[1])).to_be_focused()
    press(builder, "Tab")
    assert not builder.evaluate("document.activeElement.closest('#drawer')")
    press(builder, "Shift+Tab")
    expect(item(builder, names[1])).to_be_focused()
    press(builder, "ArrowUp", "ArrowUp")
    expect(builder.locator("#drawer [name=q]")).to_be_focused()


def test_from_the_drawer_z_zooms_and_escape_leads_to_the_grid(builder):
    press(builder, "/", "ArrowDown", "z")
    expect(builder.locator("#rows")).to_have_class("grid-detail")
    press(builder, "z")
    expect(builder.locator("#rows")).to_have_class("grid-season")
    press(builder, "z")
    expect(builder.locator("#rows")).to_have_class("grid-overview")
    press(builder, "/", "Escape")
    expect(card(builder, "A")).to_be_focused()
    press(builder, "a")
    expect(builder.locator("#sheet textarea")).to_be_focused()


def test_a_lifted_card_says_which_keys_carry_it(builder):
    hint, others = builder.locator(".hint-moving"), builder.locator(".hints > :not(.hint-moving)")
    expect(hint).to_be_hidden()
    press(builder, "m")
    expect(hint).to_have_text("← ↑ ↓ → to another day, Enter put it there, Esc leave it")
    expect(others.first).to_be_hidden()
    expect(builder.locator("[data-live]")).to_have_text(hint.text_content())
    press(builder, "ArrowRight", "Enter")
    expect(hint).to_be_hidden()
    expect(builder.locator("[data-week='1'] [data-day='2'] .card-s-name")).to_have_text("A")
    assert sorted(ProgramSession.objects.values_list("session__name", "week", "day")) == [("A", 1, 2), ("B", 3, 2)]


def test_the_cell_of_a_selected_card_says_so(builder, axe):
    cell = builder.locator("[data-week='1'] [data-day='1']")
    press(builder, "Space")
    expect(cell).to_have_attribute("aria-selected", "true")
    assert axe(builder) == []
    card(builder, "A").click(modifiers=["Shift"])
    expect(cell).to_have_attribute("aria-selected", "false")
    assert builder.locator("#sheet").is_hidden()
