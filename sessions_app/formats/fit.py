"""FIT workouts, for watches and bike computers: the steps with their repeats, targets as a device holds them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import (
    DisplayMeasure,
    FileType,
    Intensity,
    Manufacturer,
    Sport,
    SubSport,
    WorkoutStepDuration,
    WorkoutStepTarget,
)

from core.units import METRES
from sessions_app.prescription import Target
from sessions_app.prescription.kinds import PACE_UNITS

from .powers import share_of
from .values import LeftOut, Part, Step, Unwritable, Workout, notes_of

SPORTS = {"cycling": Sport.CYCLING, "running": Sport.RUNNING, "swimming": Sport.SWIMMING}
ROLES = {"warm_up": Intensity.WARMUP, "cool_down": Intensity.COOLDOWN, "rest": Intensity.REST}
MOST_NAME, MOST_NOTES = 60, 240  # bytes; a string in FIT has at most 255
MOST_DEPTH_STEPS = 500
# Above these a custom number is watts, or beats, not a percentage.
WATTS_FROM, BEATS_FROM = 1000, 100
SPEEDS = {"km/h": Decimal(1000) / 3600, "m/s": Decimal(1), "mph": METRES["mi"] / 3600}

# The type of a target, a zone's number or None, and the two ends of a custom range.
Aim = tuple[WorkoutStepTarget, int | None, float, float]


def _check(workout: Workout) -> None:
    """Unwritable where no such file can say it."""
    if workout.sport not in SPORTS:
        raise Unwritable(_("A FIT workout is a ride, a run or a swim here, and this is none."))


def write(workout: Workout, ftp: Decimal | None = None) -> tuple[bytes, list[LeftOut]]:
    """The file, the same bytes each time; targets that no device holds stand in the step's notes, and are listed."""
    _check(workout)
    steps = _Steps(workout.sport)
    for part in workout.parts:
        steps.add(part)
    head = WorkoutMessage()
    head.workout_name = _cut(workout.name, MOST_NAME)
    head.sport = SPORTS[workout.sport]
    if workout.sport == "swimming" and workout.pool_length:
        head.sub_sport = SubSport.LAP_SWIMMING
        head.pool_length = float(workout.pool_length)
        head.pool_length_unit = DisplayMeasure.METRIC
    head.num_valid_steps = len(steps.messages)
    builder = FitFileBuilder(auto_define=True)
    builder.add(_file_id(workout))
    builder.add(head)
    builder.add_all(steps.messages)
    return builder.build_bytes(), list(dict.fromkeys(steps.left_out))


def _file_id(workout: Workout) -> FileIdMessage:
    """A device tells its files apart by these; no time, so that the same workout is the same file."""
    message = FileIdMessage()
    message.type = FileType.WORKOUT
    message.manufacturer = Manufacturer.DEVELOPMENT.value
    message.product = 0
    message.serial_number = zlib.crc32(repr((workout.name, workout.sport, workout.parts)).encode()) or 1
    return message


class _Steps:
    def __init__(self, sport: str) -> None:
        self.sport = sport
        self.messages: list[WorkoutStepMessage] = []
        self.left_out: list[LeftOut] = []

    def add(self, part: Part, notes: str = "") -> None:
        if isinstance(part, Step):
            self._step(part, notes)
            return
        first = len(self.messages)
        for place, inner in enumerate(part.parts):
            self.add(inner, "" if place else "\n".join(filter(None, (notes, notes_of(part.cues)))))
        if part.times > 1:
            message = self._message()
            message.duration_type = WorkoutStepDuration.REPEAT_UNTIL_STEPS_CMPLT
            message.duration_step = first
            message.target_repeat_steps = part.times
            self.messages.append(message)

    def _message(self) -> WorkoutStepMessage:
        if len(self.messages) >= MOST_DEPTH_STEPS:
            raise Unwritable(_("It has more than %(most)s steps.") % {"most": MOST_DEPTH_STEPS})
        message = WorkoutStepMessage()
        message.message_index = len(self.messages)
        return message

    def _step(self, step: Step, notes: str) -> None:
        message = self._message()
        words = self._aim(message, step)
        message.intensity = ROLES.get(step.role, Intensity.ACTIVE)
        _set_length(message, step)
        name = step.name or (_("Rest") if step.role == "rest" else "")
        if name:
            message.workout_step_name = _cut(name, MOST_NAME)
        said = "\n".join(filter(None, (" ".join(words), notes, notes_of(step.cues))))
        if said:
            message.notes = _cut(said, MOST_NOTES)
            if message.notes != said:
                self.left_out.append(LeftOut(name, said[-80:], _("A step's note has at most 240 bytes.")))
        self.messages.append(message)

    def _aim(self, message: WorkoutStepMessage, step: Step) -> list[str]:
        """Sets what the device holds; returns what it cannot hold, as words."""
        words: list[str] = []
        aims: list[Aim] = []
        for target in step.targets:
            aim = _aim_of(target, self.sport)
            if aim is not None and not aims:
                aims.append(aim)
                if target.ramp:
                    words.append(str(target))
                    self.left_out.append(LeftOut(step.name, str(target), _("A ramp is held as a range.")))
            else:
                words.append(str(target))
                reason = _("No device holds such a target; it stands in the note of the step.")
                self.left_out.append(LeftOut(step.name, str(target), reason))
        if step.cadence:
            aims.append((WorkoutStepTarget.CADENCE, None, step.cadence.low, step.cadence.high or step.cadence.low))
        _set_target(message, aims[0] if aims else None)
        if len(aims) > 1:
            _kind, _zone, low, high = aims[1]
            message.secondary_target_type = WorkoutStepTarget.CADENCE
            message.secondary_target_value = 0
            message.secondary_custom_target_cadence_low = int(low)
            message.secondary_custom_target_cadence_high = int(high)
        return words


