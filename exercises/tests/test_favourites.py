"""Stars and uses: what an exercise is to one person, and to nobody else."""

import json

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.http import QueryDict

from core.templatetags.ui import undo_url
from exercises import library
from exercises.browse import Filters, browse
from exercises.models import Favourite
from exercises.tests.factories import ExerciseFactory, FavouriteFactory
from sessions_app.tests.factories import SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db

STAR = 'aria-pressed="true" aria-label="Favourite: '


def look(user, query=""):
    return browse(user, Filters.read(QueryDict(query)))


def names(result):
    return [row.name for row in result.exercises]


def only(result):
    return {option.value: option.count for option in result.facets[0].options}


def address(exercise, verb="favourite"):
    return f"/exercises/{exercise.pk}/{verb}/"


def test_a_star_is_set_once_and_taken_off(rosa, squat):
    for _ in range(2):
        library.favour(squat, rosa)
    assert Favourite.objects.filter(person=rosa, exercise=squat).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        FavouriteFactory(person=rosa, exercise=squat)

    for _ in range(2):
        library.unfavour(squat, rosa)
    assert Favourite.objects.count() == 0


def test_the_button_says_what_it_did_goes_back_and_can_be_undone(signed_in, rosa, squat):
    answer = signed_in.post(address(squat), {"next": "/exercises/?q=squat"})
    message = list(get_messages(answer.wsgi_request))[-1]

    assert answer.headers["Location"] == "/exercises/?q=squat"
    assert str(message) == "“Back squat” is one of your favourites."
    assert undo_url(message) == address(squat, "unfavourite")
    signed_in.post(undo_url(message))
    assert not Favourite.objects.exists()


@pytest.mark.parametrize("page", ["https://testserver/exercises/?q=squat", "https://testserver/exercises/"])
def test_the_page_is_told_which_stars_changed_and_how_many_there_are_in_its_list(signed_in, rosa, squat, page):
    FavouriteFactory(person=rosa, exercise=ExerciseFactory(name="Plank"))
    htmx = {"HX-Request": "true", "HX-Current-URL": page}
    answer = signed_in.post(address(squat), headers=htmx)

    assert json.loads(answer.headers["HX-Trigger"])["favourite"] == {
        "id": squat.pk,
        "pressed": "true",
        "action": address(squat, "unfavourite"),
    }
    count = 1 if "squat" in page else 2
    assert f'>Favourites</span><span class="check-count">{count}</span>' in answer.content.decode()
    off = signed_in.post(address(squat, "unfavourite"), headers=htmx)
    assert json.loads(off.headers["HX-Trigger"])["favourite"]["pressed"] == "false"
    alone = htmx | {"HX-Current-URL": f"https://testserver{squat.get_absolute_url()}"}
    assert signed_in.post(address(squat), headers=alone).content == b""


@pytest.mark.parametrize(
    ("page", "status"), [("http://[", 200), ("javascript:x", 200), ("http://testserver/exercises/?q=a%00b", 400)]
)
def test_a_page_that_is_none_is_told_nothing(signed_in, squat, page, status):
    answer = signed_in.post(address(squat), headers={"HX-Request": "true", "HX-Current-URL": page})
    assert answer.status_code == status
    assert "check-count" not in answer.content.decode()


def test_favourites_and_uses_are_counted_filtered_and_ones_own(rosa, other, squat):
    plank = ExerciseFactory(name="Plank", sport="mobility")
    session = SessionFactory(author=rosa)
    for exercise in (squat, squat, plank):
        SessionExerciseFactory(session=session, exercise=exercise)
    SessionExerciseFactory(session=SessionFactory(author=rosa), exercise=squat)
    SessionExerciseFactory(session=SessionFactory(author=other), exercise=plank)
    FavouriteFactory(person=rosa, exercise=plank)
    FavouriteFactory(person=other, exercise=squat)
    ExerciseFactory(name="Air squat")

    assert [(row.name, row.is_favourite, row.used) for row in look(rosa).exercises] == [
        ("Air squat", False, 0),
        ("Back squat", False, 2),
        ("Plank", True, 1),
    ]
    assert only(look(rosa)) == {"favourite": 1, "used": 2, "free": 0, "own": 0}
    assert names(look(rosa, "only=favourite")) == ["Plank"]
    assert names(look(rosa, "only=used")) == ["Back squat", "Plank"]
    assert names(look(rosa, "only=used&only=favourite")) == ["Plank"]
    assert names(look(rosa, "only=used&q=squat")) == ["Back squat"]
    result = look(rosa, "only=used&sport=strength")
    assert only(result) == {"favourite": 0, "used": 1, "free": 0, "own": 0}
    assert {tab.value: tab.count for tab in result.tabs if tab.count} == {"": 2, "strength": 1, "mobility": 1}
    assert (result.count, result.total) == (1, 3)
    assert names(look(other, "only=used")) == ["Plank"]


def test_own_ones_are_narrowed_too_and_the_total_stays(rosa, own):
    ExerciseFactory(name="Wall sit", author=rosa)
    FavouriteFactory(person=rosa, exercise=own)
    result = look(rosa, "only=favourite")

    assert (names(result), result.count, result.total) == (["Slant squat"], 1, 2)
    assert only(result)["own"] == 1


def test_the_row_the_panel_and_the_page_show_it(signed_in, rosa, squat):
    SessionExerciseFactory(session=SessionFactory(author=rosa), exercise=squat)
    ExerciseFactory(name="Front squat")
    assert signed_in.get("/exercises/").content.decode().count(STAR) == 0
    FavouriteFactory(person=rosa, exercise=squat)
    html = signed_in.get("/exercises/").content.decode()

    assert html.count(STAR) == 2  # in the row and beside the list
    assert html.count(f'formaction="{address(squat, "unfavourite")}"') == 2
    assert '<td class="col-used num">1</td>' in html
    assert '<td class="col-used num"></td>' in html
    assert signed_in.get(squat.get_absolute_url()).content.decode().count(STAR) == 1


def test_a_merge_carries_favourites_over_once(rosa, other, squat):
    gone = ExerciseFactory(name="Squat with a bar")
    for person in (rosa, other):
        FavouriteFactory(person=person, exercise=gone)
    FavouriteFactory(person=rosa, exercise=squat)
    Favourite.objects.carry_over(gone, squat)

    assert sorted(Favourite.objects.values_list("person", "exercise")) == sorted(
        [(rosa.pk, squat.pk), (other.pk, squat.pk)]
    )


def test_they_go_with_the_exercise_and_with_the_person(rosa, other, own, squat):
    FavouriteFactory(person=rosa, exercise=own)
    FavouriteFactory(person=rosa, exercise=squat)
    library.delete(own)
    assert Favourite.objects.count() == 1
    rosa.delete()
    assert Favourite.objects.count() == 0
