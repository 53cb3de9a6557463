"""The rows of the six real programs, as lines, both ways."""

import csv
import json
from decimal import Decimal

import pytest
from django.conf import settings

from core.units import to_metres
from sessions_app.notation import read_line, render_line
from sessions_app.prescription import Intensity, Prescription, Reps, Rest, problems
from sessions_app.prescription.clock import unclock

SPORTS = {"swim": "swimming", "run": "running", "bike": "cycling", "strength": "strength"}
FILES = sorted((settings.SHARED_DATA / "programs").glob("*.json"))
pytestmark = pytest.mark.shared


def sport_of(path) -> str:
    return SPORTS[json.loads(path.read_text(encoding="utf-8"))["program"]["sport"]]


def prescription(row: dict) -> Prescription:
    return Prescription(
        sets=row["sets"],
        reps=Reps.parse(row["reps"]) if row["reps"] else None,
        duration=row["duration_s"],
        distance=None if row["distance_m"] is None else Decimal(row["distance_m"]),
        intensity=Intensity.parse(row["intensity"]) if row["intensity"] else None,
        rest=None if row["rest_s"] is None else Rest(row["rest_s"]),
        notes=row["notes"] or "",
    )


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_row_is_a_line(path):
    program = json.loads(path.read_text(encoding="utf-8"))
    sport = sport_of(path)
    rows = {json.dumps(row): row for session in program["sessions"] for row in session["exercises"]}
    for row in rows.values():
        value = prescription(row)
        assert problems(value) == []
        text = render_line(row["name"], value, "", sport)
        line = read_line(text, sport)
        assert (line.name, line.prescriptions) == (row["name"], (value,)), text
        if row["intensity"]:
            assert str(value.intensity).replace(" ", "") == row["intensity"].replace(" ", "")


def cells_as_value(cells: dict[str, str]) -> Prescription:
    length, _, unit = cells["distance"].partition(" ")
    return Prescription(
        sets=int(cells["sets"]) if cells["sets"] else None,
        reps=Reps.parse(cells["reps"]) if cells["reps"] else None,
        duration=unclock(cells["duration"]) if cells["duration"] else None,
        distance=to_metres(Decimal(length), unit) if length else None,
        distance_unit=unit,
        intensity=Intensity.parse(cells["intensity"]) if cells["intensity"] else None,
        rest=Rest.parse(cells["rest"]) if cells["rest"] else None,
        notes=cells["notes"],
    )


def cells_as_typed(cells: dict[str, str]) -> str:
    """The row as a coach would type it: nothing quoted, numbers as the table has them."""
    work = cells["reps"] or cells["duration"] or cells["distance"]
    amount = f"{cells['sets']}x{work}" if cells["sets"] and work else work or cells["sets"] and f"{cells['sets']} sets"
    parts = [cells["exercise"], amount, cells["intensity"] and f"@ {cells['intensity']}"]
    parts += [cells["rest"] and f"r{cells['rest']}", cells["notes"] and f"// {cells['notes']}"]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_line_of_the_table_reads_as_typed_and_as_written(path):
    sport = sport_of(path)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as table:
        for cells in csv.DictReader(table):
            name, value = cells["exercise"], cells_as_value(cells)
            for text in (render_line(name, value, "", sport), cells_as_typed(cells)):
                line = read_line(text, sport)
                assert (line.name, line.prescriptions, line.notes) == (name, (value,), []), text
