"""JSON is read in full or refused with the place and the reason."""

import copy
import json
import random

import pytest

from programs.exchange import credit, json_format
from programs.exchange.json_reading import JsonError
from programs.exchange.values import UnreadableFile

PLAN = {
    "program": {"name": "Plan", "sport": "run", "weeks": 2, "day_kind": "ordinal", "notes": None},
    "sessions": [
        {
            "week": 1, "day": 2, "order": 1, "name": "Run",
            "exercises": [
                {"name": "Warm-up", "sets": None, "reps": None, "duration_s": 600, "distance_m": None,
                 "intensity": "easy", "rest_s": None, "notes": None},
                {"name": "Run", "sets": 6, "reps": None, "duration_s": None, "distance_m": 800,
                 "intensity": "110% pace", "rest_s": 120, "notes": "even"},
            ],
        },
        {"week": 2, "day": 2, "order": 1, "name": "Squat", "sport": "strength",
         "groups": [{"letter": "A", "rounds": 3, "rest_s": 0}],
         "exercises": [{"name": "Squat", "reps": "5/3/1+", "group": "A"}]},
    ],
}  # fmt: skip


def read(plan):
    return json_format.read(json.dumps(plan))[0]


def changed(path, value):
    plan = copy.deepcopy(PLAN)
    *way, last = path
    place = plan
    for step in way:
        place = place[step]
    place[last] = value
    return plan


def test_what_the_form_says():
    value = read(PLAN)

    assert (value.name, value.sport, value.weeks, value.day_names) == ("Plan", "running", 2, "numbered")
    first, second = value.placings
    assert (first.place, first.session.sport, second.session.sport) == ((1, 2, 1), "running", "strength")
    warm_up, run = first.session.rows
    assert (warm_up.section, run.section) == ("warm_up", "main")
    assert str(run.prescription.rest) == "2:00"
    assert second.session.rows[0].group.rest_s == 0


