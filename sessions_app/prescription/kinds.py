"""One table for every kind of intensity: how it is written, how a load adjustment moves it, how hard it counts.

Everything else in the project asks this table; nothing tests for kinds one by one.

load: what "+2.5 %" does to the numbers. points: 80 % becomes 82.5 %. percent: 100 kg becomes 102.5 kg. added:
weight on the body by that percentage, assistance shrinks by it. stay: as it is.
rpe: the session RPE (0 to 10) the target stands for; docs/formulas.md has the sources. None: it says nothing.
of_max: it is a share of the exercise's own max. % of another lift is not.
personal: it does say how hard, but only to who knows the person: 200 W are easy for one and more than another can do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

Ladder = tuple[tuple[float, float], ...]

# (up to this number, RPE); the last entry is for everything above.
LADDERS: dict[str, Ladder] = {
    "percent_1rm": ((55, 4), (65, 5), (75, 6), (82, 7), (88, 8), (94, 9), (1e9, 10)),
    "percent_ftp": ((55, 2), (75, 3), (90, 5), (105, 7), (120, 8), (150, 9), (1e9, 10)),
    "percent_pace": ((78, 2), (88, 3), (95, 5), (103, 7), (110, 8), (1e9, 9)),
    "percent_mas": ((65, 2), (75, 3), (85, 5), (93, 7), (105, 8), (1e9, 9)),
    "percent_hrmax": ((68, 2), (79, 3), (87, 5), (92, 7), (1e9, 9)),
    "percent_lthr": ((81, 2), (89, 3), (94, 5), (100, 7), (1e9, 9)),
    "percent_hrr": ((60, 2), (70, 3), (80, 5), (90, 7), (1e9, 9)),
    "bpm": ((125, 2), (145, 3), (160, 5), (172, 7), (1e9, 9)),
    "zone": ((1, 2), (2, 3), (3, 5), (4, 7), (5, 8), (6, 9), (1e9, 10)),
    "seiler": ((1, 3), (2, 6), (1e9, 8)),
}

# Effort words and named efforts; free words are looked up here too, by their last known word.
WORD_RPE: dict[str, float] = {
    "recovery": 2, "very easy": 2, "relaxed": 2, "easy": 3, "smooth": 3, "comfortable": 3, "e": 3, "long": 3,
    "moderate": 5, "steady": 4, "m": 5, "mp": 5, "marathon pace": 5, "tempo": 6, "sweet spot": 6, "strong": 6,
    "hmp": 6, "half marathon pace": 6, "a bit faster": 5, "faster": 6, "t": 7, "threshold": 7, "css": 7, "css pace": 7,
    "10k": 7, "10k pace": 7, "ftp": 7, "race pace": 7, "race": 8, "hard": 8, "fast": 8, "5k": 8, "5k pace": 8, "i": 8,
    "3k": 9, "3k pace": 9, "mile pace": 9, "2k": 9, "2k pace": 9, "vo2max": 9, "r": 9, "max": 10, "max speed": 10,
    "all out": 10, "sprint": 9,
}  # fmt: skip


def ladder(name: str) -> Callable:
    steps = LADDERS[name]

    def rpe(target) -> float | None:
        middle = target.middle
        return None if middle is None else next(value for top, value in steps if middle <= top)

    return rpe


def words_rpe(target) -> float | None:
    """Words that are known, else the last word in them that is: "faster than race pace" counts as race pace."""
    text = target.name.casefold()
    if text in WORD_RPE:
        return WORD_RPE[text]
    words = text.split()[:12]
    tails = (" ".join(words[start:end]) for end in range(len(words), 0, -1) for start in range(max(0, end - 3), end))
    return next((WORD_RPE[tail] for tail in tails if len(tail) > 1 and tail in WORD_RPE), None)


def zone_rpe(target) -> float | None:
    return ladder("seiler" if target.name == "Seiler" else "zone")(target)


def self_rpe(target) -> float | None:
    return None if target.middle is None else float(target.middle)


def rir_rpe(target) -> float | None:
    return None if target.middle is None else max(1.0, 10.0 - float(target.middle))


def always(value: float | None) -> Callable:
    return lambda target: value


@dataclass(frozen=True, slots=True)
class Kind:
    """before, after: the text around the numbers; `{name}` and `{unit}` are the target's own."""

    after: str = ""
    before: str = ""
    load: str = "stay"
    rpe: Callable = always(None)
    most: Decimal = Decimal(9999)
    least: Decimal = Decimal(0)
    family: str = ""
    limits: bool = True  # whether its number may be only the most or the least
    of_max: bool = False
    personal: bool = False
    hands: int = 0  # how many implements of the stated weight are lifted at once; 0: no external weight


