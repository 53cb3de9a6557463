"""Merging in the admin: what is offered, what stands side by side, what is asked; and who may."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory
from exercises.tests.test_admin import LIST, page_of, said, signed_in_as


@pytest.fixture
def as_curator(curator):
    return signed_in_as(curator)


@pytest.fixture
def rear(db):
    return ExerciseFactory(name="Rear squat", aliases=("Squat, rear",), cues=("Sit.",))


def merge_page(exercise):
    return f"{LIST}{exercise.pk}/merge/"


def test_what_has_the_most_similar_names_is_offered_and_anything_is_found(as_curator, rear, squat, own):
    ExerciseFactory(name="Bench press")
    ExerciseFactory(name="Rear squat, old", status=Status.ARCHIVED)

    answer = as_curator.get(merge_page(rear))
    assert answer.context["found"] == [squat]
    assert f'<a href="?into={squat.pk}">Back squat</a>' in answer.content.decode()
    assert [row.name for row in as_curator.get(merge_page(rear) + "?q=ben").context["found"]] == ["Bench press"]
    assert "Nothing fits." in as_curator.get(merge_page(rear) + "?q=slant").content.decode()
    assert f'href="{merge_page(rear)}"' in as_curator.get(page_of(rear)).content.decode()


def test_both_stand_side_by_side_with_their_uses(as_curator, rear, squat):
    from sessions_app.tests.factories import SessionExerciseFactory

    SessionExerciseFactory(exercise=rear)
    answer = as_curator.get(merge_page(rear) + f"?into={squat.pk}")
    html = answer.content.decode()

    facts = {row.label: (row.one, row.other, row.differs, row.asked) for row in answer.context["compared"]}
    assert facts["name"] == (["Rear squat"], ["Back squat"], True, False)
    assert facts["sport"] == (["Strength"], ["Strength"], False, False)
    assert facts["equipment"] == (["Barbell"], ["Barbell", "Rack"], True, False)
    assert "video" not in facts
    assert "Used in 1 session of 1 coach." in html and "Used nowhere." in html
    assert 'name="agreed"' not in html
    assert f'href="{merge_page(squat)}?into={rear.pk}"' in html


def test_it_merges_says_so_and_writes_it_down(as_curator, curator, rear, squat):
    answer = as_curator.post(merge_page(rear), {"into": squat.pk})

    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(squat))
    assert said(answer) == ["Merged “Rear squat” into “Back squat”."]
    assert Exercise.objects.get().aliases == ("BB squat", "Rear squat", "Squat, rear")
    log = [(entry.user, entry.object_id, entry.is_deletion()) for entry in LogEntry.objects.order_by("pk")]
    assert log == [(curator, squat.pk, False), (curator, rear.pk, True)]


def test_it_asks_for_a_tick_where_they_are_not_logged_alike(as_curator, squat):
    plank = ExerciseFactory(name="Plank", measures=("time",), per_side=True)
    page, values = merge_page(plank), {"into": squat.pk}
    html = as_curator.get(page, values).content.decode()
    assert 'name="agreed" required' in html and html.count('class="is-asked"') == 2

    answer = as_curator.post(page, values)
    assert answer.status_code == 422
    assert "Tick that you have seen what differs, then merge." in answer.content.decode()
    assert Exercise.objects.count() == 2
    assert as_curator.post(page, values | {"agreed": "on"}).status_code == 302
    assert Exercise.objects.get() == squat


@pytest.mark.parametrize("into", ["", "nobody", "own", "self"])
def test_what_cannot_be_merged_into_is_said(as_curator, rear, own, into):
    into = {"own": own.pk, "self": rear.pk}.get(into, into)
    answer = as_curator.post(merge_page(rear), {"into": into})
    assert answer.status_code == 422
    assert 'class="errornote"' in answer.content.decode()
    assert Exercise.objects.count() == 2


def test_a_coachs_own_is_not_merged_and_a_suggestion_is(as_curator, rosa, squat, superuser):
    exercise = ExerciseFactory(name="Rear squat", author=rosa)
    assert signed_in_as(superuser).post(merge_page(exercise), {"into": squat.pk}).status_code == 403
    assert as_curator.get(merge_page(exercise)).status_code == 302  # not shown to a curator
    Exercise.objects.filter(pk=exercise.pk).update(status=Status.SUGGESTED)
    html = as_curator.get(merge_page(exercise) + f"?into={squat.pk}").content.decode()
    assert "The other way round" not in html
    assert as_curator.post(merge_page(exercise), {"into": squat.pk}).status_code == 302
    assert Exercise.objects.get() == squat


def test_a_form_of_another_site_merges_nothing(curator, rear, squat):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)
    assert client.post(merge_page(rear), {"into": squat.pk}).status_code == 403
    assert Exercise.objects.count() == 2


@pytest.mark.parametrize("others", [1, 40])
def test_the_pages_cost_the_same_queries(as_curator, rear, squat, others, django_assert_num_queries):
    from sessions_app.tests.factories import SessionExerciseFactory

    for number in range(others):
        ExerciseFactory(name=f"Squat {number}")
        SessionExerciseFactory(exercise=rear)
    as_curator.get(merge_page(rear))
    with django_assert_num_queries(9):
        as_curator.get(merge_page(rear))
    with django_assert_num_queries(8):
        as_curator.get(merge_page(rear) + f"?into={squat.pk}")
