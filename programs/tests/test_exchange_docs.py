"""docs/formats.md names every key and column, and no other."""

import json
import re
from datetime import time
from decimal import Decimal

from django.conf import settings

from programs.exchange import csv_format, json_format
from programs.exchange.json_words import GROUP_NUMBERS
from programs.exchange.texts import read_length
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, WeekValue
from sessions_app.prescription import Adjustment, Cadence, Group, Intensity, Prescription, Reps, Rest, Row

DOCS = (settings.BASE_DIR / "docs" / "formats.md").read_text()


def documented(heading):
    """The keys of the first column of the tables of one part."""
    part = re.split(r"^#+ ", DOCS, flags=re.M)
    (text,) = [piece for piece in part if piece.startswith(f"{heading}\n")]
    firsts = re.findall(r"^\| (`[^|]*)\|", text, flags=re.M)
    return {key for first in firsts for key in re.findall(r"`([a-z_]+)`", first)}


EVERYTHING = Prescription(
    sets=3, sets_max=4, duration=60, duration_max=90, distance=Decimal(400), distance_max=Decimal(500),
    intensity=Intensity.parse("easy"), rest=Rest.parse("400m jog"), every=120, tempo="3-1-1-0", cadence=Cadence(90),
    per_side=True, amrap=True, is_warm_up=True, notes="x",
)  # fmt: skip


def full_json():
    row = Row("Run", "Easy run", "running", "main", "Title", Group("A", "rounds", 2, 2, 2, 2, 2, 2), EVERYTHING)
    mile = Row("Run", prescription=Prescription(distance=read_length("1 mi")[0], distance_unit="mi"))
    session = SessionValue("A", "strength", Decimal(7), "note", (row, mile), "track", Decimal(25), "s1")

    placing = PlacingValue(1, 1, 1, session, Adjustment.parse("+1 set"), time(7), "x")
    weeks = (WeekValue(1, "Base", True, "x"),)
    return json.loads(
        json_format.write(ProgramValue("P", "running", 1, "weekday", "x", "beginner", True, weeks, (placing,)))
    )


def test_every_key_that_is_written_is_documented_and_no_other():
    written = full_json()
    (session,) = written["sessions"]

    assert documented("program") == set(written["program"])
    assert documented("sessions") == set(session)
    assert documented("exercises") == {key for row in session["exercises"] for key in row}
    assert {"letter", "kind", *GROUP_NUMBERS} == set(session["groups"][0])
    assert all(f"`{key}`" in DOCS for key in (*session["groups"][0], *written["week_facts"][0]))


def test_every_column_is_documented():
    assert documented("CSV") | {"notes"} == set(csv_format.COLUMNS)


def test_the_example_table_reads():
    example = DOCS.split("```csv\n")[1].split("```")[0]

    value, left_out = csv_format.read(example)

    assert left_out == []
    assert [placing.session.name for placing in value.placings] == ["Squat day", "Intervals"]


def test_the_example_json_reads():
    example = DOCS.split("```json\n")[1].split("```")[0]
    first, _ = example.split('"groups": ["…as above…"]')
    groups = first.split('"groups": ')[1].split("\n")[0].rstrip(",")
    rows = first.split('"exercises": ')[1].rsplit("  },", 1)[0].strip()
    whole = example.replace('["…as above…"]', groups, 1).replace('["…as above…"]', rows, 1)

    value, _ = json_format.read(whole)

    assert [str(placing.adjustment or "") for placing in value.placings] == ["", "+2.5%"]
    assert len(value.sessions) == 1
    assert value.placings[0].session.rows[0].prescription.reps == Reps.parse("5")
