"""Exact units. Everything that is computed with is metric; what was typed keeps its unit beside it.

The factors are exact by definition (international yard and pound agreement of 1959):
1 lb = 0.45359237 kg, 1 mi = 1609.344 m, 1 yd = 0.9144 m.
"""

from decimal import ROUND_HALF_UP, Decimal

KG = {"kg": Decimal(1), "lb": Decimal("0.45359237")}
METRES = {"m": Decimal(1), "km": Decimal(1000), "mi": Decimal("1609.344"), "yd": Decimal("0.9144")}

# A stored distance may have been rounded to the millimetre by a column or by another program.
NEAR_M = Decimal("0.0006")
NEAR_KG = Decimal("0.006")


def plain(value: Decimal | int) -> str:
    """The shortest decimal text without an exponent: 80, 2.5, -0.25."""
    value = Decimal(value)
    if value == value.to_integral_value():
        return str(int(value))
    return format(value.normalize(), "f")


def to_metres(value: Decimal, unit: str) -> Decimal:
    """Metres of a length in m, km, mi or yd ("" counts as metres). KeyError for another unit."""
    return Decimal(value) * METRES[unit or "m"]


def from_metres(metres: Decimal, unit: str) -> Decimal:
    """A length in its unit; 4828.032 m is 3 mi exactly, and so is 4828.03 within a millimetre's rounding."""
    return _back(Decimal(metres), METRES[unit or "m"], NEAR_M)


def to_kg(value: Decimal, unit: str) -> Decimal:
    return Decimal(value) * KG[unit or "kg"]


def from_kg(kg: Decimal, unit: str) -> Decimal:
    return _back(Decimal(kg), KG[unit or "kg"], NEAR_KG)


def _back(amount: Decimal, factor: Decimal, near: Decimal) -> Decimal:
    """amount / factor, with as few decimals as still mean the same amount."""
    if factor == 1:
        return amount
    exact = amount / factor
    for places in ("1", "0.1", "0.01", "0.001"):
        short = exact.quantize(Decimal(places), ROUND_HALF_UP)
        if abs(short * factor - amount) <= near:
            return short
    return exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def rounded(value: Decimal, step: Decimal | int | str) -> Decimal:
    """To the nearest step, halves up: rounded(612, 15) = 615, rounded(2.5, 1) = 3."""
    step = Decimal(step)
    return (Decimal(value) / step).quantize(Decimal(1), ROUND_HALF_UP) * step
