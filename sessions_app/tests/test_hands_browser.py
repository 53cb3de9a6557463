"""The speed of hands: how many keys a session takes. The sessions are real, the library is the whole one.

Strength: the first six of PHUL's Upper Power, and a lower-body day with a warm-up, a superset and a stretch.
Endurance: Speed Sprints of the plan for 10 km in open water. The published figures, in the notation.
"""

import pytest
from playwright.sync_api import expect

from sessions_app import editing
from sessions_app.models import Session
from sessions_app.tests.conftest import lines
from sessions_app.tests.hands import Hands

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("full_library"),
]

UPPER_POWER = [
    "m 1 Bench press | 3x3-5 @ 135lb r2:00",
    "m 2 Incline dumbbell bench press | 3x6-10 @ 35lb r1:30",
    "m 3 Bent-over row | 3x3-5 @ 115lb r2:00",
    "m 4 Lat pulldown | 3x6-10 @ 100lb r1:30",
    "m 5 Overhead press | 3x5-8 @ 85lb r2:00",
    "m 6 Biceps curl | 2x6-10 @ 55lb r1:00",
]
LOWER = [
    "w 1 Row erg | 5min @ Z1",
    "m 2 Back squat | 5x5 @ 80% r3:00",
    "m A1 Romanian deadlift | 8 @ RPE 7 t3-1-1-0",
    "m A2 Hanging knee raise | 12",
    "m 3 Bulgarian split squat | 3x10/side @ 2 RIR",
    "c 4 Couch stretch | 3x1min/side",
]
LOWER_AS_TEXT = """== Warm-up
Row erg 5min @ Z1
== Main
Back squat 5x5 @ 80% r3:00
A: 4 rounds
A1 Romanian deadlift 8 @ RPE 7 t3-1-1-0
A2 Hanging knee raise 12
Bulgarian split squat 3x10/side @ 2 RIR
== Cool-down
Couch stretch 3x1min/side
"""
SPRINTS = [
    "w 1 Warm-up | 300m",
    "w 2 Easy swim | 200m",
    "m 3 Freestyle | 8x50m @ all out r0:45",
    "m 4 Freestyle | 200m @ easy",
    "m 5 Freestyle | 8x25m @ max r0:30",
    "c 6 Cool-down | 200m",
]


@pytest.fixture
def begin(page, coach):
    """The empty page of a new session, as one comes to it, and hands that count."""

    def open_empty(sport):
        session = editing.create_session(Session(name="Today", sport=sport), coach)
        page.goto(session.get_absolute_url())
        page.wait_for_function("document.activeElement.id == 'quick-text'")
        return session, Hands(page)

    return open_empty


def written(page, session, count=6):
    """The session's lines, as soon as the page shows them all."""
    expect(page.locator(".line")).to_have_count(count)
    return lines(session)


def test_a_strength_session_takes_125_keys(page, begin):
    session, hands = begin("strength")
    for line in (
        "bp 3x3-5 135lb r2'",
        "inc d 3x6-10 35lb r90",
        "bor 3x3-5 115lb r2'",
        "lat 3x6-10 100lb r90",
        "ohp 3x5-8 85lb r2'",
        "curl 2x6-10 55lb r60",
    ):
        hands.line(line)

    assert written(page, session) == UPPER_POWER
    assert hands.count == 122 <= 125


def test_with_sections_and_a_superset_as_well(page, begin):
    session, hands = begin("strength")
    hands.press("Alt+ArrowUp")
    hands.line("row e 5min z1")
    hands.press("Alt+ArrowDown")
    hands.line("back sq 5x5 @80% r3:00")
    hands.line("rdl 4x8 @rpe7 t3110")
    hands.line("hanging k 4x12", "Shift+Enter")
    hands.line("bss 3x10/side 2rir")
    hands.press("Alt+ArrowDown")
    hands.line("couch 3x1'/side")

    assert written(page, session) == LOWER
    assert hands.count == 110 <= 125


def test_an_endurance_session_takes_125_keys(page, begin):
    session, hands = begin("swimming")
    hands.press("Alt+ArrowUp")
    hands.line("warm 300m")
    hands.line("loosen up 200m")
    hands.press("Alt+ArrowDown")
    hands.line("free 8x50m all out r45")
    hands.line("free 200m easy")
    hands.line("free 8x25m max r30")
    hands.press("Alt+ArrowDown")
    hands.line("cool 200m")

    assert written(page, session) == SPRINTS
    assert hands.count == 95 <= 125


def test_with_history_a_session_takes_85_keys(page, begin, coach):
    """A week later: the first lift goes up, the others as last time."""
    for _week in range(2):
        editing.create_session(
            Session(name="Upper", sport="strength"),
            coach,
            "\n".join(line[4:].replace(" |", "") for line in UPPER_POWER),
        )
    session, hands = begin("strength")
    hands.line("bp 3x3-5 140lb r2'")
    for name in ("inc", "bent", "lat", "over", "curl"):
        hands.type(name)
        hands.press("ArrowRight", "Enter")

    assert written(page, session) == ["m 1 Bench press | 3x3-5 @ 140lb r2:00", *UPPER_POWER[1:]]
    assert hands.count == 47 <= 85


def test_a_pasted_session_takes_6_keys(page, begin):
    session, hands = begin("strength")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", LOWER_AS_TEXT)
    hands.press("Control+v")

    assert written(page, session) == LOWER
    assert hands.count == 1 <= 6
