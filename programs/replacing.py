"""Another exercise or another scheme for rows of a program's sessions, in some of its weeks or in all: one step."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.editing import Conflict, Edit
from exercises.models import Exercise
from programs.models import Program, ProgramSession
from programs.steps import grid_step, in_order
from programs.weeks.growing import MAX_ADJUSTMENT
from sessions_app.copying import duplicate_all
from sessions_app.digests import digest_of
from sessions_app.editing import Refused
from sessions_app.editing.reading import prescriptions_of, read_row_line
from sessions_app.editing.sheet import Sheet
from sessions_app.models import PRESCRIPTION_COLUMNS, Session, SessionExercise
from sessions_app.notation import render_prescription
from sessions_app.prescription import Adjustment, Prescription
from sessions_app.prescription.adjustment import row_key

COLUMNS = ("exercise", "written_as", "is_unclear", *PRESCRIPTION_COLUMNS)


def scheme_of(row: SessionExercise) -> str:
    """How much of it, as the row's line says it: `5x5 @ 80% r3:00`. What is noted beside it is not of the scheme."""
    return render_prescription(dataclasses.replace(row.prescription, notes=""), _sport(row))


def _sport(row: SessionExercise) -> str:
    return row.session.sport or row.exercise.sport


@dataclass(frozen=True, slots=True)
class Replacement:
    """What of a row is looked for (its exercise, its scheme, or both), and what it gets instead (the same)."""

    exercise: Exercise | None = None
    scheme: str = ""
    other: Exercise | None = None
    text: str = ""

    def finds(self, row: SessionExercise) -> bool:
        if self.exercise is not None and row.exercise_id != self.exercise.pk:
            return False
        return not self.scheme or scheme_of(row) == self.scheme

    def change(self, row: SessionExercise) -> None:
        if self.other is not None:
            row.exercise, row.written_as = self.other, ""
        if self.text:
            scheme = read_scheme(self.text, _sport(row))
            row.is_unclear = row.is_unclear and not scheme.notes  # the note stays unless the scheme brings its own
            row.prescription = dataclasses.replace(scheme, notes=scheme.notes or row.notes)

    def change_all(self, rows: Iterable[SessionExercise]) -> list[SessionExercise]:
        """Those that it changed."""
        found = [row for row in rows if self.finds(row)]
        for row in found:
            self.change(row)
        return found

    @property
    def label(self) -> str:
        old = self.exercise.name if self.exercise else self.scheme
        new = " ".join(filter(None, [self.other.name if self.other else "", self.text]))
        return _("Replaced %(old)s by %(new)s") % {"old": old, "new": new}


def read_scheme(text: str, sport: str) -> Prescription:
    """One scheme. Refused where it is none, several, or has words that say nothing."""
    line = read_row_line(text, sport)
    if line.notes:
        raise Refused(_("“%(text)s” is not understood.") % {"text": line.notes[0].text.strip()[:60]})
    schemes = prescriptions_of(line)
    if len(schemes) != 1:
        raise Refused(_("Write one scheme: 5x5 @ 80%."))
    return schemes[0]


@dataclass(slots=True)
class Replaced:
    """A session with rows that change: its placings in the weeks that are meant, and how many it has beside them.

    lines: (before, after) of each row.
    """

    session: Session
    placings: list[ProgramSession]
    elsewhere: int
    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def weeks(self) -> list[int]:
        return sorted({placing.week for placing in self.placings})


def rows_of_program(program: Program) -> list[SessionExercise]:
    """All rows of its sessions, each session once. One query."""
    sessions = Session.objects.filter(placings__program=program)
    rows = SessionExercise.objects.filter(session__in=sessions).with_exercise().select_related("session")
    return list(rows.order_by("exercise__name", "session_id", "order"))


def foresee(program: Program, replacement: Replacement, weeks: Collection[int] | None = None) -> list[Replaced]:
    """What it would change; nothing is written. Refused as `replace` would. `weeks`: None is all."""
    placings = list(program.placings.select_related("session").order_by("week", "day", "order"))
    rows = sorted(rows_of_program(program), key=lambda row: row.order)
    found = _affected(placings, [row for row in rows if replacement.finds(row)], weeks)
    for one in found:
        for row in (row for row in rows if row.session_id == one.session.pk and replacement.finds(row)):
            before = _line(row)
            replacement.change(row)
            one.lines.append((before, _line(row)))
    return found


def _line(row: SessionExercise) -> str:
    return f"{row.name} {render_prescription(row.prescription, _sport(row))}"


def _affected(
    placings: Sequence[ProgramSession], rows: Iterable[SessionExercise], weeks: Collection[int] | None
) -> list[Replaced]:
    changing = {row.session_id for row in rows}
    meant: dict[str, list[ProgramSession]] = {}
    for placing in placings:
        if placing.session_id in changing and (weeks is None or placing.week in weeks):
            meant.setdefault(placing.session_id, []).append(placing)
    all_places = Counter(ProgramSession.objects.filter(session__in=list(meant)).values_list("session_id", flat=True))
    return [Replaced(mine[0].session, mine, all_places[pk] - len(mine)) for pk, mine in meant.items()]


