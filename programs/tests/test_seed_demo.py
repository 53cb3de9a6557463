"""seed_demo: two people, four programs, safe to run again."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import call_command

from accounts.models import User
from core.models import Change
from exercises.models import Exercise
from programs.demo import reading
from programs.models import Program, ProgramSession, ProgramWeek
from sessions_app.models import Session
from sessions_app.prescription import apply_all

pytestmark = pytest.mark.django_db
COACH, ADMIN = "coach@trainhub.example", "admin@trainhub.example"


@pytest.fixture(autouse=True)
def no_password_around(monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)


def seed(**options):
    out = StringIO()
    call_command("seed_demo", stdout=out, **options)
    return out.getvalue()


def signs_in(email, password):
    return authenticate(None, email=email, password=password) is not None


def test_the_demo_places_four_programs(full_library):
    out = seed(password="given for a test")

    assert "Demo: 4 programs made, with 27 sessions placed 161 times." in out
    programs = Program.objects.order_by("name")
    assert [(p.name, p.visibility, p.duration_weeks, p.sport, p.placings.count()) for p in programs] == [
        ("FTP builder", "public", 6, "cycling", 18),
        ("First 10K", "public", 8, "running", 24),
        ("Hybrid 10K + Strength", "private", 12, "", 95),
        ("Stronger in 8", "public", 8, "strength", 24),
    ]


def test_the_library_is_filled_first_and_has_every_name():
    seed()

    assert Exercise.objects.library().count() > 100
    assert not Exercise.objects.filter(author__isnull=False).exists()


def test_the_hybrid_program_is_the_one_of_the_picture(full_library):
    seed()
    program = Program.objects.get(name="Hybrid 10K + Strength")

    weeks = ProgramWeek.objects.filter(program=program).order_by("number")
    assert [week.phase for week in weeks] == ["Base"] * 4 + ["Build"] * 4 + ["Peak"] * 2 + ["Taper"] * 2
    assert [week.number for week in weeks if week.is_deload] == [4, 8]
    placings = ProgramSession.objects.filter(program=program, session__name="Lower A · Squat").order_by("week")
    assert [placing.adjustment.badge if placing.adjustment else "" for placing in placings] == [
        "", "+2.5%", "+5%", "−40%", "+5%", "+7.5%", "+10%", "−40%", "+10%", "+12.5%", "−30%",
    ]  # fmt: skip
    assert len({placing.session_id for placing in placings}) == 1
    assert Session.objects.filter(placings__program=program).distinct().count() == 15


def test_every_adjustment_changes_something():
    for demo in reading.programs():
        for placing in demo.value.placings:
            if placing.adjustment:
                assert apply_all(placing.session.rows, placing.adjustment) != placing.session.rows


def test_its_sessions_are_in_the_list_and_nothing_is_there_to_undo(full_library):
    seed()

    assert Session.objects.filter(kept=True).count() == Session.objects.count() == 27
    assert not Change.objects.exists()
    assert not Session.objects.filter(digest="").exists()


def test_again_makes_nothing_and_keeps_the_password(full_library):
    seed(password="the first one")
    ids = set(Program.objects.values_list("pk", flat=True))

    out = seed()

    assert "Demo: 0 programs made, with 0 sessions placed 0 times." in out
    assert f"{COACH} and {ADMIN} were there already." in out
    assert set(Program.objects.values_list("pk", flat=True)) == ids
    assert User.objects.count() == 2
    assert signs_in(COACH, "the first one")


def test_again_with_a_password_sets_it(full_library):
    seed(password="the first one")
    seed(password="the second one")

    assert not signs_in(COACH, "the first one")
    assert signs_in(COACH, "the second one")
    assert signs_in(ADMIN, "the second one")


def test_a_program_that_was_deleted_comes_back_alone(full_library):
    seed()
    Program.objects.filter(name="First 10K").delete()

    assert "Demo: 1 programs made" in seed()


def test_the_password_is_from_the_environment_or_random_and_printed(full_library, monkeypatch):
    made = []
    for _ in range(2):
        User.objects.all().delete()
        made.append(seed().split("with the password ")[1].strip())
        assert signs_in(COACH, made[-1])
    assert made[0] != made[1]
    assert all(len(password) >= 12 for password in made)

    User.objects.all().delete()
    monkeypatch.setenv("DEMO_PASSWORD", "from the environment")
    out = seed()
    assert signs_in(ADMIN, "from the environment")
    assert "from the environment" not in out


def test_people_are_who_they_should_be(full_library):
    seed()
    coach, admin = User.objects.get(email=COACH), User.objects.get(email=ADMIN)

    assert (coach.name, coach.is_staff, coach.is_superuser) == ("Ana Ruiz", False, False)
    assert (admin.is_staff, admin.is_superuser) == (True, True)
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 2


def test_failing_leaves_nothing(full_library, monkeypatch):
    monkeypatch.setattr("programs.demo.reading.PROGRAMS", ("ftp-builder", "gone"))

    with pytest.raises(FileNotFoundError):
        seed()

    assert not User.objects.exists()


def test_quiet_says_nothing(full_library):
    assert seed(verbosity=0) == ""
