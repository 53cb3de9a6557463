"""Home: the sentence that builds a first program, then one's programs."""

import pytest
from django.urls import reverse

from core.editing import undo
from core.models import Change
from programs import ready
from programs.models import Program
from programs.shapes import read_shapes
from programs.starter import WEEKS
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session
from sessions_app.models import Session

HTMX = {"HX-Request": "true"}
WORDS = {"what": "running", "days": "4", "weeks": "8", "growth": "8", "lighter_every": "4"}


def text(response):
    return response.content.decode()


def test_with_no_program_the_sentence_comes_first(signed_in):
    page = text(signed_in.get("/"))
    assert "Your first program, in about a minute." in page
    assert "32 sessions" in page
    assert "Your programs" not in page


def test_with_programs_they_come_first_latest_four(signed_in, rosa, other):
    for number in range(6):
        ProgramFactory(author=rosa, name=f"P{number}")
    ProgramFactory(author=other, name="Their draft")
    ProgramFactory(author=other, name="Theirs", visibility="public")
    response = signed_in.get("/")
    assert [program.name for program, _ in response.context["own"]] == ["P5", "P4", "P3", "P2"]
    assert [program.name for program, _ in response.context["public"]] == ["Theirs"]


def test_the_templates_of_the_house_stand_there_in_their_order(signed_in, rosa, templates):
    response = signed_in.get("/")
    assert [program.name for program, _ in response.context["templates"]] == [
        one.value.name for one in ready.everything()
    ]
    assert response.context["public"] == []
    programs = [program for program, _ in response.context["templates"]]
    assert read_shapes(programs) == {program.pk: shape for program, shape in response.context["templates"]}
    page = text(response)
    assert "Five runs a week, 4 h 15 to 6 h 20" in page
    assert page.count("Start from this") == 11
    assert f'action="/programs/{ready.ready("rowing-2km").pk}/copy/"' in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_home_takes_seven_queries(signed_in, rosa, other, django_assert_num_queries, count):
    for author, visibility in ((rosa, "private"), (other, "public")):
        for _ in range(count):
            program = ProgramFactory(author=author, visibility=visibility)
            ProgramSessionFactory(program=program, session=make_session(author))
    with django_assert_num_queries(7):
        signed_in.get("/")


def test_choosing_shows_what_it_would_build(signed_in):
    page = text(signed_in.get("/", WORDS | {"what": "rowing", "days": "3", "weeks": "12"}, headers=HTMX))
    assert page.lstrip().startswith("<form")
    assert page.count("hx-swap-oob") == 1
    assert "36 sessions" in page
    assert not Program.objects.exists()


@pytest.mark.parametrize("wrong", [{"what": "chess"}, {"days": "0"}, {"weeks": "9999999999"}, {"growth": "x" * 9999}])
def test_a_preview_of_what_is_not_on_the_list_is_that_of_the_first_words(signed_in, wrong):
    response = signed_in.get("/", WORDS | wrong)
    assert response.status_code == 200
    assert "32 sessions" in text(response)


@pytest.mark.parametrize(
    "wrong", [{"what": "chess"}, {"days": "8"}, {"weeks": ""}, {"growth": "-100"}, {"lighter_every": "1"}]
)
def test_a_program_of_what_is_not_on_the_list_is_refused(signed_in, wrong):
    response = signed_in.post(reverse("programs:start"), WORDS | wrong)
    assert response.status_code == 422
    assert "One of the choices is not on the list. Choose again." in text(response)
    assert not Program.objects.exists()


@pytest.mark.parametrize("sport", sorted(WEEKS))
@pytest.mark.parametrize("days", [2, 6])
def test_what_the_preview_shows_is_what_is_built(signed_in, rosa, sport, days):
    words = WORDS | {"what": sport, "days": str(days), "growth": "5"}
    preview = signed_in.get("/", words).context["preview"]
    response = signed_in.post(reverse("programs:start"), words)
    program = Program.objects.get()
    assert response.headers["Location"] == program.get_absolute_url()
    assert program.placings.count() == preview.session_count == 8 * days
    grid = signed_in.get(program.get_absolute_url()).context["grid"]
    assert [row.seconds for row in grid.rows] == [week.seconds for week in preview.weeks]
    assert [row.number for row in grid.rows if row.is_deload] == [4, 8]


