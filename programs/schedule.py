"""Verbs of the week grid: place, move, remove, adjust, copy. Each is one undoable step in the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import ordering
from core.editing import Edit, edit
from core.models import clone
from programs.models import DAYS, MAX_WEEKS, Program, ProgramSession, ProgramWeek
from sessions_app.copying import duplicate
from sessions_app.editing import Refused
from sessions_app.editing.documents import prepare, write_new
from sessions_app.models import Session
from sessions_app.notation import read_line
from sessions_app.prescription import Adjustment, effective
from sessions_app.prescription.applying import POOL_M
from sessions_app.totals import rows_of

Seen = int | None
MAX_ADJUSTMENT = 500  # characters, as its column has


class OutOfProgram(Refused):
    """A week or a day that the program does not have."""


class TooMuchToSay(Refused):
    """An adjustment that a placing has no room for."""


def day_of(program: Program, week: int, day: int) -> QuerySet:
    """The placings of one day: the siblings within which `order` is dense."""
    return ProgramSession.objects.filter(program_id=program.pk, week=week, day=day)


@contextmanager
def _step(
    program: Program, user: Any, label: str, seen: tuple[ProgramSession, Seen] | None = None, **place: int
) -> Iterator[Edit]:
    """A step in the grid. What a request read before the lock may be older than it: how long the program is,
    asked again here, and where the placing stands. OutOfProgram if it does not have the place `week`, `day`."""
    with edit(program, user, label, seen=seen) as step:
        program.duration_weeks = step.stood(program)["duration_weeks"]
        if place:
            _check_place(program, **place)
        if seen is not None:
            placing, stands = seen[0], step.stood(seen[0])
            placing.week, placing.day, placing.order = stands["week"], stands["day"], stands["order"]
        yield step


def _check_place(program: Program, week: int, day: int = 1) -> None:
    if not 1 <= week <= program.duration_weeks:
        raise OutOfProgram(
            _("Week %(week)s is not in this program, which has %(weeks)s.")
            % {"week": week, "weeks": program.duration_weeks}
        )
    if day not in DAYS:
        raise OutOfProgram(_("A week has days 1 to 7, so there is no day %(day)s.") % {"day": day})


def place(
    program: Program,
    user: Any,
    session: Session,
    week: int,
    day: int,
    position: int | None = None,
    adjustment: Adjustment | None = None,
) -> ProgramSession:
    """Put `session` on a day, last unless `position` says otherwise. Another coach's is copied first, with credit."""
    with _step(program, user, _added(session, week), week=week, day=day) as step:
        if session.author_id != program.author_id:
            session = duplicate(session, program.author, kept=False)
            step.created(session)
        placing = ProgramSession(program=program, session=session, week=week, day=day, adjustment=adjustment or None)
        ordering.insert(day_of(program, week, day), placing, position)
    return placing


def place_new(program: Program, user: Any, session: Session, text: str, week: int, day: int) -> ProgramSession:
    """Make a session out of typed lines and put it on a day, in one step. Refused if the lines say nothing."""
    if not text.strip():
        raise Refused(_("Choose a session, or type one: Easy run 40:00 Z1."))
    session.name = session.name.strip() or first_line_name(text)
    read = prepare(session, program.author, text)
    with _step(program, user, _added(session, week), week=week, day=day) as step:
        step.created(session)
        write_new(session, step, read)
        placing = ProgramSession(program=program, session=session, week=week, day=day)
        ordering.insert(day_of(program, week, day), placing)
    return placing


def _added(session: Session, week: int) -> str:
    return _("Added %(name)s to week %(week)s") % {"name": session.name, "week": week}


