"""A bar on the terminal while something long goes on; nothing at all where nobody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Any

LONG = 100
WIDTH = 30


def watching(stream: Any, label: str) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """A wrapper for something countable that draws its progress on a command's `stream`: a terminal, and it is long."""

    def watch(items: Iterable[Any]) -> Iterator[Any]:
        total = len(items) if isinstance(items, Sized) else 0
        if total < LONG or not stream.isatty():
            yield from items
            return
        for done, item in enumerate(items):
            if done * WIDTH // total != (done - 1) * WIDTH // total:
                _draw(stream, label, done, total)
            yield item
        _draw(stream, label, total, total)
        stream.write("")  # ends the line

    return watch


def _draw(stream: Any, label: str, done: int, total: int) -> None:
    full = done * WIDTH // total
    stream.write(f"\r{label} [{'#' * full}{'.' * (WIDTH - full)}] {done}/{total}", style_func=str, ending="")
    stream.flush()
