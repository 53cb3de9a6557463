"""What was pasted becomes a program: shown first, saved when the coach says so."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from core.editing import undo
from core.models import Change
from exercises.models import Exercise
from programs import ready
from programs.exchange.load import load
from programs.exchange.same import says_the_same
from programs.models import Program
from sessions_app.models import Session

PAGE, CREATE = "/programs/paste/", "/programs/paste/create/"
HTMX = {"HX-Request": "true"}
TABLE = """week,day,session,exercise,sets,reps,intensity,rest
1,1,Lower,Back squat,5,5,70%,3:00
1,1,Lower,Plank walkabout,3,10,,1:00
1,4,Upper,Bench press,5,5,70%,3:00
2,1,Lower,Back squat,5,5,72.5%,3:00
2,9,Lower,Back squat,5,5,72.5%,3:00
"""


@pytest.fixture
def library(db):
    call_command("seed_library", verbosity=0)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("written", [TABLE, TABLE.replace(",", "\t")], ids=["commas", "tabs"])
def test_cells_are_shown_and_nothing_is_saved(signed_in, library, written):
    page = text(signed_in.post(PAGE, {"text": written}, headers=HTMX))
    assert page.lstrip().startswith("<div") and "<html" not in page
    assert "3 sessions" in page and "Pasted program" in page
    assert "1 exercise becomes your own: Plank walkabout" in page
    assert "line 6" in page  # day 9
    assert not Program.objects.exists() and not Exercise.objects.filter(author__isnull=False).exists()


@pytest.mark.parametrize("written", [TABLE, TABLE.replace(",", "\t")], ids=["commas", "tabs"])
def test_cells_become_a_program_of_ones_own_in_one_step(signed_in, rosa, library, written):
    response = signed_in.post(CREATE, {"text": written})
    program = Program.objects.get()
    assert response.headers["Location"] == program.get_absolute_url()
    assert (program.author, program.sport, program.duration_weeks) == (rosa, "strength", 2)
    assert [(p.week, p.day, p.session.name) for p in program.placings.order_by("week", "day")] == [
        (1, 1, "Lower"), (1, 4, "Upper"), (2, 1, "Lower"),
    ]  # fmt: skip
    undo(Change.objects.get())
    assert not Program.objects.exists() and not Session.objects.exists()


def test_text_becomes_exactly_what_it_says(signed_in, library):
    written = ready.text_of("triathlon")
    page = text(signed_in.post(PAGE, {"text": written}))
    assert "71 sessions" in page and "become" not in page
    signed_in.post(CREATE, {"text": written})
    assert says_the_same(load(Program.objects.get()), ready.ready("triathlon").value)


def test_what_is_not_understood_is_listed(signed_in, library):
    page = text(signed_in.post(PAGE, {"text": "# A\n## Week 1\n### Mon · B\nBack squat 5x5 blarg\n## Week 99\n"}))
    assert "Not understood, kept as notes" in page and "blarg" in page
    assert "Left out" in page and "Week 99" in page


@pytest.mark.parametrize("written", ["", "hello", "a,b\n1,2", "{", '{"weeks": 3}', "week\tday"])
def test_what_is_no_program_is_a_sentence(signed_in, library, written):
    response = signed_in.post(CREATE, {"text": written})
    assert response.status_code == 422
    assert 'role="alert"' in text(response)
    assert signed_in.post(PAGE, {"text": written}, headers=HTMX).status_code == 200
    assert not Program.objects.exists()


def test_the_page_leads_there_from_home(signed_in):
    assert f'href="{reverse("programs:program_paste")}"' in text(signed_in.get("/"))
    assert "Nothing is saved before you say so." in text(signed_in.get(PAGE))


def test_a_preview_takes_few_queries_whatever_its_size(signed_in, library, django_assert_num_queries):
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
