"""What a coach sees of a session, in a real browser: charts, keys, text, print; small windows, large letters, no mouse."""

import re

import pytest
from playwright.sync_api import expect

from exercises.tests.factories import ExerciseFactory
from sessions_app import editing
from sessions_app.models import Session
from sessions_app.tests.conftest import LOWER_A, lines

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RUN = "== Warm-up\nRun 12min @ Z1-Z2\n== Main\nA: 3 rounds\nA1 Run 800m @ 5k pace\nA2 Jog 2min @ Z1\n== Cool-down\nRun 10min @ Z1"


@pytest.fixture
def strength(coach):
    for name in ("Back squat", "Bench press", "Chin-up"):
        ExerciseFactory(name=name, muscles=("quads",), secondary_muscles=("glutes",), equipment=("Barbell",))
    return editing.create_session(Session(name="Lower A", sport="strength"), coach, LOWER_A)


@pytest.fixture
def run(coach):
    for name in ("Run", "Jog"):
        ExerciseFactory(name=name, sport="running")
    return editing.create_session(Session(name="Track", sport="running"), coach, RUN)


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_a_line_and_its_blocks_light_up_with_each_other(page, run):
    page.goto(run.get_absolute_url())
    lit = page.locator(".profile .band.is-lit")
    page.locator(".line .line-input").nth(2).hover()
    expect(lit).to_have_count(1)
    assert lit.get_attribute("data-row") == "1 2"

    page.locator(".line [name=text]").first.focus()
    expect(lit).to_have_attribute("data-row", "0")

    page.locator(".profile-plot g[data-row='3'] rect").first.hover()
    expect(page.locator(".line.is-lit .line-name-input")).to_have_value("Run")
    expect(page.locator(".line.is-lit")).to_have_attribute("data-block", "3")


def test_a_chart_is_a_table_for_whoever_does_not_see_it(page, run):
    page.goto(run.get_absolute_url())
    table = page.get_by_role("table", name="Effort over time")
    cells = [row.get_by_role("cell").all_inner_texts() for row in table.get_by_role("row").all()[1:]]

    assert table.get_by_role("rowheader").all_inner_texts() == ["Run", "Run", "Jog", "Run"]
    assert cells[0] == ["1", "12 min", "2 to 3, zone 2"] and cells[1][0] == "3"


def test_single_keys_work_only_in_the_list_and_can_be_switched_off(page, coach, strength):
    page.goto(strength.get_absolute_url())
    expect(page.locator("[data-keys]")).to_be_focused()  # by itself, when the page is drawn
    page.keyboard.press("q")
    expect(page.locator("#quick-text")).to_be_focused()

    page.locator(".back").focus()
    page.keyboard.press("q")
    page.keyboard.press("?")
    page.wait_for_timeout(200)
    expect(page.locator(".back")).to_be_focused()
    expect(page.locator("dialog")).to_have_count(0)

    page.locator(".line-menu summary").first.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert "type a line" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)

    coach.single_keys = False
    coach.save()
    page.goto(strength.get_absolute_url())
    page.locator(".line-menu summary").first.focus()
    page.keyboard.press("q")
    page.keyboard.press("?")
    page.wait_for_timeout(200)
    expect(page.locator(".line-menu summary").first).to_be_focused()
    expect(page.locator("dialog")).to_have_count(0)


def test_text_that_would_remove_lines_says_so_while_one_types(page, strength):
    page.goto(f"{strength.get_absolute_url()}text/")
    text, state = page.locator("#session-text"), page.locator(".save-state")
    expect(state).to_have_text(re.compile(r"Saved \d\d:\d\d"), use_inner_text=True)
    text.fill(text.input_value().replace("Plank 3x30s\n", ""))
    expect(state).to_have_text("Not saved yet", use_inner_text=True)
    expect(page.locator("#gone")).to_contain_text("Saving removes this line: Plank 3x30s")
    page.keyboard.press("Control+s")
    page.wait_for_url(f"**{strength.get_absolute_url()}")
    assert len(lines(strength)) == 5


def test_without_scripting_text_print_and_keys_work(open_page, coach, strength):
    page = open_page(coach, java_script_enabled=False)
    page.goto(f"{strength.get_absolute_url()}text/")
    page.fill("#session-text", page.input_value("#session-text").replace("Plank 3x30s\n", ""))
    page.get_by_role("button", name="Save text").click()
    expect(page.locator("#gone")).to_contain_text("Nothing is saved yet.")
    assert len(lines(strength)) == 6
    page.get_by_role("button", name="Save, and remove 1 line").click()
    page.wait_for_url(f"**{strength.get_absolute_url()}")
    assert len(lines(strength)) == 5

    page.get_by_label("More for this session").click()
    page.get_by_role("link", name="Print").click()
    expect(page.get_by_text("Print it from the browser’s menu.")).to_be_visible()
    page.locator(".avatar-btn").click()
    page.get_by_role("link", name="Keys").click()
    expect(page.get_by_role("heading", name="In a session")).to_be_visible()


def test_the_sheet_fits_on_paper(open_page, coach, strength):
    page = open_page(coach, width=680, height=960)  # A4 without its margins
    page.goto(f"{strength.get_absolute_url()}print/")
    page.emulate_media(media="print")

    assert wide(page) <= 0
    assert page.locator("article").bounding_box()["height"] < 960
    for hidden in (".topbar", ".pagehead", ".hints"):
        expect(page.locator(hidden)).not_to_be_visible()
    assert page.locator(".box").evaluate_all("boxes => boxes.every(box => box.getBoundingClientRect().right <= 680)")


