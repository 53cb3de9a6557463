"""What a line's field shows reads back as the same line."""

import pytest
from hypothesis import given

from sessions_app.editing import reading
from sessions_app.editing.checks import check_prescription
from sessions_app.notation import render_prescription
from sessions_app.page import open_page
from sessions_app.tests.strategies import sports, valid


@given(valid, sports)
def test_the_field_of_a_line_reads_back_as_the_same_prescription(prescription, sport):
    stored = check_prescription(prescription)
    text = render_prescription(stored, sport)

    assert reading.prescriptions_of(reading.read_row_line(text, sport)) == [stored]


@pytest.mark.django_db
def test_titles_of_groups(write):
    session = write(
        "A1 Squat 5\nA2 Plank 30s\nB: EMOM 10min\nB1 Clean 3\nC: 3 rounds\nC1 Row 10\nC2 Dip 10\nC3 Curl 10"
    )
    page = open_page(session.pk, session.author)

    titles = [block.title for head in page.heads for block in head.blocks if block.group]
    assert titles == ["Superset A", "EMOM B", "Circuit C"]


@pytest.mark.django_db
def test_figures_of_a_strength_session(write):
    session = write("Back squat w2x5 @ 60kg, 5x5 @ 100kg r3:00", effort=8)
    figures = {
        figure.caption: f"{figure.number} {figure.unit}".strip()
        for figure in open_page(session.pk, session.author).figures
    }

    assert figures["5 working, 2 work-up"] == "7 sets"
    assert figures["Lifted, where weights are written"] == "2.5 t"
    assert "Load, at RPE 8" in figures


@pytest.mark.django_db
def test_sets_of_warm_up_and_cool_down_stand_apart_from_work_up_sets(write):
    session = write("== Warm-up\nHip switch 2x8\n== Main\nBack squat w3x5, 5x5")
    captions = [figure.caption for figure in open_page(session.pk, session.author).figures]

    assert "5 working, 3 work-up, 2 easy" in captions


@pytest.mark.django_db
def test_time_in_zones_and_the_table_of_a_chart(write):
    session = write("Run 10min Z1-Z2\nRun 3x4min @ Z5 r2:00", sport="running")
    page = open_page(session.pk, session.author)

    assert [(zone.label, zone.value) for zone in page.zones] == [
        ("Z5 VO₂max", "12 min"), ("Z4 Threshold", "–"), ("Z3 Tempo", "–"), ("Z2 Steady", "10 min"), ("Z1 Easy", "4 min"),
    ]  # fmt: skip
    assert [(row.name, row.sets, row.time, row.effort) for row in page.chart_rows] == [
        ("Run", 1, "10 min", "3, zone 2"), ("Run", 3, "12 min", "8, zone 5"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_how_hard_a_pace_is_is_not_said_anywhere(write):
    page_of = write("Run 10min @ 4:00/km\nRun 5min Z1", sport="running")
    page = open_page(page_of.pk, page_of.author)

    assert [(zone.label, zone.value) for zone in page.zones][-2:] == [("Z1 Easy", "5 min"), ("Not said", "10 min")]
    assert [row.effort for row in page.chart_rows] == ["not said", "2, zone 1"]
    assert page.effort_spoken == "5 min easy, 0 min moderate, 0 min hard, 10 min of which it is not said"


@pytest.mark.django_db
def test_an_empty_session_has_a_page(write):
    session = write(sport="")
    page = open_page(session.pk, session.author)

    assert (page.sport, page.muscles, page.effort_chart, page.profile) == ("", [], None, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sport", "text", "shown"),
    [
        ("strength", "Row 5min @ Z1\nBack squat 5x5", {}),
        ("strength", "Row 5min @ Z1\nFarmer carry 3x200m", {"Distance": "600 m"}),
        ("running", "Run 30min Z1", {"Distance, estimated": "5 km"}),
        ("running", "Run 5km", {"Distance": "5 km"}),
    ],
)
def test_distance_is_of_what_is_written_and_in_endurance_of_time_as_well(write, sport, text, shown):
    session = write(text, sport=sport)
    figures = open_page(session.pk, session.author).figures
    found = {one.caption: f"{one.number} {one.unit}" for one in figures if one.caption.startswith("Distance")}
    assert found == shown
