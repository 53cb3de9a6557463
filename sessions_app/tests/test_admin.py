"""Sessions in the admin: found, read, without a query for each row."""

import pytest
from django.urls import reverse

from accounts.models import User
from sessions_app.tests.conftest import LOWER_A

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("admin@example.org", "pw"))
    return client


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_costs_the_same_queries(admin, write, count, django_assert_num_queries):
    for _n in range(count):
        write(LOWER_A)
    url = reverse("admin:sessions_app_session_changelist")
    admin.get(url)
    with django_assert_num_queries(6):
        html = admin.get(url, {"q": "lower"}).content.decode()

    assert html.count('<td class="field-line_count">6</td>') == count


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_lines_are_read_without_a_query_each(admin, write, count, django_assert_num_queries):
    session = write("Squat 5x5 @ 80% r3:00\n" * count)
    url = reverse("admin:sessions_app_session_change", args=[session.pk])
    admin.get(url)
    with django_assert_num_queries(5):
        html = admin.get(url).content.decode()

    assert html.count("5x5 @ 80% r3:00") == count
