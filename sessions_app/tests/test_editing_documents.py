"""create, change facts, replace by text, copy, keep, delete."""

from decimal import Decimal

import pytest

from core.editing import Conflict, stack, undo
from core.models import Change
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from sessions_app import editing
from sessions_app.models import Session, SessionExercise, rows_of
from sessions_app.tests.conftest import LOWER_A, lines, row_named

pytestmark = pytest.mark.django_db


def test_a_session_is_created_with_the_facts_of_its_heading(write, rosa):
    session = write(LOWER_A, name="", sport="")
    stored = Session.objects.get(pk=session.pk)

    assert (stored.name, stored.sport, stored.effort, stored.note) == (
        "Lower A", "strength", Decimal(7), "Leave one rep in the tank.",
    )  # fmt: skip
    assert (stored.author, stored.visibility, stored.kept) == (rosa, "private", True)
    assert len(rows_of(stored)) == 6


def test_what_is_given_wins_over_the_heading(write):
    session = write(LOWER_A, name="Mine", sport="other")

    assert (session.name, session.sport) == ("Mine", "other")


def test_undo_takes_a_new_session_away(lower_a, rosa):
    undo(stack(lower_a, rosa)[0])

    assert not Session.objects.exists() and not SessionExercise.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "x" * 121},
        {"effort": Decimal("10.5")},
        {"effort": Decimal(0)},
        {"course": "x" * 61},
        {"pool_length": Decimal(-1)},
        {"note": "x" * 4001},
    ],
)
def test_facts_out_of_range_are_refused(lower_a, rosa, facts):
    for name, value in facts.items():
        setattr(lower_a, name, value)

    with pytest.raises(editing.Refused):
        editing.change_facts(lower_a, rosa)

    assert Session.objects.filter(pk=lower_a.pk, name="Lower A", effort=7, course="").exists()


def test_facts_are_changed_in_one_step(lower_a, rosa):
    lower_a.name, lower_a.effort, lower_a.course = "Lower B", Decimal("7.5"), "hall"

    editing.change_facts(lower_a, rosa, lower_a.version)

    assert Session.objects.filter(pk=lower_a.pk, name="Lower B", effort=Decimal("7.5"), course="hall").exists()
    assert Change.objects.filter(document_id=lower_a.pk).count() == 2


def test_stale_facts_are_a_conflict(lower_a, rosa):
    seen = lower_a.version
    editing.add_lines(Session.objects.get(pk=lower_a.pk), rosa, "Curl 3x8")

    with pytest.raises(Conflict):
        editing.change_facts(lower_a, rosa, seen)


# --- text -------------------------------------------------------------------------------------------------------------


def test_the_text_of_a_session_reads_back_without_a_step(lower_a, rosa):
    text = editing.text_of(lower_a)

    step = editing.replace_text(Session.objects.get(pk=lower_a.pk), rosa, text)

    assert step.pk is None


def test_lines_that_stay_keep_their_rows(lower_a, rosa):
    before = {row.name: (row.pk, row.version) for row in rows_of(lower_a)}
    text = (
        editing.text_of(lower_a).replace("Plank 3x30s\n", "Side plank 2x30s/side\n").replace("5x5 @ 80%", "5x5 @ 82.5%")
    )

    editing.replace_text(lower_a, rosa, text)

    after = {row.name: (row.pk, row.version) for row in rows_of(Session.objects.get(pk=lower_a.pk))}
    squat, version = before.pop("Back squat")
    assert after.pop("Back squat") == (squat, version + 1)
    assert after.pop("Side plank")[0] not in {pk for pk, _version in before.values()}
    before.pop("Plank")
    assert after == before


def test_moved_lines_keep_their_rows_too(write, rosa):
    session = write("Squat 5x5\nPress 5x5\nRow 5x5")
    ids = {row.name: row.pk for row in rows_of(session)}

    editing.replace_text(session, rosa, "Row 5x5\nSquat 5x5\nPress 5x3\n")

    assert [(row.name, row.pk) for row in rows_of(Session.objects.get(pk=session.pk))] == [
        ("Row", ids["Row"]), ("Squat", ids["Squat"]), ("Press", ids["Press"]),
    ]  # fmt: skip


