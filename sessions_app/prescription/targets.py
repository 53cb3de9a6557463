"""Reading targets: small tables of prefixes, units and names over the tokens. No sport is known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from .intensity import CONTROL, MOST_TARGETS, Intensity, Target, is_words
from .numbers import LINKS, TIMES, Numbers, read_numbers
from .tempo import read_tempo
from .tokens import Tokens, at, joined, number, tokenize, typed, unquote
from .words import (
    BEFORE,
    BEGINS_LIMIT,
    BEHIND,
    EFFORTS,
    ENDS_LIMIT,
    LEAST,
    LIMITED,
    NAMED,
    NAMED_UNITS,
    PACES,
    PREFIXES,
    UNITS,
)

ROWING = {"ut2": 1, "ut1": 2, "at": 3, "tr": 4, "an": 5}
DANIELS = {"e": 1, "m": 2, "t": 3, "i": 4, "r": 5}

MOST_TEXT = 1000  # characters of an intensity, quotes and all

Read = tuple[Target, int] | None


def read_rpe(tokens: Tokens, index: int) -> Read:
    return _prefixed(tokens, index + 1, "rpe")


def read_rir(tokens: Tokens, index: int) -> Read:
    return _prefixed(tokens, index + 1, "rir")


def read_reserve(tokens: Tokens, index: int) -> Read:
    found = joined(tokens, index, {"repsinreserve": 1})
    return _prefixed(tokens, found[1], "rir") if found else None


def _goes_on(tokens: Tokens, index: int) -> bool:
    """Whether the last number of a list is another thing: a time, sets of something."""
    after = at(tokens, index)
    return after.kind == "x" or after.low in TIMES or after.low in ("-", "rest", "sets", "reps")


def _prefixed(tokens: Tokens, index: int, kind: str) -> Read:
    if at(tokens, index).low in ("of", ":"):
        index += 1
    limit = BEFORE.get(at(tokens, index).low, "") if at(tokens, index).kind == "sign" else ""
    if limit:
        read = _prefixed(tokens, index + 1, kind)
        limited = _limited(read[0], limit) if read and not read[0].limit else None
        return (limited, read[1]) if read and limited else None
    numbers = read_numbers(tokens, index, spaced=True)
    if numbers and numbers.mode == "list" and at(tokens, numbers.end - 2).low == "," and _goes_on(tokens, numbers.end):
        numbers = read_numbers(tokens, index, lists=False)  # RPE 8, 2 min rest
    if numbers is None or numbers.times:
        return None
    target = numbers.target(kind)
    if target is None and numbers.mode == "list":
        numbers = read_numbers(tokens, index, lists=False)
        target = numbers.target(kind) if numbers else None
    return (target, numbers.end) if target and numbers else None


def read_zone(tokens: Tokens, index: int) -> Read:
    """Z2, Z1-Z2, Z1-2, zone 2; HR or Seiler behind it names the system."""
    first = at(tokens, index + 1)
    start = number(first)
    if start is None or first.kind != "num" or not 1 <= start <= 10:
        return None
    end, ramp, index = start, False, index + 2
    link = LINKS.get(at(tokens, index).low, "")
    if link in ("range", "ramp") and at(tokens, index).gap == at(tokens, index + 1).gap:
        after = index + 2 if at(tokens, index + 1).low in ("z", "zone") else index + 1
        value = number(at(tokens, after))
        if value is not None and at(tokens, after).kind == "num" and 1 <= value <= 10:
            end, ramp, index = value, link == "ramp", after + 1
    system = {"hr": "HR", "seiler": "Seiler", "pace": "pace", "power": "power"}.get(at(tokens, index).low, "")
    return Target("zone", start, end, ramp=ramp, name=system), index + bool(system)


def _letters(names: dict[str, int], system: str) -> Callable[[Tokens, int], Read]:
    def one(tokens: Tokens, index: int) -> tuple[int, int] | None:
        return joined(tokens, index, names, 2)

    def read(tokens: Tokens, index: int) -> Read:
        first = one(tokens, index)
        if first is None or not at(tokens, index).text[:1].isupper():
            return None  # r, t, at and an mean something else
        lone = len(at(tokens, index).text) == 1
        if lone and at(tokens, first[1]).kind in ("num", "time") or at(tokens, first[1]).low in ("walk", "jog", "x"):
            return None
        start, end = first
        link = at(tokens, end)
        second = one(tokens, end + 1) if link.low in ("-", "->", "to") else None
        if second:
            return Target("zone", Decimal(start), Decimal(second[0]), ramp=link.low == "->", name=system), second[1]
        return Target("zone", Decimal(start), name=system), end

    return read


def read_bodyweight(tokens: Tokens, index: int) -> Read:
    found = joined(tokens, index, {"bw": 1, "bodyweight": 1})
    if found is None:
        return None
    index = found[1]
    sign = at(tokens, index).low
    numbers = read_numbers(tokens, index + 1) if sign in ("+", "-") else None
    unit = joined(tokens, numbers.end, UNITS, 1) if numbers else None
    if numbers and unit and unit[0][0] == "weight" and any(numbers.values):
        times = -1 if sign == "-" else 1
        numbers = numbers._replace(values=tuple(times * value for value in numbers.values))
        target = numbers.target("bodyweight", unit[0][1])
        return (target, unit[1]) if target else None
    return Target("bodyweight"), index


def read_pair(tokens: Tokens, index: int) -> Read:
    """2x24kg: two of them."""
    if at(tokens, index).text != "2" or at(tokens, index + 1).kind != "x":
        return None
    numbers = read_numbers(tokens, index + 2)
    unit = joined(tokens, numbers.end, UNITS, 1) if numbers and not numbers.times else None
    if not numbers or not unit or unit[0][0] != "weight":
        return None
    target = numbers.target("weight_pair", unit[0][1])
    return (target, unit[1]) if target else None


def read_measured(tokens: Tokens, index: int, percent: str = "percent_1rm", percent_name: str = "") -> Read:
    """Numbers with a unit behind them: 80%, 100kg, 250W, 4:30/km, 2 RIR."""
    numbers = read_numbers(tokens, index, repeated=("%",))
    comma = numbers.end + (at(tokens, numbers.end).low == "%") if numbers else index
    if numbers and at(tokens, comma).low == "," and at(tokens, comma + 1).gap:
        spaced = read_numbers(tokens, index, repeated=("%",), spaced=True)  # 70, 75, 80, 80%
        if spaced and len(spaced.values) > 2 and joined(tokens, spaced.end, UNITS, 1):
            numbers = spaced
    while numbers:
        target, end = _with_unit(tokens, numbers, percent, percent_name)
        if target:
            return target, end
        if numbers.mode != "list":
            return None
        numbers = read_numbers(tokens, index, lists=False)  # 80, RPE 8: the comma was none of the list's
    return None


def _with_unit(tokens: Tokens, numbers: Numbers, percent: str, percent_name: str) -> tuple[Target | None, int]:
    if numbers.times:
        pace = joined(tokens, numbers.end, PACES, 3)
        if pace is None:
            return None, 0
        second = _second_pace(tokens, pace[1], pace[0]) if numbers.mode == "one" else None
        if second:  # 6:27/km to 6:47/km
            numbers, pace = numbers._replace(mode="range", values=(*numbers.values, second[0])), (pace[0], second[1])
        return numbers.target("pace", pace[0]), pace[1]
    found = joined(tokens, numbers.end, UNITS, 5)
    if found is None:
        return None, 0
    (kind, unit, name), end = found
    if kind in ("rpe", "rir") and _is_prefix(tokens, end):
        return None, 0  # 4x10-12 RIR 2
    if tokens[end - 1].low == "w" and at(tokens, end).low == "/":
        return None, 0  # w/ band
    if kind == "percent":
        kind, name = percent, percent_name
        if kind == "percent_1rm":
            end = _of_max(tokens, end)
    return (numbers.target(kind, unit, name), end) if kind != "rm" else (None, 0)


def _is_prefix(tokens: Tokens, index: int) -> bool:
    """Whether the number behind RPE or RIR is its own: 3x8 RPE 8 60kg, but 8 RPE 60kg."""
    numbers = read_numbers(tokens, index) if at(tokens, index).kind == "num" else None
    after = at(tokens, numbers.end) if numbers else at(tokens, index)
    if numbers is None or max(numbers.values) > 10 or after.kind == "x" or after.low in ("rir", "rpe"):
        return False
    return after.gap or after.kind in ("sign", "end") and after.low not in UNITS


def _second_pace(tokens: Tokens, index: int, unit: str) -> tuple[Decimal, int] | None:
    value = number(at(tokens, index + 1)) if at(tokens, index).low in ("-", "to", "and") else None
    pace = joined(tokens, index + 2, PACES, 3) if value and at(tokens, index + 1).kind == "time" else None
    return (value, pace[1]) if value and pace and pace[0] == unit else None


def _of_max(tokens: Tokens, end: int) -> int:
    """80% of max: of the 1RM."""
    word = end + (at(tokens, end).low == "of")
    return word + 1 if at(tokens, word).low in ("max", "maximum") else end


def read_relative(tokens: Tokens, index: int) -> Read:
    sign, value, percent = at(tokens, index).low, at(tokens, index + 1), at(tokens, index + 2)
    if sign not in ("-", "+") or value.kind != "num" or percent.low != "%":
        return None
    amount = number(value) or Decimal(0)
    if amount > 99 and sign == "-":
        return None
    return Target("relative", -amount if sign == "-" else amount), index + 3


HEAVY = {"single": 1, "double": 2, "triple": 3}


def read_added(tokens: Tokens, index: int) -> Read:
    """+15kg: added to the body's weight."""
    if at(tokens, index).low != "+" or at(tokens, index + 1).kind != "num" or at(tokens, index + 1).gap:
        return None
    numbers = read_numbers(tokens, index + 1)
    unit = joined(tokens, numbers.end, UNITS, 1) if numbers else None
    if not numbers or not unit or unit[0][0] != "weight" or not all(numbers.values):
        return None
    target = numbers.target("bodyweight", unit[0][1])
    return (target, unit[1]) if target else None


