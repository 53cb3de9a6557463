"""The formats by name. A new one is one small module with read and write, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from . import csv_format, json_format, text, workouts
from .values import LeftOut, ProgramValue


@dataclass(frozen=True, slots=True)
class Format:
    """read raises UnreadableFile; what it lists as left out is missing in its value.

    Where `states_sport` is false the sport has to be guessed, and read takes it as its second argument.
    `kept` lists what was read only as notes, where a format has such.
    """

    name: str
    read: Callable[..., tuple[ProgramValue, list[LeftOut]]]
    write: Callable[[ProgramValue], str]
    states_sport: bool = True
    kept: Callable[[bytes], list[LeftOut]] | None = None


FORMATS = {
    format.name: format
    for format in (
        Format("json", json_format.read, json_format.write),
        Format("csv", csv_format.read, csv_format.write, states_sport=False),
        Format("text", text.read, text.write, kept=text.kept),
        *(Format(name, workouts.reading(name), workouts.writing(name)) for name in workouts.READ),
    )
}


ENDINGS = {"json": "json", "csv": "csv", "txt": "text", "md": "text", "text": "text"}
ENDINGS |= {name: name for name in workouts.READ}


def of_file(name: str) -> Format | None:
    """The format that a file's ending names."""
    return FORMATS.get(ENDINGS.get(PurePath(name).suffix.lstrip(".").lower(), ""))
