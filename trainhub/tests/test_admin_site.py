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


@pytest.mark.parametrize("word", ["up", "2027-01-04T00:00", "home", "((((", "http://["])
def test_a_word_is_no_page_to_be_led_to(superuser, word):
    """Django would look for a view of that name."""
    answer = signed_in_as(superuser).get("/admin/login/", {"next": word})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("mfa/authenticator/", {"action": "delete_selected", "_selected_action": ["up", "1"]}),
        ("auth/group/", {"action": "delete_selected", "_selected_action": ["\t"]}),
        ("usersessions/usersession/", {"action": "sign_out", "_selected_action": ["9" * 40]}),
        ("auth/group/add/", {"name": "Helpers", "permissions": ["-9223372036854775809"]}),
    ],
)
def test_a_row_that_cannot_be_one_is_refused_before_it_is_looked_up(superuser, address, form):
    answer = signed_in_as(superuser).post(f"/admin/{address}", form)
    assert answer.status_code == 400
    assert "could not read this request" in answer.content.decode()


def test_a_user_s_right_that_cannot_be_one_is_refused(superuser):
    form = {"email": "a@b.example", "user_permissions": ["-9223372036854775809"]}
    assert signed_in_as(superuser).post(f"/admin/accounts/user/{superuser.pk}/change/", form).status_code == 400


@pytest.mark.parametrize("address", ["core/change/", "auth/group/", "exercises/exercise/", "programs/program/"])
def test_a_search_of_more_words_than_anybody_types_is_refused(superuser, address):
    answers = [signed_in_as(superuser).get(f"/admin/{address}", {"q": "- " * words}) for words in (50, 51, 3_000)]
    assert [answer.status_code for answer in answers] == [200, 400, 400]
