"""The segments view, for machines: each row as plain numbers, runs of equal sets merged. See NOTATION.md."""

from __future__ import annotations

from decimal import Decimal

from ..prescription import Prescription, Target
from .line import Line

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


def segments(line: Line) -> list[dict]:
    """One dictionary for each run of equal sets of the line."""
    out: list[dict] = []
    status = {part.kind: part.status for part in line.parts}
    for p in line.prescriptions:
        for index in range(p.list_length or 1):
            segment = _segment(line, p, index) | {"status": status}
            if p.list_length and out and {**out[-1], "sets": 0} == {**segment, "sets": 0}:
                out[-1]["sets"] += 1
            else:
                out.append(segment)
    return out


def _segment(line: Line, p: Prescription, index: int) -> dict:
    low, high = p.reps.entries[min(index, len(p.reps.entries) - 1)] if p.reps else (None, None)
    targets = p.intensity.targets if p.intensity else ()
    kind, least, most = _target(targets[0], index) if targets else ("none", None, None)
    return {
        "exercise": line.name,
        "sets": 1 if p.list_length else p.sets or 1,
        "reps_min": low,
        "reps_max": high,
        "amrap": p.amrap or bool(p.reps and high is None),
        "duration_s": p.duration,
        "distance_m": _plain(p.distance),
        "intensity_type": kind,
        "intensity_min": least,
        "intensity_max": most,
        "second_intensity": str(targets[1]) if len(targets) > 1 else None,
        "rest_s": p.rest.seconds if p.rest else None,
        "every_s": p.every,
        "tempo": p.tempo or None,
        "per_side": p.per_side,
        "group": line.label or None,
        "note": p.notes,
    }


def _target(target: Target, index: int) -> tuple[str, Number | None, Number | None]:
    kind = TYPES.get(target.kind, "none")
    if target.kind == "zone" and target.name == "HR":
        kind = "hr_zone"
    if target.kind == "named" and target.name in EFFORT_NAMES:
        kind = "effort"
    if target.kind == "zone" and target.name == "rowing":
        return kind, None, None
    if target.kind == "named":
        return kind, None, None
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
