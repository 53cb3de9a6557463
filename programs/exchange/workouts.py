"""One session as a file for a trainer, a watch or a bike computer, and such a file as a program of one session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from core.later import later
from sessions_app.formats import mrc_erg, zwo
from sessions_app.formats.from_rows import parts_of
from sessions_app.formats.to_rows import rows_of
from sessions_app.formats.values import NeedsFtp, Unwritable, Workout, one_line
from sessions_app.prescription import Row

from .as_done import rows_as_done
from .texts import clean_notes
from .values import DESCRIPTION_LENGTH, NAME_LENGTH, LeftOut, PlacingValue, ProgramValue, SessionValue

TEXT = "text/plain; charset=utf-8"
AUTHOR, TAGS = "Author: ", "Tags: "
# Of every sport there is a warm-up, and who stretches in between is still riding.
GENERAL = ("", "other", "mobility")

Read = Callable[[bytes], tuple[Workout, list[LeftOut]]]
Write = Callable[[Workout, Decimal | None], tuple[bytes, list[LeftOut]]]


@dataclass(frozen=True, slots=True)
class WorkoutFormat:
    """write takes the athlete's FTP, if known, and raises Unwritable where the format cannot say a workout at all."""

    name: str
    media_type: str
    write: Write
    read: Read | None = None
    whole_repeats: bool = False  # a repeat at the end stays whole: the athlete stops before its last rest


WORKOUTS = {
    format.name: format
    for format in (
        WorkoutFormat("zwo", "application/xml", zwo.write, zwo.read),
        WorkoutFormat("mrc", TEXT, mrc_erg.write_mrc, mrc_erg.read),
        WorkoutFormat("erg", TEXT, mrc_erg.write_erg, mrc_erg.read),
        WorkoutFormat("fit", "application/vnd.ant.fit", later("sessions_app.formats.fit.write"), whole_repeats=True),
    )
}
# Those that can be read, too.
READ = [format.name for format in WORKOUTS.values() if format.read]


def reading(name: str) -> Callable[[bytes], tuple[ProgramValue, list[LeftOut]]]:
    """The reader of that format as one of programs: a single session in a single week."""
    read = WORKOUTS[name].read
    if read is None:
        raise LookupError(name)

    def read_program(data: bytes) -> tuple[ProgramValue, list[LeftOut]]:
        workout, left_out = read(data)
        session, more = session_of(workout)
        return program_of(session, workout.name), left_out + more

    return read_program


def writing(name: str) -> Callable[[ProgramValue], str]:
    """The writer of that format as one of programs: of those with a single session."""

    def write_program(value: ProgramValue) -> str:
        if len(value.placings) != 1:
            raise Unwritable(_("Such a file holds one workout: write the sessions one by one."))
        placing = value.placings[0]
        return write(name, replace(placing.session, rows=rows_as_done(placing)))[0].decode()

    return write_program


def program_of(session: SessionValue, name: str) -> ProgramValue:
    return ProgramValue(name, session.sport, placings=(PlacingValue(1, 1, 1, session),))


def session_of(workout: Workout) -> tuple[SessionValue, list[LeftOut]]:
    """What the file says of itself beside its steps ends the note, where `workout_of` finds it again."""
    rows, left_out = rows_of(workout)
    credit = [AUTHOR + workout.author] if workout.author else []
    credit += [TAGS + ", ".join(workout.tags)] if workout.tags else []
    note = clean_notes("\n\n".join(filter(None, (workout.note, "\n".join(credit)))))
    if len(note) > DESCRIPTION_LENGTH:
        rest = note[DESCRIPTION_LENGTH:][:80]
        left_out.append(LeftOut("description", rest, _("The note has no room for all of it.")))
        note = note[:DESCRIPTION_LENGTH].strip()
    return SessionValue(workout.name or _("Workout"), workout.sport, note=note, rows=rows), left_out


def named(session: SessionValue, name: str) -> SessionValue:
    """Called like its file, with spaces for dashes, where the file states no name."""
    name = one_line(name.replace("-", " ").replace("_", " "))[:NAME_LENGTH]
    return replace(session, name=name) if name else session


def workout_of(session: SessionValue, whole_repeats: bool = False) -> tuple[Workout, list[LeftOut]]:
    """The session as steps. Unwritable where it is of several sports, or holds what no steps can say."""
    sport = session.sport or _only_sport(session.rows)
    for row in session.rows:
        if (row.sport or sport) not in (sport, *GENERAL):
            raise Unwritable(_("%(name)s is of another sport than the session.") % {"name": row.name})
    rows = [replace(row, sport=sport) for row in session.rows]
    parts, left_out = parts_of(rows, sport, whole_repeats)
    note, author, tags = _credit(session.note)
    workout = Workout(session.name, sport, parts, note, author, tags, session.pool_length)
    return workout, left_out


def _only_sport(rows: tuple[Row, ...]) -> str:
    sports = {row.sport for row in rows} - set(GENERAL)
    if len(sports) != 1:
        raise Unwritable(_("The session is of several sports, and such a file is of one."))
    return sports.pop()


def _credit(note: str) -> tuple[str, str, tuple[str, ...]]:
    lines = note.split("\n")
    tags: tuple[str, ...] = ()
    author = ""
    if lines[-1].startswith(TAGS):
        tags = tuple(lines.pop()[len(TAGS) :].split(", "))
    if lines and lines[-1].startswith(AUTHOR):
        author = lines.pop()[len(AUTHOR) :]
    return "\n".join(lines).strip(), author, tags


def write(name: str, session: SessionValue, ftp: Decimal | None = None) -> tuple[bytes, list[LeftOut]]:
    """The session in that format, and what the file cannot say of it. Unwritable where it cannot be such a file."""
    known = WORKOUTS[name]
    workout, left_out = workout_of(session, known.whole_repeats)
    content, more = known.write(workout, ftp)
    return content, left_out + more


@dataclass(frozen=True, slots=True)
class Offer:
    """A format in which a session can go out, or why not; needs_ftp: with the athlete's it can."""

    name: str
    reason: str = ""
    needs_ftp: bool = False
    left_out: tuple[LeftOut, ...] = ()


def offers(session: SessionValue, ftp: Decimal | None = None) -> list[Offer]:
    """What each format could say of it."""
    return [_offer(known, session, ftp) for known in WORKOUTS.values()]


def _offer(known: WorkoutFormat, session: SessionValue, ftp: Decimal | None) -> Offer:
    try:
        _content, left_out = write(known.name, session, ftp)
    except NeedsFtp as error:
        return Offer(known.name, str(error), needs_ftp=True)
    except Unwritable as error:
        return Offer(known.name, str(error))
    return Offer(known.name, left_out=tuple(left_out))


def read_ftp(text: str) -> Decimal:
    """Watts as a person types them; ValueError says what is expected."""
    try:
        watts = Decimal(text.strip().removesuffix("W").strip())
    except ArithmeticError:
        watts = Decimal(0)
    if not (watts.is_finite() and 20 <= watts <= 999 and watts == watts.quantize(Decimal("0.1"))):
        raise ValueError(_("An FTP is a number of watts from 20 to 999."))
    return watts
