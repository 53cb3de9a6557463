"""What a coach did lately with an exercise, found by index."""

import pytest
from django.db import connection

from accounts.closing import close
from core.editing import edit, redo, stack, undo
from core.models import Change
from exercises.tests.factories import ExerciseFactory
from sessions_app import editing, recalling
from sessions_app.copying import duplicate_all
from sessions_app.models import Session, SessionExercise
from sessions_app.suggesting import WRITTEN, meant, suggestions
from sessions_app.tests.conftest import row_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(db):
    names = ("Back squat", "Back squat, paused", "Bench press", "Bent-over row", "Belt squat")
    return {name: ExerciseFactory(name=name) for name in names}


def scheme(user, exercise):
    return {pk: str(found.reps) for pk, found in recalling.last_schemes(user, [exercise.pk]).items()}


def test_a_fresh_coach_has_done_nothing(library, rosa):
    assert recalling.recent(rosa) == ()
    assert recalling.last_schemes(rosa, [one.pk for one in library.values()]) == {}


def test_the_last_used_comes_first_each_once(library, rosa, write):
    write("Bench press 3x5\nBack squat 5x5\nBench press 3x8")

    ids = recalling.recent(rosa)
    assert sorted(ids) == sorted([library["Bench press"].pk, library["Back squat"].pk])
    write("Belt squat 3x8")
    assert recalling.recent(rosa) == (library["Belt squat"].pk, *ids)


def test_what_others_did_is_not_mine(library, rosa, other, write):
    theirs = write("Back squat 5x5", author=other)
    assert recalling.recent(rosa) == ()

    duplicate_all([theirs], rosa, kept=True)
    assert recalling.recent(rosa) == (library["Back squat"].pk,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Back squat 5x5 @ 80% r3:00 // belt", "5x5 @ 80% r3:00"),
        ("Back squat 5x5\nBack squat // slow", "5x5"),
        ("Back squat 5x5\nBack squat w3x60kg", "5x5"),
        ("A: 4 rounds\nA1 Back squat 8 @ RPE 7\nA2 Bench press 8", "4x8 @ RPE 7"),
        ("A: 4 rounds\nA1 Back squat 2x8\nA2 Bench press 8", "8x8"),
    ],
)
def test_the_last_scheme_is_how_much_it_was(library, rosa, write, text, found):
    write(text)
    option = suggestions("back sq", rosa, "strength").options[0]

    assert (option.exercise.name, option.last) == ("Back squat", found)


def test_a_line_that_says_how_much_is_offered_nothing(library, rosa, write):
    write("Back squat 5x5")

    assert suggestions("back sq 3x3", rosa, "strength").options[0].last == ""


def test_the_scheme_changed_last_counts(library, rosa, write):
    old = write("Back squat 5x5")
    write("Back squat 3x3")
    assert scheme(rosa, library["Back squat"]) == {library["Back squat"].pk: "3"}

    editing.change_line(row_named(old, "Back squat"), rosa, "Back squat", "4x4")
    assert scheme(rosa, library["Back squat"]) == {library["Back squat"].pk: "4"}


@pytest.mark.parametrize("to", ["end:cool_down", "start:main", "up"])
def test_what_is_only_moved_or_renumbered_was_not_written_last(library, rosa, write, to):
    old = write("Belt squat 3x8\nBench press 3x5\nBack squat 5x5\nBent-over row 3x5")
    write("Back squat 3x3")
    stood = dict(old.rows.values_list("pk", "updated_at"))
    began = Session.objects.get(pk=old.pk).updated_at

    editing.move_lines(old, rosa, [row_named(old, "Back squat")], to)

    assert scheme(rosa, library["Back squat"]) == {library["Back squat"].pk: "3"}
    assert recalling.recent(rosa)[0] == library["Back squat"].pk
    assert dict(old.rows.values_list("pk", "updated_at")) == stood
    assert {row.pk: row.updated_at for row in old.left} == stood
    assert Session.objects.get(pk=old.pk).updated_at > began


