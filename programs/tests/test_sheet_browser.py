"""The sheet beside the grid: what is typed in it, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from exercises.tests.factories import ExerciseFactory
from programs.models import ProgramSession
from programs.tests.factories import ProgramFactory
from sessions_app.tests.factories import SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(coach):
    ExerciseFactory(name="Easy run", sport="running")
    return ProgramFactory(author=coach, duration_weeks=1)


def test_what_was_added_is_not_put_back_on_the_next_day(page, program):
    said = []
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.goto(program.get_absolute_url())
    for day in (1, 2):
        page.locator(f"[data-day='{day}'] .cell-add").click()
        text = page.locator("#sheet textarea")
        expect(text).to_be_focused()
        expect(text).to_have_value("")
        page.keyboard.type("Easy run 40:00 Z1")
        page.keyboard.press("Control+Enter")
        expect(page.locator(f"[data-day='{day}'] [data-card]")).to_have_count(1)
        # The drawer's field leads to the same address.
        page.locator("#drawer [name=q]").fill("Upper")
        page.locator("#drawer [name=q]").fill("")
    assert list(ProgramSession.objects.order_by("day").values_list("day", "session__name")) == [
        (1, "Easy run"),
        (2, "Easy run"),
    ]
    assert said == []


def test_undo_and_redo_by_the_keys_of_both_worlds(page, program):
    page.goto(program.get_absolute_url())
    page.locator("[data-day='1'] .cell-add").click()
    expect(page.locator("#sheet textarea")).to_be_focused()
    page.keyboard.type("Easy run 40:00 Z1")
    page.keyboard.press("Control+Enter")
    card = page.locator("[data-card]")
    expect(card).to_have_count(1)
    page.keyboard.press("Escape")
    for keys, count in (("Control+z", 0), ("Control+y", 1), ("Control+z", 0), ("Control+Shift+z", 1)):
        with page.expect_navigation():
            page.keyboard.press(keys)
        expect(card).to_have_count(count)


def test_after_a_verb_of_the_sheet_escape_leads_back_to_the_card_and_the_keys_work(page, program):
    page.goto(program.get_absolute_url())
    page.locator("[data-day='1'] .cell-add").click()
    expect(page.locator("#sheet textarea")).to_be_focused()
    page.keyboard.type("Easy run 40:00 Z1")
    page.keyboard.press("Control+Enter")
    card = page.locator("[data-card]")
    expect(card).to_be_focused()
    # The drawer knows the new session without being loaded anew.
    expect(page.locator("#drawer-list .drawer-item")).to_have_text(re.compile("Easy run"))
    page.keyboard.press("p")
    expect(page.locator("#id_adjustment")).to_be_focused()
    page.keyboard.type("+10min")
    page.keyboard.press("Enter")
    expect(card.locator(".adj")).to_have_text("+10′")
    page.keyboard.press("Escape")
    expect(card).to_be_focused()


def test_a_name_in_the_sheet_finds_the_session_that_has_it(page, program, coach):
    for name in ("Lower A", "Upper B"):
        SessionFactory(author=coach, name=name)
    page.goto(program.get_absolute_url())
    page.locator("[data-week='1'] [data-day='3']").focus()
    page.keyboard.press("a")
    expect(page.locator("#sheet textarea")).to_be_focused()
    page.keyboard.type("upper")
    expect(page.locator("#pick .item-name")).to_have_text(["Upper B"])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-week='1'] [data-day='3'] .card-s-name")).to_have_text(["Upper B"])


def test_what_is_typed_before_the_sheet_is_there_is_for_its_field_and_no_verb(page, program, coach):
    """A, and a name at once: `p` would open the progression of the week, Backspace take a card out."""
    SessionFactory(author=coach, name="Upper B")
    page.goto(program.get_absolute_url())
    page.locator("[data-week='1'] [data-day='3']").focus()
    held = []
    page.route("**/place/?**", lambda route: held.append(route))
    page.keyboard.type("aupper", delay=20)
    page.wait_for_timeout(200)
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#sheet textarea")).to_have_value("upper")
    expect(page.locator("#pick .item-name")).to_have_text(["Upper B"])
    expect(page.locator("#sheet textarea")).to_be_focused()
