"""import_program: what it saves, what it says, and what it refuses."""

import io
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.tests.factories import UserFactory
from core.models import Change
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from programs import columns
from programs.exchange.formats import FORMATS
from programs.exchange.texts import intensity_text, whole_metres
from programs.models import Program, ProgramSession
from programs.pasting import read_pasted
from programs.tests.test_exchange_six import SIX
from sessions_app.models import Session, SessionExercise

pytestmark = pytest.mark.django_db
PLAN = {
    "program": {"name": "Plan", "sport": "strength", "weeks": 2},
    "sessions": [
        {"week": week, "day": 1, "order": 1, "name": "A", "exercises": [{"name": "Squat", "sets": 5, "reps": "5"}]}
        for week in (1, 2)
    ],
}
UNSAID = f"Say what it is, with --format: {', '.join(sorted(FORMATS))}."
TABLE = "week,day,session,exercise,sets,reps\n1,1,A,Squat,5,5\n1,x,A,Bench,5,5\n2,1,A,Squat,5,5\n"


@pytest.fixture
def author():
    return UserFactory(email="Coach@Example.org")


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN))
    return str(path)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "my-plan_v2.csv"
    path.write_text(TABLE)
    return str(path)


def run(*arguments, author="coach@example.org", **options):
    out = StringIO()
    call_command("import_program", *arguments, author=author, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def answer(*arguments, **options):
    return json.loads(run(*arguments, json=True, **options))


def refused(*arguments, **options):
    with pytest.raises(CommandError) as error:
        run(*arguments, **options)
    assert error.value.returncode == 1
    assert not Program.objects.exists()
    assert not Session.objects.exists()
    assert not Exercise.objects.filter(author__isnull=False).exists()
    return str(error.value)


def test_json_is_saved_and_told_in_words(author, plan):
    ExerciseFactory(name="Back squat", aliases=("Squat",))

    out = run(plan)

    program = Program.objects.get()
    assert program.author == author
    assert out.splitlines() == [
        f"Imported “Plan” for coach@example.org: {program.pk}",
        "2 weeks, 2 sessions (1 different), sport: strength",
        "1 exercise found, 0 new, the author's own",
    ]


def test_json_answer(author, plan):
    facts = answer(plan)

    assert facts == {
        "id": Program.objects.get().pk,
        "name": "Plan",
        "sport": "strength",
        "weeks": 2,
        "sessions": 2,
        "distinct_sessions": 1,
        "placings": 2,
        "exercises_created": 1,
        "exercises_matched": 0,
        "new_exercises": ["Squat"],
        "left_out": [],
        "kept_as_notes": [],
        "guessed": [],
        "already_there": False,
        "dry_run": False,
    }


def test_csv_saves_what_it_reads_and_lists_the_rest(author, table):
    facts = answer(table)

    assert (facts["name"], facts["sport"], facts["sessions"]) == ("my plan v2", "strength", 2)
    assert facts["left_out"] == [
        {"where": "line 3", "text": "1,x,A,Bench,5,5", "reason": "day: “x” is no whole number from 1 to 7."}
    ]
    assert list(ProgramSession.objects.values_list("week", flat=True)) == [1, 2]


def test_csv_in_words(author, table):
    lines = run(table, name="Own name").splitlines()

    assert lines[0].startswith("Imported “Own name” for coach@example.org: c")
    assert lines[1:] == [
        "2 weeks, 2 sessions (1 different), sport: strength (guessed)",
        "0 exercises found, 1 new, the author's own",
        "  new: Squat",
        "Left out: line 3: day: “x” is no whole number from 1 to 7. [1,x,A,Bench,5,5]",
    ]


def test_strict_refuses_a_table_with_a_line_left_out(author, table):
    assert refused(table, strict=True) == (
        "1 line cannot be read, so nothing was imported:\n"
        "  line 3: day: “x” is no whole number from 1 to 7. [1,x,A,Bench,5,5]"
    )


def test_columns_are_read_as_the_author_set_them_on_the_page(author, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("Exercise,Sets,Reps,Zeug\nPress,5,5,eng\n")
    assert answer(str(path), dry_run=True)["left_out"] != []
    reading = read_pasted(path.read_text(), author).reading
    columns.remember(author, reading, {reading.heads[0][1].key: {3: "notes"}})

    facts = answer(str(path))

    said = {"where": "line 1", "text": "Exercise · Sets · Reps · Zeug"}
    said |= {"reason": "These columns are read as you set them last time."}
    assert (facts["left_out"], facts["guessed"][0]) == ([], said)
    assert SessionExercise.objects.get().notes == "eng"
    UserFactory(email="else@example.org")
    assert answer(str(path), author="else@example.org", dry_run=True)["left_out"] != []


def test_json_that_cannot_be_read_in_full_changes_nothing(author, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(PLAN).replace('"5"}', '"few"}', 1))

    message = refused(str(path))

    assert message.startswith(f"{path}: sessions[0].exercises[0].reps: “few” states no reps")


def test_dry_run_says_the_same_and_changes_nothing(author, plan):
    facts = answer(plan, dry_run=True)

    assert (facts["id"], facts["sessions"], facts["new_exercises"], facts["dry_run"]) == (None, 2, ["Squat"], True)
    assert run(plan, dry_run=True).startswith("Would import “Plan” for coach@example.org\n2 weeks")
    for model in (Program, Session, Exercise, Change):
        assert not model.objects.exists()


def test_importing_again_finds_what_is_there(author, plan):
    first = answer(plan)

    again = answer(plan)

    assert (again["id"], again["already_there"], again["sessions"]) == (first["id"], True, 2)
    assert "is there already, exactly so" in run(plan)
    assert Program.objects.count() == 1


def test_importing_again_after_a_change_makes_another(author, plan):
    first = answer(plan)
    SessionExercise.objects.update(sets=3)

    assert answer(plan)["id"] != first["id"]
    assert Exercise.objects.count() == 1


def test_standard_input(author, monkeypatch):
    class Input:
        buffer = io.BytesIO(json.dumps(PLAN).encode())

    monkeypatch.setattr("sys.stdin", Input)

    assert answer("-", format="json")["name"] == "Plan"


def test_standard_input_without_a_format_or_a_name(author, monkeypatch):
    assert refused("-") == UNSAID

    class Input:
        buffer = io.BytesIO(TABLE.encode())

    monkeypatch.setattr("sys.stdin", Input)
    assert refused("-", format="csv") == "The program needs a name, with --name: a name is expected here."


def test_the_format_can_be_said(author, tmp_path):
    path = tmp_path / "plan.dat"
    path.write_text(json.dumps(PLAN))

    assert refused(str(path)) == UNSAID
    assert answer(str(path), format="json")["sessions"] == 2


TEXT = "# Plan · strength\n## Week 1\n### Mon · A\nSquat 5x5 @ 75% banana\n### Funday · B\n## Week 2 = Week 1 +2.5%\n"


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(TEXT)
    return str(path)


def test_text_saves_what_it_reads_and_lists_the_rest_and_what_is_kept_as_a_note(author, text):
    before = answer(text, dry_run=True)
    assert (before["id"], Program.objects.exists()) == (None, False)

    facts = answer(text)

    assert (facts["name"], facts["sport"], facts["weeks"], facts["distinct_sessions"]) == ("Plan", "strength", 2, 1)
    assert [(part["where"], part["text"]) for part in facts["left_out"]] == [("line 5, column 5", "Funday · B")]
    assert [(part["where"], part["text"]) for part in facts["kept_as_notes"]] == [("line 4, column 17", "banana")]
    assert [(p.week, str(p.adjustment or "")) for p in ProgramSession.objects.all()] == [(1, ""), (2, "+2.5%")]
    assert answer(text)["already_there"] is True
    assert "Kept as a note: line 4, column 17: [banana]" in run(text)


def test_strict_text_is_whole_or_nothing(author, text):
    assert "line 5, column 5: A day is Mon to Sun" in refused(text, strict=True)
    assert not Program.objects.exists()


def test_what_is_not_there_is_named(plan, tmp_path):
    assert refused(plan, author="nobody@example.org") == "There is no account with the email nobody@example.org."
    UserFactory(email="coach@example.org")
    assert refused("gone.json") == "gone.json cannot be read: No such file or directory."
    assert refused(str(tmp_path), format="json") == f"{tmp_path} cannot be read: Is a directory."
    assert refused("a\x00b.json") == "a\x00b.json cannot be read: embedded null byte."
    assert refused(plan, name=" ") == "The program needs a name, with --name: a name is expected here."
    assert refused(plan, name="x" * 121).startswith("The program needs a name, with --name: “xxx")


def test_a_file_of_50_mb_gets_a_sentence(author, tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)

    assert refused(str(path)) == f"{path}: The file is larger than 10 MB."


def test_one_undoable_step(author, plan):
    run(plan)

    assert list(Change.objects.values_list("user", "label")) == [(author.pk, "Imported Plan")]


def test_quiet_says_nothing(author, plan):
    assert run(plan, verbosity=0) == ""


def test_a_bar_on_a_terminal_when_long(author, tmp_path):
    class Terminal(StringIO):
        def isatty(self):
            return True

    lines = [f"1,{1 + n % 7},Day {n},Lift {n},5,5" for n in range(150)]
    path = tmp_path / "long.csv"
    path.write_text("\n".join(["week,day,session,exercise,sets,reps", *lines]))
    terminal = Terminal()

    call_command("import_program", str(path), author="coach@example.org", stdout=StringIO(), stderr=terminal)

    assert terminal.getvalue().endswith("Sessions [##############################] 150/150\n")


# --- the six real programs --------------------------------------------------------------------------------


def stored(program):
    """What the database says, row by row, as the source's JSON would."""
    placings = program.placings.select_related("session").order_by("week", "day", "order")
    return [
        {
            "week": placing.week,
            "day": placing.day,
            "order": placing.order,
            "name": placing.session.name,
            "exercises": [
                {
                    "name": row.name,
                    "sets": row.sets,
                    "reps": str(row.reps) if row.reps else None,
                    "duration_s": row.duration,
                    "distance_m": None if row.distance is None else whole_metres(row.distance),
                    "intensity": intensity_text(row.intensity) if row.intensity else None,
                    "rest_s": row.rest.seconds if row.rest else None,
                    "notes": row.notes or None,
                }
                for row in placing.session.rows.select_related("exercise").order_by("order")
            ],
        }
        for placing in placings
    ]


SPORTS = {
    "531-boring-but-big": "strength",
    "8-weeks-road-builder": "cycling",
    "couch-to-5k": "running",
    "higdon-novice-1-marathon": "running",
    "open-water-10k-swim": "swimming",
    "phul": "strength",
}


@pytest.mark.shared
@pytest.mark.parametrize("ending", ["json", "csv"])
@pytest.mark.parametrize("name", SIX)
def test_the_real_programs_are_in_the_database_by_row(author, full_library, shared_data, name, ending):
    source = json.loads((shared_data / "programs" / f"{name}.json").read_text())
    placings, distinct, _ = SIX[name]

    facts = answer(str(shared_data / "programs" / f"{name}.{ending}"))

    program = Program.objects.get(pk=facts["id"])
    assert stored(program) == source["sessions"]
    assert (facts["sessions"], facts["distinct_sessions"], facts["left_out"]) == (placings, distinct, [])
    assert (program.sport, program.duration_weeks) == (SPORTS[name], source["program"]["weeks"])
    assert not Session.objects.filter(kept=True).exists()
    if ending == "json":
        day_names = {"weekday": "weekday", "ordinal": "numbered"}[source["program"]["day_kind"]]
        assert (program.name, program.day_names) == (source["program"]["name"], day_names)
        assert program.description.startswith(source["program"]["notes"])


def test_a_bare_percentage_in_a_table_of_rides_is_of_ftp(author, tmp_path):
    path = tmp_path / "rides.csv"
    path.write_text("week,day,session,exercise,duration,intensity\n1,1,A,Ride,20:00,90%\n")

    assert answer(str(path))["sport"] == "cycling"
    assert str(SessionExercise.objects.get().intensity) == "90% FTP"


@pytest.mark.parametrize(
    ("lines", "sport"),
    [
        (["Freestyle,200 m,", "Squat,,5"], ""),  # one each: nobody has more than half
        (["Freestyle,200 m,", "Squat,,5", "Zorb,,5"], "strength"),
        (["Zorb,200 m,"], ""),
        (["Morning run,,", "Zorb,,"], "running"),
    ],
)
def test_the_sport_of_a_table_is_that_of_most_of_its_rows(author, tmp_path, lines, sport):
    ExerciseFactory(name="Freestyle", sport="swimming")
    path = tmp_path / "mixed.csv"
    path.write_text("week,day,session,exercise,distance,reps\n" + "\n".join(f"1,1,A,{line}" for line in lines))

    assert answer(str(path))["sport"] == sport


def test_sessions_of_a_mixed_table_have_sports_of_their_own(author, tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_text("week,day,session,exercise,distance,reps\n1,1,A,Morning run,5 km,\n1,2,B,Bench,,5\n")

    assert answer(str(path))["sport"] == ""
    placings = ProgramSession.objects.order_by("day")
    assert [placing.session.sport for placing in placings] == ["running", "strength"]