def test_what_is_written_among_rows_that_move_was_written_last(library, rosa, write):
    session = write("Belt squat 3x8\nBench press 3x5\nBack squat 5x5\nBent-over row 3x5")
    stood = dict(session.rows.values_list("pk", "updated_at"))
    with edit(session, rosa, "Turned round") as step:
        for row in step.of(SessionExercise):
            row.sets, row.order = (8 if row.order == 1 else row.sets), 5 - row.order
            step.save(row)

    now = session.rows.in_bulk()
    assert [pk for pk, at in stood.items() if now[pk].updated_at != at] == [session.rows.get(order=4).pk]


def test_undo_takes_the_memory_along(library, rosa, write):
    session = write("Back squat 5x5")
    editing.add_lines(session, rosa, "Bench press 3x8")
    undo(stack(session, rosa)[0])
    assert recalling.recent(rosa) == (library["Back squat"].pk,)
    redo(stack(session, rosa)[1])
    assert set(recalling.recent(rosa)) == {library["Back squat"].pk, library["Bench press"].pk}


def test_recent_and_own_exercises_come_first(library, rosa, write):
    assert suggestions("be", rosa, "strength").options[0].exercise.name == "Bench press"

    ExerciseFactory(name="Bear crawl", author=rosa)
    write("Bent-over row 3x8")
    found = [option.exercise.name for option in suggestions("be", rosa, "strength").options]
    assert found == ["Bent-over row", "Bear crawl", "Bench press", "Belt squat"]


@pytest.mark.parametrize(
    ("typed", "sport", "first"),
    [
        ("thr", "cycling", "Threshold interval"),  # not the hip thrust of yesterday
        ("hip", "cycling", "Hip thrust"),  # nothing in cycling begins so
        ("sq", "strength", "Back squat"),  # a front squat was used later, but begins so in French only
        ("pull", "strength", "Pull-up"),  # a band pull-apart was used later, but is called so only besides
        ("cad", "cycling", "Cadence drill"),  # Empuje de cadera is the hip thrust in Spanish
        ("vo2 5x3min", "cycling", "VO2 max interval"),
    ],
)
def test_what_was_used_lately_gives_way_to_what_begins_so_in_the_sport_at_hand(rosa, write, typed, sport, first):
    ExerciseFactory(name="Back squat", aliases=("Squat",))
    ExerciseFactory(name="Front squat", aliases=("Squat avant",), alias_languages={"Squat avant": "fr"})
    ExerciseFactory(name="Hip thrust", aliases=("Empuje de cadera",), alias_languages={"Empuje de cadera": "es"})
    ExerciseFactory(name="Pull-up")
    ExerciseFactory(name="Band apart", aliases=("Pull-apart",))
    for name in ("Threshold interval", "Cadence drill", "VO2 max interval"):
        ExerciseFactory(name=name, sport="cycling")
    write("Back squat 5x5\nPull-up 3x8\nFront squat 3x5\nHip thrust 3x8\nBand apart 3x15")

    assert suggestions(typed, rosa, sport).chosen.exercise.name == first


def test_the_order_stays_while_one_types_on(library, rosa, write):
    write("Bent-over row 3x8")
    found = [
        [option.exercise.name for option in suggestions("back squat 5x5 @80% r3:00"[:end], rosa, "strength").options]
        for end in range(7, 26)
    ]

    assert {tuple(names) for names in found} == {("Back squat", "Back squat, paused")}


@pytest.mark.parametrize(
    ("text", "chips"),
    [
        ("back sq 5", ["5 reps"]),
        ("back sq 5x", ["5 reps"]),
        ("back sq 5x5 @", ["5 sets", "5 reps"]),
        ("back sq 5x5 @80% r", ["5 sets", "5 reps", "80% 1RM"]),
        ("back sq 5x5 slwo", ["5 sets", "5 reps"]),
        ("back sq 5x5 slwo ", ["5 sets", "5 reps", "slwo"]),
        ("back sq 5x5 slwo r90", ["5 sets", "5 reps", "rest 1:30", "slwo"]),
    ],
)
def test_a_half_typed_text_is_read_as_far_as_it_goes(library, rosa, text, chips):
    assert [chip.text for chip in suggestions(text, rosa, "strength").chips] == chips


