"""What the plan is, by hand: the chart, the advice and the muscles, with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.models import Program
from programs.tests.factories import ProgramFactory
from sessions_app.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Lower body, heavy first, then light and quick, then whatever is left of the hour"


@pytest.fixture
def plan(coach):
    facts = {"muscles": ("quads",), "secondary_muscles": ("glutes",), "measures": ("reps",)}
    ExerciseFactory(name="Squat", sport="strength", **facts)
    ExerciseFactory(name="Run", sport="running")
    program = ProgramFactory(author=coach, duration_weeks=3, sport="")
    lower = schedule.place_new(program, coach, Session(name=LONG, sport="strength"), "Squat 5x5 @ 75%", 1, 1)
    run = schedule.place_new(program, coach, Session(name="Run", sport="running", effort=4), "Run 5km @ 5:00/km", 1, 3)
    for placing, week, day in ((lower, 2, 1), (run, 2, 3), (lower, 2, 5), (run, 2, 7), (lower, 3, 1)):
        schedule.copy_placing(placing, coach, week, day)
    schedule.remove(program.placings.get(week=2, day=7), coach)
    return program


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1280, "dark"), (390, "light")])
def test_advice_is_silenced_and_undone_by_keyboard(open_page, coach, live_server, plan, axe, width, scheme):
    page = open_page(coach, width=width, color_scheme=scheme)
    page.goto(live_server.url + plan.get_absolute_url())
    line, sheet = page.locator("#hints"), page.locator("#sheet")
    sentence = line.locator(".hint-first").text_content()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    line.focus()
    page.keyboard.press("Enter")
    summary = sheet.locator("summary").first
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Training camp")
    assert axe(page) == []
    page.keyboard.press("Enter")
    expect(sheet.locator(".is-quiet")).to_contain_text("Training camp")
    expect(line).not_to_contain_text(sentence)
    page.keyboard.press("Escape")
    expect(line).to_be_focused()
    page.keyboard.press("Control+z")
    expect(line).to_contain_text(sentence)
    assert Program.objects.get().silenced == {}


def test_a_moved_card_changes_the_advice_and_the_muscles_that_are_shown(page, live_server, plan, axe):
    page.goto(live_server.url + plan.get_absolute_url())
    page.get_by_role("link", name="Sets per muscle").focus()
    page.keyboard.press("Enter")
    quads = page.locator("#sheet tbody tr", has_text="Quads")
    expect(quads).to_contain_text("6.75105")
    assert axe(page) == []
    said = page.locator("#hints").text_content()
    page.locator("[data-week='2'] [data-day='5'] [data-card]").focus()
    page.keyboard.press("Delete")
    expect(quads).to_contain_text("5555")
    expect(page.locator("#hints")).not_to_contain_text(said)


def test_the_chart_is_switched_without_a_new_page(page, live_server, plan, axe):
    page.goto(live_server.url + plan.get_absolute_url())
    page.evaluate("window.same = true")
    for name, heading in (("Load", "Planned load"), ("Distance", "Planned distance"), ("Sets", "Working sets")):
        page.locator(".strip-show").get_by_role("link", name=name).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".strip-chart h2")).to_contain_text(heading)
        expect(page.locator(".strip-show a[aria-current]")).to_be_focused()
    assert axe(page) == []
    assert page.url.endswith("?show=sets") and page.evaluate("window.same")
    page.reload()
    expect(page.locator(".strip-chart h2")).to_contain_text("Working sets")