ROW = ("sessions", 0, "exercises", 1)
REFUSED = [
    (("program",), None, "program: an object is expected, not null."),
    (("program",), [], "program: an object is expected, not a list."),
    (("sessions",), {}, "sessions: a list is expected, not an object."),
    (("extra",), 1, "extra: this key is not known."),
    (("format",), "other", "format: “other” is none of trainhub."),
    (("version",), 2, "version: this is version 2 of the form; 1 is read here."),
    (("program", "name"), "", "program.name: a name is expected here."),
    (("program", "name"), "x" * 121, f"program.name: “{'x' * 40}…” has 121 characters; at most 120 fit here."),
    (("program", "sport"), "chess", "program.sport: “chess” is none of strength, run, bike,"),
    (("program", "weeks"), 53, "program.weeks: 53 is out of range: it goes from 1 to 52."),
    (("program", "weeks"), 2.0, "program.weeks: a whole number is expected, not a number."),
    (("program", "weeks"), True, "program.weeks: a whole number is expected, not true or false."),
    (("program", "weeks"), None, "program.weeks: a whole number is expected, not null."),
    (("program", "day_kind"), "moon", "program.day_kind: “moon” is none of weekday, ordinal, match."),
    (("program", "colour"), "red", "program.colour: this key is not known."),
    (("program", "notes"), "a\x00b", "program.notes: “a·b” has a character that is no text here."),
    (("program", "notes"), "\ud800", "program.notes: “·” has a character that is no text here."),
    (("sessions", 0, "week"), 3, "sessions[0].week: 3 is out of range: it goes from 1 to 2."),
    (("sessions", 0, "day"), 8, "sessions[0].day: 8 is out of range: it goes from 1 to 7."),
    (("sessions", 0, "day"), "2", "sessions[0].day: a whole number is expected, not a text."),
    (("sessions", 0, "order"), 2, "sessions[0].order: 2, but a day's sessions count 1, 2, 3."),
    (("sessions", 1, "week"), 1, "sessions[1].order: sessions[0] has the same week, day and order."),
    (("sessions", 0, "adjustment"), "more", "sessions[0].adjustment: “more” states no adjustment."),
    (("sessions", 0, "time_of_day"), "late", "sessions[0].time_of_day: a time of day is written 17:30."),
    (("sessions", 0, "effort"), 11, "sessions[0].effort: 11 is out of range: it goes from 1 to 10."),
    (("sessions", 0, "exercises"), None, "sessions[0].exercises: a list is expected, not null."),
    (("sessions", 0, "exercises", 0), "Run", "sessions[0].exercises[0]: an object is expected, not a text."),
    (("sessions", 1, "groups", 0, "letter"), "AA", "sessions[1].groups[0].letter: “AA” is none of A, B"),
    (("sessions", 1, "groups"), [], "sessions[1].exercises[0].group: “A” is none of "),
    (("sessions", 1, "exercises"), [], "sessions[1].groups: no exercise is in group A."),
    ((*ROW, "name"), " ", "sessions[0].exercises[1].name: a name is expected here."),
    ((*ROW, "name"), "ﷺ" * 9, "sessions[0].exercises[1].name: "),
    ((*ROW, "reps"), "a few", "sessions[0].exercises[1].reps: “a few” states no reps"),
    ((*ROW, "reps"), 5, "sessions[0].exercises[1].reps: a text is expected, not a whole number."),
    ((*ROW, "reps"), "\ud800", "sessions[0].exercises[1].reps: “·” states no reps"),
    ((*ROW, "reps"), "5/3", "sessions[0].exercises[1]: A list has one entry for each set"),
    ((*ROW, "sets"), 0, "sessions[0].exercises[1].sets: 0 is out of range: it goes from 1 to 999."),
    ((*ROW, "sets"), -1, "sessions[0].exercises[1].sets: -1 is out of range"),
    ((*ROW, "sets"), "6", "sessions[0].exercises[1].sets: a whole number is expected, not a text."),
    ((*ROW, "duration_s"), 1e9, "sessions[0].exercises[1].duration_s: a whole number is expected, not a number."),
    ((*ROW, "distance_m"), 0, "sessions[0].exercises[1].distance_m: 0 is out of range"),
    ((*ROW, "distance_m"), 0.00001, "sessions[0].exercises[1].distance_m: 0.00001 is out of range"),
    ((*ROW, "distance_m"), 1.23456, "sessions[0].exercises[1].distance_m: 1.23456 has more than 4 decimals."),
    ((*ROW, "distance"), "3 mi", "sessions[0].exercises[1].distance: 3 mi is not 800 m."),
    ((*ROW, "distance"), "far", "sessions[0].exercises[1].distance: “far” is no distance"),
    ((*ROW, "intensity"), "", "sessions[0].exercises[1].intensity: An intensity is a short text"),
    ((*ROW, "intensity"), "x" * 250, "sessions[0].exercises[1].intensity: "),
    ((*ROW, "intensity"), 80, "sessions[0].exercises[1].intensity: a text is expected, not a whole number."),
    ((*ROW, "rest_s"), -5, "sessions[0].exercises[1].rest_s: -5 is out of range"),
    ((*ROW, "rest"), "3:00", "sessions[0].exercises[1].rest: 3:00 is not 120 s."),
    ((*ROW, "tempo"), "slow", "sessions[0].exercises[1]: A tempo has three or four parts"),
    ((*ROW, "cadence"), "fast", "sessions[0].exercises[1].cadence: “fast” states no cadence"),
    ((*ROW, "section"), "middle", "sessions[0].exercises[1].section: “middle” is none of warm_up, main, cool_down."),
    ((*ROW, "per_side"), 1, "sessions[0].exercises[1].per_side: true or false is expected, not a whole number."),
    ((*ROW, "amrap"), True, "sessions[0].exercises[1]: AMRAP as a time needs the time."),
    ((*ROW, "notes"), "x" * 2001, "sessions[0].exercises[1].notes: "),
    ((*ROW, "note"), "typo", "sessions[0].exercises[1].note: this key is not known."),
    (("week_facts",), [{"week": 1, "phase": "A"}, {"week": 1}], "week_facts[1].week: week 1 stands here twice."),
    (("week_facts",), [{"week": 3}], "week_facts[0].week: 3 is out of range: it goes from 1 to 2."),
]


@pytest.mark.parametrize(("path", "value", "message"), REFUSED, ids=[case[2][:50] for case in REFUSED])
def test_refused_with_its_place(path, value, message):
    with pytest.raises(JsonError) as error:
        read(changed(path, value))

    assert str(error.value).startswith(message)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 500


def test_missing_key_is_named():
    plan = copy.deepcopy(PLAN)
    del plan["sessions"][1]["name"]

    with pytest.raises(JsonError, match=r"^sessions\[1\]\.name: this is missing\.$"):
        read(plan)


def test_one_key_for_two_sessions_is_refused():
    plan = copy.deepcopy(PLAN)
    for session in plan["sessions"]:
        session["session"] = "s1"

    with pytest.raises(JsonError, match=r"^sessions\[1\]\.session: “s1” says something else at sessions\[0\]\.$"):
        read(plan)


ODD = [
    ("", "this is not JSON"),
    ("[]", "an object is expected, not a list."),
    ("null", "an object is expected, not null."),
    ("{", "line 1, column 2: this is not JSON"),
    ("[" * 200_000, "The JSON is nested too deeply."),
    ('{"a":' * 200_000, "The JSON is nested too deeply."),
    ("NaN", "an object is expected, not NaN."),
    (b"\xff\xfe\x00", "The file is not UTF-8 text (byte 1)."),
    ('{"program": 1, "program": 2}', "an object is expected, not an object with two keys “program”."),
    (b" " * 10_000_001, "The file is larger than 10 MB."),
]


