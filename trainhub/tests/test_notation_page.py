"""docs/notation.md, which coaches read, is true: every example in it is read as it says."""

import re

import pytest
from django.conf import settings

from programs.exchange.text import read_program_text, write
from sessions_app.notation import read_group, read_line, read_prescription, read_session, render_session
from sessions_app.prescription import SPORTS, Adjustment

PAGE = (settings.BASE_DIR / "docs" / "notation.md").read_text()
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, flags=re.M | re.S)
LINES = [(kind, line) for kind, text in FENCES if kind in SPORTS for line in text.splitlines()]


def table(header):
    """The rows below each table with this head, cell by cell."""
    texts = [part.split("\n\n")[0] for part in PAGE.split(f"\n{header}\n")[1:]]
    return [[cell.strip() for cell in row.split("|")[1:-1]] for text in texts for row in text.splitlines()[1:]]


SHAPES = table("| write | in | it says | or the same |")
TARGETS = [row[:2] for row in table("| write | in | it says |")]


def code(cell):
    return re.findall(r"`([^`]+)`", cell)


def test_the_page_has_its_examples():
    assert {kind for kind, _ in FENCES} == {"strength", "running", "cycling", "swimming", "session", "program"}
    assert (len(LINES), len(SHAPES), len(TARGETS)) == (14, 54, 15)


@pytest.mark.parametrize(("sport", "line"), LINES)
def test_every_line_is_read_whole(sport, line):
    read = read_session(line, sport)

    assert (read.problems, read.kept) == ([], [])
    assert all(row.name and row.prescription for row in read.rows)


@pytest.mark.parametrize("row", [*SHAPES, *TARGETS], ids=lambda row: row[0])
def test_every_shape_is_read_and_so_are_its_other_spellings(row):
    first, *others = (text for cell in (row[0], *row[3:4]) for text in code(cell))
    sport = row[1] or "strength"

    read = read_prescription(first, sport)

    assert read.notes == []
    assert read.prescription
    for other in others:
        assert read_prescription(other, sport).prescriptions == read.prescriptions


@pytest.mark.parametrize(
    ("sport", "target"),
    [(row[1] or "strength", text) for row in table("| write | in | it says |") for text in code(row[2])],
)
def test_every_other_target_is_read(sport, target):
    read = read_prescription(f"5x5 @ {target.removeprefix('@')}", sport)

    assert read.notes == []
    assert read.prescription.intensity


@pytest.mark.parametrize(
    ("sport", "text"),
    [(row[1] or "strength", text) for row in SHAPES for text in code(row[2].partition("also ")[2])],
)
def test_every_other_shape_is_read(sport, text):
    read = read_prescription(text, sport)

    assert read.notes == []
    assert read.prescription


@pytest.mark.parametrize("text", [code(row[0])[0] for row in table("| the group's line | it says |")])
def test_every_line_of_a_group_is_one(text):
    assert read_group(text) is not None


@pytest.mark.parametrize(
    "text", [text for row in table("| a change | what it does |") for cell in row for text in code(cell)]
)
def test_every_change_is_one(text):
    assert Adjustment.parse(text)


@pytest.mark.parametrize("text", [text for kind, text in FENCES if kind == "session"])
def test_every_session_is_read_whole_and_comes_back(text):
    read = read_session(text, "strength")

    assert (read.problems, read.kept) == ([], [])
    written = render_session(read.rows, read.name, read.sport, read.effort, read.note)
    assert read_session(written).rows == read.rows


def test_the_program_says_what_the_page_says():
    (text,) = [text for kind, text in FENCES if kind == "program"]
    found = read_program_text(text)

    assert (found.problems, found.kept) == ([], [])
    assert read_program_text(write(found.value)).value == found.value
    assert [(p.week, p.day, p.session.name, str(p.adjustment or "")) for p in found.value.placings] == [
        (1, 1, "Squat day", ""), (1, 4, "Press day", ""),
        (2, 1, "Squat day", "+2.5%"), (2, 4, "Press day", "+2.5%"),
        (3, 1, "Squat day", "+5%"), (3, 4, "Press day", "+5%"),
        (4, 1, "Squat day", "volume -40%"), (4, 4, "Press day", "volume -40%"),
        (5, 1, "Squat day", "+7.5% +1 set"), (5, 6, "Long run", ""),
        (6, 1, "Squat day", "+10%"), (6, 6, "Long run", "+10min"),
        (7, 1, "Squat day", "Back squat +2.5kg, Chin-up +1 rep"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["A. Squat 5x5", "B) Row 3x8", "1a Press 3x8", '"90/90 hip switch" 2x8/side'])
def test_labels_and_quotes(text):
    assert f"`{text}`" in PAGE
    (row,) = read_session(text, "strength").rows
    assert row.name in ("Squat", "Row", "Press", "90/90 hip switch")
    assert read_line(text, "strength").notes == []
