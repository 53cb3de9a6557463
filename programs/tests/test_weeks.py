"""Verbs of whole weeks: what they make of the grid, what they refuse, and that what is shown before is what is done."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.editing import stack, undo
from programs import schedule
from programs.grid import read_grid
from programs.models import Program, ProgramSession, ProgramWeek
from programs.steps import OutOfProgram
from programs.tests.factories import ProgramFactory, ProgramWeekFactory
from programs.weeks import repeating
from programs.weeks.board import do, foresee
from programs.weeks.copying import Copy, copy_week
from programs.weeks.describing import Clear
from programs.weeks.growing import Growth, turns
from programs.weeks.lightening import Deload, Taper, make_deload, taper
from programs.weeks.shifting import Insert, Shift, insert_weeks, shift
from programs.weeks.templating import save_as_template
from programs.weeks.weekdays import Rearrange, rearrange
from sessions_app.editing import Refused
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.prescription.adjustment import NO_CHANGE

pytestmark = pytest.mark.django_db

LINES = {
    "Lift": ("strength", "Back squat 5x5 @ 75%"),
    "Run": ("running", "Long run 60min @ Z2"),
    "Easy": ("running", "Easy jog 40min @ Z1"),
}


@pytest.fixture
def program():
    """Four weeks; in week 1 a lift on Monday, a long run on Wednesday; in week 3 an easy run on Monday."""
    program = ProgramFactory(duration_weeks=4, sport="")
    for name, week, day in (("Lift", 1, 1), ("Run", 1, 3), ("Easy", 3, 1)):
        sport, line = LINES[name]
        schedule.place_new(program, program.author, Session(name=name, sport=sport), line, week, day)
    return program


def stands(program):
    """{(week, day): what stands there, in its order, with how it differs}"""
    found: dict[tuple[int, int], list[str]] = {}
    for one in (
        ProgramSession.objects.filter(program=program).select_related("session").order_by("week", "day", "order")
    ):
        found.setdefault((one.week, one.day), []).append(f"{one.session.name} {one.adjustment or ''}".strip())
    return found


def said(program):
    return {week.number: (week.phase, week.is_deload) for week in ProgramWeek.objects.filter(program=program)}


def weeks(program):
    return Program.objects.get(pk=program.pk).duration_weeks


BEFORE = {(1, 1): ["Lift"], (1, 3): ["Run"], (3, 1): ["Easy"]}


# Repeat


def repeated(program, *on, growth=None, of=1):
    lift = program.placings.get(session__name="Lift", week=of)
    return repeating.repeat(lift, program.author, on, growth and Adjustment.parse(growth))


def test_a_session_is_repeated_on_its_day_a_step_further_each_week_and_less_in_a_deload(program):
    ProgramWeekFactory(program=program, number=3, phase="Base", is_deload=True)
    step = repeated(program, 2, 3, 4, growth="+2.5%")
    assert stands(program) == BEFORE | {
        (2, 1): ["Lift +2.5%"],
        (3, 1): ["Easy", "Lift volume -40%"],
        (4, 1): ["Lift +5%"],
    }
    assert step.change.label == "Repeated Lift in 3 weeks"


def test_repeated_again_it_gets_the_other_progression_and_stands_there_once(program):
    repeated(program, 2, 3, growth="+2.5%")
    step = repeated(program, 1, 2, 3, 4, growth="+5%")
    assert stands(program) == BEFORE | {
        (2, 1): ["Lift +5%"],
        (3, 1): ["Easy", "Lift +10%"],
        (4, 1): ["Lift +15%"],
    }
    assert step.change.label == "Repeated Lift in 3 weeks, in place of the adjustments of 2 sessions"


def test_repeated_without_a_step_what_was_said_of_it_by_hand_stays(program):
    ProgramWeekFactory(program=program, number=3, is_deload=True)
    repeated(program, 2, 3, growth="+2.5%")
    schedule.adjust(program.placings.get(session__name="Lift", week=3), program.author, Adjustment.parse("-1 set"))
    step = repeated(program, 2, 3, 4)
    assert stands(program) == BEFORE | {
        (2, 1): ["Lift +2.5%"],
        (3, 1): ["Easy", "Lift -1 set"],
        (4, 1): ["Lift"],
    }
    assert step.change.label == "Repeated Lift in 3 weeks"


def test_weeks_before_it_have_it_as_it_is_and_no_step_is_counted_for_them(program):
    repeated(program, 2, 3, growth="+2.5%")
    step = repeated(program, 1, 2, 4, 5, growth="+5%", of=3)
    assert stands(program) == BEFORE | {
        (2, 1): ["Lift +2.5%"],
        (3, 1): ["Easy", "Lift +5%"],
        (4, 1): ["Lift +10%"],
        (5, 1): ["Lift +15%"],
    }
    assert step.change.label == "Repeated Lift in 4 weeks"


def test_repeated_past_the_end_the_program_gets_longer(program):
    repeated(program, 6)
    assert (weeks(program), stands(program)[6, 1]) == (6, ["Lift"])


@pytest.mark.parametrize(("on", "growth"), [((), None), ((1,), None), ((0, 2), None), ((53,), None), ((2,), "+10min")])
def test_what_cannot_be_repeated_is_refused(program, on, growth):
    with pytest.raises(Refused):
        repeated(program, *on, growth=growth)
    assert stands(program) == BEFORE


# Copy


def test_copy_onto_a_filled_week_replaces_and_says_how_many(program):
    step = copy_week(program, program.author, 1, [2, 3])
    assert stands(program) == BEFORE | {(2, 1): ["Lift"], (2, 3): ["Run"], (3, 1): ["Lift"], (3, 3): ["Run"]}
    assert step.change.label == "Copied week 1 to 2 weeks, in place of 1 session"


def test_or_adds_to_what_stands_there(program):
    ProgramWeekFactory(program=program, number=1, phase="Base")
    ProgramWeekFactory(program=program, number=3, phase="Peak", notes="Kept")
    step = copy_week(program, program.author, 1, [2, 3], add=True)
    assert stands(program)[3, 1] == ["Easy", "Lift"]
    assert said(program) == {1: ("Base", False), 2: ("Base", False), 3: ("Peak", False)}
    assert program.weeks.get(number=3).notes == "Kept"
    assert step.change.label == "Copied week 1 to 2 weeks"


def test_each_sport_and_each_session_grows_by_its_own_step(program):
    copy_week(program, program.author, 3, [1], add=True)
    easy = Session.objects.get(name="Easy")
    growth = Growth(
        sports={"strength": Adjustment.parse("+2.5%"), "running": Adjustment.parse("+10min")},
        sessions={easy.pk: NO_CHANGE},
    )
    do(program, program.author, Copy(1, (2, 3, 4), growth, deload_every=3, deload=Adjustment.parse("volume -40%")))
    assert stands(program) == {
        (1, 1): ["Lift", "Easy"],
        (1, 3): ["Run"],
        (2, 1): ["Lift +2.5%", "Easy"],
        (2, 3): ["Run +10min"],
        (3, 1): ["Lift volume -40%", "Easy volume -40%"],
        (3, 3): ["Run volume -40%"],
        (4, 1): ["Lift +5%", "Easy"],
        (4, 3): ["Run +20min"],
    }
    assert said(program) == {3: ("", True)}


def test_a_step_that_its_sport_cannot_take_is_refused(program):
    growth = Growth(sports={"running": Adjustment.parse("+2.5%")})
    with pytest.raises(Refused, match=r"Nothing in this week is changed by \+2.5%\."):
        do(program, program.author, Copy(1, (2,), growth))
    assert stands(program) == BEFORE


@pytest.mark.parametrize(
    ("weeks", "every", "steps"),
    [(5, None, [0, 1, 2, 3, 4]), (8, 4, [0, 1, 2, None, 3, 4, 5, None]), (3, 1, [None] * 3)],
)
def test_turns(weeks, every, steps):
    assert turns(weeks, every) == steps


# Lighter


def test_a_deload_is_the_sessions_own_load_with_less_volume(program):
    schedule.adjust(program.placings.get(week=1, day=1), program.author, Adjustment.parse("+10%"))
    step = make_deload(program, program.author, 1)
    assert stands(program) == BEFORE | {(1, 1): ["Lift volume -40%"], (1, 3): ["Run volume -40%"]}
    assert said(program) == {1: ("", True)}
    assert step.change.label == "Made week 1 a deload"


def test_a_taper_lessens_volume_week_by_week_and_keeps_load_and_number_of_sessions(program):
    copy_week(program, program.author, 1, [2, 3, 4], progression=Adjustment.parse("+2.5%"))
    step = taper(program, program.author, 4, day=3, weeks=3)
    # The day that counts is Wednesday of week 4: the Wednesdays before it begin a week of the taper each.
    assert stands(program) == {
        (1, 1): ["Lift"],
        (1, 3): ["Run volume -20%"],
        (2, 1): ["Lift +2.5% volume -20%"],
        (2, 3): ["Run volume -40%"],
        (3, 1): ["Lift +5% volume -40%"],
        (3, 3): ["Run volume -60%"],
        (4, 1): ["Lift +7.5% volume -60%"],
        (4, 3): ["Run"],
    }
    assert set(said(program).values()) == {("Taper", False)}
    assert step.change.label == "Tapered to week 4"


@pytest.mark.parametrize(("weeks", "volume", "last"), [(1, -60, -60), (2, -60, -60), (2, -40, -40), (3, -20, -20)])
def test_a_taper_ends_at_the_volume_that_was_chosen(program, weeks, volume, last):
    taper(program, program.author, 1, day=3, weeks=weeks, volume=volume)
    assert stands(program)[1, 1] == [f"Lift volume {last}%"]


def test_a_taper_to_the_very_first_day_is_refused(program):
    with pytest.raises(Refused, match="no session in the days before it"):
        taper(program, program.author, 1, day=1)


# Room


def test_inserted_weeks_are_empty_and_all_later_ones_move_with_what_they_say(program):
    ProgramWeekFactory(program=program, number=3, phase="Peak", is_deload=True)
    step = insert_weeks(program, program.author, 1, 2)
    assert stands(program) == {(1, 1): ["Lift"], (1, 3): ["Run"], (5, 1): ["Easy"]}
    assert (weeks(program), said(program)) == (6, {5: ("Peak", True)})
    assert step.change.label == "Inserted 2 weeks below week 1"
    undo(stack(program, program.author)[0])
    assert (stands(program), weeks(program), said(program)) == (BEFORE, 4, {3: ("Peak", True)})


def test_a_week_before_the_first(program):
    step = insert_weeks(program, program.author, 0)
    assert stands(program) == {(2, 1): ["Lift"], (2, 3): ["Run"], (4, 1): ["Easy"]}
    assert step.change.label == "Inserted 1 week before week 1"


def test_fifty_two_weeks_are_the_most(program):
    insert_weeks(program, program.author, 4, 48)
    assert weeks(program) == 52
    with pytest.raises(OutOfProgram, match="That would make week 53, and a program has at most 52 weeks."):
        insert_weeks(Program.objects.get(pk=program.pk), program.author, 4)
    with pytest.raises(OutOfProgram):
        shift(Program.objects.get(pk=program.pk), program.author, 3, 50 * 7)


@pytest.mark.parametrize(
    ("number", "days", "after", "length", "label"),
    [
        (3, 7, {(1, 1): ["Lift"], (1, 3): ["Run"], (4, 1): ["Easy"]}, 4, "Moved week 3 and later by 1 week"),
        (3, 14, {(1, 1): ["Lift"], (1, 3): ["Run"], (5, 1): ["Easy"]}, 5, "Moved week 3 and later by 2 weeks"),
        (1, 2, {(1, 3): ["Lift"], (1, 5): ["Run"], (3, 3): ["Easy"]}, 4, "Moved week 1 and later by 2 days"),
        (1, 5, {(1, 6): ["Lift"], (2, 1): ["Run"], (3, 6): ["Easy"]}, 4, "Moved week 1 and later by 5 days"),
        (2, -1, {(1, 1): ["Lift"], (1, 3): ["Run"], (2, 7): ["Easy"]}, 4, "Moved week 2 and later 1 day earlier"),
        (3, -14, {(1, 1): ["Lift", "Easy"], (1, 3): ["Run"]}, 4, "Moved week 3 and later 2 weeks earlier"),
    ],
)
def test_shift(program, number, days, after, length, label):
    step = shift(program, program.author, number, days)
    assert (stands(program), weeks(program), step.change.label) == (after, length, label)


def test_shifted_weeks_take_along_what_they_say_even_past_the_end(program):
    ProgramWeekFactory(program=program, number=2, phase="Build")
    ProgramWeekFactory(program=program, number=4, phase="Peak")
    shift(program, program.author, 2, 7)
    assert (said(program), weeks(program)) == ({3: ("Build", False), 5: ("Peak", False)}, 5)
    shift(program, program.author, 3, -14)
    assert said(program) == {1: ("Build", False), 3: ("Peak", False)}


def test_an_empty_first_week_can_be_closed(program):
    shift(program, program.author, 1, 7)
    shift(program, program.author, 1, -7)
    assert stands(program) == BEFORE


@pytest.mark.parametrize(("number", "days"), [(1, -1), (1, -7), (3, -15), (3, 0), (9, 7)])
def test_a_shift_that_cannot_be_is_refused(program, number, days):
    with pytest.raises(Refused):
        shift(program, program.author, number, days)
    assert stands(program) == BEFORE


def test_weekdays_move_in_all_weeks_at_once(program):
    step = rearrange(program, program.author, [2, 2, 4, 4, 6, 6, 7])
    assert stands(program) == {(1, 2): ["Lift"], (1, 4): ["Run"], (3, 2): ["Easy"]}
    assert step.change.label == "Moved weekdays in all weeks"


def test_or_from_a_week_on_behind_what_stays(program):
    copy_week(program, program.author, 1, [3], add=True)
    step = rearrange(program, program.author, [3, 2, 3, 4, 5, 6, 7], first=2)
    assert stands(program) == {(1, 1): ["Lift"], (1, 3): ["Run"], (3, 3): ["Run", "Easy", "Lift"]}
    assert step.change.label == "Moved weekdays from week 2 on"


def test_weekdays_that_stay_are_no_step(program):
    assert rearrange(program, program.author, range(1, 8)).change is None


# Keep


def test_a_template_is_a_program_of_one_week_with_sessions_of_its_own(program):
    template = save_as_template(program, program.author, 1, "Good week")
    assert stands(template) == {(1, 1): ["Lift"], (1, 3): ["Run"]}
    assert (template.is_template, template.duration_weeks, template.visibility) == (True, 1, "private")
    mine = set(program.placings.values_list("session", flat=True))
    assert not mine & set(template.placings.values_list("session", flat=True))
    undo(stack(template, program.author)[0])
    assert Session.objects.count() == 3
    assert list(Program.objects.all()) == [program]


def test_a_template_of_nothing_is_refused(program):
    with pytest.raises(Refused, match="There is no session in week 2."):
        save_as_template(program, program.author, 2, "Nothing")


# What is shown


number = st.integers(1, 4)
changes = st.one_of(
    st.builds(
        Copy,
        number,
        st.lists(st.integers(1, 8), min_size=1, max_size=4, unique=True).map(tuple),
        st.builds(Growth, st.sampled_from([None, Adjustment.parse("+2.5%"), Adjustment.parse("+10min")])),
        st.none() | st.integers(2, 4),
        st.just(Adjustment.parse("volume -40%")),
        st.booleans(),
    ),
    st.builds(Deload, number),
    st.builds(Taper, number, st.integers(1, 7), st.integers(1, 3)),
    st.builds(Insert, st.integers(0, 4), st.integers(1, 3)),
    st.builds(Shift, number, st.integers(-20, 20)),
    st.builds(Clear, number),
    st.builds(Rearrange, st.permutations(range(1, 8)).map(tuple), number),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes, min_size=1, max_size=3))
def test_what_is_shown_is_what_is_done(program, verbs):
    for verb in verbs:
        program = Program.objects.get(pk=program.pk)
        stood = read_grid(program)
        try:
            foreseen = foresee(program, verb)
        except Refused as refusal:
            with pytest.raises(Refused, match=f"^{re.escape(str(refusal))}$"):
                do(program, program.author, verb)
            assert read_grid(Program.objects.get(pk=program.pk)) == stood
            continue
        assert foreseen.before == stood
        assert read_grid(program) == stood
        do(program, program.author, verb)
        assert looks(read_grid(program)) == looks(foreseen.after)


def looks(grid):
    """All but the ids and versions of cards, which nobody can foresee."""
    return [
        (
            row.number,
            row.phase,
            row.is_deload,
            row.load,
            [[(c.name, c.badge, c.seconds) for c in day] for day in row.days],
        )
        for row in grid.rows
    ]