def test_a_text_without_a_heading_keeps_name_sport_and_effort(lower_a, rosa):
    editing.replace_text(lower_a, rosa, "Back squat 3x3")

    stored = Session.objects.get(pk=lower_a.pk)
    assert (stored.name, stored.sport, stored.effort, stored.note) == ("Lower A", "strength", Decimal(7), "")
    assert lines(stored) == ["m 1 Back squat | 3x3"]


def test_an_empty_text_empties_the_session(lower_a, rosa):
    editing.replace_text(lower_a, rosa, "")

    assert lines(lower_a) == []


@pytest.mark.parametrize("text", ["## Week 2\nSquat 5x5", "A: blah", "Squat 5x5\n" * 10_000, "nul\0 5x5"])
def test_a_text_that_cannot_be_read_in_full_changes_nothing(lower_a, rosa, text):
    before = lines(lower_a)

    with pytest.raises(editing.Refused):
        editing.replace_text(lower_a, rosa, text)

    assert lines(lower_a) == before


def test_letters_start_anew_in_each_section(write, rosa):
    session = write("== Warm-up\nA1 Skip 1min\nA2 Jump 10\n== Main\nA: 4 rounds\nA1 Squat 5\nA2 Plank 30s")

    assert editing.replace_text(Session.objects.get(pk=session.pk), rosa, editing.text_of(session)).pk is None
    assert session.groups.count() == 2


# --- copy, keep, delete -----------------------------------------------------------------------------------------------


def test_a_copy_of_anothers_brings_their_own_exercises_along(write, rosa, other):
    theirs = write("Slant board step 3x8\nBack squat 5x5", author=other)
    theirs.visibility = "public"
    theirs.save()
    mine = ExerciseFactory(name="Back squat", author=rosa)

    copy = Session.objects.get(pk=editing.copy_session(theirs, rosa).pk)

    assert (copy.name, copy.author, copy.visibility, copy.kept, copy.copied_from) == (
        "Copy of Lower A", rosa, "private", True, theirs,
    )  # fmt: skip
    assert [row.exercise.author for row in rows_of(copy)] == [rosa, rosa]
    assert rows_of(copy)[1].exercise == mine
    assert Exercise.objects.filter(name="Slant board step").count() == 2
    assert lines(copy) == lines(theirs)
    assert mine.pk in copy.digest


def test_undo_takes_a_copy_away(lower_a, rosa):
    copy = editing.copy_session(lower_a, rosa)
    undo(stack(copy, rosa)[0])

    assert list(Session.objects.all()) == [lower_a]


def test_a_long_name_stays_within_its_column(write, rosa):
    copy = editing.copy_session(write(name="x" * 120), rosa)

    assert copy.name == "Copy of " + "x" * 112


def test_keeping(write, rosa):
    session = write()
    Session.objects.filter(pk=session.pk).update(kept=False)

    editing.keep_session(Session.objects.get(pk=session.pk), rosa)

    assert Session.objects.kept().get() == session


def test_deleting_and_undoing_gives_back_every_row(lower_a, rosa):
    before = list(SessionExercise.objects.order_by("order").values_list("pk", "exercise_id", "group_id", "sets"))
    step = editing.delete_session(lower_a, rosa, lower_a.version)
    assert not Session.objects.exists() and not SessionExercise.objects.exists()

    undo(Change.objects.get(pk=step.pk))

    assert (
        list(SessionExercise.objects.order_by("order").values_list("pk", "exercise_id", "group_id", "sets")) == before
    )
    assert row_named(Session.objects.get(), "Back squat").notes == "belt from set 3"


def test_a_stale_delete_is_a_conflict(lower_a, rosa):
    with pytest.raises(Conflict):
        editing.delete_session(lower_a, rosa, lower_a.version + 1)
