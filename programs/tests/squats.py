"""A program with back squats in two sessions, and how it stands, for the tests of what replaces them."""

from programs.models import ProgramSession
from sessions_app.models import Session
from sessions_app.tests.conftest import lines

LOWER = "Back squat 5x5 @ 80% r3:00\nLeg curl 3x12"
UPPER = "Bench press 5x5 @ 80% r3:00\nBack squat 3x3 @ 60%"
SQUATS = ["Back squat | 5x5 @ 80% r3:00", "Leg curl | 3x12"]
FRONTS = ["Front squat | 5x5 @ 80% r3:00", "Leg curl | 3x12"]


def stands(program):
    placings = program.placings.order_by("week", "day").select_related("session")
    return {(one.week, one.day): [line[4:] for line in lines(one.session)] for one in placings}


def everything():
    """All that a step may change, to compare it after an undo."""
    rows = [
        (one.session_id, line)
        for one in ProgramSession.objects.select_related("session")
        for line in lines(one.session)
    ]
    placed = ProgramSession.objects.values_list("id", "session_id", "adjustment")
    return sorted(rows), sorted(map(str, placed)), sorted(Session.objects.values_list("id", "digest"))
