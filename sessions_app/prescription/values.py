"""What a coach prescribes: Rest, Cadence, Prescription, Group and Row. Immutable values without a database."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from core.units import METRES, from_metres, plain

from .clock import clock
from .intensity import CONTROL, Intensity, together
from .reps import Reps, stated
from .tempo import TEMPO
from .tokens import quote

SECTIONS = ("warm_up", "main", "cool_down")
SPORTS = ("strength", "running", "cycling", "swimming", "rowing", "mobility", "team_sports", "other")
GROUP_KINDS = ("rounds", "amrap", "emom", "alternating_emom", "for_time")
LETTERS = "ABCDEFGH"
FEW_ENTRIES = 12  # of reps: at most ten characters each

MOST_SETS = 999
MOST_SECONDS = 359_999
OPEN_S = MOST_SECONDS  # the upper end of a time that is open to above: 30s+
MOST_METRES = Decimal(9_999_999)
MOST_CADENCE = 300
MOST_TEXT = 200  # characters of the text of reps, an intensity or a rest: their columns' length
# Words that say how a rest is spent; others are quoted when written.
REST_WORDS = frozenset(
    (
        "walk",
        "walking",
        "jog",
        "jogging",
        "back",
        "easy",
        "float",
        "full",
        "swim",
        "spin",
        "row",
        "standing",
        "active",
        "passive",
        "recovery",
        "as",
        "needed",
        "slow",
        "light",
        "between",
        "sets",
        "complete",
        "down",
    )
)


def distance_text(metres: Decimal, unit: str) -> str:
    """800m, 5km, 3mi, 100yd."""
    return f"{plain(from_metres(metres, unit))}{unit or 'm'}"


def _state_distances(value: Rest | Prescription, *names: str) -> None:
    """Frozen values are finished here: a unit wherever there is a distance, and the metres that their text means."""
    unit = "" if value.distance is None else value.distance_unit or "m"
    object.__setattr__(value, "distance_unit", unit)
    for name in names:
        metres = getattr(value, name)
        if metres is not None:
            object.__setattr__(value, name, stated(Decimal(metres), unit))


@dataclass(frozen=True, slots=True)
class Rest:
    """Rest after each set: seconds (and seconds_max), metres, or only words ("walk back"); how it is spent; a target.

    set_seconds is the rest between sets where `seconds` is the one between reps (r0:20/4:00).
    """

    seconds: int | None = None
    seconds_max: int | None = None
    distance: Decimal | None = None
    distance_unit: str = ""
    words: str = ""
    intensity: Intensity | None = None
    set_seconds: int | None = None

    def __post_init__(self) -> None:
        _state_distances(self, "distance")
        times = (self.seconds, self.seconds_max, self.set_seconds)
        if any(time is not None and not 0 <= time <= MOST_SECONDS for time in times):
            raise ValueError("A rest goes from 0 s to 99 hours.")
        if self.distance is not None and not 0 < self.distance <= MOST_METRES:
            raise ValueError("A rest's distance goes from 1 mm to 9,999 km.")
        if self.seconds is None and self.distance is None and not self.words:
            raise ValueError("A rest says how long, how far or how.")
        if self.seconds is None and (self.seconds_max is not None or self.set_seconds is not None):
            raise ValueError("A rest's second time needs a first one.")
        if self.seconds is not None and self.distance is not None:
            raise ValueError("A rest is a time or a distance, not both.")
        if self.seconds_max is not None and self.seconds_max <= (self.seconds or 0):
            raise ValueError("A range of rest goes from short to long.")
        if self.words != " ".join(self.words.split()) or len(self.words) > 100 or CONTROL.search(self.words):
            raise ValueError("The words of a rest are one short line.")

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> Rest:
        """Reads what str wrote, and 90, 90s, 2:00, 1-2min, 400m jog. ValueError for anything else."""
        from .rests import parse_rest

        return parse_rest(text)

    def __str__(self) -> str:
        """2:00, 1:00-1:30, 0:20/4:00, 400m jog, walk back, 2:00 @ 50% FTP."""
        text = self.amount
        if self.words:
            known = all(word in REST_WORDS for word in self.words.split())
            text += (" " if text else "") + (self.words if known else quote(self.words))
        return f"{text} @ {together(self.intensity.targets, quoted=True)}" if self.intensity else text

    @property
    def amount(self) -> str:
        if self.seconds is not None:
            text = clock(self.seconds)
            if self.seconds_max is not None:
                text += f"-{clock(self.seconds_max)}"
            return text if self.set_seconds is None else f"{text}/{clock(self.set_seconds)}"
        return "" if self.distance is None else distance_text(self.distance, self.distance_unit)


@dataclass(frozen=True, slots=True)
class Cadence:
    """Revolutions, strokes or steps a minute; high equals low for one number."""

    low: int
    high: int | None = None

    def __post_init__(self) -> None:
        if self.high is None:
            object.__setattr__(self, "high", self.low)
        if not 1 <= self.low <= (self.high or 0) <= MOST_CADENCE:
            raise ValueError(f"A cadence goes from 1 to {MOST_CADENCE} a minute, low to high.")

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, text: str) -> Cadence:
        match = re.fullmatch(r"\s*([0-9]{1,3})(?:\s*[-–]\s*([0-9]{1,3}))?\s*(?:rpm|spm)?\s*", text)
        if not match:
            raise ValueError(f"“{text[:40]}” states no cadence: write 90 or 85-95.")
        return cls(int(match[1]), int(match[2] or match[1]))

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


@dataclass(frozen=True, slots=True)
class Prescription:
    """One row's work. Everything may be unsaid (None). duration in s, distance in m, each per set; every in s."""

    sets: int | None = None
    sets_max: int | None = None
    reps: Reps | None = None
    duration: int | None = None
    duration_max: int | None = None
    distance: Decimal | None = None
    distance_max: Decimal | None = None
    distance_unit: str = ""
    intensity: Intensity | None = None
    rest: Rest | None = None
    every: int | None = None
    tempo: str = ""
    cadence: Cadence | None = None
    per_side: bool = False
    amrap: bool = False
    is_warm_up: bool = False
    notes: str = ""

    def __post_init__(self) -> None:
        _state_distances(self, "distance", "distance_max")

    @property
    def list_length(self) -> int:
        """Entries of the set-by-set list of reps or intensity; 0 where there is none."""
        lengths = [len(self.reps.entries)] if self.reps and self.reps.is_list else []
        lengths += [len(target.per_set) for target in self.intensity.targets] if self.intensity else []
        return max(lengths, default=0)

    @property
    def set_count(self) -> int:
        """How many sets are done: as said, else as many as the list has, else one."""
        return self.sets or self.list_length or 1

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Prescription()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows done in turn. rounds of them; sets_of_rounds times; cap_s is the time they have; every_s starts a round."""

    letter: str = "A"
    kind: str = "rounds"
    rounds: int | None = None
    sets_of_rounds: int | None = None
    cap_s: int | None = None
    every_s: int | None = None
    rest_s: int | None = None
    set_rest_s: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One exercise in a session. exercise: any key that tells exercises apart (an id), or None.

    rep_seconds: how long one rep of this exercise takes, where it is known. has_max: can a % of its max be meant?
    """

    name: str = ""
    exercise: Hashable | None = None
    sport: str = ""
    section: str = "main"
    section_title: str = ""
    group: Group | None = None
    prescription: Prescription = NOTHING
    rep_seconds: float | None = None
    has_max: bool = True

    @property
    def lacks_max(self) -> bool:
        """Is it a percentage of a max that the exercise does not have?"""
        intensity = self.prescription.intensity
        return not self.has_max and intensity is not None and intensity.is_of_max


