"""Identifiers: short texts that sort by time and cannot be guessed."""

import secrets
import time

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 25
_TIME_DIGITS = 8
_RANDOM_DIGITS = ID_LENGTH - 1 - _TIME_DIGITS


def _base36(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, 36)
        digits.append(DIGITS[rest])
    return "".join(reversed(digits))


def new_id() -> str:
    """A cuid-shaped text of 25 characters: `c`, 8 digits of milliseconds, 16 random ones (82 bits)."""
    milliseconds = time.time_ns() // 1_000_000
    return "c" + _base36(milliseconds, _TIME_DIGITS) + _base36(secrets.randbits(83), _RANDOM_DIGITS)
