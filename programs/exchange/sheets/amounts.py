"""The cells of one row into prescriptions. What a cell says beyond its column stays as a note, and is listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from core.units import plain
from sessions_app.notation import GUESSED, NOTE, Line, read_line, read_prescription
from sessions_app.prescription import NOTHING, Intensity, Prescription, Reps, Rest
from sessions_app.prescription.values import Cadence, problems

from ..texts import clean_notes, read_rest
from ..values import NOTES_LENGTH
from .cells import CLOCK, DATE, Cell
from .phrasing import (
    LOADS,
    MOST,
    REPS_BEHIND,
    SET_OF_REPS,
    SIDES,
    decimals,
    in_notation,
    runs,
    stated,
    usual_rest,
)
from .quantities import decimal, ends, metres, seconds, span, whole
from .targets import Facts, Said, Targets
from .words import Column, fold, is_nothing

REPS_AND_LOAD = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*(?:x|@)\s*([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*(kg|lb)?s?")
TEMPO_OF_LIFT = re.compile(r"[0-9xX](?:[-/. ,]?[0-9xX]){2,3}")
TEMPO = re.compile(r"[0-9xX](?:[-/.][0-9xX]){2,3}")
HOURS = re.compile(r"[0-9]:[0-5][0-9]")
_LONG = ("running", "cycling", "rowing", "")  # what lasts for hours


@lru_cache(maxsize=1024)
def _parsed(text: str, sport: str, named: bool) -> Line:
    """Kept, since a cell is asked first whether it is a line, and then what it says."""
    written = in_notation(text)
    return read_line(written, sport, sheet=True) if named else read_prescription(written, sport)


class Amounts(Targets):
    """Reads rows. guesses: what was inferred, or kept as a note, each with its place. units: of bare numbers."""

    def __init__(self, sport: str = "", units: Collection[str] = ()) -> None:
        super().__init__(sport, units)
        self._readers: dict[str, Callable[[Said, Facts], None]] = {
            "sets": self._sets, "set": self._set_number, "reps": self._reps, "scheme": self._scheme, "load": self._load,
            "percent": self._percent,
            "intensity": self._intensity, "rpe": self._rpe, "rir": self._rir, "zone": self._zone, "hr": self._hr,
            "pace": self._pace, "power": self._power, "rest": self._rest, "tempo": self._tempo,
            "cadence": self._cadence,
            "distance": self._distance, "duration": self._duration, "every": self._every, "notes": self._notes,
        }  # fmt: skip

    # --- a row ------------------------------------------------------------------------------------------------------

    def read(self, cells: Iterable[Said]) -> list[Prescription]:
        """One prescription, or several where a cell says several. Nothing that a cell says is lost."""
        facts = Facts()
        cells = [said for said in cells if not is_nothing(said.cell.text)]
        cells.sort(key=lambda said: said.column.role == "pace")  # of the unit that the distance has
        roles = {said.column.role for said in cells}
        for said in cells:
            try:
                if said.column.role.startswith("set") and said.column.role[3:].isdigit():
                    if said.column.unit:
                        facts.of_sets.setdefault(said.column.role[3:], []).append(said)
                    else:
                        facts.per_set.append(said.cell.text)
                    continue
                reader = self._readers.get(said.column.role)
                if reader is None:
                    raise ValueError("Nothing that is done stands in such a column.")
                reader(said, facts)
            except ValueError as error:
                self._keep(said, facts, str(error))
        if facts.of_sets:
            self._with_columns_of_sets(facts)
        if facts.per_set:
            self._set_by_set(facts, next(said for said in cells if said.column.role[:3] == "set"))
        self._intervals(facts, roles)
        return self._together(facts, cells)

    def parsed(self, text: str, named: bool = True) -> Line:
        """A whole line as the notation reads it; nothing of it is taken yet."""
        return _parsed(text, self.sport, named)

    def line(self, text: str, place: str, named: bool = True) -> Line:
        """A whole line that is taken: what is guessed in it is listed."""
        line = self.parsed(text, named)
        for part in line.parts:
            if part.status == NOTE:
                self._guess(place, part.text, "This was not understood and stays as a note.")
            elif part.status == GUESSED and part.kind != "name":
                self._guess(place, part.text, "What this means was guessed.")
        return line

    def _together(self, facts: Facts, cells: list[Said]) -> list[Prescription]:
        if facts.targets:
            facts.values["intensity"] = Intensity(tuple(facts.targets[:2]))
        notes = "; ".join(facts.notes)
        rows = []
        for row in facts.rows or [NOTHING]:
            own = dict(facts.values)
            for name, said in stated(row).items():
                if name in own and own[name] != said:
                    if name == "intensity" and len(own[name].targets) + len(said.targets) == 2:
                        own[name] = Intensity((*said.targets, *own[name].targets))
                        continue
                    self._clash(cells, name, own.pop(name), said)
            row_notes = "; ".join(filter(None, (row.notes, notes)))
            whole = replace(row, **own, notes=row_notes) if own or row_notes != row.notes else row
            rows.append(self._sound(whole, cells))
        return rows

    def _clash(self, cells: list[Said], name: str, column: Any, scheme: Any) -> None:
        place = next((said.place for said in cells if said.column.role == "scheme"), cells[0].place)
        self._guess(
            place, f"{column} / {scheme}", "Two cells of this row say different things here: the second was taken."
        )

    def _sound(self, prescription: Prescription, cells: list[Said]) -> Prescription:
        """What could not be stored becomes its words."""
        if len(prescription.notes) > NOTES_LENGTH:
            self._guess(cells[0].place, prescription.notes, f"Notes are cut after {NOTES_LENGTH} characters.")
            prescription = replace(prescription, notes=prescription.notes[:NOTES_LENGTH].strip())
        wrong = problems(prescription)
        if not wrong:
            return prescription
        words = "; ".join(said.cell.text for said in cells)
        self._guess(cells[0].place if cells else "", words, f"{wrong[0]} The row keeps its words as a note.")
        return Prescription(notes=" ".join(words.split())[:NOTES_LENGTH])

    def _keep(self, said: Said, facts: Facts, reason: str) -> None:
        text = clean_notes(said.cell.text)
        facts.notes.append(text if said.column.role == "notes" else " ".join(text.split()))
        self._guess(said.place, text, f"{reason or 'This was not understood.'} It stays as a note.".replace("..", "."))

    # --- how often --------------------------------------------------------------------------------------------------

    def _sets(self, said: Said, facts: Facts) -> None:
        text = re.sub(r"\s*(?:x|sets?|series?|séries?|sätze)\.?$", "", self._dated(said), flags=re.IGNORECASE)
        try:
            found = span(text)
        except ValueError:
            return self._scheme(said, facts)
        if found.low != int(found.low):
            raise ValueError("This is no number of sets.")
        self._set(facts, "sets", int(found.low), said)
        if found.high is not None:
            self._set(facts, "sets_max", int(found.high), said)

    def _set_number(self, said: Said, facts: Facts) -> None:
        """The how-manieth set a row is: each row is one set."""
        if whole(said.cell.text) < 1:
            raise ValueError("This is no number of a set.")
        facts.values.setdefault("sets", 1)

    def _reps(self, said: Said, facts: Facts) -> None:
        text = REPS_BEHIND.sub("", " ".join(self._dated(said).split()).casefold().replace("×", "x"))
        if SET_OF_REPS.match(fold(text)):
            return self._scheme(said, facts)
        if SIDES.search(text) or SIDES.search(fold(text)):
            facts.values["per_side"] = True
            text = SIDES.sub("", text) if SIDES.search(text) else SIDES.sub("", fold(text))
        if MOST.fullmatch(fold(text)):
            text = "AMRAP"
        try:
            reps = Reps.parse("-".join(ends(text)) if re.search(r"[0-9]", text) else text)
        except ValueError:
            return self._scheme(said._replace(cell=Cell(text)), facts)
        self._set(facts, "reps", reps, said)
        return None

    def _scheme(self, said: Said, facts: Facts) -> None:
        """A whole prescription in one cell."""
        text = self._dated(said)
        if LOADS.fullmatch(fold(text)) and {"sets", "reps"} <= facts.values.keys():
            return self._load(said._replace(column=Column("load")), facts)
        if not any(replace(row, notes="") for row in self.parsed(text, named=False).prescriptions):
            raise ValueError("This is no prescription that is understood.")
        rows = list(self.line(text, said.place, named=False).prescriptions)
        if facts.rows:
            if len(rows) != 1 or len(facts.rows) != 1:
                raise ValueError("Another cell of this row says it otherwise.")
            rows = [replace(facts.rows[0], **stated(rows[0]))]
        facts.rows = rows

    def _set_by_set(self, facts: Facts, said: Said) -> None:
        """Set 1, Set 2, Set 3 in columns of their own: equal ones are so many sets, others a list."""
        texts = facts.per_set
        words = Said(Column("reps"), Cell(texts[0] if len(set(texts)) == 1 else "/".join(texts)), said.place)
        before = self.told()
        try:
            inner = Facts()
            self._reps(words, inner)
            if inner.rows or not inner.values.get("reps"):
                raise ValueError
            facts.values |= inner.values
        except ValueError:
            self.untell(before)
            lines = [self.line(self._one_set(text, said), said.place, named=False) for text in texts]
            rows = [row for line in lines for row in line.prescriptions]
            if facts.rows or not all(replace(row, notes="") for row in rows):
                self.untell(before)
                self._keep(words, facts, "These sets were not understood.")
                return
            facts.rows = runs(rows)
            return
        facts.values.setdefault("sets", len(texts))

    def _with_columns_of_sets(self, facts: Facts) -> None:
        """`Set 1 kg, Set 1 reps, Set 2 kg, Set 2 reps`: each set is a row, and equal ones are one.

        Beside `3x5` they say of each of the three what that leaves open; where they say it otherwise, they are kept.
        """
        before, rows = self.told(), []
        for cells in facts.of_sets.values():
            inner = [one._replace(column=Column(*one.column.unit.split(" ", 1))) for one in cells]
            rows += [replace(row, sets=row.sets or 1) for row in self.read(inner)]
        sets = facts.values.get("sets")
        if facts.rows:
            whole, reps = facts.rows[0], facts.rows[0].reps
            each = [replace(reps, entries=(one,)) for one in reps.entries] if reps and reps.is_list else []  # 5/5/3
            fits = (whole.sets or sets or len(each)) == len(rows) and len(each) in (0, len(rows))
            leaves_open = all(stated(row).keys() & stated(whole).keys() <= {"sets"} for row in rows)
            if len(facts.rows) > 1 or whole.intensity or not fits or not leaves_open:
                self.untell(before)
                for one in (one for cells in facts.of_sets.values() for one in cells):
                    self._keep(one, facts, "Another cell of this row says it otherwise.")
                return
            wholes = [replace(whole, reps=own) for own in each] or [whole] * len(rows)
            rows = [replace(own, **stated(row)) for own, row in zip(wholes, rows, strict=True)]
        if sets == len(rows):
            del facts.values["sets"]
        facts.rows = runs(rows)

    def _one_set(self, text: str, said: Said) -> str:
        """8x80 under `Set 1` is reps and load, 80x8 too: the smaller number is done, the larger is lifted."""
        found = REPS_AND_LOAD.fullmatch(fold(text))
        if not found:
            return text
        first, second = decimal(found[1]), decimal(found[2])
        unit = found[3] or self.load_unit or "kg"
        self._guess_once(said, f"Under a set, two numbers are read as reps and {unit}.")
        return f"1x{plain(min(first, second))} @ {plain(max(first, second))}{unit}"

    def _intervals(self, facts: Facts, roles: set[str]) -> None:
        """`Reps 8, Work 1 min`, without a column of sets: done eight times."""
        amount = "duration" in facts.values or "distance" in facts.values
        reps = facts.values.get("reps")
        if amount and reps is not None and "sets" not in facts.values and "sets" not in roles and reps.is_plain:
            low, high = reps.entries[0]
            if low is not None and low == high:
                facts.values["sets"] = low
                del facts.values["reps"]

    # --- how long ---------------------------------------------------------------------------------------------------

    def _rest(self, said: Said, facts: Facts) -> None:
        text = self._dated(said) if said.cell.kind == DATE else said.cell.text
        try:
            found = seconds(text, said.column.unit, usual_rest(text))
        except ValueError:
            self._set(facts, "rest", read_rest(in_notation(text)), said)
            return
        if found.is_guess:
            self._guess_once(
                said, f"No unit is said here: read as {'seconds' if usual_rest(text) == 's' else 'minutes'}."
            )
        high = int(found.high) if found.high is not None else None
        self._set(facts, "rest", Rest(seconds=int(found.low), seconds_max=high), said)

    def _duration(self, said: Said, facts: Facts) -> None:
        text = self._dated(said) if said.cell.kind == DATE else said.cell.text
        if SIDES.search(text):
            facts.values["per_side"] = True
            text = SIDES.sub("", text)
        unit = said.column.unit
        is_alone = not unit and not {"sets", "reps"} & facts.values.keys() and not facts.rows
        if is_alone and (said.cell.kind == CLOCK or self.sport in _LONG and HOURS.fullmatch(said.cell.text)):
            self._guess_once(said, "A time of two numbers: read as hours and minutes.")
            unit = "h"
        elif HOURS.fullmatch(said.cell.text) and not unit:
            self._guess_once(said, "A time of two numbers: read as minutes and seconds.")
        try:
            found = seconds(text, unit, "min")
        except ValueError:
            return self._scheme(said._replace(cell=Cell(text)), facts)
        if found.is_guess:
            self._guess_once(said, "No unit is said here: read as minutes.")
        self._set(facts, "duration", int(found.low), said)
        if found.high is not None:
            self._set(facts, "duration_max", int(found.high), said)
        return None

    def _distance(self, said: Said, facts: Facts) -> None:
        text = said.cell.text
        if said.cell.kind == DATE:
            text = self._dated(said)
        usual = "m" if self.sport in ("swimming", "rowing") else ""
        try:
            low = span(text).low
        except ValueError:
            low = None
        if low is not None and not usual:
            usual = "km" if low <= 60 else "m" if low >= 100 else ""
        try:
            found = metres(text, said.column.unit, usual)
        except ValueError:
            if low is not None:
                raise
            return self._scheme(said, facts)
        if found.is_guess:
            self._guess_once(said, f"No unit is said here: read as {found.unit}.")
        self._set(facts, "distance", found.low, said)
        facts.values["distance_unit"] = found.unit
        if found.high is not None:
            self._set(facts, "distance_max", found.high, said)
        return None

    def _every(self, said: Said, facts: Facts) -> None:
        text = re.sub(r"^(?:on|@|every|alle)\s*", "", said.cell.text.strip(), flags=re.IGNORECASE)
        found = seconds(text, said.column.unit, usual_rest(text))
        if found.is_guess:
            self._guess_once(said, "No unit is said here: read as a time.")
        self._set(facts, "every", int(found.low), said)

    def _tempo(self, said: Said, facts: Facts) -> None:
        text = said.cell.text.strip()
        if ":" in text or "/k" in text:  # in German a run's pace
            return self._pace(said, facts)
        if said.cell.kind == DATE:
            raise ValueError("The spreadsheet made a date of this tempo.")
        joined = "-".join(re.findall(r"[0-9xX]", text)) if TEMPO_OF_LIFT.fullmatch(text) else ""
        found = read_prescription(f"1x1 tempo {joined}", "strength").prescriptions[0].tempo if joined else ""
        if not found:
            return self._target(decimals(text), facts)
        self._set(facts, "tempo", found, said)
        return None

    def _cadence(self, said: Said, facts: Facts) -> None:
        if TEMPO.fullmatch(said.cell.text.strip()):  # 3-1-1 of a lift
            return self._tempo(said, facts)
        self._set(facts, "cadence", Cadence.parse("-".join(ends(said.cell.text))), said)
        return None

    def _notes(self, said: Said, facts: Facts) -> None:
        facts.notes.append(clean_notes(said.cell.text))
