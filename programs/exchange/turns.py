"""So many at a time, of all processes of this server together: each may cost much, and anybody may ask."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import locks

LOOKS_S = 0.05  # how often it is looked whether one ended


class NoTurn(Exception):
    """Others took them all for longer than one waits."""


@contextmanager
def turn(folder: Path, name: str, at_once: int, longest_s: float) -> Iterator[int]:
    """Waits for one of `at_once` turns. The handle that is given is the turn: a child that it is passed to keeps it.

    A turn is the lock of a file in `folder`, which ends with whoever has it, however that ends.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    until = time.monotonic() + longest_s
    while (handle := _taken(folder, name, at_once)) is None:
        if time.monotonic() >= until:
            raise NoTurn
        time.sleep(LOOKS_S)
    try:
        yield handle
    finally:
        os.close(handle)


def _taken(folder: Path, name: str, at_once: int) -> int | None:
    for number in range(at_once):
        handle = os.open(folder / f"{name}.{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        if locks.lock(handle, locks.LOCK_EX | locks.LOCK_NB):
            return handle
        os.close(handle)
    return None
