"""The quick entry, the ways out of what was not understood, and swapping, in a real browser."""

import pytest
from playwright.sync_api import expect

from exercises.tests.factories import ExerciseFactory
from sessions_app import editing
from sessions_app.models import Session
from sessions_app.tests.conftest import lines

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def session(coach):
    for name in ("Back squat", "Back squat, paused", "Bench press", "Belt squat"):
        kit = ("Barbell",) if name != "Belt squat" else ("Belt",)
        ExerciseFactory(name=name, pattern="squat" if "squat" in name else "push_horizontal", equipment=kit)
    editing.create_session(Session(name="Before", sport="strength"), coach, "Back squat 5x5 @ 80% r3:00")
    return editing.create_session(Session(name="Lower A", sport="strength"), coach)


@pytest.fixture
def field(page, session):
    page.goto(session.get_absolute_url())
    page.wait_for_function("document.activeElement.id == 'quick-text'")
    return page.locator("#quick-text")


def options(page):
    return page.locator("#suggestions .option-name").all_inner_texts()


def test_the_last_scheme_stands_in_grey_and_right_takes_it(page, session, field, axe):
    page.keyboard.type("back sq")
    expect(page.locator(".quick-ghost span")).to_have_text("5x5 @ 80% r3:00")
    expect(page.locator(".quick-ghost")).to_be_visible()
    assert axe(page) == []
    page.keyboard.type(" 3")
    expect(page.locator(".quick-ghost")).to_be_hidden()
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(field).to_have_value("back sq")
    page.keyboard.press("ArrowRight")
    expect(field).to_have_value("Back squat 5x5 @ 80% r3:00")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(1)
    assert lines(session) == ["m 1 Back squat | 5x5 @ 80% r3:00"]


def test_what_right_took_stands_when_the_line_before_is_answered(page, session, field):
    held = []
    page.route(lambda url: url.endswith("/lines/"), lambda route: held.append(route))
    page.keyboard.type("bench 3x8")
    page.keyboard.press("Enter")
    page.keyboard.type("back sq")
    expect(page.locator(".quick-ghost")).to_be_visible()
    page.route("**/sessions/suggest/**", lambda route: None)
    page.keyboard.press("ArrowRight")
    held[0].continue_()
    expect(page.locator(".line")).to_have_count(1)
    page.unroute_all()
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(2)
    assert lines(session) == ["m 1 Bench press | 3x8", "m 2 Back squat | 5x5 @ 80% r3:00"]


def test_alt_and_an_arrow_change_the_section_and_tab_leaves(page, session, field):
    page.keyboard.type("bench 3x8")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("output[data-section-name]")).to_have_text("Cool-down")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(1)
    assert lines(session) == ["c 1 Bench press | 3x8"]
    page.keyboard.type("be")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "quick-section"
    expect(page.locator("[data-quick-list]")).to_be_hidden()


def test_the_list_keeps_its_place_and_what_was_chosen(page, session, field):
    page.keyboard.type("b")
    expect(page.locator("#suggestions .option-name")).to_have_count(4)
    top = page.locator("#suggestions .option").first.bounding_box()["y"]
    page.keyboard.type("ack sq")
    expect(page.locator("#suggestions .option-name")).to_have_count(2)
    assert page.locator("#suggestions .option").first.bounding_box()["y"] == top

    page.keyboard.press("ArrowDown")
    for letter in " 5x5 @80%":
        page.keyboard.type(letter)
        page.wait_for_timeout(200)
        assert options(page) == ["Back squat", "Back squat, paused"]
        assert page.locator("[aria-selected=true] .option-name").inner_text() == "Back squat, paused"
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(1)
    assert lines(session) == ["m 1 Back squat, paused | 5x5 @ 80%"]


