"""Advice: what is said, what is silenced and when it comes back."""

import gzip
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.editing import undo
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from programs import documents, schedule
from programs.grid import lay_out
from programs.hints import Hint, read_hints
from programs.models import Program
from programs.silencing import hear, silence
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, ProgramWeekFactory, make_session
from programs.weeks.shifting import insert_weeks, shift
from sessions_app.editing import Refused
from sessions_app.models import Session
from sessions_app.notation import read_session
from sessions_app.prescription import Adjustment
from sessions_app.prescription.digest import digest

HARD, EASY = "Run 5x4min Z5 r2:00", "Run 60min Z2"


def grid_of(*weeks, effort=None, silenced=None, deloads=(), sport="running"):
    """Each week a list of seven days, "" is free: the lines of one session."""
    sessions, placings = {}, []
    for number, days in enumerate(weeks, start=1):
        for day, text in enumerate(days, start=1):
            if not text:
                continue
            of = {"Stretch": "mobility", "Squat": "strength"}.get(text.split()[0], sport)
            written = digest(read_session(text, of).rows)
            sessions[text] = Session(pk=text, name=text.split(" @")[0], sport=of, digest=written, effort=effort)
            place = {"week": number, "day": day, "session_id": text, "id": f"{number}.{day}"}
            placings.append(SimpleNamespace(version=1, adjustment=None, time_of_day=None, **place))
    program = SimpleNamespace(id="p", duration_weeks=len(weeks), day_names="weekday", silenced=silenced or {})
    return lay_out(program, [SimpleNamespace(number=week, is_deload=True, phase="", notes="") for week in deloads],
                   placings, sessions)  # fmt: skip


def said(*weeks, **facts):
    return [advice.sentence for advice in read_hints(grid_of(*weeks, **facts)).loud]


def run(minutes):
    return [f"Run {minutes}min Z2", "", "", "", "", "", ""]


@pytest.mark.parametrize(
    ("minutes", "deloads", "expected"),
    [
        ((100, 114), (), []),
        ((100, 115), (), ["Week 2: load 15% above week 1."]),
        ((100, 60, 130), (2,), ["Week 3: load 30% above week 1."]),  # the last full one, not the deload
        ((100, 60, 110), (2,), []),
        ((100, 0, 130), (), ["Week 3: load 30% above week 1."]),
        ((100, 120, 150), (), ["Week 2: load 20% above week 1.", "Week 3: load 25% above week 2."]),
    ],
)
def test_a_load_that_jumps(minutes, deloads, expected):
    weeks = [run(one) if one else [""] * 7 for one in minutes]
    assert said(*weeks, deloads=deloads) == expected


def test_hard_days_in_a_row():
    free = [""] * 5
    assert said([HARD, "", HARD, *free[:4]]) == []
    assert said([HARD, HARD, *free]) == [
        "Week 1: 2 hard days in a row, Mon (Run 5x4min Z5 r2:00), Tue (Run 5x4min Z5 r2:00)."
    ]
    alike = [EASY, HARD, HARD, "", "", "", ""]
    assert said(alike, alike, alike, [EASY, *free, ""], alike)[0].startswith("Weeks 1–3, 5: 2 hard days")


def test_a_hard_sunday_and_a_hard_monday_are_in_a_row():
    [line] = said(["", EASY, "", "", "", "", HARD], [HARD, "", "", "", "", "", ""])
    assert line.startswith("Week 1: 2 hard days in a row, Sun (")


@pytest.mark.parametrize(
    ("text", "effort", "is_hard"),
    [
        ("Run 12min Z5", None, True),
        ("Run 9min Z5\nRun 60min Z1", None, False),  # less than ten minutes of it
        ("Run 60min Z2", 7, True),  # the coach says so
        ("Run 60min @ 4:00/km", None, False),  # nobody says how hard that is
        ("Squat 5x5 @ 85%", 7, False),
        ("Squat 5x5 @ 85%", 8, True),
    ],
)
def test_what_makes_a_day_hard(text, effort, is_hard):
    hints = said([text, text, "", "", "", "", ""], effort=effort)
    assert [("hard days" in line) for line in hints] == [True] * is_hard


def test_a_week_without_a_day_off():
    assert said([EASY] * 7) == ["Week 1: no day off."]
    assert said([*[EASY] * 6, "Stretch 3x30s"]) == []  # mobility is one


