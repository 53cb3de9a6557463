"""One exercise: its facts, and the verbs that its reader has."""

import pytest

from exercises.models import Status
from exercises.tests.factories import ExerciseFactory


def page(client, exercise, **headers):
    return client.get(exercise.get_absolute_url(), headers=headers).content.decode()


def test_facts(signed_in, squat):
    ExerciseFactory(name="Goblet squat", level="beginner", equipment=("Kettlebell",))
    html = page(signed_in, squat)

    assert "<h1>Back squat</h1>" in html
    assert "also: BB squat" in html
    assert "<li>Brace before you unlock the knees.</li>" in html
    assert "<dd>Barbell, rack</dd>" in html
    assert "<dd>kg × reps</dd>" in html
    assert ">Goblet squat</a>" in html


def test_the_part_is_the_article_alone(signed_in, squat):
    part = page(signed_in, squat, **{"HX-Request": "true"})

    assert part.startswith(f'<article class="exercise sp-strength" data-shown="{squat.pk}">')
    assert part.strip() in page(signed_in, squat).replace("\r", "") or "csrfmiddlewaretoken" in part


def test_the_librarys_can_be_varied_and_nothing_else(signed_in, squat):
    html = page(signed_in, squat)

    assert "/variant/" in html
    for verb in ("edit", "archive", "restore", "suggest", "withdraw", "delete"):
        assert f"{squat.pk}/{verb}/" not in html


@pytest.mark.parametrize(
    ("status", "offered", "missing"),
    [
        (Status.OWN, ["edit", "suggest", "archive", "delete", "variant"], ["restore", "withdraw"]),
        (Status.SUGGESTED, ["edit", "withdraw", "archive", "delete"], ["restore", "suggest"]),
        (Status.DECLINED, ["edit", "suggest", "archive", "delete"], ["restore", "withdraw"]),
        (Status.ARCHIVED, ["edit", "restore", "delete"], ["archive", "suggest", "withdraw"]),
    ],
)
def test_verbs_of_an_own_one(signed_in, rosa, status, offered, missing):
    own = ExerciseFactory(author=rosa, status=status)
    html = page(signed_in, own)

    assert [verb for verb in offered if f"{own.pk}/{verb}/" not in html] == []
    assert [verb for verb in missing if f"{own.pk}/{verb}/" in html] == []


def test_a_bare_exercise_has_no_empty_headings(signed_in, rosa):
    bare = ExerciseFactory(author=rosa, muscles=(), measures=(), cues=(), level="", pattern="", equipment=())
    html = page(signed_in, bare)

    assert "Cues" not in html and "Muscles worked" not in html and "Logged as" not in html


def test_an_archived_library_exercise_is_still_read(signed_in):
    assert "Archived" not in page(signed_in, ExerciseFactory(status=Status.ARCHIVED))
