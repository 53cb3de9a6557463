"""The page of a session: what it shows, and that its cost does not grow with it."""

import gzip
import re

import pytest
from django.test import Client

from exercises.tests.factories import ExerciseFactory
from sessions_app import editing

pytestmark = pytest.mark.django_db


@pytest.fixture
def thirty(write):
    names = [ExerciseFactory(muscles=("quads",), equipment=("Barbell",)).name for _n in range(30)]
    return [write("\n".join(f"{name} 5x5 @ 80% r3:00" for name in names[:count])) for count in (1, 3, 30)]


@pytest.mark.parametrize("index", [0, 1, 2])
def test_one_three_and_thirty_lines_cost_the_same_queries(signed_in, thirty, index, django_assert_num_queries):
    # Session and user of the request, the session, its rows, the undo steps.
    with django_assert_num_queries(5):
        signed_in.get(thirty[index].get_absolute_url())


def test_under_the_bars_stands_the_last_word_of_a_name_and_an_abbreviation_as_it_is(signed_in, write):
    session = write("back squat 5x5 @ 80%\nRSA 6x30m", sport="team_sports")
    html = signed_in.get(session.get_absolute_url()).content.decode()
    assert re.findall(r'<text class="svg-text[^>]*>([^<]*[A-Za-z][^<]*)</text>', html) == ["Squat", "RSA"]


def test_a_group_costs_no_query(signed_in, lower_a, django_assert_num_queries):
    with django_assert_num_queries(5):
        signed_in.get(lower_a.get_absolute_url())


def test_a_line_that_is_shown_again_carries_the_token_of_its_own_page(lower_a, rosa):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(rosa)
    tokens = []
    for _page in range(2):
        html = strict.get(lower_a.get_absolute_url()).content.decode()
        tokens.append(set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html)))
        assert html.count("csrfmiddlewaretoken") > lower_a.rows.count()
    [first], [second] = tokens  # one a page, in lines and in all other forms

    assert first != second
    row = lower_a.rows.first()
    sent = {"name": row.name, "text": "7min @ Z1", "version": row.version, "csrfmiddlewaretoken": second}
    assert strict.post(f"{lower_a.get_absolute_url()}lines/{row.pk}/", sent).status_code == 302


def test_a_line_that_others_read_has_no_form(lower_a, signed_in, client):
    lower_a.visibility = "public"
    lower_a.save()
    signed_in.get(lower_a.get_absolute_url())  # rendered for its owner before

    html = Client().get(lower_a.get_absolute_url()).content.decode()

    assert 'class="line-text"' in html
    assert "line-form" in html and "data-autosave" not in html and "line-menu" not in html


def test_thirty_lines_fit_a_small_page(signed_in, thirty):
    assert len(gzip.compress(signed_in.get(thirty[2].get_absolute_url()).content)) < 14_000


def test_it_shows_lines_groups_and_totals(signed_in, lower_a):
    html = " ".join(signed_in.get(lower_a.get_absolute_url()).content.decode().split())

    assert '<span class="group-title">Superset A</span>' in html
    assert 'value="4 rounds r1:30"' in html
    assert 'value="5x5 @ 80% r3:00 // belt from set 3"' in html
    assert '<li class="chip">80% 1RM</li>' in html
    assert "Load, at RPE 7" in html and "Leave one rep in the tank." in html


def test_it_has_nothing_inline(signed_in, lower_a):
    html = signed_in.get(lower_a.get_absolute_url()).content.decode()

    assert " style=" not in html and "<style" not in html and "onclick" not in html


def test_an_empty_session_says_what_to_do(signed_in, write):
    html = signed_in.get(write().get_absolute_url()).content.decode()

    assert "Type the first line below" in html and "back squat 5x5 @ 80%" in html
    assert html.count('<div class="section-head"') == 3


def test_endurance_shows_its_profile(signed_in, write):
    ExerciseFactory(name="Run", sport="running")
    session = write("A: 3 rounds\nA1 Run 800m @ 5k pace\nA2 Run 2min @ easy", sport="running")
    html = signed_in.get(session.get_absolute_url()).content.decode()

    assert "Effort over time" in html and "Intervals A" in html and "Time in zone" in html
    assert "Muscles worked" not in html


def test_add_chooses_the_section_without_scripts(signed_in, lower_a):
    html = signed_in.get(lower_a.get_absolute_url() + "?section=cool_down").content.decode()

    assert '<option value="cool_down" selected>' in html


def test_names_are_escaped(signed_in, write):
    session = write("<b>x</b> 3x8 // <script>alert(1)</script>", name="<i>n</i>")
    html = signed_in.get(session.get_absolute_url()).content.decode()

    assert "<b>x</b>" not in html and "<script>alert" not in html and "<i>n</i>" not in html


def test_undo_and_redo_are_forms_of_the_steps(signed_in, lower_a, rosa):
    html = signed_in.get(lower_a.get_absolute_url()).content.decode()
    assert "Undo: Created Lower A" in html and "Nothing to redo" in html

    editing.add_lines(lower_a, rosa, "Curl 3x8")
    assert "Undo: Added Curl" in signed_in.get(lower_a.get_absolute_url()).content.decode()


def test_pounds_and_miles_for_who_thinks_in_them(signed_in, rosa, write):
    rosa.units = "imperial"
    rosa.save()
    session = write("Back squat 5x5 @ 100kg")
    html = signed_in.get(session.get_absolute_url()).content.decode()

    assert "5,511" in html or "5511" in html
