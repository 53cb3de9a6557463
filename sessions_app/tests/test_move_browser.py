"""Lines are moved by mouse, finger, key and menu; several of them together; and the same without scripting."""

import pytest
from playwright.sync_api import expect

from sessions_app import editing
from sessions_app.models import Session
from sessions_app.tests.conftest import LOWER_A, lines

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

START = ["Row erg", "Back squat", "A1 Romanian deadlift", "A2 Chin-up", "Plank", "Couch stretch"]


@pytest.fixture
def session(coach):
    return editing.create_session(Session(name="", sport=""), coach, LOWER_A)


def short(session):
    """Names in order, those in a group with their label."""
    rows = [line.split(" | ")[0].split(" ", 2)[1:] for line in lines(session)]
    return [name if label.isdigit() else f"{label} {name}" for label, name in rows]


def line(page, name):
    return page.locator("[data-line]", has=page.locator(f"[name=name][value='{name}']"))


def place(locator, share=0.5):
    box = locator.bounding_box()
    return box["x"] + 12, box["y"] + box["height"] * share


def take(page, name):
    """Press the mouse on a line's grip and begin to move it."""
    x, y = place(line(page, name).locator("[data-grip]"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 12, steps=2)


def answered(page, act):
    with page.expect_response(lambda response: response.request.method == "POST"):
        act()
    expect(page.locator(".htmx-request")).to_have_count(0)


def test_dragging_by_the_grip(page, session, axe):
    page.goto(session.get_absolute_url())
    take(page, "Plank")
    page.mouse.move(*place(line(page, "Romanian deadlift"), 0.9), steps=3)
    expect(page.locator(".line-in-group.is-drop")).to_contain_text("tempo 3-1-1-0")
    assert axe(page) == []
    answered(page, page.mouse.up)
    assert short(session)[2:5] == ["A1 Romanian deadlift", "A2 Plank", "A3 Chin-up"]

    take(page, "Plank")
    page.mouse.move(*place(line(page, "Couch stretch"), 0.9), steps=3)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".drag-ghost, .is-drop, .is-source")).to_have_count(0)
    assert short(session)[2:5] == ["A1 Romanian deadlift", "A2 Plank", "A3 Chin-up"]


