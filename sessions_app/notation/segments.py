"""The segments view, for machines: each row as plain numbers, runs of equal sets merged. See NOTATION.md."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ..prescription import Group, Prescription, Reps, Target
from ..prescription.tokens import tokenize
from ..prescription.values import LETTERS, MOST_SETS, OPEN_S
from .blocks import read_grouped
from .line import GUESSED, NOTE, UNDERSTOOD, Line
from .reading import Names, read_line
from .sports import sport_of

TYPES = {
    "percent_1rm": "percent_1rm", "percent_tm": "percent_1rm", "percent_rm": "percent_1rm",
    "percent_lift": "percent_1rm",
    "percent_ftp": "percent_ftp", "percent_pace": "percent_pace", "percent_mas": "percent_pace", "named": "pace",
    "percent_hrmax": "percent_hr", "percent_lthr": "percent_hr", "percent_hrr": "percent_hr",
    "rpe": "rpe", "rir": "rir",
    "weight": "weight_kg", "weight_pair": "weight_kg", "bodyweight": "bodyweight", "zone": "zone", "bpm": "bpm",
    "power": "power_w", "pace": "pace", "effort": "effort",
}  # fmt: skip
EFFORT_NAMES = ("tempo", "steady", "sweet spot")
Number = int | float
SURENESS = (UNDERSTOOD, GUESSED, NOTE)


def read_segments(text: str, sport: str = "", names: Names = None) -> list[dict]:
    """The segments of a line; those of each step of a block: `5x`, its steps below, line breaks also as \\n."""
    pieces = text.replace("\\n", "\n").split("\n")
    if len(pieces) == 1:
        return _grouped(text, sport, names) or segments(read_line(text, sport, names, sheet=True))
    found, rounds = [], 1
    for piece in pieces:
        times = _rounds(piece)
        if times or not piece.strip():
            rounds = times or 1
            continue
        found += [{**one, "sets": one["sets"] * rounds} for one in segments(read_line(piece, sport, names, sheet=True))]
    return found


def _grouped(text: str, sport: str, names: Names) -> list[dict]:
    """The segments of a line with groups in brackets, each row with all its sets; none for other lines."""
    context = sport or sport_of(tokenize(text))
    grouped = read_grouped(text, lambda item: read_line(item, context, names, sheet=True), context == "swimming")
    found: list[dict] = []
    for piece in grouped.pieces if grouped else ():
        letter = LETTERS[min(piece.group, len(LETTERS) - 1)] if piece.group is not None else ""
        group = grouped.groups[piece.group] if grouped and piece.group is not None else Group()
        times = (group.rounds or 1) * (group.sets_of_rounds or 1)
        line = Line(text, letter, piece.name, piece.prescriptions, list(piece.parts))
        found += [{**one, "sets": one["sets"] * times} for one in segments(line)]
    return found


def _drops(p: Prescription) -> int:
    """The parts of a drop set are told one by one, each as often as there are sets."""
    return len(p.reps.entries) if p.reps and p.reps.join == ">" else 1


def _rounds(text: str) -> int | None:
    """The 5 of `5x` or `Main set 5x`, alone on its line."""
    tokens = tokenize(text)
    if len(tokens) < 2 or tokens[-1].text.lower() not in ("x", "×") or not tokens[-2].text.isdigit():
        return None
    return int(tokens[-2].text) if 1 <= int(tokens[-2].text) <= MOST_SETS else None


def segments(line: Line) -> list[dict]:
    """One dictionary for each run of equal sets of the line."""
    out: list[dict] = []
    status: dict[str, str] = {}
    for part in line.parts:  # of several parts of a kind the least sure
        status[part.kind] = max(status.get(part.kind, UNDERSTOOD), part.status, key=SURENESS.index)
    for p in line.prescriptions:
        for index in range(p.list_length or _drops(p)):
            segment = _segment(line, p, index) | {"status": status}
            if p.list_length and out and {**out[-1], "sets": 0} == {**segment, "sets": 0}:
                out[-1]["sets"] += 1
            else:
                out.append(segment)
    return out


def _segment(line: Line, p: Prescription, index: int) -> dict:
    targets = p.intensity.targets if p.intensity else ()
    low, high = _reps(p.reps, index) if p.reps else _of_the_day(targets)
    is_open = p.amrap or p.duration_max == OPEN_S or bool(p.reps and p.reps.is_open and high is None)
    # an effort word, and a race's name beside its pace, give way to a number: 4 minutes recovery @ 150 W
    paced = any(target.kind == "pace" for target in targets)
    weak = {"effort": 2, "named": 1 if paced else 0}
    first = min(targets, key=lambda target: weak.get(target.kind, 0), default=None)
    kind, least, most = _target(first, index) if first else ("none", None, None)
    return {
        "exercise": line.name,
        "sets": 1 if p.list_length else p.sets or 1,
        "reps_min": low,
        "reps_max": None if is_open else high,
        "amrap": is_open,
        "duration_s": p.duration if p.reps is None or p.reps.each_seconds is None else p.reps.each_seconds,
        "distance_m": _plain(p.distance if p.reps is None or p.reps.each_metres is None else p.reps.each_metres),
        "intensity_type": kind,
        "intensity_min": least,
        "intensity_max": most,
        "second_intensity": str(targets[1]) if len(targets) > 1 else None,
        "rest_s": _rest_s(p),
        "every_s": p.every,
        "tempo": p.tempo or _lowering(p.notes),
        "per_side": p.per_side,
        "group": line.label or None,
        "note": p.notes,
    }


LOWERING = re.compile(
    r"\b([0-9]{1,2})[ -]?(?:s|secs?|seconds?|count)[ -](?:eccentrics?|negatives?|lowering)\b", re.IGNORECASE
)


def _lowering(notes: str) -> str | None:
    """3s eccentric: the first part of a tempo, of which the others are not said."""
    match = LOWERING.search(notes)
    return f"{match[1]}-x-x-x" if match else None


def _reps(reps: Reps, index: int) -> tuple[int | None, int | None]:
    """Of one set. A cluster counts together; a complex (1+1, without a pause) is one rep of all its lifts."""
    if reps.join != "+":
        return reps.entries[min(index, len(reps.entries) - 1)]
    if reps.pause is None and not reps.is_open:
        return reps.entries[0]
    lows = [low for low, _ in reps.entries if low is not None]
    highs = [high for _, high in reps.entries if high is not None]
    return sum(lows) or None, None if reps.is_open else sum(highs)


def _rest_s(p: Prescription) -> int | None:
    """Between sets, where a set's reps have one of their own between them."""
    if p.rest is None:
        return None
    between = p.rest.set_seconds if p.reps and p.reps.each is not None else None
    return p.rest.seconds if between is None else between


