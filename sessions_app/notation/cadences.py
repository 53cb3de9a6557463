"""How often a minute: `90rpm`, `85-95 rpm`, `@ 24 spm`, and rowing's `r20` and `30r20`."""

from __future__ import annotations

from ..prescription import Cadence
from ..prescription.numbers import read_numbers
from ..prescription.tokens import Tokens, at, number
from ..prescription.values import MOST_CADENCE
from .line import GUESSED, UNDERSTOOD, Context, Found

STROKE_RATES = range(16, 45)
SPM = frozenset(("rpm", "spm", "sr", "ppm"))  # ppm: paladas, strokes, in Spanish


def cadence(tokens: Tokens, index: int, context: Context) -> Found | None:
    """90rpm, 85-95 rpm, 170spm."""
    numbers = read_numbers(tokens, index, lists=False)
    if numbers is None or numbers.times or at(tokens, numbers.end).low not in SPM:
        return None
    return found_cadence(numbers.values[0], numbers.values[-1], numbers.end + 1)


def found_cadence(low, high, end: int) -> Found | None:
    if low != int(low) or high != int(high) or not 1 <= low <= high <= MOST_CADENCE:
        return None
    return Found({"cadence": Cadence(int(low), int(high))}, end)


def rate_piece(tokens: Tokens, index: int, context: Context) -> Found | None:
    """30r20, in rowing: 30 minutes at 20 strokes a minute."""
    minutes, letter, rate = tokens[index], at(tokens, index + 1), at(tokens, index + 2)
    if context.sport != "rowing" or letter.low != "r" or letter.gap or rate.gap or rate.kind != "num":
        return None
    amount, strokes = number(minutes), number(rate)
    if (
        amount is None
        or strokes is None
        or amount != int(amount)
        or not 1 <= amount <= 180
        or strokes not in STROKE_RATES
    ):
        return None
    cadence = found_cadence(strokes, strokes, index + 3)
    return cadence and Found({"duration": int(amount) * 60, **cadence.facts}, cadence.end, GUESSED)


def at_rate(tokens: Tokens, index: int, status: str = UNDERSTOOD) -> Found | None:
    """@ r24: rowing's strokes a minute."""
    rate = number(at(tokens, index + 1)) if at(tokens, index).low == "r" and not at(tokens, index + 1).gap else None
    found = found_cadence(rate, rate, index + 2) if rate and rate in STROKE_RATES else None
    return found and found._replace(status=status)
