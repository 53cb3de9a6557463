"""Eight clients at once on one session, over HTTP: nothing breaks, and no line is lost or doubled."""

import random
import threading
from collections import Counter

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from core.editing import stack
from sessions_app import editing
from sessions_app.models import Session, SessionExercise, SessionGroup, rows_of
from sessions_app.tests.test_editing_law import check

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, TIMES = 8, 8
# Done, or told in a sentence: somebody was faster, it cannot be done there, the line is gone.
ANSWERS = {200, 404, 409, 422}


class Tab(threading.Thread):
    """One browser tab that does as chance wills; `work(tab)` is one verb. made and gone: what the server said it did."""

    def __init__(self, number, user, session, ready, work):
        super().__init__()
        self.number, self.session, self.ready, self.work = number, session, ready, work
        self.dice = random.Random(number)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)
        self.statuses: Counter = Counter()
        self.made: list[str] = []
        self.gone: list[str] = []

    def run(self):
        self.ready.wait()
        try:
            for time in range(TIMES):
                self.work(self, time)
        finally:
            connections.close_all()

    def post(self, name, *args, **data):
        url = reverse(f"sessions:{name}", args=[self.session.pk, *args])
        status = self.client.post(url, data, HTTP_HX_REQUEST="true").status_code
        self.statuses[status] += 1
        return status == 200

    def rows(self):
        return list(SessionExercise.objects.filter(session=self.session).order_by("order"))

    def some(self, most=3):
        """A few lines as this tab's page shows them."""
        rows = self.rows()
        return [f"{row.pk}.{row.version}" for row in self.dice.sample(rows, min(len(rows), self.dice.randint(1, most)))]

    def place(self):
        rows, groups = self.rows(), list(SessionGroup.objects.filter(session=self.session))
        places = ["up", "down", "end:warm_up", "start:main:", "end:cool_down"]
        places += [f"after:{row.pk}" for row in rows] + [f"into:{group.pk}" for group in groups]
        return self.dice.choice(places)


def at_once(user, session, *works):
    ready = threading.Barrier(CLIENTS)
    tabs = [Tab(number, user, session, ready, works[number % len(works)]) for number in range(CLIENTS)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(120)
    assert not any(tab.is_alive() for tab in tabs)
    statuses: Counter = sum((tab.statuses for tab in tabs), Counter())
    assert set(statuses) <= ANSWERS
    assert statuses[200] >= CLIENTS
    check(session)
    return tabs


def arrange(tab, _time):
    verb = tab.dice.choice(["move", "move", "group", "leave", "ungroup"])
    if verb == "move":
        tab.post("selection_move", row=tab.some(), to=tab.place())
    elif verb == "group":
        tab.post("selection_group", row=tab.some())
    elif verb == "leave":
        tab.post("line_leave", tab.dice.choice(tab.rows()).pk)
    else:
        for group in list(SessionGroup.objects.filter(session=tab.session))[:1]:
            tab.post("ungroup", group.pk, version=group.version)


def test_arranging_loses_and_doubles_nothing(rosa, write):
    session = write("\n".join(f"Thing {number} 3x8" for number in range(10)))
    before = {row.pk for row in rows_of(session)}

    at_once(rosa, session, arrange)

    assert {row.pk for row in rows_of(Session.objects.get(pk=session.pk))} == before


def test_what_was_added_and_removed_is_there_and_gone_once(rosa, write):
    session = write("Squat 5x5\nPress 5x5\nRow 3x8")

    def write_and_erase(tab, time):
        name = f"Thing{'abcdefgh'[tab.number]}{'abcdefgh'[time]}"
        if tab.post("line_add", text=f"{name} 3x8", section=tab.dice.choice(["warm_up", "main"])):
            tab.made.append(name)
        arrange(tab, time)
        mine = [row for row in tab.rows() if row.name in tab.made]
        if time % 3 == 2 and mine:
            row = tab.dice.choice(mine)
            if tab.post("selection_remove", row=f"{row.pk}.{row.version}"):
                tab.gone.append(row.name)

    tabs = at_once(rosa, session, write_and_erase)

    left = [name for tab in tabs for name in tab.made if name not in tab.gone]
    assert sorted(row.name for row in rows_of(session)) == sorted([*left, "Squat", "Press", "Row"])


def test_copies_undo_and_redo_in_between(rosa, write):
    session = write("Squat 5x5\nPress 5x5\nA1 Row 8\nA2 Dip 8")

    def back_and_forth(tab, _time):
        done, undone = stack(tab.session, rosa)
        verb = tab.dice.choice(["undo", "redo", "copy", "remove"])
        if verb == "copy" or (verb == "remove" and len(tab.rows()) > 3):
            tab.post(f"selection_{verb}", row=tab.some(2))
        elif (step := {"undo": done, "redo": undone}.get(verb)) and not step.label.startswith("Created"):
            answer = tab.client.post(reverse(f"core:change_{verb}", args=[step.pk]))
            tab.statuses[200 if answer.status_code == 302 else answer.status_code] += 1

    at_once(rosa, session, arrange, back_and_forth)
    editing.replace_text(session, rosa, editing.text_of(Session.objects.get(pk=session.pk)))
    check(session)
