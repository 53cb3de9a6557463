"""Writing ZWO: each step as the element that says it, and targets that no trainer can hold as words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from core.units import plain
from sessions_app.prescription import Target

from .powers import RACES, is_all_out, share_of
from .values import Cue, LeftOut, Part, Repeat, Step, Unwritable, Workout, flat, one_line

SPORTS = {"cycling": "bike", "running": "run"}
ENDS = {"warm_up": "Warmup", "cool_down": "Cooldown"}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def write(workout: Workout, ftp: Decimal | None = None) -> tuple[bytes, list[LeftOut]]:
    """The file, and what of the targets stands in it only as words. Unwritable where it would be another workout."""
    _check(workout)
    return _Writing(workout, ftp).file()


def _check(workout: Workout) -> None:
    """Unwritable where no ZWO can say it."""
    if workout.sport not in SPORTS:
        raise Unwritable(_("A ZWO is a ride or a run, and this is neither."))
    steps = flat(workout.parts)
    if not _is_by_distance(steps) and any(step.seconds is None for step in steps):
        raise Unwritable(_("In a ZWO each step has a time; here some have a distance, or neither."))
    if _is_by_distance(steps) and workout.sport != "running":
        raise Unwritable(_("A ZWO ride goes by time, and this one says only distances."))


def _is_by_distance(steps: Iterable[Step]) -> bool:
    return all(step.metres is not None and step.seconds is None for step in steps)


class _Writing:
    def __init__(self, workout: Workout, ftp: Decimal | None) -> None:
        self.workout = workout
        self.ftp = ftp
        self.left_out: list[LeftOut] = []
        self.by_distance = _is_by_distance(flat(workout.parts))

    def file(self) -> tuple[bytes, list[LeftOut]]:
        root = ElementTree.Element("workout_file")
        for tag, said in (
            ("author", self.workout.author),
            ("name", self.workout.name),
            ("description", self.workout.note),
            ("sportType", SPORTS[self.workout.sport]),
            ("durationType", "distance" if self.by_distance else "time"),
        ):
            ElementTree.SubElement(root, tag).text = "\n".join(map(one_line, said.split("\n")))
        tags = ElementTree.SubElement(root, "tags")
        for name in self.workout.tags:
            ElementTree.SubElement(tags, "tag", name=name)
        self.steps = ElementTree.SubElement(root, "workout")
        for part in self.workout.parts:
            self._part(part)
        ElementTree.indent(root, "    ")
        text = f"{HEAD}\n{ElementTree.tostring(root, encoding='unicode')}\n"
        return text.encode(), list(dict.fromkeys(self.left_out))

    def _part(self, part: Part) -> None:
        if isinstance(part, Repeat):
            if not self._intervals(part):
                for step in flat([part]):
                    self._step(step)
        else:
            self._step(part)

    def _length(self, step: Step) -> str:
        return plain(step.metres) if self.by_distance and step.metres is not None else str(step.seconds)

    def _held(self, step: Step) -> tuple[Target | None, Target | None]:
        """What the trainer can hold: of the targets the first that is a share, and what share it is."""
        for target in step.targets:
            share = share_of(target, self.ftp) if self.workout.sport == "cycling" else _of_pace(target)
            if share is not None:
                return target, share
        return None, None

    def _intervals(self, repeat: Repeat) -> bool:
        """On and off in turn, each at one power: the only repeat that a ZWO knows."""
        if len(repeat.parts) != 2 or not all(isinstance(part, Step) for part in repeat.parts):
            return False
        on, off = (part for part in repeat.parts if isinstance(part, Step))
        shares = [self._held(step)[1] for step in (on, off)]
        cadences = [step.cadence for step in (on, off) if step.cadence]
        if any(share is None or share.start != share.end for share in shares) or on.cues or off.cues:
            return False
        if any(cadence.low != cadence.high for cadence in cadences) or _race(shares[0]) != _race(shares[1]):
            return False
        if any(len(step.targets) > 1 for step in (on, off)):
            return False
        values = {"Repeat": str(repeat.times), "OnDuration": self._length(on), "OffDuration": self._length(off)}
        values |= {
            f"{name}Power": _ratio(share.start) for name, share in zip(("On", "Off"), shares, strict=True) if share
        }
        values |= _race(shares[0])
        if on.cadence:
            values["Cadence"] = str(on.cadence.low)
        if off.cadence:
            values["CadenceResting"] = str(off.cadence.low)
        self._cues(ElementTree.SubElement(self.steps, "IntervalsT", values), repeat.cues)
        return True

    def _step(self, step: Step) -> None:
        held, share = self._held(step)
        tag, values = _shape(step, share)
        values = {"Duration": self._length(step)} | values | dict(_race(share))
        if step.cadence:
            low, high = str(step.cadence.low), str(step.cadence.high)
            values |= {"Cadence": low} if low == high else {"CadenceLow": low, "CadenceHigh": high}
        cues = step.cues
        said = {target for target in step.targets if target is held or (tag == "MaxEffort" and is_all_out(target))}
        words = [str(target) for target in step.targets if target not in said]
        if words:
            cues = (Cue(0, " ".join(words)), *cues)
            reason = _("It is no share of a threshold, so the file says it in words.")
            self.left_out.append(LeftOut(step.name or tag, " ".join(words), reason))
        self._cues(ElementTree.SubElement(self.steps, tag, values), cues)

    def _cues(self, element: Any, cues: Iterable[Cue]) -> None:
        for cue in cues:
            ElementTree.SubElement(element, "textevent", timeoffset=str(cue.at), message=cue.text)


def _shape(step: Step, share: Target | None) -> tuple[str, dict[str, str]]:
    """The element, and its powers."""
    if share is None:
        return ("MaxEffort" if any(map(is_all_out, step.targets)) else "FreeRide"), {}
    low, high = _ratio(share.start), _ratio(share.end)
    ends = {"PowerLow": low, "PowerHigh": high}
    if step.role in ENDS and (share.ramp or low == high):
        return ENDS[step.role], ends
    if share.ramp and low != high:
        return "Ramp", ends
    return "SteadyState", {"Power": low} if low == high else ends


def _ratio(percent: Decimal | None) -> str:
    return plain((percent or Decimal(0)) / 100)


def _of_pace(target: Target) -> Target | None:
    known = target.kind == "percent_pace" and target.start is not None and target.name in ("pace", *RACES.values())
    return target if known else None


def _race(share: Target | None) -> dict[str, str]:
    number = next((number for number, name in RACES.items() if share is not None and share.name == name), "")
    return {"pace": number} if number else {}
