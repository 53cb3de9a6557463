"""How one placing of a session differs from it: +2.5%, +1 set, volume -40%, or for named rows only.

An Adjustment is small amounts by key, in one table, and the same again for rows by name. They count from the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from .intensity import signed
from .tokens import Tokens, at, joined, number, quote, tokenize, unquote

MOST_TEXT = 1000


class AdjustmentError(ValueError):
    """The adjustment finds nothing in the session that it could change; the sentence says why."""


class Change(NamedTuple):
    """after: what stands behind the number; badge: the same on a card; harder: +1 if more is harder, -1 if easier."""

    after: str
    badge: str
    harder: int = 1
    whole: bool = False
    most: Decimal = Decimal(999)


def _paces() -> dict[str, Change]:
    return {f"s{unit}": Change(f"s{unit}", f" s{unit}", -1) for unit in ("/km", "/mi", "/100m", "/100yd", "/500m")}


# In the order in which they are written.
CHANGES: dict[str, Change] = {
    "load": Change("%", "%"),
    "kg": Change("kg", " kg"),
    "lb": Change("lb", " lb"),
    "rpe": Change(" RPE", " RPE", most=Decimal(9)),
    "rir": Change(" RIR", " RIR", -1, most=Decimal(20)),
    "rep": Change(" rep", " rep", whole=True),
    "set": Change(" set", " set", whole=True),
    "time": Change("min", "′", whole=True, most=Decimal(359_999)),  # in seconds
    "m": Change("m", " m", most=Decimal(999_999)),
    "mi": Change("mi", " mi"),
    "yd": Change("yd", " yd", most=Decimal(99_999)),
    "ftp": Change("% FTP", "% FTP"),
    "w": Change("W", " W", most=Decimal(2000)),
    **_paces(),
    "volume": Change("%", "%"),
}

Unit = tuple[str, Decimal]

UNITS: dict[str, Unit] = {
    text: (key, Decimal(factor))
    for key, factor, texts in (
        ("load", 1, "% %load %1rm"),
        ("kg", 1, "kg kgs"),
        ("lb", 1, "lb lbs"),
        ("rpe", 1, "rpe"),
        ("rir", 1, "rir"),
        ("rep", 1, "rep reps"),
        ("set", 1, "set sets round rounds"),
        ("time", 1, "s sec secs"),
        ("time", 60, "min mins minute minutes '"),
        ("time", 3600, "h hr hour hours"),
        ("m", 1, "m metres meters"),
        ("m", 1000, "km k"),
        ("mi", 1, "mi mile miles"),
        ("yd", 1, "yd yards"),
        ("ftp", 1, "%ftp"),
        ("w", 1, "w watt watts"),
        ("s/km", 1, "s/km sec/km"),
        ("s/mi", 1, "s/mi sec/mi"),
        ("s/100m", 1, "s/100m s/100 sec/100m"),
        ("s/100yd", 1, "s/100yd"),
        ("s/500m", 1, "s/500m s/500 sec/500m"),
    )
    for text in texts.split()
}

Amounts = tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class Adjustment:
    """amounts: (key of CHANGES, signed number), in their order, none of them zero. rows: (name, amounts) likewise.

    volume is a percentage, -40; all others add up, volume multiplies. `parse` hands out the same few again and again,
    so what is asked of each placing of a season stays with them.
    """

    amounts: Amounts = ()
    rows: tuple[tuple[str, Amounts], ...] = ()

    @classmethod
    def of(cls, **amounts: Decimal | int | str) -> Adjustment:
        """Adjustment.of(load="2.5", set=1)."""
        return cls(_ordered({key: Decimal(value) for key, value in amounts.items()}))

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> Adjustment:
        """ValueError with a sentence where the text states no adjustment; empty text is no change."""
        return _parse(text)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.amounts, self.rows))

    def __str__(self) -> str:
        return self._text

    @cached_property
    def _text(self) -> str:
        parts = [_text(self.amounts)] if self.amounts else []
        parts += [f"{_row_name(name)} {_text(amounts)}" for name, amounts in self.rows]
        return ", ".join(parts)

    def __bool__(self) -> bool:
        return bool(self.amounts or self.rows)

    def get(self, key: str) -> Decimal:
        return next((amount for name, amount in self.amounts if name == key), Decimal(0))

    def __add__(self, other: Adjustment) -> Adjustment:
        rows = dict(self.rows)
        keys = {row_key(name): name for name in rows}
        for name, amounts in other.rows:
            known = keys.setdefault(row_key(name), name)
            rows[known] = _sum(rows.get(known, ()), amounts)
        return Adjustment(_sum(self.amounts, other.amounts), _kept(rows))

    def __mul__(self, times: int) -> Adjustment:
        """The same step taken n times: amounts n times as large, volume to its nth power."""
        rows = {name: _times(amounts, times) for name, amounts in self.rows}
        return Adjustment(_times(self.amounts, times), _kept(rows))

    __rmul__ = __mul__

    def renamed(self, old: str, new: str, *, stays: bool = False) -> Adjustment:
        """What it says of the row `old` said of the row `new`, and added to what it says of that already.

        Of `old` as well where a row of that name `stays`. ValueError where the sum is more than an adjustment can be.
        """
        mine = tuple(amounts for name, amounts in self.rows if row_key(name) == row_key(old))
        left = tuple((name, amounts) for name, amounts in self.rows if stays or row_key(name) != row_key(old))
        return Adjustment(self.amounts, left) + Adjustment(rows=tuple((new, amounts) for amounts in mine))

    @cached_property
    def badge(self) -> str:
        """A few characters for a card: +2.5%, −40%, +10′; the first named row's change where only rows change."""
        amounts = self.amounts or (self.rows[0][1] if self.rows else ())
        text = " ".join(_written(key, amount, badge=True) for key, amount in amounts)
        more = len(self.rows) + bool(self.amounts) > 1
        return text.replace("-", "−") + ("…" if more else "")

    @cached_property
    def is_down(self) -> bool:
        """Whether it makes the session easier: less volume, or every amount towards easier."""
        amounts = [*self.amounts, *(pair for _, row in self.rows for pair in row)]
        if any(key == "volume" for key, _ in amounts):
            return any(key == "volume" and amount < 0 for key, amount in amounts)
        return bool(amounts) and all(amount * CHANGES[key].harder < 0 for key, amount in amounts)

    def for_row(self, name: str) -> Amounts:
        """The amounts that name this row, by its name in any case."""
        if not self.rows:
            return ()
        key = row_key(name)
        return next((amounts for row, amounts in self.rows if row_key(row) == key), ())


