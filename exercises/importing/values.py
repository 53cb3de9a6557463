"""What is read from a file, and what is decided on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError

from exercises.models import Exercise

MOST_BYTES = 10_000_000
MOST_ENTRIES = 5_000
_LONGEST_REASON = 500


class BrokenFile(ValueError):
    """Nothing of the file is taken; the sentence says where it broke: line or entry, and field."""

    def __init__(self, reason: str, where: str = "", field: str = "") -> None:
        said = ": ".join(part for part in (", ".join(filter(None, (where, field))), reason) if part)
        # It may quote what no terminal can print, and any amount of it.
        super().__init__(said.encode("utf-8", "replace").decode()[:_LONGEST_REASON])


@dataclass(frozen=True, slots=True)
class Candidate:
    """One exercise as its file states it. `values` has only what the file says something of."""

    where: str
    values: Mapping[str, Any]
    id: str = ""
    # Sentences of others, whose licence nobody knows: for somebody's own exercises only.
    sentences: Mapping[str, Any] = field(default_factory=dict)
    # Our own file, written by who curates: the catalogue does not correct it.
    is_curated: bool = False
    notes: tuple[str, ...] = ()
    # Why it cannot be an exercise here; it is reported and the others go on.
    problem: str = ""

    @property
    def name(self) -> str:
        return self.values["name"]

    @property
    def sport(self) -> str:
        return self.values["sport"]


@dataclass(frozen=True, slots=True)
class File:
    candidates: list[Candidate]
    notes: tuple[str, ...] = ()


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    THERE = "there"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Decision:
    """`exercise`: the new one, the changed one, or the one that it is already. `changes`: field -> before, after."""

    kind: Kind
    candidate: Candidate
    exercise: Exercise | None
    reason: str
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.candidate.where}, {self.candidate.name}: {self.reason}"


def check(values: Mapping[str, Any], where: str) -> None:
    """The values as the columns of an exercise want them, else BrokenFile."""
    row = Exercise(**values)
    unsaid = [name.name for name in Exercise._meta.concrete_fields if name.name not in values]
    try:
        row.clean_fields(exclude=unsaid)
        row.clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BrokenFile(" ".join(messages), where, field) from None
