"""The verbs of several lines over HTTP: what was ticked, as it stood on the page, or nothing at all."""

import pytest
from django.urls import reverse

from sessions_app import editing
from sessions_app.models import SessionGroup, rows_of
from sessions_app.tests.conftest import lines, row_named

pytestmark = pytest.mark.django_db

VERBS = ["move", "copy", "group", "remove"]


def post(client, name, session, *rows, htmx=True, **data):
    ticked = [f"{row.pk}.{row.version}" for row in rows]
    extra = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    return client.post(reverse(f"sessions:{name}", args=[session.pk]), {"row": ticked, **data}, **extra)


def picked(session, *names):
    return [row_named(session, name) for name in names]


def names(session):
    return [line.split(" | ")[0] for line in lines(session)]


def test_the_lines_come_back_as_they_stand(signed_in, lower_a):
    answer = post(signed_in, "selection_move", lower_a, *picked(lower_a, "Plank", "Row erg"), to="end:cool_down")

    assert answer.status_code == 200
    assert names(lower_a)[-3:] == ["c 2 Couch stretch", "c 3 Row erg", "c 4 Plank"]
    assert answer.content.decode().index("Select Couch stretch") < answer.content.decode().index("Select Plank")


def test_copies_and_groups(signed_in, lower_a):
    post(signed_in, "selection_group", lower_a, *picked(lower_a, "Plank", "Back squat"))
    assert names(lower_a)[1:3] == ["m A1 Back squat", "m A2 Plank"]

    post(signed_in, "selection_copy", lower_a, *picked(lower_a, "Plank", "Back squat"), to="end:cool_down")
    assert names(lower_a)[-2:] == ["c C1 Back squat", "c C2 Plank"]


@pytest.mark.parametrize(("wanted", "said"), [(("Plank",), "Removed Plank"), (("Plank", "Row erg"), "Removed 2 lines")])
def test_removing_says_so_with_an_undo(signed_in, lower_a, wanted, said):
    answer = post(signed_in, "selection_remove", lower_a, *picked(lower_a, *wanted))

    assert said in answer.headers["HX-Trigger"] and "/undo/" in answer.headers["HX-Trigger"]
    assert len(rows_of(lower_a)) == 6 - len(wanted)


def test_without_htmx_the_answer_is_the_page(signed_in, lower_a):
    answer = post(signed_in, "selection_copy", lower_a, *picked(lower_a, "Plank"), htmx=False)

    assert (answer.status_code, answer.url) == (302, lower_a.get_absolute_url())


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_ticked_says_so(signed_in, lower_a, verb):
    before = lines(lower_a)

    answer = post(signed_in, f"selection_{verb}", lower_a, to="up")

    assert (answer.status_code, lines(lower_a)) == (422, before)
    assert any(said in answer.content.decode() for said in ("Tick the lines first.", "two lines or more"))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("version", ["0", "77", "x", "²", "9" * 30])
def test_a_line_of_another_version_is_a_conflict_for_all(signed_in, lower_a, verb, version):
    before = lines(lower_a)
    plank, squat = picked(lower_a, "Plank", "Back squat")

    answer = post(signed_in, f"selection_{verb}", lower_a, row=[f"{plank.pk}.{version}", squat.pk], to="up")

    assert (answer.status_code, lines(lower_a)) == (409, before)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("strange", ["x", "", "c" * 10_000])
def test_a_line_that_is_not_there_is_a_conflict(signed_in, lower_a, verb, strange):
    before = lines(lower_a)

    answer = post(signed_in, f"selection_{verb}", lower_a, row=[row_named(lower_a, "Plank").pk, strange], to="up")

    assert (answer.status_code, lines(lower_a)) == (409, before)


def test_lines_of_another_session_are_not_there(signed_in, lower_a, write):
    elsewhere = write("Squat 5x5\nCurl 3x8")

    answer = post(signed_in, "selection_remove", lower_a, *rows_of(elsewhere))

    assert (answer.status_code, len(rows_of(elsewhere))) == (409, 2)


def test_a_section_is_renamed(signed_in, lower_a):
    answer = post(signed_in, "section_rename", lower_a, section="main", was="", title="Power")

    assert '<h2 class="visually-hidden">Power</h2>' in answer.content.decode()
    assert post(signed_in, "section_rename", lower_a, section="main", was="", title="Strong").status_code == 409
    assert post(signed_in, "section_rename", lower_a, section="main", was="", title="Power").status_code == 200
    assert post(signed_in, "section_rename", lower_a, section="attic", was="", title="x").status_code == 422


@pytest.mark.parametrize(
    ("verb", "data", "queries"),
    [("move", {"to": "up"}, 13), ("copy", {}, 12), ("group", {}, 13), ("remove", {}, 12)],
)
def test_a_verb_costs_the_same_for_few_and_many(signed_in, write, django_assert_num_queries, verb, data, queries):
    for count in (2, 25):
        session = write("Press 5x5\n" + "Curl 3x8\n" * count)
        with django_assert_num_queries(queries):
            post(signed_in, f"selection_{verb}", session, *rows_of(session)[1:], **data)


def test_the_groups_of_removed_lines_go_along(signed_in, lower_a):
    post(signed_in, "selection_remove", lower_a, *picked(lower_a, "Chin-up", "Romanian deadlift"))

    assert not SessionGroup.objects.exists()


def test_a_reader_has_no_ticks(client, lower_a):
    lower_a.visibility = "public"
    lower_a.save()
    html = client.get(lower_a.get_absolute_url()).content.decode()

    assert not any(word in html for word in ('name="row"', "data-slot", "data-grip", 'id="selection"'))
    assert editing.text_of(lower_a)