def read_heavy(tokens: Tokens, index: int) -> Read:
    """heavy 3, heavy single."""
    count = HEAVY.get(at(tokens, index + 1).low)
    return (Target("heavy", Decimal(count)), index + 2) if count else _whole(tokens, index + 1, "heavy")


def read_work_up(tokens: Tokens, index: int) -> Read:
    """work up to 1RM, work up to a heavy single."""
    found = joined(tokens, index, {"workupto": 1}, 3)
    if found:
        place = found[1] + (at(tokens, found[1]).low in ("a", "an"))
        heavy = read_heavy(tokens, place) if at(tokens, place).low == "heavy" else None
        if heavy:
            return Target("work_up", heavy[0].start), heavy[1]
    read = _whole(tokens, found[1], "work_up") if found else None
    return (read[0], read[1] + 1) if read and at(tokens, read[1]).low == "rm" else None


def _whole(tokens: Tokens, index: int, kind: str) -> Read:
    value = number(at(tokens, index))
    if value is None or at(tokens, index).kind != "num" or value != int(value) or not 1 <= value <= 100:
        return None
    return Target(kind, value), index + 1


AIMED = frozenset(("target", "goal", "current", "your", "about", "approx"))


def read_named(tokens: Tokens, index: int) -> Read:
    """5k pace, MP, CSS+5, 2k+10, target 5k pace."""
    if at(tokens, index).low in AIMED and joined(tokens, index + 1, NAMED, 3):
        index += 1
    found_at = index
    found = joined(tokens, index, NAMED, 5 if at(tokens, index).kind == "num" else 3)
    if found is None:
        return None
    name, index = found
    second = joined(tokens, index + 1, NAMED, 3) if at(tokens, index).low in ("to", "-") else None
    if second:  # 5k to 10k pace
        words = typed(tokens[found_at : second[1]])
        return (Target("words", name=words), second[1]) if is_words(words) else None
    if name == "tempo" and read_tempo(tokens, index):
        return None
    sign, value = at(tokens, index), at(tokens, index + 1)
    if sign.low in ("+", "-") and not sign.gap and value.kind == "num" and not value.gap:
        unit = joined(tokens, index + 2, NAMED_UNITS, 4)
        amount = number(value) or Decimal(0)
        if amount <= 9999 and amount > 0:
            end = unit[1] if unit else index + 2
            return Target("named", -amount if sign.low == "-" else amount, unit=unit[0] if unit else "", name=name), end
    return Target("named", name=name), index