def test_enter_before_the_list_is_there_takes_what_it_would_offer_first(library, rosa, write):
    assert meant("back sq 5x5", rosa, "strength") == "Back squat 5x5"
    assert meant("sled monster 3x20m", rosa, "strength") == "sled monster 3x20m"
    assert meant("back sq", rosa, "strength", last=True) == "Back squat"
    write("Back squat 5x5 @ 80%")
    assert meant("back sq", rosa, "strength", last=True) == "Back squat 5x5 @ 80%"


def test_what_was_chosen_by_hand_before_is_meant(library, rosa):
    bench = library["Bench press"].pk
    assert meant("press 5x5", rosa, "strength", kept=bench) == "Bench press 5x5"
    assert meant("back sq 5x5", rosa, "strength", kept=bench) == "Back squat 5x5"  # no longer among what is offered
    assert meant("back sq 5x5", rosa, "strength", kept=WRITTEN) == "back sq 5x5"
    assert meant("back squat 5x5", rosa, "strength", kept=WRITTEN) == "Back squat 5x5"  # nor is this one


def test_the_page_says_which_line_was_meant(library, signed_in, rosa, write):
    session = write("Back squat 5x5 @ 80%")
    signed_in.post(f"/sessions/{session.pk}/lines/", {"text": "bench 3x8", "pick": "first"})
    signed_in.post(f"/sessions/{session.pk}/lines/", {"text": "back sq", "pick": "last"})

    rows = SessionExercise.objects.filter(session=session).order_by("order")
    assert [f"{row.name} {row.sets}x{row.reps}" for row in rows] == [
        "Back squat 5x5",
        "Bench press 3x8",
        "Back squat 5x5",
    ]


@pytest.mark.parametrize("history", [0, 3])
def test_queries_are_as_many_with_much_history(library, signed_in, rosa, write, history, django_assert_num_queries):
    for _session in range(history):
        write("Back squat 5x5\nBench press 3x8")
    signed_in.get("/sessions/suggest/", {"text": "be", "sport": "strength"})

    for text, queries in (("be", 6 if not history else 7), ("be 3x8", 6)):
        with django_assert_num_queries(queries):
            signed_in.get("/sessions/suggest/", {"text": text, "sport": "strength"})


@pytest.mark.skipif(connection.vendor != "sqlite", reason="each database says its plan in its own words")
def test_both_looks_go_through_an_index(rosa):
    recent = SessionExercise.objects.used_by(rosa).values("exercise_id")[:80].explain()
    last = SessionExercise.objects.used_by(rosa).filter(exercise="x").values("pk")[:1].explain()

    assert "USING INDEX session_exercise_lately (coach=?)" in recent
    assert "session_exercise_last_use (coach=? AND exercise_id=?)" in last
    assert "TEMP B-TREE" not in recent + last


@pytest.mark.parametrize("whole", [False, True])
def test_a_row_that_an_earlier_release_stored_comes_back_as_its_authors(library, rosa, write, whole):
    session = write("Back squat 5x5\nBench press 3x8")
    if whole:
        editing.delete_session(session, rosa)
    else:
        editing.remove_line(row_named(session, "Back squat"), rosa)
    change = Change.objects.latest("number")
    for _label, _pk, row in [*change.before, *change.after]:
        row.pop("coach", None)
    change.save()

    undo(change)

    assert set(SessionExercise.objects.values_list("coach", flat=True)) == {rosa.pk}
    assert set(recalling.recent(rosa)) == {library["Back squat"].pk, library["Bench press"].pk}
    redo(change)


def test_a_session_that_is_given_away_is_nobodys_memory(library, rosa, write):
    session = write("Back squat 5x5")
    Session.objects.filter(pk=session.pk).update(visibility="public")
    close(rosa, keep_public=True)

    [row] = SessionExercise.objects.all()
    assert (row.coach, row.session.author.byline) == ("", "Former coach")