@pytest.mark.parametrize("typed", ["back sq", "back sq "])
@pytest.mark.parametrize(("ups", "name"), [(1, "back sq"), (2, "Back squat, paused")])
def test_what_was_chosen_is_taken_before_its_list_is_there(page, session, field, ups, name, typed):
    page.keyboard.type(typed)
    expect(page.locator("#suggestions .option-name")).to_have_count(2)
    for _ in range(ups):
        page.keyboard.press("ArrowUp")
    page.route("**/sessions/suggest/**", lambda route: None)
    page.keyboard.type("5x5 @80%" if typed.endswith(" ") else " 5x5 @80%")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(1)
    assert lines(session) == [f"m 1 {name} | 5x5 @ 80%"]


def test_escape_then_enter_takes_it_as_written(page, session, field):
    page.keyboard.type("back sq 5x5")
    page.wait_for_selector("[aria-selected=true]")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(1)
    assert lines(session) == ["m 1 back sq | 5x5"]


def test_a_wrong_word_is_put_right_in_one_tap(page, session, field, axe):
    page.keyboard.type("back sq 5x5 rset 90s")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip-amber")
    assert axe(page) == []
    page.get_by_role("button", name="Use “rest”").click()
    expect(page.locator(".chip-amber")).to_have_count(0)
    expect(page.locator(".line [name=text]")).to_have_value("5x5 r1:30")
    expect(page.locator(".line [name=text]")).to_be_focused()
    assert lines(session) == ["m 1 Back squat | 5x5 r1:30"]

    page.keyboard.press("End")
    page.keyboard.type(" slwo")
    page.get_by_role("button", name="Keep as note").click()
    expect(page.locator(".line [name=text]")).to_have_value("5x5 r1:30 // slwo")
    expect(page.locator(".chip-amber")).to_have_count(0)


def test_a_swap_in_the_line_and_without_scripting(page, open_page, coach, session, axe):
    editing.add_lines(session, coach, "Back squat 5x5 @ 80%")
    page.goto(session.get_absolute_url())
    page.locator(".line-menu summary").click()
    page.get_by_role("link", name="Swap for another").click()
    expect(page.locator(".swaps")).to_contain_text("Belt squat needs Belt")
    expect(page.locator(".line-menu")).not_to_have_attribute("open", "")
    expect(page.get_by_role("button", name="Back squat, paused")).to_be_focused()
    assert axe(page) == []
    page.get_by_role("button", name="Back squat, paused").click()
    expect(page.locator(".line-name-input")).to_have_value("Back squat, paused")
    assert lines(session) == ["m 1 Back squat, paused | 5x5 @ 80%"]

    page = open_page(coach, java_script_enabled=False)
    page.goto(session.get_absolute_url())
    page.locator(".line-menu summary").click()
    page.get_by_role("link", name="Swap for another").click()
    page.get_by_label("Belt", exact=True).check()
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="Belt squat").click()
    page.wait_for_selector(".line")
    assert lines(session) == ["m 1 Belt squat | 5x5 @ 80%"]


def test_a_line_added_further_up_is_scrolled_to(page, coach, session):
    text = "# Main\n" + "\n".join(f"Curl {number}x8" for number in range(1, 25))
    session = editing.create_session(Session(name="Long", sport="strength"), coach, text)
    page.goto(session.get_absolute_url())
    field = page.locator("#quick-text")
    for section, name, line in (("warm_up", "Belt squat", 0), ("main", "Bench press", -1)):
        page.locator("#quick-section").select_option(section)
        field.fill(f"{name} 3x8")
        field.press("Escape")
        field.press("Enter")
        added = page.locator("[data-line]").nth(line)
        expect(added.locator("[name=name]")).to_have_value(name)
        expect(page.locator(".htmx-request")).to_have_count(0)
        box, quick = added.bounding_box(), page.locator("#quick").bounding_box()
        top = page.locator(".session-main").bounding_box()["y"]
        assert top + 40 <= box["y"] and box["y"] + box["height"] <= quick["y"]


# --- where there is little room ---------------------------------------------------------------------------------------