def row_key(name: str) -> str:
    """Two names with the same are one row's."""
    return " ".join(name.casefold().split())


def _ordered(amounts: dict[str, Decimal]) -> Amounts:
    unknown = set(amounts) - set(CHANGES)
    if unknown:
        raise ValueError(f"There is no adjustment of {', '.join(sorted(unknown))}.")
    for key, amount in amounts.items():
        _check(key, amount)
    return tuple((key, amounts[key]) for key in CHANGES if amounts.get(key))


def _bounds(key: str) -> tuple[Decimal, Decimal]:
    most = CHANGES[key].most
    return Decimal(-100) if key in ("volume", "load") else -most, most


def _check(key: str, amount: Decimal) -> None:
    change, (least, most) = CHANGES[key], _bounds(key)
    if not least <= amount <= most:
        raise ValueError(f"{signed(amount)}{change.after} is more than an adjustment can be.")
    if change.whole and amount != int(amount):
        raise ValueError(f"{signed(amount)}{change.after} has to be a whole number.")


def _kept(rows: dict[str, Amounts]) -> tuple[tuple[str, Amounts], ...]:
    return tuple((name, amounts) for name, amounts in rows.items() if amounts)


def _volume(percent: Decimal) -> Decimal:
    return 1 + percent / 100


def _percent(factor: Decimal) -> Decimal:
    percent = min((factor - 1) * 100, Decimal(10) ** 9)  # far beyond the bounds, and still short enough to be rounded
    return percent.quantize(Decimal("0.01")).normalize()


def _sum(left: Amounts, right: Amounts) -> Amounts:
    return _ordered(_total(left, right))


def together(general: Amounts, named: Amounts) -> Amounts:
    """Both on one row. Each is within bounds; where their sum is not it stops there, for a page cannot refuse."""
    total = _total(general, named)
    bounds = {key: _bounds(key) for key in total}
    return _ordered({key: min(max(amount, bounds[key][0]), bounds[key][1]) for key, amount in total.items()})


