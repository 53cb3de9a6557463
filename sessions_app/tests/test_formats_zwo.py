"""ZWO: real workouts from public repositories, read into rows and written again; and what is no workout."""

import csv
import gc
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.formats import zwo
from sessions_app.formats.from_rows import parts_of
from sessions_app.formats.to_rows import rows_of
from sessions_app.formats.values import Repeat, UnreadableFile, flat, timeline
from sessions_app.prescription import Cadence, Intensity, Prescription, problems
from sessions_app.totals import totals


def steps(parts):
    """What is done, in order, however it is written."""
    return [(step.seconds, step.metres, step.targets, step.cadence, step.role) for step in flat(parts)]


def through_rows(workout):
    rows, left_out = rows_of(workout)
    parts, more = parts_of([replace(row, sport=workout.sport) for row in rows], workout.sport)
    return rows, parts, left_out + more


def file(workout="", head=""):
    return f"<workout_file><name>Test</name>{head}<workout>{workout}</workout></workout_file>".encode()


def read(workout="", head=""):
    found, left_out = zwo.read(file(workout, head))
    return found, [(part.where, part.text) for part in left_out]


# --- The real ones ----------------------------------------------------------------


@pytest.mark.shared
def test_all_real_workouts_come_back_with_every_step_power_cadence_and_cue(shared_data):
    index = list(csv.DictReader((shared_data / "zwo" / "INDEX.csv").open()))
    whole = [entry for entry in index if entry["wellformed_xml"] == "yes"]
    assert (len(index), len(whole)) == (45, 41)
    for entry in whole:
        workout, _listed = zwo.read((shared_data / "zwo" / entry["file"]).read_bytes())
        rows, parts, lost = through_rows(workout)
        written, unsaid = zwo.write(replace(workout, parts=parts))
        again, listed_again = zwo.read(written)
        assert [problems(row.prescription) for row in rows] == [[]] * len(rows)
        assert (lost, unsaid, listed_again) == ([], [], [])
        assert steps(workout.parts) == steps(parts) == steps(again.parts)
        assert list(timeline(workout.parts)) == list(timeline(parts)) == list(timeline(again.parts))
        assert replace(again, parts=()) == replace(workout, parts=())
        assert len(workout.parts) == int(entry["blocks"])
        assert abs(workout.seconds - float(entry["sum_duration_attr"])) < 0.01
        assert totals(replace(row, sport="cycling") for row in rows).seconds == workout.seconds


@pytest.mark.shared
def test_the_numbers_are_those_of_the_files(shared_data):
    """Against the XML itself: each power to a thousandth of it, each time to a second."""
    checked = 0
    for path in sorted((shared_data / "zwo").glob("*.zwo")):
        try:
            elements = list(ElementTree.parse(path).getroot().find("workout"))
        except ElementTree.ParseError:
            continue
        workout, _left_out = zwo.read(path.read_bytes())
        for element, part in zip(elements, workout.parts, strict=True):
            texts = [(event.get("timeoffset"), event.get("message")) for event in element]
            said = element.attrib
            on = part.parts[0] if isinstance(part, Repeat) else part
            power = said.get("Power") or said.get("OnPower") or said.get("PowerLow") or said.get("PowerOnLow")
            if power:
                assert abs(float(on.targets[0].start) - 100 * float(power)) <= 0.1 * float(power)
                checked += 1
            assert abs(on.seconds - float(said.get("Duration") or said["OnDuration"])) < 1
            assert [(str(cue.at), cue.text) for cue in part.cues] == [
                (str(round(float(at))), " ".join(text.split())) for at, text in texts
            ]
            assert (on.cadence.low if on.cadence else None) == (int(said["Cadence"]) if "Cadence" in said else None)
            if isinstance(part, Repeat):
                off = part.parts[1]
                assert part.times == int(said["Repeat"])
                assert abs(off.seconds - float(said["OffDuration"])) < 1
    assert checked == 594


@pytest.mark.shared
def test_the_malformed_are_refused_by_line_and_column(shared_data):
    refused = []
    for entry in csv.DictReader((shared_data / "zwo" / "INDEX.csv").open()):
        if entry["wellformed_xml"] != "yes":
            with pytest.raises(UnreadableFile) as error:
                zwo.read((shared_data / "zwo" / entry["file"]).read_bytes())
            place = entry["wellformed_xml"].split(": ")[-1]
            assert str(error.value).startswith(f"{place}: this is not well-formed XML")
            refused.append(place)
    assert refused == ["line 3, column 27", "line 105, column 6", "line 37, column 2", "line 57, column 6"]


# --- How it stands in a session -------------------------------------------------------


