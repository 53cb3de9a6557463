"""What is said when a name that nobody knows becomes an exercise of one's own."""

import pytest

from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from sessions_app import editing
from sessions_app.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(rosa):
    ExerciseFactory(name="Back squat")
    return SessionFactory(author=rosa, sport="strength")


def test_a_typing_error_is_said_with_what_may_be_meant(session, rosa):
    news = editing.news_of(editing.add_lines(session, rosa, "back sqat 5x5"))

    assert news == "“back sqat” is new: now an exercise of your own. Did you mean Back squat?"
    assert Exercise.objects.get(author=rosa).name == "back sqat"


def test_a_known_name_is_no_news(session, rosa):
    assert editing.news_of(editing.add_lines(session, rosa, "back squat 5x5")) == ""


def test_several_new_names_are_said_at_once(session, rosa):
    news = editing.news_of(editing.add_lines(session, rosa, "Zzyzx 3x10\nQuux 3x10\nZzyzx 2x5"))

    assert news == "“Zzyzx”, “Quux” are new: now exercises of your own."


def test_the_page_says_it_with_a_way_back(client, session, rosa):
    client.force_login(rosa)
    page = client.post(f"/sessions/{session.pk}/lines/", {"text": "back sqat 5x5"}, follow=True)

    [said] = page.context["messages"]
    assert "Did you mean Back squat?" in str(said)
    assert "undo:" in said.extra_tags
