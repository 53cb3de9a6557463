"""A value saved and loaded is the same value; one step; a constant number of queries."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from accounts.tests.factories import UserFactory
from core import editing
from core.models import Change
from core.tests.laws import examples
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from programs.exchange import json_format
from programs.exchange.load import load
from programs.exchange.same import already_there
from programs.exchange.save import save
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, WeekValue
from programs.models import Program
from programs.tests.exchange_strategies import programs
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise, SessionGroup
from sessions_app.prescription import Adjustment, Group, Prescription, Reps, Row

pytestmark = pytest.mark.django_db

ROW = Row("Squat", prescription=Prescription(sets=5, reps=Reps.parse("5")))
DAY = SessionValue("Day", "strength", rows=(ROW,))


def placed(*sessions, **facts):
    placings = tuple(PlacingValue(1, 1, order, session) for order, session in enumerate(sessions, start=1))
    return ProgramValue(name="Plan", sport="strength", placings=placings, **facts)


class Laws(TestCase):
    @settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
    @given(programs())
    def test_loaded_is_what_was_saved_and_saves_again(self, value):
        author = UserFactory()

        first = load(save(value, author).program)
        second = load(save(first, author).program)

        assert second == first
        assert json_format.read(json_format.write(first))[0] == first
        assert first.description == value.description
        assert first.week_facts == value.week_facts
        assert [(p.place, p.adjustment, p.time_of_day, p.notes) for p in first.placings] == [
            (p.place, p.adjustment, p.time_of_day, p.notes) for p in value.placings
        ]
        for one, other in zip(first.placings, value.placings, strict=True):
            mine, theirs = one.session, other.session
            assert replace(mine, rows=(), key="") == replace(theirs, rows=(), key="")
            for row, written in zip(mine.rows, theirs.rows, strict=True):
                assert replace(row, exercise=None, sport="") == replace(written, exercise=None, sport="")


def test_equal_sessions_are_one_placed_several_times():
    other = replace(DAY, name="Other day")

    saved = save(placed(DAY, other, replace(DAY)), UserFactory())

    assert (saved.sessions, saved.placings) == (2, 3)
    one, two, three = saved.program.placings.order_by("order")
    assert one.session_id == three.session_id != two.session_id


def test_equal_sessions_with_keys_of_their_own_stay_two():
    saved = save(placed(replace(DAY, key="s1"), replace(DAY, key="s2")), UserFactory())

    assert saved.sessions == 2
    assert [p.session.key for p in load(saved.program).placings] == ["s1", "s2"]


def test_imported_sessions_are_private_and_not_in_the_list():
    author = UserFactory()
    save(placed(DAY), author)

    session = Session.objects.get()
    assert (session.kept, session.visibility, session.author, session.sport) == (False, "private", author, "strength")
    assert Program.objects.get().visibility == "private"


def test_digest_is_written_with_the_session():
    saved = save(placed(DAY), UserFactory())

    session = saved.program.placings.get().session
    assert session.digest != ""
    assert session.digest == digest_of(session.rows.select_related("exercise", "group"))


def test_one_undo_takes_program_and_sessions_away():
    author = UserFactory()
    saved = save(placed(DAY, replace(DAY, name="Other")), author)

    change = Change.objects.get()
    assert change.label == "Imported Plan"
    before = load(saved.program)
    editing.undo(change)

    assert not Program.objects.exists()
    assert not Session.objects.exists()
    assert not SessionExercise.objects.exists()
    assert list(Exercise.objects.all()) == list(saved.exercises_created)

    editing.redo(change)
    assert load(Program.objects.get()) == before


def test_a_name_of_the_library_is_found_and_kept_as_written():
    squat = ExerciseFactory(name="Back squat", aliases=("Squat",))

    saved = save(placed(DAY), UserFactory())

    row = SessionExercise.objects.get()
    assert (row.exercise, row.written_as, row.name) == (squat, "Squat", "Squat")
    assert saved.exercises_matched == (squat,)
    assert saved.exercises_created == ()
    assert load(saved.program).placings[0].session.rows[0].exercise == "Back squat"


def test_an_exported_name_finds_its_exercise_again_where_the_written_name_means_another():
    split = ExerciseFactory(name="Split squat")
    ExerciseFactory(name="Squat")
    row = replace(ROW, exercise="Split squat")

    save(placed(replace(DAY, rows=(row,))), UserFactory())

    placed_row = SessionExercise.objects.get()
    assert (placed_row.exercise, placed_row.written_as) == (split, "Squat")


def test_unknown_names_become_the_authors_own_once_in_any_spelling():
    author = UserFactory()
    rows = tuple(replace(ROW, name=name) for name in ("Zorb lift", "ZORB  LIFT", "zorb-lift"))

    saved = save(placed(replace(DAY, rows=rows)), author)

    (made,) = saved.exercises_created
    assert (made.name, made.sport, made.author, made.status) == ("Zorb lift", "strength", author, "own")
    assert [row.name for row in SessionExercise.objects.order_by("order")] == ["Zorb lift", "ZORB  LIFT", "zorb-lift"]


def test_a_similar_name_is_never_taken():
    ExerciseFactory(name="Bulgarian split squat")

    saved = save(placed(replace(DAY, rows=(replace(ROW, name="Bulgrian split squat"),))), UserFactory())

    assert [exercise.name for exercise in saved.exercises_created] == ["Bulgrian split squat"]


def test_anothers_own_exercise_is_not_seen():
    ExerciseFactory(name="Squat", author=UserFactory())
    author = UserFactory()

    save(placed(DAY), author)

    assert SessionExercise.objects.get().exercise.author == author


@pytest.mark.parametrize(
    ("known", "sport", "taken"),
    [
        (["running"], "strength", "running"),  # a run in a lifter's week
        (["running", "rowing"], "strength", "strength"),  # which of the two? neither
        (["running", "strength"], "strength", "strength"),
    ],
)
def test_a_name_of_another_sport_is_taken_only_without_doubt(known, sport, taken):
    for other in known:
        ExerciseFactory(name="Easy piece", sport=other)

    save(placed(replace(DAY, rows=(replace(ROW, name="Easy piece"),))), UserFactory())

    assert SessionExercise.objects.get().exercise.sport == taken


def test_a_warm_up_of_another_sport_is_not_borrowed():
    ExerciseFactory(name="Warm-up", sport="running")

    save(placed(replace(DAY, rows=(replace(ROW, name="Warm-up"),))), UserFactory())

    assert SessionExercise.objects.get().exercise.sport == "strength"


def test_the_rows_own_sport_is_the_exercises():
    ExerciseFactory(name="Squat", sport="strength")

    save(placed(replace(DAY, rows=(replace(ROW, sport="mobility"),))), UserFactory())

    assert SessionExercise.objects.get().exercise.sport == "mobility"


def test_groups_are_rows_of_one_group():
    group = Group("B", "rounds", 4, rest_s=90)
    rows = (replace(ROW, group=group), ROW, replace(ROW, group=group))

    save(placed(replace(DAY, rows=rows)), UserFactory())

    stored = SessionGroup.objects.get()
    assert (stored.letter, stored.kind, stored.rounds, stored.rest_s) == ("B", "rounds", 4, 90)
    assert [row.group_id for row in SessionExercise.objects.order_by("order")] == [stored.pk, None, stored.pk]


def test_failing_half_way_leaves_nothing(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("programs.exchange.save.place", fail)

    with pytest.raises(RuntimeError):
        save(placed(DAY), UserFactory())

    assert not Program.objects.exists()
    assert not Session.objects.exists()
    assert not Exercise.objects.exists()


def many(weeks):
    sessions = [replace(DAY, name=f"Day {n}", rows=(ROW, replace(ROW, name=f"Lift {n}"))) for n in range(weeks)]
    return ProgramValue(
        "Plan",
        "strength",
        weeks,
        week_facts=tuple(WeekValue(n, "Base") for n in range(1, weeks + 1)),
        placings=tuple(
            PlacingValue(n, day, 1, sessions[n - 1], Adjustment.parse("+2.5%"))
            for n in range(1, weeks + 1)
            for day in range(1, 5)
        ),
    )


SAVE_QUERIES = 18  # SQLite splits an insert of more than 999 values
LOAD_QUERIES = 3


@pytest.mark.parametrize("weeks", [1, 3, 12])
def test_queries_do_not_grow(weeks, django_assert_num_queries):
    author = UserFactory()
    value = many(weeks)

    with django_assert_num_queries(SAVE_QUERIES):
        saved = save(value, author)
    with django_assert_num_queries(LOAD_QUERIES):
        loaded = load(saved.program)

    assert len(loaded.placings) == weeks * 4


def test_the_same_again_is_seen_and_a_change_too():
    author = UserFactory()
    value = placed(DAY, replace(DAY, effort=Decimal(7)))
    saved = save(value, author)

    assert already_there(value, author, "Plan") == saved.program
    assert already_there(value, author, "Another name") is None
    assert already_there(value, UserFactory(), "Plan") is None
    assert already_there(placed(DAY), author, "Plan") is None
    SessionExercise.objects.update(sets=4)
    assert already_there(value, author, "Plan") is None
