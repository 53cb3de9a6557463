"""render_line: the one canonical text of a row. What would misread is quoted: the reader itself is asked."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from ..prescription import Intensity, Prescription, Reps, Rest, Target
from ..prescription.clock import clock, span
from ..prescription.intensity import together
from ..prescription.tokens import quote
from ..prescription.values import OPEN_S, distance_text
from .reading import read_line
from .shapes import GUESSING, LEAST_RANGE, LEAST_WARM_UP_KG, MOST_LIFTED_SETS

SPM = ("running", "swimming", "rowing")
# Where no sport is given the words may name one: every unit is written out then, as on a bike, where most is guessed.
EXPLICIT = "cycling"


@lru_cache(maxsize=8192)
def render_line(name: str, prescription: Prescription, label: str = "", sport: str = "") -> str:
    """`A1 Back squat 5x5 @ 80% r3:00 // belt`: reads back as the same values in the same sport."""
    text = ""
    explicit = sport or EXPLICIT
    ways = ((name, sport, True), (name, sport, False), (name, explicit, False), (quote(name), explicit, False))
    for written, style, short in ways:
        text = _line(written, prescription, label, style, short)
        line = read_line(text, sport)
        if (line.name, line.label, line.prescriptions) == (name, label, (prescription,)):
            return text
    return text


def render_prescription(prescription: Prescription, sport: str = "") -> str:
    """`5x5 @ 80% r3:00`: the line without label and name."""
    return render_line("", prescription, "", sport)


def _line(name: str, p: Prescription, label: str, sport: str, short: bool) -> str:
    long = short is False
    parts = [label, name, *_work(p, sport, "long" in name.lower().split())]
    parts += [f"@ {_intensity(p.intensity, sport, long)}"] if p.intensity else []
    parts += [f"t{p.tempo}" if p.tempo[0] != "X" else f"tempo {p.tempo}"] if p.tempo else []
    if p.cadence:
        last = parts[-1].split(" ")[-1]  # of `R 90rpm` the R is no rest, of `0 RIR 90rpm` the 90 is none in reserve
        parts[-1] += "," if len(last) == 1 and last.isalpha() or long and last == "RIR" else ""
        parts.append(f"{p.cadence}{'spm' if sport in SPM else 'rpm'}")
    parts += [_rest(p.rest, sport, p.intensity is None)] if p.rest else []
    parts += [f"// {_escaped(p.notes)}"] if p.notes else []
    return " ".join(part for part in parts if part)


def _escaped(notes: str) -> str:
    return notes.replace("\n", "\\n")


def _work(p: Prescription, sport: str, long_name: bool) -> list[str]:
    """w, sets x measure, further measures, send-off."""
    measures = _measures(p, sport, long_name and p.sets is None)
    side = "/side" if p.per_side else ""
    if p.sets is not None:
        sets = str(p.sets) if p.sets_max is None else f"{p.sets}-{p.sets_max}"
        ranged = p.sets_max is not None and p.sets >= LEAST_RANGE  # 5-6x3 would be three sets of five or six
        link = " sets of " if ranged else "x"
        first = f"{sets}{link}{measures[0]}{side}" if measures else f"{sets} sets{' each side' if side else ''}"
        measures = [first, *measures[1:]]
    elif measures:
        measures[0] += side
    elif side:
        measures = ["each side"]
    if p.amrap and len(measures) > 1:
        measures[0] += ":"
    if p.is_warm_up:
        first = " ".join(measures[:1])
        measures = [f"w{first}" if first[:1].isdigit() else f"w {first}", *measures[1:]]
    if p.every is not None:
        measures.append(f"{'on' if p.distance is not None else 'every'} {clock(p.every)}")
    return [measure.strip() for measure in measures]


def _measures(p: Prescription, sport: str, long: bool) -> list[str]:
    measures = [f"AMRAP {_times(p.duration, p.duration_max)}"] if p.amrap and p.duration else []
    if p.reps:
        measures.append(_reps(p.reps, p, sport))
    if p.distance is not None:
        text = _distances(p)
        measures.append(f"{text[:-1]} metres" if sport == "cycling" and p.distance_unit == "m" else text)
    if p.duration is not None and not p.amrap:
        time = _times(p.duration, p.duration_max)
        time = f"0:{time:0>5}" if long and time.count(":") == 1 and "-" not in time else time
        measures.append(time)
    return measures


def _reps(reps: Reps, p: Prescription, sport: str) -> str:
    if reps.each is not None:
        text = str(reps)
        if reps.each_seconds is not None and p.duration is not None:  # 15min 1s would be one time
            text = f"{text.partition('x')[0]}x{clock(reps.each_seconds)}"
        text = f"{text[:-1]} metres" if sport == "cycling" and reps.unit == "m" else text
        alone = p.sets is None or p.amrap
        return text.replace("x", " reps x ", 1) if alone else text  # 6x5s alone are six sets
    plain = reps.is_plain and not reps.is_open and reps.low == reps.high
    guessed = (
        sport in GUESSING or (p.sets or 0) > MOST_LIFTED_SETS or p.is_warm_up and (reps.low or 0) >= LEAST_WARM_UP_KG
    )
    return f"{reps} reps" if plain and guessed else str(reps)


def _times(low: int, high: int | None) -> str:
    if high is None:
        return span(low)
    if high == OPEN_S:
        return f"{span(low)}+"
    if high < 60:
        return f"{low}-{high}s"
    if low % 60 == 0 and high % 60 == 0 and high < 7200:
        return f"{low // 60}-{high // 60}min"
    return f"{clock(low)}-{clock(high)}"


def _distances(p: Prescription) -> str:
    low = distance_text(p.distance or Decimal(0), p.distance_unit)
    if p.distance_max is None:
        return low
    return f"{low.removesuffix(p.distance_unit)}-{distance_text(p.distance_max, p.distance_unit)}"


def _intensity(intensity: Intensity, sport: str, long: bool) -> str:
    if long:
        return together(intensity.targets, quoted=True)
    return together(intensity.targets, _short) if sport in ("", "strength") else str(intensity)


def _short(target: Target) -> str:
    """80% alone is of the 1RM where weights are lifted."""
    return str(target).removesuffix(" 1RM") if target.kind == "percent_1rm" else str(target)


def _rest(rest: Rest, sport: str, glued: bool) -> str:
    """r3:00; words behind a space; the target glued on where it would else be taken for the row's own."""
    text = f"r{rest}" if rest.amount else f"r {rest}"
    return text.replace(" @ ", "@", 1) if glued and rest.intensity else text
