"""MRC and ERG: a course of minutes and powers, in % of FTP or in watts. Both are read by what their header says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from django.utils.translation import gettext as _

from core.units import plain
from sessions_app.prescription import Target

from .powers import PLACES, share_of, watts_of
from .values import (
    MOST_BYTES,
    MOST_STEPS,
    Cue,
    LeftOut,
    NeedsFtp,
    Repeat,
    Step,
    UnreadableFile,
    Unwritable,
    Workout,
    flat,
    one_line,
    timeline,
)

HEADER, DATA, TEXT = "COURSE HEADER", "COURSE DATA", "COURSE TEXT"
KNOWN_FACTS = {"VERSION", "UNITS", "DESCRIPTION", "FILE NAME", "FTP", "MINUTES PERCENT", "MINUTES WATTS"}
NUMBER = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,9})?")
MOST_NAME = 120
MOST_MINUTES = 6000
MOST_POWER = 5000
REST_PERCENT = Decimal(50)
# --- Reading --------------------------------------------------------------------


def read(data: bytes) -> tuple[Workout, list[LeftOut]]:
    """The workout, its name "" where the file states none, and every line that found no place in it."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"A workout file has at most {MOST_BYTES // 1_000_000} MB.")
    course = _Course(_decoded(data))
    steps = course.steps()
    if not steps:
        raise UnreadableFile(f"The file has no [{DATA}] with two points in time, so no steps.")
    if len(steps) > MOST_STEPS:
        raise UnreadableFile(f"The workout has more than {MOST_STEPS:,} steps.")
    note = course.facts.get("DESCRIPTION", "")
    name = course.facts.get("FILE NAME", "")
    if len(name) > MOST_NAME:
        course.left_out.append(
            LeftOut("FILE NAME", name[MOST_NAME:][:80], f"A name has at most {MOST_NAME} letters here.")
        )
    workout = Workout(name[:MOST_NAME].strip(), "cycling", tuple(steps), note)
    return workout, course.left_out


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


class _Course:
    def __init__(self, text: str) -> None:
        self.left_out: list[LeftOut] = []
        self.facts: dict[str, str] = {}
        self.points: list[tuple[Decimal, Decimal, int]] = []
        self.cues: list[Cue] = []
        readers = {HEADER: self._header, DATA: self._point, TEXT: self._cue}
        part = ""
        for number, line in enumerate(text.splitlines(), start=1):
            line = line.strip()
            if line.startswith("[") and line.endswith("]"):
                name = one_line(line[1:-1]).upper()
                part = name if name in readers else ""
                if not part and not name.startswith("END "):
                    self._leave(number, line, "No part of a course that is read here.")
            elif line and part:
                readers[part](number, line)
            elif line:
                self._leave(number, line, "It stands outside of the course.")
            if len(self.left_out) > MOST_STEPS or len(self.points) > 4 * MOST_STEPS:
                raise UnreadableFile(f"The workout has more than {MOST_STEPS:,} steps, or is none.")
        self.unit = self._unit()

    def _leave(self, number: int, line: str, reason: str) -> None:
        self.left_out.append(LeftOut(f"line {number}", one_line(line)[:80], reason))

    def _header(self, number: int, line: str) -> None:
        name, _sign, value = line.partition("=")
        name = one_line(name).upper()
        if name not in KNOWN_FACTS or name in self.facts:
            self._leave(number, line, "Nothing here has such a setting.")
        else:
            self.facts[name] = one_line(value)

    def _unit(self) -> str:
        if ("MINUTES PERCENT" in self.facts) == ("MINUTES WATTS" in self.facts):
            raise UnreadableFile(f"The [{HEADER}] has to say MINUTES PERCENT or MINUTES WATTS; this is no MRC or ERG.")
        return "%" if "MINUTES PERCENT" in self.facts else "W"

    def _point(self, number: int, line: str) -> None:
        words = line.replace(";", " ").split()
        if len(words) != 2 or not all(map(NUMBER.fullmatch, words)):
            self._leave(number, line, "A point has two numbers: its minute and its power.")
            return
        minute, power = (Decimal(word.replace(",", ".")) for word in words)
        if minute > MOST_MINUTES or power > MOST_POWER:
            self._leave(number, line, f"Minutes go to {MOST_MINUTES:,}, powers to {MOST_POWER:,}.")
        elif self.points and minute < self.points[-1][0]:
            self._leave(number, line, "Its time is before that of the point above.")
        else:
            self.points.append((minute, power, number))

    def _cue(self, number: int, line: str) -> None:
        """Second, words, and how long they are shown."""
        at, _tab, words = line.partition("\t")
        words, _tab, _shown = words.partition("\t")
        if not NUMBER.fullmatch(at.strip()) or not one_line(words):
            self._leave(number, line, "A text has a second and words, with a tab between.")
        else:
            self.cues.append(Cue(int(Decimal(at.strip().replace(",", "."))), one_line(words)))

    def steps(self) -> list[Step]:
        """From point to point; two points at one time are a jump. The workout begins at the first point."""
        found: list[Step] = []
        for (start, low, _line), (end, high, line) in zip(self.points, self.points[1:], strict=False):
            at, until = _second(start), _second(end)
            if until == at:
                if end > start:
                    self._leave(line, plain(end), "A step of less than a second is no step.")
                continue
            found.append(Step(until - at, targets=(self._target(low, high),)))
        if not found:
            return []
        first = _second(self.points[0][0])
        cues = tuple(replace(cue, at=max(0, cue.at - first)) for cue in self.cues)
        return flat([Repeat(1, tuple(found), cues)])

    def _target(self, low: Decimal, high: Decimal) -> Target:
        if self.unit == "W":
            ftp = self.facts.get("FTP", "").removesuffix("W").strip()
            if not NUMBER.fullmatch(ftp) or not Decimal(ftp.replace(",", ".")):
                return Target("power", low, high, unit="", ramp=low != high)
            low, high = (power * 100 / Decimal(ftp.replace(",", ".")) for power in (low, high))
        low, high = (power.quantize(PLACES, ROUND_HALF_UP).normalize() for power in (low, high))
        return Target("percent_ftp", low, high, ramp=low != high)


def _second(minute: Decimal) -> int:
    return int((minute * 60).to_integral_value(ROUND_HALF_UP))


# --- Writing --------------------------------------------------------------------


def _check(name: str, workout: Workout, ftp: Decimal | None) -> None:
    """Unwritable where no such course can say it; NeedsFtp where it could, if one knew the athlete's."""
    if workout.sport != "cycling":
        raise Unwritable(_("MRC and ERG are courses for rides, and this is none."))
    for step in flat(workout.parts):
        said = step.name or _("a rest")
        if step.seconds is None:
            raise Unwritable(_("“%(name)s” has no time, and a course goes by time.") % {"name": said})
        if step.role == "rest" and not step.targets:
            if name == "erg" and ftp is None:
                raise NeedsFtp(_("An ERG states watts: say the athlete's FTP."))
            continue
        if _power(name, step, ftp) is None:
            if _power(name, step, Decimal(200)) is not None:
                raise NeedsFtp(_("Percent and watts only go together with the athlete's FTP."))
            sentence = _(
                "“%(name)s” has no power. A course needs one at each step: a %% of FTP, watts or a power zone."
            )
            raise Unwritable(sentence % {"name": said})


def write(name: str, workout: Workout, ftp: Decimal | None = None) -> tuple[bytes, list[LeftOut]]:
    """The file; in it a range is its middle, and a rest of which nothing is said half of FTP: both are listed."""
    _check(name, workout, ftp)
    unit = "PERCENT" if name == "mrc" else "WATTS"
    facts = {"VERSION": "2", "UNITS": "METRIC", "DESCRIPTION": one_line(workout.note), "FILE NAME": workout.name}
    if ftp is not None:
        facts["FTP"] = plain(ftp)
    left_out: list[LeftOut] = []
    lines = [f"[{HEADER}]", *(f"{key} = {one_line(value)}" for key, value in facts.items()), f"MINUTES {unit}"]
    lines += [f"[END {HEADER}]", f"[{DATA}]", *_points(name, workout, ftp, left_out), f"[END {DATA}]"]
    cues = [f"{at}\t{cue.text}\t10" for at, cue in timeline(workout.parts)]
    if cues:
        lines += [f"[{TEXT}]", *cues, f"[END {TEXT}]"]
    if any(step.cadence for step in flat(workout.parts)):
        left_out.append(LeftOut(workout.name, "", _("A course has no cadence.")))
    return "\r\n".join([*lines, ""]).encode(), list(dict.fromkeys(left_out))


def _points(name: str, workout: Workout, ftp: Decimal | None, left_out: list[LeftOut]) -> Iterator[str]:
    at = 0
    for step in flat(workout.parts):
        target = _power(name, step, ftp)
        if target is None:
            left_out.append(LeftOut(_("a rest"), "", _("It has no power, so half of FTP is written.")))
            half = Target("percent_ftp", REST_PERCENT)
            target = half if name == "mrc" else watts_of(half, ftp) or half
        start, end = target.start or Decimal(0), target.end or Decimal(0)
        if start != end and not target.ramp:
            left_out.append(LeftOut(step.name, str(target), _("A range is written as its middle.")))
            start = end = (start + end) / 2
        for second, power in ((at, start), (at + (step.seconds or 0), end)):
            yield f"{_minutes(second)}\t{plain(power.quantize(PLACES))}"
        at += step.seconds or 0


def _minutes(second: int) -> str:
    """Exact to a hundredth of a second, with two places where these are enough."""
    exact = Decimal(second) / 60
    return f"{exact:.2f}" if exact == exact.quantize(PLACES) else f"{exact:.4f}"


def _power(name: str, step: Step, ftp: Decimal | None) -> Target | None:
    convert = share_of if name == "mrc" else watts_of
    return next((power for target in step.targets if (power := convert(target, ftp)) is not None), None)


write_mrc, write_erg = partial(write, "mrc"), partial(write, "erg")
