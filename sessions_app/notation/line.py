"""What reading a line gives: its values, and for each part of the text how it was taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..prescription import NOTHING, Prescription

UNDERSTOOD, GUESSED, NOTE = "understood", "guessed", "note"
MEASURES = frozenset(("reps", "duration", "distance"))  # facts that say how much


class Part(NamedTuple):
    """text[start:end] of the line and how it was taken. kind: label, name, sets, reps, intensity, rest ... or note."""

    start: int
    end: int
    status: str
    kind: str
    text: str


@dataclass(slots=True)
class Line:
    """One line. Several prescriptions are several rows of the same exercise, in order."""

    text: str
    label: str = ""
    name: str = ""
    prescriptions: tuple[Prescription, ...] = (NOTHING,)
    parts: list[Part] = field(default_factory=list)

    @property
    def prescription(self) -> Prescription:
        """The first one; most lines have no other."""
        return self.prescriptions[0]

    @property
    def notes(self) -> list[Part]:
        """The parts that were not understood, kept as notes (a note written as one is understood)."""
        return [part for part in self.parts if part.status == NOTE]


class Found(NamedTuple):
    """What a rule read: Prescription fields by name (`targets` for the intensity's), where it ends, how sure."""

    facts: dict
    end: int
    status: str = UNDERSTOOD


@dataclass(slots=True)
class Context:
    """What a rule may look at besides the tokens: the sport, the name before it, what the row has so far."""

    sport: str = ""
    name: str = ""
    facts: dict = field(default_factory=dict)
    sport_guessed: bool = False
    step: bool = False  # of a workout file, where m is minutes
    rows: int = 1  # how many rows a list of rests could be for
    rested: bool = False  # the line states a rest or a send-off, perhaps further behind
    warming: bool = False  # behind a row of work-up sets that stated its load
    loading: str = ""  # kg or lb: behind a row of one set with its load

    @property
    def percent(self) -> dict[str, str]:
        """What a bare % means in this sport."""
        return PERCENTS["cycling"] if self.timed else PERCENTS.get(self.sport, NO_PERCENT)

    @property
    def timed(self) -> bool:
        """Work by the clock where no sport is known: as on a bike."""
        return not self.sport and "duration" in self.facts and "reps" not in self.facts

    @property
    def percent_status(self) -> str:
        known = self.sport in ("strength", "cycling") and not self.sport_guessed
        return UNDERSTOOD if known else GUESSED


PERCENTS = {
    "": {"percent": "percent_1rm", "percent_name": ""},
    "strength": {"percent": "percent_1rm", "percent_name": ""},
    "running": {"percent": "percent_pace", "percent_name": "pace"},
    "cycling": {"percent": "percent_ftp", "percent_name": ""},
    "swimming": {"percent": "percent_pace", "percent_name": "CSS"},
    "rowing": {"percent": "percent_pace", "percent_name": "2k"},
}
NO_PERCENT = {"percent": "", "percent_name": ""}