def test_a_ramp_an_interval_and_a_cue_stand_as_a_coach_would_write_them():
    workout, left_out = read(
        '<Warmup Duration="600" PowerLow="0.4" PowerHigh="0.75"/>'
        '<IntervalsT Repeat="4" OnDuration="90" OffDuration="30" OnPower="1.05" OffPower="0.5" Cadence="95"'
        ' CadenceResting="80"><textevent timeoffset="0" message="Go"/><textevent timeoffset="65" message="Hold it"/>'
        '</IntervalsT><FreeRide Duration="300"/><MaxEffort Duration="20"/>'
        '<SteadyState Duration="60" PowerLow="0.56" PowerHigh="0.75" CadenceLow="85" CadenceHigh="95"/>'
        '<Cooldown Duration="300" PowerLow="0.6" PowerHigh="0.4"/>'
    )
    rows, _parts, _lost = through_rows(workout)

    assert left_out == []
    assert [(row.name, row.section, row.group and row.group.rounds, row.prescription) for row in rows] == [
        ("Warm-up", "warm_up", None, Prescription(duration=600, intensity=Intensity.parse("40→75% FTP"))),
        (
            "Interval",
            "main",
            4,
            Prescription(
                duration=90, intensity=Intensity.parse("105% FTP"), cadence=Cadence(95), notes="Go\n1:05 Hold it"
            ),
        ),
        ("Ride", "main", 4, Prescription(duration=30, intensity=Intensity.parse("50% FTP"), cadence=Cadence(80))),
        ("Ride", "main", None, Prescription(duration=300)),
        ("Ride", "main", None, Prescription(duration=20, intensity=Intensity.parse("max"))),
        (
            "Ride",
            "main",
            None,
            Prescription(duration=60, intensity=Intensity.parse("56-75% FTP"), cadence=Cadence(85, 95)),
        ),
        ("Cool-down", "cool_down", None, Prescription(duration=300, intensity=Intensity.parse("60→40% FTP"))),
    ]


def test_more_groups_than_letters_go_on_in_another_part_of_the_session():
    interval = '<IntervalsT Repeat="2" OnDuration="10" OffDuration="20" OnPower="1" OffPower="0.5"/>'
    workout, _left_out = read(interval * 28)
    rows, parts, _lost = through_rows(workout)
    places = [(row.section_title, row.group and row.group.letter) for row in rows]

    assert places[14:18] == [("", "H"), ("", "H"), ("Part 2", "I"), ("Part 2", "I")]
    assert places[50:] == [("Part 4", "Z"), ("Part 4", "Z"), *[("Part 4", None)] * 8]  # no letters left: written out
    assert steps(parts) == steps(workout.parts)


def test_a_run_is_by_distance_and_of_a_race_pace():
    head = "<sportType>run</sportType><durationType>distance</durationType>"
    workout, left_out = read('<SteadyState Duration="1000" Power="0.9" pace="1"/><FreeRide Duration="200"/>', head)
    written, _unsaid = zwo.write(workout)

    assert left_out == []
    assert (workout.sport, workout.parts[0].metres) == ("running", Decimal(1000))
    assert str(workout.parts[0].targets[0]) == "90% 5k pace"
    assert steps(zwo.read(written)[0].parts) == steps(workout.parts)


# --- What is left out ------------------------------------------------------------------


def test_what_has_no_place_here_is_listed_once_for_all_its_elements():
    workout, left_out = read(
        '<SteadyState Duration="60" Power="0.5" pace="0" Forced="1"/><SteadyState Duration="60" Power="0.5" pace="0"/>'
        '<Bike Duration="3"/><SteadyState Power="0.5"/><SteadyState Duration="x" Power="0.5"/>'
        '<SteadyState Duration="30" Power="900"/><SteadyState Duration="30.4" Power="0.5" Cadence="900"/>'
        '<FreeRide Duration="0"/><SteadyState Duration="60" Power="0.5"><other/><textevent message="A" y="2"/></SteadyState>',
        "<category>Base</category><durationType>parsecs</durationType>",
    )

    assert len(workout.parts) == 5
    assert left_out == [
        ("workout_file", "category Base"),
        ("durationType", "parsecs"),
        ("step 1, SteadyState and 1 more", "pace=0"),
        ("step 1, SteadyState", "Forced=1"),
        ("step 3, Bike", "Bike"),
        ("step 4, SteadyState", "duration"),
        ("step 5, SteadyState", "duration=x"),
        ("step 6, SteadyState", "power=900"),
        ("step 6, SteadyState", ""),
        ("step 7, SteadyState", "duration=30.4"),
        ("step 7, SteadyState", "Cadence=900"),
        ("step 8, FreeRide", "duration=0"),
        ("step 9, SteadyState", "other"),
        ("step 9, SteadyState", "y=2"),
    ]


def test_a_name_that_is_empty_is_none():
    content = file('<FreeRide Duration="60"/>', "<n>Other</n>").replace(b"<name>Test</name>", b"<name/>")
    assert zwo.read(content)[0].name == "Other"  # as some tools call it


