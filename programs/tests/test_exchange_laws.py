"""What is written reads back the same: JSON and an untouched workbook everything, CSV what a flat table can state."""

import io
from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from programs.exchange import csv_format, json_format, sheets, xlsx_format
from programs.exchange.texts import inferred_sections
from programs.exchange.values import ProgramValue, SessionValue
from programs.tests.exchange_strategies import names, programs, rows, sessions
from programs.tests.sheet_outlines import saved
from sessions_app.prescription import Row

fewer = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))  # a workbook takes long
few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@few
@given(programs())
def test_json_loses_nothing(value):
    text = json_format.write(value)

    again, left_out = json_format.read(text)

    assert again == value
    assert left_out == []
    assert json_format.write(again) == text


@fewer
@given(programs())
def test_a_workbook_that_was_not_changed_loses_nothing(value):
    reading = sheets.read_book(sheets.book_of(xlsx_format.write(value)))

    assert reading.value == value
    assert reading.left_out == reading.guesses == ()


@fewer
@given(programs(), st.integers(0, 3), st.integers(0, 12), st.sampled_from(["", "7", "Thu", "5x5 @ 80%", "=1+1"]))
def test_a_cell_that_was_changed_is_read_or_listed(value, row, column, text):
    """Whatever it is: what comes of it is a program that can be stated, and says that it is another one."""
    workbook = load_workbook(io.BytesIO(xlsx_format.write(value)))
    cell = workbook.worksheets[1].cell(4 + row, 1 + column)
    assume((cell.value or "") != text and column < int(workbook["TrainHub"]["B2"].value))
    cell.value, cell.data_type = text, "s"

    try:
        reading = sheets.read_book(sheets.book_of(saved(workbook)))
    except csv_format.UnreadableFile:
        return  # all that was left is no training
    assert any("since TrainHub wrote" in part.reason for part in reading.guesses)
    assert json_format.read(json_format.write(reading.value))[0] == reading.value


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
