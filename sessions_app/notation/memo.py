"""What was read, kept by value: coaches write the same few hundred things again and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
LONGEST_KEPT = 200  # characters; a longer text hardly comes twice


class Memo(Generic[Value]):
    """Like lru_cache, for functions that get more than their key: tokens that need not be made again.

    Full, it is emptied; what is asked often is there again at once. Threads may work twice, never wrongly.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: dict[Hashable, Value] = {}

    def of(self, key: tuple[str, ...], make: Callable[[], Value]) -> Value:
        """key: a text, and whatever else the value depends on."""
        try:
            return self.kept[key]
        except KeyError:
            value = make()
        if len(key[0]) <= LONGEST_KEPT:
            if len(self.kept) >= self.most:
                self.kept.clear()
            self.kept[key] = value
        return value

    def clear(self) -> None:
        self.kept.clear()
