"""The command palette: what a few letters mean, on which page, and in how many queries."""

import re

import pytest
from django.urls import reverse

from exercises.tests.factories import ExerciseFactory
from programs.models import Program
from programs.tests.factories import ProgramFactory, make_session
from sessions_app import editing
from sessions_app.models import Session

HTMX = {"HX-Request": "true"}


@pytest.fixture
def go(signed_in):
    def ask(q="", at="", **more):
        return signed_in.get(reverse("programs:palette"), {"q": q, "at": at} | more, headers=HTMX)

    return ask


def found(response):
    return {group.title: [entry.label for entry in group.entries] for group in response.context["groups"]}


@pytest.fixture
def things(rosa, other, program):
    """A program with Lower A and Upper B; Long run beside it; what is another coach's or in the library."""
    ProgramFactory(author=rosa, name="Long winter")
    make_session(rosa, "Long run", sport="running")
    make_session(other, "Long secret")
    ProgramFactory(author=other, name="Long secret")
    ExerciseFactory(name="Long lunge", author=None)
    ExerciseFactory(name="Long secret", author=other)
    return program


def test_letters_find_ones_own_things_of_each_kind(go, things):
    assert found(go("long")) == {
        "Programs": ["Long winter"],
        "Sessions": ["Long run"],
        "Exercises": ["Long lunge"],
        "New": ["New session “long”"],
    }


def test_nothing_typed_is_what_is_near(go, things):
    shown = found(go(at=things.get_absolute_url()))
    assert list(shown) == ["On this page", "Programs", "Go to"]
    assert shown["Programs"] == ["Long winter", "Base"] or shown["Programs"] == ["Base", "Long winter"]
    assert "Replace an exercise or scheme…" in shown["On this page"]


def test_on_a_program_a_session_is_placed_and_its_own_come_first(go, things):
    response = go("l", at=things.get_absolute_url())
    shown = found(response)
    assert list(shown)[0] == "In this program"
    assert (shown["In this program"], shown["Sessions"]) == (["Lower A"], ["Long run"])
    entry = response.context["groups"][0].entries[0]
    assert entry.url == f"/programs/{things.pk}/place/?q=Lower+A"
    assert f'data-session="{entry.session}"' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("#", ["Week 1", "Week 2", "Week 3", "Week 4"]),
        ("#3 copy", ["Copy week to…", "Copy with progression…"]),
        ("# 3 week 3", ["Week 3"]),
        ("#5", None),
        ("#three", None),
        ("#²", None),
    ],
)
def test_a_number_sign_is_for_weeks(go, things, typed, labels):
    assert found(go(typed, at=things.get_absolute_url())).get("Weeks") == labels


def test_a_week_and_its_verbs(go, things):
    [group] = go("#2", at=things.get_absolute_url()).context["groups"]
    assert [entry.label for entry in group.entries[:2]] == ["Week 2", "Copy week to…"]
    assert group.entries[1].url == f"/programs/{things.pk}/weeks/2/copy/"


def test_a_sign_is_for_actions(go, things):
    assert found(go("> print", at=things.get_absolute_url())) == {
        "On this page": ["Print the weeks", "Print weeks and sessions"]
    }
    session = things.placings.first().session
    assert found(go(">print", at=session.get_absolute_url())) == {"On this page": ["Print"]}
    assert found(go(">new pro")) == {"Go to": ["New program"]}


@pytest.mark.parametrize("at", ["", "/nowhere/", "programs", "/programs/" + "c" + "0" * 24 + "/", "//x", "/\0"])
def test_a_page_that_is_none_has_nothing_of_its_own(go, things, at):
    assert "On this page" not in found(go("a", at=at.replace("\0", "")))


def test_another_coachs_page_has_no_verbs(go, things, other):
    theirs = ProgramFactory(author=other, visibility="public")
    assert "On this page" not in found(go("print", at=theirs.get_absolute_url()))


def test_the_page_that_led_here_is_the_one_at_hand(signed_in, things):
    headers = HTMX | {"referer": f"https://testserver{things.get_absolute_url()}"}
    response = signed_in.get(reverse("programs:palette"), {"q": "> print"}, headers=headers)
    assert found(response) == {"On this page": ["Print the weeks", "Print weeks and sessions"]}
    assert signed_in.get(reverse("programs:palette"), headers={"referer": "http://[bad"}).status_code == 200


def test_where_things_begin_is_found_by_its_name(go, db):
    assert found(go("import")) == {
        "Go to": ["Import a program", "Import a workout"],
        "New": ["New session “import”"],
    }
    assert found(go("new session"))["Go to"] == ["New session"]
    assert "New" not in found(go("new session"))


