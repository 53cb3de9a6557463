"""The archive of an account, read back: the same things under new ids, nothing twice, nothing of what is there changed."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from accounts.archive import archive
from accounts.arriving import arrive
from accounts.models import User
from accounts.tests.factories import UserFactory
from exercises.models import Exercise, Favourite, Status
from exercises.tests.factories import ExerciseFactory, FavouriteFactory
from programs import documents
from programs.exchange.load import load
from programs.exchange.save import save
from programs.models import CalendarFeed, Program, ProgramSession, ShareLink
from programs.tests.exchange_strategies import programs
from programs.tests.factories import ProgramFactory
from sessions_app.models import Session, SessionExercise
from trainhub.tests.test_archive import fill, members

pytestmark = pytest.mark.django_db

TIMES = re.compile(r'"(created_at|updated_at)": ?"[^"]*",? ?')
NOT_READ = {"README.txt", "profile.json", "steps.json"}
IDS = re.compile(r'"c[a-z0-9]{24}"')


def written(user: User) -> io.BytesIO:
    file = io.BytesIO()
    archive(user, file)
    return file


def _when(line: str) -> tuple[str, str]:
    return json.loads(line)["created_at"], IDS.sub("", TIMES.sub("", line))


def content(user: User) -> dict[str, str]:
    """What the archive says, with each id called by when it is met first, and without times."""
    found = {name: text for name, text in members(user).items() if name not in NOT_READ}
    for name in ("exercises.json", "sessions.json", "favourites.json"):  # they stand in the order of their ids
        lines = [line.rstrip(",") for line in found[name].splitlines()[1:-1]]
        found[name] = "\n".join(sorted(lines, key=_when))
    known: dict[str, str] = {}
    order = sorted(found, key=lambda name: (name != "exercises.json", name != "sessions.json", name))
    return {
        name: IDS.sub(lambda match: known.setdefault(match[0], f'"{len(known)}"'), TIMES.sub("", found[name]))
        for name in order
    }


@pytest.fixture
def coach() -> User:
    coach = UserFactory(name="Ana", email="ana@example.org")
    fill(coach, 0)
    ProgramFactory(author=coach, name="Public", visibility="public", is_template=True)
    ShareLink.objects.all().delete()
    CalendarFeed.objects.all().delete()
    return coach


@pytest.fixture
def newcomer() -> User:
    return UserFactory(email="new@example.org")


def things(user: User) -> list[int]:
    rows = SessionExercise.objects.filter(session__author=user)
    mine = [model.objects.filter(author=user) for model in (Exercise, Session, Program)]
    stars = Favourite.objects.filter(person=user)
    return [one.count() for one in (*mine, rows, ProgramSession.objects.filter(program__author=user), stars)]


def test_in_a_new_account_it_says_the_same(coach, newcomer):
    arrival = arrive(newcomer, written(coach))

    assert content(newcomer) == content(coach)
    assert things(newcomer) == things(coach)
    assert arrival.made == {"exercises": 1, "favourites": 1, "sessions": 3, "programs": 3, "columns": 1}
    assert arrival.here == {}
    assert arrival.left_out == []


def test_what_was_made_within_a_millisecond_stays_in_its_order(coach, newcomer):
    for name, at in (("Second", "12:00:00.000002"), ("First", "12:00:00.000001")):
        program = ProgramFactory(author=coach, name=name)
        Program.objects.filter(pk=program.pk).update(created_at=f"2026-01-01 {at}+00:00")
    arrive(newcomer, written(coach))

    mine = Program.objects.filter(author=newcomer, created_at__year=2026, created_at__month=1).order_by("created_at")
    assert [program.name for program in mine] == ["First", "Second"]


def test_no_row_of_it_is_the_old_one_and_none_leads_there(coach, newcomer):
    arrive(newcomer, written(coach))

    for model in (Exercise, Session, Program):
        ids = [set(model.objects.filter(author=one).values_list("pk", flat=True)) for one in (coach, newcomer)]
        assert not ids[0] & ids[1]
    assert not SessionExercise.objects.filter(session__author=newcomer, exercise__author=coach).exists()
    assert not ProgramSession.objects.filter(program__author=newcomer, session__author=coach).exists()
    assert not Program.objects.filter(author=newcomer, copied_from__author=coach).exists()
    assert set(SessionExercise.objects.filter(session__author=newcomer).values_list("coach", flat=True)) == {
        newcomer.pk
    }


def test_twice_doubles_nothing(coach, newcomer):
    file = written(coach)
    arrive(newcomer, file)
    before = content(newcomer)

    arrival = arrive(newcomer, file)

    assert content(newcomer) == before
    assert arrival.made == {"exercises": 0, "favourites": 0, "sessions": 0, "programs": 0, "columns": 0}
    assert arrival.here == {"exercises": 1, "favourites": 1, "sessions": 3, "programs": 3, "columns": 1}


def test_into_the_account_that_wrote_it_nothing_comes(coach):
    before = members(coach)["sessions.json"], things(coach)

    arrive(coach, written(coach))

    assert (members(coach)["sessions.json"], things(coach)) == before


def test_a_program_that_was_changed_since_comes_beside_it_with_sessions_of_its_own(coach):
    file = written(coach)
    program = Program.objects.get(author=coach, name="Spring 0")
    before = load(program)
    documents.change(Program.objects.get(pk=program.pk), coach)
    Program.objects.filter(pk=program.pk).update(description="Another one")

    arrival = arrive(coach, file)

    again = Program.objects.filter(author=coach, name="Spring 0").exclude(pk=program.pk).get()
    assert arrival.made["programs"] == 1
    assert load(again) == before
    placed = [set(one.placings.values_list("session", flat=True)) for one in (program, again)]
    assert not placed[0] & placed[1]


def test_an_exercise_of_the_same_name_is_the_one_that_is_meant(coach, newcomer):
    own = Exercise.objects.get(author=coach)
    mine = ExerciseFactory(author=newcomer, name=own.name.upper(), sport=own.sport, description="Mine")

    arrive(newcomer, written(coach))

    assert Exercise.objects.get(author=newcomer) == mine
    assert Exercise.objects.get(pk=mine.pk).description == "Mine"
    assert SessionExercise.objects.filter(session__author=newcomer, exercise=mine).exists()


def test_the_library_is_found_by_name_where_its_ids_are_others(coach, newcomer):
    squat = ExerciseFactory(author=None, status=Status.LIBRARY, name="Some squat", sport="strength")
    session = Session.objects.filter(author=coach).first()
    SessionExercise.objects.create(session=session, exercise=squat, order=9)
    FavouriteFactory(person=coach, exercise=squat)
    file = written(coach)
    SessionExercise.objects.filter(exercise=squat).delete()
    Favourite.objects.filter(exercise=squat).delete()
    squat.delete()
    there = ExerciseFactory(author=None, status=Status.LIBRARY, name="Some Squat", sport="strength")

    arrive(newcomer, file)

    assert SessionExercise.objects.get(session__author=newcomer, exercise=there).coach == newcomer.pk
    assert Favourite.objects.filter(person=newcomer, exercise=there).exists()


def test_what_is_suggested_is_ones_own_and_what_is_archived_stays_so(coach, newcomer):
    ExerciseFactory(author=coach, name="Suggested", status=Status.SUGGESTED)
    ExerciseFactory(author=coach, name="Put away", status=Status.ARCHIVED)

    arrive(newcomer, written(coach))

    found = dict(Exercise.objects.filter(author=newcomer).values_list("name", "status"))
    assert found == {"Own 0": "own", "Suggested": "own", "Put away": "archived"}


def test_secret_addresses_are_named_as_left_out(coach, newcomer):
    documents.renew_link(Program.objects.get(author=coach, name="Spring 0"), coach)

    arrival = arrive(newcomer, written(coach))

    assert arrival.left_out == ["Spring 0: its share link and its calendars' addresses. Make new ones."]
    assert not ShareLink.objects.filter(program__author=newcomer).exists()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs())
def test_any_program_comes_back(value):
    coach, newcomer = UserFactory(), UserFactory()
    save(value, coach, kept=True)

    arrive(newcomer, written(coach))

    assert content(newcomer) == content(coach)
    assert load(Program.objects.get(author=newcomer)) == load(Program.objects.get(author=coach))


# --- By page and by command -------------------------------------------------------------------------------------------


def test_by_the_page(client, coach, newcomer):
    client.force_login(newcomer)
    file = written(coach)
    file.name = "coach.zip"
    file.seek(0)

    page = client.post(reverse("accounts:arriving"), {"file": file})

    assert page.status_code == 200
    assert "3 programs, 3 sessions, 1 own exercise, 1 favourite, columns of 1 spreadsheet" in page.content.decode()
    assert content(newcomer) == content(coach)


def test_by_the_page_a_wrong_one_is_a_sentence(client, newcomer):
    client.force_login(newcomer)
    file = io.BytesIO(b"x" * 90)
    file.name = "x.zip"

    page = client.post(reverse("accounts:arriving"), {"file": file})

    assert page.status_code == 422
    assert "The archive is damaged, cut off, or no ZIP." in page.content.decode()


def test_by_the_page_so_often_an_hour(client, newcomer, monkeypatch):
    monkeypatch.setattr("accounts.arriving_views.RATES", {"arriving": "2/h/user"})
    client.force_login(newcomer)

    assert [client.post(reverse("accounts:arriving")).status_code for _time in range(3)] == [422, 422, 429]


def test_by_the_command(coach, newcomer, tmp_path, capsys):
    file = tmp_path / "coach.zip"
    call_command("export_account", coach.email, output=str(file), verbosity=0)

    call_command("import_account", str(file), account=newcomer.email, dry_run=True, json=True)
    assert things(newcomer) == [0] * 6
    call_command("import_account", str(file), account=newcomer.email, json=True)

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == second | {"dry_run": True}
    assert second == {
        "account": "new@example.org",
        "made": {"exercises": 1, "favourites": 1, "sessions": 3, "programs": 3, "columns": 1},
        "already_here": {},
        "left_out": [],
        "dry_run": False,
    }
    call_command("import_account", str(file), account=newcomer.email)
    assert "programs: 0 new, 3 there already" in capsys.readouterr().out


def test_by_the_command_a_wrong_one_is_a_sentence(newcomer, tmp_path):
    file = tmp_path / "x.zip"
    file.write_bytes(b"x")

    with pytest.raises(CommandError, match=r"x\.zip: The archive is damaged"):
        call_command("import_account", str(file), account=newcomer.email)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_account", str(tmp_path / "none.zip"), account=newcomer.email)
    with pytest.raises(CommandError, match="no account with the email"):
        call_command("import_account", str(file), account="nobody@example.org")
