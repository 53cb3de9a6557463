"""What is written goes one by one, whatever the keys, the tabs and the pages do, and what is sent again is done once."""

import re

import pytest
from playwright.sync_api import expect

from sessions_app import editing
from sessions_app.tests.conftest import lines
from sessions_app.tests.saved import is_saved, is_write, shows, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def slow(builder):
    """Nothing that is written is answered before `slow()`."""
    held, answered = [], []
    builder.route(
        "**/sessions/**", lambda route: held.append(route) if is_write(route) and not answered else route.continue_()
    )

    def go_on():
        answered.append(True)
        for route in held:
            route.continue_()

    return go_on


def names(session):
    return [line.split(" ", 2)[2].split(" |")[0] for line in lines(session)]


def test_two_sections_are_renamed_each_by_its_own_form(builder, session, coach):
    editing.replace_text(session, coach, "== Warm-up\nBack squat 5x5\n== Main\nBench press 4x8")
    builder.reload()
    builder.context.set_offline(True)
    for place, name in enumerate(("Begin", "Power")):
        builder.locator(".section-name").nth(place).fill(name)
        builder.locator(".section-name").nth(place).press("Tab")
    shows(builder, re.compile(r"Offline \(2 kept here\)"))
    builder.context.set_offline(False)
    is_saved(builder)
    expect(builder.locator(".section-name").nth(0)).to_have_value("Begin")
    expect(builder.locator(".section-name").nth(1)).to_have_value("Power")
    assert [row.section_title for row in session.rows.order_by("order")] == ["Begin", "Power"]


def test_each_of_two_quick_steps_is_taken_and_the_focus_goes_along(builder, session, coach, slow):
    editing.add_lines(session, coach, "Chin-up 4x6")
    builder.reload()
    text_of(builder, 2).focus()
    builder.keyboard.press("Alt+ArrowUp")
    builder.keyboard.press("Alt+ArrowUp")
    slow()
    expect(builder.locator(".line-name-input").first).to_have_value("Chin-up")
    is_saved(builder)
    expect(text_of(builder)).to_be_focused()
    assert names(session) == ["Chin-up", "Back squat", "Bench press"]


def test_each_of_two_quick_undos_is_sent_with_the_step_that_is_the_last_by_then(builder, session, coach, slow):
    editing.add_lines(session, coach, "Chin-up 4x6")
    builder.reload()
    builder.fill("#quick-text", "Chin-up 3x3")
    builder.press("#quick-text", "Enter")
    for _each in range(2):
        builder.locator("[data-undo] button").click()
    slow()
    expect(builder.locator(".line")).to_have_count(2)
    is_saved(builder)
    assert names(session) == ["Back squat", "Bench press"]


def test_a_line_can_be_sent_before_anything_was_ever_answered(builder, session):
    for loaded in ("suggest", "programs"):
        builder.route(f"**/sessions/**/{loaded}/**", lambda route: route.abort())
    builder.reload()
    builder.fill("#quick-text", "Chin-up 3x3")
    builder.press("#quick-text", "Enter")
    expect(builder.locator(".line")).to_have_count(3)
    assert names(session) == ["Back squat", "Bench press", "Chin-up"]


def test_two_tabs_send_each_its_own(builder, session, slow):
    other = builder.context.new_page()
    other.goto(session.get_absolute_url())
    sent = []
    other.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    text_of(builder).fill("3x3")
    builder.wait_for_timeout(600)  # on its way
    text_of(other, 1).fill("4x4")
    expect(other.locator(".line").nth(1)).to_contain_text("4 reps")
    is_saved(other)
    slow()
    is_saved(builder)
    assert len(sent) == 1
    assert lines(session) == ["m 1 Back squat | 3x3", "m 2 Bench press | 4x4"]
    assert builder.evaluate("Object.values(JSON.parse(localStorage.kept).queue).flat()") == []


def test_what_is_half_typed_in_one_tab_does_not_come_into_another(builder, session):
    other = builder.context.new_page()
    other.goto(session.get_absolute_url())
    builder.fill("#quick-text", "Chin-")
    text_of(other, 1).fill("4x4")
    expect(other.locator(".line").nth(1)).to_contain_text("4 reps")
    is_saved(other)
    expect(other.locator("#quick-text")).to_have_value("")
    expect(builder.locator("#quick-text")).to_have_value("Chin-")


def test_signing_out_leaves_nothing_in_the_browser(builder):
    builder.fill("#quick-text", "Chin-")
    builder.evaluate("document.querySelector('form[action$=\"/logout/\"]').requestSubmit()")
    builder.wait_for_url("**/login/**")
    assert "Chin-" not in builder.evaluate("localStorage.kept ?? ''")


def test_signing_out_leaves_what_is_still_to_be_sent(builder, slow):
    builder.fill("#quick-text", "Chin-up 4x6")
    builder.press("#quick-text", "Enter")
    builder.evaluate("document.querySelector('form[action$=\"/logout/\"]').requestSubmit()")
    builder.wait_for_url("**/login/**")
    assert "Chin-up 4x6" in builder.evaluate("localStorage.kept")


