"""The grids that were laid out last, by what they are made of: versions and times of the program and its sessions.

A state of these never comes back once it is past, so a grid that is found here is the program as it stands. Of versions
alone one does: a program that was deleted and is put back counts on from where it was deleted.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from core.stamps import Kept
from programs.grid import Grid, read_grid
from programs.models import Program
from sessions_app.models import Session

State = tuple[str, int, str]  # id, version, time


class Made(NamedTuple):
    """sessions: of each that is placed."""

    program: State
    sessions: frozenset[State]


# A year with ten sessions a week takes some 150 kB.
_kept: Kept[Grid] = Kept(32)


def kept_grid(program: Program, made: Made) -> Grid:
    """read_grid, remembered. `made` is read before the rest."""
    return _kept.get(made, lambda: read_grid(program))


def is_known(program: State) -> bool:
    """May there be a grid of it? Asked without a query."""
    return any(made.program == program for made in _kept.keys())


def find(made: Made) -> Grid | None:
    return _kept.find(made)


def keep(made: Made, grid: Grid) -> None:
    _kept.put(made, grid)


def forget() -> None:
    _kept.clear()


def state(pk: str, version: int, at: Any) -> State:
    """The time as the database gives it, or as a row has it."""
    return pk, version, str(at).removesuffix("+00:00")


def state_of(row: Program | Session) -> State:
    return state(row.pk, row.version, row.updated_at)
