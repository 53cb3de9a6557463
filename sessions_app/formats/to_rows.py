"""The steps of a workout as rows of a session, which a coach reads and edits like any others. Pure."""

from __future__ import annotations

from sessions_app.prescription import LETTERS, Group, Intensity, Prescription, Row

from .values import Cue, LeftOut, Repeat, Step, Workout, flat, notes_of

MOST_NOTES = 2_000
GROUP_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What the library calls a stretch of each sport.
NAMES = {"cycling": "Ride", "running": "Run"}


def rows_of(workout: Workout) -> tuple[tuple[Row, ...], list[LeftOut]]:
    """A step is a row, a repeat a group with its rounds, a cue a line of a note; and which cues found no room."""
    made = _Rows(workout)
    for part in workout.parts:
        if isinstance(part, Repeat):
            made.add_repeat(part)
        else:
            made.add(part, NAMES.get(workout.sport, "Work"), part.cues)
    return tuple(made.rows), made.left_out


class _Rows:
    """A section has the letters A to H; a part with more groups goes on under a title of its own."""

    def __init__(self, workout: Workout) -> None:
        self.sport = workout.sport
        self.rows: list[Row] = []
        self.left_out: list[LeftOut] = []
        self.groups = 0
        self.in_part = 0
        self.part = 1

    def add_repeat(self, repeat: Repeat) -> None:
        if self.groups == len(GROUP_LETTERS) or any(isinstance(part, Repeat) for part in repeat.parts):
            for step in flat([repeat]):
                self.add(step, NAMES.get(self.sport, "Work"), step.cues)
            return
        if self.in_part == len(LETTERS):
            self.in_part = 0
            self.part += 1
        group = Group(GROUP_LETTERS[self.groups], rounds=repeat.times)
        self.groups += 1
        self.in_part += 1
        for place, step in enumerate(flat(repeat.parts)):
            name = NAMES.get(self.sport, "Work") if place else "Interval"
            self.add(step, name, () if place else repeat.cues, group)

    def add(self, step: Step, name: str, cues: tuple[Cue, ...], group: Group | None = None) -> None:
        section = step.role if step.role in ("warm_up", "cool_down") else "main"
        name = {"warm_up": "Warm-up", "cool_down": "Cool-down"}.get(section, name)
        p = Prescription(
            duration=step.seconds,
            distance=step.metres,
            intensity=Intensity(step.targets) if step.targets else None,
            cadence=step.cadence,
            notes=self._notes(cues, name),
        )
        title = f"Part {self.part}" if self.part > 1 and section == "main" else ""
        self.rows.append(Row(name=name, section=section, section_title=title, group=group, prescription=p))

    def _notes(self, cues: tuple[Cue, ...], name: str) -> str:
        text = notes_of(cues)
        while len(text) > MOST_NOTES:
            *kept, last = cues
            cues = tuple(kept)
            self.left_out.append(LeftOut(name, last.text, f"A note has at most {MOST_NOTES:,} characters."))
            text = notes_of(cues)
        return text
