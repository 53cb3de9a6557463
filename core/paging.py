"""Pages by key: the next page starts after the last row, so it costs the same however far one has read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

SIZE = 24


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next_key: str  # "" on the last page


def by_latest(queryset: QuerySet, key: str = "", size: int = SIZE) -> Page:
    """Latest change first. `key` is the `next_key` of the page before; one that is none is the first page."""
    after = _read(key)
    if after:
        moment, pk = after
        queryset = queryset.filter(Q(updated_at__lt=moment) | Q(updated_at=moment, pk__lt=pk))
    rows = list(queryset.order_by("-updated_at", "-id")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.updated_at.isoformat()}_{last.pk}" if last else "")


def _read(key: str) -> tuple[datetime, str] | None:
    moment, _, pk = key.replace(" ", "+").partition("_")
    try:
        parsed = parse_datetime(moment)
        # In UTC, as both databases compare: at either end of the calendar a zone leads beyond it.
        return (parsed.astimezone(UTC), pk) if parsed and parsed.tzinfo else None
    except (ValueError, OverflowError):
        return None