# --- In every state -----------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_in_any_state(open_page, axe, coach, strength, run, width):
    page, found = open_page(coach, width=width), {}

    def check(state):
        problems = axe(page, also_dark=True)
        if wide(page) > 0:
            problems.append(f"{wide(page)} pixels too wide")
        if problems:
            found[state] = problems

    page.goto(run.get_absolute_url())
    page.locator(".line [name=text]").nth(1).focus()
    check("a run, its group lit")
    page.goto(strength.get_absolute_url())
    check("lines")
    page.locator(".line-menu summary").nth(2).click()
    check("a line's menu")
    page.keyboard.press("Escape")
    page.locator(".pagehead .menu summary").last.click()
    check("the session's menu")
    page.keyboard.press("Escape")
    page.fill("#quick-text", "")
    page.locator("#quick-text").press_sequentially("bench 3x8 slwo")
    page.wait_for_selector("#suggestions [aria-selected=true]")
    check("the list of exercises")
    page.keyboard.press("Enter")
    page.wait_for_selector(".line >> nth=6")
    page.locator(".line [name=text]").first.fill("5x5 slwo")
    page.wait_for_selector(".chip-amber")
    check("a word that is not understood")
    page.locator(".group-input").fill("whenever")
    page.keyboard.press("Enter")
    page.wait_for_selector(".group [aria-invalid=true]")
    check("a group that is refused")
    page.locator("body").evaluate("() => document.querySelector('[data-key=\"?\"]').click()")
    page.wait_for_selector("dialog[open]")
    check("keys")
    page.goto(f"{strength.get_absolute_url()}text/")
    page.fill("#session-text", "Curl 3x8")
    page.wait_for_selector("#gone b")
    check("text that removes lines")
    page.goto(f"{strength.get_absolute_url()}print/")
    check("print")
    page.goto("/help/keys/")
    check("keys as a page")
    assert found == {}


def test_at_200_percent_all_of_it_can_be_reached(open_page, axe, coach, strength):
    """A window of 1280 x 800 at 200 % is one of 640 x 400."""
    page = open_page(coach, width=640, height=400, device_scale_factor=2)
    page.goto(strength.get_absolute_url())

    assert wide(page) <= 0 and axe(page) == []
    for name in ("line-menu summary", "line [name=text]", "section-add", "totals-grid", "muscles"):
        last = page.locator(f".{name}").last
        last.scroll_into_view_if_needed()
        box = last.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 640, name
        assert page.locator(f".{name}").last.is_visible(), name
    page.locator(".line [name=text]").last.fill("2x2min/side")
    page.keyboard.press("Enter")
    expect(page.locator(".reads").last).to_contain_text("2:00 per side")


def test_letters_alone_at_200_percent_cut_nothing_off(open_page, coach, strength):
    page = open_page(coach, width=1280, height=800)
    page.goto(strength.get_absolute_url())
    page.evaluate("document.styleSheets[0].insertRule('html { font-size: 200% !important; }', 0)")
    page.wait_for_timeout(100)

    assert wide(page) <= 0
    page.locator("#quick-text").fill("Bench press 3x8")
    expect(page.locator("#quick-text")).to_be_in_viewport()


def test_the_whole_way_by_keyboard_alone(page, coach, strength):
    """From the list of sessions to a session typed, changed, taken back, seen as text, printed: no mouse."""

    def tab_to(what, most=60):
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("what => document.activeElement.matches(what)", what):
                return
        raise AssertionError(f"no way to {what}")

    page.goto("/sessions/")
    tab_to("a[href$='/sessions/new/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/new/")
    tab_to("#id_name") if not page.evaluate("document.activeElement.id == 'id_name'") else None
    page.keyboard.type("Upper")
    page.keyboard.press("Enter")
    page.wait_for_selector("#quick-text:focus")
    for line in ("bench press 4x8 r2:00", "chin-up 4x6"):
        page.keyboard.type(line)
        page.wait_for_selector("#suggestions [aria-selected=true]")
        page.keyboard.press("Enter")
        expect(page.locator("#quick-text")).to_have_value("")
    page.wait_for_selector(".line >> nth=1")
    session = Session.objects.get(name="Upper")
    assert lines(session) == ["m 1 Bench press | 4x8 r2:00", "m 2 Chin-up | 4x6"]

    for _ in range(60):  # back to the last line's field
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.id.startsWith('text-')"):
            break
    page.keyboard.press("Control+a")
    page.keyboard.type("5x5")
    page.keyboard.press("Enter")
    expect(page.locator(".reads").last).to_contain_text("5 sets")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".line-name-input").first).to_have_value("Chin-up")
    assert lines(session) == ["m 1 Chin-up | 5x5", "m 2 Bench press | 4x8 r2:00"]

    tab_to(".line-menu summary")
    page.keyboard.press("Control+z")
    expect(page.locator(".line-name-input").first).to_have_value("Bench press")
    page.locator(".session-main").focus()  # where a session opens
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.seg a[href$=\"/text/\"]')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/text/")
    tab_to("#session-text")
    page.keyboard.press("Control+End")
    page.keyboard.type("\n== Cool-down\nCouch stretch 2x1:00/side")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".line >> nth=2")
    assert lines(session)[2] == "c 3 Couch stretch | 2x1min/side"

    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.pagehead .menu summary')"):
            break
    page.keyboard.press("Enter")
    tab_to("a[href$='/print/']", 6)
    page.keyboard.press("Enter")
    page.wait_for_url("**/print/")
    expect(page.locator(".box")).to_have_count(4 + 5 + 2 + 1)
