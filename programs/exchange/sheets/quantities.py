"""Times, lengths and numbers as cells have them: 1'30, 2:30 min, 1.500 m, 82,5. ValueError where it is none."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from core.units import METRES, plain
from sessions_app.prescription.values import MOST_METRES, MOST_SECONDS

from ..texts import STORED, shown
from .words import UNIT_OF, fold

NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,4})?"
RANGE_WORDS = re.compile(r"(?<=[0-9a-z%'\"])\s+(?:a|bis|to|until|hasta)\s+(?=[0-9])|\s*(?:-|–|—|−|‑)\s*(?=[0-9:])")
CLOCK = re.compile(r"([0-9]{0,3}):([0-9]{2})(?::([0-9]{2}))?")
PRIMES = re.compile(r"(?:([0-9]{1,3})\s*')?\s*(?:([0-9]{1,3})\s*(?:\"|''|)?)?")
HOURS = re.compile(r"([0-9]{1,2})\s*(?:h|std|hr|hrs|hour|hours)\.?\s*([0-9]{1,2})?\s*(?:min|m|mn)?\.?")
BOTH = re.compile(r"([0-9]{1,3})\s*(?:min|m|mn)\.?\s*([0-9]{1,2})\s*(?:s|sec|sek|seg)?\.?")
AMOUNT = re.compile(rf"({NUMBER})\s*([a-z'\":]+)?\.?")
CLOCKED = re.compile(r"([0-9:]+)\s*([a-z:]+)\.?")
THOUSANDS = re.compile(r"(?<![0-9.,])([0-9]{1,2})[.,' ]([0-9]{3})\s*(?=m\b|m$|meter|metres|metros|yd|yards)")
SECONDS = {"s": 1, "min": 60, "h": 3600, '"': 1}
MONTHS = (
    "jan januar janvier ene enero", "feb februar fevr fev fevrier febrero", "mar mars marz mrz marzo march",
    "apr avr april avril abr abril", "may mai mayo", "jun juin juni junio june", "jul juil juillet juli julio july",
    "aug aout august ago agosto", "sep sept september septembre septiembre", "oct okt october octobre oktober "
    "octubre",
    "nov november novembre noviembre", "dec dez december decembre dezember dic diciembre",
)  # fmt: skip
MONTH_NUMBER = {word: number for number, words in enumerate(MONTHS, start=1) for word in words.split()}
WORDY_DATE = re.compile(r"(?:([0-9]{1,2})[-. /]+([a-z]{3,10})|([a-z]{3,10})[-. /]+([0-9]{1,2}))\.?")
ISO = re.compile(r"[0-9]{4}-([0-9]{2})-([0-9]{2})")


class Span(NamedTuple):
    """low, and high where it is a range. is_guess: no unit said so."""

    low: Decimal
    high: Decimal | None = None
    unit: str = ""
    is_guess: bool = False


def decimal(text: str) -> Decimal:
    if not re.fullmatch(NUMBER, text):
        raise ValueError(f"“{shown(text)}” is no number.")
    return Decimal(text.replace(",", "."))


def whole(text: str) -> int:
    number = decimal(text)
    if number != int(number):
        raise ValueError(f"“{shown(text)}” is no whole number.")
    return int(number)


def ends(text: str) -> list[str]:
    """One text, or the two ends of a range, in plain letters."""
    parts = [part.strip() for part in RANGE_WORDS.split(fold(text))]
    return parts if len(parts) == 2 and all(parts) else [fold(text)]


def span(text: str) -> Span:
    """A bare number, or two."""
    parts = [decimal(part) for part in ends(text)]
    if len(parts) == 2 and parts[0] > parts[1]:
        raise ValueError(f"“{shown(text)}” goes from more to less.")
    return Span(parts[0], parts[1] if len(parts) == 2 and parts[1] != parts[0] else None)


def span_text(found: Span) -> str:
    return plain(found.low) if found.high is None else f"{plain(found.low)}-{plain(found.high)}"


def undated(text: str) -> Span:
    """The two numbers of which a spreadsheet made a day and a month; they go from less to more."""
    plain_text = fold(text)
    iso, wordy = ISO.fullmatch(plain_text), WORDY_DATE.fullmatch(plain_text)
    if iso:
        pair = int(iso[1]), int(iso[2])
    elif wordy and MONTH_NUMBER.get(wordy[2] or wordy[3]):
        pair = int(wordy[1] or wordy[4]), MONTH_NUMBER[wordy[2] or wordy[3]]
    else:
        raise ValueError("is no date")
    low, high = sorted(pair)
    return Span(Decimal(low), Decimal(high) if high != low else None)


def seconds(text: str, unit: str = "", usual: str = "") -> Span:
    """A time, or a range of them, in seconds. unit: of the column; usual: what a bare number is where none is said."""
    parts = ends(text)
    behind = _unit(parts[-1])
    times = [_seconds(part, behind if len(parts) > 1 else "", unit, usual) for part in parts]
    low, high = times[0], times[1] if len(times) == 2 and times[1].low != times[0].low else None
    if high and high.low < low.low:
        raise ValueError(f"“{shown(text)}” goes from long to short.")
    if not 0 < low.low <= MOST_SECONDS or high and high.low > MOST_SECONDS:
        raise ValueError(f"“{shown(text)}” is no time that is possible.")
    return Span(low.low, high.low if high else None, "s", low.is_guess)


def _unit(text: str) -> str:
    match = AMOUNT.fullmatch(text) or CLOCKED.fullmatch(text)
    return _time_unit(match[2]) if match and match[2] else ""


def _time_unit(word: str) -> str:
    return "s" if word == '"' else UNIT_OF.get(word, "")


def _seconds(text: str, behind: str, unit: str, usual: str) -> Span:
    clock = CLOCK.fullmatch(text)
    if clock:
        parts = [int(part or 0) for part in clock.groups() if part is not None]
        if unit == "h" and len(parts) == 2:
            parts.append(0)
        return Span(Decimal(sum(part * 60**place for place, part in enumerate(reversed(parts)))))
    clocked = CLOCKED.fullmatch(text)
    if clocked and CLOCK.fullmatch(clocked[1]) and _time_unit(clocked[2]) in ("min", "h", "s", "m:s"):
        return _seconds(clocked[1], "", _time_unit(clocked[2]), "")
    primes = PRIMES.fullmatch(text)
    if primes and ("'" in text or '"' in text) and (primes[1] or primes[2]):
        if text.endswith("''") and not primes[2]:  # 30''
            return Span(Decimal(primes[1]))
        return Span(Decimal(int(primes[1] or 0) * 60 + int(primes[2] or 0)))
    doubled = re.fullmatch(r"([0-9]{1,4})\s*(?:''|\")", text)
    if doubled:
        return Span(Decimal(doubled[1]))
    for pattern, first, second in ((HOURS, 3600, 60), (BOTH, 60, 1)):
        match = pattern.fullmatch(text)
        if match and (match[2] or pattern is HOURS):
            return Span(Decimal(int(match[1]) * first + int(match[2] or 0) * second))
    amount = AMOUNT.fullmatch(text)
    if not amount:
        raise ValueError(f"“{shown(text)}” is no time.")
    said = _time_unit(amount[2]) if amount[2] else behind or unit
    if amount[2] and said not in SECONDS:
        raise ValueError(f"“{shown(text)}” is no time.")
    said = "min" if said == "m:s" else said
    scale = said if said in SECONDS else usual
    if not scale:
        raise ValueError(f"“{shown(text)}” does not say whether it is seconds or minutes.")
    value = decimal(amount[1]) * SECONDS[scale]
    return Span(value.quantize(Decimal(1), ROUND_HALF_UP), is_guess=said not in SECONDS)


def metres(text: str, unit: str = "", usual: str = "") -> Span:
    """A length, or a range of them, in metres; its unit as the notation has it."""
    parts = [THOUSANDS.sub(r"\1\2", part) for part in ends(text)]
    matches = [AMOUNT.fullmatch(part) for part in parts]
    if not all(matches):
        raise ValueError(f"“{shown(text)}” is no distance.")
    found = [(match[1], "km" if match[2] == "k" else match[2]) for match in matches if match]
    behind = found[-1][1]
    lengths = []
    is_guess = False
    said = ""
    for number, own in found:
        said = UNIT_OF.get(own or behind or "", "") if own or behind else unit
        if (own or behind) and said not in METRES:
            raise ValueError(f"“{shown(text)}” is no distance.")
        is_guess = said not in METRES
        said = said if said in METRES else usual
        if not said:
            raise ValueError(f"“{shown(text)}” does not say whether it is metres or kilometres.")
        lengths.append((decimal(number) * METRES[said]).quantize(STORED, ROUND_HALF_UP))
    if len(lengths) == 2 and lengths[0] > lengths[1] or not 0 < lengths[0] or lengths[-1] > MOST_METRES:
        raise ValueError(f"“{shown(text)}” is no distance that is possible.")
    high = lengths[1] if len(lengths) == 2 and lengths[1] != lengths[0] else None
    return Span(lengths[0], high, said, is_guess)
