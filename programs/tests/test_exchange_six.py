"""The six real programs: what is read is what the files say, from either form."""

import csv
import json

import pytest

from programs.exchange import csv_format, json_format
from programs.exchange.texts import intensity_text, length_text, time_text, whole_metres

SIX = {
    "531-boring-but-big": (16, 16, 96),
    "8-weeks-road-builder": (40, 27, 332),
    "couch-to-5k": (27, 26, 105),
    "higdon-novice-1-marathon": (88, 24, 88),
    "open-water-10k-swim": (54, 9, 384),
    "phul": (4, 4, 25),
}
pytestmark = [pytest.mark.shared, pytest.mark.parametrize("name", SIX)]


@pytest.fixture
def source(shared_data, name):
    return json.loads((shared_data / "programs" / f"{name}.json").read_text())


@pytest.fixture
def from_json(shared_data, name):
    return json_format.read((shared_data / "programs" / f"{name}.json").read_bytes())[0]


@pytest.fixture
def from_csv(shared_data, name):
    value, left_out = csv_format.read((shared_data / "programs" / f"{name}.csv").read_bytes())
    assert left_out == []
    return value


def facts_of(row):
    """A row as the JSON form states it."""
    p = row.prescription
    return {
        "name": row.name,
        "sets": p.sets,
        "reps": str(p.reps) if p.reps else None,
        "duration_s": p.duration,
        "distance_m": None if p.distance is None else whole_metres(p.distance),
        "intensity": intensity_text(p.intensity) if p.intensity else None,
        "rest_s": p.rest.seconds if p.rest else None,
        "notes": p.notes or None,
    }


def test_counts(from_json, name):
    rows = sum(len(placing.session.rows) for placing in from_json.placings)
    assert (len(from_json.placings), len(from_json.sessions), rows) == SIX[name]


def test_every_row_of_json_is_read_as_written(from_json, source):
    assert [facts_of(row) for placing in from_json.placings for row in placing.session.rows] == [
        exercise for session in source["sessions"] for exercise in session["exercises"]
    ]


def placed_facts(value):
    return [(p.place, p.session.name, [(facts_of(r), r.section) for r in p.session.rows]) for p in value.placings]


def test_json_and_csv_say_the_same(from_json, from_csv):
    assert from_csv.weeks == from_json.weeks
    assert placed_facts(from_csv) == placed_facts(from_json)


def test_every_line_of_csv_is_read_as_written(from_csv, shared_data, name):
    with (shared_data / "programs" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))

    placed = [(p, order, row) for p in from_csv.placings for order, row in enumerate(p.session.rows, start=1)]
    for line, (placing, order, row) in zip(lines, placed, strict=True):
        p = row.prescription
        assert line == {
            "week": str(placing.week),
            "day": str(placing.day),
            "session": placing.session.name,
            "order": str(order),
            "exercise": row.name,
            "sets": str(p.sets or ""),
            "reps": str(p.reps or ""),
            "duration": time_text(p.duration) if p.duration else "",
            "distance": length_text(p.distance, p.distance_unit) if p.distance else "",
            "intensity": intensity_text(p.intensity) if p.intensity else "",
            "rest": str(p.rest or ""),
            "notes": p.notes,
        }


def test_written_json_states_the_same_facts(from_json, source):
    written = json.loads(json_format.write(from_json))

    assert {key: written["program"][key] for key in source["program"]} == source["program"]
    assert written["sessions"] == source["sessions"]
    assert (written["format"], written["version"]) == ("trainhub", 1)


def test_written_csv_is_the_file(from_csv, shared_data, name):
    with (shared_data / "programs" / f"{name}.csv").open(encoding="utf-8-sig") as stream:
        assert csv_format.write(from_csv) == stream.read()
