"""A program as text, and back: one step changes what the text says differently, every other row stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.editing import Conflict, Edit, edit
from exercises.models import Exercise
from programs.days import day_name
from programs.documents import FACTS
from programs.exchange.load import load
from programs.exchange.naming import Finder, wanted_by
from programs.exchange.plan import Plan, plan
from programs.exchange.save import make_sessions
from programs.exchange.text import ProgramText, read_program_text, write_program_text
from programs.exchange.values import ProgramValue, SessionValue, UnreadableFile
from programs.models import Program, ProgramSession, ProgramWeek
from programs.steps import in_order
from sessions_app.editing import Refused
from sessions_app.editing.checks import check_count, check_facts, check_group, check_prescription
from sessions_app.editing.documents import replace_rows
from sessions_app.editing.sheet import Sheet
from sessions_app.models import Session, SessionExercise
from sessions_app.prescription import Row

MOST_TEXT = 400_000
MOST_SHOWN = 12  # of what would go
WEEK_FACTS = ("phase", "is_deload", "notes")


class Unreadable(Refused):
    """A text that cannot be saved: a sentence for each line that is not understood."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True, slots=True)
class Gone:
    """What saving a text would remove, in words. token: by which a form says that just this may go.

    own: sessions that become this program's own, since they stand in others, too.
    """

    lines: tuple[str, ...] = ()
    token: str = ""
    own: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def more(self) -> int:
        """Than are shown."""
        return len(self.lines) - MOST_SHOWN


def text_of(program: Program) -> str:
    return write_program_text(load(program))


def seen_of(program: Program, sessions: Iterable[Session] | None = None) -> str:
    """The version of all that the text shows: of the program, and of each of its sessions."""
    if sessions is None:
        sessions = Session.objects.filter(placings__program=program).distinct().only("version")
    versions = " ".join(sorted(f"{session.pk}.{session.version}" for session in sessions))
    return f"{program.version}.{hashlib.sha256(versions.encode()).hexdigest()[:16]}"


def read(written: str) -> ProgramText:
    """What can be read of it, with its problems; Unreadable where it is no program at all."""
    if len(written) > MOST_TEXT:
        sentence = _("The text has %(count)s characters; a program takes at most %(most)s.")
        raise Unreadable([sentence % {"count": len(written), "most": MOST_TEXT}])
    try:
        return read_program_text(written)
    except UnreadableFile as refusal:
        raise Unreadable([str(refusal)]) from refusal


def read_whole(written: str) -> ProgramValue:
    """The program of a text of which every line is understood and can be stored."""
    found = read(written)
    if found.problems:
        raise Unreadable([str(problem) for problem in sorted(found.problems)])
    wrong = []
    for session in found.value.sessions:
        try:
            _check(session)
        except Refused as refusal:
            wrong.append(f"{session.name}: {refusal}")
    if wrong:
        raise Unreadable(wrong)
    return found.value


def _check(value: SessionValue) -> None:
    check_count(len(value.rows))
    check_facts(Session(**_facts(value)))
    for row in value.rows:
        check_prescription(row.prescription, row.name)
        if row.group is not None:
            check_group(row.group)


def _facts(value: SessionValue) -> dict[str, Any]:
    return {name: getattr(value, name) for name in ("name", "sport", "effort", "note", "course", "pool_length")}


def gone(program: Program, wanted: ProgramValue) -> Gone:
    """What saving this would remove: weeks, placed sessions, lines of sessions that stay."""
    found = _plan(program, list(program.placings.order_by("week", "day", "order", "id")), wanted)
    lines = []
    if cut := found.weeks_cut:
        weeks = {"first": cut[0], "last": cut[-1]}
        lines.append(ngettext("week %(first)s", "weeks %(first)s to %(last)s", len(cut)) % weeks)
    for value, _row in found.removed:
        place = {"name": value.session.name, "week": value.week, "day": day_name(program.day_names, value.day)}
        lines.append(_("%(name)s in week %(week)s, %(day)s") % place)
    lines += [_("%(exercise)s of %(name)s") % {"exercise": line, "name": name} for name, line in found.lines]
    elsewhere = _elsewhere(program, found)
    own = tuple(value.name for pk, value in found.rewritten.items() if pk in elsewhere)
    return Gone(tuple(lines), found.token, own)


def _plan(program: Program, standing: list[ProgramSession], wanted: ProgramValue) -> Plan:
    stood = read_program_text(text_of(program)).value
    if [value.place for value in stood.placings] != [(row.week, row.day, row.order) for row in standing]:
        raise Refused(_("This program cannot be changed as text."))
    return plan(standing, stood, wanted)


