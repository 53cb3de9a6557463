"""How coaches of several languages put amounts, in the words of the notation; and what bare numbers usually are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sessions_app.prescription import Prescription

from .quantities import Span, span, span_text

SIDES = re.compile(
    r"\s*(?:/|\bper\b|\beach\b|\bje\b|\bpro\b|\bpar\b|\bpor\b)\s*(?:side|leg|arm|seite|bein|cote|jambe|bras|lado|"
    r"pierna|brazo|hand|foot|fuss)s?\b"
    r"|\s+(?:each|e/s|e\.s\.|ea\.?|es|eu)$",
    re.IGNORECASE,
)
REPS_BEHIND = re.compile(r"\s*(?:reps?|wdh|wdhs|wiederholungen|repetitions?|repeticiones|repes)\.?$")
MOST = re.compile(
    r"(?:to |bis |a |al |a l')?(?:failure|muscular failure|max(?:imum)?(?: reps)?|amrap|muskelversagen|mv|echec|"
    r"fallo|maximo|maxi|versagen)"
)
SET_OF_REPS = re.compile(r"[0-9]{1,2}(?:\s*-\s*[0-9]{1,2})?\s*(?:x|\*|sets?\b)")
BODYWEIGHT = re.compile(
    r"(?:pc|pdc|poids du corps|korpergewicht|koerpergewicht|eigengewicht|peso corporal|bodyweight|body weight|bw|"
    r"corporal)"
)
LOADS = re.compile(r"(?:[0-9]{1,2}\s*x\s*)?[0-9]{1,4}(?:[.,][0-9]{1,3})?(?:\s*[-/]\s*[0-9]{1,4}(?:[.,][0-9]{1,3})?)*")
DECIMAL_COMMA = re.compile(
    r"(?<![0-9,])([0-9]{1,4}),([0-9]{1,2})(?![0-9,])(?=\s*(?:kg|lb|lbs|km|%|m\b|mi\b|min\b|h\b|$|-|–))"
)
_SECONDS = r"(?:\"|''|″)?"
_PER = r"\s*(?:/|\bau\b|\bpro\b|\bpor\b)\s*(?:km|mi|100|500|[0-9]{3,4}\s*m\b)"  # behind a pace
# What coaches of other languages write, in the words of the notation.
WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (r"(?<=[0-9])\s*(?:sätze|saetze|séries?|series|serien|satz)\s*(?:à|de|zu|mit|von|x|a)?\s*(?=[0-9])", "x"),
        (r"(?:(?<=[0-9]x)|(?<=[0-9] x))\s*(?:máx|max|maxi|échec|fallo|muskelversagen)\b\.?", "max"),
        (r"(?<=[0-9])\s*(?:wdh|wiederholungen|répétitions?|repeticiones|répét|rép)\b\.?", " reps"),
        (
            r"\b(?:pause|repos|récup|récupération|descanso|recuperación|satzpause|"
            r"erholung)\s*:?\s*(?:de\s*)?(?=[0-9])",
            "rest ",
        ),
        (
            r"(?<=[0-9])\s*(s|sec|sek|seg|min|'|\")\.?\s*(?:pause|repos|récup|récupération|descanso|de repos|de "
            r"descanso)\b",
            r" \1 rest",
        ),
        (rf"([0-9]{{1,2}})['′’]\s?([0-5][0-9]){_SECONDS}(?={_PER})", r"\1:\2"),
        (r"(?<=:[0-5][0-9])\s*\b(?:au|pro|por)\s*(?=km\b|mi\b)", "/"),
        (
            rf"(?<![0-9:'′’x])([0-9])[:'′’]\s?([0-5][0-9]){_SECONDS}\s*(?:[-–]|\b(?:à|a|et|y|bis)\b)\s*"
            rf"(?=[0-9]{{1,2}}:[0-5][0-9]{_PER})",
            r"\1:\2-",
        ),
        (r"(?<!\S)(?:à|a|de|entre)\s+(?=[0-9]{1,2}:[0-5][0-9](?:-[0-9]{1,2}:[0-5][0-9])?\s*/)", "@ "),
        (r"(?<=[0-9])\s*(?:sek|seg|segundos|sekunden|secondes)\b\.?", " sec"),
        (r"(?<=[0-9])\s*(?:minuten|minutos|mn)\b\.?", " min"),
        (r"(?<=[0-9])\s*(?:je|pro|par|por)\s*(?:seite|bein|arm|côté|jambe|bras|lado|pierna|brazo)\b", "/side"),
    )
)


def in_notation(text: str) -> str:
    """The same in the notation's own words."""
    text = decimals(text)
    for pattern, said in WORDS:
        text = pattern.sub(said, text)
    return text.strip()


def stated(prescription: Prescription) -> dict[str, Any]:
    """What it says, by field."""
    facts = ((name, getattr(prescription, name)) for name in Prescription.__dataclass_fields__)
    return {name: value for name, value in facts if value not in (None, "", False)}


def runs(rows: list[Prescription]) -> list[Prescription]:
    """Equal sets one after the other are one row."""
    found: list[tuple[Prescription, int]] = []
    for row in rows:
        if found and found[-1][0] == row and row.sets in (None, 1):
            found[-1] = row, found[-1][1] + 1
        else:
            found.append((row, row.sets or 1))
    return [replace(row, sets=count) for row, count in found]


def usual_rest(text: str) -> str:
    """A bare number of rest: seconds from 15 on, minutes up to 10, nothing that is sure between."""
    try:
        found: Span = span(text)
    except ValueError:
        return ""
    return "s" if found.low >= 15 else "min" if (found.high or found.low) <= 10 else ""


def numbered(text: str, form: str) -> str:
    """A bare number, or a range, in a form; "" for other text."""
    try:
        return form.format(span_text(span(text)))
    except ValueError:
        return ""


def decimals(text: str) -> str:
    return DECIMAL_COMMA.sub(r"\1.\2", " ".join(text.split()))