def test_the_page_behind_a_link_shows_what_was_typed_just_before(builder, session):
    text_of(builder).fill("3x3")
    builder.evaluate("document.querySelector('a[href$=\"/text/\"]').click()")
    builder.wait_for_url("**/text/")
    assert "3x3" in builder.input_value("#session-text")


def test_a_link_waits_no_longer_than_two_seconds(builder, session, slow):
    text_of(builder).fill("3x3")
    builder.evaluate("document.querySelector('a[href$=\"/text/\"]').click()")
    builder.wait_for_timeout(500)
    assert not builder.url.endswith("/text/")
    builder.wait_for_url("**/text/", timeout=4000)


# --- answers that are lost --------------------------------------------------------------------------------------------


@pytest.fixture
def lose(builder):
    """`lose(verb)`: the next write to that address is done by the server, and its answer never arrives."""

    def lose(verb):
        def once(route):
            route.fetch()
            route.abort("connectionreset")

        builder.route(f"**/{verb}/", once, times=1)

    return lose


def test_a_copy_whose_answer_was_lost_is_made_once(builder, session, lose):
    lose("copy")
    builder.locator(".line-menu summary").first.click()
    builder.get_by_role("button", name="Copy line").first.click()
    shows(builder, re.compile(r"Offline \(1 kept here\)"))
    assert names(session) == ["Back squat", "Back squat", "Bench press"]

    is_saved(builder)
    expect(builder.locator(".line")).to_have_count(3)
    assert names(session) == ["Back squat", "Back squat", "Bench press"]


def test_an_undo_whose_answer_was_lost_goes_one_step_also_in_a_tab_that_was_opened_again(builder, session, coach, lose):
    editing.add_lines(session, coach, "Chin-up 4x6")
    editing.add_lines(session, coach, "Chin-up 3x3")
    builder.reload()
    lose("undo")
    builder.locator("[data-undo] button").click()
    shows(builder, re.compile(r"Offline \(1 kept here\)"))
    builder.reload()

    is_saved(builder)
    assert builder.evaluate("Object.values(JSON.parse(localStorage.kept).queue).flat()") == []
    expect(builder.locator(".line")).to_have_count(3)
    assert names(session) == ["Back squat", "Bench press", "Chin-up"]


def test_what_is_typed_after_a_lost_answer_is_written_too(builder, session, lose):
    lose("copy")
    builder.locator(".line-menu summary").first.click()
    builder.get_by_role("button", name="Copy line").first.click()
    shows(builder, re.compile(r"Offline \(1 kept here\)"))
    text_of(builder, 1).fill("3x3")

    is_saved(builder)
    assert lines(session) == ["m 1 Back squat | 5x5", "m 2 Back squat | 5x5", "m 3 Bench press | 3x3"]


# --- from line to line ------------------------------------------------------------------------------------------------


def test_up_down_and_enter_go_from_line_to_line_and_enter_saves(builder, session):
    sent = []
    builder.on("request", lambda request: request.url.endswith("/lines/") or sent.append(request.method))
    text_of(builder).focus()
    builder.keyboard.press("ArrowDown")
    expect(text_of(builder, 1)).to_be_focused()
    builder.keyboard.press("ArrowUp")
    expect(text_of(builder)).to_be_focused()
    builder.keyboard.press("ArrowUp")
    expect(text_of(builder)).to_be_focused()
    builder.keyboard.press("End")
    builder.keyboard.press("ArrowLeft")
    builder.keyboard.type("1")  # the caret is the field's
    builder.keyboard.press("Enter")
    expect(text_of(builder, 1)).to_be_focused()
    is_saved(builder)
    builder.wait_for_timeout(600)
    assert sent.count("POST") == 1

    builder.keyboard.press("Control+A")
    builder.keyboard.type("3x3, 2x2")  # makes two lines, but only by Enter
    builder.keyboard.press("Enter")
    expect(builder.locator(".line")).to_have_count(3)
    expect(text_of(builder, 1)).to_be_focused()  # below the last there is none
    assert [line.split(" | ")[1] for line in lines(session)] == ["5x15", "3x3", "2x2"]


def test_what_is_typed_after_a_move_is_saved_and_moves_nothing(builder, session, coach):
    editing.add_lines(session, coach, "Chin-up 4x6")
    builder.reload()
    text_of(builder, 1).focus()
    builder.keyboard.press("Alt+ArrowDown")
    expect(builder.locator(".line-name-input").nth(2)).to_have_value("Bench press")
    is_saved(builder)
    builder.keyboard.press("End")
    builder.keyboard.type(" r2:00")
    expect(builder.locator(".line").nth(2)).to_contain_text("rest 2:00")
    is_saved(builder)
    assert lines(session) == ["m 1 Back squat | 5x5", "m 2 Chin-up | 4x6", "m 3 Bench press | 4x8 r2:00"]