def _elsewhere(program: Program, found: Plan) -> set[str]:
    """Rewritten sessions that stand in other programs, too: those stay as they are, and this program gets its own."""
    others = ProgramSession.objects.filter(session__in=list(found.rewritten)).exclude(program=program)
    return set(others.values_list("session_id", flat=True)) if found.rewritten else set()


def replace_text(program: Program, user: Any, written: str, seen: str = "") -> Edit:
    """Make the program what the text says. Conflict when `seen` is not how it stands."""
    wanted = read_whole(written)
    with edit(program, user, _("Edited %(name)s as text") % {"name": program.name}) as step:
        step.refresh(program)
        standing = in_order(step)
        step.track(*Session.objects.filter(pk__in={row.session_id for row in standing}))
        if seen and seen != seen_of(program, step.of(Session)):
            raise Conflict(program)
        _Rewriting(step, program, _plan(program, standing, wanted)).write()
    return step


class _Rewriting:
    def __init__(self, step: Edit, program: Program, found: Plan) -> None:
        self.step, self.program, self.plan = step, program, found
        self.finder = Finder(program.author)
        self.standing = {session.pk: session for session in step.of(Session)}
        self.sessions: dict[SessionValue, Session] = {}

    def write(self) -> None:
        self._write_sessions()
        self._write_facts()
        self._write_weeks()
        self._write_placings()

    def _write_facts(self) -> None:
        program, wanted = self.program, self.plan.wanted
        if wanted.name:  # a text without a heading says neither name nor sport
            program.name, program.sport = wanted.name, wanted.sport
        program.duration_weeks = wanted.weeks
        for name in ("description", "day_names", "difficulty", "is_template"):
            setattr(program, name, getattr(wanted, name))
        self.step.save(program, *FACTS)

    def _write_weeks(self) -> None:
        standing = {week.number: week for week in self.step.of(ProgramWeek)}
        for value in self.plan.wanted.week_facts:
            week = standing.pop(value.number, None) or ProgramWeek(program=self.program, number=value.number)
            for name in WEEK_FACTS:
                setattr(week, name, getattr(value, name))
            self.step.save(week)
        self.step.delete(*standing.values())

    def _write_placings(self) -> None:
        for value, standing in self.plan.placings:
            row = standing or ProgramSession(program=self.program)
            row.session = self.sessions[value.session]
            row.week, row.day, row.order = value.place
            row.adjustment, row.time_of_day, row.notes = value.adjustment or None, value.time_of_day, value.notes
            self.step.save(row)
        self.step.delete(*(row for _value, row in self.plan.removed))

    def _write_sessions(self) -> None:
        new = []
        elsewhere = _elsewhere(self.program, self.plan)
        for value, pk in self.plan.sessions.items():
            if pk is None or pk in elsewhere:
                new.append(value)
            else:
                self.sessions[value] = self.standing[pk]
        exercises = self.finder.find_all(new)
        for pk, value in self.plan.rewritten.items():
            if pk not in elsewhere:
                self._rewrite(self.standing[pk], value)
        Exercise.objects.bulk_create(self.finder.made)
        made = make_sessions(new, self.program.author, exercises, kept=False)
        self.step.created(*made.values())
        self.sessions |= made

    def _rewrite(self, session: Session, value: SessionValue) -> None:
        sport = session.sport
        page = Sheet(session, self.step)
        page.says_letters = True
        for name, fact in _facts(value).items():
            setattr(session, name, fact)
        self.step.save(session, *_facts(value))

        def exercise(row: SessionExercise | None, wanted: Row) -> tuple[Exercise, str]:
            if row is not None and _meaning(row, sport) == (wanted.name, wanted.exercise, wanted.sport):
                return row.exercise, row.written_as
            [meant] = wanted_by(replace(value, rows=(wanted,)))
            found = self.finder.find(meant)
            return found, "" if wanted.name == found.name else wanted.name

        rows = [replace(row, prescription=check_prescription(row.prescription, row.name)) for row in value.rows]
        replace_rows(page, rows, exercise)
        page.save()
        self.step.touch(session)


def _meaning(row: SessionExercise, sport: str) -> tuple[str, str | None, str]:
    """What a row says of its exercise, as a text would."""
    own = row.exercise.name
    is_other = bool(row.written_as) and row.written_as != own
    return row.name, own if is_other else None, row.exercise.sport if row.exercise.sport != sport else ""
