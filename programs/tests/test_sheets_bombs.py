"""Files made to hurt, and files that are not what they say: refused with a sentence before they cost anything."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from accounts.tests.factories import UserFactory
from programs.exchange import sheets
from programs.exchange.values import MOST_BYTES, UnreadableFile
from programs.models import Program

from .sheet_outlines import saved, workbook

ROWS = [("Exercise", "Sets", "Reps"), ("Squat", 5, 5)]
SHEET = "xl/worksheets/sheet1.xml"
START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


def plain():
    return saved(workbook({"Plan": ROWS}))


def with_part(name, content):
    """A sound workbook in which one part is another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


def many_members():
    out = io.BytesIO(plain())
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(1_001):
            archive.writestr(f"xl/media/{number}.png", b"")
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>' + START + END
MERGED = START + END.replace(b"</w", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></w')
BOMBS = {
    "zip bomb": (lambda: with_part(SHEET, START + b" " * 60_000_000 + END), "Unpacked, the file is larger than 25 MB."),
    "many members": (many_members, "more than 1000 parts"),
    "many cells": (lambda: with_part(SHEET, START + b"<c/>" * 200_000 + END), "more than 150000 cells"),
    "far cell": (lambda: with_part(SHEET, START + b'<row r="9"><c r="XFD9"/></row>' + END), "beyond row"),
    "far row": (lambda: with_part(SHEET, START + b'<row r="1048576"><c r="A1048576"/></row>' + END), "beyond row"),
    "far cell, in other quotes": (
        lambda: with_part(SHEET, START + b"<row r='9'><c r='XFD9'/></row>" + END),
        "beyond row",
    ),
    "far cell, said by a letter's number": (
        lambda: with_part(SHEET, START + b'<row r="9"><c r="&#88;FD9"/></row>' + END),
        "beyond row",
    ),
    "merged everywhere": (lambda: with_part(SHEET, MERGED), "cells are merged"),
    "entities": (lambda: with_part(SHEET, ENTITIES), "defines entities"),
    "entities in UTF-16": (lambda: with_part(SHEET, ENTITIES.decode().encode("utf-16")), "defines entities"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"Sub"), "macros"),
    "broken XML": (lambda: with_part(SHEET, START + b"<row><c>"), "damaged"),
    "cut off": (lambda: plain()[:2_000], "damaged or cut off"),
    "old format": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old .xls"),
    "another archive": (lambda: with_part("x", b"")[:0] + other_archive(), "no Excel workbook"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "no text"),
    "large": (lambda: b"a,b\n" * (MOST_BYTES // 4 + 1), "larger than 10 MB"),
    "many lines": (lambda: b"Squat,5\n" * 50_001, "more than 50000 rows"),
    "never closed": (lambda: b'Exercise,Sets\n"' + b"a b\n" * 40_000, "cannot be read"),
}


def other_archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    return out.getvalue()


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_refused_with_a_sentence(name):
    made, sentence = BOMBS[name]
    with pytest.raises(UnreadableFile, match=sentence):
        sheets.read(made())


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["xlsx", "xlsm", "xls", "csv", "tsv"])
def test_the_command_says_why_and_writes_nothing(tmp_path, ending):
    UserFactory(email="coach@example.org")
    path = tmp_path / f"plan.{ending}"
    path.write_bytes(with_part("xl/vbaProject.bin", b"Sub"))
    with pytest.raises(CommandError, match="macros"):
        call_command("import_program", str(path), author="coach@example.org")
    assert not Program.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["csv", "txt", "xls"])
def test_a_workbook_with_another_ending_is_read_as_what_it_is(tmp_path, ending):
    UserFactory(email="coach@example.org")
    path = tmp_path / f"plan.{ending}"
    path.write_bytes(plain())
    call_command("import_program", str(path), author="coach@example.org", verbosity=0)
    assert Program.objects.get().name == "plan"


def test_a_cell_longer_than_anybody_writes_is_cut_and_said():
    reading = sheets.read_book(sheets.book_of(f"Exercise,Sets,Reps,Notes\nSquat,5,5,{'x' * 3_000}\n"))
    row = reading.value.placings[0].session.rows[0]
    assert len(row.prescription.notes) <= 2_000
    assert [part.reason for part in reading.guesses] == ["Notes are cut after 2000 characters."]
