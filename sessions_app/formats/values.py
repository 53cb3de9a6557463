"""What every format of a workout is read into and written from: steps and repeats, as a device does them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Union

from sessions_app.prescription import Cadence, Target
from sessions_app.prescription.clock import clock
from sessions_app.prescription.intensity import CONTROL

MOST_BYTES = 1_000_000
MOST_STEPS = 1_000  # of a file: written out set by set
CUE = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-5][0-9])\s+(\S.*)")


class UnreadableFile(ValueError):
    """The file cannot be imported at all; the sentence says why, and where if that is known."""


class Unwritable(ValueError):
    """What is planned cannot be said in this format; the sentence says why."""


class BusyWriting(Unwritable):
    """It can be written a little later."""


class NeedsFtp(Unwritable):
    """It could be said if one knew the athlete's FTP."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that was not read, or not written: where ("line 7"), its text, and the reason in a sentence."""

    where: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are shown so many seconds after the begin of the step, or repeat, that they stand in."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of work or rest: seconds, or metres, or until the athlete goes on (neither).

    role: warm_up, main, cool_down or rest. is_said: whether the coach wrote how long it is; an unsaid rest has the
    seconds that totals and charts count with. every: a rest that ends so many seconds after the work before it began.
    """

    seconds: int | None = None
    metres: Decimal | None = None
    targets: tuple[Target, ...] = ()
    cadence: Cadence | None = None
    role: str = "main"
    cues: tuple[Cue, ...] = ()
    name: str = ""
    is_said: bool = True
    every: int | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Parts done in turn, so many times. Its cues count from its begin, over all of its rounds."""

    times: int
    parts: tuple[Part, ...]
    cues: tuple[Cue, ...] = ()


Part = Union[Step, Repeat]  # noqa: UP007  # Repeat names it before it is there


@dataclass(frozen=True, slots=True)
class Workout:
    """sport is never empty. note, author and tags are what a file says beside its steps."""

    name: str
    sport: str
    parts: tuple[Part, ...]
    note: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    pool_length: Decimal | None = None

    @property
    def seconds(self) -> int:
        return sum(length(part) for part in self.parts)


def length(part: Part) -> int:
    """Seconds; what has none counts as none."""
    if isinstance(part, Repeat):
        return part.times * sum(length(inner) for inner in part.parts)
    return part.seconds or 0


def count(part: Part) -> int:
    """Steps, written out."""
    return part.times * sum(count(inner) for inner in part.parts) if isinstance(part, Repeat) else 1


def flat(parts: Iterable[Part]) -> list[Step]:
    """Every step in order, repeats written out, each cue in the step in which it comes."""
    found: list[Step] = []
    for part in parts:
        found += [part] if isinstance(part, Step) else _written_out(part)
    return found


def _written_out(repeat: Repeat) -> list[Step]:
    once = flat(repeat.parts)
    steps = [*once, *(replace(step, cues=()) for step in once * (repeat.times - 1))]
    starts = []
    at = 0
    for step in steps:
        starts.append(at)
        at += step.seconds or 0
    for cue in repeat.cues:
        place = max(index for index, start in enumerate(starts) if start <= cue.at and (index == 0 or start))
        own = Cue(cue.at - starts[place], cue.text)
        steps[place] = replace(steps[place], cues=(*steps[place].cues, own))
    return steps


def timeline(parts: Iterable[Part]) -> Iterator[tuple[int, Cue]]:
    """Each cue with the second of the workout at which it comes."""
    start = 0
    for step in flat(parts):
        for cue in step.cues:
            yield start + cue.at, cue
        start += step.seconds or 0


# --- Words ----------------------------------------------------------------------


def one_line(text: str) -> str:
    """Plain words of one line, whatever the file had between them."""
    return " ".join(CONTROL.sub(" ", text).split())


def cues_of(notes: str) -> tuple[Cue, ...]:
    """A note's lines: those that begin with a time come then, the others at the begin."""
    return tuple(_cue(line) for line in map(one_line, notes.split("\n")) if line)


def _cue(line: str) -> Cue:
    match = CUE.fullmatch(line)
    if match is None:
        return Cue(0, line)
    return Cue(int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]), match[4])


def notes_of(cues: Iterable[Cue]) -> str:
    """`cues_of` reads it back."""
    lines = (cue.text if not cue.at and not CUE.fullmatch(cue.text) else f"{clock(cue.at)} {cue.text}" for cue in cues)
    return "\n".join(lines)
