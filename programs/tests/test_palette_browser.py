"""The command palette by keyboard, and the form that replaces an exercise, in the side sheet."""

import re

import pytest
from playwright.sync_api import expect

from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.models import ProgramSession
from programs.tests.factories import ProgramFactory, make_session
from sessions_app.prescription import Adjustment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(coach):
    program = ProgramFactory(author=coach, name="Base", duration_weeks=4)
    schedule.place(program, coach, make_session(coach, "Lower A"), 1, 1)
    make_session(coach, "Long run", sport="running")
    return program


@pytest.fixture
def opened(page, program):
    page.goto(program.get_absolute_url())
    page.locator("[data-drawer]").wait_for()
    page.locator("[data-week='2'] [data-day='3']").focus()
    page.keyboard.press("Control+k")
    expect(page.locator(".palette-field")).to_be_focused()
    return page


def chosen(page):
    return page.locator("#palette-list [aria-selected=true]")


def test_a_session_is_placed_on_the_selected_day(opened):
    page = opened
    page.keyboard.type("lo")
    expect(page.get_by_role("option", name="Long run")).to_be_visible()
    expect(chosen(page)).to_contain_text("Lower A")
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text("Long run")
    active = page.locator(".palette-field").get_attribute("aria-activedescendant")
    assert chosen(page).get_attribute("id") == active
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-week='2'] [data-day='3'] a[data-card]")).to_be_focused()
    assert ProgramSession.objects.filter(week=2, day=3, session__name="Long run").count() == 1


def test_a_verb_of_a_week_opens_beside_the_grid(opened):
    page = opened
    page.keyboard.type("#1 prog")
    expect(chosen(page)).to_contain_text("Copy with progression")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet [name=weeks]")).to_be_focused()


def test_what_the_page_can_do_is_done(opened, axe):
    page = opened
    page.keyboard.type(">copy pro")
    expect(chosen(page)).to_contain_text("Copy program")
    assert axe(page) == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[data-toast-text]").first).to_contain_text("Copied")


def test_however_fast_one_types_enter_means_what_stands_on_top(opened):
    page = opened
    page.keyboard.type(">exercises")
    page.keyboard.press("Enter")
    page.wait_for_url("**/exercises/")


def test_escape_closes_it_and_the_focus_is_where_it_was(opened, axe):
    page = opened
    page.keyboard.type("lo")
    expect(page.get_by_role("option", name="Long run")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Control+k")  # there is one
    expect(page.locator("dialog")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-week='2'] [data-day='3']")).to_be_focused()


def test_as_a_page_it_is_sound_and_works_without_scripts(open_page, coach, program, axe):
    page = open_page(coach)
    page.goto("/go/?q=long")
    assert axe(page) == []
    page = open_page(coach, java_script_enabled=False)
    page.goto("/")
    page.locator(".go").click()
    page.get_by_role("combobox").fill("long")
    page.keyboard.press("Enter")
    page.get_by_role("option", name="Long run").click()
    page.wait_for_url("**/sessions/c*/")


def test_an_exercise_is_replaced_after_one_saw_where(page, program, axe):
    page.goto(program.get_absolute_url())
    name = program.placings.get().session.rows.get().exercise.name
    page.locator("details[data-menu] summary[aria-label=More]").click()
    page.get_by_role("link", name="Replace an exercise or scheme").click()
    sheet = page.locator("#sheet")
    sheet.locator("[name=exercise]").select_option(label=name)
    sheet.locator("[name=text]").fill("3x3 @ 85%")
    expect(sheet.locator("ins")).to_have_text(f"{name} 3x3 @ 85%")
    assert axe(page) == []
    with page.expect_navigation():
        sheet.get_by_role("button", name="Replace").click()
    expect(page.locator("[data-toast-text]").first).to_contain_text("Replaced")


def test_an_exercise_that_may_be_meant_is_taken_by_a_click_and_the_form_stays_beside_the_grid(page, program):
    ExerciseFactory(name="Front squat", author=None)
    page.goto(program.get_absolute_url())
    page.locator("details[data-menu] summary[aria-label=More]").click()
    page.get_by_role("link", name="Replace an exercise or scheme").click()
    sheet = page.locator("#sheet")
    sheet.locator("[name=exercise]").select_option(index=1)
    sheet.locator("[name=other]").fill("Front squt")
    sheet.get_by_role("link", name="Front squat").click()
    expect(sheet.locator("[name=other]")).to_have_value("Front squat")
    expect(sheet.locator("ins")).to_have_text(re.compile("Front squat"))
    assert not sheet.evaluate("sheet => sheet.closest('[data-sheet-panel]').matches(':popover-open')")


def test_the_badge_of_a_card_opens_its_progression(page, program, coach):
    schedule.adjust(program.placings.get(), coach, Adjustment.parse("+5%"))
    page.goto(program.get_absolute_url())
    page.locator("a[data-card] .adj").click()
    expect(page.locator("#sheet input[name=adjustment]")).to_be_focused()
