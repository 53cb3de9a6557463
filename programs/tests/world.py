"""A coach with programs, and every verb of theirs as a step that hypothesis can draw."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from accounts.tests.factories import UserFactory
from core.editing import Conflict
from programs import documents, schedule, silencing
from programs.grid import read_grid
from programs.hints import read_hints
from programs.models import Program, ProgramSession
from programs.tests.factories import ProgramFactory, ProgramSessionFactory, ProgramWeekFactory
from programs.weeks import copying, describing, lightening, repeating, shifting, templating, weekdays
from sessions_app.models import Session
from sessions_app.prescription import Adjustment
from sessions_app.tests.factories import GroupFactory, SessionExerciseFactory, SessionFactory

ADJUSTMENTS = ["", "+2.5%", "-5%", "+1 rep", "volume -40%", "+10min, Back squat +2.5kg"]
TEXTS = [
    "",
    "Easy run 40:00 Z1",
    "== Main\nBack squat 5x5 @ 80% r3:00\nPlank 3x45s",
    "# Named\nRow 3x8",
    "A thing nobody knows 3x8",
]


class World:
    """A coach with a placed program, and another coach's public session. Verbs take whole numbers as targets."""

    def __init__(self) -> None:
        self.coach = UserFactory()
        program = ProgramFactory(author=self.coach, duration_weeks=4)
        ProgramWeekFactory(program=program, number=2, phase="Build", is_deload=True)
        kept, imported = SessionFactory(author=self.coach), SessionFactory(author=self.coach, kept=False)
        SessionFactory(visibility="public", name="Another coach's")
        for session in Session.objects.all():
            group = GroupFactory(session=session)
            SessionExerciseFactory(session=session, group=group)
            SessionExerciseFactory(session=session, order=2)
        for order, session in enumerate([kept, imported, kept], start=1):
            ProgramSessionFactory(program=program, session=session, order=order)
        ProgramSessionFactory(program=program, session=imported, week=3, day=7, adjustment=Adjustment.parse("+5%"))

    def pick(self, queryset: Any, number: int) -> Any:
        found = list(queryset.order_by("created_at", "id"))
        if not found:
            raise Conflict
        return found[number % len(found)]

    def program(self, number: int) -> Program:
        return self.pick(Program.objects.all(), number)

    def placing(self, number: int) -> ProgramSession:
        return self.pick(ProgramSession.objects.select_related("program", "session"), number)

    # One method for each verb; the first letters of the arguments say what they pick.

    def place(self, n: int, s: int, week: int, day: int, at: int | None, text: str) -> None:
        session = self.pick(Session.objects.all(), s)
        schedule.place(self.program(n), self.coach, session, week, day, at, Adjustment.parse(text))

    def place_new(self, n: int, lines: str, week: int, day: int) -> None:
        schedule.place_new(self.program(n), self.coach, Session(sport="strength"), lines, week, day)

    def move(self, n: int, week: int, day: int, at: int | None) -> None:
        schedule.move(self.placing(n), self.coach, week, day, at)

    def copy_placing(self, n: int, week: int, day: int, at: int | None) -> None:
        schedule.copy_placing(self.placing(n), self.coach, week, day, at)

    def remove(self, n: int) -> None:
        schedule.remove(self.placing(n), self.coach)

    def adjust(self, n: int, text: str) -> None:
        schedule.adjust(self.placing(n), self.coach, Adjustment.parse(text))

    def repeat(self, n: int, weeks: list[int], text: str) -> None:
        repeating.repeat(self.placing(n), self.coach, weeks, Adjustment.parse(text))

    def annotate(self, n: int, time: datetime.time | None, notes: str) -> None:
        schedule.annotate(self.placing(n), self.coach, time_of_day=time, notes=notes)

    def make_own(self, n: int, later: bool) -> None:
        schedule.make_own(self.placing(n), self.coach, later=later)

    def describe_week(self, n: int, week: int, notes: str, deload: bool, many: int) -> None:
        facts = {"phase": notes[:40], "is_deload": deload, "notes": notes, "until": week + many - 1}
        describing.describe_week(self.program(n), self.coach, week, **facts)

    def clear_week(self, n: int, week: int) -> None:
        describing.clear_week(self.program(n), self.coach, week)

    def copy_week(self, n: int, week: int, weeks: list[int], text: str, every: int | None, add: bool) -> None:
        facts = {
            "add": add,
            "progression": Adjustment.parse(text),
            "deload_every": every,
            "deload": Adjustment.parse("volume -40%"),
        }
        copying.copy_week(self.program(n), self.coach, week, weeks, **facts)

    def make_deload(self, n: int, week: int) -> None:
        lightening.make_deload(self.program(n), self.coach, week)

    def taper(self, n: int, week: int, day: int, many: int) -> None:
        lightening.taper(self.program(n), self.coach, week, day, many)

    def insert_weeks(self, n: int, week: int, many: int) -> None:
        shifting.insert_weeks(self.program(n), self.coach, week, many)

    def shift(self, n: int, week: int, days: int) -> None:
        shifting.shift(self.program(n), self.coach, week, days)

    def rearrange(self, n: int, week: int, turn: int) -> None:
        days = [(day + turn) % 7 + 1 for day in range(7)]
        weekdays.rearrange(self.program(n), self.coach, days, week)

    def save_as_template(self, n: int, week: int, name: str) -> None:
        templating.save_as_template(self.program(n), self.coach, week, name)

    def change(self, n: int, name: str, length: int) -> None:
        program = self.program(n)
        program.name, program.duration_weeks, program.description = name, length, name * 2
        documents.change(program, self.coach)

    def set_visibility(self, n: int, visibility: str) -> None:
        documents.set_visibility(self.program(n), self.coach, visibility)

    def copy(self, n: int) -> None:
        documents.copy(self.program(n), self.coach)

    def delete(self, n: int) -> None:
        documents.delete(self.program(n), self.coach)

    def silence(self, n: int, name: str) -> None:
        program = self.program(n)
        keys = [hint.key for advice in read_hints(read_grid(program)).loud for hint in advice.hints]
        silencing.silence(program, self.coach, keys, name)

    def hear(self, n: int) -> None:
        program = self.program(n)
        silencing.hear(program, self.coach, list(program.silenced))


