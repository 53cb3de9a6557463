"""The buttons: what is done, what is said, how it is taken back."""

import pytest
from django.contrib.messages import get_messages
from django.db.models import RestrictedError

from core.templatetags.ui import undo_url
from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory


def press(client, exercise, verb):
    answer = client.post(f"{exercise.get_absolute_url()}{verb}/")
    assert answer.status_code == 302
    message = list(get_messages(answer.wsgi_request))[-1]
    return answer.headers["Location"], str(message), undo_url(message)


@pytest.mark.parametrize(
    ("before", "verb", "after", "sentence", "back"),
    [
        (Status.OWN, "archive", Status.ARCHIVED, "Archived “Slant squat”. It stays where it is used.", "restore"),
        (Status.ARCHIVED, "restore", Status.OWN, "“Slant squat” is offered again.", "archive"),
        (Status.OWN, "suggest", Status.SUGGESTED, "Suggested “Slant squat” for the library.", "withdraw"),
        (Status.SUGGESTED, "withdraw", Status.OWN, "Took the suggestion of “Slant squat” back.", "suggest"),
    ],
)
def test_status_verbs_say_what_they_did_and_can_be_undone(signed_in, own, before, verb, after, sentence, back):
    Exercise.objects.update(status=before)
    url = own.get_absolute_url()

    assert press(signed_in, own, verb) == (url, sentence, f"{url}{back}/")
    assert Exercise.objects.get().status == after
    press(signed_in, own, back)
    assert Exercise.objects.get().status == before


def test_what_cannot_be_suggested_says_why(signed_in, own):
    Exercise.objects.update(status=Status.ARCHIVED)

    assert press(signed_in, own, "suggest")[1] == "Only an exercise of your own that is in use can be suggested."


def test_variant_leads_to_its_form(signed_in, squat, rosa):
    location, message, _ = press(signed_in, squat, "variant")
    variant = Exercise.objects.get(author=rosa)

    assert location == f"{variant.get_absolute_url()}edit/"
    assert message == "Made “Back squat, variant”. It is yours: change what is different."


def test_delete_asks_first(signed_in, own):
    html = signed_in.get(own.get_absolute_url() + "delete/").content.decode()

    assert "Delete “Slant squat”?" in html
    assert Exercise.objects.count() == 1
    assert press(signed_in, own, "delete")[:2] == ("/exercises/", "Deleted “Slant squat”.")
    assert Exercise.objects.count() == 0


def test_delete_of_one_in_use_says_so_and_leaves_it(signed_in, own, monkeypatch):
    def restricted(self):
        raise RestrictedError("in use", set())

    monkeypatch.setattr(Exercise, "delete", restricted)
    location, message, _ = press(signed_in, own, "delete")

    assert location == own.get_absolute_url()
    assert message == "“Slant squat” is used in sessions, so it stays. Archive it: then it is no longer offered."


def test_a_name_with_markup_is_text_in_the_message(signed_in, rosa):
    exercise = ExerciseFactory(name="<b>x</b>", author=rosa)
    answer = signed_in.post(exercise.get_absolute_url() + "archive/", follow=True)

    assert "Archived “&lt;b&gt;x&lt;/b&gt;”" in answer.content.decode()
