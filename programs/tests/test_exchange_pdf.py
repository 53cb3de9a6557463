"""A program on paper: how many pages, tagged, and nothing that people typed is markup."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from programs.exchange import pdf
from programs.exchange.turns import NoTurn, turn
from programs.exchange.values import (
    BusyWriting,
    PlacingValue,
    ProgramValue,
    SessionValue,
    UnreadableFile,
    Unwritable,
)
from programs.tests.test_exchange_xlsx import LOWER, PLAN, row
from sessions_app.prescription import Adjustment


def pages_of(data: bytes) -> int:
    return int(
        re.search(rb"/Type/Pages/Count (\d+)|/Count (\d+)", data.replace(b"\n", b"")).group(0).rsplit(b" ", 1)[1]
    )


def drawn(value, **options):
    """Its pages as pictures: two programs that look alike are equal."""
    data = pdf._data(value, "metric", options.get("with_sessions", False), "")
    return pdf._compiled(data, format="png", ppi=40)


def test_a_page_for_each_week_and_one_for_each_session_as_placed():
    assert pages_of(pdf.write(PLAN)) == 2
    assert pages_of(pdf.write(PLAN, with_sessions=True)) == 5


def test_what_reads_the_same_in_several_weeks_is_one_sheet():
    same = ProgramValue("Plan", weeks=3, placings=tuple(PlacingValue(week, 1, 1, LOWER) for week in (1, 2, 3)))

    sheets = pdf._data(same, "metric", True, "")["sheets"]

    assert [(sheet["facts"], sheet["places"]) for sheet in sheets] == [
        ("Weeks 1–3: Mon · about 29 min · RPE 7.5", ["1", "2", "3"])
    ]


def test_a_sheet_says_what_is_done_that_day():
    down = replace(PLAN, placings=(PlacingValue(1, 1, 1, LOWER, Adjustment.parse("+2.5%")),))

    (sheet,) = pdf._data(down, "metric", True, "")["sheets"]

    assert sheet["change"] == "+2.5%"
    assert [(part["label"], part["rows"]) for part in sheet["parts"]] == [
        ("Warm-up", [["", "Row erg", "5:00", 0]]),
        (
            "Main",
            [
                ["", "Squat", "5 sets, 5 reps, 82.5% 1RM, rest 3:00", 5],
                ["A1", "Chin-up", "3 rounds, rest 1:30: 6–8 reps", 3],
                ["A2", "Plank", "0:30 per side, Slowly.", 3],
            ],
        ),
    ]


def test_it_is_tagged_and_says_its_language_and_title():
    data = pdf.write(replace(PLAN, name="Winter"))

    assert data.startswith(b"%PDF-1.7")
    for fact in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang(en", b"/Title(Winter)"):
        assert fact in data.replace(b"/Lang (", b"/Lang(").replace(b"/Title (", b"/Title("), fact
    assert b"/BaseFont" in data and b"Inter" in data


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:1.0.0"',
        "#panic()",
        "*b* _i_ $x$ `c` <l> @r",
        '"]}',
        "\\",
        "= H",
        "#",
    ],
)
def test_what_people_typed_is_no_markup(typed):
    day = SessionValue(typed, note=typed, rows=(row(typed, sets=3, notes=typed),))
    value = ProgramValue(typed, description=typed, placings=(PlacingValue(1, 1, 1, day, notes=typed),))

    data = pdf._data(value, "metric", True, typed)

    assert data["title"] == data["coach"] == data["weeks"][0]["days"][0][0]["name"] == typed
    assert pages_of(pdf._compiled(data)) == 2


def test_templates_read_nothing_outside_of_their_folder(tmp_path, monkeypatch):
    (tmp_path / "program.typ").write_text('#read("/../../../../../../../etc/hostname")')
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)

    with pytest.raises(RuntimeError, match="escape the project root"):
        pdf.write(PLAN)


TOO_LARGE = "^This program is too large for one PDF: print fewer weeks.$"


def test_what_takes_too_long_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_S", 0.01)

    with pytest.raises(Unwritable, match=TOO_LARGE):
        pdf.write(PLAN)


ENDLESS = "#for a in range(30000) { for b in range(30000) {} }"


def test_what_takes_too_long_ends_with_all_its_parts_and_leaves_its_turn(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    (tmp_path / "program.typ").write_text(ENDLESS)
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    monkeypatch.setattr(pdf, "LETTERS_OF_A_PART", 1)
    monkeypatch.setattr(pdf, "LONGEST_S", 3)

    with pytest.raises(Unwritable, match=TOO_LARGE):
        pdf.write(PLAN)
    with turn(tmp_path / "tmp", "typesetter", 1, 5):
        pass


def test_a_part_is_ended_when_the_one_before_cannot_be_joined():
    """What is still open at the other end says whether it goes on."""
    code = f"""
