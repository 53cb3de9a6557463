"""What becomes of each exercise of a file, and the two commands."""

import json
from collections import Counter
from dataclasses import asdict
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from exercises import library
from exercises.importing import Candidate, Kind, apply, formats, plan
from exercises.models import Exercise, Status
from exercises.tests.entries import ENTRIES
from exercises.tests.factories import ExerciseFactory, UserFactory

pytestmark = pytest.mark.django_db


def candidate(name, where="entry 1", **values):
    return Candidate(where, {"name": name, "sport": "strength", "equipment": ()} | values)


def decided(*candidates, user=None, **options):
    return [(one.kind.value, one.reason) for one in plan(candidates, user, **options)]


# --- what it is ---


@pytest.mark.parametrize(
    ("name", "values", "as_"),
    [
        ("back SQUATS", {}, "Back squat"),
        ("BB Squat", {}, "Back squat"),
        ("Squat, back", {"equipment": ("Barbell",)}, "Back squat"),
        ("Barbell Back Squat", {"equipment": ("Barbell",)}, "Back squat"),
        ("Zzyzx", {"aliases": ("Back squat",)}, "Back squat"),
        ("Zottman curl", {"equipment": ("Dumbbells",)}, "Dumbbell Zottman curl"),
        ("Bench press", {"equipment": ("Dumbbells",)}, "Dumbbell bench press"),
        ("Bench press", {"equipment": ("Barbell",)}, "Bench press"),
        ("Bench press", {"equipment": ("Kettlebell",)}, "Bench press, there with Barbell"),
        ("Old squat", {}, "Old squat, archived"),
        ("Back squat", {"muscles": ("glutes", "calves")}, "Back squat"),
        ("Back squat", {"muscles": ("calves",)}, "Back squat, there for Quads, Glutes"),
    ],
)
def test_known_by_name_alias_and_equipment(squat, name, values, as_):
    ExerciseFactory(name="Dumbbell Zottman curl", equipment=("Dumbbells",))
    ExerciseFactory(name="Bench press")
    ExerciseFactory(name="Dumbbell bench press", equipment=("Dumbbells",))
    ExerciseFactory(name="Old squat", status=Status.ARCHIVED)

    assert decided(candidate(name, **values)) == [("there", f"is there already as {as_}")]


def test_what_looks_like_one_of_ours_waits_for_a_person(squat):
    assert decided(candidate("Bak squat")) == [("skipped", "looks like Back squat; say whether it is")]
    assert decided(candidate("Bak squat"), take_similar=True) == [("new", "new")]


def test_what_the_file_has_as_another_one_is_not_what_its_entry_means(squat):
    assert decided(candidate("Bak squat"), candidate("Back squat", "entry 2")) == [
        ("new", "new"),
        ("there", "is there already as Back squat"),
    ]


def test_two_of_one_file_are_one_exercise(db):
    assert decided(candidate("Zercher march"), candidate("March, Zercher", "entry 2")) == [
        ("new", "new"),
        ("skipped", "is the same as entry 1, Zercher march"),
    ]


def test_the_same_name_in_another_sport_is_there(squat):
    assert decided(candidate("Back squat", sport="mobility")) == [("there", "is there already as Back squat")]


def test_what_cannot_be_one_is_said(db):
    assert decided(Candidate("entry 1", {"name": "Kniebeuge", "sport": "strength"}, problem="no")) == [
        ("skipped", "no")
    ]


def test_what_a_curator_declined_does_not_come_by_file_either(db, rosa):
    library.decline(ExerciseFactory(name="Zercher march", author=UserFactory(), status=Status.SUGGESTED))

    assert decided(candidate("Zercher Marches")) == [("skipped", "a curator took it out of the library")]
    assert decided(candidate("Zercher march"), user=rosa) == [("new", "new")]


def test_what_is_another_coachs_is_not_there_and_not_taken(db):
    ExerciseFactory(name="Zercher march", author=UserFactory())

    assert decided(candidate("Zercher march")) == [("new", "new")]
    assert decided(candidate("Zercher march"), user=UserFactory()) == [("new", "new")]


# --- what it becomes ---


def test_for_the_library_come_facts_and_for_a_person_sentences_too(rosa):
    def new(name):
        return Candidate("entry 1", {"name": name, "sport": "strength"}, sentences={"description": "Stand. Lift."})

    apply(plan([new("Zercher march")]))
    apply(plan([new("Suitcase march")], rosa))

    of_library, own = Exercise.objects.order_by("-name")
    assert (of_library.author, of_library.status, of_library.description) == (None, Status.LIBRARY, "")
    assert (own.author, own.status, own.description) == (rosa, Status.OWN, "Stand. Lift.")
    assert of_library.curated_at is None  # the catalogue may know it better one day


