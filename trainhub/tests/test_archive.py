"""The archive of one's data: all of it, nothing that lets anybody in, nothing of others, and fit to be imported again."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from accounts.archive import archive, file_name
from accounts.models import User
from accounts.tests.factories import UserFactory
from core.fields import ListField, ValueField
from exercises.models import Distinct, Tombstone
from exercises.tests.factories import ExerciseFactory, FavouriteFactory
from programs import calendars, documents, schedule
from programs.exchange import formats
from programs.exchange.load import load
from programs.models import ColumnChoice, Program
from programs.tests.factories import ProgramFactory, ProgramWeekFactory, make_session
from sessions_app.digests import refresh_digest
from sessions_app.models import Session
from sessions_app.prescription import Adjustment, Cadence, Intensity, Reps, Rest
from sessions_app.tests.factories import GroupFactory, SessionExerciseFactory, SessionFactory

pytestmark = pytest.mark.django_db

# Left out on purpose, and why. What is not named here is in the archive: the walk below finds a new column by itself.
SECRET = {
    "accounts.User": {"password"},
    "mfa.Authenticator": {"data"},
    "usersessions.UserSession": {"session_key", "data"},
    "account.EmailConfirmation": {"key"},
    "programs.ShareLink": {"token"},
    "programs.CalendarFeed": {"token"},
}
DERIVED = {
    "accounts.User": {"email_key", "closed_at"},  # a closed account has no archive
    "exercises.Exercise": {"name_key", "search_key"},
    "sessions_app.Session": {"digest"},
    "sessions_app.SessionExercise": {"coach"},  # the author of its session
}
BOOKKEEPING = {
    "core.Change": {"id", "updated_at", "before", "after", "word"},  # what undo needs; the rows stand in the documents
    "account.EmailAddress": {"id"},
    "account.EmailConfirmation": {"id", "created", "sent", "email_address"},  # a mail on its way
    "mfa.Authenticator": {"id"},
    "usersessions.UserSession": {"id"},
    "admin.LogEntry": {"id"},
    "accounts.User_groups": {"id"},
    "accounts.User_user_permissions": {"id"},
    "exercises.Exercise": {"catalogue_key", "is_retired", "curated_at", "alias_languages"},  # said of the library only
    "exercises.Favourite": {"id", "updated_at"},
    # Of the library only; what was a coach's is not theirs any more.
    "exercises.Distinct": {"id", "created_at", "updated_at", "one", "other"},
    "exercises.Tombstone": {"id", "created_at", "updated_at", "name", "name_key", "sport", "catalogue_key", "into"},
    "sessions_app.Session": {"version"},
    "sessions_app.SessionGroup": {"version", "created_at", "updated_at"},
    "sessions_app.SessionExercise": {"version", "created_at", "updated_at"},
    "programs.Program": {"version"},
    "programs.ShareLink": {"id"},
    "programs.CalendarFeed": {"id"},
    "programs.ColumnChoice": {"id"},
    "programs.ProgramWeek": {"id", "version", "created_at", "updated_at"},
    "programs.ProgramSession": {"id", "version", "created_at", "updated_at"},
}
OF_VALUES = {Reps: "7", Intensity: "70% 1RM", Rest: "4:00", Cadence: "88", Adjustment: "+7.5%"}
# Where the next best value would break a rule of the database.
SPECIAL = {
    ("accounts.User", "locale"): "pt",
    ("exercises.Exercise", "status"): "archived",
    ("sessions_app.SessionGroup", "letter"): "Z",
    ("programs.ProgramSession", "day"): 5,
    ("mfa.Authenticator", "data"): {"name": "Key 0", "credential": "another S3CRET"},
    ("sessions_app.SessionExercise", "distance_unit"): "km",
}


def left_out(label: str) -> set[str]:
    return SECRET.get(label, set()) | DERIVED.get(label, set()) | BOOKKEEPING.get(label, set())


def owned_models() -> list[Any]:
    """Every model with a row that belongs to somebody, at whichever distance."""
    found: list[Any] = [User]
    for _ in range(5):
        for model in apps.get_models(include_auto_created=True):
            targets = {f.related_model for f in model._meta.concrete_fields if f.is_relation}
            if model not in found and targets & set(found):
                found.append(model)
    return found


OWNED = owned_models()
COLUMNS = [
    (model._meta.label, field.name)
    for model in OWNED
    for field in model._meta.concrete_fields
    if (model._meta.label, field.name) != ("accounts.User", "closed_at")
]


def members(user: Any) -> dict[str, str]:
    file = io.BytesIO()
    archive(user, file)
    with zipfile.ZipFile(file) as pack:
        assert pack.testzip() is None
        return {name: pack.read(name).decode() for name in pack.namelist()}


def content(user: Any) -> dict[str, Any]:
    """What the archive says, whenever it is written."""
    found = members(User.objects.get(pk=user.pk))
    del found["README.txt"]
    person = json.loads(found["profile.json"])
    del person["written_at"]
    return found | {"profile.json": person}


def fill(coach: User, number: int) -> None:
    """A row of this coach's in every table, with something in every column."""
    exercise = ExerciseFactory(author=coach, name=f"Own {number}", aliases=("Mine",), cues=("Chest up",))
    FavouriteFactory(person=coach, exercise=exercise)
    session = SessionFactory(author=coach, name=f"Day {number}", course="25 m", pool_length=25, effort=7, note="Calm")
    session.copied_from = make_session(coach)
    session.save()
    group = GroupFactory(session=session, cap_s=600, every_s=60, rest_s=30, sets_of_rounds=2, set_rest_s=90)
    SessionExerciseFactory(
        session=session, exercise=exercise, group=group, intensity=Intensity.parse("75% 1RM"), sets_max=6, duration=60,
        duration_max=90, distance=400, distance_max=800, distance_unit="m", rest=Rest.parse("2:00"), every=120,
        tempo="3-1-1-0", cadence=Cadence.parse("90"), written_as="My squat", section_title="Go", notes="Slow",
    )  # fmt: skip
    refresh_digest(session)
    Distinct.objects.create(one=exercise, other=exercise)
    Tombstone.objects.create(name="Old", name_key="old", sport="strength", into=exercise)
    program = ProgramFactory(author=coach, name=f"Spring {number}", description="Two weeks", difficulty="beginner")
    ProgramWeekFactory(program=program, notes="Sleep")
    placing = schedule.place(program, coach, session, 1, 2, adjustment=Adjustment.parse("+2.5%"))
    schedule.annotate(placing, coach, time_of_day="07:30", notes="Fasted")
    documents.copy(program, coach)
    documents.renew_link(program, coach)
    calendars.make_feed(program, coach, dt.date(2027, 1, 4), "Europe/Lisbon")
    ColumnChoice.objects.create(coach=coach, head=str(number) * 64, name="Exercise · Zeug", roles={"1": "notes"})
    address = EmailAddress.objects.get_or_create(user=coach, email=coach.email, primary=True, verified=True)[0]
    EmailConfirmation.objects.create(email_address=address, key=f"confirm{number}", sent=timezone.now())
    Authenticator.objects.create(
        user=coach, type="webauthn", data={"name": f"Key {number}", "credential": "S3CRET"}, last_used_at=timezone.now()
    )
    UserSession.objects.create(user=coach, ip="10.0.0.1", user_agent=f"Firefox {number}", session_key=f"S3CRET{number}")
    coach.groups.add(Group.objects.create(name=f"Group {number}"))
    coach.user_permissions.add(Permission.objects.order_by("pk")[number])
    LogEntry.objects.create(
        user=coach, action_flag=ADDITION, object_id="x", object_repr=f"entry {number}", change_message="[]",
        content_type=ContentType.objects.get_for_model(User),
    )  # fmt: skip


