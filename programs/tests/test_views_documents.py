"""The list of programs, and the verbs of whole programs, as a browser asks for them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Change
from programs import documents
from programs.models import Program
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session
from sessions_app.models import Session

LIST = "/programs/"
NEW = "/programs/new/"
FACTS = {"name": "Peak", "sport": "strength", "duration_weeks": "4", "day_names": "weekday", "difficulty": ""}


def url(verb, program):
    return reverse(f"programs:program_{verb}", args=[program.pk])


def said(response):
    return [str(message) for message in response.context["messages"]]


# The list


def names(response):
    return [program.name for program, _shape in response.context["programs"]]


def test_an_empty_list_says_how_to_begin(signed_in):
    page = signed_in.get(LIST).content.decode()
    assert "No programs yet" in page
    assert f'href="{NEW}"' in page


def test_the_list_has_ones_own_latest_first(signed_in, rosa, other):
    for number, days in enumerate([3, 1, 2]):
        program = ProgramFactory(author=rosa, name=f"P{number}")
        Program.objects.filter(pk=program.pk).update(updated_at=timezone.now() - datetime.timedelta(days=days))
    ProgramFactory(author=other, visibility="public")
    assert names(signed_in.get(LIST)) == ["P1", "P2", "P0"]


def test_public_ones_are_those_of_others(signed_in, rosa, other):
    ProgramFactory(author=rosa, visibility="public")
    ProgramFactory(author=other, name="Theirs", visibility="public")
    ProgramFactory(author=other, name="Their draft")
    ProgramFactory(author=other, name="Their link", visibility="link")
    assert names(signed_in.get(LIST, {"show": "public"})) == ["Theirs"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "BASE"}, ["Base"]),
        ({"q": "  ba "}, ["Base"]),
        ({"q": "%"}, []),
        ({"sport": "running"}, ["Run"]),
        ({"sport": "chess"}, ["Run", "Base"]),
        ({"q": "base", "sport": "running"}, []),
        ({"q": "x" * 10_000}, []),
        ({"after": "nonsense_' or 1=1"}, ["Run", "Base"]),
    ],
)
def test_the_list_is_searched_by_name_and_sport(signed_in, program, rosa, asked, found):
    ProgramFactory(author=rosa, name="Run", sport="running")
    assert names(signed_in.get(LIST, asked)) == found


def test_a_search_that_finds_nothing_says_so(signed_in, program):
    assert "No program fits" in signed_in.get(LIST, {"q": "zzz"}).content.decode()


def test_a_full_list_has_a_next_page_and_each_program_once(signed_in, rosa):
    for number in range(30):
        ProgramFactory(author=rosa, name=f"P{number}")
    first = signed_in.get(LIST)
    rest = signed_in.get(LIST, {"after": first.context["next_key"]})
    assert (len(names(first)), len(names(rest)), rest.context["next_key"]) == (24, 6, "")
    assert len(set(names(first) + names(rest))) == 30


@pytest.mark.parametrize("count", [1, 3, 24, 30])
def test_the_list_takes_five_queries(signed_in, rosa, django_assert_num_queries, count):
    for _ in range(count):
        program = ProgramFactory(author=rosa)
        ProgramSessionFactory(program=program, session=make_session(rosa))
    with django_assert_num_queries(5):
        signed_in.get(LIST)


# New


def test_a_new_program_is_ones_own_draft(signed_in, rosa):
    response = signed_in.post(NEW, FACTS | {"duration_weeks": "52", "author": "x", "visibility": "public"})
    program = Program.objects.get()
    assert response.headers["Location"] == program.get_absolute_url()
    assert (program.author, program.name, program.duration_weeks, program.visibility) == (rosa, "Peak", 52, "private")


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "  "}, "name", "This field is required."),
        ({"name": "x" * 121}, "name", "Ensure this value has at most 120 characters (it has 121)."),
        ({"duration_weeks": "0"}, "duration_weeks", "Ensure this value is greater than or equal to 1."),
        ({"duration_weeks": "53"}, "duration_weeks", "Ensure this value is less than or equal to 52."),
        ({"duration_weeks": "99999999999"}, "duration_weeks", "Ensure this value is less than or equal to 52."),
        ({"duration_weeks": "-1"}, "duration_weeks", "Ensure this value is greater than or equal to 1."),
        ({"duration_weeks": "four"}, "duration_weeks", "Enter a whole number."),
        ({"sport": "chess"}, "sport", "Select a valid choice. chess is not one of the available choices."),
        ({"day_names": "moon"}, "day_names", "Select a valid choice. moon is not one of the available choices."),
        ({"description": "x" * 4001}, "description", "Ensure this value has at most 4000 characters (it has 4001)."),
    ],
)
@pytest.mark.parametrize("verb", ["create", "update"])
def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, program, verb, typed, field, sentence):
    before = Program.objects.values().get()
    address = NEW if verb == "create" else url("update", program)
    response = signed_in.post(address, FACTS | {"name": "Kept as typed"} | typed)
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [sentence]
    page = response.content.decode()
    assert sentence.split("(")[0] in page
    assert "name" in typed or 'value="Kept as typed"' in page
    assert Program.objects.values().get() == before


def test_nul_bytes_are_refused(signed_in, program):
    for address in (NEW, url("update", program)):
        assert signed_in.post(address, FACTS | {"name": "a\0b"}).status_code == 400
    assert Program.objects.get().name == "Base"


# Facts


def test_changed_facts_are_saved_with_a_way_back(signed_in, program):
    response = signed_in.post(url("update", program), FACTS | {"version": program.version}, follow=True)
    program.refresh_from_db()
    assert program.name == "Peak"
    assert said(response) == ["Changed Peak"]
    undo = reverse("core:change_undo", args=[Change.objects.get().pk])
    assert f'action="{undo}"' in response.content.decode()
    signed_in.post(undo)
    program.refresh_from_db()
    assert program.name == "Base"


def test_shorter_than_what_is_placed_is_refused_and_says_which(signed_in, program):
    response = signed_in.post(url("update", program), FACTS | {"duration_weeks": "2"})
    assert response.status_code == 422
    assert response.context["form"].errors["duration_weeks"] == [
        "Upper B is in week 3, with 1 session beyond week 2. Move or remove it first."
    ]
    program.refresh_from_db()
    assert (program.duration_weeks, program.name) == (4, "Base")


def test_as_short_as_the_last_placed_week_is_fine(signed_in, program):
    assert signed_in.post(url("update", program), FACTS | {"duration_weeks": "3"}).status_code == 302


def test_another_tabs_change_is_a_conflict_with_both_sides(signed_in, program):
    seen = program.version
    documents.set_visibility(program, program.author, "public")
    response = signed_in.post(url("update", program), FACTS | {"version": seen, "duration_weeks": "8"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Nothing of yours was written." in page
    assert "Changed meanwhile by you in another tab" in page
    assert "Peak, 8 weeks, Public" not in page.split("It is now")[1]
    assert "Peak, 8 weeks" in page
    assert "Base, 4 weeks, Public" in page.split("It is now")[1]
    program.refresh_from_db()
    assert program.name == "Base"


def test_a_form_that_was_refused_still_knows_what_it_saw(signed_in, program):
    seen = program.version
    documents.set_visibility(program, program.author, "public")
    response = signed_in.post(url("update", program), FACTS | {"name": "", "version": seen})
    assert f'name="version" value="{seen}"' in response.content.decode()


# Visibility, copy, delete


def test_public_and_a_draft_again(signed_in, program):
    for visibility in ("public", "private"):
        program.refresh_from_db()
        address = url("visibility", program)
        response = signed_in.post(address, {"visibility": visibility, "version": program.version}, follow=True)
        program.refresh_from_db()
        assert program.visibility == visibility
        assert said(response) == ["Changed who can see Base"]


@pytest.mark.parametrize("visibility", ["", "friends", "x" * 10_000])
def test_another_visibility_is_refused(signed_in, program, visibility):
    assert signed_in.post(url("visibility", program), {"visibility": visibility}).status_code == 400
    program.refresh_from_db()
    assert program.visibility == "private"


def test_visibility_over_another_tabs_change_is_a_conflict(signed_in, program):
    seen = program.version
    documents.change(program, program.author)
    documents.set_visibility(program, program.author, "public")
    response = signed_in.post(url("visibility", program), {"visibility": "private", "version": seen})
    assert response.status_code == 409
    program.refresh_from_db()
    assert program.visibility == "public"


def test_a_copy_is_ones_own_and_can_be_undone(signed_in, program):
    response = signed_in.post(url("copy", program), follow=True)
    copy = Program.objects.exclude(pk=program.pk).get()
    assert response.redirect_chain[-1][0] == copy.get_absolute_url()
    assert (copy.name, copy.placings.count()) == ("Copy of Base", 2)
    assert said(response) == ["Copied Base"]
    undone = signed_in.post(
        reverse("core:change_undo", args=[Change.objects.get().pk]), {"next": copy.get_absolute_url()}
    )
    assert undone.headers["Location"] == "/"
    assert Program.objects.get() == program
    assert Session.objects.count() == 2


def test_another_coach_copies_what_is_public(by_other, other, program):
    assert by_other.post(url("copy", program)).status_code == 404
    Program.objects.update(visibility="public")
    by_other.post(url("copy", program))
    copy = Program.objects.get(author=other)
    assert (copy.visibility, copy.copied_from) == ("private", program)
    assert {placing.session.author for placing in copy.placings.all()} == {other}


def test_deleting_leads_to_the_list_and_undo_brings_it_back(signed_in, program):
    response = signed_in.post(url("delete", program), follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert said(response) == ["Deleted Base"]
    assert not Program.objects.exists()
    signed_in.post(reverse("core:change_undo", args=[Change.objects.get().pk]))
    assert Program.objects.get().placings.count() == 2


def test_deleting_twice_finds_nothing(signed_in, program):
    signed_in.post(url("delete", program))
    assert signed_in.post(url("delete", program)).status_code == 404


@pytest.mark.parametrize("verb", ["update", "visibility", "copy", "delete"])
@pytest.mark.parametrize("pk", ["1", "C" + "0" * 24, "c" + "0" * 24, "x" * 500, "c" + "é" * 24])
def test_bad_ids_are_not_there(signed_in, pk, verb):
    rest = "facts" if verb == "update" else verb
    assert signed_in.post(f"/programs/{pk}/{rest}/").status_code == 404


def test_the_list_of_templates_has_ones_own_and_public_ones(signed_in, rosa, other):
    ProgramFactory(author=rosa, name="My week", is_template=True)
    ProgramFactory(author=rosa, name="My program")
    ProgramFactory(author=other, name="Their template", is_template=True, visibility="public")
    ProgramFactory(author=other, name="Their secret", is_template=True)
    response = signed_in.get("/programs/?show=templates")
    assert {program.name for program, _ in response.context["programs"]} == {"My week", "Their template"}
    assert response.content.decode().count("Start from this") == 2


def test_a_list_of_nothing_says_what_would_stand_there(signed_in):
    assert "No templates yet" in signed_in.get("/programs/?show=templates").content.decode()


def test_a_program_whose_beginning_was_undone_comes_back_from_the_page_that_is_left(signed_in):
    signed_in.post(NEW, FACTS)
    program = Program.objects.get()
    change = Change.objects.get().pk
    undone = signed_in.post(
        reverse("core:change_undo", args=[change]), {"next": program.get_absolute_url()}, follow=True
    )
    assert (undone.redirect_chain, said(undone)) == ([("/", 302)], ["Undone: Created Peak"])
    back = reverse("core:change_redo", args=[change])
    assert f'action="{back}" data-toast-undo' in undone.content.decode()
    signed_in.post(back, {"next": "/"})
    assert Program.objects.get().pk == program.pk
