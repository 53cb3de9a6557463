"""What is measured: each main page, and each main action with enough to act on that none meets what it did before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse

from benchmarks import data
from core.editing import stack
from exercises.models import Exercise
from programs.models import Program, ProgramSession
from sessions_app import editing
from sessions_app.models import Session, SessionExercise

COACH, ADMIN, NOBODY = "coach", "admin", "nobody"


@dataclass(frozen=True)
class Ask:
    """One request: a path, and the form that is posted to it (None: it is read). `seen`: the version shown at first.

    `page`: the page from which it is sent, if the path does not begin with it.
    """

    path: str
    form: dict[str, Any] | None = None
    seen: int = 1
    page: str = ""


@dataclass(frozen=True)
class Target:
    """Requests that ask for the same thing of different rows. They may be sent again and again, in their order.

    `spent`: each can be sent only once. `part`: htmx sends it and gets a part of a page. `cold`: what programs keep of
    rows that they have drawn is forgotten before each. `again`: from somebody who has the page as it is.
    """

    name: str
    asks: list[Ask]
    who: str = COACH
    part: bool = False
    spent: bool = False
    status: int = 200
    cold: bool = False
    again: bool = False

    @property
    def is_action(self) -> bool:
        return self.asks[0].form is not None


def page(name: str, path: str, who: str = COACH, part: bool = False) -> Target:
    return Target(name, [Ask(path)], who, part)


# More than a process keeps the answers of: slips, abbreviations, whole names, the beginnings of words.
WORDS = (
    "sqaut", "bulgrian", "rdl", "back squat", "benchpress", "dumbell row", "hamstring", "pres", "overhed press",
    "tempo run", "kettlebell swing", "lat pull", "hip thurst", "single leg", "cable fly", "frnt squat", "plank",
    "medicine ball", "stretch hip", "crunch", "deadlfit", "barbell", "box jump", "farmers",
)  # fmt: skip


def user(email: str) -> Any:
    return get_user_model().objects.get(email=email)


def pages(size: data.Size) -> list[Target]:
    coach = user(data.COACH)
    named = {program.name: program for program in Program.objects.filter(author=coach)}
    programs = {weeks: named[data.program_name(weeks)] for weeks in size.weeks}
    weeks = size.spare_weeks
    usual = programs[weeks]
    session = Session.objects.get(author=coach, name=data.session_name(0))
    placing = usual.placings.filter(week=2)[0]
    squat = Exercise.objects.get(author=None, sport="strength", name="Back squat")
    exercises, suggest = reverse("exercises:exercise_list"), reverse("sessions:suggest")
    admin = reverse("admin:exercises_exercise_changelist")
    lookup = "app_label=sessions_app&model_name=sessionexercise&field_name=exercise"
    return [
        page("home", "/"),
        page("programs", reverse("programs:program_list")),
        page("programs, public", f"{reverse('programs:program_list')}?show=public"),
        page("programs, templates", f"{reverse('programs:program_list')}?show=templates"),
        page("palette", f"{reverse('programs:palette')}?q=squat", part=True),
        *(page(f"program {weeks} x 5", program.get_absolute_url()) for weeks, program in programs.items()),
        *(
            Target(f"program {n} x 5, rows anew", [Ask(one.get_absolute_url())], cold=True)
            for n, one in programs.items()
        ),
        *(
            Target(f"program {n} x 5, unchanged", [Ask(one.get_absolute_url())], status=304, again=True)
            for n, one in programs.items()
        ),
        page(f"season, {max(size.weeks)} x 5", f"{programs[max(size.weeks)].get_absolute_url()}?zoom=season"),
        page(f"reading page {weeks} x 5", f"{usual.get_absolute_url()}?read"),
        page("placing", placing.get_absolute_url()),
        page("placing, sheet", placing.get_absolute_url(), part=True),
        page("drawer", reverse("programs:drawer", args=[usual.pk]), part=True),
        page("drawer, length", f"{reverse('programs:drawer', args=[usual.pk])}?length=long", part=True),
        page("week", reverse("programs:week_detail", args=[usual.pk, 2])),
        page("sessions", reverse("sessions:session_list")),
        page("sessions, search", f"{reverse('sessions:session_list')}?q=session+00"),
        page("session of 8", session.get_absolute_url()),
        page("session, text", reverse("sessions:session_text", args=[session.pk])),
        page("suggest, 1 letter", f"{suggest}?text=s&sport=strength", part=True),
        page("suggest, 2 letters", f"{suggest}?text=sq&sport=strength", part=True),
        page("suggest, a line", f"{suggest}?text=paused+back+sq+3x5+@+80%25&sport=strength", part=True),
        page("suggest, misspelt", f"{suggest}?text=bulgrian+split&sport=strength", part=True),
        page("suggest, the last scheme", f"{suggest}?text=back+squat&sport=strength", part=True),
        page("line, swaps", reverse("sessions:line_swaps", args=[session.pk, session.rows.all()[0].pk]), part=True),
        page("exercises", exercises),
        page("exercises, search", f"{exercises}?q=squat"),
        page("exercises, search as one types", f"{exercises}?q=squat", part=True),
        Target("exercises, search, always other words", [Ask(f"{exercises}?q={words}") for words in WORDS]),
        Target("exercises, as one types, always other", [Ask(f"{exercises}?q={words}") for words in WORDS], part=True),
        page("exercises, filters", f"{exercises}?sport=strength&muscle=quads&equipment=Barbell&level=beginner"),
        page("exercise", squat.get_absolute_url()),
        page("profile", reverse("accounts:profile")),
        page("sign-in", reverse("account_login"), who=NOBODY),
        page("admin, exercises", admin, who=ADMIN),
        page("admin, exercises, search", f"{admin}?q=squat", who=ADMIN),
        page("admin, autocomplete", f"{reverse('admin:autocomplete')}?term=squat&{lookup}", who=ADMIN),
        page("admin, exercise", reverse("admin:exercises_exercise_change", args=[squat.pk]), who=ADMIN),
        *(
            page(f"admin, {name}", reverse(f"admin:{model}_changelist"), who=ADMIN)
            for name, model in (
                ("people", "accounts_user"),
                ("sessions", "sessions_app_session"),
                ("programs", "programs_program"),
                ("steps", "core_change"),
            )
        ),
    ]


@dataclass
class Stock:
    """Sessions and programs that no other action of this run touches. `each` is how many an action gets."""

    size: data.Size
    each: int = 48
    sessions: Iterator[Session] = field(init=False)
    long: Iterator[Session] = field(init=False)
    programs: Iterator[Program] = field(init=False)
    seasons: Iterator[Program] = field(init=False)  # the longest; the same again where there is but one

    def __post_init__(self) -> None:
        self.coach = user(data.COACH)
        own = Session.objects.filter(author=self.coach, name__startswith="Session ").order_by("name")
        self.sessions = iter(own[1:])
        self.long = iter(Session.objects.filter(author=self.coach, name__startswith="Long session ").order_by("name"))
        spare = Program.objects.filter(author=self.coach, name__startswith="Spare ").order_by("name")
        self.programs = iter(spare)
        name = data.program_name(max(self.size.weeks))
        self.seasons = cycle(Program.objects.filter(author=self.coach, name=name).order_by("pk"))

    def take_sessions(self, rows: int = data.ROWS) -> list[Session]:
        each = self.each if rows == data.ROWS else min(self.each, 12)
        taken = list(islice(self.sessions if rows == data.ROWS else self.long, each))
        assert len(taken) == each, "there are not enough sessions for all actions"
        return taken

    def take_program(self) -> Program:
        return next(self.programs)


def actions(stock: Stock) -> list[Target]:
    """Actions on what `stock` still has, so that two parts of a run may follow each other."""
    return [*session_actions(stock), *program_actions(stock), sign_in()]


def rows(sessions: list[Session], order: int) -> list[SessionExercise]:
    found = {row.session_id: row for row in SessionExercise.objects.filter(session__in=sessions, order=order)}
    return [found[session.pk] for session in sessions]


def on_line(verb: str, sessions: list[Session], order: int, *forms: dict[str, Any]) -> list[Ask]:
    """The first form to a line of each session, then the second to each, so that there is always something to do."""
    lines = rows(sessions, order)
    paths = [reverse(f"sessions:{verb}", args=[row.session_id, row.pk]) for row in lines]
    return [Ask(path, form) for form in forms for path in paths]


def line_actions(stock: Stock, length: int) -> Iterator[Target]:
    """Each verb of a line, in sessions of so many rows."""

    def target(verb: str, asks: list[Ask], spent: bool = False) -> Target:
        return Target(f"line {verb}, {length} rows", asks, part=True, spent=spent)

    sessions = stock.take_sessions(length)
    form = {"text": "Paused back squat 3x5 @ 80% r2:00", "section": "main"}
    yield target("add", [Ask(reverse("sessions:line_add", args=[one.pk]), form) for one in sessions])

    # By an alias, which no line is written as yet: its name has to be looked up.
    forms = [{"name": "Squat", "text": f"{sets}x5 @ 80% r2:00"} for sets in (3, 4)]
    yield target("update", on_line("line_update", stock.take_sessions(length), 2, *forms))
    yield target("move", on_line("line_move", stock.take_sessions(length), 2, {"to": "down"}, {"to": "up"}))

    sessions = stock.take_sessions(length)
    leave = on_line("line_leave", sessions, 3, {})
    yield target("group, leave", on_line("line_group", sessions, 3, {}) + leave)
    yield target("copy", on_line("line_copy", stock.take_sessions(length), 3, {}))

    sessions = stock.take_sessions(length)
    yield target("remove", [ask for order in range(2, 8) for ask in on_line("line_remove", sessions, order, {})], True)

    sessions = stock.take_sessions(length)
    for session in sessions:
        editing.remove_line(session.rows.get(order=3), stock.coach)
    steps = [(session, last_step(session, stock)) for session in sessions]
    paths = [
        (reverse(f"sessions:session_{verb}", args=[one.pk]), step) for verb in ("undo", "redo") for one, step in steps
    ]
    yield target("undo, redo", [Ask(path, {"step": step}, seen=2) for path, step in paths])


def last_step(session: Session, stock: Stock) -> str:
    step, _undone = stack(session, stock.coach)
    assert step is not None
    return step.pk


def session_actions(stock: Stock) -> Iterator[Target]:
    for length in (data.ROWS, data.LONG):
        yield from line_actions(stock, length)

    sessions = stock.take_sessions()
    texts = [(one, re.sub(r" \d+x", f" {sets}x", editing.text_of(one))) for sets in (2, 6) for one in sessions]
    asks = [Ask(reverse("sessions:session_text", args=[session.pk]), {"text": text}) for session, text in texts]
    yield Target("session text, save", asks, status=302)

    paths = [reverse("sessions:session_copy", args=[session.pk]) for session in stock.take_sessions()]
    yield Target("session copy", [Ask(path, {}) for path in paths], status=302)

    sessions = stock.take_sessions()
    for session in sessions:
        editing.add_lines(session, stock.coach, "Back squat 3x5 @ 80%")
    changes = [last_step(session, stock) for session in sessions]
    for verb in ("undo", "redo"):
        asks = [Ask(reverse(f"core:change_{verb}", args=[change]), {}) for change in changes]
        yield Target(verb, asks, spent=True, status=302)


def on_placings(verb: str, program: Program, *forms: dict[str, Any]) -> list[Ask]:
    placings = ProgramSession.objects.filter(program=program).order_by("week", "day")
    paths = [reverse(f"programs:placing_{verb}", args=[one.pk]) for one in placings]
    return [Ask(path, form, page=program.get_absolute_url()) for form in forms for path in paths]


def spread(verb: str, program: Program) -> list[Ask]:
    """One after the other to another week and back, so that no week becomes fuller than weeks are."""
    last = program.duration_weeks
    there = [{"week": week, "day": 4} for week in range(1, last + 1)]
    asks = on_placings(verb, program, {})
    return [Ask(ask.path, there[(at * 5) % last], page=ask.page) for at, ask in enumerate(asks)]


def program_actions(stock: Stock) -> Iterator[Target]:
    weeks = stock.size.spare_weeks
    program = stock.take_program()
    session = next(stock.sessions)
    places = [(week, day) for week in range(1, weeks + 1) for day in range(1, 8)]
    forms = [{"session": session.pk, "week": week, "day": day} for week, day in places]
    path = reverse("programs:placing_create", args=[program.pk])
    yield Target("placing create", [Ask(path, form) for form in forms], part=True)

    yield Target("placing move", spread("move", stock.take_program()), part=True)

    longest = max(stock.size.weeks)
    yield Target(f"placing move, {longest} weeks", spread("move", next(stock.seasons)), part=True)

    copies = [{"week": week, "day": 7} for week in range(1, weeks + 1)]
    yield Target("placing copy", on_placings("copy", stock.take_program(), *copies[:2]), part=True)

    adjustments = [{"adjustment": "+1 rep"}, {"adjustment": "+5%"}]
    yield Target("placing adjust", on_placings("adjust", stock.take_program(), *adjustments), part=True)

    asks = [ask for _n in range(4) for ask in on_placings("remove", stock.take_program(), {})]
    yield Target("placing remove", asks, part=True, spent=True)

    forms = [{"weeks": f"2-{weeks}", "sport-strength": step, "deload_volume": 40} for step in ("+2.5%", "+5%")]
    paths = [reverse("programs:week_progress", args=[stock.take_program().pk, 1]) for _n in range(4)]
    yield Target(f"week copy to {weeks - 1}", [Ask(path, form) for form in forms for path in paths], part=True)

    path = reverse("programs:program_copy", args=[stock.take_program().pk])
    yield Target("program copy", [Ask(path, {})], status=302)


def sign_in() -> Target:
    form = {"login": data.COACH, "password": data.PASSWORD}
    return Target("sign in", [Ask(reverse("account_login"), form)], who=NOBODY, status=302)


def asks_of(target: Target) -> Iterator[Ask]:
    """Its requests one after the other; from the beginning again, unless each can be sent but once."""
    for _turn in count():
        yield from target.asks
        if target.spent:
            return
