"""What the commands of programs share: which row an id means, and what found no place in a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError
from django.db.models import QuerySet

from core.ids import ID_LENGTH
from programs.exchange.values import LeftOut


def by_id(rows: QuerySet, pk: str, kind: str) -> Any:
    well_formed = len(pk) == ID_LENGTH and pk.isascii() and pk.isalnum()
    found = rows.filter(pk=pk).first() if well_formed else None
    if found is None:
        raise CommandError(f"There is no {kind} with the id {pk[:60]!r}.")
    return found


def listed(parts: Iterable[LeftOut]) -> list[dict[str, str]]:
    return [{"where": part.where, "text": part.text, "reason": part.reason} for part in parts]


def sentence(part: LeftOut) -> str:
    return f"{part.where}: {part.reason} [{part.text}]"
