"""The files that exercises come from and go to, by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exercises.importing import own_json, public, reading, table
from exercises.importing.values import BrokenFile, File
from exercises.models import Exercise


@dataclass(frozen=True, slots=True)
class Format:
    read: Callable[[bytes], File]
    write: Callable[[Iterable[Exercise]], bytes] | None = None  # none where it is somebody else's


FORMATS = {
    "csv": Format(table.read, table.write),
    "json": Format(own_json.read, own_json.write),
    "free-exercise-db": Format(public.free_exercise_db),
    "wger": Format(public.wger),
}
WRITTEN = {name: known.write for name, known in FORMATS.items() if known.write is not None}


def guess(content: bytes) -> str:
    """What a file is by what stands in it; BrokenFile if it is no text."""
    start = reading.decoded(content).lstrip()[:1]
    if start not in ("{", "["):
        return "csv"
    found = reading.parsed(content)
    if isinstance(found, dict):
        return "json" if own_json.KEY in found else "wger"
    first = found[0] if found and isinstance(found[0], dict) else {}
    return "wger" if "translations" in first else "free-exercise-db"


def read(content: bytes, name: str = "") -> File:
    """BrokenFile, with the place, for whatever is not as the format wants it."""
    file = FORMATS[name or guess(content)].read(content)
    seen: dict[str, str] = {}
    for candidate in file.candidates:
        if candidate.id and candidate.id in seen:
            reason = _("It is that of %(place)s, too. The id of a new exercise is left empty.")
            raise BrokenFile(reason % {"place": seen[candidate.id]}, candidate.where, "id")
        seen[candidate.id] = candidate.where
    return file


def write(exercises: Iterable[Exercise], name: str) -> bytes:
    return WRITTEN[name](exercises)