def read_effort(tokens: Tokens, index: int) -> Read:
    found = joined(tokens, index, EFFORTS, 3)
    return (Target("effort", name=found[0]), found[1]) if found else None


def read_quoted(tokens: Tokens, index: int) -> Read:
    token = at(tokens, index)
    words = " ".join(unquote(token.text).split()) if token.kind == "quoted" else ""
    return (Target("words", name=words), index + 1) if is_words(words) else None


read_rowing = _letters(ROWING, "rowing")
read_daniels = _letters(DANIELS, "Daniels")

# What begins with this word is read so. Zones named by a letter count only after @ or alone (AFTER_AT).
BY_WORD: dict[str, Callable[[Tokens, int], Read]] = {
    "rpe": read_rpe, "rir": read_rir, "reps": read_reserve, "z": read_zone, "zone": read_zone, "bw": read_bodyweight,
    "bodyweight": read_bodyweight, "heavy": read_heavy, "work": read_work_up, "ut": read_rowing,
}  # fmt: skip
AFTER_AT = {**BY_WORD, **dict.fromkeys(("at", "tr", "an"), read_rowing), **dict.fromkeys(DANIELS, read_daniels)}


def _limited(target: Target, limit: str) -> Target | None:
    try:
        return replace(target, limit=limit)
    except ValueError:
        return None


