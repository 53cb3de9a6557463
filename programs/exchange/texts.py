"""Quantities as files write them: 45 lb, 3 mi, 1:10:00. Both ways, exact."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.text import key
from core.units import METRES, from_metres, plain
from sessions_app.prescription import Intensity, Reps, Rest, Row
from sessions_app.prescription.clock import clock, unclock

from .values import NAME_LENGTH, VALUE_LENGTH

STORED = Decimal("0.0001")  # the decimals that a distance is stored with, in metres
LENGTH = re.compile(r"([0-9]{1,8}(?:\.[0-9]{1,10})?)\s*(m|km|mi|yd)", re.IGNORECASE)
TIME = re.compile(r"[0-9]{0,3}:[0-9]{2}(?::[0-9]{2})?")
SPAN = re.compile(r"([0-9]{1,6})\s*(s|min|h)", re.IGNORECASE)
SPAN_SECONDS = {"s": 1, "min": 60, "h": 3600}
BARE_PERCENT = re.compile(r"[0-9][0-9.,/%→–> -]*%")
PERCENT_OF = {"running": " pace", "cycling": " FTP", "swimming": " CSS", "rowing": " 2k"}
WEIGHT = re.compile(r"(?<=[0-9])(kg|lb)(?![a-z/])")
# What text may not hold: control characters but tab and line breaks, lone surrogates, and what is no character.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def check_text(text: str, most: int, *, lines: bool = False) -> str:
    """The text itself; ValueError if it is too long, holds control characters, or breaks the line where it may not."""
    if len(text) > most:
        raise ValueError(f"“{text[:40]}…” has {len(text)} characters; at most {most} fit here.")
    if FORBIDDEN.search(text) or (not lines and re.search(r"[\t\r\n]", text)):
        raise ValueError(f"“{shown(text)}” has a character that is no text here.")
    return text


def check_name(text: str) -> str:
    """A name of one line, whose key (NFKC can lengthen it fifteenfold) fits the column too."""
    if not text.strip() or not key(text):
        raise ValueError("a name is expected here.")
    check_text(text, NAME_LENGTH)
    check_text(key(text), NAME_LENGTH)
    return text


def clean_notes(text: str) -> str:
    """Notes without white space around them, lines broken in one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def shown(text: str, most: int = 60) -> str:
    """A short printable piece of anything, for a message."""
    text = "".join(letter if letter.isprintable() else "·" for letter in text[: most + 1])
    return text if len(text) <= most else text[:most] + "…"


def _fitting(parse: Callable[[str], Any], text: str) -> Any:
    value = parse(text)
    if len(str(value)) > VALUE_LENGTH:
        raise ValueError(f"“{shown(text)}” is too long.")
    return value


def read_reps(text: str) -> Reps:
    return _fitting(Reps.parse, text)


def read_intensity(text: str, sport: str = "") -> Intensity:
    """Any short text is an intensity: what is no known target is kept as words.

    A percentage that does not say of what is one of the sport's own (docs/notation.md), of 1RM where it has none.
    """
    if BARE_PERCENT.fullmatch(text.strip()):
        text = text.strip() + PERCENT_OF.get(sport, "")
    return _fitting(Intensity.parse, text)


def read_rest(text: str) -> Rest:
    """A rest, else its words ("until ready")."""
    try:
        return _fitting(Rest.parse, text)
    except ValueError:
        words = " ".join(check_text(text, 100).split())
        return _fitting(lambda said: Rest(words=said), words)


def intensity_text(intensity: Intensity) -> str:
    """45 lb, 58% 1RM, easy: the number and the unit of a weight stand apart, as in the files of others."""
    text = str(intensity)
    apart = WEIGHT.sub(r" \1", text)
    return apart if apart != text and not intensity.words and Intensity.parse(apart) == intensity else text


def read_length(text: str) -> tuple[Decimal, str]:
    """Metres and unit of `3 mi`, `400 m`, `3.2 km`, `100 yd`; ValueError for anything else."""
    match = LENGTH.fullmatch(text.strip())
    if not match:
        raise ValueError(f"“{shown(text)}” is no distance: write 400 m, 3.2 km, 3 mi or 100 yd.")
    unit = match[2].lower()
    return (Decimal(match[1]) * METRES[unit]).quantize(STORED, ROUND_HALF_UP), unit


def length_text(metres: Decimal, unit: str) -> str:
    """3 mi: as typed, with as many decimals as the exact metres need."""
    unit = unit or "m"
    metres = metres.quantize(STORED, ROUND_HALF_UP)
    short = f"{plain(from_metres(metres, unit))} {unit}"
    if LENGTH.fullmatch(short) and read_length(short)[0] == metres:
        return short
    return f"{plain((metres / METRES[unit]).quantize(Decimal('1e-10'), ROUND_HALF_UP))} {unit}"


def span(low: Any, high: Any, write_one: Callable[[Any], str]) -> str:
    """`3`, or `3-4`: both ends."""
    return "-".join(write_one(end) for end in (low, high) if end is not None)


def whole_metres(metres: Decimal) -> int:
    return int(metres.quantize(Decimal(1), ROUND_HALF_UP))


def read_time(text: str) -> int:
    """Seconds of 0:30, 10:00, 1:10:00, 45min or 30s; ValueError for anything else."""
    text = text.strip()
    span = SPAN.fullmatch(text)
    seconds = int(span[1]) * SPAN_SECONDS[span[2].lower()] if span else None
    if TIME.fullmatch(text):
        seconds = unclock(text)
    if seconds is None:
        raise ValueError(f"“{shown(text)}” is no time: write 0:30, 10:00 or 1:10:00.")
    return seconds


time_text = clock


def inferred_sections(rows: list[tuple[str, str]]) -> list[str]:
    """Sections of rows given as (name, notes), for a file that states none.

    The first rows named Warm-up, or with that note, are the warm-up; the last ones named Cool-down the cool-down.
    """
    sections = ["main"] * len(rows)
    for index, row in enumerate(rows):
        if not _means(row, "warm"):
            break
        sections[index] = "warm_up"
    for index in range(len(rows) - 1, -1, -1):
        if sections[index] != "main" or not _means(rows[index], "cool"):
            break
        sections[index] = "cool_down"
    return sections


WORDS = {"warm": {"warm-up", "warm up", "warmup"}, "cool": {"cool-down", "cool down", "cooldown"}}


def _means(row: tuple[str, str], which: str) -> bool:
    return any(" ".join(text.casefold().replace("‑", "-").split()) in WORDS[which] for text in row)


def states_no_sections(rows: tuple[Row, ...]) -> bool:
    """Whether leaving the sections unsaid would read back the same."""
    inferred = inferred_sections([(row.name, row.prescription.notes) for row in rows])
    return all(row.section == section and not row.section_title for row, section in zip(rows, inferred, strict=True))