def first_line_name(text: str) -> str:
    """A name for a session that was typed without one: its heading, else its first exercise."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines[0].startswith("#"):
        return ""
    exercises = (line for line in lines if not line.startswith(("==", ">", "//")))
    return read_line(next(exercises, "")).name[:120]


def move(
    placing: ProgramSession, user: Any, week: int, day: int, position: int | None = None, seen: Seen = None
) -> Edit:
    """Take a placed session to another day, or to another position of its own."""
    program = placing.program
    label = _("Moved %(name)s to week %(week)s") % {"name": placing.session.name, "week": week}
    with _step(program, user, label, seen=(placing, seen), week=week, day=day) as step:
        left = (placing.week, placing.day)
        placing.week, placing.day = week, day
        ordering.insert(day_of(program, week, day), placing, position)
        if left != (week, day):
            ordering.close_gaps(day_of(program, *left))
    return step


def copy_placing(
    placing: ProgramSession, user: Any, week: int, day: int, position: int | None = None
) -> ProgramSession:
    """Place the same session again, with the same adjustment."""
    program = placing.program
    label = _("Copied %(name)s to week %(week)s") % {"name": placing.session.name, "week": week}
    with _step(program, user, label, seen=(placing, None), week=week, day=day):
        copy = clone(placing, week=week, day=day)
        ordering.insert(day_of(program, week, day), copy, position)
    return copy


def remove(placing: ProgramSession, user: Any, seen: Seen = None) -> Edit:
    """Take a placed session out; the session itself stays."""
    program = placing.program
    label = _("Removed %(name)s from week %(week)s") % {"name": placing.session.name, "week": placing.week}
    with _step(program, user, label, seen=(placing, seen)) as step:
        ProgramSession.objects.filter(pk=placing.pk).delete()
        ordering.close_gaps(day_of(program, placing.week, placing.day))
    return step


def adjust(placing: ProgramSession, user: Any, adjustment: Adjustment | None, seen: Seen = None) -> Edit:
    """Say how this placing differs from its session; None: as in the session."""
    with edit(
        placing.program, user, _("Adjusted %(name)s") % {"name": placing.session.name}, seen=(placing, seen)
    ) as step:
        placing.adjustment = adjustment or None
        step.save(placing, "adjustment")
    return step


def annotate(placing: ProgramSession, user: Any, *, time_of_day: Any, notes: str, seen: Seen = None) -> Edit:
    label = _("Changed the note of %(name)s") % {"name": placing.session.name}
    with edit(placing.program, user, label, seen=(placing, seen)) as step:
        placing.time_of_day, placing.notes = time_of_day, notes
        step.save(placing, "time_of_day", "notes")
    return step


def make_own(placing: ProgramSession, user: Any, seen: Seen = None) -> Edit:
    """Give this placing a session of its own, so that editing it leaves the other weeks as they are."""
    label = _("Made %(name)s in week %(week)s its own") % {"name": placing.session.name, "week": placing.week}
    with edit(placing.program, user, label, seen=(placing, seen)) as step:
        placing.session = duplicate(placing.session, placing.program.author, kept=False)
        step.created(placing.session)
        step.save(placing, "session")
    return step


def describe_week(
    program: Program, user: Any, number: int, *, phase: str, is_deload: bool, notes: str, seen: Seen = None
) -> Edit:
    """Phase, deload mark and note of a week; a week that says nothing keeps no row."""
    with _step(program, user, _("Changed week %(week)s") % {"week": number}, week=number) as step:
        week = next((week for week in step.of(ProgramWeek) if week.number == number), None)
        if week is not None:
            step.check(week, seen)
        week = week or ProgramWeek(program=program, number=number)
        week.phase, week.is_deload, week.notes = phase, is_deload, notes
        if phase or is_deload or notes:
            step.save(week)
        elif not week._state.adding:
            step.delete(week)
    return step


def clear_week(program: Program, user: Any, number: int) -> Edit:
    """Take every session out of a week."""
    with _step(program, user, _("Cleared week %(week)s") % {"week": number}, week=number) as step:
        step.delete(*(placing for placing in step.of(ProgramSession) if placing.week == number))
    return step


def copy_week(
    program: Program,
    user: Any,
    source: int,
    targets: Sequence[int],
    *,
    progression: Adjustment | None = None,
    deload_every: int | None = None,
    deload: Adjustment | None = None,
) -> Edit:
    """Copy a week onto others, each a step of `progression` further. What stood there is replaced.

    A session takes the parts of the progression that change it: with +2.5% +10min the lifts get heavier, the long
    run gets longer, and what neither can change stays as it is.

    With `deload_every` n, each n-th week counted from the source (itself the first) is a deload: it takes
    `deload` (a volume adjustment) instead of a step, and the next full week goes on from the last full one.
    Targets past the end lengthen the program, to 52 weeks at the most (else OutOfProgram).
    """
    if not targets or source in targets or min(targets) < 1 or max(targets) > MAX_WEEKS:
        raise OutOfProgram(_("Choose one or more other weeks, from 1 to 52."))
    label = _("Copied week %(week)s to %(count)s weeks") % {"week": source, "count": len(targets)}
    with _step(program, user, label, week=source) as step:
        _lengthen(program, max(targets))
        placings = list(
            ProgramSession.objects.filter(program=program, week=source)
            .select_related("session")
            .order_by("day", "order")
        )
        facts = ProgramWeek.objects.filter(program=program, number=source).first()
        ProgramSession.objects.filter(program=program, week__in=targets).delete()
        ProgramWeek.objects.filter(program=program, number__in=targets).delete()
        copies, weeks = [], []
        changes = progressions(len(targets) + 1, progression, deload_every, deload)[1:]
        _refuse_idle(placings, changes)
        for target, (change, is_deload) in zip(targets, changes, strict=True):
            copies += [_adjusted(placing, target, change, is_deload) for placing in placings]
            weeks += _week_facts(program, facts, target, is_deload)
        ProgramSession.objects.bulk_create(copies)
        ProgramWeek.objects.bulk_create(weeks)
    return step


def progressions(
    weeks: int, step: Adjustment | None, deload_every: int | None, deload: Adjustment | None
) -> list[tuple[Adjustment | None, bool]]:
    """For each of `weeks` weeks its change from the first, and whether it is a deload.

    Full weeks go a step further each; every n-th week takes `deload` instead, and the next full week goes on
    from the last full one.
    """
    changes: list[tuple[Adjustment | None, bool]] = []
    full = -1
    _refuse_beyond_bounds(step, weeks)
    for place in range(1, weeks + 1):
        is_deload = bool(deload_every) and place % (deload_every or 1) == 0
        full += not is_deload
        changes.append((deload, True) if is_deload else ((step * full or None) if step and full else None, is_deload))
    return changes


def _refuse_beyond_bounds(step: Adjustment | None, weeks: int) -> None:
    try:
        _last = step * weeks if step else None
    except ValueError as error:  # Adjustment says what is out of bounds
        raise TooMuchToSay(str(error)) from error


def _lengthen(program: Program, weeks: int) -> None:
    if weeks > program.duration_weeks:
        program.duration_weeks = weeks
        program.save(update_fields=["duration_weeks"])


def _adjusted(placing: ProgramSession, week: int, change: Adjustment | None, is_deload: bool) -> ProgramSession:
    base = None if is_deload else placing.adjustment
    change = for_session(placing.session, change)
    adjustment = base + change if base and change else (change or base)
    if len(str(adjustment or "")) > MAX_ADJUSTMENT:
        raise TooMuchToSay(
            _("The adjustment of %(name)s in week %(week)s would be longer than %(most)s characters.")
            % {"name": placing.session.name, "week": week, "most": MAX_ADJUSTMENT}
        )
    return clone(placing, week=week, adjustment=adjustment or None)


def for_session(session: Session, change: Adjustment | None) -> Adjustment | None:
    """What of a change means something in this session; all of it where no exercise stands there yet."""
    rows = rows_of(session.digest)
    if not change or not rows:
        return change
    return effective(rows, change, session.pool_length or POOL_M) or None


def _refuse_idle(placings: Sequence[ProgramSession], changes: Sequence[tuple[Adjustment | None, bool]]) -> None:
    """Refused if some part of the progression changes nothing in the whole week: a name misspelt, a kind misjudged."""
    last = next((change for change, is_deload in reversed(changes) if change and not is_deload), None)
    if last is None or not placings:
        return
    taken = [part for part in (for_session(placing.session, last) for placing in placings) if part]
    idle = [Adjustment((pair,)) for pair in last.amounts if not any(part.get(pair[0]) for part in taken)]
    idle += [Adjustment(rows=(row,)) for row in last.rows if not any(row in part.rows for part in taken)]
    if idle:
        raise Refused(_("Nothing in this week is changed by %(change)s.") % {"change": ", ".join(map(str, idle))})


def _week_facts(program: Program, facts: ProgramWeek | None, number: int, is_deload: bool) -> list[ProgramWeek]:
    phase = facts.phase if facts else ""
    return [ProgramWeek(program=program, number=number, phase=phase, is_deload=is_deload)] if phase or is_deload else []