def test_a_group_is_dragged_as_one_and_alt_copies_a_line(page, session):
    page.goto(session.get_absolute_url())
    x, y = place(page.locator(".group-head [data-grip]"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*place(line(page, "Row erg"), 0.9), steps=4)
    answered(page, page.mouse.up)
    assert short(session)[:4] == ["Row erg", "A1 Romanian deadlift", "A2 Chin-up", "Back squat"]

    take(page, "Back squat")
    page.mouse.move(*place(line(page, "Couch stretch"), 0.9), steps=3)
    page.keyboard.down("Alt")
    answered(page, page.mouse.up)
    page.keyboard.up("Alt")
    assert short(session)[-2:] == ["Couch stretch", "Back squat"]
    assert short(session).count("Back squat") == 2


def test_by_touch_a_long_press_drags_and_a_swipe_does_not(open_page, coach, session):
    page = open_page(coach, width=390, has_touch=True, is_mobile=True)
    page.goto(session.get_absolute_url())
    devtools = page.context.new_cdp_session(page)

    def touch(kind, *points):
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    start, goal = place(line(page, "Back squat").locator(".line-no")), place(line(page, "Plank"), 0.9)
    touch("touchStart", start)
    touch("touchMove", (start[0], start[1] + 30))
    page.wait_for_timeout(300)
    touch("touchEnd")
    expect(page.locator(".drag-ghost")).to_have_count(0)

    page.locator(".session-main").evaluate("(main) => main.scrollTo(0, 0)")
    start, goal = place(line(page, "Back squat").locator(".line-no")), place(line(page, "Plank"), 0.9)
    touch("touchStart", start)
    page.wait_for_selector(".drag-ghost", state="attached")
    touch("touchMove", (start[0], start[1] + 40))
    touch("touchMove", goal)
    answered(page, lambda: touch("touchEnd"))
    assert short(session)[1:5] == ["A1 Romanian deadlift", "A2 Chin-up", "Plank", "Back squat"]


def test_by_keyboard_alone(page, session, axe):
    page.goto(session.get_absolute_url())
    live = page.locator("[data-live]")
    line(page, "Back squat").locator("[data-grip]").focus()
    page.keyboard.press("m")
    expect(live).to_have_text("Arrows say where to, Enter moves, Escape leaves it")
    said = []
    for _step in range(5):
        page.keyboard.press("ArrowDown")
        said.append(live.inner_text())
    assert said == [
        "Main, Superset A, first",
        "Main, Superset A, after Romanian deadlift",
        "Main, Superset A, after Chin-up",
        "Main, after Superset A",
        "Main, after Plank",
    ]
    assert axe(page) == []
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    answered(page, lambda: page.keyboard.press("Enter"))
    assert short(session)[1:4] == ["A1 Romanian deadlift", "A2 Chin-up", "A3 Back squat"]
    assert page.evaluate("document.activeElement.ariaLabel") == "Move Back squat"

    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(live).to_have_text("Not moved")
    expect(page.locator(".is-drop, .is-source")).to_have_count(0)


def test_several_lines_at_once(page, session, axe):
    page.goto(session.get_absolute_url())
    bar = page.locator("#selection")
    expect(bar).to_be_hidden()
    line(page, "Back squat").locator("[name=row]").focus()
    page.keyboard.press("Space")
    expect(bar).to_be_visible()
    for name in ("Romanian deadlift", "Chin-up"):
        line(page, name).locator("[name=row]").check()
    expect(page.locator("[name=row]:checked")).to_have_count(3)
    assert axe(page) == []

    bar.locator("summary").click()
    assert axe(page) == []
    answered(page, lambda: bar.get_by_role("button", name="Cool-down").click())
    assert short(session)[2:] == ["Couch stretch", "Back squat", "A1 Romanian deadlift", "A2 Chin-up"]
    expect(page.locator("[name=row]:checked")).to_have_count(3)

    line(page, "Back squat").locator("[data-grip]").focus()
    answered(page, lambda: page.keyboard.press("Delete"))
    assert short(session) == ["Row erg", "Plank", "Couch stretch"]
    expect(bar).to_be_hidden()

    line(page, "Plank").locator("[data-grip]").focus()
    answered(page, lambda: page.keyboard.press("c"))
    assert page.evaluate("document.activeElement.ariaLabel") == "Move Plank"
    assert short(session) == ["Row erg", "Plank", "Plank", "Couch stretch"]
    page.keyboard.press("Escape")
    expect(page.locator("[name=row]:checked")).to_have_count(0)


def test_ticked_lines_are_dragged_together_and_grouped(page, session):
    page.goto(session.get_absolute_url())
    for name in ("Row erg", "Plank"):
        line(page, name).hover()
        line(page, name).locator("[name=row]").check()
    take(page, "Plank")
    expect(page.locator(".drag-ghost")).to_have_text("Plank +1")
    page.mouse.move(*place(line(page, "Couch stretch"), 0.9), steps=3)
    answered(page, page.mouse.up)
    assert short(session)[-3:] == ["Couch stretch", "Row erg", "Plank"]

    answered(page, lambda: page.locator("#selection").get_by_role("button", name="Group", exact=True).click())
    assert short(session)[-3:] == ["Couch stretch", "B1 Row erg", "B2 Plank"]
    expect(page.locator("[name=row]:checked")).to_have_count(0)


def test_a_key_means_the_focused_line_each_time(page, session):
    page.goto(session.get_absolute_url())
    line(page, "Plank").locator("[data-grip]").focus()
    answered(page, lambda: page.keyboard.press("c"))
    expect(page.locator("[name=row]:checked")).to_have_count(0)
    line(page, "Row erg").locator("[data-grip]").focus()
    answered(page, lambda: page.keyboard.press("Delete"))

    assert short(session)[0] == "Back squat" and short(session).count("Plank") == 2


@pytest.mark.parametrize("width", [360, 1280])
def test_the_toast_stands_above_the_bar_of_the_ticked_lines(open_page, coach, session, width):
    page = open_page(coach, width=width)
    page.goto(session.get_absolute_url())
    line(page, "Plank").locator("[data-grip]").focus()
    answered(page, lambda: page.keyboard.press("Delete"))
    line(page, "Row erg").locator("[name=row]").check()
    toast, bar = page.locator("[data-toast]").bounding_box(), page.locator("#selection").bounding_box()

    assert toast["y"] + toast["height"] <= bar["y"]


def test_a_line_renamed_in_place_gets_its_menu_and_labels(page, session):
    page.goto(session.get_absolute_url())
    plank = page.locator("[data-line]").nth(4)
    plank.locator("[name=row]").check()
    plank.locator("[name=name]").fill("Side plank")
    answered(page, lambda: plank.locator("[name=name]").press("Enter"))

    assert [plank.locator(part).get_attribute("aria-label") for part in ("[data-grip]", "[name=row]", "summary")] == [
        "Move Side plank", "Select Side plank", "More for Side plank",
    ]  # fmt: skip
    expect(plank.locator("[name=row]")).to_be_checked()
    plank.locator("summary").click()
    answered(page, lambda: plank.get_by_role("button", name="Move up").click())
    assert short(session).index("Side plank") < short(session).index("Couch stretch")


def test_what_was_saved_since_the_page_came_is_no_conflict(page, session):
    page.goto(session.get_absolute_url())
    field = line(page, "Plank").locator("[name=text]")
    field.fill("4x45s")
    answered(page, lambda: field.press("Enter"))
    line(page, "Plank").locator("[data-grip]").focus()
    answered(page, lambda: page.keyboard.press("Delete"))

    assert "Plank" not in short(session)
    assert page.evaluate("document.activeElement.ariaLabel") == "Move Couch stretch"


def test_single_keys_can_be_off_and_the_grip_still_works(page, session, coach):
    coach.single_keys = False
    coach.save()
    page.goto(session.get_absolute_url())
    line(page, "Plank").locator("[data-grip]").focus()
    page.keyboard.press("m")
    page.keyboard.press("Delete")
    expect(page.locator(".is-source, .is-drop")).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    answered(page, lambda: page.keyboard.press("Enter"))

    assert short(session)[-2:] == ["Plank", "Couch stretch"]
    assert lines(session)[-2].startswith("c ")


def test_a_section_is_renamed_in_place(page, session):
    page.goto(session.get_absolute_url())
    title = page.get_by_label("Name of the section Main")
    title.fill("Power")
    answered(page, lambda: title.press("Enter"))

    expect(page.get_by_role("heading", name="Power")).to_have_count(1)
    page.reload()
    expect(page.get_by_label("Name of the section Power")).to_have_value("Power")


def test_without_scripting_ticks_and_their_buttons_are_a_form(open_page, coach, session):
    page = open_page(coach, java_script_enabled=False)
    page.goto(session.get_absolute_url())
    for name in ("Row erg", "Plank"):
        page.locator(f"[name=row][aria-label='Select {name}']").check()
    page.get_by_role("button", name="Group", exact=True).click()
    page.wait_for_selector(".group >> nth=1")
    assert short(session)[:2] == ["A1 Row erg", "A2 Plank"]

    page.locator("[name=row][aria-label='Select Couch stretch']").check()
    page.locator("#selection").get_by_role("button", name="Move up").click()
    page.wait_for_load_state()
    assert lines(session)[-1].startswith("m ")

    page.get_by_label("Name of the section Main").fill("Power")
    page.get_by_role("button", name="Rename").nth(1).click()
    page.wait_for_selector("h2:text('Power')", state="attached")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "dark"), (360, "light")])
def test_accessible_with_a_menu_open_and_a_drag_under_way(open_page, coach, session, axe, width, scheme):
    page = open_page(coach, width=width, color_scheme=scheme)
    page.goto(session.get_absolute_url())
    line(page, "Back squat").locator("summary").click()
    assert axe(page) == []
    page.keyboard.press("Escape")
    line(page, "Back squat").locator("[name=row]").check()
    assert axe(page) == []
    take(page, "Back squat")
    page.mouse.move(*place(line(page, "Romanian deadlift"), 0.9), steps=3)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.mouse.up()


def test_a_drag_while_the_line_is_being_saved_waits_and_is_no_conflict(page, session):
    def slowly(route):
        page.wait_for_timeout(400)
        route.continue_()

    page.goto(session.get_absolute_url())
    page.route(lambda url: url.count("/lines/") == 1, slowly)
    line(page, "Plank").locator("[name=text]").fill("4x45s")
    with page.expect_response(lambda response: "/selection/move/" in response.url) as moved:
        take(page, "Plank")
        page.mouse.move(*place(line(page, "Couch stretch"), 0.9), steps=3)
        page.mouse.up()

    assert moved.value.status == 200
    assert lines(session)[-1] == "c 4 Plank | 4x45s"
