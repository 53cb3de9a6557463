"""What the tests of placings send and read."""

import json

from django.urls import reverse

from core.models import Change
from programs.models import ProgramSession

HTMX = {"HX-Request": "true"}
SHEET = HTMX | {"HX-Target": "sheet"}
SEEN = {"seen": "1"}  # of a page that shows the program as it is
BIG = "99999999999"


def url(verb, thing):
    return reverse(f"programs:placing_{verb}", args=[thing.pk])


def text(response):
    return " ".join(response.content.decode().split())


def rows():
    return sorted(ProgramSession.objects.values_list("session__name", "week", "day", "order"))


def said(response):
    return [str(message) for message in response.context["messages"]]


def toast(response):
    return json.loads(response.headers["HX-Trigger"])["toast"]


def last_undo():
    return reverse("core:change_undo", args=[Change.objects.latest("number").pk])


UNTOUCHED = [("Lower A", 1, 1, 1), ("Upper B", 3, 3, 1)]
