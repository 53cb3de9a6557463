"""What public sets say of the names that several of them share: we know the names, and say why where we see it otherwise.

Read where it lies: ../shared/data/exercises/facts-union.csv names the sets of each row, and what each says.
"""

import csv
import tomllib

import pytest

from exercises import catalogue
from exercises.candidates import SURE
from exercises.importing import vocabulary
from exercises.matching import Matcher
from exercises.models import Exercise, Status
from exercises.tests.entries import ENTRIES

# Sport and name -> why the first muscle is one that no public set names.
REASONS = {
    (one["sport"], one["name"]): one["reason"]
    for one in tomllib.loads((catalogue.FOLDER / "disagreements.toml").read_text(encoding="utf-8"))["exercise"]
}

# What a word of a name says about what it is done with.
NAMED = {
    "barbell": {"Barbell", "EZ bar"}, "dumbbell": {"Dumbbells"}, "kettlebell": {"Kettlebell"}, "cable": {"Cable"},
    "smith": {"Smith machine"}, "landmine": {"Landmine"}, "sandbag": {"Sandbag"}, "ring": {"Rings"}, "banded": {"Band"},
}  # fmt: skip


@pytest.fixture(scope="module")
def known():
    """Of each name that sets share: how many do, what they say of its muscles, and our exercise if that is sure."""
    library = [
        Exercise(author=None, status=Status.LIBRARY, **{name: getattr(entry, name) for name in entry.__slots__})
        for entry in ENTRIES
    ]
    matcher = Matcher(None, None, library)

    def found(row):
        match = matcher.match(row["name"])
        return int(row["n_sources"]), row["primary_muscles"], match.exercise if match.certainty == SURE else None

    return lambda rows: [found(row) for row in rows if int(row["n_sources"]) > 1]


@pytest.fixture
def shared_names(shared_data, known):
    with (shared_data / "exercises" / "facts-union.csv").open(encoding="utf-8") as file:
        return known(csv.DictReader(file))


def muscles_of(said):
    """All of ours that any set names: `fedb:lats; wger:Lats/Biceps`."""
    sets = (part.partition(":")[2] for part in said.split(";"))
    words = (word.strip() for words in sets for word in words.split("/"))
    return {muscle for word in words if word for muscle in vocabulary.muscles_meant(word)}


@pytest.mark.shared
@pytest.mark.parametrize(("sets", "names", "at_least"), [((3, 99), 187, 180), ((2, 2), 290, 247)])
def test_names_that_several_sets_share_are_ours(shared_names, sets, names, at_least):
    least, most = sets
    shared = [exercise for count, _said, exercise in shared_names if least <= count <= most]

    assert len(shared) == names
    assert sum(exercise is not None for exercise in shared) >= at_least


@pytest.mark.shared
def test_the_first_muscle_is_one_of_theirs_or_we_say_why_not(shared_names):
    compared = [
        (exercise, muscles_of(said)) for _count, said, exercise in shared_names if exercise and muscles_of(said)
    ]
    others = [exercise for exercise, theirs in compared if exercise.muscles[0] not in theirs]

    assert len(compared) >= 350
    assert len(others) <= 0.05 * len(compared)
    # A reason that nothing asks for any more is taken out.
    assert {(exercise.sport, exercise.name) for exercise in others} == set(REASONS)


def test_reasons_are_given_for_exercises_of_ours():
    assert set(REASONS) <= {(entry.sport, entry.name) for entry in ENTRIES}
    assert all(20 <= len(reason) <= 160 and reason.endswith(".") for reason in REASONS.values())


def test_every_strength_exercise_has_muscles_and_what_it_is_done_with():
    """What is loaded is loaded with something, and what its name says it is done with is among its equipment."""
    strength = [entry for entry in ENTRIES if entry.sport == "strength"]

    assert [entry.name for entry in strength if not entry.muscles] == []
    assert [entry.name for entry in strength if "load" in entry.measures and not entry.equipment] == []
    assert [
        (entry.name, word)
        for entry in strength
        for word, pieces in NAMED.items()
        if word in entry.name.lower().split() and not pieces & set(entry.equipment)
    ] == []


@pytest.mark.shared
def test_every_word_of_the_sets_is_known(shared_data):
    with (shared_data / "exercises" / "facts-union.csv").open(encoding="utf-8") as file:
        said = [row["primary_muscles"] for row in csv.DictReader(file)]
    words = {word.strip() for row in said for part in row.split(";") for word in part.partition(":")[2].split("/")}

    # Of the serratus we have no muscle.
    assert {word for word in words if word and not vocabulary.muscles_meant(word)} == {"Serratus anterior"}
