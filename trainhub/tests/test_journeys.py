"""What a person does, in a real browser."""

import pytest
from playwright.sync_api import expect

from programs import schedule
from programs.models import Program
from programs.tests.on_the_grid import cards, cell, drag, four_weeks, stands
from programs.weeks.copying import copy_week
from sessions_app.editing import create_session
from sessions_app.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_signs_in_and_comes_home(open_page, coach, axe):
    page = open_page()
    page.goto("/")
    assert page.url.endswith("/accounts/login/?next=/")
    page.get_by_label("Email").fill(coach.email.upper())
    page.locator("input[type=password]").fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: url.endswith("/") and "login" not in url)
    assert page.locator("main").is_visible()
    assert axe(page) == []


@pytest.fixture
def program(coach):
    return four_weeks(coach)


def test_a_coach_types_a_session_and_places_it(page, coach):
    """A new session line by line, a new program, the session from the drawer by key and by click."""
    page.goto("/sessions/")
    page.locator("main a[href='/sessions/new/']").first.click()
    page.get_by_label("Name").first.fill("Lower A")
    page.locator("main form[method=post] button:not([type=button])").first.click()
    page.wait_for_url("**/sessions/c*/")
    for number, line in enumerate(["Back squat 5x5 @ 80% r3:00", "Plank 3x45s"], start=1):
        box = page.locator("form[action$='/lines/'] [name=text]").first
        box.fill(line)
        box.press("Enter")
        expect(page.locator("[data-line]")).to_have_count(number)
    session = Session.objects.get()
    assert [row.name for row in session.rows.order_by("order")] == ["Back squat", "Plank"]

    page.goto("/programs/new/")
    page.get_by_label("Name").fill("Spring")
    page.get_by_label("Weeks").fill("6")
    page.get_by_role("button", name="Create program").click()
    page.wait_for_url("**/programs/c*/")
    assert page.get_by_text("Put the first session on Monday").is_visible()
    item = page.locator("[data-session]")
    item.focus()
    item.press("Enter")
    expect(cards(page, 1, 1)).to_have_text(["Lower A"])
    expect(page.get_by_text("Put the first session on Monday")).to_be_hidden()
    cell(page, 2, 3).focus()
    item.click()
    expect(cards(page, 2, 3)).to_have_text(["Lower A"])
    page.reload()
    assert stands() == [("Lower A", 1, 1, ""), ("Lower A", 2, 3, "")]
    expect(page.locator("#head-meta")).to_contain_text("2 sessions")


def test_typing_one_on_a_day(page, program):
    page.goto(program.get_absolute_url())
    cell(page, 2, 3).focus()
    page.keyboard.press("a")
    page.locator("#sheet textarea").fill("Easy run 40:00 Z1")
    page.locator("#sheet button.btn-primary").click()
    expect(cards(page, 2, 3)).to_have_text(["Easy run"])


def test_a_card_is_dragged_to_another_day(page, program):
    page.goto(program.get_absolute_url())
    drag(page, cell(page, 1, 1).locator("a[data-card]"), cell(page, 2, 5))
    expect(cards(page, 2, 5)).to_have_text(["Lower A"])
    expect(cards(page, 1, 1)).to_have_count(0)
    expect(page.locator("[data-toast-text]")).to_have_text("Moved Lower A to week 2, Fri")
    assert page.url.endswith(program.get_absolute_url())
    assert page.locator("#sheet").is_hidden()
    assert ("Lower A", 2, 5, "") in stands()


def test_totals_and_chart_follow_a_card(page, program, coach):
    """Only what changed is sent, the columns of two weeks among it."""
    copy_week(program, coach, 1, [2, 3])
    page.goto(program.get_absolute_url())
    page.evaluate("document.querySelector('#strip').kept = true")
    drag(page, cell(page, 3, 1).locator("a[data-card]"), cell(page, 4, 5))
    expect(cards(page, 4, 5)).to_have_text(["Lower A"])
    expect(page.locator("#w4 .wk-total")).to_contain_text("8 min")
    assert page.locator("#column-4 rect").evaluate(
        "one => one instanceof SVGRectElement && one.getBoundingClientRect().height > 9"
    )
    assert page.evaluate("document.querySelector('#strip').kept")
    expect(page.locator("#history [data-undo] button")).to_have_attribute("title", "Undo: Moved Lower A to week 4, Fri")


def test_a_card_is_dragged_below_another(page, program):
    page.goto(program.get_absolute_url())
    drag(page, cell(page, 1, 2).locator("a[data-card]"), cell(page, 1, 1))
    expect(cards(page, 1, 1)).to_have_text(["Lower A", "Upper B"])


def test_a_session_is_dragged_from_the_drawer(page, program):
    page.goto(program.get_absolute_url())
    drag(page, page.locator("[data-session]").first, cell(page, 3, 3))
    expect(cards(page, 3, 3)).to_have_text(["Lower A"])
    expect(cards(page, 1, 1)).to_have_text(["Lower A"])