def test_on_a_phone_the_first_row_shows_the_parse_and_a_superset_is_one_tap(open_page, coach, session, axe):
    page = open_page(coach, width=390)
    page.goto(session.get_absolute_url())
    field = page.locator("#quick-text")
    text = field.evaluate(
        "(it) => { it.value = it.placeholder; return [it.scrollWidth, it.clientWidth, it.value = ''] }"
    )
    assert text[0] <= text[1]  # the placeholder is not cut
    field.fill("back sq 5x5 @ 80%")
    expect(page.locator("#option-1 .option-chips .chip").first).to_be_visible()
    assert page.locator("#option-1 .option-chips").inner_text().split("\n") == ["5 sets", "5 reps", "80% 1RM"]
    assert axe(page) == []
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".line")).to_have_count(1)
    field.fill("belt sq 5x5")
    page.get_by_role("button", name="Superset").click()
    expect(page.locator(".line")).to_have_count(2)
    assert [line.split(" | ")[0] for line in lines(session)] == ["m A1 Back squat", "m A2 Belt squat"]


def test_zoomed_in_nothing_lies_over_a_menu_or_the_quick_box(open_page, coach, session):
    editing.add_lines(session, coach, "Back squat 5x5\nBench press 5x5\nBelt squat 5x5")
    page = open_page(coach, width=640, height=400)
    page.goto(session.get_absolute_url())
    page.locator(".line-menu summary").nth(1).click()
    on_top = "(it) => { const { x, y, width, height } = it.getBoundingClientRect(); "
    on_top += "return it.contains(document.elementFromPoint(x + width / 2, y + height / 2)) }"
    for item in page.locator(".line-menu[open] .menu-item").all():
        item.scroll_into_view_if_needed()
        assert item.evaluate(on_top), item.inner_text()
    page.keyboard.press("Escape")
    page.locator("#quick-text").fill("back sq 3x3")
    expect(page.locator("#option-1")).to_be_visible()
    for name in ("#quick-text", "#quick .quick-superset", "#option-1"):
        page.locator(name).scroll_into_view_if_needed()
        assert page.locator(name).evaluate(on_top), name


PASTE = """text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_after_a_paste_one_types_on_and_a_refused_one_leaves_the_field_empty(page, session, field):
    page.evaluate(PASTE, "back squat 5x5\nbench press 4x8")
    expect(page.locator(".line")).to_have_count(2)
    expect(field).to_be_focused()
    page.keyboard.type("belt squat 3x8")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(3)

    page.evaluate(PASTE, "\n".join(["belt squat 3x8"] * 300))
    expect(page.locator("#quick-error")).to_contain_text("at most 200 lines")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    assert [line.split(" | ")[1] for line in lines(session)] == ["5x5", "4x8", "3x8"]


@pytest.mark.parametrize("letters", [3_000_000, 7_000_000], ids=["kept meanwhile", "more than a browser keeps"])
def test_a_paste_that_is_far_too_long_is_said(page, session, field, letters):
    page.evaluate(PASTE, "back squat 5x5\n" + "x" * letters)
    expect(page.locator("[data-toast-text]")).to_have_text(
        "That is more than TrainHub takes at once. Send it in smaller parts. Nothing of this was saved."
    )
    expect(field).to_be_focused()
    page.keyboard.type("belt squat 3x8")
    page.keyboard.press("Enter")
    expect(page.locator(".line")).to_have_count(1)
    expect(page.locator("[data-save-state=saved]")).to_be_visible()


def test_what_was_chosen_counts_no_more_for_another_name(page, session, field):
    """Enter comes before the list of what is typed by then."""
    field.press_sequentially("back sq")
    expect(page.locator("#suggestions .option-name")).to_have_count(2)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#option-written")).to_have_attribute("aria-selected", "true")
    for _ in "ack sq":
        page.keyboard.press("Backspace")
    page.route("**/suggest/**", lambda route: None)
    page.keyboard.type("elt sq 5x5")
    page.keyboard.press("Enter")
    expect(page.locator(".line-name-input")).to_have_value("Belt squat")