NUMBER, WEEK, DAY = st.integers(0, 9), st.integers(0, 8), st.integers(0, 8)
AT, WORDS = st.none() | st.integers(1, 9), st.sampled_from(["", "Fasted", "Énergie 🚴", "a\nb"])
ARGUMENTS: dict[str, Any] = {
    "n": NUMBER,
    "s": NUMBER,
    "week": WEEK,
    "day": DAY,
    "at": AT,
    "text": st.sampled_from(ADJUSTMENTS),
    "lines": st.sampled_from(TEXTS),
    "time": st.none() | st.times().map(lambda time: time.replace(microsecond=0, fold=0)),
    "notes": WORDS,
    "deload": st.booleans(),
    "weeks": st.lists(st.integers(0, 12), max_size=3, unique=True),
    "every": st.none() | st.integers(2, 4),
    "name": st.sampled_from(["Base", "Peak"]),
    "length": st.integers(1, 12),
    "many": st.integers(1, 3),
    "turn": st.integers(0, 6),
    "days": st.integers(-20, 30),
    "add": st.booleans(),
    "later": st.booleans(),
    "visibility": st.sampled_from(["private", "public"]),
}
VERBS = [
    name
    for name, member in vars(World).items()
    if callable(member) and name not in ("__init__", "pick", "program", "placing")
]


def arguments_of(verb: str) -> list[str]:
    return [name for name in getattr(World, verb).__annotations__ if name != "return"]


STEPS = st.one_of(
    *(
        st.tuples(st.just(verb), st.fixed_dictionaries({name: ARGUMENTS[name] for name in arguments_of(verb)}))
        for verb in VERBS
    )
)