def test_escape_ends_a_drag_and_nothing_moves(page, program):
    page.goto(program.get_absolute_url())
    box = cell(page, 1, 1).locator("a[data-card]").bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 60, steps=4)
    expect(page.locator(".drag-ghost")).to_have_count(1)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".drag-ghost")).to_have_count(0)
    assert stands() == [("Lower A", 1, 1, ""), ("Upper B", 1, 2, "")]


def test_a_card_is_moved_by_keys(page, program):
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").focus()
    for key in ("m", "ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(cards(page, 2, 3)).to_have_text(["Lower A"])
    assert ("Lower A", 2, 3, "") in stands()
    expect(cell(page, 2, 3).locator("a[data-card]")).to_be_focused()


def test_escape_puts_a_lifted_card_back(page, program):
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").focus()
    for key in ("m", "ArrowDown", "Escape", "Enter"):
        page.keyboard.press(key)
    page.locator("#sheet textarea").wait_for()  # Enter on an empty day adds there
    assert ("Lower A", 1, 1, "") in stands()


def test_copy_paste_delete_and_ctrl_z(page, program):
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").focus()
    for key in ("c", "ArrowDown", "v"):
        page.keyboard.press(key)
    expect(cards(page, 2, 1)).to_have_text(["Lower A"])
    expect(cards(page, 1, 1)).to_have_text(["Lower A"])
    cell(page, 2, 1).locator("a[data-card]").focus()
    page.keyboard.press("Delete")
    expect(cards(page, 2, 1)).to_have_count(0)
    expect(page.locator("[data-toast-text]")).to_have_text("Removed Lower A from week 2")
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    expect(cards(page, 2, 1)).to_have_text(["Lower A"])
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    expect(cards(page, 2, 1)).to_have_count(0)
    with page.expect_navigation():
        page.keyboard.press("Control+Shift+z")
    expect(cards(page, 2, 1)).to_have_text(["Lower A"])


def test_an_adjustment_shows_in_the_grid_at_once(page, program):
    page.goto(program.get_absolute_url())
    page.evaluate("window.still = true")
    cell(page, 1, 1).locator("a[data-card]").click()
    page.locator("#sheet").get_by_role("button", name="+2.5%", exact=True).click()
    expect(cell(page, 1, 1).locator(".adj")).to_have_text("+2.5%")
    expect(page.locator("#sheet .adj")).to_have_text("+2.5%")
    expect(page.locator("#sheet .placed-name")).to_have_count(1)
    page.locator("#sheet input[name=adjustment]").fill("volume -40%")
    page.keyboard.press("Enter")
    expect(cell(page, 1, 1).locator(".adj-down")).to_have_text("−40%")
    assert page.evaluate("window.still")
    page.keyboard.press("Escape")
    assert page.locator("#sheet").is_hidden()


def test_what_is_no_adjustment_stays_with_a_sentence(page, program):
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").click()
    page.locator("#sheet input[name=adjustment]").fill("harder")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .errorlist")).to_contain_text("harder")
    expect(page.locator("#sheet input[name=adjustment]")).to_have_value("harder")


def test_a_week_is_copied_with_progression(page, program):
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").focus()
    page.keyboard.press("w")
    expect(page.locator("#sheet .menu-item").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet [name=weeks]")).to_be_focused()
    expect(page.locator("#sheet [name=weeks]")).to_have_value("2-4")
    expect(page.locator("#sheet [name=sport-strength]")).to_have_value("+2.5%")
    page.keyboard.press("Enter")
    expect(cell(page, 4, 1).locator(".adj")).to_have_text("+7.5%")
    expect(page.locator("#sheet")).to_be_hidden()
    assert [row for row in stands() if row[0] == "Lower A"] == [
        ("Lower A", 1, 1, ""),
        ("Lower A", 2, 1, "+2.5%"),
        ("Lower A", 3, 1, "+5%"),
        ("Lower A", 4, 1, "+7.5%"),
    ]


def test_a_longer_run_shows_the_longer_program_with_its_undo(page, program):
    page.goto(program.get_absolute_url())
    page.locator("[data-week='1'] .wk-head a[data-sheet]").click()
    page.get_by_role("link", name="Copy with progression…").click()
    page.locator("#sheet [name=weeks]").fill("2-6")
    expect(page.locator("#foreseen")).to_contain_text("The program then has 6 weeks.")
    assert Program.objects.get().duration_weeks == 4
    with page.expect_navigation():
        page.locator("#sheet").get_by_role("button", name="Copy", exact=True).click()
    expect(cards(page, 6, 1)).to_have_text(["Lower A"])
    expect(page.locator("[data-toast-text]").first).to_have_text("Copied week 1 to 5 weeks")


def test_the_sheet_knows_what_was_done_in_the_grid(page, program):
    page.goto(program.get_absolute_url())
    card = cell(page, 1, 1).locator("a[data-card]")
    card.click()
    expect(page.locator("#sheet .label").first).to_contain_text("Week 1, Mon")
    card.focus()
    for key in ("m", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#sheet .label").first).to_contain_text("Week 2, Mon")
    page.locator("#sheet").get_by_role("button", name="+2.5%", exact=True).click()
    expect(cell(page, 2, 1).locator(".adj")).to_have_text("+2.5%")
    cell(page, 2, 1).locator("a[data-card]").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#sheet")).to_be_hidden()


def test_everything_works_without_scripts(open_page, coach, program):
    page = open_page(coach, java_script_enabled=False)
    address = program.get_absolute_url()
    page.goto(address)
    cell(page, 2, 3).locator(".cell-add").click()
    page.get_by_label("Exercises, one a line").fill("Easy run 40:00 Z1")
    page.get_by_role("button", name="Add to this day").click()
    expect(cards(page, 2, 3)).to_have_text(["Easy run"])

    cell(page, 2, 3).locator(".cell-add").click()
    page.locator(".pick button", has_text="Lower A").click()
    expect(cards(page, 2, 3)).to_have_text(["Easy run", "Lower A"])

    cell(page, 1, 1).locator("a[data-card]").click()
    page.locator("form[action$='/move/'] [name=week]").fill("4")
    page.get_by_role("button", name="Move there").click()
    expect(cards(page, 4, 1)).to_have_text(["Lower A"])

    cell(page, 4, 1).locator("a[data-card]").click()
    page.get_by_label("Adjustment").fill("+5%")
    page.get_by_role("button", name="Adjust", exact=True).click()
    expect(cell(page, 4, 1).locator(".adj")).to_have_text("+5%")

    cell(page, 4, 1).locator("a[data-card]").click()
    page.get_by_role("button", name="Remove from week").click()
    expect(cards(page, 4, 1)).to_have_count(0)

    page.locator(".toasts form button").first.click()
    expect(cards(page, 4, 1)).to_have_text(["Lower A"])
    page.locator("form[data-undo] button").click()
    expect(cell(page, 4, 1).locator(".adj")).to_have_count(0)
    page.locator("form[data-redo] button").click()
    expect(cell(page, 4, 1).locator(".adj")).to_have_text("+5%")

    page.locator("[data-week='1'] .wk-head a[data-sheet]").click()
    page.get_by_role("link", name="Copy with progression…").click()
    page.get_by_label("Strength").fill("+1 rep")
    page.get_by_role("button", name="Show what it does").click()
    expect(page.locator(".foreseen-weeks tbody tr")).to_have_count(3)
    expect(page.get_by_label("Strength")).to_have_value("+1 rep")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(cell(page, 3, 2).locator(".adj")).to_have_text("+2 reps")
    assert page.url.endswith(address)


def test_on_a_phone_a_card_is_moved_by_its_form(open_page, coach, program):
    page = open_page(coach, width=390, height=780, has_touch=True, is_mobile=True)
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").tap()
    page.locator("#sheet form[action$='/move/'] [name=week]").fill("2")
    page.locator("#sheet form[action$='/move/'] [name=day]").select_option("4")
    page.get_by_role("button", name="Move there").tap()
    expect(cards(page, 2, 4)).to_have_text(["Lower A"])
    assert ("Lower A", 2, 4, "") in stands()


def test_forms_of_a_placings_own_page_work_with_scripts(page, program):
    page.goto(program.placings.get(day=1).get_absolute_url())
    page.get_by_role("button", name="+2.5%", exact=True).click()
    page.wait_for_url(f"**{program.get_absolute_url()}")
    expect(cell(page, 1, 1).locator(".adj")).to_have_text("+2.5%")


def test_the_sentence_builds_a_program(page, coach):
    page.goto("/")
    page.get_by_label("What you coach").select_option("cycling")
    expect(page.locator("#preview h2")).to_contain_text("Cycling")
    page.get_by_role("button", name="Create this program").click()
    page.wait_for_url("**/programs/c*/")
    program = Program.objects.get()
    expect(page.locator("a[data-card]")).to_have_count(program.placings.count())


def test_deleting_a_program_can_be_undone_from_the_list(page, coach, program):
    page.goto(program.get_absolute_url())
    page.locator("main [data-menu] summary").last.click()
    page.get_by_role("button", name="Delete program").click()
    page.wait_for_url("**/programs/")
    assert not Program.objects.exists()
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    assert Program.objects.get().placings.count() == 2


def test_single_keys_are_off_when_the_person_says_so(page, coach, program):
    coach.single_keys = False
    coach.save()
    page.goto(program.get_absolute_url())
    cell(page, 1, 1).locator("a[data-card]").focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#sheet textarea").wait_for()
    assert stands() == [("Lower A", 1, 1, ""), ("Upper B", 1, 2, "")]
    page.keyboard.press("Escape")
    cell(page, 1, 1).locator("a[data-card]").focus()
    page.keyboard.press("Delete")
    expect(cards(page, 1, 1)).to_have_count(0)


def test_an_imported_session_of_many_lines_is_read_in_the_sheet(page, coach, program):
    text = "\n".join(f"== Part {number}\nBack squat {number}x5" for number in range(1, 9))
    session = create_session(Session(name="Long"), coach, text)
    schedule.place(program, coach, session, 3, 1)
    page.goto(program.get_absolute_url())
    cell(page, 3, 1).locator("a[data-card]").click()
    expect(page.locator("#sheet .placed-row")).to_have_count(8)