def read_limit(tokens: Tokens, index: int, **percent) -> Read:
    """≤150W, max 150 W, at least 90%."""
    found = joined(tokens, index, BEFORE, 4) if at(tokens, index).low in BEGINS_LIMIT else None
    after = at(tokens, found[1]) if found else None
    if found is None or after is None or after.kind not in ("num", "time") and after.low not in PREFIXES:
        return None
    read = read_target(tokens, found[1], **percent)
    limited = _limited(read[0], found[0]) if read and not read[0].limit else None
    return (limited, read[1]) if read and limited else None


def read_target(tokens: Tokens, index: int, percent: str = "percent_1rm", percent_name: str = "") -> Read:
    """The target that begins at index, in the fullest sense (as after @ or alone), or None."""
    read = _read_target(tokens, index, percent, percent_name)
    if read is None or read[0].kind not in LIMITED or read[0].limit:
        return read
    behind = at(tokens, read[1])
    if behind.low == "+" and not behind.gap and at(tokens, read[1] + 1).gap:
        limited = _limited(read[0], LEAST)
        return (limited, read[1] + 1) if limited else read
    found = joined(tokens, read[1], BEHIND, 2) if behind.low in ENDS_LIMIT else None
    limited = _limited(read[0], found[0]) if found else None
    return (limited, found[1]) if found and limited else read


def _read_target(tokens: Tokens, index: int, percent: str, percent_name: str) -> Read:
    token = at(tokens, index)
    if token.kind in ("num", "time"):
        return (
            read_pair(tokens, index)
            or read_measured(tokens, index, percent, percent_name)
            or (read_named(tokens, index) if token.kind == "num" else None)
        )
    if token.kind == "quoted":
        return read_quoted(tokens, index)
    limited = read_limit(tokens, index, percent=percent, percent_name=percent_name)
    if limited:
        return limited
    if token.kind == "sign":
        return read_relative(tokens, index) or read_added(tokens, index)
    by_word = AFTER_AT.get(token.low)
    read = by_word(tokens, index) if by_word else None
    longer = read_named(tokens, index) or read_effort(tokens, index)
    return max(filter(None, (read, longer)), key=lambda found: found[1], default=None)


BETWEEN = {",", "·", ";", "@", "~", "and", "at"}
MOST_BETWEEN = 3


def read_targets(tokens: Tokens, index: int = 0, **percent) -> tuple[tuple[Target, ...], int]:
    """Up to two targets in a row from index on, and where they end."""
    targets: list[Target] = []
    end = index
    while len(targets) < MOST_TARGETS:
        start = end
        while at(tokens, start).text in BETWEEN and start < end + MOST_BETWEEN:
            start += 1
        read = read_target(tokens, start, **percent) if start < len(tokens) else None
        if read is None:
            break
        targets.append(read[0])
        end = read[1]
    return tuple(targets), end


def read_intensity(text: str) -> Intensity:
    """The whole text as targets, else as free words. ValueError for empty, over-long or control text."""
    text = " ".join(text.split())
    if not text or len(text) > MOST_TEXT or CONTROL.search(text):
        raise ValueError(f"An intensity is a short text, like 80%, RPE 8 or easy; not “{text[:40]}”.")
    tokens = tokenize(text)
    targets, end = read_targets(tokens)
    if targets and end == len(tokens):
        return Intensity(targets)
    return Intensity((Target("words", name=text),))
