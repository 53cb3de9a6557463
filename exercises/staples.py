"""What coaches of a sport write most, as catalogue/staples.toml says: while one types or searches, these come first."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from core import text

_FILE = Path(__file__).parent / "catalogue" / "staples.toml"


@cache
def staples() -> frozenset[tuple[str, str]]:
    """(sport, key of the name)."""
    said = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return frozenset((sport, text.key(name)) for sport, names in said.items() for name in names)
