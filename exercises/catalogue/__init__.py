"""Our own library, one TOML file a sport; README.md explains the fields."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exercises.facts import LISTS
from exercises.models import Level, Measure, Muscle, Pattern, Sport

FOLDER = Path(__file__).parent

_CHOICES = {"pattern": Pattern.values, "level": Level.values}
_LIST_CHOICES = {"muscles": Muscle.values, "secondary_muscles": Muscle.values, "measures": Measure.values}
_TEXTS = ("name", "description", "pattern", "level", "caution", "video_url")
# Aliases that are not English stand in a field of their own, `aliases_de`.
LANGUAGES = ("de", "es", "fr", "it", "nl", "pt")
_ALIASES_IN = {f"aliases_{code}": code for code in LANGUAGES}


class CatalogueError(ValueError):
    """An entry that is not as README.md says; the message names file, entry and field."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise as its file states it. Field names are those of `exercises.models.Exercise`."""

    sport: str
    name: str
    aliases: tuple[str, ...] = ()
    alias_languages: dict[str, str] = field(default_factory=dict)
    description: str = ""
    pattern: str = ""
    level: str = ""
    muscles: tuple[str, ...] = ()
    secondary_muscles: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    easier: tuple[str, ...] = ()
    caution: str = ""
    cues: tuple[str, ...] = ()
    per_side: bool = False
    video_url: str = ""


def read(folder: Path = FOLDER) -> Iterator[Entry]:
    """Every entry of every file, in the order of sports and files. Raises CatalogueError."""
    for sport in Sport.values:
        path = folder / f"{sport}.toml"
        if not path.exists():
            continue
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise CatalogueError(f"{path.name}: {error}") from error
        for raw in content.get("exercise", []):
            yield _entry(sport, raw, path.name)


def _entry(sport: str, raw: dict[str, Any], file: str) -> Entry:
    where = f"{file}, {raw.get('name', 'an entry without a name')}"
    if not raw.get("name"):
        raise CatalogueError(f"{where}: name is missing")
    unknown = set(raw) - {*LISTS, *_TEXTS, *_ALIASES_IN, "per_side"}
    if unknown:
        raise CatalogueError(f"{where}: unknown field {min(unknown)}")
    for name, known in _CHOICES.items():
        if raw.get(name, known[0]) not in known:
            raise CatalogueError(f"{where}: {name} {raw[name]!r} is not one of {', '.join(known)}")
    for name, known in _LIST_CHOICES.items():
        for value in raw.get(name, []):
            if value not in known:
                raise CatalogueError(f"{where}: {name} {value!r} is not one of {', '.join(known)}")
    foreign = {alias: code for name, code in _ALIASES_IN.items() for alias in raw.get(name, ())}
    values: dict[str, Any] = {
        name: tuple(value) if name in LISTS else value for name, value in raw.items() if name not in _ALIASES_IN
    }
    values["aliases"] = (*values.get("aliases", ()), *foreign)
    return Entry(sport=sport, alias_languages=foreign, **values)
