"""What a copy with progression comes to: the heaviest line, what is too heavy, and what a step leaves as it is."""

import pytest
from django.urls import reverse

from programs.grid import lay_out
from programs.hints import too_heavy
from programs.maxima import heaviest, line_of, over_max
from programs.models import ProgramSession
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session
from sessions_app.notation import read_session
from sessions_app.prescription.digest import digest

HTMX = {"HX-Request": "true"}


def written(text, sport="strength"):
    return digest(read_session(text, sport).rows)


@pytest.mark.parametrize(
    ("text", "adjustment", "expected"),
    [
        ("Back squat 4x6 @ 75%", "+37.5%", ["4x6 @ 112.5%"]),
        ("Back squat 4x6 @ 75%", "+25%", []),  # at it, not above
        ("Back squat 1x1 @ 105%", "", []),  # a new max
        ("Back squat 3x2 @ 105%", "", ["3x2 @ 105%"]),
        ("Back squat 2x1-3 @ 105%", "", []),  # one is enough
        ("Back squat 3x3 @ 95-105%", "", []),  # and so is 95 %
        ("Back squat 4x5/3/2/1 @ 80/90/95/102%", "", []),  # list by list: the single is above it
        ("Back squat 4x5/3/2/1 @ 80/90/95/102%", "+7.5%", ["4x5/3/2/1 @ 87.5/97.5/102.5/109.5%"]),
        ("Back squat 3x3 @ 105% TM", "", []),  # of another max
        ("Back squat 3x3 @ 120kg", "", []),
    ],
)
def test_above_a_max_for_more_than_one_rep(text, adjustment, expected):
    assert [one.line for one in over_max(written(text), adjustment)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Back squat 5x5 @ 80% r3:00\nBench press 3x3 @ 85%\nDeadlift 3x5 @ 180kg", "3x3 @ 85%"),
        ("Back squat 5x5 @ 100kg\nLunge 3x8 @ 2x24kg", "5x5 @ 100kg"),
        ("Back squat w3x5 @ 90%\nBack squat 5x5 @ 80%", "5x5 @ 80%"),
        ("Push-up 3x12\nPlank 3x30s", None),
    ],
)
def test_the_heaviest_line(text, expected):
    row = heaviest(read_session(text, "strength").rows)
    assert (row and line_of(row)) == expected


@pytest.fixture
def program(rosa):
    """Week 1: squats, a press by effort, a long run in km and an easy one in minutes."""
    program = ProgramFactory(author=rosa, duration_weeks=16)
    texts = [
        ("Squats", "strength", "Back squat 4x6 @ 75% r3:00"),
        ("Arms", "strength", "Dumbbell curl 3x12 @ RPE 8"),
        ("Long run", "running", "Long run 18km @ Z2"),
        ("Easy run", "running", "Easy run 40min @ Z2"),
    ]
    for day, (name, sport, text) in enumerate(texts, start=1):
        session = make_session(rosa, name=name, sport=sport)
        session.digest = written(text, sport)
        session.save()
        ProgramSessionFactory(program=program, session=session, week=1, day=day)
    return program


def preview(client, program, **said):
    address = reverse("programs:week_preview", args=[program.pk, 1, "progress"])
    steps = {name.replace("_", "-"): step for name, step in said.items()}
    return client.post(address, {"weeks": "2-16"} | steps, headers=HTMX)


def test_it_says_what_becomes_of_the_heaviest_line_and_that_nobody_lifts_it(signed_in, program):
    page = preview(signed_in, program, sport_strength="+2.5%").content.decode()
    assert "Back squat reaches 4x6 @ 112.5% in week 16." in page
    assert "Back squat is above 100% of a max for more than one rep (4x6 @ 112.5%, week 16)." in page
    page = preview(signed_in, program, sport_strength="+1%").content.decode()
    assert "Back squat reaches 4x6 @ 90% in week 16." in page
    assert "above 100%" not in page


def test_it_names_the_sessions_that_a_step_leaves_as_they_are(signed_in, program):
    response = preview(signed_in, program, sport_strength="+2.5%", sport_running="+10min")
    assert response.context["outlook"] == [
        "Back squat reaches 4x6 @ 112.5% in week 16.",
        "Not changed by +2.5%: Arms.",
        "Not changed by +10min: Long run.",
    ]
    response = preview(signed_in, program, sport_running="+1km")
    assert response.context["outlook"] == ["Not changed by +1000m: Easy run."]  # no step for strength: none is missed


def test_it_is_done_all_the_same_and_the_program_says_it(signed_in, program):
    address = reverse("programs:week_progress", args=[program.pk, 1])
    sent = {"weeks": "2-16", "sport-strength": "+2.5%"}
    assert signed_in.post(address, sent).status_code == 302
    page = signed_in.get(program.get_absolute_url()).content.decode()
    assert "Back squat is above 100% of a max" in page


def test_each_exercise_is_said_once_where_it_is_heaviest(rosa):
    program = ProgramFactory(author=rosa, duration_weeks=3)
    session = make_session(rosa, name="Squats", sport="strength")
    session.digest = written("Back squat 4x6 @ 101%")
    for week, step in ((1, ""), (2, "+5%"), (3, "+2.5%")):
        ProgramSessionFactory(program=program, session=session, week=week, adjustment=step or None)
    placings = list(ProgramSession.objects.filter(program=program).order_by("week"))
    grid = lay_out(program, [], placings, {session.pk: session})
    assert too_heavy(grid) == ["Back squat is above 100% of a max for more than one rep (4x6 @ 106%, week 2)."]


def test_a_preview_costs_the_queries_that_it_did(signed_in, program, django_assert_num_queries):
    with django_assert_num_queries(6):
        preview(signed_in, program, sport_strength="+2.5%")
