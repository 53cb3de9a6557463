"""Who may do what: one's own all, the library is read, others' own does not exist, nobody without signing in."""

import pytest
from django.urls import reverse

from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory

VERBS = ["variant", "suggest", "withdraw", "archive", "restore", "delete"]
OWN_VERBS = [verb for verb in VERBS if verb != "variant"]


def address(verb, exercise):
    return reverse(f"exercises:exercise_{verb}", args=[exercise.pk])


@pytest.mark.parametrize("name", ["exercise_list", "exercise_create"])
def test_anonymous_is_asked_to_sign_in(client, db, name):
    url = reverse(f"exercises:{name}")
    assert client.get(url).headers["Location"] == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("verb", ["detail", "update", *VERBS])
def test_anonymous_is_asked_to_sign_in_for_one(client, squat, verb):
    url = address(verb, squat)
    answer = client.get(url) if verb in ("detail", "update") else client.post(url)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{reverse('account_login')}?next={url}")


@pytest.mark.parametrize("verb", ["detail", "update", "delete"])
def test_anothers_own_is_not_there(signed_in, other, verb):
    theirs = ExerciseFactory(author=other)

    assert signed_in.get(address(verb, theirs)).status_code == 404


@pytest.mark.parametrize("verb", ["update", *VERBS])
def test_anothers_own_is_not_there_for_a_verb(signed_in, other, verb):
    theirs = ExerciseFactory(author=other)

    assert signed_in.post(address(verb, theirs)).status_code == 404
    assert Exercise.objects.filter(pk=theirs.pk, status="own").exists()


@pytest.mark.parametrize("verb", ["update", *OWN_VERBS])
def test_the_library_is_not_a_coachs_to_change(signed_in, squat, verb):
    assert signed_in.post(address(verb, squat)).status_code == 403
    assert Exercise.objects.filter(pk=squat.pk, status="library").exists()


def test_staff_have_no_more_rights_here(client, rosa, squat, other):
    rosa.is_staff = rosa.is_superuser = True
    rosa.save()
    client.force_login(rosa)

    assert client.post(address("archive", squat)).status_code == 403
    assert client.get(address("detail", ExerciseFactory(author=other))).status_code == 404


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "delete"])
def test_verbs_are_posted(signed_in, own, verb):
    assert signed_in.get(address(verb, own)).status_code == 405


@pytest.mark.parametrize("pk", ["1", "c" + "0" * 24, "C" + "0" * 24, "x" * 500, "c" + "é" * 24])
@pytest.mark.parametrize("rest", ["", "edit/", "delete/"])
def test_bad_ids_are_not_there(signed_in, pk, rest):
    assert signed_in.get(f"/exercises/{pk}/{rest}").status_code == 404
