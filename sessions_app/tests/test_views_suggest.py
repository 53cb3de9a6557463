"""What the quick entry offers while one types."""

import pytest

from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from sessions_app.suggesting import suggestions

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(db):
    for name in ("Back squat", "Back squat, paused", "Bench press", "90/90 hip switch"):
        ExerciseFactory(name=name)


def test_the_beginning_of_a_name_offers_whole_lines(library, rosa):
    found = suggestions("back sq 5x5 @80%", rosa, "strength")

    assert [option.line for option in found.options][:2] == ["Back squat 5x5 @80%", "Back squat, paused 5x5 @80%"]
    assert [option.active for option in found.options][:2] == [True, False]
    assert [chip.text for chip in found.chips] == ["5 sets", "5 reps", "80% 1RM"]
    assert (found.as_written, found.known) == ("back sq 5x5 @80%", False)


def test_a_name_that_would_misread_is_quoted(library, rosa):
    found = suggestions("hip switch 2x8/side", rosa, "strength")

    assert found.options[0].line in ('"90/90 hip switch" 2x8/side', "90/90 hip switch 2x8/side")
    from sessions_app.notation import read_line

    assert read_line(found.options[0].line).name == "90/90 hip switch"


def test_what_is_only_similar_is_not_chosen_for_one(library, rosa):
    found = suggestions("sled monster 3x20m", rosa, "strength")

    assert found.written_active


@pytest.mark.parametrize("text", ["", "   ", "5x5 @ 80%", "== Main"])
def test_nothing_is_offered_without_a_name(library, rosa, text):
    assert suggestions(text, rosa).options == ()


def test_a_line_without_a_name_is_shown_as_what_one_does_in_the_sport(library, rosa):
    ExerciseFactory(name="Freestyle", sport="swimming", aliases=("Swim",))
    found = suggestions("4x100 @ 1:40", rosa, "swimming")

    assert (found.chosen.line, found.chosen.found_as) == ("Freestyle 4x100 @ 1:40", "Swim")
    assert [chip.text for chip in found.chips] == ["4 sets", "100 m", "every 1:40"]


def test_the_list_is_options_of_a_list_box(client, library, rosa):
    client.force_login(rosa)
    html = client.get("/sessions/suggest/", {"text": "bench 4x8", "sport": "strength"}).content.decode()

    bench = Exercise.objects.get(name="Bench press").pk
    assert f'id="option-1" data-id="{bench}" data-line="Bench press 4x8" aria-selected="true"' in html
    assert "Use “bench” as written" in html


@pytest.mark.parametrize("query", [{}, {"text": "x" * 5000}, {"text": "<b>", "sport": "chess"}])
def test_odd_queries_are_answered(client, library, rosa, query):
    client.force_login(rosa)
    answer = client.get("/sessions/suggest/", query)

    assert (answer.status_code, "<b>" in answer.content.decode()) == (200, False)
