"""What is written reads back the same: JSON everything, CSV what a flat table can state."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.exchange import csv_format, json_format
from programs.exchange.texts import inferred_sections
from programs.exchange.values import ProgramValue, SessionValue
from programs.tests.exchange_strategies import names, programs, rows, sessions
from sessions_app.prescription import Row

few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@few
@given(programs())
def test_json_loses_nothing(value):
    text = json_format.write(value)

    again, left_out = json_format.read(text)

    assert again == value
    assert left_out == []
    assert json_format.write(again) == text


def flat(row: Row) -> Row:
    """The row with only what the table's columns hold."""
    p = replace(row.prescription, every=None, tempo="", cadence=None, per_side=False, amrap=False, is_warm_up=False)
    return Row(name=row.name, prescription=p)


@st.composite
def flat_sessions(draw):
    found = [flat(row) for row in draw(st.lists(rows, max_size=4))]
    inferred = inferred_sections([(row.name, row.prescription.notes) for row in found])
    return SessionValue(
        draw(names), rows=tuple(replace(row, section=section) for row, section in zip(found, inferred, strict=True))
    )


def flat_program(value: ProgramValue) -> ProgramValue:
    placings = tuple(
        replace(p, adjustment=None, time_of_day=None, notes="", session=replace(p.session, key=""))
        for p in value.placings
    )
    return ProgramValue(name="", weeks=max(p.week for p in placings), placings=placings)


def told_apart(value):
    """A line of a session's name alone heads the rows that follow: so an empty session stands before no namesake."""
    pairs = pairwise(value.placings)
    return bool(value.placings) and not any(
        (one.week, one.day, one.session.name) == (next_.week, next_.day, next_.session.name) and not one.session.rows
        for one, next_ in pairs
    )


@few
@given(programs(flat_sessions()).filter(lambda value: value.placings).map(flat_program).filter(told_apart))
def test_csv_keeps_what_its_columns_hold(value):
    again, left_out = csv_format.read(csv_format.write(value))

    assert again == value
    assert left_out == []


@few
@given(programs(sessions()))
def test_csv_of_any_program_begins_no_cell_like_a_formula(value):
    text = csv_format.write(value)

    for cells in csv_format.table(text):
        assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in cells)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    for read in (json_format.read, csv_format.read):
        try:
            read(data)
        except csv_format.UnreadableFile as error:
            assert str(error).isprintable()
