"""What the database itself holds about exercises, the same on SQLite and PostgreSQL."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused(**values):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        ExerciseFactory(**values)
    return str(error.value)


def test_a_name_stands_once_per_sport_in_the_library_and_once_per_author():
    coach, other = UserFactory(), UserFactory()
    ExerciseFactory(name="Back squat")
    ExerciseFactory(name="Back squat", author=coach)
    ExerciseFactory(name="Back squat", author=other)
    ExerciseFactory(name="Back squat", sport="mobility")

    refused(name="BACK  Squat")
    refused(name="back squat", author=coach)
    assert Exercise.objects.count() == 4


@pytest.mark.parametrize(
    "values", [{"status": Status.OWN}, {"sport": "chess"}, {"name": "  "}, {"status": Status.SUGGESTED}]
)
def test_what_cannot_be(values):
    assert refused(**values)


def test_library_status_has_no_author():
    assert refused(author=UserFactory(), status=Status.LIBRARY)


def test_visible_is_the_library_and_ones_own():
    coach, other = UserFactory(), UserFactory()
    library, own = ExerciseFactory(), ExerciseFactory(author=coach)
    ExerciseFactory(author=other)

    assert set(Exercise.objects.visible_to(coach)) == {library, own}
    assert set(Exercise.objects.editable_by(coach)) == {own}
    assert set(Exercise.objects.visible_to(AnonymousUser())) == {library}
    assert set(Exercise.objects.editable_by(AnonymousUser())) == set()
    assert own.is_editable_by(coach) and not own.is_editable_by(other) and not library.is_editable_by(coach)


@pytest.mark.parametrize(
    "words", ["pull", "PULL-UP", "pull up", "pullup", "pullups", "up pull", "chinn", "over", "Überhand"]
)
def test_search_finds_words_that_begin_so(words):
    ExerciseFactory(name="Pull-up", aliases=("Chinning", "Overhand pull-up", "Überhand"))
    ExerciseFactory(name="Push press")

    assert [row.name for row in Exercise.objects.search(words)] == ["Pull-up"]


@pytest.mark.parametrize("words", ["ull", "pull press", "%", "_ull", "\\"])
def test_search_finds_nothing_else(words):
    ExerciseFactory(name="Pull-up")

    assert not Exercise.objects.search(words)


def test_changing_the_name_alone_changes_the_keys():
    exercise = ExerciseFactory(name="Pull-up")
    exercise.name = "Chin-up"
    exercise.save(update_fields=["name"])

    assert [row.name_key for row in Exercise.objects.search("chin")] == ["chin-up"]
