"""The curator's day: what coaches suggest, what is there twice, many at once, the preview, files in and out."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exercises import library
from exercises.history import Step
from exercises.models import Distinct, Exercise, Status, Tombstone
from exercises.tests.factories import ExerciseFactory, UserFactory
from exercises.tests.test_admin import LIST, page_of, said, signed_in_as

SUGGESTIONS, DUPLICATES, DIFFERENT = f"{LIST}suggestions/", f"{LIST}duplicates/", f"{LIST}different/"


@pytest.fixture
def as_curator(curator):
    return signed_in_as(curator)


def suggest(name, coach, **facts):
    exercise = ExerciseFactory(name=name, author=coach, **facts)
    library.suggest(exercise)
    return exercise


# --- Suggestions ------------------------------------------------------------------


def test_who_waits_longest_is_first_with_uses_and_what_is_near(as_curator, rosa, squat):
    from sessions_app.tests.factories import SessionExerciseFactory

    later = suggest("Sofa jump", rosa)
    first = suggest("Back squats, paused", rosa, equipment=("Rack",))
    Exercise.objects.filter(pk=first.pk).update(updated_at="2020-01-01T00:00Z")
    ExerciseFactory(name="Kept", author=rosa)
    SessionExerciseFactory(exercise=first)

    answer = as_curator.get(SUGGESTIONS)
    rows = answer.context["suggestions"]
    assert [(row.exercise, row.uses) for row in rows] == [(first, 1), (later, 0)]
    assert rows[0].nearest == [squat]
    assert "equipment: Rack" in rows[0].said
    html = answer.content.decode()
    assert "Rosa" in html and "rosa@example.org" not in html
    assert f'href="{LIST}{first.pk}/merge/?into={squat.pk}"' in html


def test_accept_and_decline_with_a_note_that_the_coach_reads(as_curator, rosa, signed_in):
    good, bad = suggest("Sled drag", rosa), suggest("Sofa jump", rosa)
    assert said(as_curator.post(f"{LIST}{good.pk}/accept/")) == ["“Sled drag” is in the library."]
    as_curator.post(f"{LIST}{bad.pk}/decline/", {"because": " Sofas\n differ. "})

    assert dict(Exercise.objects.values_list("name", "status")) == {"Sled drag": "library", "Sofa jump": "declined"}
    assert [Step.of(entry).said for entry in LogEntry.objects.order_by("pk")] == [
        "Accepted.",
        "Declined: Sofas differ.",
    ]
    html = signed_in.get(bad.get_absolute_url()).content.decode()
    assert "Not taken into the library." in html and "Sofas differ." in html
    assert signed_in.get("/exercises/").content.decode().count("Sofas differ.") >= 1
    assert not as_curator.get(SUGGESTIONS).context["suggestions"]


def test_suggesting_again_is_said_and_taking_it_back_leaves_it_declined(rosa, signed_in):
    exercise = suggest("Sofa jump", rosa)
    library.decline(exercise, "Sofas differ.")
    address = exercise.get_absolute_url()
    assert 'name="again"' in signed_in.get(address).content.decode()

    assert "was declined" in said(signed_in.post(f"{address}suggest/"))[0]
    assert Exercise.objects.get().status == Status.DECLINED
    signed_in.post(f"{address}suggest/", {"again": "1"})
    assert Exercise.objects.get().status == Status.SUGGESTED
    signed_in.post(f"{address}withdraw/")
    assert Exercise.objects.get().status == Status.DECLINED
    assert Exercise.objects.get().declined_because == "Sofas differ."


def test_what_the_library_has_is_not_suggested(rosa, squat):
    with pytest.raises(library.Refused, match="“Back squat” is in the library already."):
        suggest("Back squat", rosa)


def test_the_form_of_a_suggestion_declines_with_a_note(as_curator, rosa):
    exercise = suggest("Sofa jump", rosa)
    as_curator.post(page_of(exercise), {"name": "Sofa jump", "sport": "strength", "_decline": "1", "because": "No."})
    exercise.refresh_from_db()
    assert (exercise.status, exercise.declined_because) == (Status.DECLINED, "No.")


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_verbs_are_posts_of_our_own_pages_and_once(as_curator, curator, rosa, verb):
    exercise = suggest("Sofa jump", rosa)
    address = f"{LIST}{exercise.pk}/{verb}/"
    assert as_curator.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(curator)
    assert strict.post(address).status_code == 403
    assert Exercise.objects.get().status == Status.SUGGESTED
    as_curator.post(address)
    as_curator.post(address)
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 20])
def test_suggestions_cost_the_same_queries(as_curator, rows, django_assert_num_queries):
    for number in range(rows):
        suggest(f"Jump {number}", UserFactory())
    as_curator.get(SUGGESTIONS)
    with django_assert_num_queries(10):
        assert len(as_curator.get(SUGGESTIONS).context["suggestions"]) == rows


# --- Likely duplicates ------------------------------------------------------------


def test_pairs_stand_side_by_side_the_less_used_to_go(as_curator, squat):
    from sessions_app.tests.factories import SessionExerciseFactory

    twin = ExerciseFactory(name="Squat, back, with barbell", measures=("reps",))
    ExerciseFactory(name="Bench press")
    SessionExerciseFactory(exercise=twin)

    answer = as_curator.get(DUPLICATES)
    [pair] = answer.context["pairs"]
    assert [(side.exercise, side.uses) for side in pair.sides] == [(squat, 0), (twin, 1)]
    assert "measures" in {row.fact for row in pair.differs if row.asked}
    assert f'href="{LIST}{squat.pk}/merge/?into={twin.pk}"' in answer.content.decode()


def test_not_the_same_is_remembered(as_curator, squat):
    twin = ExerciseFactory(name="Back squats")
    assert len(as_curator.get(DUPLICATES).context["pairs"]) == 1
    answer = as_curator.post(DIFFERENT, {"one": squat.pk, "other": twin.pk, "p": "2"})
    as_curator.post(DIFFERENT, {"one": twin.pk, "other": squat.pk})

    assert answer.headers["Location"] == f"{DUPLICATES}?p=2"
    assert said(answer)[0] == "“Back squat” and “Back squats” are two exercises."
    assert Distinct.objects.count() == 1
    answer = as_curator.get(DUPLICATES)
    assert answer.context["pairs"] == [] and "Nothing is there twice" in answer.content.decode()


@pytest.mark.parametrize("values", [{}, {"one": "x", "other": "y"}, {"one": "own", "other": "squat"}])
def test_what_is_no_pair_is_said(as_curator, squat, own, values):
    ids = {"own": own.pk, "squat": squat.pk}
    answer = as_curator.post(DIFFERENT, {side: ids.get(value, value) for side, value in values.items()})
    assert said(answer) == ["Choose two exercises that are there, and not the same."]
    assert not Distinct.objects.exists()
    assert as_curator.get(DIFFERENT).status_code == 405


@pytest.mark.parametrize("pairs", [1, 25])
def test_duplicates_cost_the_same_queries(as_curator, pairs, django_assert_num_queries):
    for number in range(pairs):
        ExerciseFactory(name=f"Jump number {number}")
        ExerciseFactory(name=f"Jumps number {number}")
    with django_assert_num_queries(9):
        assert len(as_curator.get(DUPLICATES).context["pairs"]) == min(pairs, 20)
    assert len(as_curator.get(DUPLICATES + "?p=2").context["pairs"]) == (5 if pairs == 25 else 1)


# --- Many at once -----------------------------------------------------------------


def together(client, exercises, **values):
    ticked = {"action": "change_together", "_selected_action": [row.pk for row in exercises]}
    return client.post(LIST, ticked | ({"together": "1"} | values if values else {}))


def test_muscles_and_equipment_of_many(as_curator, squat, own, curator):
    other = ExerciseFactory(name="Other", muscles=("glutes",), secondary_muscles=("quads",), equipment=("Rack",))
    answer = together(as_curator, [squat, other, own])
    assert [row.name for row in answer.context["exercises"]] == ["Back squat", "Other"]

    answer = together(
        as_curator, [squat, other, own], add_muscles=["quads"], remove_muscles=["abs"], add_equipment=" belt",
        remove_equipment=["Rack"],
    )  # fmt: skip
    assert said(answer) == ["2 exercises changed."]
    rows = {row.name: (row.muscles, row.secondary_muscles, row.equipment) for row in Exercise.objects.all()}
    assert rows == {
        "Back squat": (("quads", "glutes"), (), ("Barbell", "Belt")),
        "Other": (("glutes", "quads"), (), ("Belt",)),
        "Slant squat": (("quads",), (), ("Barbell",)),
    }
    assert Exercise.objects.filter(curated_at=None).get() == own
    entries = LogEntry.objects.order_by("pk")
    assert [Step.of(entry).said for entry in entries] == ["Changed together with others."] * 2
    assert entries[0].user == curator and "Belt" in str(Step.of(entries[0]).differences)


def test_who_says_nothing_is_asked(as_curator, squat):
    answer = together(as_curator, [squat], add_equipment=" ")
    assert answer.status_code == 422
    assert "Say what to add or to take away." in answer.content.decode()
    assert together(as_curator, [squat], add_muscles=["nose"]).status_code == 422
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("rows", [2, 40])
def test_many_at_once_cost_the_same_queries(as_curator, rows, django_assert_num_queries, content_types_known):
    exercises = [ExerciseFactory() for _ in range(rows)]
    as_curator.get(LIST)
    with django_assert_num_queries(10):
        together(as_curator, exercises, add_muscles=["calves"])
    assert LogEntry.objects.count() == rows


# --- Aliases, preview -------------------------------------------------------------


def test_aliases_know_their_language(as_curator, squat):
    values = {"name": "Back squat", "sport": "strength", "cues": "", "equipment": ""}
    as_curator.post(page_of(squat), values | {"aliases": "BB squat\nde:  Kniebeuge  hinten\nfr: squat: lourd"})
    squat.refresh_from_db()
    assert squat.aliases == ("BB squat", "Kniebeuge hinten", "squat: lourd")
    assert squat.alias_languages == {"Kniebeuge hinten": "de", "squat: lourd": "fr"}

    html = as_curator.get(page_of(squat)).content.decode()
    assert "BB squat\nde: Kniebeuge hinten\nfr: squat: lourd</textarea>" in html
    before = squat.curated_at
    as_curator.post(page_of(squat), values | {"aliases": "BB squat\nde: Kniebeuge hinten\nfr: squat: lourd"})
    squat.refresh_from_db()
    assert squat.curated_at == before  # nothing was changed
    answer = as_curator.post(page_of(squat), values | {"aliases": "xx: Squat"})
    [error] = answer.context["adminform"].form.errors["aliases"]
    assert error == "xx is no language that aliases have here: de, es, fr, it, nl, pt."


def test_the_preview_is_what_a_coach_sees_of_what_stands_in_the_form(as_curator, rosa):
    exercise = suggest("Sofa jump", rosa, cues=("Jump.",))
    address = f"{LIST}{exercise.pk}/preview/"
    html = as_curator.get(address).content.decode()
    assert "Jump." in html and "inert" in html and "Make my variant" in html

    answer = as_curator.post(address, {"name": "Sofa leap", "sport": "strength", "caution": "Springs."})
    assert "Sofa leap" in answer.content.decode() and "Springs." in answer.content.decode()
    assert as_curator.post(address, {"name": "", "sport": "strength"}).status_code == 422
    assert Exercise.objects.get().name == "Sofa jump"


# --- Files ------------------------------------------------------------------------


def test_out_comes_what_the_list_shows(as_curator, squat):
    ExerciseFactory(name="A run", sport="running")
    answer = as_curator.get(f"{LIST}export/?format=json&sport=strength")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith('attachment; filename="exercises-')
    assert "Back squat" in answer.content.decode() and "A run" not in answer.content.decode()
    table = as_curator.get(f"{LIST}export/?format=nonsense&q=run").content.decode("utf-8-sig")
    assert "A run" in table and "Back squat" not in table
    html = as_curator.get(LIST + "?sport=strength").content.decode()
    assert f'href="{LIST}export/?sport=strength&amp;format=csv"' in html


@pytest.mark.parametrize("filters", ["status__foo=1", "updated_at__gte=never"])
def test_what_no_list_is_filtered_by_leads_to_the_list(as_curator, squat, filters):
    assert as_curator.get(f"{LIST}export/?{filters}").headers["Location"] == f"{LIST}?e=1"


def bring(client, content, **values):
    return client.post(f"{LIST}import/", {"file": SimpleUploadedFile("x.json", content)} | values)


def test_in_comes_what_was_shown_first(as_curator, squat, curator):
    content = as_curator.get(f"{LIST}export/?format=json").content
    found = json.loads(content)
    text = content.decode().replace("Brace before you unlock the knees.", "Sit.")
    answer = bring(as_curator, text.encode())
    assert found and answer.status_code == 200
    [(decision, _kind, differences)] = answer.context["shown"]["rows"]
    assert differences == [("cues", ["Brace before you unlock the knees."], ["Sit."])]
    assert Exercise.objects.get().cues == squat.cues

    kept = answer.context["form"]["content"].value()
    answer = as_curator.post(f"{LIST}import/", {"content": kept, "sure": "1"})
    assert said(answer) == ["0 new, 1 changed."]
    assert Exercise.objects.get().cues == ("Sit.",)
    assert Step.of(LogEntry.objects.get()).differences == differences


def test_what_coaches_have_is_in_the_table_and_does_not_become_the_librarys(as_curator, squat):
    ExerciseFactory(name="Air squat")
    asked = ExerciseFactory(name="Leg hold", author=UserFactory(), status=Status.SUGGESTED)
    content = as_curator.get(f"{LIST}export/?format=json").content
    answer = bring(as_curator, content.decode().replace("Brace before you unlock the knees.", "Sit.").encode())

    rows = [(decision.candidate.name, decision.kind) for decision, *_ in answer.context["shown"]["rows"]]
    assert rows == [("Back squat", "changed"), ("Leg hold", "skipped"), ("Air squat", "there")]
    as_curator.post(f"{LIST}import/", {"content": answer.context["form"]["content"].value(), "sure": "1"})
    assert list(Exercise.objects.exclude(author=None)) == [asked]
    assert Exercise.objects.library().count() == 2


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{", b"nonsense", b"[]x"])
def test_a_broken_file_says_where(as_curator, content):
    answer = bring(as_curator, content)
    assert answer.status_code == 422
    assert 'class="errornote"' in answer.content.decode()
    for values in ({}, {"content": "!!"}, {"content": "é"}, {"content": "e30="}):
        assert as_curator.post(f"{LIST}import/", values | {"sure": "1"}).status_code == 422
    assert not Exercise.objects.exists()


# --- Old addresses ----------------------------------------------------------------


def test_the_address_of_what_was_merged_leads_to_what_it_is_now(as_curator, signed_in, squat):
    from exercises import merging

    rear = ExerciseFactory(name="Rear squat")
    address = rear.get_absolute_url()
    merging.merge(rear, squat)
    assert signed_in.get(address).headers["Location"] == squat.get_absolute_url()
    Tombstone.objects.all().delete()
    assert signed_in.get(address).status_code == 404
