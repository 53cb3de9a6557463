"""What may be there twice is found by its names; what only looks alike is not."""

import pytest

from exercises import duplicates, library
from exercises.duplicates import JOINED, MISSPELT, SAME, likely
from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory


def made(*rows):
    """Not saved: the pairs of these, each (name, equipment, aliases)."""
    found = []
    for number, (name, equipment, aliases) in enumerate(rows):
        exercise = Exercise(
            id=f"c{number}", name=name, sport="strength", equipment=equipment, aliases=aliases, status="library"
        )
        exercise.set_keys()
        found.append(exercise)
    return found


def pair(one, other, one_equipment=("Barbell",), other_equipment=("Barbell",), one_also=(), other_also=()):
    pairs = likely(made((one, one_equipment, one_also), (other, other_equipment, other_also)))
    assert len(pairs) <= 1
    return pairs[0].how if pairs else None


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Back squat", "Back squats", SAME),
        ("Back squat", "Squat, back", SAME),
        ("Back squat", "Squat with barbell, back", SAME),
        ("Back squat", "The standard back squat exercise", SAME),
        ("Good morning", "Goodmorning", JOINED),
        ("Bulgarian split squat", "Bulgarain split squat", MISSPELT),
        ("Romanian dead lift", "Romanian deadlift", SAME),
        ("Back squat", "Front squat", None),
        ("Row to squat", "Squat to row", None),
        ("Incline press", "Decline press", None),
        ("Standing curl", "Seated curl", None),
        ("Press", "Press with dumbbells", None),
    ],
)
def test_names_of_one_exercise(one, other, how):
    assert pair(one, other) == how


def test_words_that_more_exercises_have_are_no_slips():
    rows = [
        (f"{kind} {what}", (), ()) for kind in ("Hip abduction", "Hip adduction") for what in ("sit", "lift", "hold")
    ]
    assert likely(made(*rows)) == []


def test_equipment_that_goes_without_saying_and_that_does_not():
    assert pair("Curl", "Dumbbell curl", ("Dumbbell",), ("Dumbbell",)) == SAME
    assert pair("Curl", "Dumbbell curl", ("Barbell",), ("Dumbbell",)) is None
    assert pair("Lunge", "Bodyweight lunge", (), ()) == SAME


def test_aliases_are_names():
    assert pair("Skullcrusher", "Lying triceps extension", other_also=("Skull crusher",)) == JOINED
    assert pair("Row", "Pull", one_also=("Draw",), other_also=("Draws",)) == SAME


def test_two_sports_are_two_exercises():
    one, other = made(("Row", (), ()), ("Row", (), ()))
    other.sport = "rowing"
    assert likely([one, other]) == []


def test_a_pair_is_one_whichever_way_it_is_found():
    rows = made(("Back squat", (), ("Squats, back", "Squat back")), ("Squat back", (), ("Back squat",)))
    [found] = likely(rows)
    assert found.ids == ("c0", "c1") == duplicates.pair_of("c1", "c0")


def test_a_name_alone_can_be_suggested(rosa):
    exercise = library.named(rosa, "Sofa jump", "strength")
    library.suggest(exercise)
    assert ExerciseFactory._meta.model.objects.get().status == Status.SUGGESTED
