"""Cards in the grid, several at once by keyboard and mouse, and one by a finger."""

import pytest
from playwright.sync_api import expect

from programs import schedule
from programs.models import ProgramSession
from programs.tests.conftest import press
from programs.tests.factories import ProgramFactory, make_session
from programs.tests.on_the_grid import cell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(coach):
    """Four weeks; A and B on Monday of week 1, C on Wednesday."""
    program = ProgramFactory(author=coach, name="Base", duration_weeks=4)
    for name, day in (("A", 1), ("B", 1), ("C", 3)):
        schedule.place(program, coach, make_session(coach, name), 1, day)
    return program


@pytest.fixture
def grid(page, program):
    page.goto(program.get_absolute_url())
    card(page, "A").focus()
    return page


def card(page, name):
    return page.locator("a[data-card]", has_text=name).first


def selected(page):
    return page.locator("[data-grid] .is-selected .card-s-name")


def stands():
    return sorted(ProgramSession.objects.values_list("session__name", "week", "day"))


A, B, C = ("A", 1, 1), ("B", 1, 1), ("C", 1, 3)


def test_cards_are_selected_one_by_one_and_copied_together(grid):
    press(grid, "Space", "ArrowDown", "ArrowRight", "ArrowRight", "Space")
    expect(selected(grid)).to_have_text(["A", "C"])
    expect(grid.locator("[data-live]")).to_have_text("2")
    press(grid, "c", "ArrowDown", "v")
    expect(cell(grid, 2, 3).locator("a[data-card]")).to_have_count(1)
    assert stands() == sorted([A, B, C, ("A", 2, 3), ("C", 2, 5)])


def test_a_day_is_cut_and_pasted(grid):
    press(grid, "Shift+Space")
    expect(selected(grid)).to_have_text(["A", "B"])
    press(grid, "x", "ArrowRight", "v")
    expect(cell(grid, 1, 2).locator("a[data-card]")).to_have_count(2)
    assert stands() == [("A", 1, 2), ("B", 1, 2), C]


def test_a_week_keeps_its_days_wherever_in_a_week_it_is_pasted(grid):
    press(grid, "Shift+Space", "Shift+Space")
    expect(selected(grid)).to_have_text(["A", "B", "C"])
    press(grid, "c", "ArrowRight", "ArrowDown", "ArrowDown", "v")
    expect(cell(grid, 3, 3).locator("a[data-card]")).to_have_count(1)
    assert stands() == sorted([A, B, C, ("A", 3, 1), ("B", 3, 1), ("C", 3, 3)])


def test_escape_ends_the_selection_and_delete_removes_it_in_one_step(grid):
    press(grid, "Shift+Space", "Escape")
    expect(selected(grid)).to_have_count(0)
    press(grid, "Shift+Space", "Delete")
    expect(cell(grid, 1, 1).locator("a[data-card]")).to_have_count(0)
    assert stands() == [C]
    with grid.expect_navigation():
        press(grid, "Control+z")
    expect(cell(grid, 1, 1).locator("a[data-card]")).to_have_count(2)


def middle(where, part=0.5):
    box = where.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * part


@pytest.mark.parametrize("alt", [False, True])
def test_all_that_is_selected_is_dragged_with_one_of_it(grid, alt):
    card(grid, "A").click(modifiers=["Shift"])
    card(grid, "C").click(modifiers=["Shift"])
    grid.mouse.move(*middle(card(grid, "A")))
    grid.mouse.down()
    grid.mouse.move(*middle(cell(grid, 2, 1)), steps=6)
    if alt:
        grid.keyboard.down("Alt")
    grid.mouse.up()
    expect(cell(grid, 2, 3).locator("a[data-card]")).to_have_count(1)
    assert stands() == sorted([*([A, C] if alt else []), B, ("A", 2, 1), ("C", 2, 3)])
    expect(grid.locator("#sheet")).to_be_hidden()  # the clicks selected and opened nothing


def test_by_touch_a_long_press_drags_and_a_swipe_does_not(open_page, coach, program):
    page = open_page(coach, width=900, height=900, has_touch=True)
    page.goto(program.get_absolute_url())
    devtools = page.context.new_cdp_session(page)

    def touch(kind, *points):
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    start = middle(card(page, "C"))
    touch("touchStart", start)
    touch("touchMove", (start[0], start[1] + 30))
    page.wait_for_timeout(300)
    touch("touchEnd")
    expect(page.locator(".drag-ghost")).to_have_count(0)
    assert stands() == [A, B, C]

    touch("touchStart", start)
    page.wait_for_selector(".drag-ghost", state="attached")
    touch("touchMove", (start[0], start[1] + 20))
    touch("touchMove", middle(cell(page, 2, 4)))
    expect(cell(page, 2, 4).locator(".drop-line")).to_have_count(1)
    touch("touchEnd")
    expect(cell(page, 2, 4).locator("a[data-card]")).to_have_count(1)
    assert stands() == [A, B, ("C", 2, 4)]
    assert page.locator("#sheet").is_hidden()