def _of_the_day(targets: tuple[Target, ...]) -> tuple[int | None, int | None]:
    """heavy 2, work up to 3RM: as many reps as the rep max has."""
    reps = next((int(t.low) for t in targets if t.kind in ("heavy", "work_up") and t.low), None)
    return reps, reps


def _target(target: Target, index: int) -> tuple[str, Number | None, Number | None]:
    kind = TYPES.get(target.kind, "none")
    if target.kind in ("heavy", "work_up", "relative", "watts_kg", "speed"):
        return kind, None, None
    if target.kind == "zone" and target.name == "HR":
        kind = "hr_zone"
    if target.kind == "named" and target.name in EFFORT_NAMES:
        kind = "effort"
    if target.kind == "words" and target.name.lower().endswith(" pace"):
        return "pace", None, None
    if target.kind == "zone" and target.name == "rowing":
        return kind, None, None
    if target.kind == "named" and target.name == "FTP" and target.start is None:
        return "percent_ftp", 100, 100
    if target.kind == "named":
        return kind, None, None
    if target.drops:
        target = replace(target, drops=(), per_set=target.drops)
    if target.limit:
        value = target.kg() if kind == "weight_kg" else target.start
        return kind, None if target.limit == "max" else _plain(value), None if target.limit == "min" else _plain(value)
    if kind == "weight_kg":
        kg = target.kg(index) if target.per_set else None
        values = [kg] if kg is not None else [target.moved(lambda v: v).low, target.high]
        if kg is None and target.unit == "lb":
            values = [value * Decimal("0.45359237") for value in values if value is not None]
        return kind, _plain(values[0]), _plain(values[-1])
    if target.per_set:
        return kind, _plain(target.number(index)), _plain(target.number(index))
    return kind, _plain(target.low), _plain(target.high)


def _plain(value: Decimal | None) -> Number | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