@pytest.fixture
def coach() -> User:
    coach = UserFactory(
        name="Ana", bio="Coach.", location="Lisbon", is_staff=True, last_login=timezone.now(), email="ana@example.org"
    )
    fill(coach, 0)
    return coach


@pytest.fixture
def other() -> User:
    other = UserFactory(name="Somebody Else", email="else@example.org", is_staff=True)
    fill(other, 1)
    return other


def row_of(model: Any, coach: User) -> Any:
    row = model._base_manager.filter(**{path_to_user(model): coach.pk}).order_by("pk").first()
    assert row is not None, f"the test makes no {model._meta.label}"
    return row


def path_to_user(model: Any) -> str:
    """`session__author__pk`"""
    if model is User:
        return "pk"
    nearer = OWNED[: OWNED.index(model)]
    field = next(field for field in model._meta.concrete_fields if field.related_model in nearer)
    return f"{field.name}__{path_to_user(field.related_model)}"


def another(field: Any, row: Any) -> Any:
    """A value for this column that is valid and not the one it has."""
    value = getattr(row, field.attname)
    label = row._meta.label
    if (label, field.name) in SPECIAL:
        return SPECIAL[label, field.name]
    if field.is_relation:
        return field.related_model._base_manager.exclude(pk=value).order_by("-pk").first()
    if isinstance(field, ValueField):
        return field.value_class.parse(OF_VALUES[field.value_class])
    if field.choices:
        return next(choice for choice, _words in field.flatchoices if choice not in (value, ""))
    return next(new(value) for kind, new in NEW.items() if isinstance(field, kind))