def test_what_fits_nothing_can_be_made(go, things):
    assert found(go("zzzz")) == {"New": ["New session “zzzz”"]}
    assert b"Nothing fits" in go(">zzzz").content


def done(client, page, label):
    """Presses what the page of the palette has by this name, as a browser does it. Gives where that leads."""
    html = " ".join(page.content.decode().split())
    [button] = [tag for tag in re.findall(r"<button[^>]*>.*?</button>", html) if f"<span>{label}</span>" in tag]
    form = html[html.index('id="palette-does"') :]
    values = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    assert 'form="palette-does"' in button and values.pop("csrfmiddlewaretoken")
    [address, name, value] = re.search(r'formaction="([^"]*)" name="(\w*)" value="([^"]*)"', button).groups()
    return client.post(address, values | ({name: value} if name else {}))


def test_what_is_done_there_and_then_is_a_form(signed_in, things):
    address = things.get_absolute_url()

    def look(words):
        return signed_in.get(reverse("programs:palette"), {"q": words, "at": address})

    assert found(look("> copy pro"))["On this page"] == ["Copy program"]
    assert done(signed_in, look("> copy"), "Copy program").status_code == 302
    assert Program.objects.filter(name__contains="Base").count() == 2
    assert found(look("share"))["On this page"] == ["Share by a link", "Share with everybody"]
    assert done(signed_in, look("share"), "Share by a link").headers["Location"] == address
    things.refresh_from_db()
    assert things.visibility == "link"
    assert look("undo").context["groups"][0].entries[0].note == "Changed who can see Base"
    assert done(signed_in, look("undo"), "Undo").headers["Location"] == address
    things.refresh_from_db()
    assert things.visibility == "private"
    assert done(signed_in, look("redo"), "Redo").headers["Location"] == address
    assert done(signed_in, look("delete"), "Delete program").status_code == 302
    assert not Program.objects.filter(pk=things.pk).exists()


def test_a_session_has_its_own(signed_in, things, rosa):
    session = things.placings.first().session
    row = session.rows.first()
    editing.change_line(row, rosa, row.exercise.name, "7x7")

    def look(words):
        return signed_in.get(reverse("programs:palette"), {"q": words, "at": session.get_absolute_url()})

    assert done(signed_in, look("undo"), "Undo").status_code == 302
    row.refresh_from_db()
    assert row.sets != 7
    assert done(signed_in, look("copy"), "Copy session").status_code == 302
    assert Session.objects.filter(name__contains=session.name).count() == 2


def test_enter_before_the_list_is_there_does_nothing_yet(go, things):
    response = go("copy pro", at=things.get_absolute_url(), first="1")
    assert response.status_code == 200
    assert Program.objects.filter(name__contains="Base").count() == 1


def test_a_verb_of_a_week_is_found_by_its_name(go, things):
    address = things.get_absolute_url()
    assert found(go("deload", at=address))["Weeks"] == [f"Week {week}: Make it a deload…" for week in range(1, 5)]
    assert found(go("> deload 3", at=address)) == {"Weeks": ["Week 3: Make it a deload…"]}
    [entry] = go("> template 2", at=address).context["groups"][0].entries
    assert (entry.url, entry.opens_beside) == (f"{address}weeks/2/template/", True)


def test_it_is_a_page_without_scripts(signed_in, things):
    page = signed_in.get(reverse("programs:palette"), {"q": "winter"}).content.decode()
    assert 'role="combobox"' in page
    assert "Long winter" in page


def test_enter_before_the_list_is_there_leads_to_what_stands_on_top(go, things):
    assert go("winter", first="1").headers["Location"].startswith("/programs/c")
    assert go(">zzzz", first="1").status_code == 200


@pytest.mark.parametrize(("at_program", "queries"), [(False, 7), (True, 10)])
@pytest.mark.parametrize("count", [1, 12])
def test_it_takes_so_many_queries(go, things, rosa, django_assert_num_queries, at_program, queries, count):
    for number in range(count):
        make_session(rosa, f"Long {number}")
    go("warm")
    with django_assert_num_queries(queries):
        go("long", at=things.get_absolute_url() if at_program else "")


def test_new_ones_get_what_was_typed(signed_in, things):
    for address in ("/sessions/new/", f"/programs/{things.pk}/place/"):
        assert 'value="Long hike"' in signed_in.get(address, {"name": "Long hike"}).content.decode()
