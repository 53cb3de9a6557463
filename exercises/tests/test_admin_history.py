"""Who changed what, and the way back: one click, one page that asks, and a step of the history itself."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from exercises.history import Step
from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory
from exercises.tests.test_admin import LIST, act, page_of, said, signed_in_as


@pytest.fixture
def as_curator(curator):
    return signed_in_as(curator)


def values_of(exercise, **other):
    lists = {name: "\n".join(getattr(exercise, name)) for name in ("aliases", "equipment", "cues", "easier")}
    ticked = {name: list(getattr(exercise, name)) for name in ("muscles", "secondary_muscles", "measures")}
    facts = {name: getattr(exercise, name) for name in ("name", "sport", "pattern", "level", "caution", "description")}
    return facts | lists | ticked | other


def change(client, exercise, **values):
    exercise.refresh_from_db()
    answer = client.post(page_of(exercise), values_of(exercise, **values))
    assert answer.status_code == 302
    return LogEntry.objects.latest("pk")


def history_of(exercise):
    return f"{LIST}{exercise.pk}/history/"


def revert_of(exercise):
    return f"{LIST}{exercise.pk}/revert/"


def test_a_form_says_what_it_changed_from_what_to_what(as_curator, curator, squat):
    entry = change(as_curator, squat, muscles=["glutes"], cues="Brace.\nSit.", per_side="on")

    assert Step.of(entry).differences == [
        ("primary muscles", ["Quads", "Glutes"], ["Glutes"]),
        ("each side on its own", ["No"], ["Yes"]),
        ("cues", ["Brace before you unlock the knees."], ["Brace.", "Sit."]),
    ]
    assert entry.get_change_message() == "Changed primary muscles, each side on its own and cues."
    html = as_curator.get(history_of(squat)).content.decode()
    assert "<td>Curator</td>" in html
    assert "<del>Quads · Glutes</del> → <ins>Glutes</ins>" in html
    assert f'href="{revert_of(squat)}?entry={entry.pk}"' in html


def test_verbs_and_merges_stand_there_too(as_curator, rosa, squat):
    suggested = ExerciseFactory(name="Hop", author=rosa, status=Status.SUGGESTED)
    act(as_curator, "accept_suggestions", suggested)
    act(as_curator, "archive", suggested)
    as_curator.post(f"{LIST}{suggested.pk}/merge/", {"into": squat.pk})

    steps = [Step.of(entry) for entry in LogEntry.objects.filter(object_id=squat.pk)]
    assert [step.said for step in steps] == ["Merged “Hop” into “Back squat”."]
    assert steps[0].differences == [("also called", ["BB squat"], ["BB squat", "Hop"])]
    of_hop = LogEntry.objects.filter(object_id=suggested.pk).order_by("pk")
    assert [Step.of(entry).said for entry in of_hop] == ["Accepted.", "Archived.", "Deletion"]


def test_what_nobody_changed_has_none(as_curator, squat):
    assert "Nobody changed it here yet." in as_curator.get(history_of(squat)).content.decode()


def test_what_django_wrote_before_is_shown(as_curator, curator, squat):
    kind = ContentType.objects.get_for_model(Exercise)
    for message in ("Accepted.", json.dumps([{"changed": {"fields": ["cues"]}}]), "", "[1]", '[{"was": 1}]'):
        LogEntry.objects.create(
            user=curator, content_type=kind, object_id=squat.pk, object_repr="x", action_flag=2, change_message=message
        )
    steps = [Step.of(entry).said for entry in LogEntry.objects.order_by("pk")[:3]]
    assert steps == ["Accepted.", "Changed cues.", "Change"]
    assert as_curator.get(history_of(squat)).status_code == 200


def test_a_revert_asks_takes_back_just_that_and_can_be_taken_back(as_curator, squat):
    first = change(as_curator, squat, muscles=["glutes"])
    change(as_curator, squat, cues="Sit.")

    html = as_curator.get(revert_of(squat), {"entry": first.pk}).content.decode()
    assert "<del>Glutes</del> → <ins>Quads · Glutes</ins>" in html and "Sit." not in html
    answer = as_curator.post(revert_of(squat), {"entry": first.pk})
    assert said(answer) == ["“Back squat” is as it was before that step."]
    squat.refresh_from_db()
    assert (squat.muscles, squat.cues) == (("quads", "glutes"), ("Sit.",))
    last = LogEntry.objects.latest("pk")
    assert Step.of(last) == Step({"muscles": ["glutes"]}, {"muscles": ["quads", "glutes"]}, "Reverted.")

    as_curator.post(revert_of(squat), {"entry": last.pk})
    squat.refresh_from_db()
    assert squat.muscles == ("glutes",)


def test_nothing_is_reverted_twice(as_curator, squat):
    entry = change(as_curator, squat, muscles=["glutes"])
    as_curator.post(revert_of(squat), {"entry": entry.pk})
    assert (
        "It is as it was before that already." in as_curator.get(revert_of(squat), {"entry": entry.pk}).content.decode()
    )
    answer = as_curator.post(revert_of(squat), {"entry": entry.pk})
    assert "“Back squat” is as it was before that already." in said(answer)
    assert LogEntry.objects.count() == 2


def test_a_name_that_is_taken_by_now_is_said(as_curator, squat):
    entry = change(as_curator, squat, name="Rear squat")
    ExerciseFactory(name="Back squat")
    answer = as_curator.post(revert_of(squat), {"entry": entry.pk})
    assert any(sentence.startswith("The library has an exercise of this name") for sentence in said(answer))


def test_a_step_of_another_exercise_is_none(as_curator, squat):
    other = ExerciseFactory(name="Other")
    entry = change(as_curator, other, cues="Sit.")
    assert as_curator.post(revert_of(squat), {"entry": entry.pk}).headers["Location"] == history_of(squat)
    other.refresh_from_db()
    assert other.cues == ("Sit.",)


@pytest.mark.parametrize("steps", [1, 60])
def test_the_page_costs_the_same_queries(as_curator, squat, steps, django_assert_num_queries, content_types_known):
    for number in range(steps):
        change(as_curator, squat, cues=f"Cue {number}")
    with django_assert_num_queries(7):
        shown = as_curator.get(history_of(squat)).context["steps"]
    assert len(shown) == min(steps, 50)