def test_an_alias_that_is_another_exercise_is_left_out(squat):
    values = {
        "aliases": ("Rucksack squat", "BB squat", "Rucksack"),
        "alias_languages": {"BB squat": "de", "Rucksack": "de"},
    }

    [decision] = plan([candidate("Backpack squat", **values)])

    assert decision.exercise.aliases == ("Rucksack squat", "Rucksack")
    assert decision.exercise.alias_languages == {"Rucksack": "de"}
    assert decision.reason == "new; the alias “BB squat” is another exercise"


def test_deciding_writes_nothing_and_applying_writes_at_once(squat, django_assert_num_queries):
    many = [candidate(f"March {chr(97 + number) * 5}", f"entry {number}") for number in range(20)]
    with django_assert_num_queries(6):
        decisions = plan(many)
    with django_assert_num_queries(3):  # two of them are the transaction
        made = apply(decisions)
    assert len(made) == 20 == Exercise.objects.count() - 1


def test_somebody_was_faster(squat):
    decisions = plan([candidate("Zercher march"), candidate("Suitcase march", "entry 2")])
    ExerciseFactory(name="Suitcase march")

    with pytest.raises(library.Refused, match="Meanwhile there is an exercise of one of these names"):
        apply(decisions)
    assert Exercise.objects.count() == 2


# --- our own table, read back ---


def test_an_edited_table_changes_what_it_says_and_nothing_else(squat):
    row = ExerciseFactory(name="Row")
    table = formats.write(Exercise.objects.order_by("name"), "csv").decode().replace("BB squat", "High-bar squat")
    table += ",Zercher march,strength,,,,,,zercher  BAR,,,,,,,\r\n"

    decisions = plan(formats.read(table.encode()).candidates)
    apply(decisions)

    assert [(one.kind.value, one.reason) for one in decisions] == [
        ("changed", "changed: aliases"),
        ("there", "is there, just so"),
        ("new", "new"),
    ]
    assert decisions[0].changes == {"aliases": (("BB squat",), ("High-bar squat",))}
    now = Exercise.objects.get(pk=squat.pk)
    assert (now.aliases, now.muscles, now.curated_at is None) == (("High-bar squat",), squat.muscles, False)
    assert Exercise.objects.search("high-bar").get() == squat
    assert Exercise.objects.get(pk=row.pk).updated_at == row.updated_at
    new = Exercise.objects.get(name="Zercher march")
    assert (new.equipment, new.curated_at is None) == (("Zercher BAR",), False)


def test_a_column_that_is_not_there_changes_nothing(squat):
    [decision] = plan(formats.read(f"id,name,sport\n{squat.pk},Back squat,strength".encode()).candidates)

    assert (decision.kind, decision.reason) == (Kind.THERE, "is there, just so")


def test_an_id_of_the_library_is_no_id_among_ones_own(squat, rosa):
    file = formats.read(f"id,name,sport\n{squat.pk},Front squat,strength".encode())

    assert decided(*file.candidates, user=rosa) == [("new", "new")]


def test_a_name_that_is_taken_is_refused_and_the_others_go_on(squat):
    row = ExerciseFactory(name="Row")
    file = formats.read(f"id,name,sport\n{row.pk},Back squat,strength\n,Zercher march,strength".encode())

    assert decided(*file.candidates) == [
        ("skipped", "another exercise of this sport has this name"),
        ("new", "new"),
    ]


# --- the commands ---


def run(command, *args):
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "exercises.csv"
        path.write_text(content, encoding="utf-8")
        return str(path)

    return write


def test_import_says_what_became_of_each(squat, file):
    path = file("name,sport,colour\nZercher march,strength,red\nSquat (BB),strength,\n")

    assert run("import_exercises", path, "--dry-run") == (
        "Would be: 1 new, 0 changed, 1 there already, 0 skipped.\n"
        "The column “colour” is not known, so it was not read.\n"
        "  new     line 2, Zercher march: new\n"
        "  there   line 3, Squat (BB): is there already as Back squat\n"
    )
    assert Exercise.objects.count() == 1
    assert run("import_exercises", path).startswith("1 new, 0 changed, 1 there already, 0 skipped.\n")
    assert run("import_exercises", path).startswith("0 new, 0 changed, 2 there already, 0 skipped.\n")
    assert Exercise.objects.count() == 2


