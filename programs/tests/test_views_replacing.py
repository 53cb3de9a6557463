"""Another exercise or scheme in many sessions at once: the form that shows it first, and what it answers."""

import pytest
from django.urls import reverse

from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.models import Program
from programs.tests.squats import FRONTS, LOWER, everything, stands
from sessions_app import editing
from sessions_app.models import Session
from sessions_app.prescription.digest import rows_of
from sessions_app.tests.conftest import lines

HTMX = {"HX-Request": "true", "HX-Target": "sheet"}


@pytest.fixture
def program(squats):
    return squats


def url(program, name="program_replace"):
    return reverse(f"programs:{name}", args=[program.pk])


def text(response):
    return " ".join(response.content.decode().split())


def send(client, program, name="program_replace", headers=HTMX, **typed):
    return client.post(url(program, name), {"weeks": "1-4"} | typed, headers=headers)


def test_the_form_knows_the_programs_exercises_and_schemes(signed_in, program, squat):
    form = signed_in.get(url(program), {"exercise": squat.pk}).context["form"]
    assert [label for _value, label in form.fields["exercise"].choices] == [
        "Any",
        "Back squat",
        "Bench press",
        "Leg curl",
    ]
    assert [label for _value, label in form.fields["scheme"].choices] == ["Any", "3x12", "3x3 @ 60%", "5x5 @ 80% r3:00"]
    assert form["weeks"].value() == "1-4"


def test_the_preview_says_what_changes_in_which_weeks(signed_in, program, squat):
    page = text(send(signed_in, program, "replace_preview", exercise=squat.pk, other="front  SQUAT", weeks="2-3"))
    assert '<b>Lower</b> <span class="t-3">weeks 2, 3</span>' in page
    assert "<del>Back squat 5x5 @ 80% r3:00</del> <ins>Front squat 5x5 @ 80% r3:00</ins>" in page
    assert "Stands in 2 more places." in page
    assert "Upper" not in page


def test_in_a_mixed_program_a_percentage_is_of_what_the_exercise_takes(signed_in, program, squat):
    Program.objects.filter(pk=program.pk).update(sport="")
    page = text(send(signed_in, program, "replace_preview", exercise=squat.pk, text="3x8 @ 70%"))
    assert "<ins>Back squat 3x8 @ 70%</ins>" in page
    assert "<ins>Leg curl 3x8 @ 70%</ins>" in text(
        send(signed_in, program, "replace_preview", scheme="3x12", text="3x8 @ 70%")
    )


def test_replacing_loads_the_page_anew_with_its_undo(signed_in, program, squat):
    answer = send(signed_in, program, exercise=squat.pk, other="Front squat")
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    assert "Replaced Back squat by Front squat" in text(signed_in.get(program.get_absolute_url()))
    assert stands(program)[1, 1] == FRONTS


def test_without_scripts_it_leads_back(signed_in, program, squat):
    answer = send(signed_in, program, headers={}, exercise=squat.pk, other="Front squat")
    assert answer.headers["Location"] == program.get_absolute_url()
    page = send(signed_in, program, "replace_preview", headers={}, scheme="3x12", text="3x5")
    assert "<del>Leg curl 3x12</del> <ins>Leg curl 3x5</ins>" in text(page)


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(("by", "message"), [("3x5", "Replaced 3x12 by 3x5"), ("3x12", "Nothing to change.")])
def test_it_says_what_was_done_and_offers_an_undo_only_of_that(signed_in, program, headers, by, message):
    send(signed_in, program, headers=headers, scheme="3x12", text=by)
    page = signed_in.get(program.get_absolute_url())
    (said,) = page.context["messages"]
    assert said.message == message
    assert said.extra_tags.startswith("undo:") is (by == "3x5")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose an exercise, a scheme, or both."),
        ({"scheme": "3x12"}, "Write another exercise, another scheme, or both."),
        ({"scheme": "3x12", "other": "Front squat"}, "Choose the exercise that is replaced."),
        ({"scheme": "3x12", "text": "3x8 splendidly"}, "“splendidly” is not understood."),
        ({"scheme": "3x12", "text": "3x8, 2x5"}, "Write one scheme: 5x5 @ 80%."),
        ({"scheme": "3x12", "text": "0x5"}, "0"),
        ({"scheme": "9x9", "text": "3x8"}, "Select a valid choice."),
        ({"exercise": "c" + "0" * 24, "text": "3x8"}, "Select a valid choice."),
        ({"scheme": "3x12", "other": "Front squt"}, "Did you mean Front squat"),
        ({"scheme": "3x12", "text": "3x8", "weeks": "2-9"}, "The program has 4 weeks."),
        ({"scheme": "3x12", "text": "3x8", "weeks": "all"}, "Write weeks as 4, or 4-6, 8."),
        ({"scheme": "3x12", "text": "3x8", "weeks": "2"}, "Lower also stands elsewhere."),
        ({"scheme": "3x12", "text": "3x8", "weeks": "2", "where": "moon"}, "Select a valid choice."),
        ({"scheme": "3x3 @ 60%", "text": "3x8", "weeks": "4"}, "Nothing in these weeks is that."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_is_refused_in_a_sentence(signed_in, program, typed, sentence, headers):
    before = everything()
    answer = send(signed_in, program, headers=headers, **typed)
    assert answer.status_code == 422
    assert sentence in text(answer).replace("&#x27;", "'")
    assert everything() == before


def test_what_may_be_meant_is_one_click_away(signed_in, program, squat):
    page = send(signed_in, program, "replace_preview", exercise=squat.pk, other="Front squt", weeks="2-3")
    query = f"exercise={squat.pk}&scheme=&text=&weeks=2-3&other=Front+squat"
    assert f'href="{url(program)}?{query.replace("&", "&amp;")}" data-sheet>Front squat</a>' in text(page)
    form = signed_in.get(f"{url(program)}?{query}").context["form"]
    assert (form["exercise"].value(), form["weeks"].value(), form["other"].value()) == (squat.pk, "2-3", "Front squat")


def test_only_what_a_coach_may_see_comes_in(signed_in, program, squat, other):
    ExerciseFactory(name="Secret squat", author=other)
    answer = send(signed_in, program, exercise=squat.pk, other="Secret squat")
    assert answer.status_code == 422
    assert not Exercise.objects.filter(name="Secret squat", author=program.author).exists()


def test_it_takes_so_many_queries(signed_in, program, squat, django_assert_num_queries):
    with django_assert_num_queries(23):
        send(signed_in, program, exercise=squat.pk, other="Front squat")
    assert Program.objects.get(pk=program.pk).version > 1


@pytest.mark.parametrize("count", [3, 10])
def test_copies_of_ten_sessions_take_as_many_queries_as_of_three(
    signed_in, program, rosa, squat, count, django_assert_num_queries
):
    for number in range(1, count):
        session = editing.create_session(Session(name=f"Lower {number}", sport="strength"), rosa, LOWER)
        for week in (3, 4):
            schedule.place(program, rosa, session, week, 2)
    with django_assert_num_queries(28):
        send(signed_in, program, exercise=squat.pk, other="Front squat", weeks="4", where="here")
    placings = program.placings.filter(week=4).order_by("day", "order").select_related("session")
    assert [lines(placing.session)[0][4:] for placing in placings] == [FRONTS[0]] * count
    assert [rows_of(placing.session.digest)[0].name for placing in placings] == ["Front squat"] * count
    assert Session.objects.count() == 2 * count + 1  # with Upper
