"""What is looked for among everybody's rows is found by an index, and counted no further than it is shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.tests.factories import UserFactory
from core.admin.pages import UpTo
from core.models import Change
from programs.models import Program
from sessions_app.admin import where_used
from sessions_app.editing import create_session, delete_session
from sessions_app.models import Session
from sessions_app.tests.factories import SessionExerciseFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content_types_known")]
SESSIONS, STEPS = "/admin/sessions_app/session/", "/admin/core/change/"
CUT = "No more than these are listed."


def among_many():
    """Somebody, where of many programs few are templates: of an empty table every index costs the same."""
    author = UserFactory()
    programs = [Program(author=author, name="Base", duration_weeks=1, is_template=not n % 100) for n in range(500)]
    Program.objects.bulk_create(programs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE programs_program")
    return author


def latest(queryset):
    return queryset.order_by("-updated_at", "-id")[:50]


@pytest.mark.parametrize(
    ("index", "ask"),
    [
        ("user_email", lambda: User.objects.filter(email="rosa@example.org")),
        ("session_latest", lambda: latest(Session.objects.only("name"))),
        ("program_latest", lambda: latest(Program.objects.only("name"))),
        ("program_templates", lambda: latest(Program.objects.templates_for(among_many()))),
        ("change_latest", lambda: Change.objects.order_by("-created_at", "-id")[:50]),
    ],
)
def test_the_database_looks_into_its_index(index, ask):
    asked = ask()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # of so few rows it would rather read all
            for way in ("seqscan", "sort", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")

    plan = asked.explain()

    assert index in plan
    assert "Sort" not in plan and "TEMP B-TREE" not in plan


def test_old_steps_of_what_is_gone_are_looked_for_one_by_one():
    """A list of all sessions there are, made to find which of them are gone, would grow with everybody's."""
    coach = UserFactory()
    session = create_session(Session(name="Legs"), coach)

    with CaptureQueriesContext(connection) as captured:
        delete_session(session, coach)

    clearing = [one["sql"] for one in captured if one["sql"].startswith('DELETE FROM "core_change"')]
    assert "NOT EXISTS" in clearing[-1] or "NOT (EXISTS" in clearing[-1]


@pytest.mark.parametrize(("most", "listed", "is_cut"), [(3, 3, True), (5, 4, False)])
@pytest.mark.parametrize("address", [SESSIONS, STEPS])
def test_a_list_without_end_is_counted_as_far_as_it_is_shown(client, monkeypatch, address, most, listed, is_cut):
    client.force_login(User.objects.create_superuser("admin@example.org", "pw"))
    coach = UserFactory()
    for number in range(4):
        create_session(Session(name=f"Legs {number}"), coach)
    monkeypatch.setattr(UpTo, "MOST", most)

    page = client.get(address)

    assert page.context["cl"].result_count == listed
    assert (CUT in page.content.decode()) is is_cut


@pytest.mark.parametrize(
    ("most", "said"),
    [(4, "Used in 4 sessions of 1 coach."), (3, "Used in at least 4 sessions, of at least 1 coaches.")],
)
def test_the_uses_of_an_exercise_are_counted_as_far_as_needed(monkeypatch, most, said):
    first = SessionExerciseFactory()
    for _n in range(3):
        SessionExerciseFactory(exercise=first.exercise, session=SessionFactory(author=first.session.author))
    monkeypatch.setattr("sessions_app.admin.MOST_COUNTED", most)

    assert [sentence for sentence, _address in where_used(first.exercise, first.session.author)] == [said]