NEW: dict[Any, Any] = {
    ListField: lambda value: ("Another",),
    models.EmailField: lambda value: "another@example.org",
    models.URLField: lambda value: "https://example.org/another",
    models.CharField: lambda value: "Another",
    models.TextField: lambda value: "Another",
    models.BooleanField: lambda value: not value,
    models.DecimalField: lambda value: (value or 1) + 1,
    models.IntegerField: lambda value: (value or 1) + 40,
    models.DateTimeField: lambda value: (value or timezone.now()) - dt.timedelta(days=400),
    models.DateField: lambda value: value + dt.timedelta(days=7),
    models.TimeField: lambda value: dt.time(6, 15),
    models.JSONField: lambda value: {"Another": 1},
    models.GenericIPAddressField: lambda value: "10.9.9.9",
}


def test_every_column_that_belongs_to_a_person_is_in_it_or_named_as_left_out(coach, other):
    """Changes one column at a time: what is not left out shows, and what is left out does not."""
    # The newest of all, and its coach: nothing is in the way there.
    EmailAddress.objects.filter(user=ProgramFactory().author).delete()
    whole = content(coach)
    unlike = []
    for label, name in COLUMNS:
        model = apps.get_model(label)
        field = model._meta.get_field(name)
        row = row_of(model, coach)
        shows = name not in left_out(label)
        if field.primary_key:
            seen = str(row.pk) in str(whole)
            if shows != seen and not isinstance(row.pk, int):  # a small number stands everywhere
                unlike.append(f"{label}.{name}: {'missing' if shows else 'not left out'}")
            continue
        with transaction.atomic():
            models.QuerySet.update(model._base_manager.filter(pk=row.pk), **{name: another(field, row)})
            seen = content(coach) != whole
            transaction.set_rollback(True)
        if shows != seen:
            unlike.append(f"{label}.{name}: {'missing' if shows else 'not left out'}")
    assert unlike == []


def test_what_is_named_as_left_out_is_there():
    for table in (SECRET, DERIVED, BOOKKEEPING):
        for label, names in table.items():
            assert names <= {field.name for field in apps.get_model(label)._meta.concrete_fields}, label


