"""A command that is told to end tidies up first."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """Within the block SIGTERM ends the process as Ctrl-C would, through every `finally`; files are the user's only."""

    def end(number: int, _frame: Any) -> None:
        raise SystemExit(128 + number)

    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, end) if main else None
    mask = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(mask)
        if main:
            signal.signal(signal.SIGTERM, before)