@pytest.mark.parametrize(("data", "message"), ODD, ids=range(len(ODD)))
def test_odd_files_get_a_sentence(data, message):
    with pytest.raises(UnreadableFile) as error:
        json_format.read(data)

    assert message in str(error.value)


@pytest.mark.parametrize(
    ("number", "words"),
    [("1e400", "the number 1e400"), ("9" * 5000, "a number of 5000 digits"), ("-Infinity", "-Infinity"), ("NaN", "NaN"),
     ("1e-999999999", "the number 1e-999999999"), ("0." + "1" * 5000, "the number 0.111")],
)  # fmt: skip
def test_odd_numbers_are_named_at_their_place(number, words):
    text = json.dumps(changed((*ROW, "sets"), 12345)).replace("12345", number)

    with pytest.raises(JsonError) as error:
        json_format.read(text)

    assert str(error.value).startswith(f"sessions[0].exercises[1].sets: a whole number is expected, not {words}")


def test_any_single_spoilt_leaf_is_refused_or_read():
    """No change of one value makes anything but a value or a JsonError."""
    chance = random.Random(2)  # noqa: S311
    values = [None, True, -1, 0, 10**17, 1.5, "", "x", "\x00", [], {}, [[]], {"a": 1}]

    def paths(node, way=()):
        yield way
        if isinstance(node, dict):
            for key in node:
                yield from paths(node[key], (*way, key))
        elif isinstance(node, list):
            for index, one in enumerate(node):
                yield from paths(one, (*way, index))

    refused = 0
    for path in [way for way in paths(PLAN) if way]:
        for value in chance.sample(values, 8):
            try:
                read(changed(path, value))
            except JsonError:
                refused += 1
    assert refused > 150


def test_words_that_are_no_known_target_are_kept():
    value = read(changed((*ROW, "intensity"), "as if chased by geese"))

    row = json.loads(json_format.write(value))["sessions"][0]["exercises"][1]
    assert row["intensity"] == "as if chased by geese"


def test_equal_sessions_are_equal_values_and_sections_stay_as_said():
    plan = copy.deepcopy(PLAN)
    plan["sessions"][1] = copy.deepcopy(plan["sessions"][0]) | {"week": 2}
    assert len(read(plan).sessions) == 1

    plan["sessions"][1]["exercises"][0]["section"] = "main"
    assert [row.section for row in read(plan).placings[1].session.rows] == ["main", "main"]


def test_the_placings_stand_in_the_order_of_their_places():
    plan = copy.deepcopy(PLAN)
    plan["sessions"].reverse()

    assert [placing.week for placing in read(plan).placings] == [1, 2]


@pytest.mark.parametrize(
    ("notes", "source", "licence"),
    [("", "", ""), ("a", "", ""), ("", "s", ""), ("", "", "l"), ("a\n\nb", "s", "l"), ("a", "s", ""), ("a", "", "l"),
     ("a\n\nSource: x", "s", "l")],
)  # fmt: skip
def test_source_and_licence_are_the_end_of_the_description(notes, source, licence):
    assert credit.split(credit.join(notes, source, licence)) == (notes, source, licence)


@pytest.mark.parametrize(
    "text", ["Source: ", "a\nSource: b", "Source: a\n\nb", "Licence: a\nSource: b", "Source: a\nLicence: "]
)
def test_a_description_that_only_looks_like_it_stays_notes(text):
    assert credit.split(text) == (text, "", "")


@pytest.mark.parametrize(
    ("sport", "text", "said"),
    [
        ("bike", "90%", "90% FTP"),
        ("bike", "88-93%", "88-93% FTP"),
        ("run", "105%", "105% pace"),
        ("swim", "95%", "95% CSS"),
        ("rowing", "85%", "85% 2k"),
        ("strength", "75/85/95%", "75/85/95% 1RM"),
        ("bike", "90% 1RM", "90% 1RM"),
        ("bike", "-10%", "-10%"),
        (None, "80%", "80% 1RM"),
    ],
)
def test_a_bare_percentage_is_one_of_the_sports_own(sport, text, said):
    row = {"name": "X", "sets": 3, "intensity": text}
    session = {"week": 1, "day": 1, "order": 1, "name": "A", "exercises": [row]}

    value = read({"program": {"name": "P", "weeks": 1, "sport": sport}, "sessions": [session]})

    assert str(value.placings[0].session.rows[0].prescription.intensity) == said
