"""What the quick entry offers while one types: exercises that fit the name, each as the whole line it would make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exercises.matching import Candidate, Matcher
from exercises.models import Exercise
from sessions_app import notation

MOST = 6
# From here on a name is what was meant, not only similar to it: Enter may take it.
MEANT = 0.9


@dataclass(frozen=True, slots=True)
class Option:
    exercise: Exercise
    line: str
    found_as: str  # the alias by which it was found, where that is another name
    active: bool


@dataclass(frozen=True, slots=True)
class Suggestions:
    """options, then the line as written; `chips` are how the rest of the line reads."""

    name: str
    as_written: str
    options: tuple[Option, ...]
    chips: tuple[Any, ...]
    known: bool  # the name as written is an exercise already

    @property
    def written_active(self) -> bool:
        return bool(self.name) and not any(option.active for option in self.options)


NOTHING = Suggestions("", "", (), (), False)


def suggestions(text: str, user: Any, sport: str = "") -> Suggestions:
    """Three queries. Nothing for an empty line, a heading or a line that begins with its prescription."""
    line = notation.read_line(" ".join(text.split()), sport)
    if not line.name:
        return NOTHING
    matcher = Matcher(user, sport or None)
    exact = matcher.exact(line.name)
    found = matcher.suggest(line.name, MOST)
    options = tuple(_option(candidate, line, sport, place == 0) for place, candidate in enumerate(found))
    chips = tuple(chip for prescription in line.prescriptions for chip in notation.describe(prescription))
    return Suggestions(line.name, _line(line, line.name, sport), options, chips, exact is not None)


def _option(candidate: Candidate, line: notation.Line, sport: str, first: bool) -> Option:
    alias = candidate.name if candidate.name != candidate.exercise.name else ""
    active = first and candidate.confidence >= MEANT
    return Option(candidate.exercise, _line(line, candidate.exercise.name, sport), alias, active)


def _line(line: notation.Line, name: str, sport: str) -> str:
    """The typed line with this name: what stood behind the name stays letter by letter."""
    named = next((part for part in line.parts if part.kind == "name"), None)
    if named is None:
        return notation.render_line(name, line.prescription, line.label, sport)
    read = notation.read_line(name, sport)
    written = name if read.name == name and len(read.parts) == 1 else '"' + name.replace('"', '""') + '"'
    typed = " ".join(line.text.split())
    return f"{typed[: named.start]}{written}{typed[named.end :]}"
