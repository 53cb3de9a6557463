"""The muscle that counts most is one that a public set names too; where ours is another, the reason stands here.

Compared are the names that two or more of the sets in ../shared/data/exercises/facts-union.csv share.
"""

import csv
import re

import pytest

from exercises import catalogue
from exercises.matching import Matcher
from exercises.models import Exercise, Sport, Status

# How the sets call our muscles. What is one word there may be several of ours: shoulders, trapezius.
THEIRS = {
    "neck": "neck",
    "upper_traps": "trap",
    "upper_back": "trap|middle back|rhomboid",
    "lats": r"\blats?\b|latissimus",
    "lower_back": "lower back|erector",
    "front_delts": "shoulder - front|deltoid anterior|shoulders",
    "side_delts": "shoulder - side|deltoid lateral|shoulders",
    "rear_delts": "shoulder - back|deltoid posterior|shoulders",
    "rotator_cuff": "rotator|infraspinatus|shoulders",
    "chest": "chest|pectoralis",
    "biceps": r"biceps?\b(?! femoris)|brachialis",
    "triceps": "tricep",
    "forearms": "forearm|brachioradialis|wrist",
    "abs": "abdominal|abs|rectus abdominis",
    "obliques": "oblique|obliquus|abdominals",
    "hip_flexors": "iliopsoas",
    "glutes": "glut",
    "abductors": "abductors|thigh - outer",
    "adductors": "adduct|thigh - inner",
    "quads": "quad",
    "hamstrings": "hamstring|biceps femoris",
    "calves": r"calf|calves|soleus|gastrocnemius",
    "shins": "tibialis",
}
OURS = {
    "Bird Dog": "The sets see the abs only; what lifts the leg and holds the trunk level is the back.",
    "Dumbbell Clean": "The jump comes from the hips, as in every clean of ours.",
    "Kettlebell Thruster": "A squat with a press: the legs do most, as the sets say of the thruster with a barbell.",
    "Kneeling Superman": "A name of the bird dog, see there.",
    "Pistol Squat": "The sets see glutes and hamstrings; it is the deepest bend of the knee that there is.",
    "Single Leg Deadlift": "A name of the Romanian deadlift on one leg, which stretches the hamstrings.",
    "Sled Pull": "Hand over hand with a rope; the set that differs walks with a harness.",
    "Sliding Lateral Lunge": "The leg that slides works with its inner side, which no set names for it.",
    "Stiff Leg Deadlift": "The set sees the lower back, which holds; the hamstrings move.",
    "Sumo Deadlift": "Each set says another one; the wide stance is for glutes and adductors.",
    "Sumo Squats": "The wide stance is for the adductors, which the set leaves out.",
    "Triceps Dip": "A name of the dip, of which the sets say chest under its other names.",
    "Weighted Crunch": "The set says obliques; a straight crunch is the straight abs'.",
    "Wide Stance Barbell Squat": "The wide stance moves the work from the quads to the hips.",
    "Windmills": "The set says abductors; under the bell it is the obliques that hold and lift.",
    "Yoke Walk": "The yoke lies on the upper back; the set sees only the steps.",
}


@pytest.mark.shared
def test_the_first_muscle_is_one_of_theirs_or_the_reason_is_given(shared_data):
    library = [
        Exercise(author=None, status=Status.LIBRARY, **{name: getattr(entry, name) for name in entry.__slots__})
        for entry in catalogue.read()
    ]
    matcher, compared, others = Matcher(None, Sport.STRENGTH, library), 0, set()
    with (shared_data / "exercises" / "facts-union.csv").open(encoding="utf-8") as file:
        shared = [row for row in csv.DictReader(file) if int(row["n_sources"]) > 1 and row["primary_muscles"]]
    for row in shared:
        found = matcher.match(row["name"])
        if found.certainty == "sure" and found.exercise.sport == Sport.STRENGTH:
            compared += 1
            if not re.search(THEIRS[found.exercise.muscles[0]], row["primary_muscles"].lower()):
                others.add(row["name"])

    assert others == set(OURS)
    assert len(others) <= compared / 20


def test_every_strength_exercise_has_muscles_and_what_it_is_done_with():
    """A name that says what it is done with has it among its equipment."""
    named = {
        "barbell": {"Barbell", "EZ bar"},
        "dumbbell": {"Dumbbells"},
        "kettlebell": {"Kettlebell"},
        "cable": {"Cable"},
        "smith": {"Smith machine"},
        "landmine": {"Landmine"},
        "sandbag": {"Sandbag"},
        "ring": {"Rings"},
        "banded": {"Band"},
    }
    entries = [entry for entry in catalogue.read() if entry.sport == Sport.STRENGTH]

    assert len(entries) >= 450
    assert [entry.name for entry in entries if not entry.muscles] == []
    assert [
        entry.name
        for entry in entries
        for word, pieces in named.items()
        if word in entry.name.lower().split() and not pieces & set(entry.equipment)
    ] == []
