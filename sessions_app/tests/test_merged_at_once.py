"""Curators merge while coaches write lines with what is being merged: no line is lost, none points at nothing."""

import pytest
from django.test import Client

from exercises.models import Exercise
from exercises.tests.factories import ExerciseFactory
from sessions_app.models import Session, SessionExercise, rows_of
from sessions_app.tests.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MERGES = [(one, other) for one in range(1, 8) for other in (0, one - 1)]


def test_merges_and_verbs_at_the_same_time(rosa, write, curator):
    names = [f"Rear squat {letter}" for letter in "abcdefgh"]
    exercises = [ExerciseFactory(name=name) for name in names]
    session = write("\n".join(f"{name} 3x8" for name in names))

    def coach(tab, _time):
        name = tab.dice.choice(names)
        if tab.post("line_add", text=f"{name} 3x8"):
            tab.made.append(name)
        tab.post("selection_move", row=tab.some(), to="up")

    def merge(tab, time):
        if not hasattr(tab, "curator"):
            tab.curator = Client(raise_request_exception=False)
            tab.curator.force_login(curator)
        one, other = tab.dice.choice(MERGES)
        address = f"/admin/exercises/exercise/{exercises[one].pk}/merge/"
        status = tab.curator.post(address, {"into": exercises[other].pk}).status_code
        tab.statuses[200 if status == 302 else status] += 1

    tabs = at_once(rosa, session, coach, coach, coach, merge)

    left = Exercise.objects.filter(author=None)
    assert len(left) < len(names)
    written = [*names, *(name for tab in tabs for name in tab.made)]
    assert sorted(row.name for row in rows_of(Session.objects.get(pk=session.pk))) == sorted(written)
    assert set(SessionExercise.objects.values_list("exercise", flat=True)) <= set(left.values_list("pk", flat=True))
    aliases = [name for row in left for name in (row.name, *row.aliases)]
    assert sorted(aliases) == sorted(names)