def test_it_lets_nobody_in_and_says_nothing_of_others(coach, other):
    words = json.dumps(members(coach))
    for secret in (coach.password, "S3CRET", "confirm0"):
        assert secret not in words
    for of_others in (other.pk, other.email, "Somebody Else", "Own 1", "Spring 1", "Firefox 1", "entry 1"):
        assert of_others not in words
    for own in (coach.pk, coach.email, "Own 0", "Spring 0", "Firefox 0", "entry 0", "Key 0", "Group 0"):
        assert own in words


def test_what_is_in_it(coach):
    ProgramFactory(author=coach, name="日本語 / ../../etc", visibility="public")
    found = members(coach)
    assert sorted(found) == [
        "README.txt",
        "admin-log.json",
        "columns.json",
        "exercises.json",
        "favourites.json",
        "profile.json",
        "programs.json",
        "programs/001-spring-0.json",
        "programs/002-copy-of-spring-0.json",
        "programs/003-etc.json",
        "sessions.json",
        "steps.json",
    ]
    head = json.loads(found["profile.json"])
    assert (head["format"], head["version"], head["profile"]["email"]) == ("trainhub-account", 2, "ana@example.org")
    listed = json.loads(found["programs.json"])
    assert [(row["file"], row["name"], row["visibility"]) for row in listed] == [
        ("programs/001-spring-0.json", "Spring 0", "private"),
        ("programs/002-copy-of-spring-0.json", "Copy of Spring 0", "private"),
        ("programs/003-etc.json", "日本語 / ../../etc", "public"),
    ]
    sessions = json.loads(found["sessions.json"])
    assert len(sessions) == Session.objects.filter(author=coach).count() == 3
    day = next(row for row in sessions if row["name"] == "Day 0")
    assert (day["rows"][0]["name"], day["rows"][0]["reps"]) == ("My squat", "5")
    assert "My squat" in day["text"]
    for name in found:
        assert name in found["README.txt"] or name.startswith("programs/") or name == "README.txt"


def test_who_has_nothing_has_a_profile(db):
    found = members(UserFactory())
    assert json.loads(found["programs.json"]) == json.loads(found["sessions.json"]) == []
    assert json.loads(found["exercises.json"]) == json.loads(found["steps.json"]) == []
    assert "admin-log.json" not in found


def test_a_program_of_it_is_imported_again(coach, tmp_path):
    program = Program.objects.get(author=coach, name="Spring 0")
    wanted = load(program)
    newcomer = UserFactory()
    file = tmp_path / "plan.json"
    file.write_text(members(coach)["programs/001-spring-0.json"])
    call_command("import_program", str(file), "--author", newcomer.email, verbosity=0)
    again = load(Program.objects.get(author=newcomer))
    assert again == wanted
    assert formats.FORMATS["json"].write(again) == file.read_text()


@pytest.mark.parametrize(
    ("number", "name", "expected"),
    [
        (1, "Base strength", "001-base-strength.json"),
        (12, "日本語", "012.json"),
        (1234, "../../etc/passwd", "1234-etcpasswd.json"),
        (2, "x" * 120, f"002-{'x' * 60}.json"),
    ],
)
def test_files_have_plain_names(number, name, expected):
    assert file_name(number, name, "json") == expected


def count(django_assert_max_num_queries: Any, user: User) -> int:
    with django_assert_max_num_queries(100) as queries:
        members(user)
    return len(queries)


def test_a_program_costs_three_queries_whatever_its_size(django_assert_max_num_queries):
    def program(author: User, weeks: int) -> None:
        new = ProgramFactory(author=author, duration_weeks=52)
        for week in range(1, weeks + 1):
            schedule.place(new, author, make_session(author), week, 1)

    numbers = []
    for weeks in [(), (1,), (20,), (1, 1, 1)]:
        author = UserFactory()
        for length in weeks:
            program(author, length)
        numbers.append(count(django_assert_max_num_queries, author))
    none, short, long, three = numbers
    assert (
        short == long == none + 7
    )  # the rows, groups and exercises of a batch of sessions are three, the feeds of all programs one
    assert three == short + 2 * 3