def replace(
    program: Program,
    user: Any,
    replacement: Replacement,
    weeks: Collection[int] | None = None,
    *,
    everywhere: bool | None = None,
) -> Edit:
    """Replace it in the sessions that stand in `weeks`.

    A session that stands elsewhere as well changes there too (`everywhere`), or the placings meant get one of their
    own. Refused, so that somebody says which, where that is left open; and where nothing is found.
    """
    with grid_step(program, user, replacement.label) as step:
        placings = in_order(step)
        rows = [row for row in rows_of_program(program) if replacement.finds(row)]
        found = _affected(placings, rows, weeks)
        if not found:
            raise Refused(_("Nothing in these weeks is that."))
        if everywhere is None and (shared := [one for one in found if one.elsewhere]):
            raise Refused(
                _("%(name)s also stands elsewhere. Say whether it changes there, too.")
                % {"name": shared[0].session.name}
            )
        apart = [one for one in found if one.elsewhere and not everywhere]
        in_place = [one for one in found if one not in apart]
        others = _placed_by_others(step, program, [one.session for one in in_place if one.elsewhere])
        changed = _change(step, [one.session for one in in_place], replacement)
        changed += _change_copies(step, program, apart, replacement)
        _rename(step, [*placings, *others], changed)
    return step


def _placed_by_others(step: Edit, program: Program, sessions: Sequence[Session]) -> list[ProgramSession]:
    """Where these stand in other programs with an adjustment that names rows of theirs, and those programs locked."""
    if not sessions:
        return []
    placed = ProgramSession.objects.filter(session__in=sessions).exclude(program=program).select_related("program")
    found = [one for one in placed if one.adjustment and one.adjustment.rows]
    step.track(*{one.program_id: one.program for one in sorted(found, key=lambda one: one.program_id)}.values())
    ids = {one.pk for one in found}
    return [one for one in step.of(ProgramSession) if one.pk in ids]


class Renamed(NamedTuple):
    """Rows of a session that are called otherwise now. stays: one of the old name is left."""

    session: str
    old: str
    new: str
    stays: bool


def _noting(replacement: Replacement, rows: Iterable[SessionExercise]) -> tuple[list[SessionExercise], list[Renamed]]:
    """The rows that it changed, and each name once that it took from rows of a session."""
    standing = list(rows)
    names = [(row.session_id, row.name) for row in standing]
    changed = replacement.change_all(standing)
    left = {(row.session_id, row_key(row.name)) for row in standing}
    renamed = {
        (session, row_key(old)): Renamed(session, old, row.name, (session, row_key(old)) in left)
        for row, (session, old) in zip(standing, names, strict=True)
        if row_key(old) != row_key(row.name)
    }
    return changed, list(renamed.values())


def _change(step: Edit, sessions: Sequence[Session], replacement: Replacement) -> list[Renamed]:
    step.track(*sessions)
    renamed = []
    for session in sessions:
        step.refresh(session)
        sheet = Sheet(session, step)
        for row in sheet.rows:
            row.session = session
        renamed += _noting(replacement, sheet.rows)[1]
        sheet.save()
    return renamed


def _change_copies(step: Edit, program: Program, apart: Sequence[Replaced], replacement: Replacement) -> list[Renamed]:
    """Their placings get copies, in which it is replaced."""
    if not apart:
        return []
    # The grid reads of a session what it shows; a copy is of the whole.
    originals = Session.objects.in_bulk([one.session.pk for one in apart])
    if len(originals) < len(apart):
        raise Conflict
    copies = duplicate_all(list(originals.values()), program.author, kept=False)
    step.created(*copies.values())
    rows = list(SessionExercise.objects.filter(session__in=copies.values()).with_exercise().order_by("order"))
    own: dict[str, list[SessionExercise]] = {copy.pk: [] for copy in copies.values()}
    made = {copy.pk: copy for copy in copies.values()}
    for row in rows:
        row.session = made[row.session_id]
        own[row.session_id].append(row)
    changed, renamed = _noting(replacement, rows)
    SessionExercise.objects.bulk_update(changed, COLUMNS)
    for copy in made.values():
        copy.digest = digest_of(own[copy.pk])
    Session.objects.bulk_update(made.values(), ["digest"])
    for one in apart:
        for placing in one.placings:
            placing.session = copies[one.session.pk]
            step.save(placing, "session")
    return renamed


def _rename(step: Edit, placings: Iterable[ProgramSession], renamed: Sequence[Renamed]) -> None:
    """What an adjustment says of a row by name (`Back squat +2.5kg`) it goes on to say of the one in its place."""
    programs = {document.pk: document for document in step.documents if isinstance(document, Program)}
    for placing in placings:
        if placing.adjustment and placing.adjustment.rows:
            adjustment = placing.adjustment
            for one in renamed:
                if one.session == placing.session_id:
                    adjustment = _renamed(adjustment, one)
            if adjustment != placing.adjustment:
                placing.adjustment = adjustment
                step.save(placing, "adjustment")
                step.touch(programs[placing.program_id])


def _renamed(adjustment: Adjustment, one: Renamed) -> Adjustment:
    try:
        renamed = adjustment.renamed(one.old, one.new, stays=one.stays)
    except ValueError as error:  # two rows' -60% would be -120%
        raise Refused(str(error)) from error
    if len(str(renamed)) > MAX_ADJUSTMENT:
        raise Refused(_("An adjustment would be longer than %(most)s characters.") % {"most": MAX_ADJUSTMENT})
    return renamed