import os, sys, time
sys.path.insert(0, {str(pdf.TYPESETTER.parent)!r})
import typesetter
reads, writes = os.pipe()
def late():
    time.sleep(5)
    os.write(writes, b"still there")
parts = typesetter._in_processes([lambda: b"first", late], time.monotonic() + 60)
print(next(parts))
parts.close()
os.close(writes)
print(os.read(reads, 20))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines() == ["b'first'", "b''"]


def test_what_takes_too_much_memory_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_MEMORY", 100_000_000)
    year = [(week, day) for week in range(1, 53) for day in range(1, 8)]
    days = tuple(PlacingValue(week, day, 1, replace(LOWER, note=f"{week} {day}")) for week, day in year)

    with pytest.raises(Unwritable, match=TOO_LARGE):
        pdf.write(ProgramValue("Plan", weeks=52, placings=days), with_sessions=True)


def test_so_many_at_once_of_all_processes(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(pdf, "LONGEST_WAIT_S", 0.1)
    code = "import sys, os, fcntl; fcntl.flock(os.open(sys.argv[1], os.O_RDWR | os.O_CREAT), fcntl.LOCK_EX); "
    code += "print(flush=True); sys.stdin.read()"
    (tmp_path / "tmp").mkdir()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = [sys.executable, "-c", code, str(tmp_path / "tmp" / "typesetter.0.lock")]
    with subprocess.Popen(command, **pipes) as other:  # noqa: S603
        assert other.stdout.readline() == b"\n"
        assert pages_of(pdf.write(PLAN)) == 2  # there is another turn
        with turn(tmp_path / "tmp", "typesetter", pdf.AT_ONCE, 0), pytest.raises(BusyWriting, match="Try again"):
            pdf.write(PLAN)
        assert pages_of(pdf.write(PLAN)) == 2


def test_a_typesetter_keeps_its_turn_when_who_started_it_is_gone(tmp_path):
    with turn(tmp_path, "name", 1, 0) as handle:
        code = "import sys; print(flush=True); sys.stdin.read()"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "pass_fds": [handle]}
        child = subprocess.Popen([sys.executable, "-c", code], **pipes)  # noqa: S603
        child.stdout.readline()
    with child:
        with pytest.raises(NoTurn), turn(tmp_path, "name", 1, 0):
            pass
        child.stdin.close()
    with turn(tmp_path, "name", 1, 0):
        pass


WORDS = ["Épaulé-jeté", "Приседание", "Άρση θανάτου", "قرفصاء", "סקוואט", "स्क्वाट"]
WORDS += ["深蹲", "スクワット", "스쿼트", "สควอท"]


@pytest.mark.parametrize("word", WORDS)
def test_letters_of_many_scripts_are_drawn_and_none_is_left_out(word):
    """Each with glyphs of its own: it looks like neither nothing nor as many boxes for letters that there are not."""
    unknown = "".join("\U0010fffd" if letter.isalpha() else letter for letter in word)
    pages = [drawn(ProgramValue(name)) for name in (word, unknown, " ")]

    assert pages[0] != pages[1]
    assert pages[0] != pages[2]


def test_a_letter_that_no_typeface_has_is_a_box_and_not_nothing():
    assert drawn(ProgramValue("A\U0010fffdB")) != drawn(ProgramValue("AB"))


def test_a_program_without_sessions_is_a_page_a_week():
    assert pages_of(pdf.write(ProgramValue("Plan", weeks=2), with_sessions=True)) == 2


def test_it_does_not_come_back():
    with pytest.raises(UnreadableFile, match="A PDF is for paper"):
        pdf.read(b"%PDF-1.7")


def test_typst_keeps_no_memory_of_ours():
    """It has a process of its own, which ends with the file."""
    code = (
        "import sys, django; django.setup(); from programs.exchange import pdf; from programs.exchange.values import "
    )
    code += "ProgramValue; print(len(pdf.write(ProgramValue('Plan'))) > 1000, 'typst' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.split() == ["True", "False"]
