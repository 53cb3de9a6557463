"""The speed of hands: how many keys and clicks a program takes, from home of a coach who has none yet.

Three days of six exercises, the week then copied to weeks 2 to 4 with 2.5 % more each. The library is the whole one.
"""

import re

import pytest
from playwright.sync_api import expect

from programs.models import Program, ProgramSession
from sessions_app import editing
from sessions_app.models import Session
from sessions_app.tests.conftest import lines
from sessions_app.tests.hands import Hands

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("full_library"),
]

# Name of the session, and what is typed for each line.
DAYS = {
    "Lower": [
        "back sq 5x5 @80% r3:00",
        "rdl 3x8 @rpe7 r2:00",
        "leg pr 3x10 @rpe8 r90",
        "leg curl 3x12 r60",
        "calf ra 3x15 r60",
        "plank 3x45s r45",
    ],
    "Upper": [
        "bp 5x5 @80% r3:00",
        "bor 4x6 @rpe8 r2:00",
        "ohp 3x8 @rpe8 r2:00",
        "lat 3x10 r90",
        "curl 3x12 r60",
        "face 3x15 r60",
    ],
    "Full": [
        "dead 3x3 @85% r3:00",
        "front sq 3x5 @75% r3:00",
        "inc d 3x8 @rpe8 r2:00",
        "pull-u 3x8 r2:00",
        "hip th 3x10 r90",
        "hanging k 3x12 r60",
    ],
}
WRITTEN = {
    "Lower": [
        "m 1 Back squat | 5x5 @ 80% r3:00",
        "m 2 Romanian deadlift | 3x8 @ RPE 7 r2:00",
        "m 3 Leg press | 3x10 @ RPE 8 r1:30",
        "m 4 Lying leg curl | 3x12 r1:00",
        "m 5 Standing calf raise | 3x15 r1:00",
        "m 6 Plank | 3x45s r0:45",
    ],
    "Upper": [
        "m 1 Bench press | 5x5 @ 80% r3:00",
        "m 2 Bent-over row | 4x6 @ RPE 8 r2:00",
        "m 3 Overhead press | 3x8 @ RPE 8 r2:00",
        "m 4 Lat pulldown | 3x10 r1:30",
        "m 5 Biceps curl | 3x12 r1:00",
        "m 6 Face pull | 3x15 r1:00",
    ],
    "Full": [
        "m 1 Deadlift | 3x3 @ 85% r3:00",
        "m 2 Front squat | 3x5 @ 75% r3:00",
        "m 3 Incline dumbbell bench press | 3x8 @ RPE 8 r2:00",
        "m 4 Pull-up | 3x8 r2:00",
        "m 5 Hip thrust | 3x10 r1:30",
        "m 6 Hanging knee raise | 3x12 r1:00",
    ],
}
WEEKDAYS = {"Lower": 1, "Upper": 3, "Full": 5}
LOADS = ["", "+2.5%", "+5%", "+7.5%"]


def as_text(name):
    """A session as it stands in a message."""
    return "\n".join([f"# {name}", *(line[4:].replace(" |", "") for line in WRITTEN[name])])


@pytest.fixture
def hands(page):
    page.goto("/")
    return Hands(page)


def create(page, hands):
    """From home to the empty grid, where Monday of week 1 is the selected day."""
    hands.click(page.locator("main").get_by_text("Empty grid"))
    expect(page.get_by_label("Name")).to_be_focused()
    hands.type("Base")
    hands.press("Tab", "s")  # the sport: strength
    expect(page.get_by_label("Sport")).to_have_value("strength")
    hands.press("Tab", "Enter")
    page.wait_for_url("**/programs/c*/")
    expect(page.locator("[data-drawer]")).to_be_visible()


def begin(page, hands, name, enter="Enter"):
    """A new session on the selected day, opened to be written."""
    hands.press("/")
    hands.line(name, enter)
    page.wait_for_url(re.compile(r"/sessions/c\w+/\?back="))
    expect(page.locator("#quick-text")).to_be_focused()


def back(page, hands):
    expect(page.locator(".line")).to_have_count(6)
    hands.click(page.locator(".back"))
    page.wait_for_url("**/programs/c*/")
    expect(page.locator("[data-drawer]")).to_be_visible()


def two_days_on(page, hands, name):
    """From one training day to the next."""
    expect(page.locator("a[data-card]", has_text=name)).to_be_focused()
    hands.press("ArrowRight", "ArrowRight")


def grow(page, hands):
    """Weeks 2 to 4 from week 1, with the focus on a card of it."""
    was = hands.count
    hands.press("w")
    expect(page.locator("#sheet .menu-item").first).to_be_focused()
    hands.press("Tab", "Enter")
    expect(page.locator("#sheet [name=sport-strength]")).to_have_value("+2.5%")
    hands.press("Enter")
    expect(page.locator("[data-week='4'] a[data-card] .adj")).to_have_text(["+7.5%"] * 3)
    return hands.count - was


def stands():
    placed = ProgramSession.objects.order_by("week", "day").select_related("session")
    return [(one.week, one.day, one.session.name, str(one.adjustment or "")) for one in placed]


def expected():
    return [(week, day, name, LOADS[week - 1]) for week in range(1, 5) for name, day in WEEKDAYS.items()]


def written(coach):
    program = Program.objects.get()
    sessions = Session.objects.filter(placings__program=program).distinct()
    return {session.name: lines(session) for session in sessions}


def test_typed_a_program_takes_390(page, coach, hands):
    create(page, hands)
    for name, typed in DAYS.items():
        begin(page, hands, name)
        for line in typed:
            hands.line(line)
        back(page, hands)
        if name != "Full":
            two_days_on(page, hands, name)
    assert grow(page, hands) == 4 <= 10

    assert (stands(), written(coach)) == (expected(), WRITTEN)
    assert hands.count == 373 <= 390


def test_with_schemes_done_before_it_takes_290(page, coach, hands):
    """The coach did all of it in the last block. Now the three lifts that come first go heavier, the rest as last time."""
    for name in DAYS:
        editing.create_session(Session(name=f"{name} before", sport="strength"), coach, as_text(name))
    create(page, hands)
    for name, typed in DAYS.items():
        begin(page, hands, name, "Control+Enter")  # a new one, though there is one of that name
        hands.line(re.sub(r"@\d+%", "@82.5%", typed[0]))
        for line in typed[1:]:
            hands.type(re.sub(r" \d.*", "", line))
            hands.press("ArrowRight", "Enter")
        back(page, hands)
        if name != "Full":
            two_days_on(page, hands, name)
    assert grow(page, hands) == 4 <= 10

    heavier = {name: [re.sub(r"\d+%", "82.5%", first), *rest] for name, (first, *rest) in WRITTEN.items()}
    assert (stands(), written(coach)) == (expected(), heavier)
    assert hands.count == 217 <= 290


def test_pasted_a_program_takes_25(page, coach, hands):
    """From three messages: one is copied, pasted on its day, the next one is copied."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    create(page, hands)
    expect(page.locator("[data-week='1'] [data-day='1']")).to_be_focused()
    for name in DAYS:
        page.evaluate("text => navigator.clipboard.writeText(text)", as_text(name))
        hands.count += 1  # Ctrl C, where it stands
        hands.press("Control+v")
        expect(page.locator("a[data-card]", has_text=name)).to_be_focused()
        if name != "Full":
            two_days_on(page, hands, name)
    assert grow(page, hands) == 4 <= 10

    assert (stands(), written(coach)) == (expected(), WRITTEN)
    assert hands.count == 23 <= 25
