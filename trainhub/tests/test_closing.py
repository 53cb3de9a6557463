"""Closing an account: exactly which rows go, and that what others have stays whole."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session as Login
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts import closing
from accounts.models import User
from accounts.tests.factories import UserFactory
from core.models import Change
from core.tests.laws import examples
from exercises import library
from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from programs import documents, schedule
from programs.belongings import Programs
from programs.models import Program, ProgramSession
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, ProgramWeekFactory
from sessions_app.digests import digest_of, refresh_digest
from sessions_app.models import Session, SessionExercise, rows_of
from sessions_app.tests.factories import GroupFactory, SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db

# Rows of nobody, which Django makes when it first needs them.
OF_THE_SYSTEM = {"contenttypes.ContentType", "auth.Permission"}


def ids(model: Any) -> set[str]:
    return set(model.objects.values_list("pk", flat=True))


def world() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in OF_THE_SYSTEM
    }


def tables_with(*words: str) -> list[str]:
    """Tables in which one of these stands anywhere."""
    return [label for label, rows in world().items() if any(word in str(rows) for word in words)]


def session_with(coach: User, *exercises: Exercise, **facts: Any) -> Session:
    session = SessionFactory(author=coach, **facts)
    group = GroupFactory(session=session)
    for order, exercise in enumerate(exercises, start=1):
        SessionExerciseFactory(session=session, exercise=exercise, order=order, group=group if order == 1 else None)
    refresh_digest(session)
    return session


class Life:
    """A coach with one of everything: private and public, placed and not, own and of the library."""

    def __init__(self, coach: User, names: str = "Own") -> None:
        self.coach = coach
        self.library = ExerciseFactory()
        self.hidden = ExerciseFactory(author=coach, name=f"{names} hidden")
        self.shown = ExerciseFactory(author=coach, name=f"{names} shown")
        self.unused = ExerciseFactory(author=coach, name=f"{names} unused", status="archived")
        self.private_session = session_with(coach, self.hidden, self.library)
        self.shown_session = session_with(coach, self.shown, self.library)
        self.loose_session = session_with(coach, self.library, kept=False)
        self.public_session = session_with(coach, self.library, visibility="public")
        self.draft = ProgramFactory(author=coach, name="Draft")
        self.linked = ProgramFactory(author=coach, name="Linked", visibility="link")
        self.public = ProgramFactory(author=coach, name="Public", visibility="public")
        ProgramWeekFactory(program=self.draft)
        ProgramWeekFactory(program=self.public)
        schedule.place(self.draft, coach, self.private_session, 1, 1)
        schedule.place(self.draft, coach, self.shown_session, 1, 2)
        schedule.place(self.linked, coach, self.private_session, 1, 1)
        schedule.place(self.public, coach, self.shown_session, 2, 3)
        self.client = Client()
        self.client.force_login(coach)
        UserSession.objects.create(user=coach, ip="10.0.0.1", user_agent="x", session_key=self.key)
        address = EmailAddress.objects.get_or_create(user=coach, email=coach.email, primary=True, verified=True)[0]
        EmailConfirmation.objects.create(email_address=address, key=f"key-{coach.pk}"[:64])
        Authenticator.objects.create(user=coach, type="totp", data={"secret": "s"})
        coach.groups.add(Group.objects.get_or_create(name="Some")[0])
        coach.user_permissions.add(Permission.objects.first())
        LogEntry.objects.create(user=coach, action_flag=DELETION, object_repr="what they did")

    @property
    def key(self) -> str:
        return str(self.client.session.session_key)


@pytest.fixture
def coach() -> User:
    return UserFactory(name="Rosa Leaving", location="Lisbon", bio="Coach.", is_public=True, theme="dark")


PERSONAL = [EmailAddress, EmailConfirmation, Authenticator, Change, UserSession, LogEntry]
CONTENT = [Program, ProgramSession, Session, SessionExercise]


def test_all_of_it_goes(coach):
    life = Life(coach)
    assert closing.close(coach, keep_public=False) is False
    assert [model.objects.count() for model in [*CONTENT, *PERSONAL, User]] == [0] * (len(CONTENT) + len(PERSONAL) + 1)
    assert ids(Exercise) == {life.library.pk}
    assert not Login.objects.filter(session_key=life.key).exists()


def test_what_is_public_stays_with_all_that_it_needs(coach):
    life = Life(coach)
    before = world()
    assert closing.close(coach, keep_public=True) is True
    assert ids(Program) == {life.public.pk}
    assert ids(Session) == {life.shown_session.pk, life.public_session.pk}
    assert ids(Exercise) == {life.library.pk, life.shown.pk}
    assert SessionExercise.objects.count() == 3
    assert [model.objects.count() for model in PERSONAL] == [0] * len(PERSONAL)
    # Not one column of what stays is another, but whose it is.
    former = User.objects.get().pk
    for model in (Program, ProgramSession, Session, SessionExercise, Exercise):
        kept = list(model.objects.order_by("pk").values())
        were = [row for row in before[model._meta.label] if row["id"] in ids(model)]
        given = {"author_id": former, "coach": ""}
        assert kept == [row | {name: to for name, to in given.items() if row.get(name)} for row in were]


def test_the_row_that_stays_says_nothing_of_anybody(coach):
    life = Life(coach)
    email = coach.email
    User.objects.filter(pk=coach.pk).update(is_staff=True)
    closing.close(User.objects.get(), keep_public=True)
    row = User.objects.get()
    blank = User(
        id=row.pk,
        email=f"former-{row.pk}@closed.invalid",
        email_key=f"former-{row.pk}@closed.invalid",
        password=row.password,
        is_active=False,
        closed_at=row.closed_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
    assert [getattr(row, f.attname) for f in row._meta.concrete_fields] == [
        getattr(blank, f.attname) for f in row._meta.concrete_fields
    ]
    assert row.closed_at is not None
    assert not row.has_usable_password()
    assert not row.groups.exists() and not row.user_permissions.exists()
    assert tables_with("Rosa", "Lisbon", email) == []
    assert tables_with(coach.pk) == []
    assert tables_with(row.pk) == ["accounts.User", "exercises.Exercise", "sessions_app.Session", "programs.Program"]
    assert life.client.get("/programs/").status_code == 302


def test_everybody_reads_it_under_former_coach(coach):
    life = Life(coach)
    closing.close(coach, keep_public=True)
    page = Client().get(life.public.get_absolute_url()).content.decode()
    assert "Former coach" in page
    assert "Rosa" not in page and "Lisbon" not in page and "closed.invalid" not in page
    # A private session and exercise are read through the program; by themselves they are not there.
    placing = life.public.placings.get()
    reader = Client()
    reader.force_login(UserFactory())
    assert life.shown.name in reader.get(placing.get_absolute_url()).content.decode()
    assert reader.get(life.shown_session.get_absolute_url()).status_code == 404
    assert reader.get(life.shown.get_absolute_url()).status_code == 404


def test_without_public_things_nothing_stays_whatever_was_asked(coach):
    session_with(coach, ExerciseFactory(author=coach))
    ProgramFactory(author=coach)
    assert closing.close(coach, keep_public=True) is False
    assert not User.objects.exists() and not Session.objects.exists() and not Program.objects.exists()


def test_who_has_nothing_goes_too(coach):
    assert closing.close(coach, keep_public=False) is False
    assert not User.objects.exists()


def test_a_second_closing_finds_nothing_to_do(coach):
    again = User.objects.get()
    closing.close(coach, keep_public=False)
    assert closing.close(again, keep_public=False) is False


def test_what_was_kept_can_go_later(coach):
    Life(coach)
    closing.close(coach, keep_public=True)
    assert closing.close(User.objects.get(), keep_public=False) is False
    assert [model.objects.count() for model in [*CONTENT, User]] == [0] * (len(CONTENT) + 1)


def test_the_address_is_free_again(coach, client):
    Life(coach)
    email = coach.email
    closing.close(coach, keep_public=True)
    client.post("/accounts/signup/", {"email": email, "password1": "another good phrase"})
    again = User.objects.get(email_key=email)
    assert User.objects.exclude(pk=again.pk).get().is_closed
    assert not Program.objects.editable_by(again).exists()


def test_two_may_go_who_called_their_exercises_the_same(coach):
    lives = [Life(coach), Life(UserFactory())]
    for life in lives:
        closing.close(life.coach, keep_public=True)
    assert {(row.name, row.author_id) for row in Exercise.objects.exclude(author=None)} == {
        ("Own shown", former) for former in User.objects.values_list("pk", flat=True)
    }
    assert User.objects.count() == 2


def test_nothing_of_another_coach_is_touched():
    Life(UserFactory(), names="Theirs")
    before = world()
    life = Life(UserFactory())
    closing.close(life.coach, keep_public=False)
    life.library.delete()
    assert world() == before


def test_a_copy_that_another_made_stays_whole(coach):
    life = Life(coach)
    reader = UserFactory()
    copy = documents.copy(life.public, reader)
    read = Client()
    read.force_login(reader)
    closing.close(coach, keep_public=False)
    copy.refresh_from_db()
    session = copy.placings.get().session
    rows = rows_of(session)
    assert [row.exercise.name for row in rows] == ["Own shown", life.library.name]
    assert {row.exercise.author_id for row in rows} == {reader.pk, None}
    assert session.digest == digest_of(rows)
    assert copy.copied_from_id == life.public.pk  # credit to what is no more
    assert read.get(copy.get_absolute_url()).status_code == 200
    assert read.get(session.get_absolute_url()).status_code == 200


def test_what_the_library_took_stays(coach):
    exercise = ExerciseFactory(author=coach, status="suggested")
    library.accept(exercise)
    used = session_with(UserFactory(), exercise)
    closing.close(coach, keep_public=False)
    assert ids(Exercise) == {exercise.pk}
    assert rows_of(used)[0].exercise_id == exercise.pk


@pytest.mark.parametrize("keep_public", [True, False])
def test_others_get_their_own_of_what_an_operator_mixed(coach, keep_public):
    """In the admin a program or session can be given to another coach while what it stands on stays behind."""
    other = UserFactory()
    exercise = ExerciseFactory(author=coach, name="Coach's squat")
    session = session_with(coach, exercise)
    program = ProgramFactory(author=other)
    placing = ProgramSessionFactory(program=program, session=session)
    theirs = session_with(other, exercise)
    assert closing.close(coach, keep_public=keep_public) is False
    placing.refresh_from_db()
    assert placing.session.author_id == other.pk
    for row in [*rows_of(placing.session), *rows_of(theirs)]:
        assert (row.exercise.name, row.exercise.author_id) == ("Coach's squat", other.pk)
    theirs.refresh_from_db()
    assert theirs.digest == digest_of(rows_of(theirs))
    assert placing.session.digest == digest_of(rows_of(placing.session))
    assert Exercise.objects.count() == 1  # one for both


@pytest.mark.parametrize("keep_public", [True, False])
def test_the_log_of_the_admin_names_nobody_who_has_gone(coach, keep_public):
    admin = UserFactory(is_staff=True)
    program = ProgramFactory(author=coach, name="For Rosa's friends")
    ProgramFactory(author=coach, name="Public", visibility="public")
    for thing in (coach, program):
        kind = ContentType.objects.get_for_model(thing)
        LogEntry.objects.create(
            user=admin, action_flag=2, content_type=kind, object_id=thing.pk, object_repr=str(thing)
        )
    closing.close(coach, keep_public=keep_public)
    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["Closed account", "Closed account"]
    assert {entry.user_id for entry in LogEntry.objects.all()} == {admin.pk}


def test_the_last_superuser_stays_and_is_told_why(coach):
    User.objects.update(is_superuser=True)
    UserFactory(is_superuser=True, is_active=False)
    coach.refresh_from_db()
    with pytest.raises(closing.Refused, match="only superuser"):
        closing.close(coach, keep_public=False)
    assert User.objects.filter(pk=coach.pk).exists()
    UserFactory(is_superuser=True)
    assert closing.close(coach, keep_public=False) is False


@pytest.mark.parametrize("keep_public", [True, False])
@pytest.mark.parametrize("breaks", ["let_go", "at the end"])
def test_what_breaks_half_way_changed_nothing(coach, monkeypatch, keep_public, breaks):
    Life(coach)
    before = world()

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("power cut")

    if breaks == "let_go":
        monkeypatch.setattr(Programs, "let_go", broken)
    else:
        monkeypatch.setattr(User, "save" if keep_public else "delete", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        closing.close(coach, keep_public=keep_public)
    assert world() == before


def test_a_plan_counts_and_changes_nothing(coach):
    Life(coach)
    before = world()
    plan = closing.plan(coach, keep_public=True)
    assert plan.counts() == {
        "going": {"programs": 2, "sessions": 2, "exercises": 2},
        "staying": {"programs": 1, "sessions": 2, "exercises": 1},
    }
    assert plan.words("going") == ["2 programs", "2 sessions", "2 own exercises"]
    assert plan.words("staying") == ["1 program", "2 sessions", "1 own exercise"]
    assert closing.plan(coach, keep_public=False).words("going") == [
        "3 programs", "4 sessions", "3 own exercises",
    ]  # fmt: skip
    assert world() == before


@pytest.mark.parametrize("keep_public", [True, False])
def test_it_takes_as_many_queries_for_many_as_for_few(coach, keep_public, django_assert_max_num_queries):
    def build(person: User, count: int) -> None:
        for number in range(count):
            own = ExerciseFactory(author=person, name=f"{number}")
            program = ProgramFactory(author=person, visibility=["public", "private"][number % 2])
            for week in range(1, 5):
                schedule.place(program, person, session_with(person, own), week, 1)

    counts = []
    for size in (2, 12):
        person = UserFactory()
        build(person, size)
        with django_assert_max_num_queries(200) as queries:
            closing.close(person, keep_public=keep_public)
        counts.append(len(queries))
    assert counts[0] == counts[1]


class NothingOfThePersonIsLeft(TestCase):
    """Whatever a coach made, in whichever order: nothing kept means that no row of any table says who it was."""

    @settings(max_examples=examples(25), suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_it_holds(self, data):
        coach = User.objects.create_user("leaving@example.org", name="Rosa Leaving")
        other = User.objects.create_user("staying@example.org", name="Someone Else")
        words = [coach.pk, coach.email, coach.name]
        shared = ExerciseFactory()
        verbs = ["exercise", "session", "program", "place", "copy", "publish", "delete", "suggest", "mix"]
        sessions, programs, exercises = [], [], [shared]
        for verb in data.draw(st.lists(st.sampled_from(verbs), max_size=12)):
            if verb == "exercise":
                exercises.append(library.create_own(coach, name=f"Own {len(exercises)}", sport="strength"))
            elif verb == "session":
                sessions.append(session_with(coach, *exercises[-2:]))
            elif verb == "program":
                programs.append(documents.create(Program(name="P", sport="strength"), coach))
            elif verb == "suggest" and len(exercises) > 1 and exercises[-1].status == "own":
                library.suggest(exercises[-1])
            elif verb == "place" and sessions and programs:
                schedule.place(programs[-1], coach, sessions[-1], 1, data.draw(st.integers(1, 7)))
            elif verb == "copy" and programs:
                documents.copy(programs[-1], other)
            elif verb == "publish" and programs:
                documents.set_visibility(programs[-1], coach, "public")
            elif verb == "delete" and programs:
                documents.delete(programs.pop(), coach)
                sessions = [session for session in sessions if Session.objects.filter(pk=session.pk).exists()]
            elif verb == "mix" and sessions:
                ProgramSessionFactory(program=ProgramFactory(author=other), session=sessions[-1])
        closing.close(coach, keep_public=False)
        connection.check_constraints()
        assert tables_with(*words) == []
