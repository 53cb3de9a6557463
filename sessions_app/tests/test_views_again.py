"""What is sent again because its answer was lost is not done twice, whatever verb it is."""

import pytest
from django.urls import reverse

from core.editing import stack
from core.models import Change
from sessions_app import editing
from sessions_app.tests.conftest import lines, row_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(signed_in, lower_a):
    def send(verb, *args, **data):
        url = reverse(f"sessions:{verb}", args=[lower_a.pk, *args])
        return signed_in.post(url, data, HTTP_HX_REQUEST="true")

    return send


def of(row):
    return {"version": row.version, "row": f"{row.pk}.{row.version}"}


VERBS = {
    "line_add": ((), {"text": "Curl 3x10\nDip 3x8", "section": "main"}),
    "superset_add": ((), {"text": "Dip 3x8", "section": "main"}),
    "line_update": (("Plank",), {"name": "Plank", "text": "4x40s"}),
    "line_copy": (("Plank",), {}),
    "line_move": (("Plank",), {"to": "up"}),
    "line_group": (("Plank",), {}),
    "line_leave": (("Chin-up",), {}),
    "line_remove": (("Plank",), {}),
    "selection_copy": ((), {"to": "end:main"}),
    "selection_remove": ((), {}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_word_seen_before_answers_with_the_page_as_it_is(post, lower_a, verb):
    names, data = VERBS[verb]
    row = row_named(lower_a, names[0] if names else "Plank")
    args = [row.pk] if names else []
    first = post(verb, *args, **of(row), **data, once="w1")
    once = lines(lower_a)

    again = post(verb, *args, **of(row), **data, once="w1")

    assert (first.status_code, again.status_code) == (200, 200)
    assert lines(lower_a) == once
    assert 'id="lines"' in again.content.decode()  # whole: nobody knows what that page shows
    assert list(Change.objects.filter(document_id=lower_a.pk).order_by("number").values_list("word", flat=True)) == [
        "",
        "w1",
    ]


def test_another_word_is_another_write(post, lower_a):
    row = row_named(lower_a, "Plank")
    for word in ("w1", "w1", "w2", "", ""):
        assert post("line_copy", row.pk, **of(row), once=word).status_code == 200

    assert [line.split(" ", 2)[2] for line in lines(lower_a)].count("Plank | 3x30s") == 5


def test_undo_and_redo_go_one_step_though_the_page_that_sends_it_again_shows_the_next(post, lower_a, rosa):
    for name in ("Plank", "Back squat"):
        editing.remove_line(row_named(lower_a, name), rosa)
    full = [stack(lower_a, rosa)[0].pk, len(lines(lower_a))]

    assert post("session_undo", step=full[0], once="w1").status_code == 200
    assert post("session_undo", step=stack(lower_a, rosa)[0].pk, once="w1").status_code == 200
    assert len(lines(lower_a)) == full[1] + 1

    assert post("session_redo", step=full[0], once="w2").status_code == 200
    assert post("session_redo", step=full[0], once="w2").status_code == 200
    assert [stack(lower_a, rosa)[0].pk, len(lines(lower_a))] == full


def test_a_word_is_of_one_session(post, lower_a, write, signed_in):
    other = write("Plank 3x30s")
    for session in (lower_a, other):
        row = row_named(session, "Plank")
        signed_in.post(reverse("sessions:line_copy", args=[session.pk, row.pk]), {"once": "w1"}, HTTP_HX_REQUEST="true")

    assert len(lines(other)) == 2


def test_it_costs_no_query_more(post, lower_a, django_assert_num_queries):
    row = row_named(lower_a, "Plank")
    post("line_copy", row.pk)
    with django_assert_num_queries(12):
        post("line_copy", row.pk, once="w1")


def test_what_was_written_and_undone_since_is_not_written_again(post, lower_a):
    once = lines(lower_a)
    assert post("line_add", text="Curl 3x10", section="main", once="w1").status_code == 200
    assert post("session_undo", step=stack(lower_a, lower_a.author)[0].pk).status_code == 200

    assert post("line_add", text="Curl 3x10", section="main", once="w1").status_code == 200
    assert lines(lower_a) == once
    assert post("line_add", text="Curl 3x10", section="main", once="w2").status_code == 200
    assert len(lines(lower_a)) == len(once) + 1


def test_what_waits_is_not_written_the_name_neither_and_waits_again(post, lower_a):
    once, plank = lines(lower_a), row_named(lower_a, "Plank")
    typed = {**of(plank), "name": "Side plank", "text": "3x30s, 2x20s", "typing": "1", "once": "w1"}

    for _turn in range(2):
        answer = post("line_update", plank.pk, **typed)
        assert answer.status_code == 202
        assert "makes 2 lines" in answer.content.decode()
    assert lines(lower_a) == once


def test_a_swap_that_changes_nothing_offers_no_undo_of_another_step(post, lower_a):
    plank = row_named(lower_a, "Plank")
    post("line_copy", plank.pk, **of(plank))

    answer = post("line_swap", plank.pk, **of(plank), exercise=plank.exercise_id)

    assert answer.status_code == 200
    assert "Swapped" in answer.headers["HX-Trigger"] and "undo/?step" not in answer.headers["HX-Trigger"]
