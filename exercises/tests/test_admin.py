"""Curation in the admin."""

import pytest
from django.contrib.messages import get_messages

from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory, UserFactory

LIST = "/admin/exercises/exercise/"


@pytest.fixture
def as_admin(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def act(client, action, *exercises):
    client.get(LIST)  # shows, and so forgets, what was said before
    answer = client.post(LIST, {"action": action, "_selected_action": [row.pk for row in exercises]})
    return sorted(str(message) for message in get_messages(answer.wsgi_request))


def test_list_searches_aliases_and_filters(as_admin, squat, own):
    assert squat.name in as_admin.get(LIST + "?q=bb squat").content.decode()
    html = as_admin.get(LIST + "?whose=own").content.decode()
    assert own.name in html and squat.name not in html


@pytest.mark.parametrize("rows", [1, 3, 20])
def test_list_queries(as_admin, rosa, rows, django_assert_max_num_queries):
    for number in range(rows):
        ExerciseFactory(name=f"Own {number}", author=rosa)
    with django_assert_max_num_queries(5):
        as_admin.get(LIST)


def test_accept_and_decline(as_admin, rosa, squat):
    good, double, bad, quiet = (
        ExerciseFactory(name=name, author=rosa, status=status)
        for name, status in [("Good", "suggested"), ("Back squat", "suggested"), ("Bad", "suggested"), ("Mine", "own")]
    )

    assert act(as_admin, "accept_suggestions", good, double, quiet) == [
        "1 exercise accepted.",
        "“Back squat” is in the library already.",
        "“Mine” is not suggested.",
    ]
    assert act(as_admin, "decline_suggestions", bad) == ["1 suggestion declined."]
    assert dict(Exercise.objects.values_list("name", "status").exclude(pk=squat.pk)) == {
        "Good": Status.LIBRARY,
        "Back squat": Status.SUGGESTED,
        "Bad": Status.DECLINED,
        "Mine": Status.OWN,
    }


def post(client, url, **values):
    return client.post(url, {"name": "Sled push", "sport": "strength", "status": "library"} | values)


def test_add_and_change(as_admin):
    post(as_admin, LIST + "add/", muscles=["quads"], measures=["load"], cues="One.\nTwo.", equipment="Sled")
    made = Exercise.objects.get()
    assert (made.muscles, made.measures, made.equipment) == (("quads",), ("load",), ("Sled",))
    assert made.cues == ("One.", "Two.")

    html = as_admin.get(f"{LIST}{made.pk}/change/").content.decode()
    assert '<option value="quads" selected>' in html
    assert "One.\nTwo." in html
    post(as_admin, f"{LIST}{made.pk}/change/", name="Sled drag", cues="Three.")
    made.refresh_from_db()
    assert (made.name_key, made.cues, made.muscles) == ("sled drag", ("Three.",), ())


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "back SQUAT"}, "exercise_library_name_once"),
        ({"status": "own"}, "exercise_author_unless_library"),
        ({"video_url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_what_the_database_would_refuse_is_said_in_the_form(as_admin, squat, values, sentence):
    answer = post(as_admin, LIST + "add/", **values)

    assert answer.status_code == 200
    assert sentence in str(answer.context["adminform"].form.errors)
    assert Exercise.objects.count() == 1
