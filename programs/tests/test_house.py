"""The ready programs as rows: seeded once, mended where the text changed, and everybody's to start from."""

from dataclasses import replace
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory
from core.models import Change
from exercises.models import Exercise
from programs import documents, house, ready
from programs.exchange.load import load
from programs.exchange.text_writing import write_program_text
from programs.grid import read_grid
from programs.hints import read_hints
from programs.models import Program, ProgramSession
from sessions_app.models import Session

pytestmark = pytest.mark.django_db


def seed(**options):
    out = StringIO()
    call_command("seed_templates", stdout=out, **options)
    return out.getvalue()


def test_all_of_them_are_public_templates_of_the_house():
    assert seed() == "Templates: 11 added, 0 updated, 0 kept.\n"
    programs = Program.objects.select_related("author")
    assert {program.pk for program in programs} == {one.pk for one in ready.everything()}
    assert {(program.author.byline, program.visibility, program.is_template) for program in programs} == {
        ("TrainHub", "public", True)
    }
    assert not Change.objects.exists()


def test_every_name_was_found_in_the_library(templates):
    assert Exercise.objects.count() == Exercise.objects.library().count() > 100


def test_the_way_through_the_database_gives_the_text_again(templates):
    for one in ready.everything():
        assert write_program_text(load(Program.objects.get(pk=one.pk))) == ready.text_of(one.slug), one.slug


def test_there_is_nothing_to_advise_on_them(templates):
    for program in Program.objects.all():
        assert [advice.sentence for advice in read_hints(read_grid(program)).loud] == [], program.name


def test_again_it_changes_nothing(templates):
    before = sorted(ProgramSession.objects.values_list("pk", "session_id"))
    assert seed() == "Templates: 0 added, 0 updated, 11 kept.\n"
    assert sorted(ProgramSession.objects.values_list("pk", "session_id")) == before
    assert seed(verbosity=0) == ""


def test_what_reads_differently_by_now_is_made_anew_under_its_id(rosa, templates):
    rowing = Program.objects.get(pk=ready.ready("rowing-2km").pk)
    copy = documents.copy(rowing, rosa)
    own = set(Session.objects.filter(author=rosa).values_list("pk", flat=True))
    Program.objects.filter(pk=rowing.pk).update(description="An older one")
    others = set(ProgramSession.objects.exclude(program__in=[rowing, copy]).values_list("pk", flat=True))
    sessions = Session.objects.count()

    assert seed() == "Templates: 0 added, 1 updated, 10 kept.\n"

    assert Program.objects.get(pk=rowing.pk).description == ready.ready("rowing-2km").value.description
    assert set(ProgramSession.objects.exclude(program__in=[rowing, copy]).values_list("pk", flat=True)) == others
    assert Session.objects.count() == sessions
    copy.refresh_from_db()
    assert copy.copied_from_id == rowing.pk
    assert set(Session.objects.filter(author=rosa).values_list("pk", flat=True)) == own


def test_what_is_ready_no_more_goes(rosa, monkeypatch, templates):
    copy = documents.copy(Program.objects.get(pk=ready.ready("mobility-20min").pk), rosa)
    monkeypatch.setattr(ready, "SLUGS", ready.SLUGS[:-1])

    assert seed() == "Templates: 0 added, 0 updated, 10 kept.\n"

    assert Program.objects.exclude(author=rosa).count() == 10
    assert list(Program.objects.filter(author=rosa)) == [copy]
    assert Session.objects.filter(placings=None).count() == 0


def test_a_dry_run_writes_nothing():
    assert seed(dry_run=True) == "Would be: 11 added, 0 updated, 0 kept.\n"
    assert not User.objects.exists() and not Program.objects.exists()


def test_nobody_signs_in_as_the_house(client):
    person = house.house()
    assert not person.is_active and not person.has_usable_password()
    assert house.house() == person


def test_whoever_signed_up_with_its_address_before_loses_it(client):
    stranger = UserFactory(email=house.EMAIL, name="Stranger")
    stranger.confirm_address()
    person = house.house()
    assert (person.pk, person.name) == (stranger.pk, "TrainHub")
    assert not person.is_active and not person.has_usable_password()
    assert not EmailAddress.objects.filter(user=person).exists()
    assert not client.login(email=house.EMAIL, password=PASSWORD)


def test_a_text_with_a_doubt_in_it_is_refused(monkeypatch, tmp_path):
    (tmp_path / "odd.txt").write_text("# Odd\n## Week 1\n### Mon · A\nSquat 5x5 @ purple\n## Week 99\n")
    monkeypatch.setattr(ready, "FOLDER", tmp_path)
    monkeypatch.setattr(ready, "SLUGS", ("odd",))
    with pytest.raises(CommandError, match=r"^odd\.txt: Line 5"):
        seed()
    assert not Program.objects.exists()


def test_starting_from_one_makes_a_program_of_ones_own(signed_in, rosa, templates):
    marathon = Program.objects.get(pk=ready.ready("running-marathon").pk)
    response = signed_in.post(reverse("programs:program_copy", args=[marathon.pk]))
    own = Program.objects.get(author=rosa)
    assert response.headers["Location"] == own.get_absolute_url()
    assert (own.name, own.visibility, own.is_template, own.copied_from_id) == (
        "Marathon",
        "private",
        False,
        marathon.pk,
    )
    assert replace(load(own), is_template=True) == load(marathon)
    assert set(Session.objects.filter(placings__program=own).values_list("author", flat=True)) == {rosa.pk}


@pytest.mark.parametrize("slug", ["mobility-20min", "running-marathon", "strength-barbell"])
def test_starting_from_a_long_one_takes_few_queries(
    signed_in, slug, content_types_known, django_assert_max_num_queries, templates
):
    """21 with PostgreSQL. SQLite takes at most 999 values at once, so the 250 rows of the strength program are several."""
    with django_assert_max_num_queries(26):
        signed_in.post(reverse("programs:program_copy", args=[ready.ready(slug).pk]))
