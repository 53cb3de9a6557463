"""The catalogue is as its README says, and holds what programs and pictures name."""

import json
from collections import Counter, defaultdict

import pytest

from core import text
from exercises import catalogue
from exercises.matching import Matcher
from exercises.models import Exercise, Measure, Sport, Status
from exercises.names import equipment_in, fold, folds
from exercises.staples import staples
from exercises.tests.entries import ENTRIES

# What the six programs name that no library should hold: none so far.
NOT_OURS: set[str] = set()
SPORT_OF = {"strength": "strength", "bike": "cycling", "run": "running", "swim": "swimming"}
PICTURED = {
    "strength": [
        "Back squat", "Back squat, paused", "Front squat", "Goblet squat", "Box squat", "Bulgarian split squat",
        "Safety bar squat", "Hack squat", "Belt squat", "Cyclist squat", "Overhead squat", "Zercher squat",
        "Landmine squat", "Split squat", "Split squat, front foot raised", "Jump squat", "Pistol squat",
        "Cossack squat", "Hatfield squat", "Romanian deadlift", "Hanging knee raise", "Copenhagen plank", "BB squat",
        "Kniebeuge", "rear-foot elevated squat",
    ],
    "running": ["Easy run", "Strides", "Jog", "Long run", "Tempo", "VO2 max"],
    "swimming": ["Freestyle", "Free"],
    "rowing": ["Row erg", "Row"],
    "mobility": ["Couch stretch", "90/90 hip switch"],
    "cycling": ["Sweet spot", "Ride"],
}  # fmt: skip


def row(entry):
    return Exercise(author=None, status=Status.LIBRARY, **{name: getattr(entry, name) for name in entry.__slots__})


def matcher(sport):
    return Matcher(None, sport, [row(entry) for entry in ENTRIES])


def test_every_sport_is_served():
    counts = Counter(entry.sport for entry in ENTRIES)

    assert set(counts) == set(Sport.values)
    assert min(counts.values()) >= 15
    assert counts[Sport.STRENGTH] >= 450


def test_a_regression_is_named_wherever_a_coach_knows_one():
    strength = [entry for entry in ENTRIES if entry.sport == Sport.STRENGTH]

    assert sum(map(bool, (entry.easier for entry in strength))) >= len(strength) / 3


def test_what_is_loaded_and_what_a_name_says_stands_in_the_equipment():
    """`Band deadlift` needs a band, and nobody writes kilograms of nothing."""
    strength = [entry for entry in ENTRIES if entry.sport == Sport.STRENGTH]

    assert [entry.name for entry in strength if Measure.LOAD in entry.measures and not entry.equipment] == []
    assert [
        entry.name
        for entry in strength
        if not equipment_in(fold(entry.name)) - {"bodyweight"} <= equipment_in(fold(" ".join(entry.equipment)))
    ] == []


def test_a_staple_is_an_exercise_of_its_sport():
    assert staples() <= {(entry.sport, text.key(entry.name)) for entry in ENTRIES}


def test_an_easier_one_is_an_exercise_of_its_sport_and_none_is_easier_than_itself():
    easier = {(entry.sport, entry.name): entry.easier for entry in ENTRIES}

    assert {(sport, name) for (sport, _of), names in easier.items() for name in names} <= set(easier)
    for start in easier:
        seen, ahead = set(), [start]
        while ahead:
            sport, name = ahead.pop()
            ahead += [(sport, one) for one in easier[sport, name] if (sport, one) not in seen]
            seen |= {(sport, one) for one in easier[sport, name]}
        assert start not in seen


def test_a_name_means_one_exercise_of_its_sport():
    meant = defaultdict(set)
    for entry in ENTRIES:
        for name in (entry.name, *entry.aliases):
            for form in folds(name):
                meant[entry.sport, form].add(entry.name)

    assert {key: names for key, names in meant.items() if len(names) > 1} == {}


def faults(entry):
    """What README.md asks for and this one has not."""
    row(entry).clean_fields(exclude=["name_key", "search_key"])
    lists = (entry.aliases, entry.muscles, entry.secondary_muscles)
    asked = {
        "2 to 4 cues": 2 <= len(entry.cues) <= 4,
        "short cues": all(cue.endswith(".") and len(cue) <= 75 and "!" not in cue for cue in entry.cues),
        "facts": bool(entry.pattern and entry.level and entry.muscles and entry.measures),
        "a muscle once": not set(entry.muscles) & set(entry.secondary_muscles),
        "a word once": all(len(set(values)) == len(values) for values in lists),
        "equipment": {piece for piece in entry.equipment if piece != piece.capitalize()} <= {"EZ bar"},
    }
    return [name for name, holds in asked.items() if not holds]


def test_entries_are_whole():
    assert {(entry.sport, entry.name): found for entry in ENTRIES if (found := faults(entry))} == {}


def test_an_alias_knows_its_language(tmp_path):
    (tmp_path / "rowing.toml").write_text("[[exercise]]\nname = 'Row'\naliases = ['Erg']\naliases_de = ['Rudern']")

    (entry,) = catalogue.read(tmp_path)

    assert (entry.aliases, entry.alias_languages) == (("Erg", "Rudern"), {"Rudern": "de"})


@pytest.mark.parametrize(("sport", "name"), [(sport, name) for sport in PICTURED for name in PICTURED[sport]])
def test_what_the_pictures_show_is_there(sport, name):
    found = matcher(sport).exact(name)

    assert found is not None
    assert found.sport == sport


@pytest.mark.shared
def test_what_the_real_programs_name_is_there(shared_data):
    missing = set()
    for path in sorted((shared_data / "programs").glob("*.json")):
        program = json.loads(path.read_text())
        known = matcher(SPORT_OF[program["program"]["sport"]])
        names = {row["name"] for session in program["sessions"] for row in session["exercises"]}
        missing |= {name for name in names if known.exact(name) is None}

    assert missing == NOT_OURS


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[[exercise]]\nlevel = 'beginner'", "an entry without a name: name is missing"),
        ("[[exercise]]\nname = 'X'\nlevel = 'expert'", "X: level 'expert' is not one of beginner"),
        ("[[exercise]]\nname = 'X'\nmuscles = ['bizeps']", "X: muscles 'bizeps' is not one of neck"),
        ("[[exercise]]\nname = 'X'\nmuscels = ['biceps']", "X: unknown field muscels"),
        ("[[exercise]]\nname = 'X'\naliases_xx = ['Y']", "X: unknown field aliases_xx"),
        ("[[exercise]", "rowing.toml"),
    ],
)
def test_a_slip_is_named(tmp_path, content, sentence):
    (tmp_path / "rowing.toml").write_text(content)

    with pytest.raises(catalogue.CatalogueError, match="rowing.toml") as error:
        list(catalogue.read(tmp_path))
    assert sentence in str(error.value)