def test_import_as_somebodys_own_in_json(rosa, file):
    path = file("name,sport\nZercher march,strength\n")

    answer = json.loads(run("import_exercises", path, "--user", rosa.email.upper(), "--json"))

    made = Exercise.objects.get()
    assert (made.author, made.status) == (rosa, Status.OWN)
    assert answer == {
        "new": 1,
        "changed": 0,
        "there": 0,
        "skipped": 0,
        "dry_run": False,
        "notes": [],
        "decisions": [
            {
                "where": "line 2",
                "name": "Zercher march",
                "kind": "new",
                "reason": "new",
                "exercise": {"id": made.pk, "name": "Zercher march", "sport": "strength"},
                "changes": {},
            }
        ],
    }


@pytest.mark.parametrize(
    ("content", "args", "sentence"),
    [
        ("name,sport\nX,strength\nY,chess\n", [], "line 3, sport: “chess” is not one of .* Nothing was changed."),
        ("name,sport\nX,strength\n", ["--format", "wger"], "line 1, column 1: This is not JSON"),
        ("name,sport\n", ["--user", "nobody@example.org"], "There is no account with the email nobody@example.org."),
    ],
)
def test_what_is_wrong_changes_nothing(db, file, content, args, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("import_exercises", file(content), *args)
    assert Exercise.objects.count() == 0


def test_a_file_that_is_not_there(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run("import_exercises", str(tmp_path / "no.csv"))


def test_export_and_back(squat, tmp_path):
    ExerciseFactory(name="Archived", status=Status.ARCHIVED)
    own = ExerciseFactory(name="Own", author=UserFactory())
    path = str(tmp_path / "library.csv")

    assert run("export_exercises", "-o", path) == f"Wrote 1 exercises to {path}\n"
    assert run("import_exercises", path) == (
        "0 new, 0 changed, 1 there already, 0 skipped.\n  there   line 2, Back squat: is there, just so\n"
    )
    assert own.pk in run("export_exercises", "--user", own.author.email)
    assert squat.pk in run("export_exercises", "--format", "json")
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_exercises", "-o", str(tmp_path))


@pytest.mark.once
@pytest.mark.parametrize("format", ["csv", "json"])
def test_the_whole_catalogue_comes_back_as_it_is(full_library, format):
    content = formats.write(Exercise.objects.all(), format)

    assert {decision.reason for decision in plan(formats.read(content).candidates)} == {"is there, just so"}


def test_the_whole_library_moves_to_another_installation(full_library):
    content = formats.write(Exercise.objects.all(), "csv")
    Exercise.objects.all().delete()

    apply(plan(formats.read(content).candidates))

    there = {(row.sport, row.name): row for row in Exercise.objects.library()}
    assert len(there) == len(ENTRIES)
    for entry in ENTRIES:
        row = there[entry.sport, entry.name]
        assert {name: getattr(row, name) for name in entry.__slots__} == asdict(entry)


def test_a_table_may_have_one_name_in_two_sports_and_a_set_may_not(squat, rosa):
    [of_table] = formats.read(b"name,sport\nBack squat,mobility").candidates

    assert decided(of_table) == [("new", "new")]
    assert decided(of_table, user=rosa) == [("there", "is there already as Back squat")]


def test_a_table_means_each_of_its_lines_but_for_its_spelling(db):
    content = b"name,sport,equipment\nMarch,strength,Barbell\nBarbell march,strength,Barbell\nMarches,strength,\n"

    assert decided(*formats.read(content).candidates) == [
        ("new", "new"),
        ("new", "new"),
        ("skipped", "is the same as line 2, March"),
    ]


@pytest.mark.shared
def test_a_public_set_comes_once(full_library, shared_data):
    content = (shared_data / "exercises" / "free-exercise-db.json").read_bytes()

    first = plan(formats.read(content).candidates)
    made = apply(first)
    again = plan(formats.read(content).candidates)

    assert Counter(decision.kind for decision in first)[Kind.NEW] == len(made) > 0
    assert {decision.kind for decision in again} == {Kind.THERE, Kind.SKIPPED}
    # What waits for a person still waits, for the same reason.
    waits = {str(decision) for decision in again if decision.kind is Kind.SKIPPED}
    assert waits <= {str(decision) for decision in first if decision.kind is Kind.SKIPPED}
    # What was brought is found as itself, under its own name.
    known = {decision.exercise.pk: decision.kind for decision in again if decision.kind is Kind.THERE}
    assert {exercise.pk for exercise in made} <= set(known)
