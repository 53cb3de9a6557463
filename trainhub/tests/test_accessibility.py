"""What a page looks like at first is in test_pages_browser; here are its other states: empty, full, open, refused.

Axe finds nothing, in light and in dark, on a desk (1280) and on a phone (390), and nothing sticks out.
"""

import pytest

from accounts.tests.factories import UserFactory
from programs import schedule
from programs.models import Program
from programs.tests.factories import ProgramFactory, ProgramWeekFactory
from programs.weeks.copying import copy_week
from sessions_app.editing import create_session
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXTS = {
    "strength": "== Warm-up\nRow erg 5min\n== Main\nA1 Back squat 5x5 @ 80% r3:00\nA2 Plank 3x45s\n== Cool-down\nWalk 5min",
    "running": "Run 6x2:00 @ Z4 r2:00\nSomething nobody knows 3x8 @ whatever",
    "swimming": "Freestyle 10x100m @ CSS r20",
}


def fill(coach):
    """Six weeks with every kind of card: three sports, up and down, many on a day, a deload, a note."""
    sessions = [
        create_session(Session(name=f"{sport.title()} day", sport=sport), coach, text) for sport, text in TEXTS.items()
    ]
    program = ProgramFactory(author=coach, name="Spring", duration_weeks=6, sport="", description="Six weeks.\n\nCalm.")
    for day, session in enumerate(sessions, start=1):
        schedule.place(program, coach, session, 1, day, adjustment=Adjustment.parse("+2.5%"))
    copy_week(program, coach, 1, [2, 3, 4], deload_every=4, deload=Adjustment.parse("volume -40%"))
    for _ in range(5):
        schedule.place(program, coach, sessions[0], 6, 6)
    ProgramWeekFactory(program=program, number=5, phase="Peak", notes="Sleep")
    schedule.annotate(program.placings.first(), coach, time_of_day="07:30", notes="Fasted")
    return program


