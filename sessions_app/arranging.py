"""How the rows of a session stand: under section heads, some of them in groups. Works on rows of any kind
that have section, section_title and group (None, or something that is equal for the rows of one group)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sessions_app.models import Section

RANK = {section: rank for rank, section in enumerate(Section.values)}


@dataclass(frozen=True, slots=True)
class Head:
    """One section head and its rows. start: the index of its first row, or where that row would stand."""

    section: str
    title: str
    start: int
    rows: tuple[Any, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.rows)

    @property
    def blocks(self) -> list[list[Any]]:
        return blocks(self.rows)

    @property
    def label(self) -> str:
        return self.title or str(Section(self.section).label)


def heads(rows: Sequence[Any]) -> list[Head]:
    """The sections in the order of the rows; warm-up, main and cool-down stand there also when they are empty."""
    found: list[Head] = []
    for (section, title), part in groupby(rows, key=lambda row: (row.section, row.section_title)):
        start = found[-1].end if found else 0
        found.append(Head(section, title, start, tuple(part)))
    for section in Section.values:
        if not any(head.section == section for head in found):
            place = next((i for i, head in enumerate(found) if RANK[head.section] > RANK[section]), len(found))
            start = found[place].start if place < len(found) else len(rows)
            found.insert(place, Head(section, "", start, ()))
    return found


def blocks(rows: Sequence[Any]) -> list[list[Any]]:
    """The rows one by one, those of a group together."""
    found: list[list[Any]] = []
    for row in rows:
        if row.group is not None and found and found[-1][0].group == row.group:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def end_of(rows: Sequence[Any], section: str, title: str | None = None) -> tuple[int, str]:
    """(index behind the last row of that section, its title). A title of None means the last section of this kind."""
    mine = [head for head in heads(rows) if head.section == section and title in (None, head.title)]
    if not mine:  # a new title comes after the last section of its kind
        return end_of(rows, section)[0], title or ""
    return mine[-1].end, mine[-1].title


def gathered(rows: Sequence[Any]) -> list[Any]:
    """The same rows with those of one group side by side and in one section, where the group's first row stands."""
    firsts: dict[Any, list[Any]] = {}
    for row in rows:
        firsts.setdefault(id(row) if row.group is None else row.group, []).append(row)
    for members in firsts.values():
        for row in members[1:]:
            row.section, row.section_title = members[0].section, members[0].section_title
    return [row for members in firsts.values() for row in members]