def _total(left: Amounts, right: Amounts) -> dict[str, Decimal]:
    total = dict(left)
    for key, amount in right:
        if key == "volume" and key in total:
            total[key] = _percent(_volume(total[key]) * _volume(amount))
        else:
            total[key] = total.get(key, Decimal(0)) + amount
    return total


def _times(amounts: Amounts, times: int) -> Amounts:
    def one(key: str, amount: Decimal) -> Decimal:
        return _percent(_volume(amount) ** times) if key == "volume" else amount * times

    return _ordered({key: one(key, amount) for key, amount in amounts})


def _written(key: str, amount: Decimal, badge: bool = False) -> str:
    change = CHANGES[key]
    if badge and key == "volume" and amount * 10 % 1:  # +46.93% of seven weeks' growth: a card has no room to be exact
        amount = amount.quantize(Decimal(1))
    if key == "time" and amount % 60:
        return f"{signed(amount)}{'″' if badge else 's'}"
    if key == "time":
        amount /= 60
    after = change.badge if badge else change.after
    plural = "s" if key in ("rep", "set") and abs(amount) > 1 else ""
    return f"{signed(amount)}{after}{plural}"


def _text(amounts: Amounts) -> str:
    return " ".join(f"{'volume ' if key == 'volume' else ''}{_written(key, amount)}" for key, amount in amounts)


def _row_name(name: str) -> str:
    """Quoted where it would misread."""
    try:
        parsed = _parse(f"{name} +1 set").rows
    except ValueError:
        parsed = ()
    return name if parsed == ((name, (("set", Decimal(1)),)),) else quote(name)


def _parse(text: str) -> Adjustment:
    if len(text) > MOST_TEXT or not text.isprintable():
        raise ValueError("An adjustment is one short line, like +2.5% or volume -40%.")
    tokens = tokenize(text)
    amounts: dict[str, Decimal] = {}
    rows: dict[str, dict[str, Decimal]] = {}
    index, into, fresh = 0, amounts, True
    while index < len(tokens):
        token = tokens[index]
        if token.low in (",", ";") and not fresh:
            index, into, fresh = index + 1, amounts, True
            continue
        found = _amount(tokens, index)
        if found is None and fresh:
            name, index = _name(text, tokens, index)
            into, fresh = rows.setdefault(name, {}), False
            continue
        if found is None:
            raise ValueError(_sentence(text[token.start :]))
        key, amount, index = found
        if key in into:
            raise ValueError(f"“{text[:60]}” states the same thing twice.")
        into[key], fresh = amount, False
    if fresh and tokens:
        raise ValueError(_sentence(text))
    return Adjustment(_ordered(amounts), _kept({name: _ordered(row) for name, row in rows.items()}))


def _sentence(text: str) -> str:
    return (
        f"“{text[:60]}” states no adjustment. Write a sign, a number and what it changes: +2.5%, +2.5kg, +1 rep, "
        "+1 set, +10min, +400m, volume -40%, or a row's name before it."
    )


def _amount(tokens: Tokens, index: int) -> tuple[str, Decimal, int] | None:
    """`+2.5kg` or `volume -40%` at index: key, signed amount, end."""
    volume = at(tokens, index).low == "volume"
    index += volume
    sign, value = at(tokens, index).low, number(at(tokens, index + 1))
    if sign not in ("+", "-") or value is None or at(tokens, index + 1).kind != "num":
        return None
    unit = joined(tokens, index + 2, {"%": ("volume", Decimal(1))} if volume else UNITS, 4)
    if unit is None:
        return None
    (key, factor), end = unit
    amount = value * factor
    return key, -amount if sign == "-" else amount, end


def _name(text: str, tokens: Tokens, index: int) -> tuple[str, int]:
    """The row's name, up to its first amount."""
    first = tokens[index]
    if first.kind == "quoted":
        return unquote(first.text).strip(), index + 1
    end = index
    while end < len(tokens) and tokens[end].low not in (",", ";") and _amount(tokens, end) is None:
        end += 1
    if end == index or end == len(tokens) or tokens[end].low in (",", ";"):
        raise ValueError(_sentence(text[first.start :]))
    return text[first.start : tokens[end - 1].end], end


NO_CHANGE = Adjustment()