def problems(p: Prescription) -> list[str]:
    """What is wrong with a prescription, in sentences; empty when it can be stored, written and read back."""
    tests = (
        (_between(p.sets, 1, MOST_SETS), f"Sets go from 1 to {MOST_SETS}."),
        (_above(p.sets, p.sets_max, MOST_SETS), "A range of sets goes from fewer to more."),
        (_between(p.duration, 1, MOST_SECONDS), "A time goes from 1 s to 99 hours."),
        (_above(p.duration, p.duration_max, MOST_SECONDS), "A range of time goes from short to long."),
        (_between(p.distance, Decimal("0.001"), MOST_METRES), "A distance goes from 1 mm to 9,999 km."),
        (_above(p.distance, p.distance_max, MOST_METRES), "A range of distance goes from short to long."),
        (p.distance_unit in ("", *METRES), "A distance is in m, km, mi or yd."),
        (_between(p.every, 1, MOST_SECONDS), "A start interval goes from 1 s to 99 hours."),
        (not p.tempo or TEMPO.fullmatch(p.tempo) is not None, "A tempo has three or four parts, like 3-1-1-0."),
        (not p.amrap or p.duration is not None, "AMRAP as a time needs the time."),
        (p.duration is None or not _only_amrap(p.reps), "AMRAP with a time is the row's own AMRAP."),
        (_lists_fit(p), "A list has one entry for each set, and three or more where no sets are said."),
        (_drops_fit(p), "A drop set has a weight for each of its parts: 10>8>6 @ 60>45>30kg."),
        (_fits(p.reps, p.intensity, p.rest), f"Reps, an intensity or a rest take at most {MOST_TEXT} characters."),
        (p.notes == p.notes.strip() and not CONTROL.search(p.notes) and "\\n" not in p.notes, "A note is plain text."),
    )
    return [sentence for fine, sentence in tests if not fine]


def _between(value, least, most) -> bool:
    return value is None or least <= value <= most


def _above(value, upper, most) -> bool:
    return upper is None or value is not None and value < upper <= most


def _fits(reps: Reps | None, intensity: Intensity | None, rest: Rest | None) -> bool:
    """Whether their texts fit; most are so short by what they are that they need not be written."""
    if reps and (len(reps.entries) > FEW_ENTRIES or reps.each is not None) and len(str(reps)) > MOST_TEXT:
        return False
    if rest and (rest.words or rest.intensity or rest.distance is not None) and len(str(rest)) > MOST_TEXT:
        return False
    return intensity is None or len(str(intensity)) <= MOST_TEXT


def _only_amrap(reps: Reps | None) -> bool:
    return reps is not None and reps.is_plain and reps.low is None


def _lists_fit(p: Prescription) -> bool:
    lengths = {len(p.reps.entries)} if p.reps and p.reps.is_list else set()
    lengths |= {len(target.per_set) for target in p.intensity.targets if target.per_set} if p.intensity else set()
    if not lengths:
        return True
    return lengths == {p.sets} if p.sets is not None else len(lengths) == 1 and min(lengths) >= 3


def _drops_fit(p: Prescription) -> bool:
    if p.reps is None or p.reps.join != ">" or p.intensity is None:
        return True
    return all(len(target.drops) in (0, len(p.reps.entries)) for target in p.intensity.targets)
