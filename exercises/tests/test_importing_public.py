"""Public sets in their own schema. The samples are ours; the real file is read where it lies."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises import catalogue
from exercises.facts import FACTS
from exercises.importing import BrokenFile, formats, own_json, public, reading, vocabulary
from exercises.models import Level, Measure, Muscle, Pattern, Sport

SQUAT = {
    "id": "Sissy_Lean",
    "name": "Sissy  Lean",
    "force": "push",
    "level": "expert",
    "mechanic": "compound",
    "equipment": "body only",
    "primaryMuscles": ["quadriceps"],
    "secondaryMuscles": ["hip flexors", "quadriceps", "spleen"],
    "instructions": ["Stand &amp; lean <b>back</b>.", "<script>alert(1)</script>Rise."],
    "category": "strength",
    "images": [],
}
CURL = {
    "id": 91,
    "uuid": "0d1c6a2e-0000-4000-8000-000000000000",
    "category": {"id": 8, "name": "Arms"},
    "muscles": [{"id": 1, "name": "Biceps brachii", "name_en": "Biceps", "is_front": True}],
    "muscles_secondary": [{"id": 13, "name": "Brachialis", "name_en": "", "is_front": True}],
    "equipment": [{"id": 2, "name": "SZ-Bar"}, {"id": 99, "name": "Chalk"}],
    "license": {"id": 2, "short_name": "CC-BY-SA 4"},
    "translations": [
        {"id": 1, "language": 1, "name": "Sofacurl", "description": "<p>Setz dich.</p>", "aliases": []},
        {
            "id": 2,
            "language": 2,
            "name": "Sofa curl",
            "description": "<p>Sit&nbsp;down.</p><ul><li>Curl <a href='https://example.org'>it</a></li></ul>",
            "aliases": [{"id": 5, "alias": "Couch curl"}],
        },
    ],
}


def free(*entries):
    return public.free_exercise_db(json.dumps(entries).encode()).candidates


def wger(*entries, **page):
    return public.wger(json.dumps({"count": 1, "next": None, "results": entries} | page).encode())


def test_free_exercise_db():
    [candidate] = free(SQUAT)

    assert (candidate.where, candidate.name, candidate.is_curated) == ("entry 1", "Sissy Lean", False)
    assert candidate.values == {
        "name": "Sissy Lean",
        "sport": "strength",
        "aliases": (),
        "alias_languages": {},
        "muscles": ("quads",),
        "secondary_muscles": ("hip_flexors",),
        "equipment": (),
        "level": "advanced",
        "pattern": "",
        "measures": ("reps",),
        "per_side": False,
    }
    assert candidate.sentences == {"description": "Stand & lean back.\nRise."}
    assert candidate.notes == ("the muscle “spleen” is not known here",)


def test_wger():
    file = wger(CURL)

    [candidate] = file.candidates
    assert candidate.values == {
        "name": "Sofa curl",
        "sport": "strength",
        "aliases": ("Couch curl", "Sofacurl"),
        "alias_languages": {"Sofacurl": "de"},
        "muscles": ("biceps",),
        "secondary_muscles": (),
        "equipment": ("EZ bar",),
        "level": "",
        "pattern": "",
        "measures": ("load",),
        "per_side": False,
    }
    assert candidate.sentences == {"description": "Sit down.\nCurl it"}
    assert (candidate.notes, file.notes) == (("the equipment “Chalk” is not known here",), ())


def test_a_page_of_wger_says_that_there_are_more():
    file = wger(CURL, next="https://wger.example/api/v2/exerciseinfo/?offset=20")

    assert file.notes == (
        "This is one page of several; the next one is https://wger.example/api/v2/exerciseinfo/?offset=20.",
    )


def test_what_has_no_english_name_is_not_brought():
    [candidate] = wger(CURL | {"translations": CURL["translations"][:1]}).candidates

    assert (candidate.name, candidate.problem) == ("Sofacurl", "it has no English name")


@pytest.mark.parametrize(
    ("read", "content", "sentence"),
    [
        ("free-exercise-db", {"name": "X"}, "A list of exercises is expected here."),
        ("free-exercise-db", [SQUAT, "X"], "entry 2: An object is expected here."),
        ("free-exercise-db", [SQUAT, SQUAT | {"name": None}], "entry 2, name: There is no name."),
        ("free-exercise-db", [SQUAT | {"primaryMuscles": "quads"}], "entry 1, primaryMuscles: A list is expected"),
        ("free-exercise-db", [SQUAT | {"secondaryMuscles": [3]}], "entry 1, secondaryMuscles: A text is expected"),
        ("free-exercise-db", [SQUAT | {"level": 2}], "entry 1, level: A text is expected here."),
        ("free-exercise-db", [SQUAT | {"name": "ﷺ" * 30}], "entry 1, name: This name is too long."),
        ("free-exercise-db", [SQUAT] * 5_001, "The file has more than 5000 exercises."),
        ("free-exercise-db", [SQUAT | {"instructions": ["Go\x00"]}], "entry 1, instructions: There is a character in"),
        ("free-exercise-db", [SQUAT | {"name": "Go\ud800"}], "entry 1, name: There is a character in it that no"),
        ("free-exercise-db", [SQUAT | {"name": "Go", "level": "x" * 9, "force": ["\ud800"]}], "entry 1, force: A text"),
        ("wger", {"count": 0, "next": 3}, "next: A text is expected here."),
        ("wger", {"count": 0}, "A list of exercises is expected here."),
        ("wger", [CURL | {"muscles": [1]}], "entry 1, muscles: An object is expected here."),
        ("wger", [CURL | {"equipment": [{"id": 1}]}], "entry 1, name: There is no name."),
        ("wger", [CURL | {"translations": []}], "entry 1, translations: There is no name in any language."),
        ("wger", [CURL | {"category": "Arms"}], "entry 1, category: An object is expected here."),
    ],
)
def test_where_it_broke(read, content, sentence):
    with pytest.raises(BrokenFile) as error:
        formats.read(json.dumps(content).encode(), read)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xef\xbb\xbfname,sport\n", "csv"),
        (b'{"trainhub_exercises": 1, "exercises": []}', "json"),
        (b'{"results": []}', "wger"),
        (b' [{"translations": []}]', "wger"),
        (b'[{"name": "X"}]', "free-exercise-db"),
        (b"[]", "free-exercise-db"),
    ],
)
def test_a_file_says_what_it_is(content, name):
    assert formats.guess(content) == name


def test_a_name_that_is_too_long_is_said_and_the_others_go_on():
    long, short = free(SQUAT | {"name": "x" * 121}, SQUAT)

    assert (long.problem, short.problem) == ("its name is longer than 120 letters", "")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a < b &amp; c", "a < b & c"),
        ("<p>One</p>\n<p>Two<br/>Three</p>", "One\nTwo\nThree"),
        ("<style>p{}</style><img src=x onerror=alert(1)>Go<!-- no -->", "Go"),
        ("&lt;script&gt;", "<script>"),
        ("", ""),
    ],
)
def test_html_becomes_text(html, text):
    assert reading.plain(html) == text


def test_what_does_not_fit_loses_whole_lines():
    assert reading.cut("one\ntwo\nthree", 8) == "one\ntwo"
    assert reading.cut("one", 8) == "one"
    assert reading.cut("abcdefghij", 8) == "abcdefg…"


# --- the words ---


@pytest.mark.parametrize(
    ("words", "name", "ours"),
    [
        (["shoulders"], "Military Press", ["front_delts"]),
        (["Shoulders"], "Side Lateral Raise", ["side_delts"]),
        (["shoulders"], "Reverse Flyes", ["rear_delts"]),
        (["shoulders"], "External Rotation with Band", ["rotator_cuff"]),
        (["traps"], "Dumbbell Shrug", ["upper_traps"]),
        (["Trapezius"], "Face Pull", ["upper_back"]),
        (["abdominals"], "Oblique Crunches", ["obliques"]),
        (["abdominals"], "Plank", ["abs"]),
        (["hip_flexors", "Hip-Flexors"], "March", ["hip_flexors"]),
    ],
)
def test_muscles(words, name, ours):
    assert vocabulary.muscles(words, name) == (ours, [])


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        (["body only"], ([], [])),
        (["none (bodyweight exercise)", "Pull-up bar"], (["Pull-up bar"], [])),
        (["kettlebells"], (["Kettlebell"], [])),
        (["e-z curl bar"], (["EZ bar"], [])),
        (["bands"], (["Band"], [])),
        (["other"], (None, ["other"])),
        ([], (None, [])),
    ],
)
def test_equipment(words, ours):
    assert vocabulary.equipment(words) == ours


@pytest.mark.parametrize(
    ("category", "name", "sport"),
    [
        ("strength", "Row", "strength"),
        ("stretching", "Side bend", "mobility"),
        ("plyometrics", "Box jump", "team_sports"),
        ("cardio", "Jogging, Treadmill", "running"),
        ("cardio", "Bicycling, Stationary", "cycling"),
        ("cardio", "Rowing, Stationary", "rowing"),
        ("Cardio", "Stairmaster", "other"),
        ("Arms", "Curl", "strength"),
    ],
)
def test_sport(category, name, sport):
    assert vocabulary.sport(category, name) == sport


def test_the_rest_follows_from_what_is_said():
    assert vocabulary.pattern("strength", "push", False, ["chest"]) == Pattern.PUSH_HORIZONTAL
    assert vocabulary.pattern("strength", "push", True, ["chest"]) == Pattern.ISOLATION
    assert vocabulary.pattern("strength", "push", False, ["quads"]) == ""
    assert vocabulary.pattern("stretching", "", False, []) == Pattern.STRETCH
    assert vocabulary.measures("strength", "static", []) == [Measure.TIME]
    assert vocabulary.measures("strength", "push", ["Barbell"]) == [Measure.LOAD]
    assert vocabulary.measures("strength", "push", None) == [Measure.REPS]
    assert vocabulary.measures("cardio", "", []) == [Measure.TIME, Measure.DISTANCE]
    assert vocabulary.per_side("One-Arm Dumbbell Row") and not vocabulary.per_side("Dumbbell Row")
    assert (vocabulary.level("Expert"), vocabulary.level("who knows")) == (Level.ADVANCED, "")


def test_every_word_leads_to_what_there_is():
    assert {muscle for meant in vocabulary._MUSCLES.values() for muscle in meant} == set(Muscle)
    pieces = {piece for entry in catalogue.read() for piece in entry.equipment}
    assert set(vocabulary._EQUIPMENT.values()) - {None} <= pieces
    assert set(vocabulary._SPORTS.values()) | set(vocabulary._CARDIO) <= set(Sport)


@pytest.mark.shared
def test_all_words_of_the_real_sets_are_known(shared_data):
    content = (shared_data / "exercises" / "free-exercise-db.json").read_bytes()
    file = formats.read(content)

    assert len(file.candidates) == 873
    assert {note for candidate in file.candidates for note in candidate.notes} == {
        "the equipment “other” is not known here"
    }
    assert not [candidate.name for candidate in file.candidates if candidate.problem]
    assert all(candidate.values["muscles"] for candidate in file.candidates)


# --- whatever comes ---

VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["\x00", "\ud800", "Squat"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*CURL, "language"]), inner, max_size=2)
    ),
    max_leaves=5,
)
OWN = {"id": "", "name": "Sissy lean", "sport": "strength", "aliases": ["Lean"], "alias_languages": {"Lean": "de"}}
ENTRIES = {"free-exercise-db": SQUAT, "wger": CURL, "json": OWN}


@given(st.sampled_from(sorted(ENTRIES)), st.data(), VALUE)
def test_any_value_in_any_field_is_read_or_its_place_is_said(name, data, value):
    entry = ENTRIES[name]
    field = data.draw(st.sampled_from([*entry, *FACTS]))
    if data.draw(st.booleans()) and isinstance(entry.get(field), list) and entry[field]:
        value = [entry[field][0], value]
    listed = [entry | {field: value}]
    content = json.dumps({own_json.KEY: 1, "exercises": listed} if name == "json" else listed)
    try:
        [candidate] = formats.read(content.encode(), name).candidates
    except BrokenFile as error:
        assert str(error).startswith("entry 1, ")
    else:
        assert json.dumps(dict(candidate.values)).encode()


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_said_to_be_broken(content):
    for start in (b"", b"name,sport,aliases,per_side,muscles\n"):
        try:
            formats.read(start + content)
        except BrokenFile as error:
            assert str(error)
