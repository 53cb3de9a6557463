"""The admin's door: the site's own sign-in, a plain word for who has no business there, and its front page."""

import pytest
from django.test import Client

from accounts import roles
from accounts.tests.factories import UserFactory
from trainhub.admin_site import NOT_YOURS

pytestmark = pytest.mark.django_db


def signed_in_as(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def as_curator():
    person = UserFactory()
    roles.make_curator(person)
    return signed_in_as(person)


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/exercises/exercise/"])
def test_a_coach_is_told_and_not_sent_round_in_a_circle(address):
    answer = signed_in_as(UserFactory()).get(address)
    assert answer.status_code == 403
    assert str(NOT_YOURS) in answer.content.decode()


@pytest.mark.parametrize("address", ["/admin/accounts/user/", "/admin/programs/program/", "/admin/mfa/authenticator/"])
def test_a_curator_is_told_at_the_doors_of_others(as_curator, address):
    answer = as_curator.get(address)
    assert answer.status_code == 403
    assert str(NOT_YOURS) in answer.content.decode()


def test_a_curators_first_page_shows_the_exercises_and_nothing_else(as_curator):
    answer = as_curator.get("/admin/")
    assert [model["object_name"] for app in answer.context["app_list"] for model in app["models"]] == ["Exercise"]


def test_the_password_is_changed_where_everybody_changes_it(as_curator):
    for address in ("/admin/password_change/", "/admin/password_change/done/"):
        assert as_curator.get(address).headers["Location"] == "/accounts/password/change/"
