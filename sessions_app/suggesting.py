"""What the quick entry offers while one types: exercises that fit the name, each as the whole line it would make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exercises.candidates import Candidate
from exercises.matching import Matcher
from exercises.models import Exercise
from sessions_app import notation, recalling
from sessions_app.prescription import NOTHING

MOST = 5
# From here on a name is what was meant, not only similar to it: Enter may take it.
MEANT = 0.9
# What stands for the line as it was typed, among the ids of what is offered.
WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Option:
    exercise: Exercise
    line: str
    found_as: str  # the alias by which it was found, where that is another name
    active: bool
    last: str = ""  # how much of it this coach wrote last, while the line does not say how much


@dataclass(frozen=True, slots=True)
class Suggestions:
    """options, then the line as written; `chips` are how the rest of the line reads so far."""

    name: str
    as_written: str
    options: tuple[Option, ...] = ()
    chips: tuple[notation.Chip, ...] = ()
    known: bool = False  # the name as written is an exercise already

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.active), None)

    @property
    def written_active(self) -> bool:
        return bool(self.name) and self.chosen is None


def suggestions(text: str, user: Any, sport: str = "") -> Suggestions:
    """Five queries at most. Nothing for an empty line or a heading, nor without a name where the sport gives none."""
    line = notation.read_line(" ".join(text.split()), sport)
    own = notation.EXERCISES.get(sport, "")
    if own and not (line.name or line.label or line.prescriptions == (NOTHING,)):
        line = notation.read_line(f"{own} {line.text}", sport)
    if not line.name:
        return Suggestions("", "")
    matcher, recent = Matcher(user, sport or None), recalling.recent(user)
    exact = matcher.exact(line.name)
    found = matcher.suggest(line.name, MOST, recent)
    schemes = _schemes(line, user, sport, found) if recent else {}
    options = tuple(_option(candidate, line, sport, schemes, place == 0) for place, candidate in enumerate(found))
    # In a session of several sports a line is read in its exercise's.
    own_sport = sport or (found[0].exercise.sport if options and options[0].active else "")
    chips = _chips(line if own_sport == sport else notation.read_line(line.text, own_sport), own_sport, text)
    return Suggestions(line.name, _line(line, line.name, sport), options, chips, exact is not None)


def meant(text: str, user: Any, sport: str = "", last: bool = False, kept: str = "") -> str:
    """The line that Enter takes before the list was there to be looked at; with `last` in the last scheme.

    kept: the id of the exercise that was chosen by hand in the list before, or WRITTEN.
    """
    found = suggestions(text, user, sport)
    chosen = next((option for option in found.options if option.exercise.pk == kept), found.chosen)
    if chosen is None or (kept == WRITTEN and not found.known):
        return text
    return f"{chosen.line} {chosen.last}" if last and chosen.last else chosen.line


def _schemes(line: notation.Line, user: Any, sport: str, found: list[Candidate]) -> dict[str, str]:
    if line.prescriptions != (NOTHING,) or not found:
        return {}
    exercises = {candidate.exercise.pk: candidate.exercise for candidate in found}
    return {
        pk: notation.render_prescription(scheme, sport or exercises[pk].sport)
        for pk, scheme in recalling.last_schemes(user, list(exercises)).items()
    }


def _option(candidate: Candidate, line: notation.Line, sport: str, schemes: dict[str, str], first: bool) -> Option:
    exercise = candidate.exercise
    alias = candidate.name if candidate.name != exercise.name else ""
    active = first and candidate.confidence >= MEANT
    return Option(exercise, _line(line, exercise.name, sport), alias, active, schemes.get(exercise.pk, ""))


def _line(line: notation.Line, name: str, sport: str) -> str:
    """The typed line with this name: what stood behind the name stays letter by letter."""
    named = next((part for part in line.parts if part.kind == "name"), None)
    if named is None:
        return notation.render_line(name, line.prescription, line.label, sport)
    read = notation.read_line(name, sport)
    written = name if read.name == name and len(read.parts) == 1 else '"' + name.replace('"', '""') + '"'
    typed = " ".join(line.text.split())
    return f"{typed[: named.start]}{written}{typed[named.end :]}"


def _chips(line: notation.Line, sport: str, typed: str) -> tuple[notation.Chip, ...]:
    """How the line reads so far: the word that one is still typing is neither understood nor wrong yet."""
    chips = notation.describe_line(line, sport)
    end = len(line.text)
    for part in reversed(line.parts):
        if typed[-1:].isspace() or part.status != notation.NOTE or line.text[part.end : end].strip():
            break
        chips.pop()
        end = part.start
    return tuple(chips)