KINDS: dict[str, Kind] = {
    "percent_1rm": Kind("% 1RM", load="points", rpe=ladder("percent_1rm"), family="percent", of_max=True),
    "percent_tm": Kind("% TM", load="points", rpe=ladder("percent_1rm"), family="percent", of_max=True),
    "percent_rm": Kind("% {name}RM", load="points", rpe=ladder("percent_1rm"), family="percent", of_max=True),
    "percent_lift": Kind("% {name}", load="points", rpe=ladder("percent_1rm"), family="percent"),
    "percent_bw": Kind("% BW", load="points", family="percent"),
    "percent_ftp": Kind("% FTP", rpe=ladder("percent_ftp"), family="percent"),
    "percent_hrmax": Kind("% HRmax", rpe=ladder("percent_hrmax"), family="percent"),
    "percent_lthr": Kind("% LTHR", rpe=ladder("percent_lthr"), family="percent"),
    "percent_hrr": Kind("% HRR", rpe=ladder("percent_hrr"), family="percent"),
    "percent_mas": Kind("% MAS", rpe=ladder("percent_mas"), family="percent"),
    "percent_pace": Kind("% {name}", rpe=ladder("percent_pace"), family="percent"),
    "relative": Kind("%", least=Decimal(-99), family="signed", limits=False, personal=True),
    "weight": Kind("{unit}", load="percent", family="weight", hands=1),
    "weight_pair": Kind("{unit}", before="2x", load="percent", family="weight", hands=2),
    "bodyweight": Kind("{unit}", before="BW", load="added", family="bodyweight", least=Decimal(-9999), limits=False),
    "rpe": Kind(before="RPE ", rpe=self_rpe, most=Decimal(10), least=Decimal(1)),
    "rir": Kind(" RIR", rpe=rir_rpe, most=Decimal(20)),
    "zone": Kind(rpe=zone_rpe, most=Decimal(10), family="zone"),
    "bpm": Kind("bpm", rpe=ladder("bpm")),
    "power": Kind("W", personal=True),
    "watts_kg": Kind("W/kg", personal=True),
    "pace": Kind("{unit}", family="clock", personal=True),
    "speed": Kind("{unit}", personal=True),
    "height": Kind("{unit}"),
    "named": Kind(rpe=words_rpe, least=Decimal(-9999), family="named", limits=False, personal=True),
    "effort": Kind(rpe=words_rpe, family="word", limits=False),
    "words": Kind(rpe=words_rpe, family="word", limits=False),
    "heavy": Kind(before="heavy ", rpe=always(9.0), most=Decimal(100), least=Decimal(1), limits=False),
    "work_up": Kind("RM", before="work up to ", rpe=always(9.5), most=Decimal(100), least=Decimal(1), limits=False),
}

# What is systems' own: the letters of a zone, from 1 up.
ZONE_NAMES: dict[str, tuple[str, ...]] = {
    "rowing": ("UT2", "UT1", "AT", "TR", "AN"),
    "Daniels": ("E", "M", "T", "I", "R"),
}

PACE_UNITS: dict[str, tuple[Decimal, str]] = {
    "/km": (Decimal(1000), "km"),
    "/mi": (Decimal("1609.344"), "mi"),
    "/100m": (Decimal(100), "100m"),
    "/100yd": (Decimal("91.44"), "100yd"),
    "/500m": (Decimal(500), "500m"),
}
SPEED_UNITS = ("km/h", "m/s", "mph")


def level(rpe: float | None) -> str:
    """easy, moderate or hard: Seiler's three zones on the ten-point scale (docs/formulas.md). Unsaid is easy."""
    if rpe is None or rpe < 4.5:
        return "easy"
    return "moderate" if rpe < 7 else "hard"


# The five zones of a chart and of the time in zones: below this RPE; above is zone 5. Zone 3 is moderate, 4 and 5 hard.
ZONE_TOPS = (2.6, 4.5, 7, 8)


@lru_cache(maxsize=256)  # of hundreds of sets in a session few are at an effort of their own
def zone_of(rpe: float) -> int:
    """1 to 5: the zone whose own RPE this is, so that Z1 to Z5 as written are Z1 to Z5."""
    return next((zone for zone, top in enumerate(ZONE_TOPS, 1) if rpe < top), 5)
