"""When two spellings are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.names import fold, folds, singular


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pull Up", "Pull-up"),
        ("pullups", "Pull-up"),
        ("PUSH–UPS", "push up"),
        ("Squat, Barbell", "Barbell squat"),
        ("Bicep Curl, Barbell", "Barbell biceps curl"),
        ("Incline Bench Press, Dumbbell", "Incline dumbbell bench press"),
        ("Incline DB Bench Press", "Incline dumbbell bench press"),
        ("KB Swings", "Kettlebell swing"),
        ("One-Arm Row", "single arm rows"),
        ("Farmer's Carry", "farmers carry"),
        ("Clean & Jerk", "Clean and jerk"),
        ("Row (Cable)", "Cable row"),
        ("Standing Calve Raises", "standing calf raise"),
        ("Chest Flyes", "chest fly"),
        ("Leg  presses", "leg press"),
        ("ﬁrst", "first"),
        ("SL RDL", "Single-leg Romanian deadlift"),
        ("SA DB Row", "Single-arm dumbbell row"),
        ("Alt. DB curl", "Alternating dumbbell curl"),
        ("EZ-bar curl", "EZ curl"),
        ("EZ Curl Bar curls", "EZ bar curl"),
        ("Body-weight squats", "BW squat"),
        ("Med ball slams", "Medicine ball slam"),
        ("Squat w/ band", "Banded squat"),
        ("Single-legged deadlift", "Single leg deadlift"),
        ("Triceps extension on cable", "Cable triceps extension"),
        ("Single-leg pedalling", "Single-leg pedaling"),
        ("Ankle mobilisation", "Ankle mobilization"),
        ("Curl incliné", "curl incline"),
    ],
)
def test_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Front squat", "Back squat"),
        ("Row", "Rower"),
        ("Leg press", "Press"),
        ("Squat", "Barbell squat"),
        ("Freestyle on", "Freestyle"),  # `freestyle on 1:40` has a name and a send-off
        ("か", "が"),
    ],
)
def test_different(one, other):
    assert fold(one) != fold(other)


def test_a_comma_turns_a_name_round():
    assert folds("Squat, Front") == ("squat front", "front squat")
    assert folds("Back squat") == ("back squat",)


@pytest.mark.parametrize(("word", "one"), [("abs", "abs"), ("press", "press"), ("boxes", "box"), ("flies", "fly")])
def test_singular(word, one):
    assert singular(word) == one


@pytest.mark.parametrize("name", ["&", "the", "-", "¿"])
def test_a_name_of_nothing_but_small_words_still_has_a_form(name):
    assert folds(name) == (name,)


@given(st.text(max_size=60))
def test_spaces_and_case_never_matter(name):
    assert fold(f"  {name.replace(' ', '   ').upper()} ") == fold(name.upper())
