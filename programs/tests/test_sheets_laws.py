"""Laws of reading sheets: whatever stands in them, nothing raises, and no cell is silently lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.exchange import sheets
from programs.exchange.sheets.cells import Book, Cell, Sheet, packed, unpacked
from programs.exchange.values import UnreadableFile

WORDS = (
    "Week 1", "Week 2", "Deload", "Monday", "Tue", "Day 1", "Workouts 1-3", "Exercise", "Sets", "Reps", "Sets x Reps",
    "Load (kg)", "Rest", "Notes", "Session", "Week", "Day", "Date", "Total", "Actual", "RPE", "Tempo", "Distance", "Time",
    "3x10", "5", "8-12", "75%", "60 kg", "90 s", "3 km easy", "2026-03-05", "Squat 5x5 @ 75%", "Squat", "Warm-up", "A1",
    "Note: slow", "Weekly total: 5", "Rest day", "3 rounds", "MON\nUpper", "8 km\n6x400m", "-", "x" * 130,
)  # fmt: skip
LAYOUT = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def grids(draw):
    """A grid of words as they stand in sheets, among them marks of which each is there once."""
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 6))
    rows, marks = [], []
    for row in range(height):
        cells = []
        for column in range(width):
            kind = draw(st.integers(0, 9))
            if kind < 3:
                cells.append("")
            elif kind == 3:
                marks.append(f"mark{chr(97 + row)}{chr(97 + column)}")
                cells.append(marks[-1])
            else:
                cells.append(draw(st.sampled_from(WORDS)))
        rows.append(cells)
    return rows, marks


def book(rows):
    return Book((Sheet("", [[Cell(text) for text in row] for row in rows], is_lines=True),))


@LAYOUT
@given(grids(), st.sampled_from(["", "strength", "running", "swimming"]))
def test_no_cell_is_lost(grid, sport):
    rows, marks = grid
    try:
        reading = sheets.read_book(book(rows), sport)
    except UnreadableFile:
        return
    told = repr((reading.value, reading.left_out, reading.guesses))
    titles = repr([head.titles for _sheet, head in reading.heads])  # of columns that are read
    assert [mark for mark in marks if mark not in told + titles] == []


@LAYOUT
@given(grids())
def test_cells_are_carried_as_they_are(grid):
    rows, _marks = grid
    assert unpacked(packed(book(rows))) == book(rows)


@LAYOUT
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"):
        try:
            sheets.read(start + data)
        except UnreadableFile:
            continue
