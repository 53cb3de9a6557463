"""Lines typed on a day: what one without a name is, which one is refused, and how they read before they are saved."""

import re

import pytest
from django.urls import reverse

from programs.models import ProgramSession
from programs.tests.factories import ProgramFactory
from sessions_app.previewing import preview
from sessions_app.tests.conftest import lines
from sessions_app.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true", "hx-target": "sheet"}
INTERVALS = "10 min easy\n6 x 800m @ 3:30/km r2:00\n10min easy"


@pytest.fixture
def program(rosa):
    return ProgramFactory(author=rosa, name="Base", duration_weeks=4, sport="")


@pytest.fixture
def typed(signed_in, program):
    def post(line, **more):
        place = {"week": 1, "day": 1, "line": line, **more}
        return signed_in.post(reverse("programs:placing_create", args=[program.pk]), place, headers=HTMX)

    return post


def test_without_a_name_or_a_sport_the_line_is_named(typed):
    answer = typed(f"== Warm-up\n{INTERVALS}")
    assert answer.status_code == 422
    assert (
        "Line 2: Write the name of the exercise first, then how much of it: back squat 5x5" in answer.content.decode()
    )
    assert not ProgramSession.objects.exists()


def test_a_single_line_needs_no_number(typed):
    html = typed("10 min easy").content.decode()
    assert "<p>Write the name of the exercise first" in html


@pytest.mark.parametrize("of", ["the program", "the session"])
def test_with_a_sport_a_line_without_a_name_is_what_one_does_in_it(typed, program, of):
    if of == "the program":
        program.sport = "running"
        program.save()
    answer = typed(INTERVALS, **({"sport": "running"} if of == "the session" else {}))
    assert answer.status_code == 200
    session = ProgramSession.objects.get().session
    assert (session.name, session.sport) == ("Run", "running")
    assert lines(session) == ["m 1 Run | 10min @ easy", "m 2 Run | 6x800m @ 3:30/km r2:00", "m 3 Run | 10min @ easy"]


def test_only_a_program_of_several_sports_asks_for_none(signed_in, program):
    address = reverse("programs:placing_create", args=[program.pk])
    assert '<option value="" selected>Several sports</option>' in signed_in.get(address).content.decode()
    program.sport = "running"
    program.save()
    html = signed_in.get(address).content.decode()
    assert "Several sports" not in html and '<option value="running" selected>' in html


def test_how_the_lines_read_is_shown_and_changes_nothing(signed_in, program):
    address = reverse("programs:lines_preview", args=[program.pk])
    html = signed_in.post(address, {"line": "Squat 5x"}, headers=HTMX).content.decode()
    assert '<span class="reading-name">Squat</span><span class="reading-what">5 reps</span>' in html
    html = signed_in.post(address, {"line": INTERVALS}, headers=HTMX).content.decode()
    assert "Line 1: Write the name of the exercise first" in html
    html = signed_in.post(address, {"line": INTERVALS, "sport": "running"}, headers=HTMX).content.decode()
    assert html.count('<span class="reading-name">Run</span>') == 3 and "Write the name" not in html
    assert '<div id="preview"></div>' in signed_in.post(address, {"line": " "}, headers=HTMX).content.decode()
    assert not ProgramSession.objects.exists()


def test_sessions_of_the_typed_name_are_offered_until_it_says_how_much(signed_in, program, rosa):
    for name in ("Lower A", "Lower B", "Upper A"):
        SessionFactory(author=rosa, name=name)
    address = reverse("programs:lines_preview", args=[program.pk])

    def offered(line):
        page = signed_in.post(address, {"line": line}, headers=HTMX).content.decode()
        assert page.count('id="pick" hx-swap-oob="true"') == 1
        return re.findall(r'class="item-name">([^<]*)<', page)

    assert sorted(offered("")) == ["Lower A", "Lower B", "Upper A"]
    assert sorted(offered("lower")) == ["Lower A", "Lower B"]
    assert offered("lower 5x5") == offered("lower\nb") == offered("Squat") == []


def test_a_session_of_another_name_than_is_typed_is_not_taken(typed, rosa):
    """Enter came before the list of what is typed: nothing is placed, and now that list is there."""
    race, lower = (SessionFactory(author=rosa, name=name) for name in ("10K race", "Lower A"))
    answer = typed("lower", session=race.pk)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "You typed “lower”, and that is not 10K race. Choose again." in page
    assert re.findall(r'class="item-name">([^<]*)<', page) == ["Lower A"]
    assert not ProgramSession.objects.exists()

    assert typed("lower", session=lower.pk).status_code == 200
    assert typed("Squat 5x5", session=race.pk).status_code == 200
    assert [placing.session.name for placing in ProgramSession.objects.order_by("order")] == ["Lower A", "10K race"]


def test_what_was_refused_shows_how_it_reads(typed):
    assert '<span class="reading-name">Squat</span>' in typed("Squat 5x5\n== \n### x").content.decode()


def test_a_preview_names_lines_as_saving_does():
    [head] = preview("10min Z1\nStrides 4x20s\n10min Z1", "running").heads
    assert [row.name for row in head.rows] == ["Run", "Strides", "Run"]
