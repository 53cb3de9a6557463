"""What operators do when somebody asks by mail: close_account and export_account; and deleting a person in the admin."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts import archive, closing
from accounts.models import User
from accounts.tests.factories import UserFactory
from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.models import Program
from programs.tests.factories import ProgramFactory, make_session
from sessions_app.models import Session
from sessions_app.tests.factories import SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach() -> User:
    coach = UserFactory(email="rosa@example.org", name="Rosa")
    session = SessionFactory(author=coach)
    SessionExerciseFactory(session=session, exercise=ExerciseFactory(author=coach))
    for visibility in ("public", "private"):
        program = ProgramFactory(author=coach, name=visibility.title(), visibility=visibility)
        schedule.place(program, coach, make_session(coach) if visibility == "public" else session, 1, 1)
    return coach


def run(*args: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_says_what_would_go_and_changes_nothing(coach):
    said = run("close_account", "Rosa@Example.org", "--keep-public", "--dry-run")
    assert said.splitlines() == [
        "Would close the account of rosa@example.org.",
        "Gone: 1 program, 1 session, 1 exercise",
        "Stays under “Former coach”: 1 program, 1 session, 0 exercises",
    ]
    assert (User.objects.get(), Program.objects.count(), Session.objects.count()) == (coach, 2, 2)


@pytest.mark.parametrize(
    ("keep", "stays", "programs"), [(["--keep-public"], True, ["Public"]), ([], False, [])], ids=["keep", "all"]
)
def test_it_closes_as_the_page_does(coach, keep, stays, programs):
    answer = json.loads(run("close_account", coach.email, *keep, "--json"))
    staying = {"programs": 1, "sessions": 1, "exercises": 0} if stays else dict.fromkeys(answer["going"], 0)
    assert answer == {
        "email": "rosa@example.org",
        "former_coach": stays,
        "going": {"programs": 2 - len(programs), "sessions": 2 - len(programs), "exercises": 1},
        "staying": staying,
        "dry_run": False,
    }
    assert [program.name for program in Program.objects.all()] == programs
    assert User.objects.count() == len(programs)


@pytest.mark.parametrize("command", [["close_account"], ["export_account", "-o", "x.zip"]])
def test_an_unknown_address_is_a_sentence(db, command):
    with pytest.raises(CommandError, match="There is no account with the email nobody@example.org"):
        run(*command, "nobody@example.org")


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_the_only_superuser_is_not_closed(coach, options):
    User.objects.update(is_superuser=True)
    with pytest.raises(CommandError, match="only superuser"):
        run("close_account", coach.email, *options)
    assert User.objects.count() == 1


def test_the_data_are_written_for_their_eyes_only(coach, tmp_path):
    file = tmp_path / "rosa.zip"
    said = run("export_account", coach.email, "-o", str(file))
    assert said.startswith(f"Wrote the data of rosa@example.org to {file} (")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["rosa.zip"]
    with zipfile.ZipFile(file) as pack:
        assert pack.testzip() is None
        assert "programs/001-public.json" in pack.namelist()


def test_what_was_written_is_said_to_a_script(coach, tmp_path):
    file = tmp_path / "rosa.zip"
    said = json.loads(run("export_account", coach.email, "-o", str(file), "--json"))
    assert said == {"account": "rosa@example.org", "file": str(file), "bytes": file.stat().st_size}
    with pytest.raises(CommandError, match="name one with -o FILE"):
        run("export_account", coach.email, "-o", "-", "--json")


def test_what_breaks_half_way_leaves_the_file_that_was_there(coach, tmp_path, monkeypatch):
    file = tmp_path / "rosa.zip"
    file.write_bytes(b"of yesterday")

    def broken(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_readme", broken)
    with pytest.raises(CommandError, match="cannot be written: No space left on device"):
        run("export_account", coach.email, "-o", str(file))
    assert file.read_bytes() == b"of yesterday"
    assert [path.name for path in tmp_path.iterdir()] == ["rosa.zip"]


def test_a_place_that_is_not_there_is_a_sentence(coach, tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        run("export_account", coach.email, "-o", str(tmp_path / "none" / "rosa.zip"))


# --- The admin --------------------------------------------------------------------------------------------------------


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(email="admin@example.org", is_staff=True, is_superuser=True))
    return client


def test_deleting_a_person_in_the_admin_says_what_goes(coach, admin):
    page = admin.get(reverse("admin:accounts_user_delete", args=[coach.pk])).content.decode()
    assert "2 programs" in page and "2 sessions" in page and "1 own exercise" in page
    assert "manage.py close_account --keep-public rosa@example.org" in page
    assert "would require deleting the following protected" not in page


def test_deleting_a_person_in_the_admin_closes_the_account(coach, admin):
    answer = admin.post(reverse("admin:accounts_user_delete", args=[coach.pk]), {"post": "yes"})
    assert answer.status_code == 302
    assert [user.email for user in User.objects.all()] == ["admin@example.org"]
    assert Program.objects.count() == Session.objects.count() == 0
    assert LogEntry.objects.get().object_repr == "Closed account"


def test_several_people_at_once(coach, admin):
    others = UserFactory.create_batch(2)
    data = {"action": "delete_selected", "_selected_action": [coach.pk, *(user.pk for user in others)]}
    asked = admin.post(reverse("admin:accounts_user_changelist"), data)
    assert asked.status_code == 200
    assert User.objects.count() == 4
    admin.post(reverse("admin:accounts_user_changelist"), data | {"post": "yes"})
    assert [user.email for user in User.objects.all()] == ["admin@example.org"]
    assert Program.objects.count() == 0


def test_the_admin_does_not_delete_its_last_superuser(admin):
    oneself = User.objects.get()
    address = reverse("admin:accounts_user_delete", args=[oneself.pk])
    assert "This is the only superuser" in admin.get(address).content.decode()
    admin.post(address, {"post": "yes"})
    assert User.objects.filter(pk=oneself.pk).exists()


def test_a_closed_account_is_only_looked_at(coach, admin):
    closing.close(coach, keep_public=True)
    former = User.objects.exclude(closed_at=None).get()
    address = reverse("admin:accounts_user_change", args=[former.pk])
    page = admin.get(address).content.decode()
    assert "This account is closed; its public content stays." in page
    assert 'name="_save"' not in page
    assert admin.post(address, {"email": "x@example.org", "is_active": "on"}).status_code == 403
    admin.post(reverse("admin:accounts_user_delete", args=[former.pk]), {"post": "yes"})
    assert not Program.objects.exists()
