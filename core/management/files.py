"""Files that commands read and write: what cannot be done is a sentence, not a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError


@contextmanager
def refusing(file: str, done: str) -> Iterator[None]:
    """CommandError where the file cannot be `done` (read, written), with the system's reason."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CommandError(f"{file} cannot be {done}: {reason}.") from error


def content_of(file: str, most: int) -> bytes:
    """Of the file, or of standard input for `-`. At most one byte more than it may have: enough to see that it is too
    large."""
    with refusing(file, "read"):
        if file == "-":
            return sys.stdin.buffer.read(most + 1)
        with open(file, "rb") as stream:
            return stream.read(most + 1)


def write(file: str, content: bytes) -> None:
    with refusing(file, "written"):
        Path(file).write_bytes(content)
