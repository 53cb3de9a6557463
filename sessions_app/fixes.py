"""What can be done in one tap about words that were not understood: write the nearest word, or keep them as a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from sessions_app import notation
from sessions_app.prescription.words import EFFORTS, NAMED

_WORD = re.compile(r"[^\W\d_]{2,}")
# The words of the notation on which a finger slips.
WORDS = tuple(
    dict.fromkeys(
        [
            *"rest each side leg arm every tempo rounds round sets reps min sec hour rpe rir amrap emom max".split(),
            *"zone rpm bpm watts pace with failure lb kg km mi".split(),
            *(word for word in (*EFFORTS, *NAMED) if word.isalpha()),
        ]
    )
)
_TRIED = 4
_LONG = 6  # letters: so long a word may have two errors


@dataclass(frozen=True, slots=True)
class Fix:
    """`words` were not understood; `use` would be. `text` is the whole prescription with it."""

    words: str
    use: str = ""
    text: str = ""


def fixes(line: notation.Line, sport: str = "") -> tuple[Fix, ...]:
    """One for each run of words that is kept as a note, and for each guess that is near a word of the notation."""
    found = [next(_nearest(line, *run, sport), _kept(line, *run)) for run in _runs(line)]
    guessed = [part for part in line.parts if part.status == notation.GUESSED and part.kind == "intensity"]
    better = [next(_nearest(line, part.start, part.end, sport), None) for part in guessed]
    return (*found, *filter(None, better))


def as_typed(text: str) -> str:
    """A stored prescription without the sign before its note: what was not understood then still is not."""
    return " ".join(text.replace("//", " ", 1).split())


def _runs(line: notation.Line) -> list[tuple[int, int]]:
    """Where notes stand that nothing understood parts: `RPW 8` is one."""
    runs: list[tuple[int, int]] = []
    for part in line.notes:
        if runs and not line.text[runs[-1][1] : part.start].strip():
            runs[-1] = (runs[-1][0], part.end)
        else:
            runs.append((part.start, part.end))
    return runs


def _kept(line: notation.Line, start: int, end: int) -> Fix:
    return Fix(line.text[start:end].strip().removeprefix("//").strip())


def _nearest(line: notation.Line, start: int, end: int, sport: str) -> Iterator[Fix]:
    """Only what makes sense where it stands: with it less is left that is not understood, as many guesses or fewer."""
    for found in _WORD.finditer(line.text, start, end):
        for word in _near(found[0].lower()):
            text = f"{line.text[: found.start()]}{word}{line.text[found.end() :]}"
            again = notation.read_prescription(text, sport)
            if len(again.prescriptions) == len(line.prescriptions) and _unclear(again) < _unclear(line):
                use = f"{line.text[start : found.start()]}{word}{line.text[found.end() : end]}".strip()
                yield Fix(_kept(line, start, end).words, use, text)


def _unclear(line: notation.Line) -> tuple[int, int]:
    notes = sum(len(_WORD.findall(note.text)) or 1 for note in line.notes)
    return notes, sum(part.status == notation.GUESSED for part in line.parts)


def _near(written: str) -> list[str]:
    """The nearest words; two letters exchanged are one error."""
    most = 2 if len(written) >= _LONG else 1
    distances = {word: OSA.distance(written, word, score_cutoff=most) for word in WORDS}
    near = [word for word, distance in distances.items() if 0 < distance <= most]
    return sorted(near, key=lambda word: (distances[word], word[0] != written[0], abs(len(word) - len(written))))[
        :_TRIED
    ]
