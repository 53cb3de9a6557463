"""A coach writes a session in a real browser, by keyboard alone; and the same without scripting."""

import pytest
from playwright.sync_api import expect

from exercises.tests.factories import ExerciseFactory
from sessions_app import editing
from sessions_app.models import Session
from sessions_app.tests.conftest import LOWER_A, lines

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session(coach):
    for name in ("Back squat", "Bench press", "Chin-up", "Romanian deadlift"):
        ExerciseFactory(name=name)
    return editing.create_session(Session(name="Lower A", sport="strength"), coach)


def saved(page):
    """Waits until nothing is under way."""
    page.wait_for_timeout(150)
    expect(page.locator(".htmx-request")).to_have_count(0)


def test_a_session_by_keyboard_alone(page, session, axe):
    page.goto(session.get_absolute_url())
    assert page.evaluate("document.activeElement.id") == "quick-text"
    page.keyboard.type("back sq 5x5 @ 80% r3:00")
    page.wait_for_selector("#suggestions [aria-selected=true]")
    assert axe(page) == []
    page.keyboard.press("Enter")
    page.wait_for_selector(".line")
    page.keyboard.type("bench press 4x8")
    page.keyboard.press("Enter")
    page.wait_for_selector(".line >> nth=1")
    page.keyboard.type("chin-up 4x6")
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".group .line >> nth=1")
    assert lines(session) == ["m 1 Back squat | 5x5 @ 80% r3:00", "m A1 Bench press | 8", "m A2 Chin-up | 6"]

    page.keyboard.press("Escape")
    page.locator(".line [name=text]").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".line-name-input").first).to_have_value("Bench press")
    assert page.evaluate("document.activeElement.name") == "text"
    assert lines(session)[2] == "m 1 Back squat | 5x5 @ 80% r3:00"

    page.locator("h1").click()
    page.keyboard.press("Control+z")
    expect(page.locator(".line-name-input").first).to_have_value("Back squat")
    assert lines(session)[0] == "m 1 Back squat | 5x5 @ 80% r3:00"


def test_what_changed_is_put_in_its_place_and_taken_back_without_a_page_load(page, coach, session):
    editing.add_lines(session, coach, "Back squat 5x5\nBench press 4x8\nChin-up 4x6\nRomanian deadlift 3x8")
    page.goto(session.get_absolute_url())
    page.evaluate("window.kept = true")

    def shows(*names):
        """These lines in this order, numbered from 1; so also when all of it is read again."""
        expect(page.locator(".line")).to_have_count(len(names))
        for number, name in enumerate(names):
            expect(page.locator(".line-name-input").nth(number)).to_have_value(name)
        assert page.locator(".line-no").all_inner_texts() == [str(number + 1) for number in range(len(names))]
        assert page.evaluate("window.kept") is True
        assert [line.split(" ", 2)[2].split(" |")[0] for line in lines(session)] == list(names)

    page.locator(".line [name=text]").nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    shows("Back squat", "Chin-up", "Bench press", "Romanian deadlift")
    page.keyboard.press("Alt+ArrowUp")
    shows("Chin-up", "Back squat", "Bench press", "Romanian deadlift")
    assert page.evaluate("document.activeElement.closest('.line').querySelector('.line-name-input').value") == "Chin-up"

    page.locator(".line-menu summary").nth(1).click()
    page.locator(".line-menu[open] .is-danger").click()
    shows("Chin-up", "Bench press", "Romanian deadlift")
    page.locator("[data-toast] button.toast-btn").click()
    shows("Chin-up", "Back squat", "Bench press", "Romanian deadlift")
    page.locator("[data-redo] button").click()
    shows("Chin-up", "Bench press", "Romanian deadlift")
    page.locator("h1").click()
    for _step in range(3):
        page.keyboard.press("Control+z")
        saved(page)
    shows("Back squat", "Bench press", "Chin-up", "Romanian deadlift")


def test_typing_saves_by_itself_and_marks_what_is_kept_as_a_note(page, coach, session):
    editing.add_lines(session, coach, "Back squat 5x5")
    page.goto(session.get_absolute_url())
    field = page.locator(".line [name=text]")
    field.press("End")
    page.keyboard.type(" @ 80% slwo")
    page.wait_for_selector(".chip-amber")

    assert page.locator(".chip-amber").inner_text() == "“slwo” not understood"
    assert lines(session) == ["m 1 Back squat | 5x5 @ 80% // slwo"]
    assert (field.input_value(), page.evaluate("document.activeElement.name")) == ("5x5 @ 80% slwo", "text")


def test_several_pasted_lines_are_added_at_once(page, session):
    page.goto(session.get_absolute_url())
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text", "Back squat 5x5\\n== Cool-down\\nCouch stretch 2x1min");
          const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.querySelector("#quick-text").dispatchEvent(paste);
        }"""
    )
    page.wait_for_selector(".line >> nth=1")

    assert lines(session) == ["m 1 Back squat | 5x5", "c 2 Couch stretch | 2x1min"]


def test_two_tabs(page, coach, session):
    [row] = editing.add_lines(session, coach, "Back squat 5x5")
    page.goto(session.get_absolute_url())
    row.session = session
    editing.change_line(row, coach, "Back squat", "9x9")
    page.locator(".line [name=text]").fill("7x7")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=It is now: Back squat 9x9")
    saved(page)
    assert lines(session) == ["m 1 Back squat | 9x9"]

    page.get_by_role("button", name="Save mine").click()
    page.wait_for_selector("text=7 sets")
    assert lines(session) == ["m 1 Back squat | 7x7"]


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_fits(open_page, coach, axe, width):
    session = editing.create_session(Session(name="", sport=""), coach, LOWER_A)
    page = open_page(coach, width=width)
    url = session.get_absolute_url()
    for path in ("/sessions/", "/sessions/new/", url, f"{url}text/", f"{url}facts/"):
        page.goto(path)
        assert axe(page, also_dark=True) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripting_every_verb_is_a_form(open_page, coach, session):
    page = open_page(coach, java_script_enabled=False)
    page.goto(session.get_absolute_url())
    for line in ("Back squat 5x5", "Chin-up 5x6"):
        page.fill("#quick-text", line)
        page.press("#quick-text", "Enter")
        page.wait_for_selector(f"input[value='{line.rpartition(' ')[0]}']")
    page.locator(".line [name=text]").first.fill("5x3 @ 85%")
    page.locator(".line").first.get_by_role("button", name="Save").last.click()
    page.wait_for_selector("input[value='5x3 @ 85%']")
    page.locator(".line summary").last.click()
    page.locator(".line").last.get_by_text("Superset with the line above").click()
    page.wait_for_selector(".group")
    assert lines(session) == ["m A1 Back squat | 3 @ 85%", "m A2 Chin-up | 6"]

    page.locator("[data-undo] button").click()
    page.wait_for_selector(".group", state="detached")
    assert lines(session) == ["m 1 Back squat | 5x3 @ 85%", "m 2 Chin-up | 5x6"]
