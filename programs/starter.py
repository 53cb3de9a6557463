"""A first program from one sentence: sport, days a week, weeks, growth, and how often a week is lighter.

The sessions stand in `starter.toml`, written in notation; everything can be changed afterwards.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.editing import edit
from programs.models import Program, ProgramSession, ProgramWeek
from programs.weeks.growing import for_session, times, turns
from sessions_app.editing.documents import prepare, write_new
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

DELOAD = Adjustment.parse("volume -40%")

# Weekdays for n sessions a week, the hard ones apart and the long one last.
DAYS = {1: (6,), 2: (2, 6), 3: (1, 3, 6), 4: (1, 3, 5, 7), 5: (1, 2, 4, 5, 7), 6: (1, 2, 3, 5, 6, 7)}

DATA = tomllib.loads((Path(__file__).parent / "starter.toml").read_text(encoding="utf-8"))
# {sport: {days a week: [(session's name, its text), …] in the order of the days}}
WEEKS: dict[str, dict[int, list[tuple[str, str]]]] = {
    sport: {int(days): [(name, DATA["sessions"][name]["text"]) for name in names] for days, names in weeks.items()}
    for sport, weeks in DATA["weeks"].items()
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

    def changes(self) -> list[tuple[Adjustment | None, bool]]:
        """For each week its change from the first, and whether it is a lighter one."""
        steps = turns(self.weeks, self.lighter_every)
        return [(DELOAD if count is None else times(self.step, count), count is None) for count in steps]

    def week(self) -> list[tuple[int, str, str]]:
        """The week that is repeated: (day, session's name, session's text)."""
        return [(day, *session) for day, session in zip(DAYS[self.days], WEEKS[self.sport][self.days], strict=True)]


def create(sentence: Sentence, user: Any, sport_name: str) -> Program:
    """The program of a sentence, saved as this coach's own, in one undoable step."""
    name = _("%(sport)s, %(weeks)s weeks") % {"sport": sport_name, "weeks": sentence.weeks}
    program = Program(name=name, sport=sentence.sport, author=user, duration_weeks=sentence.weeks)
    week, changes = sentence.week(), sentence.changes()
    sessions = {name: Session(name=name, sport=sentence.sport) for _day, name, _text in week}
    read = {name: prepare(sessions[name], user, text) for _day, name, text in week}
    with edit(program, user, _("Created %(name)s") % {"name": program.name}) as step:
        program.save()
        for name, session in sessions.items():
            step.created(session)
            write_new(session, step, read[name])
        ProgramSession.objects.bulk_create(
            ProgramSession(
                program=program,
                session=sessions[name],
                week=number,
                day=day,
                adjustment=for_session(sessions[name], change),
            )
            for number, (change, _is_deload) in enumerate(changes, start=1)
            for day, name, _text in week
        )
        ProgramWeek.objects.bulk_create(
            ProgramWeek(program=program, number=number, is_deload=True)
            for number, (_change, is_deload) in enumerate(changes, start=1)
            if is_deload
        )
    return program
