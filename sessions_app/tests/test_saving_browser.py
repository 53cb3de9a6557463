"""What a coach typed is never lost: a dead server, no connection, 409, 422, 500, a closed tab; and the page says so."""

import re

import pytest
from playwright.sync_api import expect

from sessions_app import editing
from sessions_app.models import Session
from sessions_app.tests.conftest import lines
from sessions_app.tests.saved import is_saved, shows, text_of
from sessions_app.views.lines import LineAdd, LineUpdate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def meanwhile(session, coach, text, place=0):
    """Another tab writes into a line."""
    row = session.rows.select_related("exercise").order_by("order")[place]
    row.session = Session.objects.get(pk=session.pk)
    editing.change_line(row, coach, row.name, text)


def test_it_says_saving_and_then_when_it_was_saved(builder, session):
    is_saved(builder)
    held = []
    builder.route("**/lines/*/", lambda route: held.append(route))
    with builder.expect_request("**/lines/*/"):
        text_of(builder).fill("3x3")
    shows(builder, "Saving…")
    held[0].continue_()
    is_saved(builder)
    assert lines(session)[0] == "m 1 Back squat | 3x3"


# --- offline ----------------------------------------------------------------------------------------------------------


def test_offline_edits_wait_in_their_order_and_go_when_the_connection_is_back(builder, session):
    builder.context.set_offline(True)
    text_of(builder).fill("3x3 @ 85%")
    shows(builder, re.compile(r"Offline \(1 kept here\)"))
    expect(builder.locator("[data-toasts]")).to_contain_text("What you type is kept here")
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    expect(builder.locator("#quick-text")).to_have_value("")
    shows(builder, re.compile(r"Offline \(2 kept here\)"))
    text_of(builder).fill("3x3 @ 87%")  # the same line again: still one
    text_of(builder, 1).focus()
    builder.keyboard.press("Alt+ArrowUp")
    shows(builder, re.compile(r"Offline \(3 kept here\)"))
    assert lines(session) == ["m 1 Back squat | 5x5", "m 2 Bench press | 4x8"]

    builder.context.set_offline(False)
    is_saved(builder)
    assert lines(session) == ["m 1 Bench press | 4x8", "m 2 Back squat | 3x3 @ 87%", "m 3 Chin-up | 4x6"]
    expect(text_of(builder, 1)).to_have_value("3x3 @ 87%")


def test_a_tab_that_is_closed_offline_sends_what_it_kept_when_the_page_is_opened_again(builder, session):
    builder.context.set_offline(True)
    text_of(builder).fill("3x3")
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    shows(builder, re.compile(r"Offline \(2 kept here\)"))
    builder.close()
    context = builder.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(session.get_absolute_url())

    expect(again.locator(".line")).to_have_count(3)
    is_saved(again)
    assert lines(session) == ["m 1 Back squat | 3x3", "m 2 Bench press | 4x8", "m 3 Chin-up | 4x6"]


# --- closing the tab --------------------------------------------------------------------------------------------------


def test_closing_the_tab_with_unsaved_text_puts_it_back_and_saves_it(builder, session):
    builder.route("**/lines/**", lambda route: None)  # no answer, as long as the tab is open
    text_of(builder).fill("3x3")
    builder.fill("#quick-text", "Chin-up 4x")
    context = builder.context
    builder.close()
    again = context.new_page()
    again.goto(session.get_absolute_url())

    expect(again.locator("[data-toasts]")).to_contain_text("is there again")
    expect(again.locator("#quick-text")).to_have_value("Chin-up 4x")
    expect(text_of(again)).to_have_value("3x3")
    is_saved(again)
    assert lines(session) == ["m 1 Back squat | 3x3", "m 2 Bench press | 4x8"]
    again.reload()
    expect(again.locator("#quick-text")).to_have_value("Chin-up 4x")  # it was not sent yet


def test_what_was_typed_in_a_closed_tab_does_not_write_over_what_another_did_meanwhile(builder, session, coach):
    builder.route("**/lines/**", lambda route: None)
    text_of(builder).fill("3x3")
    context = builder.context
    builder.close()
    meanwhile(session, coach, "9x9")
    again = context.new_page()
    again.goto(session.get_absolute_url())

    expect(again.locator(".line-conflict")).to_contain_text("It is now: Back squat 9x9")
    expect(text_of(again)).to_have_value("3x3")
    assert lines(session)[0] == "m 1 Back squat | 9x9"