def test_nothing_of_the_head_is_dropped_in_silence():
    long = "x" * 130
    head = (
        f'<n>Other</n><author lang="de">{long}</author><tags><tag name="a, b" id="1"/><label/></tags><author>B</author>'
    )
    workout, left_out = read('<FreeRide Duration="60"/>', head)

    assert (workout.name, workout.author, workout.tags) == ("Test", "x" * 120, ("a b",))
    assert sorted(left_out) == [
        ("author", "lang=de"),
        ("author", "x" * 10),
        ("tag", "id=1"),
        ("tags", "a, b"),
        ("tags", "label"),
        ("workout_file", "Other"),
        ("workout_file", "author B"),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "line 1, column 0: this is not well-formed XML (no element found)."),
        (b"PK\x03\x04", "line 1, column 2: this is not well-formed XML (not well-formed (invalid token))."),
        (b"<gpx/>", "This is no ZWO: it begins with <gpx>, not <workout_file>."),
        (b"<workout_file/>", "The file has no <workout>, so no steps."),
        (file(), "No step of the workout can be read."),
        (file('<FreeRide Duration="9"/>', "<sportType>swim</sportType>"), "The file is for the sport “swim”: rides"),
        (file('<FreeRide Duration="9"/>')[:-4], "line 1, column "),
        (file('<IntervalsT Repeat="999" OnDuration="9" OffDuration="9"/>'), "The workout has more than 1,000 steps."),
        (b'<?xml version="1.0" encoding="utf-99"?><workout_file/>', "The file cannot be read as XML: "),
    ],
)
def test_what_is_no_workout_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(UnreadableFile) as error:
        zwo.read(data)
    assert str(error.value).startswith(sentence)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Warmup", "Ramp", "SteadyState", "IntervalsT", "FreeRide", "MaxEffort", "Cooldown"]),
            st.dictionaries(
                st.sampled_from(
                    "Duration OnDuration OffDuration Repeat Power PowerLow PowerHigh OnPower OffPower PowerOnLow "
                    "Cadence CadenceLow CadenceResting pace".split()
                ),
                st.one_of(
                    st.sampled_from(
                        ["60", "0.5", "1", "0", "-1", "1e9", "1e-9", "NaN", "Infinity", "359999", "", "1_0"]
                    ),
                    st.text(max_size=8),
                ),
            ),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["bike", "run"]),
)
def test_whatever_the_settings_say_the_rows_can_be_stored_and_go_out_again(elements, sport):
    root = ElementTree.Element("workout_file")
    ElementTree.SubElement(root, "sportType").text = sport
    workout = ElementTree.SubElement(root, "workout")
    for tag, settings in elements:
        ElementTree.SubElement(workout, tag, {k: "".join(c for c in v if c.isprintable()) for k, v in settings.items()})
    try:
        found, _left_out = zwo.read(ElementTree.tostring(root))
    except UnreadableFile:
        return
    rows, parts, _lost = through_rows(found)
    assert [problems(row.prescription) for row in rows] == [[]] * len(rows)
    again, _left_out = zwo.read(zwo.write(replace(found, parts=parts))[0])
    assert [step[:4] for step in steps(again.parts)] == [step[:4] for step in steps(found.parts)]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "entities that grow": f'<!DOCTYPE b [<!ENTITY l0 "ha">{LAUGHS}]><workout_file><name>&l9;</name></workout_file>',
    "a long entity": f'<!DOCTYPE b [<!ENTITY a "{"x" * 100_000}">]><workout_file>{"&a;" * 9_000}</workout_file>',
    "a file of the machine": '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><workout_file><name>&a;</name></workout_file>',
    "a page elsewhere": '<!DOCTYPE b SYSTEM "http://127.0.0.1:9/x.dtd"><workout_file/>',
    "50 MB": "<workout_file>" + " " * 50_000_000,
    "deep": "<workout_file>" + "<a>" * 140_000 + "</a>" * 140_000 + "</workout_file>",
    "deep in the workout": "<workout_file><workout>" + "<a>" * 140_000 + "</a>" * 140_000 + "</workout></workout_file>",
    "wide": "<workout_file><workout>" + '<FreeRide Duration="9"/>' * 40_000 + "</workout></workout_file>",
    "names": "<workout_file><workout><FreeRide Duration='9' " + " ".join(f"a{n}='1'" for n in range(80_000)) + "/>",
}


def peak_kb():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_at_once_and_in_little_memory(bomb):
    data = BOMBS[bomb].encode()
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, start = peak_kb(), time.process_time()
    with pytest.raises(UnreadableFile):
        zwo.read(data)
    assert time.process_time() - start < 2
    assert peak_kb() - before < 50_000
