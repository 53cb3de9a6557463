"""Strict reading of JSON: each key is asked for once, with its type and bounds; what nobody asked for is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from core.text import tidy

from .texts import check_name, check_text, shown
from .values import MOST_BYTES, NAME_LENGTH, UnreadableFile

MOST_DIGITS = 18
NAMES = {
    dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a whole number", Decimal: "a number",
}  # fmt: skip


class JsonError(UnreadableFile):
    """path is where in the file, like sessions[3].exercises[0].reps; empty for the file as a whole."""

    def __init__(self, path: str, reason: str) -> None:
        reason = shown(reason, 400)  # it may quote what no terminal can print
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason


def decoded(data: bytes) -> str:
    """UTF-8 with or without a byte order mark, of a bearable size."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"The file is not UTF-8 text (byte {error.start + 1}).") from None


def parse(data: bytes | str) -> Any:
    """The JSON value, numbers as int or Decimal; JsonError for whatever is not plain JSON."""
    text = decoded(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=_whole, parse_float=_number, parse_constant=Odd)
    except RecursionError:
        raise JsonError("", "The JSON is nested too deeply.") from None
    except json.JSONDecodeError as error:
        raise JsonError(f"line {error.lineno}, column {error.colno}", f"this is not JSON: {error.msg}.") from None


class Odd(str):
    """Stands where the JSON has something that no key can want; it says what, and whoever asks names the place."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Odd:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            return Odd(f"an object with two keys “{shown(key)}”")
        found[key] = value
    return found


def _whole(text: str) -> int | Odd:
    return int(text) if len(text) <= MOST_DIGITS else Odd(f"a number of {len(text)} digits")


def _number(text: str) -> Decimal | Odd:
    value = Decimal(text) if len(text) <= 40 else Decimal("Infinity")
    sane = value.is_finite() and -MOST_DIGITS < value.adjusted() < MOST_DIGITS
    return value if sane else Odd(f"the number {shown(text, 20)}")


def kind_of(value: Any) -> str:
    if isinstance(value, Odd):
        return str(value)
    return "null" if value is None else NAMES.get(type(value), "something else")


class Place:
    """One object and where it stands. Methods give the value of a key; None or the default for null or nothing."""

    def __init__(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise JsonError(path, f"an object is expected, not {kind_of(value)}.")
        self.path = path
        self._left = dict(value)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def error(self, key: str, reason: str) -> JsonError:
        return JsonError(self.at(key), reason)

    def has(self, key: str) -> bool:
        return key in self._left

    def _take(self, key: str, types: tuple[type, ...], required: bool) -> Any:
        if required and key not in self._left:
            raise self.error(key, "this is missing.")
        value = self._left.pop(key, None)
        if value is None and not required:
            return None
        if not isinstance(value, types) or isinstance(value, Odd) or (isinstance(value, bool) and bool not in types):
            raise self.error(key, f"{NAMES[types[0]]} is expected, not {kind_of(value)}.")
        return value

    def text(self, key: str, most: int, *, required: bool = False, lines: bool = False) -> str:
        """A text of one line, or several; a name (most = NAME_LENGTH) must have a letter that counts."""
        value = tidy(self._take(key, (str,), required) or "", lines=lines)
        if not value and not required:
            return ""
        try:
            return check_text(value, most, lines=lines) if lines or most != NAME_LENGTH else check_name(value)
        except ValueError as error:
            raise self.error(key, str(error)) from None

    def whole(self, key: str, least: int, most: int, *, required: bool = False) -> int | None:
        return self._between(key, self._take(key, (int,), required), least, most)

    def number(self, key: str, least: Decimal, most: Decimal, places: int) -> Decimal | None:
        value = self._take(key, (Decimal, int), False)
        value = self._between(key, value, least, most)
        if value is not None and Decimal(value) != round(Decimal(value), places):
            raise self.error(key, f"{value} has more than {places} decimals.")
        return None if value is None else Decimal(value)

    def _between(self, key: str, value: Any, least: Any, most: Any) -> Any:
        if value is not None and not least <= value <= most:
            raise self.error(key, f"{value} is out of range: it goes from {least} to {most}.")
        return value

    def flag(self, key: str) -> bool:
        return bool(self._take(key, (bool,), False))

    def choice(self, key: str, table: Mapping[str, str], default: str = "") -> str:
        """The table's value for the text; `default` for null or nothing."""
        value = self._take(key, (str,), False)
        if value is None:
            return default
        if value not in table:
            raise self.error(key, f"“{shown(value)}” is none of {', '.join(table)}.")
        return table[value]

    def parsed(self, key: str, parse: Callable[[str], Any]) -> Any:
        """What `parse` makes of the text; its ValueError says what is wrong."""
        value = self._take(key, (str,), False)
        if value is None:
            return None
        try:
            return parse(tidy(value))
        except ValueError as error:
            raise self.error(key, str(error)) from None

    def child(self, key: str) -> Place:
        return Place(self._take(key, (dict,), True), self.at(key))

    def children(self, key: str, most: int, *, required: bool = False) -> list[Place]:
        values = self._take(key, (list,), required) or []
        if len(values) > most:
            raise self.error(key, f"{len(values)} are too many: at most {most}.")
        return [Place(value, f"{self.at(key)}[{index}]") for index, value in enumerate(values)]

    def done(self) -> None:
        """Everything was asked for; JsonError for the first key that was not."""
        for key in self._left:
            raise JsonError(self.at(shown(key)), "this key is not known.")
