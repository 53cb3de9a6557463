"""What the commands of programs share: which row an id means, where it is, and what found no place in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db.models import QuerySet

from core.editing import Conflict
from core.ids import ID_LENGTH
from programs.exchange.values import LeftOut
from programs.models import Program


def by_id(rows: QuerySet, pk: str, kind: str) -> Any:
    well_formed = len(pk) == ID_LENGTH and pk.isascii() and pk.isalnum()
    found = rows.filter(pk=pk).first() if well_formed else None
    if found is None:
        raise CommandError(f"There is no {kind} with the id {pk[:60]!r}.")
    return found


def program_of(user: Any, pk: str) -> Program:
    """A program that this person may change. One that they may not even see is none."""
    program: Program = by_id(Program.objects.visible_to(user).select_related("author", "link"), pk, "program")
    if not program.is_editable_by(user):
        raise CommandError(f"“{program.name}” is another coach's.")
    return program


@contextmanager
def standing() -> Iterator[None]:
    """CommandError where somebody took away, at this moment, what a verb is about."""
    try:
        yield
    except Conflict as conflict:
        raise CommandError("Somebody else changed it at the same moment: try again.") from conflict


def address(row: Any) -> str:
    """As people get it: whole where PUBLIC_URL says where TrainHub is, else from the host on."""
    return f"{settings.PUBLIC_URL}{row.get_absolute_url()}"


def listed(parts: Iterable[LeftOut]) -> list[dict[str, str]]:
    return [{"where": part.where, "text": part.text, "reason": part.reason} for part in parts]


def sentence(part: LeftOut) -> str:
    return f"{part.where}: {part.reason} [{part.text}]"
