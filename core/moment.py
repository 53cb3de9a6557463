"""Up to which moment what is read is complete.

The primary database knows all that was committed until now, a replica what has reached it. Whatever is kept in memory
together with the moment from which to look for news asks here for that moment, not the clock: read from a replica that
is behind, it would never look for what that one did not know yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_until: ContextVar[datetime | None] = ContextVar("trainhub_known_until", default=None)


def known_until() -> datetime:
    return _until.get() or timezone.now()


@contextmanager
def complete_until(moment: datetime) -> Iterator[None]:
    """What is read inside knows nothing that was committed later."""
    token = _until.set(moment)
    try:
        yield
    finally:
        _until.reset(token)
