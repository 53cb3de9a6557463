"""The profile: what people say about themselves, and the theme."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from accounts import closing
from accounts.forms import ProfileForm, time_zones
from accounts.models import User
from accounts.tests.factories import UserFactory
from accounts.views import ProfileView
from core.editing import Conflict

pytestmark = pytest.mark.django_db

SENT = {
    "name": "Ana Ruiz",
    "location": "Lisbon",
    "bio": "Coach.",
    "is_public": "on",
    "units": "imperial",
    "time_zone": "Europe/Lisbon",
    "locale": "en",
    "theme": "dark",
}


@pytest.fixture
def user(client: Client) -> User:
    user = UserFactory(name="Ana", single_keys=True)
    client.force_login(user)
    return user


def test_saves_all_of_it(client: Client, user: User):
    answer = client.post("/accounts/profile/", SENT)

    user.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/profile/")
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["Profile saved"]
    assert (user.name, user.location, user.bio, user.is_public) == ("Ana Ruiz", "Lisbon", "Coach.", True)
    assert (user.units, user.time_zone, user.locale) == ("imperial", "Europe/Lisbon", "en")
    assert (user.theme, user.single_keys) == ("dark", False)


def test_the_next_page_shows_what_was_saved(client: Client, user: User):
    page = client.post("/accounts/profile/", SENT, follow=True).content.decode()

    assert 'data-bs-theme="dark"' in page
    assert '<option value="Europe/Lisbon" selected>Lisbon</option>' in page
    assert "Profile saved" in page
    assert "data-single-keys" not in page


def test_single_keys_are_on_the_body(client: Client, user: User):
    assert " data-single-keys" in client.get("/accounts/profile/").content.decode()


def test_what_changed_elsewhere_meanwhile_stays_changed(user: User):
    form = ProfileForm(SENT, instance=User.objects.get())
    assert form.is_valid()
    user.set_password("another long phrase")
    user.is_staff = True
    user.save()
    form.save()

    saved = User.objects.get()
    assert (saved.name, saved.is_staff) == ("Ana Ruiz", True)
    assert saved.check_password("another long phrase")


def test_an_account_that_was_closed_meanwhile_stays_closed(client: Client, user: User, monkeypatch):
    form_valid = ProfileView.form_valid

    def too_late(view, form):
        closing.close(User.objects.get(), keep_public=False)
        return form_valid(view, form)

    monkeypatch.setattr(ProfileView, "form_valid", too_late)
    answer = client.post("/accounts/profile/", SENT)

    assert answer.status_code == 409
    assert not User.objects.exists()


def test_a_former_coach_is_given_no_name_again(user: User):
    form = ProfileForm(SENT, instance=User.objects.get())
    assert form.is_valid()
    User.objects.update(name="", is_active=False, closed_at=timezone.now())

    with pytest.raises(Conflict):
        form.save()
    assert User.objects.get().name == ""
    assert User.objects.get().is_closed


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("units", "stones", "Select a valid choice. stones is not one of the available choices."),
        ("time_zone", "Mars/Olympus", "Select a valid choice. Mars/Olympus is not one of the available choices."),
        ("time_zone", "", "This field is required."),
        ("theme", "pink", "Select a valid choice. pink is not one of the available choices."),
        ("name", "x" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("bio", "x" * 1001, "Ensure this value has at most 1000 characters (it has 1001)."),
    ],
)
def test_refuses_and_changes_nothing(client: Client, user: User, name: str, value: str, error: str):
    answer = client.post("/accounts/profile/", {**SENT, name: value})

    assert answer.status_code == 200
    assert answer.context["form"].errors == {name: [error]}
    assert f'id="id_{name}_error"' in answer.content.decode()
    assert User.objects.get().name == "Ana"
    assert 'data-bs-theme="system"' in answer.content.decode()


def test_one_cannot_make_oneself_staff(client: Client, user: User):
    client.post("/accounts/profile/", {**SENT, "is_staff": "on", "is_superuser": "on", "email": "x@example.org"})

    saved = User.objects.get()
    assert (saved.is_staff, saved.is_superuser, saved.email) == (False, False, user.email)


def test_strangers_have_no_profile(client: Client):
    assert client.get("/accounts/profile/").headers["Location"] == "/accounts/login/?next=/accounts/profile/"


def test_a_zone_that_is_no_place_is_kept_for_who_has_it():
    assert time_zones("Etc/GMT+5")[0] == ("UTC", [("UTC", "UTC"), ("Etc/GMT+5", "Etc/GMT+5")])
    assert time_zones("Europe/Lisbon")[0] == ("UTC", [("UTC", "UTC")])
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in dict(time_zones())["America"]


def test_the_theme_is_saved_and_remembered(client: Client, user: User):
    answer = client.post("/accounts/theme/", {"theme": "light", "next": "/accounts/profile/?x=1"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/profile/?x=1")
    assert User.objects.get().theme == "light"
    assert (client.cookies["theme"].value, client.cookies["theme"]["httponly"]) == ("light", True)


def test_a_stranger_has_the_theme_by_cookie(client: Client):
    client.post("/accounts/theme/", {"theme": "dark"})

    assert '<html lang="en" data-bs-theme="dark">' in client.get("/accounts/login/").content.decode()


def test_the_person_wins_over_the_cookie(client: Client, user: User):
    client.cookies["theme"] = "light"
    User.objects.update(theme="dark")

    assert '<html lang="en" data-bs-theme="dark">' in client.get("/accounts/profile/").content.decode()


@pytest.mark.parametrize("theme", ["", "pink", "dark\n"])
def test_an_unknown_theme_is_refused(client: Client, user: User, theme: str):
    answer = client.post("/accounts/theme/", {"theme": theme})

    assert answer.status_code == 400
    assert User.objects.get().theme == "system"


@pytest.mark.parametrize("where", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_the_theme_does_not_lead_elsewhere(client: Client, where: str):
    answer = client.post("/accounts/theme/", {"theme": "dark", "next": where})

    assert answer.headers["Location"] == "/"


def test_the_theme_is_no_page(client: Client):
    assert client.get("/accounts/theme/").status_code == 405
