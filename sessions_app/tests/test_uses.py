"""What an exercise says of the sessions it stands in, and putting it into one."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from core.editing import stack, undo
from core.templatetags.ui import undo_url
from exercises import merging
from exercises.tests.factories import ExerciseFactory
from sessions_app import editing, uses
from sessions_app.models import Session, SessionExercise
from sessions_app.prescription import Intensity, Reps, Rest
from sessions_app.tests.factories import SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def squat(db):
    return ExerciseFactory(name="Back squat")


def lower(rosa, squat, name="Lower A", **facts):
    session = SessionFactory(author=rosa, name=name)
    SessionExerciseFactory(session=session, exercise=squat, **facts)
    return session


def page(client, exercise):
    return client.get(exercise.get_absolute_url()).content.decode()


def add(client, exercise, **values):
    answer = client.post(reverse("sessions:exercise_add", args=[exercise.pk]), values)
    said = list(get_messages(answer.wsgi_request))
    return answer, (said[-1] if said else None)


def scheme():
    return {"sets": 5, "reps": Reps.parse("5"), "intensity": Intensity.parse("80%"), "rest": Rest.parse("3:00")}


def test_an_exercise_nobody_used_says_nothing_of_sessions(signed_in, other, squat):
    lower(other, squat)
    html = page(signed_in, squat)

    assert "Used in" not in html and "Usually" not in html


def test_it_says_how_much_one_wrote_last_and_where_the_last_three_by_name(signed_in, rosa, squat):
    for number in range(5):
        last = lower(rosa, squat, f"Day {number}", **scheme())
    SessionExerciseFactory(session=last, exercise=squat, sets=1, reps=Reps.parse("10"), is_warm_up=True)
    html = page(signed_in, squat)

    assert "<dt>Usually</dt><dd>5x5 @ 80% r3:00 " in html
    named = [f'<a href="{Session.objects.get(name=f"Day {n}").get_absolute_url()}">Day {n}</a>' for n in (4, 3, 2)]
    assert f"<dt>Used in</dt><dd>{', '.join(named)} and 2 more sessions</dd>" in html
    listed = signed_in.get(f"/exercises/?show={squat.pk}").content.decode()
    assert "and 2 more sessions" in listed


def test_the_question_offers_the_sessions_of_late_and_what_was_written_last(signed_in, rosa, other, squat):
    lower(rosa, squat, **scheme())
    SessionFactory(author=rosa, name="Long run", sport="running")
    SessionFactory(author=rosa, name="Only in a program", kept=False)
    lower(other, squat, "Not mine")
    answer = signed_in.get(
        reverse("sessions:exercise_add", args=[squat.pk]), headers={"Referer": "http://testserver/exercises/?q=sq"}
    )
    form = answer.context["form"]

    assert [label for _pk, label in form.fields["session"].choices] == ["Lower A", "Long run", "A new session"]
    assert form.initial["session"] == Session.objects.get(name="Lower A").pk
    assert form.initial["text"] == "5x5 @ 80% r3:00"
    assert '<input type="hidden" name="next" value="/exercises/?q=sq">' in answer.content.decode()


def test_a_strange_referer_leads_to_the_exercise(signed_in, squat):
    address = reverse("sessions:exercise_add", args=[squat.pk])
    for referer in ("https://evil.example/x", "//evil.example", "javascript:alert(1)", "http://[", ""):
        html = signed_in.get(address, headers={"Referer": referer}).content.decode()
        assert f'name="next" value="{squat.get_absolute_url()}"' in html


def test_it_goes_to_the_end_of_the_main_part_and_one_undo_takes_it_back(signed_in, rosa, squat):
    session = lower(rosa, ExerciseFactory(name="Plank"))
    SessionExerciseFactory(session=session, exercise=ExerciseFactory(name="Walk"), section="cool_down", order=2)
    answer, message = add(signed_in, squat, session=session.pk, text="5x5 @ 80%", next="/exercises/?q=sq")

    assert answer.headers["Location"] == "/exercises/?q=sq"
    assert str(message) == "Added Back squat to Lower A."
    rows = session.rows.order_by("order")
    assert [(row.name, row.section) for row in rows] == [
        ("Plank", "main"),
        ("Back squat", "main"),
        ("Walk", "cool_down"),
    ]
    assert str(rows[1].intensity) == "80% 1RM"
    session.refresh_from_db()
    assert "Back squat" in session.digest
    signed_in.post(undo_url(message))
    assert [row.name for row in session.rows.order_by("order")] == ["Plank", "Walk"]


def test_a_new_session_is_made_for_it_in_one_step(signed_in, rosa):
    row = ExerciseFactory(name="Steady row", sport="rowing")
    _answer, message = add(signed_in, row, name="Row", text="30min")
    session = Session.objects.get()

    assert (session.name, session.author, session.sport, session.kept) == ("Row", rosa, "rowing", True)
    assert [(one.exercise, one.duration) for one in session.rows.all()] == [(row, 1800)]
    signed_in.post(undo_url(message))
    assert not Session.objects.exists()


def test_what_is_wrong_is_said_and_nothing_is_written(signed_in, rosa, other, squat):
    theirs, mine = SessionFactory(author=other), SessionFactory(author=rosa)
    for values, sentence in (
        ({"session": theirs.pk}, "That session is not there any more."),
        ({"session": "c" * 25}, "That session is not there any more."),
        ({}, "Choose a session, or name a new one."),
        ({"name": "x" * 121}, "at most 120 characters"),
    ):
        answer, _message = add(signed_in, squat, **values)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert Session.objects.count() == 2
    assert not mine.rows.exists() and not theirs.rows.exists()


def test_a_full_session_says_so(signed_in, rosa, squat):
    session = SessionFactory(author=rosa)
    full = (SessionExercise(session=session, exercise=squat, order=order) for order in range(1, 201))
    SessionExercise.objects.bulk_create(full)
    answer, _message = add(signed_in, squat, session=session.pk, text="5x5")

    assert answer.status_code == 422
    assert "A session takes at most 200 lines, and this would make 201." in answer.content.decode()


def test_an_archived_or_other_exercise_of_the_same_name_is_not_taken_for_it(signed_in, rosa, squat):
    own = ExerciseFactory(name="Back squat", author=rosa)
    session = SessionFactory(author=rosa)
    add(signed_in, squat, session=session.pk, text="5x5")
    add(signed_in, own, session=session.pk, text="3x3")

    assert [row.exercise for row in session.rows.order_by("order")] == [squat, own]


def test_words_that_nobody_knows_stay_a_note_to_be_looked_at(signed_in, rosa, squat):
    session = SessionFactory(author=rosa)
    add(signed_in, squat, session=session.pk, text="5x5 blorp")

    row = session.rows.get()
    assert (row.sets, row.is_unclear) == (5, True)
    assert "blorp" in row.notes


def test_how_much_may_be_left_open(signed_in, rosa, squat):
    session = SessionFactory(author=rosa)
    add(signed_in, squat, session=session.pk)

    assert session.rows.get().sets is None


def test_anothers_own_exercise_is_not_there(signed_in, other):
    theirs = ExerciseFactory(author=other)
    address = reverse("sessions:exercise_add", args=[theirs.pk])

    assert signed_in.get(address).status_code == signed_in.post(address, {"name": "x"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(signed_in, rosa, squat, rows, django_assert_num_queries):
    for number in range(rows):
        lower(rosa, squat, f"Day {number}")
    session = Session.objects.first()
    page(signed_in, squat)

    with django_assert_num_queries(7):  # two of signing in
        page(signed_in, squat)
    with django_assert_num_queries(5):  # the exercise, the last scheme, the sessions of late
        signed_in.get(reverse("sessions:exercise_add", args=[squat.pk]))
    with django_assert_num_queries(13):
        add(signed_in, squat, session=session.pk, text="5x5")


def test_the_count_is_kept_until_a_line_comes_goes_or_is_another(rosa, squat, django_assert_num_queries):
    lunge, press = ExerciseFactory(name="Lunge"), ExerciseFactory(name="Press")
    session, twin = lower(rosa, squat), lower(rosa, lunge, "Lower B")

    def counted(queries):
        with django_assert_num_queries(queries):
            return {pk: number for pk, number in uses.uses(rosa).items() if number}

    assert counted(2) == counted(1) == {squat.pk: 1, lunge.pk: 1}
    editing.add_lines(session, rosa, "Lunge 3x10")
    assert counted(2) == counted(1) == {squat.pk: 1, lunge.pk: 2}
    editing.remove_line(session.rows.get(exercise=squat), rosa)
    assert counted(2) == {lunge.pk: 2}
    undo(stack(session, rosa)[0])
    assert counted(2) == {squat.pk: 1, lunge.pk: 2}
    SessionExercise.objects.filter(session=twin).update(exercise=press)
    assert counted(2) == {squat.pk: 1, lunge.pk: 1, press.pk: 1}
    merging.merge(press, squat)
    assert counted(2) == {squat.pk: 2, lunge.pk: 1}
    twin.delete()
    assert counted(2) == {squat.pk: 1, lunge.pk: 1}
