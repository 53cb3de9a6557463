"""Several cards at once: moved, copied, taken out, in one step."""

import pytest
from django.urls import reverse

from core.editing import Conflict, stack, undo
from programs import schedule
from programs.models import ProgramSession
from programs.steps import OutOfProgram
from programs.tests.factories import ProgramFactory, make_session
from programs.weeks.carrying import carry, take_out
from sessions_app.prescription import Adjustment

HTMX = {"HX-Request": "true"}
STOOD = [("A", 1, 1, 1), ("B", 1, 1, 2), ("C", 1, 3, 1), ("D", 2, 1, 1)]


@pytest.fixture
def program(rosa):
    """Two weeks: A and B on Monday of week 1, C on Wednesday, D on Monday of week 2."""
    program = ProgramFactory(author=rosa, duration_weeks=2)
    for name, week, day in (("A", 1, 1), ("B", 1, 1), ("C", 1, 3), ("D", 2, 1)):
        schedule.place(program, rosa, make_session(rosa, name), week, day)
    return program


def stands():
    return sorted(ProgramSession.objects.values_list("session__name", "week", "day", "order"))


def cards(program, names):
    found = program.placings.filter(session__name__in=list(names))
    return {one.pk: one.version for one in found}


@pytest.mark.parametrize(
    ("names", "place", "after"),
    [
        ("AB", (2, 1), [("A", 2, 1, 2), ("B", 2, 1, 3), ("C", 1, 3, 1), ("D", 2, 1, 1)]),
        ("AC", (2, 1), [("A", 2, 1, 2), ("B", 1, 1, 1), ("C", 2, 3, 1), ("D", 2, 1, 1)]),
        ("AC", (1, 6), [("A", 1, 6, 1), ("B", 1, 1, 1), ("C", 2, 1, 2), ("D", 2, 1, 1)]),
        ("CD", (1, 1), [("A", 1, 1, 1), ("B", 1, 1, 2), ("C", 1, 1, 3), ("D", 1, 6, 1)]),
        ("A", (1, 1), [("A", 1, 1, 2), ("B", 1, 1, 1), ("C", 1, 3, 1), ("D", 2, 1, 1)]),
    ],
)
def test_they_keep_their_distance(program, rosa, names, place, after):
    carry(program, rosa, cards(program, names), *place)
    assert stands() == after
    undo(stack(program, rosa)[0])
    assert stands() == STOOD


def test_copies_come_and_the_others_stay(program, rosa):
    step = carry(program, rosa, cards(program, "BC"), 2, 1, copies=True)
    assert stands() == sorted([*STOOD, ("B", 2, 1, 2), ("C", 2, 3, 1)])
    assert step.change.label == "Copied 2 sessions to week 2"
    undo(stack(program, rosa)[0])
    assert stands() == STOOD


@pytest.mark.parametrize("place", [(2, 6), (3, 1)])
def test_none_leaves_the_program(program, rosa, place):
    with pytest.raises(OutOfProgram):
        carry(program, rosa, cards(program, "AC"), *place)
    assert stands() == STOOD


def test_they_are_taken_out(program, rosa):
    take_out(program, rosa, cards(program, "AC"))
    assert stands() == [("B", 1, 1, 1), ("D", 2, 1, 1)]
    undo(stack(program, rosa)[0])
    assert stands() == STOOD


def test_one_that_is_another_by_now_stops_all(program, rosa):
    seen = cards(program, "AC")
    schedule.annotate(program.placings.get(session__name="C"), rosa, time_of_day=None, notes="Hilly")
    with pytest.raises(Conflict):
        carry(program, rosa, seen, 2, 1)
    schedule.remove(program.placings.get(session__name="C"), rosa)
    with pytest.raises(Conflict):
        take_out(program, rosa, seen)


def send(client, program, verb, names, headers=HTMX, **typed):
    address = reverse(f"programs:cards_{verb}", args=[program.pk])
    said = ",".join(f"{pk}.{version}" for pk, version in cards(program, names).items())
    return client.post(address, {"cards": said, "seen": program.version} | typed, headers=headers)


def test_with_htmx_come_the_days_that_changed(signed_in, program):
    answer = send(signed_in, program, "move", "AC", week="2", day="1")
    assert answer.status_code == 200
    assert "Moved 2 sessions to week 2" in answer.headers["HX-Trigger"]
    assert ("A", 2, 1, 2) in stands()
    assert send(signed_in, program, "remove", "BD", headers={}).headers["Location"] == program.get_absolute_url()
    assert [row[0] for row in stands()] == ["A", "C"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"cards": ""}, "Choose the sessions first."),
        ({"cards": "x" * 25}, "Choose the sessions first."),
        ({"cards": "c" + "0" * 24 + ",,"}, "Choose the sessions first."),
        ({"week": "3"}, "Week 3 is not in this program, which has 2."),
        ({"day": "9"}, "Select a valid choice."),
        ({"day": "6"}, "Week 3 is not in this program"),
    ],
)
def test_what_cannot_be_is_refused(signed_in, program, typed, sentence):
    answer = send(signed_in, program, "copy", "AC", **({"week": "2", "day": "1"} | typed))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert stands() == STOOD


@pytest.mark.parametrize(("verb", "status"), [("copy", 200), ("move", 409)])
def test_what_is_copied_may_be_another_by_now(signed_in, program, rosa, verb, status):
    card = program.placings.get(session__name="A")
    schedule.adjust(card, rosa, Adjustment.parse("+1 set"), seen=card.version)
    answer = send(signed_in, program, verb, "", cards=f"{card.pk}.1", week="2", day="5")
    assert answer.status_code == status
    assert program.placings.filter(week=2, day=5).exists() == (status == 200)


def test_anothers_card_is_none_of_this_program(signed_in, program, other):
    theirs = schedule.place(ProgramFactory(author=other), other, make_session(other, "X"), 1, 1)
    answer = send(signed_in, program, "remove", "", cards=theirs.pk)
    assert answer.status_code == 409
    assert ProgramSession.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("names", ["A", "ABCD"])
def test_it_takes_so_many_queries(signed_in, program, django_assert_num_queries, names):
    with django_assert_num_queries(13):
        send(signed_in, program, "copy", names, week="1", day="1")