class Look:
    """A page in one width, and all that is wrong with what it shows, in light and in dark."""

    def __init__(self, page, axe, width):
        self.page, self.axe, self.width, self.found = page, axe, width, []

    def at(self, address, name=None, act=None):
        self.page.goto(address)
        if self.page.locator("[data-grid]").count():
            self.page.locator(".drawer-head").wait_for(state="attached")
        if act:
            act(self.page)
        self.check(name or address)

    def check(self, name):
        problems = self.axe(self.page, also_dark=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            problems.append(f"{wide} pixels wide")
        self.found += [f"{name}: {problem}" for problem in problems]


@pytest.fixture(params=[1280, 390])
def look(request, open_page, axe, coach):
    return Look(open_page(coach, width=request.param), axe, request.param)


def test_with_nothing_yet(look, coach):
    program = ProgramFactory(author=coach)
    empty = Session.objects.create(author=coach, name="Empty")
    look.at(program.get_absolute_url(), "an empty program")
    look.at(f"{program.get_absolute_url()}?read", "reading an empty program")
    look.at(f"{program.get_absolute_url()}weeks/1/", "an empty week")
    look.at(empty.get_absolute_url(), "an empty session")
    Program.objects.all().delete()
    Session.objects.all().delete()
    for address in ("/", "/programs/", "/programs/?show=public", "/programs/?q=zzz", "/sessions/", "/sessions/?q=zzz"):
        look.at(address)
    for address in ("/exercises/", "/exercises/?q=zzz"):
        look.at(address)
    assert look.found == []


def test_the_builder_and_its_sheet(look, coach):
    program = fill(coach)
    address = program.get_absolute_url()
    look.at(f"{address}?zoom=overview", "overview")
    look.at(f"{address}?zoom=detail", "detail")
    look.at(f"{address}?zoom=season", "season")
    look.at(
        f"{address}?zoom=overview",
        "more on a day",
        lambda page: page.locator("details.cell-more summary").first.click(),
    )
    look.at(address, "menu", lambda page: page.locator("main [data-menu] summary").last.click())
    look.at(address, "placing in the sheet", lambda page: open_sheet(page, "a[data-card]"))
    look.at(address, "week menu", lambda page: open_sheet(page, ".wk-head a"))
    look.at(address, "week menu and a form", lambda page: open_week(page, "progress"))
    look.at(address, "week menu and what it says", lambda page: open_week(page, "describe"))
    look.at(address, "refused in the sheet", refuse_adjustment)
    look.at(address, "add in the sheet", lambda page: open_sheet(page, ".cell-add"))
    assert look.found == []


def open_sheet(page, link):
    page.locator(f"[data-grid] {link}").first.dispatch_event("click")
    page.locator("#sheet > *").first.wait_for()


def open_week(page, verb):
    open_sheet(page, ".wk-head a")
    page.locator(f"#sheet a[href$='/{verb}/']").click()
    page.locator(f"#sheet form[action$='/{verb}/']").wait_for()


def refuse_adjustment(page):
    open_sheet(page, "a[data-card]")
    page.fill("#sheet [name=adjustment]", "harder")
    page.click("#sheet form[action$='/adjust/'] button.btn")
    page.locator("#sheet .errorlist, #sheet [role=alert]").first.wait_for()


def test_pages_of_a_program(look, coach):
    program = fill(coach)
    placing = program.placings.first()
    look.at("/")
    look.at("/programs/")
    look.at(f"{program.get_absolute_url()}?read", "reading")
    look.at(f"{program.get_absolute_url()}facts/", "facts")
    look.at("/programs/new/", "refused", lambda page: submit(page, "main form.panel button"))
    look.at("/programs/paste/", "refused", lambda page: submit(page, "main form.panel button.btn-primary"))
    look.at(placing.get_absolute_url())
    look.at(placing.get_absolute_url(), "a move that is refused", refuse_move)
    look.at(f"{program.get_absolute_url()}weeks/1/")
    look.at(f"{program.get_absolute_url()}place/?week=2&day=3", "add a session")
    look.at(f"/sessions/{placing.session_id}/programs/", "places of a session")
    assert look.found == []


def submit(page, button):
    page.evaluate("document.querySelectorAll('form').forEach((form) => (form.noValidate = true))")
    with page.expect_navigation():
        page.locator(button).first.click()


def refuse_move(page):
    page.fill("[name=week]", "40")
    submit(page, "form[action$='/move/'] button")


def test_pages_of_sessions_and_exercises(look, coach):
    fill(coach)
    for session in Session.objects.filter(author=coach):
        look.at(session.get_absolute_url(), session.name)
        look.at(f"{session.get_absolute_url()}text/", f"{session.name} as text")
        look.at(f"{session.get_absolute_url()}facts/", f"facts of {session.name}")
    for address in ("/sessions/", "/sessions/new/", "/exercises/", "/exercises/new/", "/exercises/?sport=strength"):
        look.at(address)
    look.at("/exercises/new/", "a refused exercise", lambda page: submit(page, "main form[method=post] button"))
    look.at("/sessions/new/", "a refused session", lambda page: submit(page, "main form[method=post] button"))
    assert look.found == []


def test_what_others_see(look, coach):
    other = UserFactory(name="Other Coach")
    program = fill(other)
    Program.objects.update(visibility="public")
    look.at(program.get_absolute_url(), "reading another coach's")
    look.at(program.placings.first().get_absolute_url(), "another coach's placing")
    look.at("/programs/?show=public")
    look.at("/", "home with public programs")
    assert look.found == []


def test_a_stranger_reads_a_public_program(open_page, axe, coach):
    program = fill(coach)
    Program.objects.update(visibility="public")
    looked = Look(open_page(), axe, 1280)
    looked.at(program.get_absolute_url())
    looked.at(program.placings.first().get_absolute_url())
    assert looked.found == []
