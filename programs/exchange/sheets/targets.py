"""How hard a row is, from its cells: loads, percentages, RPE, zones, paces. What had to be guessed is listed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from core.units import plain
from sessions_app.prescription import Prescription

from ..texts import read_intensity, shown
from ..values import LeftOut
from .cells import DATE, Cell
from .phrasing import BODYWEIGHT, LOADS, decimals, numbered
from .quantities import decimal, span, span_text, undated
from .words import Column, fold


class Said(NamedTuple):
    """One cell of a row: its column, what it says, and where it stands."""

    column: Column
    cell: Cell
    place: str


@dataclass
class Facts:
    """What a row's cells say, together."""

    values: dict[str, Any] = field(default_factory=dict)
    targets: list[Any] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: list[Prescription] = field(default_factory=list)
    per_set: list[str] = field(default_factory=list)
    of_sets: dict[str, list[Said]] = field(default_factory=dict)  # by the set's number: reps, load and more of each


class Targets:
    """guesses: what was inferred, or kept as a note, each with its place. units: that bare numbers are of."""

    def __init__(self, sport: str = "", units: Collection[str] = ()) -> None:
        self.sport = sport
        self.load_unit = next((unit for unit in ("kg", "lb") if unit in units), "")
        self.pace_unit = "/mi" if "mi" in units else "/km"
        self.guesses: list[LeftOut] = []
        self._told: set[tuple[str, str]] = set()

    def _guess(self, place: str, text: str, reason: str) -> None:
        guess = LeftOut(place, shown(text, 160), reason)
        if self.guesses[-1:] != [guess]:  # that of two sets of a row is one
            self.guesses.append(guess)

    def told(self) -> tuple[int, set[tuple[str, str]]]:
        """What was told so far, for `untell`."""
        return len(self.guesses), set(self._told)

    def untell(self, before: tuple[int, set[tuple[str, str]]]) -> None:
        """Nothing is told of a try that came to nothing; what it would have told once is still to be told."""
        del self.guesses[before[0] :]
        self._told = before[1]

    def _guess_once(self, said: Said, reason: str) -> None:
        """Once for each column: what holds for all of it."""
        key = said.column.role + said.column.unit, reason
        if key not in self._told:
            self._told.add(key)
            self._guess(said.place, said.cell.text, reason)

    def _set(self, facts: Facts, name: str, value: Any, said: Said) -> None:
        if name in facts.values and facts.values[name] != value:
            raise ValueError("Another cell of this row says it otherwise.")
        facts.values[name] = value

    def _dated(self, said: Said) -> str:
        """The text; a date that a spreadsheet made of two numbers is the two numbers again."""
        text = said.cell.text
        try:
            found = undated(text)
        except ValueError:
            if said.cell.kind == DATE:
                raise
            return text
        self._guess(said.place, text, f"The spreadsheet had made a date of it: read as {span_text(found)}.")
        return span_text(found)

    def _target(self, text: str, facts: Facts) -> None:
        intensity = read_intensity(text, self.sport)
        if len(facts.targets) + len(intensity.targets) > 2:
            raise ValueError("A row has at most two targets.")
        facts.targets += intensity.targets

    def _load(self, said: Said, facts: Facts) -> None:
        if said.cell.kind == DATE:
            raise ValueError("The spreadsheet made a date of it.")
        text = fold(said.cell.text).replace(" x ", "x")
        if BODYWEIGHT.fullmatch(text):
            return self._target("BW", facts)
        if not text.strip("+@ 0.,"):
            return None  # nothing beside the body: a pull-up's 0
        if LOADS.fullmatch(text.lstrip("+@ ")):
            unit = said.column.unit if said.column.unit in ("kg", "lb") else ""
            if said.column.unit == "%":
                return self._percent(said, facts)
            if not unit:
                unit = self.load_unit or "kg"
                self._guess_once(said, f"No unit is said here: read as {unit}.")
            text = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text.lstrip("@ "))
            return self._target(f"{text.replace(' ', '')}{unit}", facts)
        before = len(facts.targets)
        self._target(decimals(said.cell.text), facts)
        if any(one.kind == "words" and re.search("[0-9#]", one.name) for one in facts.targets[before:]):
            self._guess(said.place, said.cell.text, "This is no load that is understood: it stays as words.")
        return None

    def _percent(self, said: Said, facts: Facts) -> None:
        text = self._dated(said) if said.cell.kind == DATE else said.cell.text
        bare = fold(text).replace("%", "").strip(" @")
        if not LOADS.fullmatch(bare):
            return self._target(decimals(text), facts)
        parts = [decimal(part) for part in re.split(r"\s*[-/]\s*", bare)]
        if "%" not in text and max(parts) <= Decimal("1.5"):
            parts = [part * 100 for part in parts]
        join = "-" if "-" in bare else "/"
        unit = said.column.unit if said.column.unit in ("FTP", "TM", "CSS", "HRmax") else ""
        return self._target(f"{join.join(map(plain, parts))}% {unit}".strip(), facts)

    def _intensity(self, said: Said, facts: Facts) -> None:
        text = said.cell.text
        unit = said.column.unit
        try:
            found = span(text)
        except ValueError:
            if said.cell.kind == DATE:
                return self._rpe(said, facts)
            return self._target(decimals(" ".join(text.split())), facts)
        if unit in ("kg", "lb"):
            return self._load(said, facts)
        if unit == "%" or found.low < 1 or (found.high or found.low) <= Decimal("1.5") and "." in text:
            return self._percent(said, facts)
        if (found.high or found.low) <= 10:
            if unit not in ("rpe", "rir"):
                self._guess_once(said, "A bare number up to 10 is read as RPE here.")
            return self._rir(said, facts) if unit == "rir" else self._rpe(said, facts)
        raise ValueError("It does not say what this number is of.")

    def _rpe(self, said: Said, facts: Facts) -> None:
        text = self._dated(said)
        self._target(numbered(text, "RPE {}") or decimals(text), facts)

    def _rir(self, said: Said, facts: Facts) -> None:
        text = self._dated(said)
        self._target(numbered(text, "{} RIR") or decimals(text), facts)

    def _zone(self, said: Said, facts: Facts) -> None:
        text = self._dated(said)
        found = numbered(text, "{}")
        self._target("-".join(f"Z{part}" for part in found.split("-")) if found else text, facts)

    def _hr(self, said: Said, facts: Facts) -> None:
        text = said.cell.text
        found = numbered(text, "{}bpm")
        if not found and "%" in text and numbered(text.replace("%", ""), "{}"):
            self._guess_once(said, "A percentage of a heart rate is read as one of the highest.")
            found = f"{text.strip()} HRmax"
        self._target(found or text, facts)

    def _power(self, said: Said, facts: Facts) -> None:
        self._target(numbered(said.cell.text, "{}W") or decimals(said.cell.text), facts)

    def _pace(self, said: Said, facts: Facts) -> None:
        text = fold(said.cell.text).replace("min/", "/").replace(" /", "/").replace("'", ":").replace('"', "")
        if not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(?:\s*-\s*[0-9]{1,2}:[0-9]{2})?", text):
            return self._target(text if "/" in text and re.match(r"[0-9]", text) else said.cell.text, facts)
        unit = said.column.unit if said.column.unit.startswith("/") else ""
        if not unit:
            of_row = "/mi" if facts.values.get("distance_unit") == "mi" else self.pace_unit
            unit = {"swimming": "/100m", "rowing": "/500m"}.get(self.sport, of_row)
            self._guess_once(said, f"The pace is read as one of {unit[1:]}.")
        return self._target(f"{text.replace(' ', '')}{unit}", facts)
