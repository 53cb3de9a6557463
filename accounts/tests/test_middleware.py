"""Each person's time zone holds for their request, and only for it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts.middleware import PreferencesMiddleware
from accounts.tests.factories import UserFactory


def zone_during(user: object, *, cookie: bool = True) -> str:
    request = RequestFactory().get("/")
    request.user = user
    request.COOKIES = {"sessionid": "x"} if cookie else {}
    seen = []

    def view(request: object) -> HttpResponse:
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    PreferencesMiddleware(view)(request)
    assert timezone.get_current_timezone_name() == "UTC"
    return seen[0]


@pytest.mark.parametrize(
    ("zone", "active"), [("Europe/Lisbon", "Europe/Lisbon"), ("Nowhere/Atall", "UTC"), ("../etc/passwd", "UTC")]
)
def test_the_persons_zone(zone: str, active: str):
    assert zone_during(UserFactory.build(time_zone=zone)) == active


def test_strangers_read_in_the_servers_zone():
    assert zone_during(AnonymousUser()) == "UTC"
    assert zone_during(UserFactory.build(time_zone="Europe/Lisbon"), cookie=False) == "UTC"
