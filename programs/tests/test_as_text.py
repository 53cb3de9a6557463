"""A program as text: what stays the same keeps its rows, what differs is one step, and nothing goes unsaid."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from accounts.tests.factories import UserFactory
from core.editing import Conflict, redo, snapshot, stack, undo
from core.models import Change
from core.tests.laws import examples
from exercises.models import Exercise
from programs import as_text, documents, schedule
from programs.exchange.load import load
from programs.exchange.same import _facts as without_keys
from programs.exchange.save import save
from programs.exchange.text import read_program_text, write_program_text
from programs.models import Program, ProgramSession
from programs.tests.exchange_strategies import programs
from programs.tests.factories import ProgramFactory, ProgramSessionFactory
from sessions_app import editing
from sessions_app.editing import Refused
from sessions_app.models import Session, SessionExercise

TEXT = """# Base · strength
weeks: 4

## Week 1 · Build
### Mon · Lower A
Back squat 5x5 @ 80%
Plank 3x30s
### Wed · Easy run · running
Easy run 40:00 @ Z1

## Week 2 = Week 1 +2.5%

## Week 3 (deload)
### Mon · Lower A
### Fri · Lower A
"""


@pytest.fixture
def plan(rosa, db):
    return save(read_program_text(TEXT).value, rosa).program


def rows(program):
    """{(week, day, order): (placing, session)} of what stands there."""
    return {(row.week, row.day, row.order): (row.pk, row.session_id) for row in program.placings.all()}


def everything(program):
    sessions = Session.objects.filter(placings__program=program).distinct()
    return snapshot([program, *sessions])


def change(program, old, new, user=None):
    text = as_text.text_of(program)
    assert old in text
    return as_text.replace_text(program, user or program.author, text.replace(old, new))


def url(verb, program):
    return reverse(f"programs:{verb}", args=[program.pk])


# What stays


def test_the_text_as_it_stands_changes_nothing(plan, rosa):
    before = everything(plan)
    step = as_text.replace_text(plan, rosa, as_text.text_of(plan))
    assert (step.change, step.changed) == (None, [])
    assert everything(plan) == before


def test_a_line_of_a_session_is_that_row_changed_in_all_weeks(plan):
    stood = rows(plan)
    lines = list(SessionExercise.objects.filter(session__name="Lower A").order_by("order"))
    step = change(plan, "Back squat 5x5 @ 80%", "Back squat 4x6 @ 75%")
    assert rows(plan) == stood
    assert {key[1] for key in step.changed} == {lines[0].pk, lines[0].session_id}
    lines[0].refresh_from_db()
    assert (lines[0].sets, str(lines[0].reps), str(lines[0].intensity)) == (4, "6", "75% 1RM")


def test_a_moved_session_keeps_its_placing(plan):
    stood = rows(plan)
    change(plan, "### Fri · Lower A", "### Sat · Lower A")
    now = rows(plan)
    assert now.pop((3, 6, 1)) == stood.pop((3, 5, 1))
    assert now == stood


def test_a_session_put_first_moves_the_other_down(plan):
    stood = rows(plan)
    change(plan, "### Wed · Easy run · running\n", "### Mon · Easy run · running\n")
    now = rows(plan)
    # Week 2 takes week 1 over, and follows.
    assert now[1, 1, 2] == stood[1, 3, 1] and now[2, 1, 2] == stood[2, 3, 1]
    assert now[1, 1, 1] == stood[1, 1, 1]
    assert plan.is_whole()


def test_an_adjustment_is_the_placing_changed(plan):
    stood = rows(plan)
    step = change(plan, "### Fri · Lower A", "### Fri 07:30 · Lower A -5%")
    assert {key[1] for key in step.changed} == {stood[3, 5, 1][0]}
    placing = plan.placings.get(week=3, day=5)
    assert (str(placing.adjustment), placing.time_of_day.isoformat()) == ("-5%", "07:30:00")


def test_a_renamed_session_stays_that_session(plan):
    stood = rows(plan)
    text = as_text.text_of(plan).replace("Lower A", "Squat day")
    as_text.replace_text(plan, plan.author, text)
    assert rows(plan) == stood
    assert Session.objects.get(pk=stood[1, 1, 1][1]).name == "Squat day"


def test_lines_of_its_own_in_one_week_make_a_session_of_its_own(plan):
    stood = rows(plan)
    change(plan, "### Fri · Lower A", "### Fri · Lower A\nBack squat 1x1 @ 95%")
    now = rows(plan)
    own = now[3, 5, 1]
    assert own[0] == stood[3, 5, 1][0] and own[1] != stood[3, 5, 1][1]
    assert {place: row for place, row in now.items() if place != (3, 5, 1)} == {
        place: row for place, row in stood.items() if place != (3, 5, 1)
    }


def test_facts_and_weeks(plan):
    week = plan.weeks.get(number=1)
    change(plan, "weeks: 4", "weeks: 6\ndifficulty: advanced\n> Six weeks.")
    plan.refresh_from_db()
    assert (plan.duration_weeks, plan.difficulty, plan.description) == (6, "advanced", "Six weeks.")
    change(plan, "## Week 1 · Build", "## Week 1 · Base\n> Sleep.")
    again = plan.weeks.get(number=1)
    assert (again.pk, again.phase, again.notes) == (week.pk, "Base", "Sleep.")
    change(plan, "## Week 1 · Base\n> Sleep.", "## Week 1")
    assert not plan.weeks.filter(number=1).exists()


def test_a_session_that_stands_elsewhere_stays_there_as_it_is(plan, rosa):
    shared = plan.placings.get(week=1, day=1).session
    elsewhere = ProgramSessionFactory(program=ProgramFactory(author=rosa), session=shared)
    read = as_text.read_whole(as_text.text_of(plan).replace("5x5 @ 80%", "3x3 @ 90%"))
    assert as_text.gone(plan, read) == as_text.Gone(own=("Lower A",))
    change(plan, "5x5 @ 80%", "3x3 @ 90%")
    assert load(elsewhere.program).placings[0].session.rows[0].prescription.sets == 5
    assert {p.session.rows[0].prescription.sets for p in load(plan).placings if p.session.name == "Lower A"} == {3}
    assert shared.pk not in plan.placings.values_list("session_id", flat=True)


def test_a_text_without_a_heading_says_neither_name_nor_sport(plan):
    change(plan, "# Base · strength\n", "")
    plan.refresh_from_db()
    assert (plan.name, plan.sport) == ("Base", "strength")


def test_an_exercise_of_another_name_is_another(plan):
    change(plan, "Plank 3x30s", "Side plank hold of Ana 3x30s")
    line = SessionExercise.objects.get(session__name="Lower A", order=2)
    assert line.name == "Side plank hold of Ana"
    assert Exercise.objects.get(pk=line.exercise_id).author == plan.author


# One step


def test_it_is_one_step_there_and_back(plan, rosa):
    before = everything(plan)
    change(plan, "Plank 3x30s\n", "Plank 2x60s\nDead bug 3x8\n")
    text = as_text.text_of(plan).replace("### Fri · Lower A\n", "### Fri · New one\nRow 3x8\n")
    as_text.replace_text(plan, rosa, text)
    after, said = everything(plan), load(plan)
    step = stack(plan, rosa)[0]
    assert step.label == "Edited Base as text"
    undo(step)
    undo(stack(plan, rosa)[0])

    def plain(found):
        return {key: {n: v for n, v in row.items() if n not in ("version", "updated_at")} for key, row in found.items()}

    assert plain(everything(plan)) == plain(before)
    redo(stack(plan, rosa)[1])
    redo(stack(plan, rosa)[1])
    assert load(plan) == said
    assert plain(everything(plan)) == plain(after)


def test_a_change_of_a_sessions_lines_is_another_version_of_it(plan, rosa):
    """Whoever has it open as a whole would else write over what was written here."""
    session = Session.objects.get(name="Lower A")
    change(plan, "Plank 3x30s", "Plank 3x30s // breathe")
    with pytest.raises(Conflict):
        editing.replace_text(session, rosa, "Plank 1x30s", session.version)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda plan, rosa: schedule.remove(plan.placings.get(week=3, day=5), rosa),
        lambda plan, rosa: editing.add_lines(Session.objects.get(name="Easy run"), rosa, "Strides 4x20s"),
        lambda plan, rosa: documents.set_visibility(plan, rosa, "public"),
    ],
)
def test_what_changed_meanwhile_is_a_conflict(plan, rosa, meanwhile):
    seen, text = as_text.seen_of(plan), as_text.text_of(plan)
    meanwhile(Program.objects.get(pk=plan.pk), rosa)
    stands = everything(plan)
    with pytest.raises(Conflict):
        as_text.replace_text(plan, rosa, text.replace("5x5", "4x4"), seen)
    assert everything(plan) == stands


class Laws(TestCase):
    @settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
    @given(programs(), programs())
    def test_any_text_of_any_program_and_back(self, old, new):
        """It says what the text says, undo puts every row back, and its own text changes nothing."""
        author = UserFactory()
        program = save(old, author).program
        before, told = everything(program), without_keys(load(program))
        own = as_text.replace_text(program, author, as_text.text_of(program))
        assert own.changed == []
        written = write_program_text(new)
        wanted = without_keys(read_program_text(written).value)
        try:
            as_text.replace_text(program, author, written)
        except Refused:
            assert everything(program) == before
            return
        found = without_keys(load(program))
        assert replace(found, placings=()) == replace(wanted, placings=())
        assert [(p.place, p.session.name, p.adjustment, p.time_of_day, p.notes) for p in found.placings] == [
            (p.place, p.session.name, p.adjustment, p.time_of_day, p.notes) for p in wanted.placings
        ]
        assert program.is_whole()
        assert as_text.replace_text(program, author, as_text.text_of(program)).changed == []
        step = stack(program, author)[0]
        if step.label.startswith("Edited"):
            undo(step)
            assert without_keys(load(Program.objects.get(pk=program.pk))) == told


# The page


def save_text(client, program, text, **more):
    return client.post(url("program_text", program), {"text": text, "version": as_text.seen_of(program), **more})


def test_the_page_shows_the_text_and_how_it_reads(signed_in, plan, django_assert_num_queries):
    with django_assert_num_queries(11):
        response = signed_in.get(url("program_text", plan))
    assert response.context["text"] == as_text.text_of(plan)
    assert response.context["preview"].facts == "4 weeks · 6 sessions"
    assert [day.sessions for day in response.context["preview"].weeks[1].days] == ["Lower A +2.5%", "Easy run"]
    assert url("program_text", plan) in signed_in.get(plan.get_absolute_url()).content.decode()


def test_saving_goes_back_to_the_weeks_and_says_so(signed_in, plan):
    text = as_text.text_of(plan).replace("5x5", "4x4").replace("\n", "\r\n")
    response = signed_in.post(url("program_text", plan), {"text": text, "version": as_text.seen_of(plan)}, follow=True)
    assert response.redirect_chain == [(plan.get_absolute_url(), 302)]
    assert [str(one) for one in response.context["messages"]] == ["Edited Base as text"]
    assert "4x4" in as_text.text_of(plan)


def test_what_would_go_is_said_before_it_goes(signed_in, plan):
    stood = rows(plan)
    text = as_text.text_of(plan).replace("### Fri · Lower A\n", "").replace("weeks: 4", "weeks: 3")
    text = text.replace("Plank 3x30s\n", "")
    asked = save_text(signed_in, plan, text)
    assert asked.status_code == 422
    assert asked.context["gone"].lines == ("week 4", "Lower A in week 3, Fri", "Plank of Lower A")
    assert asked.context["text"] == text
    assert rows(plan) == stood
    token = asked.context["gone"].token
    # Another text than was asked about is asked about again.
    assert save_text(signed_in, plan, text.replace("weeks: 3", "weeks: 4"), removes=token).status_code == 422
    assert save_text(signed_in, plan, text, removes=token).status_code == 302
    plan.refresh_from_db()
    assert (plan.duration_weeks, len(rows(plan))) == (3, 5)


def test_bad_lines_are_sentences_and_nothing_is_lost(signed_in, plan):
    before = everything(plan)
    text = as_text.text_of(plan) + "\n### Someday · Swim\n\n## Week 99\n"
    response = save_text(signed_in, plan, text)
    assert response.status_code == 422
    assert response.context["text"] == text
    errors = response.context["errors"]
    assert len(errors) == 2
    assert errors[0].startswith(f"Line {text.count(chr(10)) - 2}, column 5: “Someday · Swim” is not understood.")
    assert everything(plan) == before


@pytest.mark.parametrize(
    "text", ["", "hello", "x" * 400_001, "# Base\nweeks: 0", "### Mon · A\nSquat 3x5 @ 80%\n" * 60]
)
def test_odd_texts_are_refused_or_asked_about(signed_in, plan, text):
    before = everything(plan)
    assert save_text(signed_in, plan, text).status_code == 422
    assert everything(plan) == before


def test_a_conflict_shows_both_and_saving_again_takes_yours(signed_in, plan, rosa):
    seen, mine = as_text.seen_of(plan), as_text.text_of(plan).replace("5x5", "4x4")
    change(plan, "Easy run 40min", "Easy run 50min")
    response = signed_in.post(url("program_text", plan), {"text": mine, "version": seen})
    assert response.status_code == 409
    assert response.context["text"] == mine
    assert "Easy run 50min" in response.context["theirs"]
    assert Change.objects.filter(document_id=plan.pk, label="Edited Base as text").count() == 1
    again = signed_in.post(url("program_text", plan), {"text": mine, "version": response.context["version"]})
    assert again.status_code == 302
    assert "4x4" in as_text.text_of(plan) and "40min" in as_text.text_of(plan)


def test_a_save_whose_answer_was_lost_is_no_conflict(signed_in, plan):
    seen, mine = as_text.seen_of(plan), as_text.text_of(plan).replace("5x5", "4x4")
    for _time in range(2):
        assert signed_in.post(url("program_text", plan), {"text": mine, "version": seen}).status_code == 302
    assert Change.objects.filter(document_id=plan.pk, label="Edited Base as text").count() == 1


def test_the_preview_says_what_is_not_understood_and_what_goes(signed_in, plan):
    text = as_text.text_of(plan).replace("### Fri · Lower A\n", "")
    shown = signed_in.post(url("text_preview", plan), {"text": text}).content.decode()
    assert "Saving removes:" in shown and "Lower A in week 3, Fri" in shown and "Save, and remove that" in shown
    shown = signed_in.post(url("text_preview", plan), {"text": text + "### Someday · Swim\n"}).content.decode()
    assert "“Someday · Swim” is not understood." in shown and "Save text" in shown
    assert ProgramSession.objects.filter(program=plan).count() == 6


def test_another_coach_finds_no_text(by_other, plan):
    assert by_other.get(url("program_text", plan)).status_code == 404
    assert Client().get(url("program_text", plan)).status_code == 302
