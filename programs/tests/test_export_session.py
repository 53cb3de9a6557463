"""export_session and import_program with the files of trainers: what was planned goes out, and comes back."""

import json
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from programs.exchange import workouts
from programs.exchange.load import load, session_value
from programs.exchange.values import Unwritable
from programs.models import Program
from programs.tests import exchange_strategies as strategies
from sessions_app import editing
from sessions_app.formats import zwo
from sessions_app.models import Session, rows_of
from sessions_app.prescription import Adjustment

pytestmark = pytest.mark.django_db

RIDE = """> Stay seated.
== Warm-up
Ride 10min @ 40->75% FTP
== Main
Ride 4x1:30 @ 105% FTP 95rpm r0:30 @ 50% FTP
Ride 5min @ Z2
Ride 10s @ max
"""


def run(*arguments, command="export_session", **options):
    out, err = StringIO(), StringIO()
    call_command(command, *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def ride(rosa):
    return editing.create_session(Session(name="VO2", sport="cycling"), rosa, RIDE)


def test_a_ride_goes_out_as_zwo_with_what_was_planned(ride, tmp_path):
    path = tmp_path / "ride.zwo"
    out, err = run(ride.pk, output=str(path))
    workout, left_out = zwo.read(path.read_bytes())

    assert (out, err) == (f"Wrote “VO2” to {path}\n", "")
    assert left_out == []
    assert (workout.name, workout.note, workout.seconds) == ("VO2", "Stay seated.", 600 + 480 + 300 + 10)
    assert b'<IntervalsT Repeat="4" OnDuration="90" OffDuration="30" OnPower="1.05"' in path.read_bytes()


def test_json_answers_with_the_facts(ride, tmp_path):
    path = tmp_path / "ride"
    editing.replace_text(ride, ride.author, "Ride 20min @ RPE 4")
    out, _err = run(ride.pk, format="zwo", output=str(path), json=True)

    assert json.loads(out) == {
        "id": ride.pk,
        "name": "VO2",
        "format": "zwo",
        "file": str(path),
        "bytes": len(path.read_bytes()),
        "left_out": [
            {
                "where": "Ride",
                "text": "RPE 4",
                "reason": "It is no share of a threshold, so the file says it in words.",
            }
        ],
    }


@pytest.mark.parametrize(("name", "part"), [("text", "### Mon · VO2"), ("json", '"name": "VO2"')])
def test_json_and_text_hold_all_of_it(ride, name, part):
    out, err = run(ride.pk, format=name)
    assert part in out
    assert err == ""


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Say what to write: --format zwo"),
        ({"format": "zwo", "json": True}, "--json answers on the terminal"),
        ({"format": "zwo", "ftp": "strong"}, "An FTP is a number of watts from 20 to 999."),
        ({"format": "zwo", "output": "/nowhere/a.zwo"}, "/nowhere/a.zwo cannot be written: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_said(ride, options, sentence):
    with pytest.raises(CommandError) as error:
        run(ride.pk, **options)
    assert str(error.value).startswith(sentence)


def test_a_session_that_is_no_workout_of_steps_is_refused(rosa, tmp_path):
    path = tmp_path / "lift.zwo"
    squat = editing.create_session(Session(name="Lower", sport="strength"), rosa, "Squat 5x5 @ 80%")
    with pytest.raises(CommandError) as error:
        run(squat.pk, output=str(path))
    assert str(error.value) == "“Lower” cannot be written as zwo: A ZWO is a ride or a run, and this is neither."
    assert not path.exists()


def test_strict_refuses_what_is_said_only_in_words(ride, tmp_path):
    editing.replace_text(ride, ride.author, "Ride 20min @ RPE 4")
    with pytest.raises(CommandError):
        run(ride.pk, output=str(tmp_path / "a.zwo"), strict=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.shared
def test_every_real_workout_is_imported_as_a_program_and_comes_out_again(rosa, shared_data, tmp_path):
    read = 0
    for path in sorted((shared_data / "zwo").glob("*.zwo")):
        try:
            workout, _left_out = zwo.read(path.read_bytes())
        except ValueError:
            with pytest.raises(CommandError, match=r"line \d+, column \d+: this is not well-formed XML"):
                run(str(path), command="import_program", author=rosa.email)
            continue
        out, _err = run(str(path), command="import_program", author=rosa.email, json=True)
        program = Program.objects.get(pk=json.loads(out)["id"])
        session = program.placings.get().session
        run(session.pk, output=str(tmp_path / "out.zwo"))
        again, left_out = zwo.read((tmp_path / "out.zwo").read_bytes())
        assert left_out == []
        assert again == workout if workout.name else again.parts == workout.parts
        run(program.pk, command="export_program", output=str(tmp_path / "program.zwo"))
        assert (tmp_path / "program.zwo").read_bytes() == (tmp_path / "out.zwo").read_bytes()
        assert (program.sport, program.duration_weeks, load(program).sessions[0].sport) == ("cycling", 1, "cycling")
        read += 1
    assert read == 41
    assert Program.objects.count() == 41


def test_a_program_of_two_sessions_is_no_single_workout(rosa, tmp_path):
    path = tmp_path / "two.txt"
    path.write_text("# Two · cycling\n## Week 1\n### Mon · A\nRide 20min\n### Tue · B\nRide 30min\n")
    out, _err = run(str(path), command="import_program", author=rosa.email, json=True)
    with pytest.raises(CommandError) as error:
        run(json.loads(out)["id"], command="export_program", format="zwo")
    assert str(error.value) == "Such a file holds one workout: write the sessions one by one."


def test_a_program_of_one_session_is_written_as_it_is_to_be_done(ride):
    plain = workouts.program_of(session_value(ride, rows_of(ride)), "VO2")

    def written(change):
        placing = replace(plain.placings[0], adjustment=Adjustment.parse(change))
        return workouts.writing("zwo")(replace(plain, placings=(placing,)))

    assert zwo.read(written("volume -50%").encode())[0].parts[1].times == 2
    assert written("Squat -5%") == workouts.writing("zwo")(plain)  # no row is called so


def test_a_bomb_leaves_nothing_behind(rosa, tmp_path):
    path = tmp_path / "bomb.zwo"
    path.write_text(
        '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><workout_file><name>&a;</name></workout_file>'
    )
    with pytest.raises(CommandError) as error:
        run(str(path), command="import_program", author=rosa.email)
    assert str(error.value) == (
        f"{path}: The file declares a document type or entities, which no workout needs; such files are not read."
    )
    assert (Program.objects.count(), Session.objects.count()) == (0, 0)


# --- import_session -------------------------------------------------------------------

INTERVALS = (
    b'<workout_file><workout><IntervalsT Repeat="2" OnDuration="60" OffDuration="30" OnPower="1" OffPower="0.5" '
)
INTERVALS += b'pace="0"/></workout></workout_file>'


def test_a_workout_becomes_a_session_in_the_list_of_its_coach(rosa, tmp_path):
    path = tmp_path / "over_under.zwo"
    path.write_bytes(INTERVALS)
    out, _err = run(str(path), command="import_session", author=rosa.email, json=True)
    session = Session.objects.get()

    assert (session.author, session.name, session.sport, session.kept) == (rosa, "over under", "cycling", True)
    assert json.loads(out) == {
        "id": session.pk,
        "name": "over under",
        "sport": "cycling",
        "left_out": [
            {
                "where": "step 1, IntervalsT",
                "text": "pace=0",
                "reason": "It says which race the power of a run is a share of, and this says none that is known here.",
            }
        ],
    }


@pytest.mark.parametrize(
    ("name", "content", "options", "sentence"),
    [
        ("a.zwo", INTERVALS, {"strict": True}, "Not all of it can be read, so nothing was imported:"),
        ("a.fit", INTERVALS, {}, "Say what it is: --format zwo, --format mrc or --format erg."),
        ("a.mrc", INTERVALS, {}, "The [COURSE HEADER] has to say"),
        ("a.zwo", INTERVALS, {"author": "nobody@example.org"}, "There is no account with the email"),
        ("a.zwo", b" " * 50_000_000, {}, "A workout file has at most 1 MB."),
    ],
)
def test_what_cannot_become_a_session_is_said(rosa, tmp_path, name, content, options, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        run(str(path), command="import_session", **({"author": rosa.email} | options))
    assert str(error.value).removeprefix(f"{path}: ").startswith(sentence)
    assert not Session.objects.exists()


# --- Whatever a session says ------------------------------------------------------------


@given(
    strategies.sessions(), st.sampled_from(["cycling", "running", "swimming"]), st.sampled_from([None, Decimal(250)])
)
def test_each_format_writes_a_session_or_says_why_not(session, sport, ftp):
    session = replace(session, sport=sport, rows=tuple(replace(row, sport="") for row in session.rows))
    for name, known in workouts.WORKOUTS.items():
        try:
            content, _left_out = workouts.write(name, session, ftp)
        except Unwritable as refusal:
            assert str(refusal).endswith((".", "FTP."))
        else:
            assert known.read is None or known.read(content)[1] == []