def _set_length(message: WorkoutStepMessage, step: Step) -> None:
    if step.every is not None:
        message.duration_type = WorkoutStepDuration.REPETITION_TIME
        message.duration_time = float(step.every)
    elif step.seconds is not None and step.is_said:
        message.duration_type = WorkoutStepDuration.TIME
        message.duration_time = float(step.seconds)
    elif step.metres is not None:
        message.duration_type = WorkoutStepDuration.DISTANCE
        message.duration_distance = float(step.metres)
    else:  # the athlete goes on by the button
        message.duration_type = WorkoutStepDuration.OPEN
        message.duration_value = 0


def _set_target(message: WorkoutStepMessage, aim: Aim | None) -> None:
    if aim is None:
        message.target_type = WorkoutStepTarget.OPEN
        message.target_value = 0
        return
    kind, zone, low, high = aim
    message.target_type = kind
    message.target_value = zone or 0
    if zone is None:
        name = {
            WorkoutStepTarget.POWER: "power",
            WorkoutStepTarget.HEART_RATE: "heart_rate",
            WorkoutStepTarget.SPEED: "speed",
            WorkoutStepTarget.CADENCE: "cadence",
        }[kind]
        setattr(message, f"custom_target_{name}_low", low)
        setattr(message, f"custom_target_{name}_high", high)


# --- Targets --------------------------------------------------------------------


def _whole(target: Target, more: int = 0, most: int = 65_000) -> tuple[int, int]:
    low, high = target.low or Decimal(0), target.high or Decimal(0)
    return min(round(low), most) + more, min(round(high), most) + more


def _percent_ftp(target: Target, sport: str) -> Aim | None:
    low, high = _whole(target, most=WATTS_FROM)
    return (WorkoutStepTarget.POWER, None, low, high)


def _watts(target: Target, sport: str) -> Aim | None:
    low, high = _whole(target, WATTS_FROM)
    return (WorkoutStepTarget.POWER, None, low, high)


def _percent_hrmax(target: Target, sport: str) -> Aim | None:
    low, high = _whole(target, most=BEATS_FROM)
    return (WorkoutStepTarget.HEART_RATE, None, low, high)


def _bpm(target: Target, sport: str) -> Aim | None:
    low, high = _whole(target, BEATS_FROM, most=155)
    return (WorkoutStepTarget.HEART_RATE, None, low, high)


def _pace(target: Target, sport: str) -> Aim | None:
    if not target.low or not target.high:
        return None
    metres = PACE_UNITS[target.unit][0]
    slow, fast = (round(float(metres / seconds), 3) for seconds in (target.high, target.low))
    return (WorkoutStepTarget.SPEED, None, slow, fast)


def _speed(target: Target, sport: str) -> Aim | None:
    low, high = (round(float((value or Decimal(0)) * SPEEDS[target.unit]), 3) for value in (target.low, target.high))
    return (WorkoutStepTarget.SPEED, None, low, high)


def _zone(target: Target, sport: str) -> Aim | None:
    """A zone by its number, as the device has it set; of power on a bike, else of the heart rate."""
    is_power = target.name == "power" or (target.name == "" and sport == "cycling")
    if not is_power and target.name not in ("", "HR"):
        return None
    if target.low == target.high and target.low is not None and target.low <= (7 if is_power else 5):
        kind = WorkoutStepTarget.POWER if is_power else WorkoutStepTarget.HEART_RATE
        return (kind, int(target.low), 0, 0)
    share = share_of(replace(target, name="power")) if is_power else None
    return _percent_ftp(share, sport) if share else None


AIMS: dict[str, Callable[[Target, str], Aim | None]] = {
    "percent_ftp": _percent_ftp,
    "power": _watts,
    "percent_hrmax": _percent_hrmax,
    "bpm": _bpm,
    "pace": _pace,
    "speed": _speed,
    "zone": _zone,
}


def _aim_of(target: Target, sport: str) -> Aim | None:
    """None where a device knows no such target: % of a pace, RPE, words, or only the most or the least."""
    find = AIMS.get(target.kind)
    if find is None or target.start is None or target.limit:
        return None
    return find(target, sport)


def _cut(text: str, most: int) -> str:
    """At most so many bytes, whole letters."""
    return text.encode()[:most].decode(errors="ignore").strip()
