"""The table: what was written reads back the same, whatever a spreadsheet does to its separators and letters."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import text
from exercises.catalogue import LANGUAGES
from exercises.facts import FACTS
from exercises.importing import BrokenFile, formats, own_json, table
from exercises.models import Exercise, Level, Measure, Muscle, Pattern, Sport

TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
LINE = TYPED.map(lambda typed: " ".join(typed.split()))
NAME = LINE.filter(lambda line: line and len(text.key(line)) <= 120 and text.key(line))
LINES = st.lists(LINE.filter(bool), max_size=3, unique=True).map(tuple)


def some_of(choices):
    return st.lists(st.sampled_from(choices.values), max_size=3, unique=True).map(tuple)


@st.composite
def exercises(draw):
    aliases = draw(LINES)
    values = {
        "name": draw(NAME),
        "sport": draw(st.sampled_from(Sport.values)),
        "aliases": aliases,
        "alias_languages": {alias: draw(st.sampled_from(LANGUAGES)) for alias in aliases if draw(st.booleans())},
        "pattern": draw(st.sampled_from(["", *Pattern.values])),
        "level": draw(st.sampled_from(["", *Level.values])),
        "muscles": draw(some_of(Muscle)),
        "secondary_muscles": draw(some_of(Muscle)),
        "measures": draw(some_of(Measure)),
        "equipment": draw(LINES),
        "easier": draw(LINES),
        "cues": draw(LINES),
        "per_side": draw(st.booleans()),
        "caution": draw(LINE),
        "description": "\n".join(draw(LINES)),
        "video_url": draw(st.sampled_from(["", "https://example.org/a?b=c"])),
    }
    return Exercise(**values)


def stated(exercise):
    return {name: getattr(exercise, name) for name in (*FACTS, "alias_languages")}


@given(st.lists(exercises(), max_size=4))
@pytest.mark.parametrize("format", ["csv", "json"])
def test_what_was_written_reads_back_the_same(format, rows):
    file = formats.read(formats.write(rows, format), format)

    assert [dict(candidate.values) for candidate in file.candidates] == [stated(row) for row in rows]
    assert [candidate.id for candidate in file.candidates] == [row.pk for row in rows]
    assert file.notes == ()


@given(
    exercises(),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_spreadsheet_may_write_it_in_its_own_way(row, separator, encoding, line_end):
    cells = list(csv.reader(io.StringIO(table.write([row]).decode("utf-8-sig"), newline="")))
    again = io.StringIO(newline="")
    csv.writer(again, delimiter=separator, lineterminator=line_end).writerows(cells)

    [candidate] = table.read(again.getvalue().encode(encoding)).candidates

    assert candidate.values == stated(row)


@given(exercises())
def test_no_cell_is_a_formula(row):
    rows = csv.reader(io.StringIO(table.write([row]).decode("utf-8-sig"), newline=""))

    assert not [cell for line in rows for cell in line if cell[:1] in "=+-@\t\r\n" and cell]


def test_how_it_looks():
    row = Exercise(
        id="c" * 25,
        name="-Back squat",
        sport="strength",
        aliases=("Squat", "A|B", "Kniebeuge"),
        alias_languages={"Kniebeuge": "de"},
        muscles=("quads", "glutes"),
        measures=("load",),
        per_side=True,
        cues=("Brace; then bend.",),
    )

    assert table.write([row]).decode() == (
        "\ufeffid,name,sport,aliases,pattern,level,muscles,secondary_muscles,equipment,measures,per_side,easier,"
        "caution,description,cues,video_url\r\n"
        "ccccccccccccccccccccccccc,'-Back squat,strength,Squat | A\\|B | Kniebeuge [de],,,quads | glutes,,,load,yes,,"
        ",,Brace; then bend.,\r\n"
    )


def read(content, encoding="utf-8"):
    return table.read(content.encode(encoding))


def test_windows_letters_semicolons_and_labels_are_read():
    file = read(
        "Name;Sport;Also called;Secondary muscles;per side;Aliases\n"
        "Développé couché;Strength;x;Upper back, Triceps;NO;Bankdrücken [de]\n",
        "cp1252",
    )

    [candidate] = file.candidates
    assert candidate.values == {
        "name": "Développé couché",
        "sport": "strength",
        "secondary_muscles": ("upper_back", "triceps"),
        "per_side": False,
        "aliases": ("Bankdrücken",),
        "alias_languages": {"Bankdrücken": "de"},
    }
    assert (candidate.where, file.notes) == ("line 2", ("The column “Also called” is not known, so it was not read.",))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The first line has to name the columns: there is no “name”."),
        ("name,level\nX,beginner", "The first line has to name the columns: there is no “sport”."),
        ("name,sport,name\nX,strength,Y", "line 1: The column “name” is there twice."),
        ("name,sport\n,strength", "line 2, name: There is no name."),
        ("name,sport\nX,chess", "line 2, sport: “chess” is not one of strength, running"),
        ("name,sport\nX,", "line 2, sport: “” is not one of strength, running"),
        ('name,sport,cues\nX,strength,"a\nb"\nY,strength,c,d', "line 4: The line has 4 cells, the first line 3."),
        ("name,sport,muscles\nX,strength,quads\nY,strength,bizeps", "line 3, muscles: “bizeps” is not one of neck"),
        ("name,sport,per_side\nX,strength,both", "line 2, per_side: “both” is neither yes nor no."),
        ("name,sport,video_url\nX,strength,javascript:alert(1)", "line 2, video_url: Enter a valid URL."),
        ("name,sport,caution\nX,strength," + "y" * 201, "line 2, caution: Ensure this value has at most 200"),
        ("name,sport\n" + "x" * 121 + ",strength", "line 2, name: Ensure this value has at most 120"),
        ('name,sport\n"X,strength', "line 2: This is not CSV: unexpected end of data."),
        ("name,sport\nX\x00,strength", "This is no text"),
        ("id,name,sport\nc1,X,strength\nc1,Y,strength", "line 3, id: It is that of line 2, too."),
    ],
)
def test_where_it_broke(content, sentence):
    with pytest.raises(BrokenFile) as error:
        formats.read(content.encode(), "csv")
    assert str(error.value).startswith(sentence)


def test_size_has_an_end():
    with pytest.raises(BrokenFile, match="The file is larger than 10 MB."):
        table.read(b"x" * 10_000_001)
    with pytest.raises(BrokenFile) as error:
        table.read(b"name,sport\nX," + b"y" * 9_999)
    assert len(str(error.value)) == 500
    with pytest.raises(BrokenFile, match="The file has more than 5000 exercises."):
        table.read(b"name,sport\n" + b"X,strength\n" * 5_001)


@pytest.mark.parametrize("read", [table.read, own_json.read])
def test_bytes_that_no_encoding_has(read):
    with pytest.raises(BrokenFile, match="This is no text: neither UTF-8 nor Windows-1252."):
        read(b"name,sport\n\x81\xff,strength")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "line 1, column 2: This is not JSON"),
        ("[]", "This is not a file of exercises: “trainhub_exercises”: 1 is missing."),
        ('{"trainhub_exercises": 1}', "A list of exercises is expected here."),
        ('{"trainhub_exercises": 1, "exercises": [3]}', "entry 1: An object is expected here."),
        ('{"trainhub_exercises": 1, "exercises": [{"sport": "running"}]}', "entry 1, name: There is no name."),
        ('{"trainhub_exercises": 1, "exercises": [{"name": "X"}]}', "entry 1, sport: “” is not one of strength"),
        (
            '{"trainhub_exercises": 1, "exercises": [{"name": "X", "sport": "running", "cue": []}]}',
            "entry 1, cue: This field is not known.",
        ),
        (
            '{"trainhub_exercises": 1, "exercises": [{"name": "X", "sport": "running", "cues": "Brace"}]}',
            "entry 1, cues: A list is expected here.",
        ),
        (
            '{"trainhub_exercises": 1, "exercises": [{"name": "X", "sport": "running", "per_side": null}]}',
            "entry 1, per_side: True or false is expected here.",
        ),
        (
            '{"trainhub_exercises": 1, "exercises": [{"name": "X", "sport": "running", "aliases": ["Y"], '
            '"alias_languages": {"Y": ["de"]}}]}',
            "entry 1, alias_languages: A language is one of de, es",
        ),
    ],
)
def test_where_json_broke(content, sentence):
    with pytest.raises(BrokenFile) as error:
        own_json.read(content.encode())
    assert str(error.value).startswith(sentence)