@pytest.mark.parametrize(("path", "field"), [("text/", "textarea"), ("facts/", "[name=name]")])
def test_text_and_facts_are_put_back_too(builder, session, path, field):
    url = session.get_absolute_url() + path
    builder.goto(url)
    typed = builder.input_value(field) + " and more"
    builder.fill(field, typed)
    context = builder.context
    builder.close()
    again = context.new_page()
    again.goto(url)
    expect(again.locator(field)).to_have_value(typed)
    again.click("form:has([name=version]) button.btn-primary")
    again.wait_for_url(f"**{session.get_absolute_url()}")
    again.goto(url)
    again.wait_for_load_state("load")
    assert again.evaluate("JSON.parse(localStorage.kept).fields") == {}


def test_a_move_takes_along_what_is_being_typed(builder, session):
    field = text_of(builder)
    field.press("End")
    builder.keyboard.type(" @ 80%")
    builder.keyboard.press("Alt+ArrowDown")
    expect(builder.locator(".line-name-input").first).to_have_value("Bench press")
    expect(text_of(builder, 1)).to_have_value("5x5 @ 80%")
    builder.wait_for_timeout(600)
    is_saved(builder)
    assert lines(session) == ["m 1 Bench press | 4x8", "m 2 Back squat | 5x5 @ 80%"]


# --- 409, 422, 500 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("button", "text", "stands"), [("Save mine", "7x7", "7x7"), ("Take the other", "9x9", "9x9")])
def test_a_conflict_says_who_changed_what_and_offers_both(builder, session, coach, axe, button, text, stands):
    meanwhile(session, coach, "9x9")
    text_of(builder).fill("7x7")
    conflict = builder.locator(".line-conflict")
    expect(conflict).to_contain_text(re.compile(r"by you in another tab, \d\d:\d\d: Changed Back squat\. It is now: "))
    shows(builder, "Not saved")
    expect(text_of(builder)).to_have_value("7x7")
    assert lines(session)[0] == "m 1 Back squat | 9x9"
    assert axe(builder) == []

    text_of(builder, 1).fill("4x10")  # another line is saved meanwhile, and this one still is not
    builder.wait_for_selector("text=10 reps")
    shows(builder, "Not saved")
    conflict.get_by_text(button).click()
    expect(conflict).to_have_count(0)
    is_saved(builder)
    expect(text_of(builder)).to_have_value(text)
    assert lines(session) == [f"m 1 Back squat | {stands}", "m 2 Bench press | 4x10"]
    builder.reload()
    is_saved(builder)
    expect(text_of(builder)).to_have_value(text)


def test_a_conflict_of_a_group_outlives_what_else_is_saved(builder, session, coach):
    editing.replace_text(session, coach, "A: 3 rounds r1:00\nA1 Back squat 5\nA2 Bench press 8")
    builder.reload()
    group = session.groups.get()
    group.session = session
    editing.change_group_line(group, coach, "5 rounds")
    field = builder.locator(".group-input")
    field.fill("4 rounds")
    field.press("Enter")
    expect(builder.locator(".line-conflict")).to_contain_text("It is now: 5 rounds")
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    expect(builder.locator(".line")).to_have_count(3)
    expect(builder.locator(".line-conflict")).to_contain_text("It is now: 5 rounds")
    expect(field).to_have_value("4 rounds")
    shows(builder, "Not saved")
    builder.get_by_text("Save mine").click()
    is_saved(builder)
    assert session.groups.get().rounds == 4


def test_what_cannot_be_kept_is_said_and_stays(builder, session):
    name = builder.locator(".line-name-input").first
    name.fill("")
    name.press("Enter")
    expect(builder.locator(".field-error")).to_have_text("Write the name of the exercise.")
    shows(builder, "Not saved")
    name.fill("Front squat")
    name.press("Enter")
    is_saved(builder)
    assert lines(session)[0] == "m 1 Front squat | 5x5"


@pytest.fixture
def broken(monkeypatch):
    """The server answers 500 until `broken.undo()`."""

    def fail(self):
        raise RuntimeError("broken")

    monkeypatch.setattr(LineUpdate, "act", fail)
    monkeypatch.setattr(LineAdd, "act", fail)
    return monkeypatch


@pytest.fixture
def forgiving(settings, live_server):
    """The live server answers as in production instead of raising into the test's log."""
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False


def test_a_mistake_of_ours_keeps_what_was_typed_with_retry(builder, session, forgiving, broken):
    text_of(builder).fill("3x3")
    shows(builder, re.compile(r"Not saved\s*Retry"))
    expect(builder.locator("[data-toasts]")).to_contain_text("Something went wrong on our side")
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    builder.wait_for_timeout(300)
    expect(builder.locator("#quick-text")).to_have_value("Chin-up 4x6")
    broken.undo()
    builder.get_by_role("button", name="Retry").click()
    is_saved(builder)
    expect(builder.locator("#quick-text")).to_have_value("")
    assert lines(session) == ["m 1 Back squat | 3x3", "m 2 Bench press | 4x8", "m 3 Chin-up | 4x6"]
