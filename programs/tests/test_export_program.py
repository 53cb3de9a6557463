"""export_program: what was imported comes out with the same facts."""

import json
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from accounts.tests.factories import UserFactory
from programs.exchange import json_format, pdf
from programs.exchange.formats import WRITTEN
from programs.exchange.load import load
from programs.exchange.save import save
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue
from programs.models import Program
from programs.tests.test_exchange_pdf import pages_of
from programs.tests.test_exchange_six import SIX
from sessions_app.prescription import Adjustment, Intensity, Prescription, Reps, Row

pytestmark = pytest.mark.django_db
ROW = Row("Squat", prescription=Prescription(sets=5, reps=Reps.parse("5"), intensity=Intensity.parse("80%")))
DAY = SessionValue("Day", "strength", rows=(ROW,))


@pytest.fixture
def program():
    placings = (PlacingValue(1, 1, 1, DAY), PlacingValue(2, 1, 1, DAY, Adjustment.parse("+2.5%")))
    return save(ProgramValue("Plan", "strength", 2, placings=placings), UserFactory()).program


def run(*arguments, **options):
    out, err = StringIO(), StringIO()
    call_command("export_program", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_a_pdf_that_is_too_large_is_a_sentence(program, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "LONGEST_S", 0)

    with pytest.raises(CommandError, match="^This program is too large for one PDF: print fewer weeks.$"):
        run(program.pk, output=str(tmp_path / "plan.pdf"))
    assert not (tmp_path / "plan.pdf").exists()


def test_json_states_the_session_as_it_is_and_the_adjustment_beside(program):
    out, err = run(program.pk, format="json")

    one, two = json.loads(out)["sessions"]
    assert err == ""
    assert one == {
        "week": 1,
        "day": 1,
        "order": 1,
        "name": "Day",
        "session": "s1",
        "exercises": [
            {
                "name": "Squat",
                "sets": 5,
                "reps": "5",
                "duration_s": None,
                "distance_m": None,
                "intensity": "80% 1RM",
                "rest_s": None,
                "notes": None,
            }
        ],
    }
    assert two == one | {"week": 2, "adjustment": "+2.5%"}


def test_csv_applies_the_adjustment(program):
    out, _ = run(program.pk, format="csv")

    assert out == (
        "week,day,session,order,exercise,sets,reps,duration,distance,intensity,rest,notes\n"
        "1,1,Day,1,Squat,5,5,,,80% 1RM,,\n"
        "2,1,Day,1,Squat,5,5,,,82.5% 1RM,,\n"
    )


def test_text_is_the_notation(program, tmp_path):
    path = tmp_path / "out.md"

    run(program.pk, output=str(path))

    assert path.read_text() == (
        "# Plan · strength\nweeks: 2\n\n## Week 1\n### Mon · Day\nSquat 5x5 @ 80%\n\n## Week 2 = Week 1 +2.5%\n"
    )
    assert run(program.pk, format="text")[0] == path.read_text()


def test_to_a_file_whose_ending_names_the_format(program, tmp_path):
    path = tmp_path / "out.json"

    out, err = run(program.pk, output=str(path))

    assert err == ""
    assert out == f"Wrote “Plan”, 2 sessions, to {path}\n"
    assert json_format.read(path.read_bytes())[0] == load(program)


def test_what_is_wrong_is_named(program, tmp_path):
    for arguments, options, message in (
        ((program.pk,), {}, f"Say what to write: --format {', '.join(sorted([*WRITTEN, 'ics']))}."),
        (("c" + "0" * 24,), {"format": "csv"}, "There is no program with the id 'c000000000000000000000000'."),
        (("a\x00b",), {"format": "csv"}, "There is no program with the id 'a\\x00b'."),
        (
            (program.pk,),
            {"format": "csv", "output": str(tmp_path / "no" / "file.csv")},
            f"{tmp_path}/no/file.csv cannot be written: No such file or directory.",
        ),
        ((program.pk,), {"output": str(tmp_path), "format": "csv"}, f"{tmp_path} cannot be written: Is a directory."),
    ):
        with pytest.raises(CommandError) as error:
            run(*arguments, **options)
        assert str(error.value) == message


@pytest.mark.shared
@pytest.mark.parametrize("name", SIX)
def test_the_real_programs_come_out_as_they_went_in(full_library, shared_data, name, tmp_path):
    UserFactory(email="coach@example.org")
    path = shared_data / "programs" / f"{name}.json"
    source = json.loads(path.read_text())
    call_command("import_program", str(path), author="coach@example.org", stdout=StringIO())
    program = Program.objects.get()

    out, _ = run(program.pk, format="json")

    written = json.loads(out)
    assert {key: written["program"][key] for key in source["program"]} == source["program"]
    assert len(written["sessions"]) == len(source["sessions"])
    for mine, theirs in zip(written["sessions"], source["sessions"], strict=True):
        assert {key: mine[key] for key in theirs if key != "exercises"} == {
            key: theirs[key] for key in theirs if key != "exercises"
        }
        for row, wanted in zip(mine["exercises"], theirs["exercises"], strict=True):
            assert {key: row[key] for key in wanted} == wanted

    again = tmp_path / "again.json"
    again.write_text(out)
    other = UserFactory()
    call_command("import_program", str(again), author=other.email, stdout=StringIO())
    assert load(Program.objects.get(author=other)) == load(program)


@pytest.mark.shared
@pytest.mark.parametrize("name", SIX)
def test_the_real_programs_come_back_from_text_with_the_same_facts(full_library, shared_data, name, tmp_path):
    rosa, other = UserFactory(), UserFactory()
    imported(shared_data / "programs" / f"{name}.json", rosa)
    program = Program.objects.get()
    text = tmp_path / "program.txt"
    run(program.pk, output=str(text))

    answer = imported(text, other)

    again = Program.objects.get(author=other)
    assert (answer["left_out"], answer["kept_as_notes"]) == ([], [])
    assert run(again.pk, format="json") == run(program.pk, format="json")
    assert run(again.pk, format="text") == run(program.pk, format="text")


def imported(path, author):
    out = StringIO()
    call_command("import_program", str(path), author=author.email, json=True, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.shared
@pytest.mark.parametrize("name", SIX)
def test_the_real_tables_come_out_as_they_went_in(shared_data, name):
    UserFactory(email="coach@example.org")
    path = shared_data / "programs" / f"{name}.csv"
    call_command("import_program", str(path), author="coach@example.org", stdout=StringIO())

    out, _ = run(Program.objects.get().pk, format="csv")

    with path.open(encoding="utf-8-sig") as stream:
        assert out == stream.read()


def test_a_workbook_goes_into_a_file(program, tmp_path):
    path = tmp_path / "plan.xlsx"

    out, _ = run(program.pk, output=str(path))

    assert out == f"Wrote “Plan”, 2 sessions, to {path}\n"
    assert load_workbook(path).sheetnames == ["Summary", "Week 1", "Week 2", "TrainHub"]
    with pytest.raises(CommandError, match=r"XLSX is no text for a terminal: say -o FILE, or -o - for a pipe\."):
        run(program.pk, format="xlsx")


def test_a_workbook_goes_down_a_pipe(program, capfdbinary):
    run(program.pk, format="xlsx", output="-")

    sheets = load_workbook(BytesIO(capfdbinary.readouterr().out))
    assert sheets["Week 2"]["G4"].value == "82.5% 1RM"


def test_a_pdf_has_the_sessions_where_they_are_asked_for(program, tmp_path):
    run(program.pk, output=str(tmp_path / "weeks.pdf"))
    run(program.pk, output=str(tmp_path / "all.pdf"), sessions=True)

    assert [pages_of((tmp_path / name).read_bytes()) for name in ("weeks.pdf", "all.pdf")] == [2, 4]
    with pytest.raises(CommandError, match="--sessions is for --format pdf"):
        run(program.pk, format="csv", sessions=True)


def test_some_weeks_go_on_paper_under_their_numbers(program, tmp_path):
    run(program.pk, output=str(tmp_path / "plan.pdf"), weeks="2", sessions=True)

    data = (tmp_path / "plan.pdf").read_bytes()
    assert pages_of(data) == 2
    chosen = pdf._data(load(program), "metric", True, "", range(2, 3))
    assert chosen["facts"] == "Strength · Week 2 of 2 · 1 session · about 8 min a week"
    assert [week["name"] for week in chosen["weeks"]] == ["Week 2"]
    assert [sheet["facts"] for sheet in chosen["sheets"]] == ["Week 2: Mon · about 8 min"]


@pytest.mark.parametrize(
    ("weeks", "sentence"),
    [
        ("1-3", "“3”: say weeks from 1 to 2, like 1-2."),
        ("", "“”: say weeks from 1 to 2, like 1-2."),
        ("1-", "“1-”: say weeks from 1 to 2, like 1-2."),
        ("1-2-3", "“2-3”: say weeks from 1 to 2, like 1-2."),
        ("2-1", "Week 2 is after week 1."),
    ],
)
def test_weeks_that_it_has_not(program, tmp_path, weeks, sentence):
    with pytest.raises(CommandError, match=f"^{sentence}$"):
        run(program.pk, output=str(tmp_path / "plan.pdf"), weeks=weeks)


def test_weeks_are_for_paper(program):
    with pytest.raises(CommandError, match="^--weeks is for --format pdf: the others hold the whole program.$"):
        run(program.pk, format="json", weeks="1")