def test_undo_takes_the_built_program_away_again(signed_in):
    signed_in.post(reverse("programs:start"), WORDS)
    undo(Change.objects.get())
    assert not Program.objects.exists()
    assert not Session.objects.exists()


def test_ones_own_words_fill_the_choices(signed_in):
    page = signed_in.get("/", {"words": "marathon in 12 weeks, 4 runs, purple"}, headers=HTMX)
    assert page.context["form"].data == {
        "what": "running-marathon", "days": "4", "weeks": "12", "growth": "8", "lighter_every": "4", "last_day": "",
    }  # fmt: skip
    shown = text(page)
    assert "Marathon, 12 weeks" in shown
    assert "From our Marathon, cut from 16 weeks; the end stays. Left out: Recovery run." in shown
    assert "Not understood: purple" in shown
    assert 'name="growth"' in shown and '<select name="growth"' not in shown  # it grows in its own way


def test_words_without_scripts_give_the_same_page(signed_in):
    page = text(signed_in.get("/", {"words": "half marathon on 11 April 2027"}))
    assert "<!doctype html>" in page
    assert 'value="half marathon on 11 April 2027"' in page
    assert "and it ends on Sunday 11 April 2027." in page or "Fewer weeks fit." in page
    assert '<input type="hidden" name="last_day" value="7"' in page


def test_what_names_no_sport_says_so(signed_in):
    assert "No sport was named, so it is running." in text(signed_in.get("/", {"words": "6 weeks"}, headers=HTMX))


def test_another_program_comes_with_its_own_weeks_and_days(signed_in):
    asked = WORDS | {"what": "running-marathon", "was": "running"}
    form = signed_in.get("/", asked, headers=HTMX).context["form"]
    assert (form.data["weeks"], form.data["days"]) == ("16", "5")
    form = signed_in.get("/", asked | {"was": "running-marathon", "weeks": "10"}, headers=HTMX).context["form"]
    assert (form.data["weeks"], form.data["days"]) == ("10", "4")


def test_too_few_days_become_the_fewest_that_make_sense(signed_in):
    page = signed_in.get("/", WORDS | {"what": "triathlon", "days": "2", "was": "triathlon"}, headers=HTMX)
    assert page.context["form"].data["days"] == "3"


@pytest.mark.parametrize("slug", ready.SLUGS)
def test_a_ready_program_is_built_as_its_preview_shows(signed_in, templates, slug):
    words = WORDS | {"what": slug, "days": "4", "weeks": "9"}
    shown = signed_in.get("/", words | {"was": slug}).context["preview"]
    response = signed_in.post(reverse("programs:start"), words)
    program = Program.objects.get(author__email="rosa@example.org")
    assert response.headers["Location"] == program.get_absolute_url()
    grid = signed_in.get(program.get_absolute_url()).context["grid"]
    assert [row.seconds for row in grid.rows] == [week.seconds for week in shown.weeks]
    assert [row.is_deload for row in grid.rows] == [week.is_deload for week in shown.weeks]
    assert program.placings.count() == shown.session_count


def test_the_last_day_is_taken_over(signed_in):
    words = WORDS | {"what": "running-5k", "last_day": "6"}
    signed_in.post(reverse("programs:start"), words)
    assert Program.objects.get().placings.latest("week", "day").day == 6


def test_a_preview_costs_no_queries_beside_who_asks(signed_in, django_assert_num_queries):
    with django_assert_num_queries(2):
        signed_in.get("/", {"words": "triathlon in 9 weeks"}, headers=HTMX)
