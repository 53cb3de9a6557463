"""Create and edit: what is kept, what is refused, and with which words."""

import pytest

from exercises.models import Exercise, Muscle, Status
from exercises.tests.factories import ExerciseFactory

NEW = "/exercises/new/"
LEAST = {"name": "Slant squat", "sport": "strength"}


def errors(answer):
    assert answer.status_code == 422
    return {name: list(messages) for name, messages in answer.context["form"].errors.items()}


def test_create(signed_in, rosa):
    answer = signed_in.post(
        NEW,
        {
            "name": "  Slant   squat ",
            "sport": "strength",
            "aliases": "Wedge squat\r\n\r\nSissy-ish squat\r\nWedge squat",
            "pattern": "squat",
            "level": "beginner",
            "muscles": ["glutes", "quads"],
            "secondary_muscles": ["quads", "abs"],
            "equipment": "barbell\nSLANT BOARD",
            "measures": ["reps", "load"],
            "per_side": "on",
            "cues": "Heels up.\nKnees forward.",
            "video_url": "example.org/squat",
        },
    )
    made = Exercise.objects.get()

    assert (answer.status_code, answer.headers["Location"]) == (302, made.get_absolute_url())
    assert (made.author, made.status, made.name_key) == (rosa, Status.OWN, "slant squat")
    assert made.aliases == ("Wedge squat", "Sissy-ish squat")
    assert made.muscles == ("glutes", "quads")  # in the body's order, head to foot
    assert made.secondary_muscles == ("abs",)
    assert made.equipment == ("Barbell", "Slant board")
    assert made.measures == ("load", "reps")
    assert (made.per_side, made.cues) == (True, ("Heels up.", "Knees forward."))
    assert made.video_url == "https://example.org/squat"


def test_a_name_and_a_sport_are_enough(signed_in):
    assert signed_in.post(NEW, LEAST).status_code == 302


def test_the_form_begins_with_what_was_searched(signed_in):
    form = signed_in.get(NEW + "?name=Foo&sport=running").context["form"]
    assert (form["name"].value(), form["sport"].value()) == ("Foo", "running")
    form = signed_in.get(NEW + "?sport=chess&name=" + "x" * 500).context["form"]
    assert (form["name"].value(), form["sport"].value()) == ("x" * 120, "")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "x" * 121}, "name", "at most 120 characters"),
        ({"name": "ﷺ" * 30}, "name", "This name is too long."),
        ({"sport": "chess"}, "sport", "Select a valid choice."),
        ({"sport": ""}, "sport", "This field is required."),
        ({"level": "expert"}, "level", "Select a valid choice."),
        ({"muscles": ["wings"]}, "muscles", "Select a valid choice."),
        ({"measures": ["joy"]}, "measures", "Select a valid choice."),
        ({"cues": "x\n" * 2 + "y" * 201}, "cues", "A line has at most 200 characters."),
        ({"cues": "\n".join(str(n) for n in range(21))}, "cues", "At most 20 lines"),
        ({"aliases": "y" * 121}, "aliases", "A line has at most 120 characters."),
        ({"equipment": "y" * 61}, "equipment", "A line has at most 60 characters."),
        ({"video_url": "javascript:alert(1)"}, "video_url", "Enter a valid URL."),
        ({"video_url": "javascript://example.org/%0aalert(1)"}, "video_url", "Enter a valid URL."),
        ({"video_url": "data:text/html,x"}, "video_url", "Enter a valid URL."),
        ({"video_url": "ftp://example.org/x"}, "video_url", "Enter a valid URL."),
        ({"description": "x" * 4001}, "description", "at most 4000 characters"),
    ],
)
def test_refused(signed_in, values, field, sentence):
    found = errors(signed_in.post(NEW, LEAST | values))

    assert list(found) == [field]
    assert sentence in found[field][0]
    assert Exercise.objects.count() == 0


