"""The grids that were laid out last, by what they are made of: the program's version and those of its sessions.

A state of these never comes back once it is past, so a grid that is found here is the program as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from core.stamps import Kept
from programs.grid import Grid, read_grid
from programs.models import Program

Sessions = frozenset[tuple[str, int, str]]  # id, version and time of each that is placed


class Made(NamedTuple):
    program: str
    version: int
    sessions: Sessions


# A year with ten sessions a week takes some 150 kB.
_kept: Kept[Grid] = Kept(32)


def kept_grid(program: Program, made: Made) -> Grid:
    """read_grid, remembered. `made` is read before the rest."""
    return _kept.get(made, lambda: read_grid(program))


def is_known(program: str, version: int) -> bool:
    """May there be a grid of it? Asked without a query."""
    return any(made[:2] == (program, version) for made in _kept.keys())


def find(made: Made) -> Grid | None:
    return _kept.find(made)


def keep(made: Made, grid: Grid) -> None:
    _kept.put(made, grid)


def forget() -> None:
    _kept.clear()


def versions(sessions: Iterable[tuple[str, int, Any]]) -> Sessions:
    """Of (id, version, time), the time as the database gives it or as a row has it."""
    return frozenset((pk, version, str(at).removesuffix("+00:00")) for pk, version, at in sessions)
