"""A first program from one sentence: sport, days a week, weeks, growth, and how often a week is lighter.

The sessions are ours, written in notation; everything can be changed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.editing import edit
from programs.models import Program, ProgramSession, ProgramWeek
from programs.schedule import progressions
from sessions_app.editing.documents import prepare, write_new
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

DELOAD = Adjustment.parse("volume -40%")

# Weekdays for n sessions a week, the hard ones apart and the long one last.
DAYS = {1: (6,), 2: (2, 6), 3: (1, 3, 6), 4: (1, 3, 5, 7), 5: (1, 2, 4, 5, 7), 6: (1, 2, 3, 5, 6, 7)}

EASY_RUN = ("Easy run", "Easy run 40min @ Z2")
FAST_RUN = ("Fast run", "== Warm-up\nEasy run 12min @ Z1\n== Main\nRun 6x2:00 @ Z4 r2:00\n== Cool-down\nJog 8min @ Z1")
LONG_RUN = ("Long run", "Long run 60min @ Z2")
EASY_RIDE = ("Easy ride", "Easy ride 60min @ Z2")
SWEET_SPOT = ("Sweet spot", "== Warm-up\nWarm-up 15min @ Z2\n== Main\nInterval 3x10min @ 88-93% FTP r5:00\n== Cool-down\nCool-down 10min @ Z1")
LONG_RIDE = ("Long ride", "Long ride 2h @ Z2")
TECHNIQUE = ("Technique", "== Warm-up\nFreestyle 300m @ easy\n== Main\nCatch-up drill 6x50m r20\nFreestyle 8x50m @ moderate r15\n== Cool-down\nFreestyle 200m @ easy")
THRESHOLD_SWIM = ("Threshold", "== Warm-up\nFreestyle 400m @ easy\n== Main\nFreestyle 10x100m @ CSS r20\n== Cool-down\nFreestyle 200m @ easy")
LONG_SWIM = ("Long swim", "Freestyle 1800m @ steady")
STEADY_ROW = ("Steady row", "Row erg 40min @ UT2")
FAST_ROW = ("Fast row", "== Warm-up\nRow erg 10min @ UT2\n== Main\nRow erg 5x1000m @ 2k+10 r3:00\n== Cool-down\nRow erg 8min @ UT2")
LONG_ROW = ("Long row", "Row erg 60min @ UT2")
SQUAT_DAY = ("Squat day", "== Main\nBack squat 5x5 @ 75% r3:00\nRomanian deadlift 3x8 @ RPE 7 r2:00\nWalking lunge 3x10/side r1:30\nPlank 3x45s r1:00")
PRESS_DAY = ("Press day", "== Main\nBench press 5x5 @ 75% r3:00\nBent-over row 4x8 @ RPE 8 r2:00\nOverhead press 3x8 @ RPE 8 r2:00\nChin-up 3x6-10 r2:00")
HINGE_DAY = ("Hinge day", "== Main\nDeadlift 4x4 @ 77.5% r3:00\nFront squat 3x6 @ RPE 7 r2:30\nHip thrust 3x10 r2:00\nHanging knee raise 3x12 r1:00")
HIPS = ("Hips and ankles", "90/90 hip switch 2x8/side\nCouch stretch 2x1:00/side\nDeep squat hold 3x45s")
SPINE = ("Spine and shoulders", "Cat-cow 2x10\nThread the needle 2x8/side\nDead hang 3x30s")
FIELD = ("Field conditioning", "== Warm-up\nJog 8min @ easy\n== Main\nShuttle run 8x30s @ hard r60\nAcceleration sprint 6x20m @ max r60\n== Cool-down\nWalk 5min")
JUMPS = ("Jumps and sprints", "== Main\nBox jump 4x5 r1:30\nBroad jump 4x4 r1:30\nAcceleration sprint 6x30m @ max r2:00")
GYM = ("Gym", "== Main\nBack squat 4x5 @ 75% r3:00\nBench press 4x6 @ RPE 8 r2:00\nNordic curl 3x5 r2:00\nCopenhagen plank 3x30s/side r1:00")

# The sessions of a week in the order of its days; the first n rules of a sport's list are those for n days.
WEEKS: dict[str, dict[int, list[tuple[str, str]]]] = {
    "running": {
        2: [EASY_RUN, LONG_RUN],
        3: [EASY_RUN, FAST_RUN, LONG_RUN],
        4: [EASY_RUN, FAST_RUN, EASY_RUN, LONG_RUN],
        5: [EASY_RUN, FAST_RUN, EASY_RUN, EASY_RUN, LONG_RUN],
        6: [EASY_RUN, FAST_RUN, EASY_RUN, FAST_RUN, EASY_RUN, LONG_RUN],
    },
    "cycling": {
        2: [SWEET_SPOT, LONG_RIDE],
        3: [EASY_RIDE, SWEET_SPOT, LONG_RIDE],
        4: [EASY_RIDE, SWEET_SPOT, EASY_RIDE, LONG_RIDE],
        5: [EASY_RIDE, SWEET_SPOT, EASY_RIDE, SWEET_SPOT, LONG_RIDE],
        6: [EASY_RIDE, SWEET_SPOT, EASY_RIDE, SWEET_SPOT, EASY_RIDE, LONG_RIDE],
    },
    "swimming": {
        2: [TECHNIQUE, LONG_SWIM],
        3: [TECHNIQUE, THRESHOLD_SWIM, LONG_SWIM],
        4: [TECHNIQUE, THRESHOLD_SWIM, TECHNIQUE, LONG_SWIM],
        5: [TECHNIQUE, THRESHOLD_SWIM, TECHNIQUE, THRESHOLD_SWIM, LONG_SWIM],
        6: [TECHNIQUE, THRESHOLD_SWIM, TECHNIQUE, THRESHOLD_SWIM, TECHNIQUE, LONG_SWIM],
    },
    "rowing": {
        2: [FAST_ROW, LONG_ROW],
        3: [STEADY_ROW, FAST_ROW, LONG_ROW],
        4: [STEADY_ROW, FAST_ROW, STEADY_ROW, LONG_ROW],
        5: [STEADY_ROW, FAST_ROW, STEADY_ROW, FAST_ROW, LONG_ROW],
        6: [STEADY_ROW, FAST_ROW, STEADY_ROW, FAST_ROW, STEADY_ROW, LONG_ROW],
    },
    "strength": {
        2: [SQUAT_DAY, PRESS_DAY],
        3: [SQUAT_DAY, PRESS_DAY, HINGE_DAY],
        4: [SQUAT_DAY, PRESS_DAY, HINGE_DAY, PRESS_DAY],
        5: [SQUAT_DAY, PRESS_DAY, HINGE_DAY, PRESS_DAY, SQUAT_DAY],
        6: [SQUAT_DAY, PRESS_DAY, HINGE_DAY, PRESS_DAY, SQUAT_DAY, PRESS_DAY],
    },
    "mobility": {
        2: [HIPS, SPINE],
        3: [HIPS, SPINE, HIPS],
        4: [HIPS, SPINE, HIPS, SPINE],
        5: [HIPS, SPINE, HIPS, SPINE, HIPS],
        6: [HIPS, SPINE, HIPS, SPINE, HIPS, SPINE],
    },
    "team_sports": {
        2: [FIELD, GYM],
        3: [FIELD, GYM, JUMPS],
        4: [FIELD, GYM, JUMPS, GYM],
        5: [FIELD, GYM, JUMPS, GYM, FIELD],
        6: [FIELD, GYM, JUMPS, FIELD, GYM, JUMPS],
    },
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """I coach `sport` for someone who trains `days` days a week. Build `weeks` weeks growing `growth` % a week …"""

    sport: str = "running"
    days: int = 4
    weeks: int = 8
    growth: float = 8
    lighter_every: int = 4  # 0: never

    @property
    def step(self) -> Adjustment | None:
        """Strength grows by load, everything else by how much is done."""
        if not self.growth:
            return None
        kind = "" if self.sport == "strength" else "volume "
        return Adjustment.parse(f"{kind}+{self.growth:g}%")

    def plan(self) -> list[list[tuple[int, str, str, Adjustment | None]]]:
        """For each week its (day, session's name, session's text, adjustment), and nothing written."""
        week = list(zip(DAYS[self.days], WEEKS[self.sport][self.days], strict=True))
        changes = progressions(self.weeks, self.step, self.lighter_every or None, DELOAD)
        return [[(day, name, text, change) for day, (name, text) in week] for change, _deload in changes]


def create(sentence: Sentence, user: Any, sport_name: str) -> Program:
    """The program of a sentence, saved as this coach's own, in one undoable step."""
    name = _("%(sport)s, %(weeks)s weeks") % {"sport": sport_name, "weeks": sentence.weeks}
    program = Program(name=name, sport=sentence.sport, author=user, duration_weeks=sentence.weeks)
    texts = dict(WEEKS[sentence.sport][sentence.days])
    sessions = {name: Session(name=name, sport=sentence.sport) for name in texts}
    read = {name: prepare(session, user, texts[name]) for name, session in sessions.items()}
    changes = progressions(sentence.weeks, sentence.step, sentence.lighter_every or None, DELOAD)
    with edit(program, user, _("Created %(name)s") % {"name": program.name}) as step:
        program.save()
        for name, session in sessions.items():
            step.created(session)
            write_new(session, step, read[name])
        ProgramSession.objects.bulk_create(
            ProgramSession(program=program, session=sessions[name], week=number, day=day, adjustment=change)
            for number, week in enumerate(sentence.plan(), start=1)
            for day, name, _text, change in week
        )
        ProgramWeek.objects.bulk_create(
            ProgramWeek(program=program, number=number, is_deload=True)
            for number, (_change, is_deload) in enumerate(changes, start=1)
            if is_deload
        )
    return program