def test_many_weeks_without_a_lighter_one():
    assert said(*[run(100)] * 6) == []
    assert said(*[run(100)] * 7) == ["Week 1: up to week 7 there are 7 weeks without a lighter one."]
    assert said(*[run(100)] * 7, deloads=[4]) == []
    assert said(*[run(100)] * 3, run(80), *[run(91)] * 4) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("measures", "text", "lacks"),
    [
        (("load",), "3x5 @ 70%", False),
        (("reps",), "3x5 @ 70%", True),  # a pull-up
        (("time",), "3x30s @ 70%", True),  # a plank
        (("distance", "load"), "3x40m @ 70%", True),  # a carry
        (("distance", "time", "pace"), "3x500m @ 70% 1RM", True),  # an erg
        (("time",), "3x30s @ RPE 7", False),
        (("time",), "3x30s @ 70% Back squat", False),  # of another lift
        ((), "3x5 @ 70%", False),  # nobody said what it is
    ],
)
def test_a_percentage_of_a_max_that_there_is_not(rosa, measures, text, lacks):
    ExerciseFactory(name="Thing", sport="strength", measures=measures)
    program = ProgramFactory(author=rosa)
    schedule.place_new(program, rosa, Session(name="Core", sport="strength"), f"Thing {text}", 2, 1)
    expected = ["Thing has no max that a % could be of (Core, week 2)."] if lacks else []
    assert loud(program) == expected


@pytest.mark.django_db
def test_what_an_exercise_is_logged_as_is_heard_of_at_once(rosa):
    thing = ExerciseFactory(name="Thing", sport="strength", measures=("load",))
    program = ProgramFactory(author=rosa)
    schedule.place_new(program, rosa, Session(name="Core"), "Thing 3x5 @ 70%", 1, 1)
    assert loud(program) == []
    thing = Exercise.objects.get(pk=thing.pk)
    thing.measures = ("reps",)
    thing.save()
    assert len(loud(program)) == 1


# Silenced


def loud(program):
    return [advice.sentence for advice in hints_of(program).loud]


def hints_of(program):
    from programs.grid import read_grid

    return read_hints(read_grid(Program.objects.get(pk=program.pk)))


def test_it_is_silenced_until_it_has_grown_by_more_than_five():
    hint = Hint("jump", 2, "", 20)
    grown = [Hint("jump", 2, "", degree).is_silenced({hint.key: [20, "Camp"]}) for degree in (15, 20, 25, 26)]
    assert grown == [True, True, True, False]
    assert not Hint("jump", 3, "", 20).is_silenced({hint.key: [20, "Camp"]})


def test_a_silenced_jump_shows_no_triangle():
    weeks = run(100), run(120)
    assert [row.is_jump for row in grid_of(*weeks).rows] == [False, True]
    assert [row.is_jump for row in grid_of(*weeks, silenced={"jump:2:": [20, "Camp"]}).rows] == [False, False]


def test_another_hard_session_is_another_hint():
    monday = [HARD, HARD, "", "", "", "", ""]
    [advice] = read_hints(grid_of(monday)).loud
    silenced = {advice.hints[0].key: [0, "Camp"]}
    assert read_hints(grid_of(monday, silenced=silenced)).loud == ()
    assert len(read_hints(grid_of([HARD, "Run 30min Z5", *monday[2:]], silenced=silenced)).loud) == 1


@pytest.fixture
def season(rosa):
    """Four weeks of which the second has half as much again, and the fourth twice as much."""
    program = ProgramFactory(author=rosa, duration_weeks=4)
    sessions = [make_session(rosa, f"S{number}") for number in range(4)]
    for week, count in ((1, 2), (2, 3), (3, 2), (4, 4)):
        for day, session in enumerate(sessions[:count], start=1):
            ProgramSessionFactory(program=program, session=session, week=week, day=2 * day - 1)
    return program


FIRST, SECOND = "Week 2: load 50% above week 1.", "Week 4: load 100% above week 3."


@pytest.mark.django_db
def test_it_is_silenced_with_a_reason_and_heard_again_and_undone(season, rosa):
    assert loud(season) == [FIRST, SECOND]
    step = silence(season, rosa, ["jump:2:"], "Training camp")
    assert loud(season) == [SECOND]
    [quiet] = hints_of(season).quiet
    assert (quiet.sentence, quiet.reason) == (FIRST, "Training camp")
    undo(step.change)
    assert loud(season) == [FIRST, SECOND]
    silence(season, rosa, ["jump:2:"], "Camp")
    hear(season, rosa, ["jump:2:", "jump:9:"])
    assert loud(season) == [FIRST, SECOND]
    assert Program.objects.get().silenced == {}


@pytest.mark.django_db
def test_what_no_longer_holds_is_forgotten_with_the_next(season, rosa):
    silence(season, rosa, ["jump:2:"], "Camp")
    schedule.remove(season.placings.get(week=2, day=5), rosa)
    assert "jump:2:" in Program.objects.get().silenced
    silence(season, rosa, ["jump:4:"], "Race")
    assert Program.objects.get().silenced == {"jump:4:": [100, "Race"]}


