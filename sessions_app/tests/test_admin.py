"""Sessions in the admin: found and read, without a query for each row, and changed by nobody."""

import pytest
from django.urls import reverse

from accounts.models import User
from sessions_app.models import Session
from sessions_app.tests.conftest import LOWER_A

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content_types_known")]
LIST = "/admin/sessions_app/session/"


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("admin@example.org", "pw"))
    return client


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_costs_the_same_queries(admin, write, count, django_assert_num_queries):
    for _n in range(count):
        write(LOWER_A)
    with django_assert_num_queries(5):
        page = admin.get(LIST, {"q": "lower", "sport": "strength", "o": "1"})

    assert len(page.context["cl"].result_list) == count


def test_found_by_name_or_email_and_by_what_it_uses(admin, write):
    session = write(LOWER_A)
    other = write("Easy run 30:00\n")
    Session.objects.filter(pk=other.pk).update(name="Long run")

    def found(**query):
        return [row.pk for row in admin.get(LIST, query).context["cl"].result_list]

    assert found(q="LOWER a") == [session.pk]
    assert set(found(q=session.author.email.upper())) == {session.pk, other.pk}
    assert found(q="nobody@example.org") == []
    assert found(exercise=session.rows.first().exercise_id) == [session.pk]
    assert set(found(exercise="nothing")) == {session.pk, other.pk}


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_lines_are_read_without_a_query_each(admin, write, count, django_assert_num_queries):
    session = write("Squat 5x5 @ 80% r3:00\n" * count)
    url = reverse("admin:sessions_app_session_change", args=[session.pk])
    admin.get(url)
    with django_assert_num_queries(6):
        html = admin.get(url).content.decode()

    assert html.count("5x5 @ 80% r3:00") == count
    assert "It is read here and changed where they change it" in html


def test_nothing_is_changed_here(admin, write):
    session = write(LOWER_A)
    url = reverse("admin:sessions_app_session_change", args=[session.pk])

    assert admin.post(url, {"name": "Mine now"}).status_code == 403
    assert admin.get(LIST + "add/").status_code == 403
    assert admin.post(f"{LIST}{session.pk}/delete/", {"post": "yes"}).status_code == 403
    session.refresh_from_db()
    assert session.name != "Mine now" and Session.objects.filter(pk=session.pk).exists()
