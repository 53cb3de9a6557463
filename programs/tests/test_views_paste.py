"""What was pasted becomes a program: shown first, saved when the coach says so."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.tests.factories import UserFactory
from core.editing import undo
from core.models import Change
from exercises.models import Exercise
from programs import columns, ready
from programs.exchange.load import load
from programs.exchange.same import says_the_same
from programs.models import ColumnChoice, Program
from programs.pasting import mark_of
from sessions_app.models import Session, SessionExercise

from .sheet_outlines import read, saved, workbook

PAGE, CREATE = "/programs/paste/", "/programs/paste/create/"
QUERIES_OF_A_PREVIEW = 6  # one for columns that were set right before
HTMX = {"HX-Request": "true"}
TABLE = """week,day,session,exercise,sets,reps,intensity,rest
1,1,Lower,Back squat,5,5,70%,3:00
1,1,Lower,Plank walkabout,3,10,,1:00
1,4,Upper,Bench press,5,5,70%,3:00
2,1,Lower,Back squat,5,5,72.5%,3:00
2,9,Lower,Back squat,5,5,72.5%,3:00
"""


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("written", [TABLE, TABLE.replace(",", "\t")], ids=["commas", "tabs"])
def test_cells_are_shown_and_nothing_is_saved(signed_in, full_library, written):
    page = text(signed_in.post(PAGE, {"text": written}, headers=HTMX))
    assert page.lstrip().startswith("<div") and "<html" not in page
    assert "3 sessions" in page and "Pasted program" in page
    assert "1 exercise becomes your own: Plank walkabout" in page
    assert "line 6" in page  # day 9
    assert not Program.objects.exists() and not Exercise.objects.filter(author__isnull=False).exists()


@pytest.mark.parametrize("written", [TABLE, TABLE.replace(",", "\t")], ids=["commas", "tabs"])
def test_cells_become_a_program_of_ones_own_in_one_step(signed_in, rosa, full_library, written):
    response = signed_in.post(CREATE, {"text": written})
    program = Program.objects.get()
    assert response.headers["Location"] == program.get_absolute_url()
    assert (program.author, program.sport, program.duration_weeks) == (rosa, "strength", 2)
    assert [(p.week, p.day, p.session.name) for p in program.placings.order_by("week", "day")] == [
        (1, 1, "Lower"), (1, 4, "Upper"), (2, 1, "Lower"),
    ]  # fmt: skip
    undo(Change.objects.get())
    assert not Program.objects.exists() and not Session.objects.exists()


def test_text_becomes_exactly_what_it_says(signed_in, full_library):
    written = ready.text_of("triathlon")
    page = text(signed_in.post(PAGE, {"text": written}))
    assert "71 sessions" in page and "become" not in page
    signed_in.post(CREATE, {"text": written})
    assert says_the_same(load(Program.objects.get()), ready.ready("triathlon").value)


def test_what_is_not_understood_is_listed(signed_in, full_library):
    page = text(signed_in.post(PAGE, {"text": "# A\n## Week 1\n### Mon · B\nBack squat 5x5 blarg\n## Week 99\n"}))
    assert "Not understood, kept as notes" in page and "blarg" in page
    assert "Left out" in page and "Week 99" in page


def test_what_a_name_was_said_to_mean_stays_so_when_it_is_read_again(signed_in, full_library):
    written = TABLE.replace("Plank walkabout", "BB RDL (slow)")
    page = text(signed_in.post(PAGE, {"text": written}, headers=HTMX))
    radios = re.findall(r'name="means-([^"]*)" value="([^"]*)"( checked)?', page)
    assert {name for name, _value, _checked in radios} == {"BB RDL (slow)"}
    assert [value for _name, value, checked in radios if checked] == [""]
    second = radios[1][1]
    page = text(signed_in.post(PAGE, {"text": written, "means-BB RDL (slow)": second}, headers=HTMX))
    radios = re.findall(r'name="means-([^"]*)" value="([^"]*)"( checked)?', page)
    assert [value for _name, value, checked in radios if checked] == [second]


@pytest.mark.parametrize("written", ["", "hello", "a,b\n1,2", "{", '{"weeks": 3}', "week\tday"])
def test_what_is_no_program_is_a_sentence(signed_in, full_library, written):
    response = signed_in.post(CREATE, {"text": written})
    assert response.status_code == 422
    assert 'role="alert"' in text(response)
    assert signed_in.post(PAGE, {"text": written}, headers=HTMX).status_code == 200
    assert not Program.objects.exists()


def test_the_page_leads_there_from_home(signed_in):
    assert f'href="{reverse("programs:program_paste")}"' in text(signed_in.get("/"))
    assert "Nothing is saved before you say so." in text(signed_in.get(PAGE))


def test_a_preview_takes_few_queries_whatever_its_size(signed_in, full_library, django_assert_num_queries):
    signed_in.post(PAGE, {"text": TABLE})
    for slug in ("mobility-20min", "running-marathon"):
        with django_assert_num_queries(5):
            signed_in.post(PAGE, {"text": ready.text_of(slug)}, headers=HTMX)


@pytest.mark.parametrize("address", [PAGE, CREATE])
@pytest.mark.parametrize("cell", ["x" * 140_000, '"' + "a b\n" * 40_000], ids=["long", "never closed"])
def test_cells_that_no_spreadsheet_has_are_refused_with_a_sentence(signed_in, address, cell):
    answer = signed_in.post(address, {"text": f"Week\tDay\tSession\n1\tMon\t{cell}"})
    assert "These cells cannot be read" in answer.content.decode()
    assert not Program.objects.exists()


# --- files ----------------------------------------------------------------------------------------------------------

SHEET = """Woche;Tag;Übung;Sätze;Wdh;Gewicht (kg);Gesamt
1;Montag;Back squat;5;5;82,5;25
;Freitag;Bulgrian split squat;3;8;20;24
"""


def a_file(name="plan.csv", content=None):
    return SimpleUploadedFile(name, SHEET.encode("cp1252") if content is None else content)


def hidden(page):
    """What the page carries on to the next form."""
    return dict(re.findall(r'<input type="hidden" form="paste-form" name="(\w+)" value="([^"]*)">', page))


def fields(page):
    """The selects by which columns are set, in their order."""
    return re.findall(r'<select [^>]*name="(column-\w+-\d+)"', page)


def test_a_file_is_shown_and_carried_on_without_being_kept(signed_in, full_library):
    page = text(signed_in.post(PAGE, {"file": a_file()}, headers=HTMX))
    assert "Weeks as rows, days as rows" in page and "Windows-1252, semicolons" in page
    assert "1 name to check" in page and "“Bulgrian split squat”" in page
    assert "a total is counted" in page and "25, 24" in page
    assert not Program.objects.exists()
    signed_in.post(CREATE, {"text": "", **hidden(page)})
    program = Program.objects.get()
    assert (program.name, program.duration_weeks, program.sport) == ("plan", 1, "strength")
    assert [p.day for p in program.placings.order_by("day")] == [1, 5]
    undo(Change.objects.get())
    assert not Program.objects.exists() and not Session.objects.exists()


def test_a_file_is_made_a_program_without_a_preview(signed_in, full_library):
    signed_in.post(CREATE, {"text": "", "file": a_file()})
    assert Program.objects.get().name == "plan"


def test_a_workbook_is_carried_on_as_its_cells(signed_in, full_library):
    content = saved(workbook({"Week 1": [("Exercise", "Sets", "Reps"), ("Back squat", 5, 5)], "Week 2": [("Exercise", "Sets", "Reps"), ("Back squat", 5, 4)]}))  # fmt: skip
    page = text(signed_in.post(PAGE, {"file": a_file("two weeks.xlsx", content)}, headers=HTMX))
    assert "A sheet for each week" in page
    signed_in.post(CREATE, {"text": "", **hidden(page)})
    assert [p.week for p in Program.objects.get().placings.order_by("week")] == [1, 2]


def test_a_name_is_said_once_for_all_rows(signed_in, full_library):
    page = text(signed_in.post(PAGE, {"file": a_file()}, headers=HTMX))
    meant = Exercise.objects.get(name="Bulgarian split squat", author=None)
    assert f'name="means-Bulgrian split squat" value="{meant.pk}"' in page
    signed_in.post(CREATE, {"text": "", **hidden(page), "means-Bulgrian split squat": meant.pk})
    row = SessionExercise.objects.get(exercise=meant)
    assert row.written_as == "Bulgrian split squat"
    assert not Exercise.objects.filter(author__isnull=False).exists()


def test_rows_with_a_name_to_check_are_marked_and_counted_until_it_is_said(signed_in, full_library):
    week = "".join(f";Tag {n};Kniebeuge;5;5\n;;Bulgrian split squat;3;8\n" for n in range(1, 8))
    content = f"Woche;Tag;Übung;Sätze;Wdh\n1{week}".encode("cp1252")
    page = text(signed_in.post(PAGE, {"file": a_file(content=content)}, headers=HTMX))
    assert page.count('<tr class="is-to-check">') == 5  # of the ten that are shown
    assert page.count('<a href="#names">Bulgrian split squat</a>') == 5
    assert "4 more rows, 2 of them with a name to check" in page
    assert '“Bulgrian split squat” <span class="t-3">7 rows</span>' in page
    assert "7 rows ready" in page and "7 rows keep the name as written unless you choose" in page
    assert "Import 14 rows" in page

    meant = Exercise.objects.get(name="Bulgarian split squat", author=None)
    said = {**hidden(page), "means-Bulgrian split squat": meant.pk}
    page = text(signed_in.post(PAGE, {"text": "", **said}, headers=HTMX))
    assert "is-to-check" not in page and "with a name to check" not in page
    assert "14 rows ready" in page and "keep the name" not in page
    assert f'value="{meant.pk}" checked' in page


def test_what_was_not_offered_is_not_meant(signed_in, full_library):
    other = Exercise.objects.filter(author=None).exclude(name__contains="squat").first()
    signed_in.post(CREATE, {"text": "", "file": a_file(), "means-Bulgrian split squat": other.pk})
    assert SessionExercise.objects.filter(exercise__name="Bulgrian split squat").exists()


def test_a_column_is_set_right_by_hand(signed_in, full_library):
    written = "Exercise,Sets,Reps,Zeug\nBack squat,5,5,tief\n"
    page = text(signed_in.post(PAGE, {"file": a_file("plan.csv", written.encode())}, headers=HTMX))
    assert "tief" in page and "Left out" in page
    field = fields(page)[3]
    again = text(signed_in.post(PAGE, {**hidden(page), "text": "", field: "notes"}, headers=HTMX))
    assert "Left out" not in again and "tief" in again
    assert not ColumnChoice.objects.exists()
    signed_in.post(CREATE, {**hidden(page), "text": "", field: "notes"})
    assert SessionExercise.objects.get().notes == "tief"


def test_a_column_without_a_title_is_set_right_too(signed_in, full_library):
    written = a_file("plan.csv", b",Exercise,Sets,Reps\n1,Back squat,5,5\n2,Bench press,5,5\n")
    page = text(signed_in.post(PAGE, {"file": written}, headers=HTMX))
    field = fields(page)[0]
    skipped = text(signed_in.post(PAGE, {**hidden(page), "text": "", field: ""}, headers=HTMX))
    assert fields(skipped) == fields(page)
    signed_in.post(CREATE, {**hidden(page), "text": "", field: "week"})
    assert [p.week for p in Program.objects.get().placings.order_by("week")] == [1, 2]


ODD = b"Exercise,Sets,Reps,Zeug\nPress,5,5,eng\n"
LAST_TIME = "These columns are read as you set them last time."


@pytest.fixture
def set_right(signed_in, full_library):
    """The field by which a column was set by hand, of a sheet of which a program was made."""
    page = text(signed_in.post(PAGE, {"file": a_file("plan.csv", ODD)}, headers=HTMX))
    signed_in.post(CREATE, {**hidden(page), "text": "", fields(page)[3]: "notes"})
    return fields(page)[3]


def test_columns_are_read_as_this_coach_set_them_last_time(signed_in, set_right):
    page = text(signed_in.post(PAGE, {"file": a_file("next.csv", ODD.replace(b"eng", b"weit"))}, headers=HTMX))
    assert LAST_TIME in page and "Exercise · Sets · Reps · Zeug" in page and "weit" in page and "Left out" not in page
    as_shown = text(signed_in.post(PAGE, {**hidden(page), "text": "", set_right: "notes"}, headers=HTMX))
    assert LAST_TIME in as_shown
    signed_in.post(CREATE, {**hidden(page), "text": ""})
    assert sorted(SessionExercise.objects.values_list("notes", flat=True)) == ["eng", "weit"]


def test_columns_are_remembered_for_the_coach_who_set_them_only(client, set_right):
    client.force_login(UserFactory())
    page = text(client.post(PAGE, {"file": a_file("next.csv", ODD)}, headers=HTMX))
    assert LAST_TIME not in page and "Left out" in page


def test_what_was_remembered_is_forgotten_by_its_button(signed_in, set_right):
    page = text(signed_in.post(PAGE, {"file": a_file("plan.csv", ODD)}, headers=HTMX))
    address = re.search(r'formaction="(/programs/paste/columns/\w+/forget/)"', page)[1]
    again = text(signed_in.post(address, {**hidden(page), "text": "", set_right: "notes"}))
    assert LAST_TIME not in again and "Left out" in again and "<html" in again
    assert not ColumnChoice.objects.exists()
    assert signed_in.post(address).status_code == 404


def test_forgetting_takes_the_file_that_the_preview_took(signed_in, set_right):
    large = ODD + (b" " * 100_000 + b"\n") * 30
    page = text(signed_in.post(PAGE, {"file": a_file("plan.csv", large)}))
    address = re.search(r'formaction="(/programs/paste/columns/\w+/forget/)"', page)[1]
    again = signed_in.post(address, {**hidden(page), "text": "", "file": a_file("plan.csv", large)})
    assert again.status_code == 200 and LAST_TIME not in text(again) and "Left out" in text(again)


def test_a_column_that_is_set_back_is_forgotten(signed_in, set_right):
    page = text(signed_in.post(PAGE, {"file": a_file("plan.csv", ODD)}, headers=HTMX))
    signed_in.post(CREATE, {**hidden(page), "text": "", set_right: ""})
    assert not ColumnChoice.objects.exists()


def test_a_form_that_shows_another_sheet_says_nothing_of_this_one(signed_in, full_library):
    page = text(signed_in.post(PAGE, {"file": a_file("plan.csv", ODD)}, headers=HTMX))
    other = a_file("other.csv", b"Exercise,Sets,Reps,Notes\nPress,5,5,eng\n")
    again = text(signed_in.post(PAGE, {fields(page)[3]: "", "file": other}, headers=HTMX))
    assert "Left out" not in again


def test_no_more_heads_are_kept_than_anybody_has(rosa, monkeypatch):
    monkeypatch.setattr(columns, "MOST_KEPT", 2)
    for name in ("A", "B", "C"):
        reading = read(f"Exercise,Sets,Reps,{name}\nPress,5,5,x\n")
        columns.remember(rosa, reading, {reading.heads[0][1].key: {3: "notes"}})
    names = sorted(ColumnChoice.objects.values_list("name", flat=True))
    assert names == ["Exercise · Sets · Reps · B", "Exercise · Sets · Reps · C"]


@pytest.mark.parametrize("head", ["Exercise,Set 1,Set 2", "Exercise,Set,Reps", "Superset,Exercise,Reps"])
def test_the_columns_as_they_are_shown_change_nothing(signed_in, full_library, head):
    first = "A1,Back squat,5" if head.startswith("Super") else "Back squat,1,5"
    page = text(signed_in.post(PAGE, {"file": a_file("plan.csv", f"{head}\n{first}\n".encode())}, headers=HTMX))
    shown = dict(re.findall(r'<select [^>]*name="(column-\w+-\d)">.*?<option value="(\w*)" selected>', page))
    assert len(shown) == 3
    signed_in.post(CREATE, {**hidden(page), "text": "", **shown})
    signed_in.post(CREATE, {**hidden(page), "text": ""})
    as_shown, as_read = (SessionExercise.objects.get(session__placings__program=one) for one in Program.objects.all())
    assert (as_shown.sets, as_shown.reps, as_shown.group and "group") == (
        as_read.sets,
        as_read.reps,
        as_read.group and "group",
    )


def test_a_text_typed_since_takes_the_place_of_the_file(signed_in, full_library):
    page = text(signed_in.post(PAGE, {"file": a_file()}, headers=HTMX))
    signed_in.post(CREATE, {**hidden(page), "text": "# Mine\n## Week 1\n### Mon · A\nBack squat 5x5\n"})
    assert Program.objects.get().name == "Mine"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.xlsx", b"PK\x03\x04 cut", "damaged or cut off"),
        ("plan.exe", b"MZ", "A file of this kind cannot be read"),
        ("plan.csv", b"", "No line of the file could be read"),
        ("../../plan.json", b"{", "this is not JSON"),
    ],
    ids=["cut", "program", "empty", "json"],
)
def test_a_file_that_is_no_program_is_a_sentence(signed_in, full_library, name, content, sentence):
    for address in (PAGE, CREATE):
        response = signed_in.post(address, {"text": "", "file": a_file(name, content)})
        assert sentence in text(response)
    assert response.status_code == 422
    assert not Program.objects.exists()


@pytest.mark.parametrize("ending", ["erg", "mrc"])
def test_a_file_of_a_trainer_is_read_as_one(signed_in, full_library, ending):
    head = "[COURSE HEADER]\nMINUTES PERCENT\n[END COURSE HEADER]\n"
    content = f"{head}[COURSE DATA]\n0 50\n10 50\n10 90\n20 90\n[END COURSE DATA]\n".encode()
    page = text(signed_in.post(PAGE, {"text": "", "file": a_file(f"ride.{ending}", content)}))
    assert "1 session" in page
    typed = {"text": content.decode(), "kind": ending, "mark": mark_of(content.decode()), "name": "ride"}
    signed_in.post(CREATE, typed)
    assert Program.objects.get().placings.count() == 1


@pytest.mark.parametrize("address", [PAGE, CREATE])
def test_a_file_larger_than_anybody_keeps_is_refused_unread(signed_in, address):
    response = signed_in.post(address, {"text": "", "file": a_file(content=b"x" * 50_000_000)})
    assert response.status_code == 413 and "A file has at most 10 MB here" in text(response)


@pytest.mark.parametrize("cells", ["x", "eJw=", "eNpLTEoGAAJNASc="])
def test_cells_that_no_page_carried_are_a_sentence(signed_in, full_library, cells):
    response = signed_in.post(CREATE, {"text": "", "kind": "sheet", "cells": cells})
    assert response.status_code == 422 and "has to be chosen again" in text(response)


def test_a_file_takes_as_many_queries_for_one_row_as_for_many(signed_in, full_library, django_assert_num_queries):
    for count in (1, 300):
        rows = "".join(f"{week};Montag;Back squat;5;5;80;\n" for week in range(1, 1 + min(count, 40)))
        content = ("Woche;Tag;Übung;Sätze;Wdh;Gewicht (kg);Gesamt\n" + rows).encode()
        signed_in.post(PAGE, {"file": a_file("plan.csv", content)}, headers=HTMX)
        with django_assert_num_queries(QUERIES_OF_A_PREVIEW):
            signed_in.post(PAGE, {"file": a_file("plan.csv", content)}, headers=HTMX)