@pytest.mark.django_db
def test_it_goes_with_its_week(season, rosa):
    silence(season, rosa, ["jump:4:"], "Race")
    step = insert_weeks(season, rosa, 2)
    [quiet] = hints_of(Program.objects.get()).quiet
    assert (quiet.sentence, quiet.reason) == ("Week 5: load 100% above week 4.", "Race")
    undo(step.change)
    assert Program.objects.get().silenced == {"jump:4:": [100, "Race"]}
    shift(Program.objects.get(), rosa, 4, 7)
    assert Program.objects.get().silenced == {"jump:5:": [100, "Race"]}


@pytest.mark.django_db
def test_what_is_not_said_cannot_be_silenced(season, rosa):
    with pytest.raises(Refused):
        silence(season, rosa, ["jump:3:", "x" * 5000], "Camp")
    assert Program.objects.get().version == 1


@pytest.mark.django_db
def test_ones_own_copy_keeps_it_and_another_coachs_does_not(season, rosa, other):
    silence(season, rosa, ["jump:2:"], "Private to the athlete")
    season.refresh_from_db()
    assert loud(documents.copy(season, rosa)) == [SECOND]
    assert documents.copy(season, other).silenced == {}


# The page


def post(client, program, verb, **form):
    form |= {"seen": Program.objects.get(pk=program.pk).version}
    headers = {"HX-Request": "true", "HX-Target": "sheet"}
    return client.post(reverse(f"programs:hint_{verb}", args=[program.pk]), form, headers=headers)


@pytest.mark.django_db
def test_the_page_says_the_first_and_how_many_there_are(signed_in, season):
    page = signed_in.get(season.get_absolute_url()).content.decode()
    line = page.split('id="hints"')[1].split("</a>")[0]
    assert FIRST in line and "+1<" in line
    listed = signed_in.get(f"{season.get_absolute_url()}hints/").content.decode()
    assert FIRST in listed and SECOND in listed


@pytest.mark.django_db
def test_silencing_answers_with_the_list_the_line_and_the_week(signed_in, season):
    with CaptureQueriesContext(connection) as queries:
        response = post(signed_in, season, "silence", hint="jump:2:", reason="Camp <b>")
    assert len(queries) - 3 == 9  # BEGIN, COMMIT and the test's own
    answer = response.content.decode()
    assert "Camp &lt;b&gt;" in answer
    assert 'id="hints" href' in answer and "#w2>.wk-total" in answer and "data-card" not in answer
    assert len(gzip.compress(response.content)) < 4000
    back = post(signed_in, season, "hear", hint="jump:2:").content.decode()
    assert "Camp" not in back and "#w2>.wk-total" in back


@pytest.mark.django_db
def test_a_card_that_changes_the_load_changes_the_line(signed_in, season):
    card = season.placings.get(week=2, day=5)
    move = {"week": 3, "day": 7, "seen": season.version}
    headers = {"HX-Request": "true"}
    answer = signed_in.post(reverse("programs:placing_move", args=[card.pk]), move, headers=headers).content.decode()
    line = answer.split('id="hints"')[1].split("</a>")[0]
    assert "Week 3: load 50% above week 2." in line
    note = {"notes": "Easy", "seen": Program.objects.get().version}
    answer = signed_in.post(
        reverse("programs:placing_annotate", args=[card.pk]), note, headers=headers
    ).content.decode()
    assert 'id="hints"' not in answer


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "word"),
    [
        ({"hint": "jump:2:"}, "required"),
        ({"reason": "Camp"}, "required"),
        ({"hint": "jump:2:", "reason": "x" * 201}, "200"),
        ({"hint": "jump:3:", "reason": "Camp"}, "no longer holds"),
    ],
)
def test_what_cannot_be_silenced_is_said(signed_in, season, form, word):
    response = post(signed_in, season, "silence", **form)
    assert response.status_code == 422
    assert word in response.content.decode()
    assert Program.objects.get().silenced == {}


@pytest.mark.django_db
def test_the_line_is_hidden_where_there_is_nothing_to_say(signed_in, rosa):
    page = signed_in.get(ProgramFactory(author=rosa).get_absolute_url()).content.decode()
    assert 'id="hints" href' in page and "data-sheet hidden>" in page


@pytest.mark.django_db
def test_without_scripts_it_is_a_page_and_a_form(signed_in, season):
    address = reverse("programs:hint_silence", args=[season.pk])
    response = signed_in.post(address, {"hint": "jump:2:", "reason": "Camp"})
    assert response.status_code == 302
    page = signed_in.get(f"{season.get_absolute_url()}hints/").content.decode()
    assert "<html" in page and "Camp" in page


@pytest.mark.django_db
def test_a_deload_is_not_what_a_week_is_compared_with(season, rosa):
    ProgramWeekFactory(program=season, number=3, is_deload=True)
    schedule.adjust(season.placings.get(week=4, day=1), rosa, Adjustment.parse("volume -10%"))
    assert loud(season)[0] == FIRST
    assert loud(season)[1].endswith("above week 2.")
