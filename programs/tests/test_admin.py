import pytest
from django.urls import reverse

from programs.tests.factories import ProgramFactory, ProgramSessionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(admin_client, count, django_assert_num_queries):
    for _ in range(count):
        ProgramSessionFactory()
    admin_client.get(reverse("admin:programs_program_changelist"))
    with django_assert_num_queries(6):
        page = admin_client.get(reverse("admin:programs_program_changelist"))
    assert page.context["cl"].result_count == count


def test_a_program_is_found_by_its_coach(admin_client):
    program = ProgramFactory(name="Base")
    ProgramFactory(name="Other")
    page = admin_client.get(reverse("admin:programs_program_changelist"), {"q": program.author.email})
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


def test_a_program_is_not_made_here(admin_client):
    assert admin_client.get(reverse("admin:programs_program_add")).status_code == 403
