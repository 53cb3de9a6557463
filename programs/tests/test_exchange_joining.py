"""A long program is set in parts: joined they read as if they had been set together, to a reader of any PDF."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject

from programs.exchange import joining, pdf
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue
from programs.tests.test_exchange_xlsx import LOWER, PLAN, row

# Names that are written in PDF as typst writes other things.
ODD = (
    "(U1x0y0)",
    "7 0 R",
    "/ID(U1x0y0)",
    "a (b (7 0 R) c) 7 0 R",
    "7 0 R)",
    "Épaulé-jeté",
    "深蹲",
    "\\",
    "/StructParents 0",
)
YEAR = ProgramValue(
    "Winter",
    "strength",
    weeks=len(ODD),
    placings=tuple(
        PlacingValue(week, day, 1, SessionValue(f"{name} {day}", rows=(row(name, sets=3), *LOWER.rows)), notes=name)
        for week, name in enumerate(ODD, start=1)
        for day in (1, 3)
    ),
)


def in_parts(monkeypatch, value, letters):
    monkeypatch.setattr(pdf, "LETTERS_OF_A_PART", letters)
    return PdfReader(BytesIO(pdf.write(value, with_sessions=True, coach="Rosa")), strict=True)


@pytest.fixture
def joined(monkeypatch):
    return in_parts(monkeypatch, YEAR, 1_500)


@pytest.fixture
def together(monkeypatch):
    return in_parts(monkeypatch, YEAR, 10**9)


def test_a_part_holds_so_many_letters_and_nothing_is_left_out(monkeypatch):
    monkeypatch.setattr(pdf, "LETTERS_OF_A_PART", 1_500)
    data = pdf._data(YEAR, "metric", True, "")

    parts = pdf._parts(data)

    assert len(parts) > 5
    assert [week for part in parts for week in part["weeks"]] == data["weeks"]
    assert [sheet for part in parts for sheet in part["sheets"]] == data["sheets"]
    assert [part["first"] for part in parts] == [True] + [False] * (len(parts) - 1)
    assert {part["whole"] for part in parts} == {False}


def test_a_short_program_is_one_part():
    (part,) = pdf._parts(pdf._data(PLAN, "metric", True, ""))

    assert part["whole"] and part["first"]


def test_each_page_says_the_same_and_its_number(joined, together):
    assert len(joined.pages) == len(together.pages) == 27

    for number, (page, same) in enumerate(zip(joined.pages, together.pages, strict=True), start=1):
        said = page.extract_text().split()
        assert said == same.extract_text().split()
        assert said[-3:] == [str(number), "/", "27"]
        assert page.mediabox == same.mediabox


def test_bookmarks_are_the_same(joined, together):
    def named(reader):
        return [
            (one.title, reader.get_destination_page_number(one))
            for one in reader.outline
            if not isinstance(one, list)  # the parts of a session, below it
        ]

    assert named(joined) == named(together)
    assert [title for title, _page in named(joined)][:10] == [*(f"Week {n}" for n in range(1, 10)), "(U1x0y0) 1"]
    assert [page for _title, page in named(joined)] == list(range(27))


def test_facts_of_the_file_are_the_same(joined, together):
    for reader in (joined, together):
        assert (reader.metadata.title, reader.metadata.author) == ("Winter", "Rosa")
        assert reader.root_object["/Lang"] == "en"
        assert reader.root_object["/MarkInfo"]["/Marked"].value is True
        assert b"<xmpTPg:NPages>27<" in reader.root_object["/Metadata"].get_object().get_data()


def tags(reader):
    """Each tag with its depth and what it holds, in the order in which a screen reader has them; and what must hold:
    each knows its parent, each piece of a page its tag, each cell its heading."""
    root = reader.root_object["/StructTreeRoot"]
    found, names, asked = [], set(), set()
    numbers = root["/ParentTree"]["/Nums"]
    by_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert list(by_page) == [page["/StructParents"] for page in reader.pages] == list(range(len(reader.pages)))

    def walk(kid, parent, depth):
        tag = kid.get_object()
        assert tag.raw_get("/P") == parent
        pieces = []
        for one in tag.get("/A", ArrayObject()):
            asked.update(map(str, one.get("/Headers", ())))
        if "/ID" in tag:
            assert tag["/ID"] not in names
            names.add(str(tag["/ID"]))
        kids = [one for one in tag.get("/K", ()) if not isinstance(one, int)]
        for piece in tag.get("/K", ()):
            if isinstance(piece, int):
                page = tag["/Pg"]["/StructParents"]
                pieces.append((page, piece))
                assert by_page[page].get_object()[piece].get_object() == tag
        found.append((depth, tag["/S"], tag.get("/T"), pieces))
        for one in kids:
            walk(one, kid, depth + 1)

    (document,) = root["/K"]
    walk(document, reader.root_object.raw_get("/StructTreeRoot"), 0)
    assert asked <= names == {str(name) for name in root["/IDTree"]["/Names"][::2]}
    return found


def test_tags_are_the_same(joined, together):
    assert tags(joined) == tags(together)
    assert {page for _depth, _kind, _title, pieces in tags(joined) for page, _piece in pieces} == set(range(27))


DRAWS = {*b"Do Tj TJ S s f F f* B B* b b* sh BI".split()}


def footers(page):
    """The footers of a page; and what must hold: whatever is drawn has a tag, or is said to be no part of the text."""
    open_tags, found = [], 0
    for operands, operator in page.get_contents().operations:
        if operator in (b"BDC", b"BMC"):
            open_tags.append(operands)
            found += operands[0] == "/Artifact" and operands[-1].get("/Subtype") == "/Footer"
        elif operator == b"EMC":
            open_tags.pop()
        assert open_tags or operator not in DRAWS
    assert open_tags == []
    return found


def test_nothing_is_drawn_without_a_tag_and_the_number_is_a_footer(joined, together):
    assert [footers(page) for page in together.pages] == [1] * 27
    assert [footers(page) for page in joined.pages] == [2] * 27  # what stands there, and the number


def test_a_file_that_is_written_in_another_way_is_an_error_and_not_a_wrong_file():
    with pytest.raises(ValueError, match="typst wrote its file in another way than we know"):
        joining.Part(b"%PDF-2.0\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n12\n%%EOF")


def test_a_part_that_is_ended_is_too_large_for_memory(monkeypatch):
    monkeypatch.setattr(pdf, "LETTERS_OF_A_PART", 1_500)
    monkeypatch.setattr(pdf, "MOST_MEMORY", 100_000_000)

    with pytest.raises(pdf.Unwritable, match="print fewer weeks"):
        pdf.write(YEAR, with_sessions=True)