def test_what_was_typed_stays_after_an_error(signed_in):
    html = signed_in.post(NEW, {"name": "Keep me", "cues": "One.\nTwo."}).content.decode()

    assert 'value="Keep me"' in html and "One.\nTwo." in html


def test_a_name_that_is_ones_own_already(signed_in, own, squat):
    assert errors(signed_in.post(NEW, LEAST | {"name": "SLANT squat"})) == {
        "name": ["You have an exercise of this name in this sport."]
    }
    assert signed_in.post(NEW, LEAST | {"name": "Back squat"}).status_code == 302  # the library's name is free
    assert signed_in.post(NEW, {"name": "Slant squat", "sport": "mobility"}).status_code == 302


def test_edit(signed_in, own):
    form = signed_in.get(own.get_absolute_url() + "edit/").context["form"]
    assert form["muscles"].value() == ("quads",)

    answer = signed_in.post(own.get_absolute_url() + "edit/", LEAST | {"name": "Wedge squat", "muscles": ["chest"]})

    own.refresh_from_db()
    assert answer.headers["Location"] == own.get_absolute_url()
    assert (own.name, own.name_key, own.muscles, own.equipment) == ("Wedge squat", "wedge squat", ("chest",), ())


def test_edit_keeps_its_own_name_and_refuses_another_of_mine(signed_in, own, rosa):
    ExerciseFactory(name="Wedge squat", author=rosa)
    url = own.get_absolute_url() + "edit/"

    assert signed_in.post(url, LEAST).status_code == 302
    assert list(errors(signed_in.post(url, LEAST | {"name": "wedge squat"}))) == ["name"]


def test_nobody_hands_in_an_author_or_a_status(signed_in, own, other):
    signed_in.post(own.get_absolute_url() + "edit/", LEAST | {"author": other.pk, "status": "library"})

    own.refresh_from_db()
    assert (own.author_id != other.pk, own.status) == (True, Status.OWN)


@pytest.mark.parametrize("name", ["RDL", "romanian dead lift", "Barbell Romanian deadlift"])
def test_what_the_library_has_under_another_name_is_not_suggested(signed_in, name):
    ExerciseFactory(name="Romanian deadlift", aliases=("RDL",), equipment=("Barbell",))
    answer = signed_in.post("/exercises/new/", {"name": name, "sport": "strength", "suggest": "on"})

    assert answer.status_code == 422
    said = f"“{name}” is in the library already, as “Romanian deadlift”."
    assert answer.context["form"].errors == {"name": [said]}
    assert signed_in.post("/exercises/new/", {"name": name, "sport": "strength"}).status_code == 302
    assert signed_in.post("/exercises/new/", {"name": name, "sport": "mobility", "suggest": "on"}).status_code == 302


def test_a_new_one_can_be_suggested_at_once_with_name_and_sport_alone(signed_in, rosa):
    page = signed_in.get("/exercises/new/?suggest=1")
    assert page.context["form"].initial["suggest"] is True
    assert "<h1>Suggest an exercise</h1>" in page.content.decode()
    assert page.content.decode().count('type="checkbox" name="muscles"') == len(Muscle.values)
    signed_in.post("/exercises/new/", {"name": "Slant squat", "sport": "strength", "suggest": "on"})
    signed_in.post("/exercises/new/", {"name": "My own", "sport": "strength"})

    found = Exercise.objects.filter(author=rosa).order_by("name")
    assert [(one.name, one.status) for one in found] == [("My own", "own"), ("Slant squat", "suggested")]


def test_what_the_library_has_is_not_suggested_and_nothing_is_left_of_it(signed_in, rosa, squat):
    answer = signed_in.post("/exercises/new/", {"name": squat.name, "sport": squat.sport, "suggest": "on"})

    assert answer.status_code == 422
    assert "“Back squat” is in the library already." in answer.content.decode()
    assert not Exercise.objects.filter(author=rosa).exists()


def test_one_that_is_there_is_suggested_by_its_button(signed_in, own):
    assert 'name="suggest"' not in signed_in.get(own.get_absolute_url() + "edit/").content.decode()
