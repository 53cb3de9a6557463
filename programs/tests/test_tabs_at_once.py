"""Eight clients at once on one program, over HTTP: nothing breaks, and no card is lost or doubled."""

import random
import threading
from collections import Counter

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from core.editing import stack
from programs.models import Program
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, make_session

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, TIMES, CARDS = 8, 12, 20
# Done, or told in a sentence: somebody was faster, it cannot be done there, the card is gone.
ANSWERS = {200, 204, 302, 404, 409, 422}
HTMX = {"HX-Request": "true"}


class Tab(threading.Thread):
    """One browser tab that does as chance wills. `left`: how many more or fewer cards the server said there are."""

    def __init__(self, number, user, program, ready, verbs):
        super().__init__()
        self.program, self.ready, self.verbs = program, ready, verbs
        self.dice = random.Random(number)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)
        self.user = user
        self.statuses = Counter()
        self.left = 0

    def run(self):
        self.ready.wait()
        try:
            for _time in range(TIMES):
                getattr(self, self.dice.choice(self.verbs))()
        finally:
            connections.close_all()

    def post(self, address, **form):
        form |= {"seen": self.dice.choice(["1", "2", "3"])}
        status = self.client.post(address, form, headers=HTMX).status_code
        self.statuses[status] += 1
        return status == 200

    def on_card(self, verb, **form):
        cards = list(self.program.placings.order_by("pk"))
        card = self.dice.choice(cards)
        return self.post(reverse(f"programs:placing_{verb}", args=[card.pk]), version=card.version, **form)

    def place(self):
        return {"week": self.dice.randint(1, 3), "day": self.dice.randint(1, 3), "position": self.dice.randint(1, 6)}

    def week(self, verb, **form):
        self.post(reverse(f"programs:week_{verb}", args=[self.program.pk, self.dice.randint(1, 3)]), **form)

    def move(self):
        self.on_card("move", **self.place())

    def copy(self):
        self.left += self.on_card("copy", **self.place())

    def remove(self):
        self.left -= self.on_card("remove")

    def shift(self):
        unit, by = self.dice.choice([1, 7]), self.dice.choice([1, 2])
        self.week("shift", by=by, unit=unit, direction=self.dice.choice([1, -1]))

    def insert(self):
        self.week("insert", count=1, where=self.dice.choice(["above", "below"]))

    def lighten(self):
        self.week("deload", volume=40)

    def back_and_forth(self):
        done, undone = stack(self.program, self.user)
        verb, step = self.dice.choice([("undo", done), ("redo", undone)])
        if step:
            status = self.client.post(reverse(f"core:change_{verb}", args=[step.pk])).status_code
            self.statuses[status] += 1


@pytest.fixture
def crowded(rosa):
    program = ProgramFactory(author=rosa, duration_weeks=4)
    session = make_session(rosa)
    for number in range(CARDS):
        place = {"week": number % 3 + 1, "day": number // 3 % 3 + 1, "order": number // 9 + 1}
        ProgramSessionFactory(program=program, session=session, **place)
    assert program.is_whole()
    return program


def at_once(program, verbs):
    ready = threading.Barrier(CLIENTS)
    tabs = [Tab(number, program.author, program, ready, verbs) for number in range(CLIENTS)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(120)
    assert not any(tab.is_alive() for tab in tabs)
    statuses = sum((tab.statuses for tab in tabs), Counter())
    assert set(statuses) <= ANSWERS
    assert statuses[200] >= CLIENTS
    assert Program.objects.get(pk=program.pk).is_whole()
    return tabs


def test_moving_loses_and_doubles_nothing(crowded):
    before = set(crowded.placings.values_list("pk", flat=True))
    at_once(crowded, ["move"])
    assert set(crowded.placings.values_list("pk", flat=True)) == before


def test_what_was_copied_and_removed_is_there_and_gone_once(crowded):
    tabs = at_once(crowded, ["move", "copy", "remove"])
    assert crowded.placings.count() == CARDS + sum(tab.left for tab in tabs)


def test_weeks_that_move_under_ones_cards_keep_every_card(crowded):
    before = set(crowded.placings.values_list("pk", flat=True))
    at_once(crowded, ["move", "shift", "insert", "lighten"])
    assert set(crowded.placings.values_list("pk", flat=True)) == before


def test_undo_and_redo_in_between(crowded):
    before = set(crowded.placings.values_list("pk", flat=True))
    at_once(crowded, ["move", "shift", "move", "back_and_forth"])
    assert set(crowded.placings.values_list("pk", flat=True)) == before
