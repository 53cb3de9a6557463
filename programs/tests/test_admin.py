"""Programs in the admin: found and read; hidden by the coach's own verb."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import Visibility
from core.models import Change
from programs.models import Program
from programs.tests.factories import ProgramFactory, ProgramSessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content_types_known")]
LIST = "/admin/programs/program/"


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_takes_the_same_number_of_queries(admin_client, count, django_assert_num_queries):
    for _ in range(count):
        ProgramSessionFactory()
    with django_assert_num_queries(5):
        page = admin_client.get(LIST)
    assert page.context["cl"].result_count == count
    assert len(page.context["cl"].result_list) == count


def test_a_program_is_found_by_its_coach(admin_client):
    program = ProgramFactory(name="Base")
    ProgramFactory(name="Other")
    for words in (program.author.email, "bas"):
        page = admin_client.get(LIST, {"q": words})
        assert [row.name for row in page.context["cl"].result_list] == ["Base"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_shows_the_weeks_without_a_query_each(admin_client, count, django_assert_num_queries):
    program = ProgramFactory()
    for number in range(count):
        ProgramSessionFactory(program=program, order=number + 1)
    address = reverse("admin:programs_program_change", args=[program.pk])
    admin_client.get(address)
    with django_assert_num_queries(6):
        page = admin_client.get(address)
    assert page.status_code == 200


def test_a_program_is_not_made_changed_or_deleted_here(admin_client):
    program = ProgramFactory(name="Base")
    assert admin_client.get(LIST + "add/").status_code == 403
    assert admin_client.post(f"{LIST}{program.pk}/change/", {"name": "Mine"}).status_code == 403
    assert admin_client.post(f"{LIST}{program.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Program.objects.get().name == "Base"


def test_what_must_not_be_seen_becomes_a_draft_by_a_step_that_is_recorded(admin_client):
    program, draft = ProgramFactory(visibility=Visibility.PUBLIC), ProgramFactory()
    answer = admin_client.post(LIST, {"action": "hide", "_selected_action": [program.pk, draft.pk]}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["1 program is a draft now."]
    before, version = program, program.version
    program.refresh_from_db()
    assert (program.visibility, program.version) == (Visibility.PRIVATE, version + 1)
    assert Change.objects.get().document_id == before.pk
    assert LogEntry.objects.get().get_change_message() == "Taken out of public view."
