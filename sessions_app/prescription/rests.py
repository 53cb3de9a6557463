"""Reading a rest: the amount, how it is spent, its target. The line's grammar uses the same functions."""

from __future__ import annotations

from decimal import Decimal

from core.units import to_metres

from .intensity import Intensity
from .targets import read_numbers
from .tokens import Table, Tokens, at, joined, tokenize, unquote
from .values import MOST_METRES, MOST_SECONDS, REST_WORDS, Rest

# Also as coaches write them in German, French, Spanish and Italian.
SECOND_WORDS = dict.fromkeys(
    """s sec secs second seconds sek sekunde sekunden secondes seg segundo segundos secondi " ''""".split(), 1
)
MINUTE_WORDS = dict.fromkeys("mn min mins minute minutes minuten minuto minutos minuti '".split(), 60)
HOUR_WORDS = dict.fromkeys("h hr hrs hour hours std stunde stunden heure heures hora horas".split(), 3600)
TIME_WORDS = SECOND_WORDS | MINUTE_WORDS | HOUR_WORDS
LENGTH_WORDS = Table(
    {
        **dict.fromkeys("m meter meters metre metres mtr mtrs metern metros mètres".split(), "m"),
        **dict.fromkeys(("km", "kms", "k", "kilometre", "kilometer", "kilometres", "kilometers"), "km"),
        **dict.fromkeys(("mi", "mile", "miles"), "mi"),
        **dict.fromkeys("yd yds y yard yards".split(), "yd"),
    }
)

MOST_TEXT = 2000

Amount = tuple[dict, int]


def unit_at(tokens: Tokens, index: int) -> int:
    """Where the unit begins: behind the dash of 400-meter and 1-minute."""
    dash = at(tokens, index)
    if dash.low != "-":
        return index
    unit = at(tokens, index + 1)
    named = len(unit.low) > 2 and (unit.low in TIME_WORDS or unit.low in LENGTH_WORDS)
    return index + 1 if not dash.gap and not unit.gap and named else index


def time_unit(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Seconds of the unit at index and where it ends; '' are two tokens."""
    index = unit_at(tokens, index)
    low, second = at(tokens, index).low, at(tokens, index + 1)
    if low == second.low == "'" and not second.gap:
        return 1, index + 2
    return (TIME_WORDS[low], index + 1) if low in TIME_WORDS else None


def read_amount(tokens: Tokens, index: int) -> Amount | None:
    """2:00, 90s, 90, 1-2min, 0:20/4:00 or 400m: the fields of a Rest and where they end. Several rules ask for it."""
    if index not in tokens.amounts:
        tokens.amounts[index] = _amount(tokens, index)
    return tokens.amounts[index]


def _amount(tokens: Tokens, index: int) -> Amount | None:
    first = _seconds(tokens, index)
    if first is None:
        return _metres(tokens, index)
    low, high, end = first
    fields = {"seconds": low, "seconds_max": high if high != low else None}
    if at(tokens, end).low == "/" and not at(tokens, end).gap:
        second = _seconds(tokens, end + 1)
        if second and second[0] == second[1]:
            fields["set_seconds"], end = second[0], second[2]
    return fields, end


def _seconds(tokens: Tokens, index: int) -> tuple[int, int, int] | None:
    numbers = read_numbers(tokens, index, lists=False)
    if numbers is None or numbers.mode == "ramp":
        return None
    low, high, end = numbers.values[0], numbers.values[-1], numbers.end
    after = at(tokens, end)
    if not numbers.times:
        unit = time_unit(tokens, end)
        if unit is None and (after.low in LENGTH_WORDS or after.low == "%"):
            return None
        factor, end = unit or (1, end)
        low, high = low * factor, high * factor
        more = at(tokens, end)
        if factor == 60 and low == high and more.kind == "num" and not more.gap and len(more.text) == 2:
            low = high = low + Decimal(more.text)  # 3min30
            end += 1 + (at(tokens, end + 1).low in SECOND_WORDS)
    elif at(tokens, end).low in SECOND_WORDS or at(tokens, end).low in MINUTE_WORDS:
        end += 1  # :30 sec, 1:30 min
    if low != int(low) or high != int(high) or low > high or high > MOST_SECONDS:
        return None
    return int(low), int(high), end


def _metres(tokens: Tokens, index: int) -> Amount | None:
    numbers = read_numbers(tokens, index, lists=False)
    unit = joined(tokens, unit_at(tokens, numbers.end), LENGTH_WORDS, 1) if numbers and not numbers.times else None
    if numbers is None or unit is None or numbers.mode != "one":
        return None
    metres = to_metres(numbers.values[0], unit[0])
    return ({"distance": metres, "distance_unit": unit[0]}, unit[1]) if 0 < metres <= MOST_METRES else None


def read_words(tokens: Tokens, index: int) -> tuple[str, int]:
    """The known words of resting, or quoted ones."""
    token = at(tokens, index)
    if token.kind == "quoted":
        return " ".join(unquote(token.text).split())[:100], index + 1
    words = []
    while at(tokens, index).low in REST_WORDS:
        words.append(at(tokens, index).low)
        index += 1
    return " ".join(words[:20]), index


def parse_rest(text: str) -> Rest:
    tokens = tokenize(text) if len(text) <= MOST_TEXT else Tokens()
    fields, end = _amount(tokens, 0) or ({}, 0)
    fields["words"], end = read_words(tokens, end)
    if at(tokens, end).low == "@":
        fields["intensity"] = Intensity.parse(text[tokens[end].end :])
        end = len(tokens)
    if end != len(tokens) or not tokens:
        raise ValueError(f"“{text[:40]}” states no rest: write 90, 2:00, 400m jog or walk back.")
    return Rest(**{name: value for name, value in fields.items() if value is not None})
