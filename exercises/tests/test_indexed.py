"""The index of words on SQLite: as the rows are, whoever writes them."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat

from exercises import indexed, search
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has an index of trigrams"),
]


def kept():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, words FROM {indexed.INDEX}")
        return sorted(cursor.fetchall())


def stored():
    return sorted(Exercise.objects.order_by().values_list("pk", "search_key"))


def found(words):
    return sorted(Exercise.objects.filter(indexed.condition(search.strict(words))).values_list("name", flat=True))


def test_what_is_made_changed_and_deleted_in_any_way():
    squat, lunge, _row = (ExerciseFactory(name=name) for name in ("Back squat", "Lunge", "Row"))
    Exercise.objects.bulk_create([Exercise(name="Front squat", sport="strength", author=None, status="library")])
    assert kept() == stored()

    squat.name = "High-bar squat"
    squat.save()
    lunge.delete()
    Exercise.objects.filter(name="Row").update(search_key=Concat("search_key", Value(" erg ")))

    assert len(kept()) == 3
    assert kept() == stored()
    assert found("squat") == ["Front squat", "High-bar squat"]
    assert found("erg") == ["Row"]
    assert found("back lunge") == []


def test_words_that_are_no_english_and_signs():
    ExerciseFactory(name="Приседания со штангой", aliases=("深蹲", "co_ordination", 'the "pit"'))

    for words in ("приседания", "深蹲跳", "深蹲", "co_ordination", 'pit"', "присед co_or"):
        asked = search.strict(words)
        assert set(Exercise.objects.filter(indexed.condition(asked))) == set(
            Exercise.objects.filter(asked.condition())
        ), words
    assert found("приседания") == ["Приседания со штангой"]


def test_the_index_is_asked_not_the_rows():
    plan = Exercise.objects.filter(indexed.condition(search.strict("squat"))).order_by().explain()

    assert f"SCAN {indexed.INDEX} VIRTUAL TABLE INDEX" in plan
    assert "SEARCH exercises_exercise USING" in plan


def test_it_is_whole_again_after_a_migration_that_wrote_the_table_anew():
    squat = ExerciseFactory(name="Back squat")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {indexed.INDEX}_changed")  # as where the table is a new one
    squat.name = "Front squat"
    squat.save()
    ExerciseFactory(name="Lunge")
    assert kept() != stored()

    call_command("migrate", verbosity=0)

    assert kept() == stored()
    Exercise.objects.all().delete()
    assert kept() == []


def test_it_is_left_alone_where_it_is_true(django_assert_num_queries):
    with django_assert_num_queries(1):
        indexed.look_after(apps.get_app_config("exercises"), "default")
