"""The rows of the six real programs, as lines, both ways."""

import json
from decimal import Decimal

import pytest
from django.conf import settings

from sessions_app.notation import read_line, render_line
from sessions_app.prescription import Intensity, Prescription, Reps, Rest, problems

SPORTS = {"swim": "swimming", "run": "running", "bike": "cycling", "strength": "strength"}
FILES = sorted((settings.SHARED_DATA / "programs").glob("*.json"))


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


@pytest.mark.shared
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_row_is_a_line(path):
    program = json.loads(path.read_text(encoding="utf-8"))
    sport = SPORTS[program["program"]["sport"]]
    rows = {json.dumps(row): row for session in program["sessions"] for row in session["exercises"]}
    for row in rows.values():
        value = prescription(row)
        assert problems(value) == []
        text = render_line(row["name"], value, "", sport)
        line = read_line(text, sport)
        assert (line.name, line.prescriptions) == (row["name"], (value,)), text
        if row["intensity"]:
            assert str(value.intensity).replace(" ", "") == row["intensity"].replace(" ", "")
