"""Curation in the admin: finding, mending, deciding; who sees what; and at the same cost however much there is."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import User
from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory, UserFactory

LIST = "/admin/exercises/exercise/"


def signed_in_as(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def as_admin(superuser):
    return signed_in_as(superuser)


@pytest.fixture
def as_curator(curator):
    return signed_in_as(curator)


def page_of(exercise):
    return f"{LIST}{exercise.pk}/change/"


def found(client, query=""):
    return [row.name for row in client.get(LIST + query).context["cl"].result_list]


def said(answer):
    return sorted(str(message) for message in get_messages(answer.wsgi_request))


def act(client, action, *exercises):
    client.get(LIST)  # shows, and so forgets, what was said before
    return said(client.post(LIST, {"action": action, "_selected_action": [row.pk for row in exercises]}))


# --- The list -------------------------------------------------------------------


def test_found_by_name_alias_and_a_coachs_email(as_admin, rosa, squat, own):
    assert found(as_admin, "?q=back+squats") == ["Back squat"]
    assert found(as_admin, "?q=bb squat quads") == ["Back squat", "Slant squat"]  # the other by what it takes
    assert found(as_admin, "?q=ROSA@example") == ["Slant squat"]
    assert found(as_admin, "?q=nobody@example") == []
    assert "Nothing fits." in as_admin.get(LIST + "?q=nothing").content.decode()


def test_the_search_speaks_of_emails_to_those_who_may_see_people(as_admin, as_curator):
    assert "coach&#x27;s email" in as_admin.get(LIST).content.decode()
    assert "coach&#x27;s email" not in as_curator.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("whose=own", ["Mine"]),
        ("whose=library", ["A run", "Old", "Squat"]),
        ("status=archived", ["Old"]),
        ("sport=running", ["A run"]),
        ("muscle=quads", ["Mine", "Old", "Squat"]),
        ("muscle=glutes", ["Squat"]),
        ("muscle=-", ["A run"]),
        ("equipment=Rack", ["Squat"]),
        ("equipment=-", ["A run"]),
        ("pattern=squat", ["Mine", "Old", "Squat"]),
        ("pattern=-", ["A run"]),
        ("level=advanced", ["Squat"]),
        ("level=intermediate&whose=own", ["Mine"]),
        ("updated_at=day", ["A run", "Mine", "Squat"]),
        ("q=&sport=&muscle=&level=advanced", ["Squat"]),  # as the form sends what nobody chose
        ("sport=chess&equipment=Sofa", ["A run", "Mine", "Old", "Squat"]),  # a stale link still shows a list
    ],
)
def test_filters(as_admin, rosa, query, names):
    ExerciseFactory(name="A run", sport="running", muscles=(), equipment=(), pattern="", level="")
    ExerciseFactory(name="Squat", secondary_muscles=("glutes",), equipment=("Barbell", "Rack"), level="advanced")
    ExerciseFactory(name="Mine", author=rosa)
    old = ExerciseFactory(name="Old", status=Status.ARCHIVED)
    Exercise.objects.filter(pk=old.pk).update(updated_at="2020-01-01T00:00Z")

    assert found(as_admin, f"?{query}") == names


def test_the_form_of_filters_keeps_what_is_chosen_and_the_order(as_admin, squat):
    html = as_admin.get(LIST + "?sport=strength&o=-1&level=").content.decode()

    assert '<option value="strength" selected>Strength</option>' in html
    assert html[html.index("changelist-filter") :].count(" selected>") == 1
    hidden = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', html)
    assert ("o", "-1") in hidden and "sport" not in dict(hidden)


def test_the_rows_say_what_they_are_and_lead_to_their_pages(as_admin, rosa):
    User.objects.filter(pk=rosa.pk).update(name="<b>Rosa</b>")
    own = ExerciseFactory(name="Squat <i>", author=rosa, level="", status=Status.SUGGESTED)
    html = as_admin.get(LIST + "?q=squat").content.decode()
    row = html[html.index("<tbody>") : html.index("</tbody>")]

    address = f"{page_of(own)}?_changelist_filters=q%3Dsquat"
    assert f'<th class="field-called"><a href="{address}">Squat &lt;i&gt;</a></th>' in row
    assert '<td class="field-status">Suggested</td>' in row
    assert '<td class="field-whose">&lt;b&gt;Rosa&lt;/b&gt;</td>' in row
    assert '<td class="field-level">-</td>' in row
    assert re.search(r'<td class="field-updated_at nowrap">\d{4}-\d\d-\d\d \d\d:\d\d</td>', row)
    assert f'value="{own.pk}" class="action-select"' in row


def test_the_list_is_ordered_as_asked(as_admin):
    for name in ("B", "a", "C"):
        ExerciseFactory(name=name)
    assert found(as_admin) == ["a", "B", "C"]
    assert found(as_admin, "?o=-1") == ["C", "B", "a"]


@pytest.mark.parametrize("rows", [1, 3, 50])
@pytest.mark.parametrize("query", ["", "?q=own", "?muscle=quads&status=own", "?p=1&o=-7"])
def test_the_list_costs_the_same_queries(as_admin, rows, query, django_assert_num_queries):
    for number in range(rows):
        ExerciseFactory(name=f"Own {number:02}", author=UserFactory())
    with django_assert_num_queries(5):
        names = found(as_admin, query)
    assert len(names) == rows


@pytest.fixture
def ten_thousand(rosa, other):
    rows = [
        Exercise(name=f"Press {n:05}", sport="strength", muscles=("chest",), author=(rosa, other)[n % 2])
        for n in range(10_000)
    ]
    for row in rows:
        row.set_keys()
    Exercise.objects.bulk_create(rows, batch_size=1000)


def test_ten_thousand_cost_no_more(as_admin, ten_thousand, rosa, django_assert_num_queries):
    for query in ("", "?p=200", "?q=press", "?q=rosa@", "?whose=own&muscle=chest&sport=strength"):
        with django_assert_num_queries(5):
            assert len(found(as_admin, query)) == 50
    last = page_of(Exercise.objects.last())
    as_admin.get(last)
    with django_assert_num_queries(5):
        as_admin.get(last)
    # A foreign key to an exercise, chosen by typing.
    asked = {"app_label": "sessions_app", "model_name": "sessionexercise", "field_name": "exercise", "term": "press"}
    with django_assert_num_queries(4):
        answer = as_admin.get("/admin/autocomplete/", asked).json()
    assert len(answer["results"]) == 20 and answer["pagination"] == {"more": True}


# --- The verbs ------------------------------------------------------------------


def test_accept_and_decline(as_curator, rosa, squat):
    good, double, bad, quiet = (
        ExerciseFactory(name=name, author=rosa, status=status)
        for name, status in [
            ("Good", "suggested"),
            ("Back squat", "suggested"),
            ("Bad", "suggested"),
            ("No", "declined"),
        ]
    )

    assert act(as_curator, "accept_suggestions", good, double, quiet) == [
        "1 exercise accepted.",
        "“Back squat” is in the library already.",
        "“No” is not suggested.",
    ]
    assert act(as_curator, "decline_suggestions", bad) == ["1 suggestion declined."]
    assert dict(Exercise.objects.values_list("name", "status").exclude(pk=squat.pk)) == {
        "Good": Status.LIBRARY,
        "Back squat": Status.SUGGESTED,
        "Bad": Status.DECLINED,
        "No": Status.DECLINED,
    }
    assert [entry.object_repr for entry in LogEntry.objects.order_by("pk")] == ["Good", "Bad"]


def test_archive_and_offer_again_what_is_the_librarys(as_admin, squat, own, rosa):
    put_away = ExerciseFactory(name="Put away", author=rosa, status=Status.ARCHIVED)

    assert act(as_admin, "archive", squat, own) == [
        "1 exercise archived.",
        "What is a coach's own is archived by the coach.",
    ]
    assert dict(Exercise.objects.values_list("name", "status")) == {
        "Back squat": Status.ARCHIVED,
        "Slant squat": Status.OWN,
        "Put away": Status.ARCHIVED,
    }
    assert act(as_admin, "restore", squat, own, put_away) == ["1 exercise offered again."]
    squat.refresh_from_db()
    put_away.refresh_from_db()
    assert (squat.status, put_away.status) == (Status.LIBRARY, Status.ARCHIVED)


def test_what_is_in_use_is_not_deleted(as_admin, squat):
    from sessions_app.tests.factories import SessionExerciseFactory

    SessionExerciseFactory(exercise=squat)
    answer = as_admin.post(LIST, {"action": "delete_selected", "_selected_action": [squat.pk], "post": "yes"})
    as_admin.post(f"{LIST}{squat.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 200 and answer.context["protected"]
    assert Exercise.objects.filter(pk=squat.pk).exists()


def test_what_nobody_uses_is_deleted(as_admin, squat, own):
    as_admin.post(f"{LIST}{squat.pk}/delete/", {"post": "yes"})
    as_admin.post(LIST, {"action": "delete_selected", "_selected_action": [own.pk], "post": "yes"})
    assert not Exercise.objects.exists()


# --- The page of one ------------------------------------------------------------


def post(client, url, **values):
    return client.post(url, {"name": "Sled push", "sport": "strength"} | values)


def test_add_and_change(as_curator):
    post(as_curator, LIST + "add/", muscles=["quads"], measures=["load"], cues="One.\nTwo.", equipment="SLED")
    made = Exercise.objects.get()
    assert (made.muscles, made.measures, made.equipment) == (("quads",), ("load",), ("Sled",))
    assert (made.cues, made.status, made.author) == (("One.", "Two."), Status.LIBRARY, None)

    html = as_curator.get(page_of(made)).content.decode()
    assert '<option value="quads" selected>' in html
    assert "One.\nTwo." in html
    post(as_curator, page_of(made), name="Sled drag", cues="Three.")
    made.refresh_from_db()
    assert made.curated_at is not None  # so the catalogue does not write over it
    assert (made.name_key, made.cues, made.muscles) == ("sled drag", ("Three.",), ())


def test_status_author_and_times_are_not_typed(as_admin, rosa, squat):
    before = Exercise.objects.get(pk=squat.pk)
    as_admin.post(
        page_of(squat),
        {"name": "Squat", "sport": "strength", "status": "archived", "author": rosa.pk, "created_at_0": "2020-01-01"},
    )
    after = Exercise.objects.get(pk=squat.pk)
    assert (after.name, after.status, after.author_id, after.created_at) == (
        "Squat", Status.LIBRARY, None, before.created_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": "back SQUAT"}, "name", "The library has an exercise of this name in this sport."),
        ({"video_url": "javascript:alert(1)"}, "video_url", "Enter a valid URL."),
        ({"aliases": "x" * 121}, "aliases", "A line has at most 120 characters."),
    ],
)
def test_what_would_be_refused_is_said_in_the_form(as_admin, squat, values, field, sentence):
    answer = post(as_admin, LIST + "add/", **values)

    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors == {field: [sentence]}
    assert Exercise.objects.count() == 1


def test_who_was_faster_is_no_500(as_admin, squat, monkeypatch):
    """The form looked before the other was saved."""
    monkeypatch.setattr(Exercise, "validate_constraints", lambda self, exclude=None: None)
    answer = post(as_admin, LIST + "add/", name="Back squat")
    assert answer.status_code == 409
    assert Exercise.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "button", "becomes", "sentence"),
    [
        ("suggested", "_accept", Status.LIBRARY, "“Sled push” is in the library."),
        ("suggested", "_decline", Status.DECLINED, "“Sled push” is declined."),
        ("library", "_archive", Status.ARCHIVED, "“Sled push” is no longer offered."),
        ("archived", "_restore", Status.LIBRARY, "“Sled push” is offered again."),
    ],
)
def test_a_button_saves_and_does_its_verb(as_curator, rosa, status, button, becomes, sentence):
    exercise = ExerciseFactory(name="Sled psh", author=rosa if status == "suggested" else None, status=status)
    assert f'name="{button}"' in as_curator.get(page_of(exercise)).content.decode()

    answer = post(as_curator, page_of(exercise), **{button: "1"})

    exercise.refresh_from_db()
    assert (answer.status_code, exercise.name, exercise.status) == (302, "Sled push", becomes)
    assert said(answer) == [sentence]


def test_what_was_saved_as_it_was_still_follows_the_catalogue(as_curator):
    plain = ExerciseFactory(name="Plank", muscles=(), equipment=(), measures=(), level="", pattern="")
    post(as_curator, page_of(plain), name="Plank", _archive="1")
    plain.refresh_from_db()
    assert (plain.status, plain.curated_at) == (Status.ARCHIVED, None)
    assert LogEntry.objects.latest("pk").get_change_message() == "Save and archive"
    assert LogEntry.objects.count() == 1


def test_a_refused_verb_says_so_and_the_rest_is_saved(as_curator, rosa, squat):
    exercise = ExerciseFactory(name="Squat, back", author=rosa, status="suggested")
    answer = post(as_curator, page_of(exercise), name="Back squat", _accept="1")

    exercise.refresh_from_db()
    assert said(answer) == ["“Back squat” is in the library already."]
    assert answer.headers["Location"] == page_of(exercise)  # where the name can be mended
    assert (exercise.name, exercise.status, exercise.author) == ("Back squat", Status.SUGGESTED, rosa)
    assert exercise.curated_at is None


@pytest.mark.parametrize("uses", [0, 1, 30])
def test_the_page_says_where_it_is_used(
    as_admin, as_curator, squat, uses, django_assert_num_queries, content_types_known
):
    from sessions_app.tests.factories import SessionExerciseFactory

    for order in range(uses):
        SessionExerciseFactory(exercise=squat, order=order + 1)
    with django_assert_num_queries(4):
        html = as_admin.get(page_of(squat)).content.decode()
    sentence = {0: "Used nowhere.", 1: "Used in 1 session of 1 coach.", 30: "Used in 30 sessions of 30 coaches."}[uses]
    assert sentence in html
    link = f"/admin/sessions_app/session/?exercise={squat.pk}"
    assert (link in html) is bool(uses)
    assert len(as_admin.get(link).context["cl"].result_list) == uses

    # How often is a curator's to know; who does it is not.
    html = as_curator.get(page_of(squat)).content.decode()
    assert sentence in html and link not in html


# --- Who sees what --------------------------------------------------------------


def test_a_curator_sees_the_library_and_what_was_suggested(as_admin, as_curator, rosa, squat, own):
    suggested = ExerciseFactory(name="Suggested", author=rosa, status=Status.SUGGESTED)
    ExerciseFactory(name="Declined", author=rosa, status=Status.DECLINED)
    ExerciseFactory(name="Put away", author=rosa, status=Status.ARCHIVED)

    assert found(as_curator) == ["Back squat", "Declined", "Suggested"]
    assert found(as_curator, "?q=rosa@") == []
    assert as_curator.get(page_of(own)).status_code == 302
    html = as_curator.get(page_of(suggested)).content.decode()
    assert "Rosa" in html and "rosa@example.org" not in html
    assert len(found(as_admin)) == 5


def test_a_coachs_own_is_read(as_admin, own):
    html = as_admin.get(page_of(own)).content.decode()
    assert "This is a coach&#x27;s own." in html and 'name="_save"' not in html

    assert post(as_admin, page_of(own)).status_code == 403
    own.refresh_from_db()
    assert own.name == "Slant squat"


def test_a_curator_deletes_nothing(as_curator, squat):
    assert as_curator.post(f"{LIST}{squat.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in as_curator.get(LIST).content.decode()
    assert Exercise.objects.exists()
