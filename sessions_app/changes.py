"""What a verb changed of the lines that a page shows: so much of them is sent again, and where it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.editing import Edit
from core.rows import key
from sessions_app import arranging
from sessions_app.lines import BlockView, HeadView
from sessions_app.models import Session, SessionExercise, SessionGroup
from sessions_app.page import LONG, SessionPage


class Stood(NamedTuple):
    """A row as it stood before, as far as it says where."""

    pk: str
    section: str
    section_title: str
    group: str | None


@dataclass
class LineChanges:
    """gone: ids of elements that go, also to come again at another place. put: what comes, below which element.

    sections: those that got their first lines or lost their last, whole. facts: (number, head) of those with changes.
    """

    gone: list[str] = field(default_factory=list)
    put: list[tuple[BlockView, str]] = field(default_factory=list)
    sections: list[tuple[int, HeadView]] = field(default_factory=list)
    facts: list[tuple[int, HeadView]] = field(default_factory=list)


def changes_of(page: SessionPage, session: Session) -> LineChanges | None:
    """What differs since before the last step on `session`; None: so much that all lines are sent."""
    step: Edit = session.last_step
    before, after = _heads_before(step, session), arranging.heads(page.rows)
    places = [[(head.section, head.title) for head in heads] for heads in (before, after)]
    counts = [sum(len(head.rows) for head in heads) for heads in (before, after)]
    if places[0] != places[1] or 0 in counts or (counts[0] > LONG) != (counts[1] > LONG):
        return None
    changes = LineChanges()
    for number, (old, new, view) in enumerate(zip(before, after, page.heads, strict=True), start=1):
        if bool(old.rows) != bool(new.rows):
            if page.is_long:
                return None  # the way to jump to it comes or goes
            changes.gone += _gone(_element(block) for block in old.blocks)
            changes.sections.append((number, view))
        else:
            _compare(changes, step, number, old.blocks, view)
    return changes


def _heads_before(step: Edit, session: Session) -> list[arranging.Head]:
    label = SessionExercise._meta.label_lower
    rows = [row for (kind, _pk), row in step.before.items() if kind == label and row["session_id"] == session.pk]
    rows.sort(key=lambda row: (row["order"], row["id"]))
    return arranging.heads([Stood(row["id"], row["section"], row["section_title"], row["group_id"]) for row in rows])


def _element(block: Sequence[Any]) -> str:
    """The id of a line's or a group's element in the page."""
    first = block[0]
    if first.group is None:
        return f"line-{first.pk}"
    return f"block-{first.group if isinstance(first, Stood) else first.group.pk}"


def last_of(element: str) -> str:
    """What stands below it comes after this: behind a group there is a place to drop lines at."""
    return element.replace("block-", "after-")


def _gone(elements: Iterable[str]) -> list[str]:
    return [one for element in elements for one in dict.fromkeys((element, last_of(element)))]


def _compare(changes: LineChanges, step: Edit, number: int, before: Sequence[Any], head: HeadView) -> None:
    old = {_element(block): block for block in before}
    new = {_element([row.row for row in block.rows]): block for block in head.blocks}
    stays = _in_order(list(old), list(new))
    stays -= {element for element in stays if _differs(step, old[element], new[element])}
    firsts = {*list(old)[:1], *list(new)[:1]}
    if len(firsts) > 1:
        stays -= firsts  # what a first line offers in its menu is not what another one does
    above = f"head-{number}"
    for element, block in new.items():
        if element not in stays:
            changes.put.append((block, above))
        above = last_of(element)
    changes.gone += _gone(element for element in old if element not in stays)
    if len(stays) < max(len(old), len(new)):
        changes.facts.append((number, head))


def _differs(step: Edit, old: Sequence[Any], new: BlockView) -> bool:
    rows = [view.row for view in new.rows]
    if [row.pk for row in old] != [row.pk for row in rows]:
        return True
    group: list[Any] = [new.group] if isinstance(new.group, SessionGroup) else []
    return any(key(row) in step.raised for row in [*rows, *group])


def _in_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """As many as possible of those in both that keep their order: they can stay where they are."""
    place = {name: number for number, name in enumerate(before)}
    common = [name for name in after if name in place]
    ends: list[int] = []  # the least place at which a run of this length ends
    lengths = []
    for name in common:
        length = bisect_left(ends, place[name])
        ends[length : length + 1] = [place[name]]
        lengths.append(length)
    stays, wanted = set(), len(ends) - 1
    for name, length in zip(reversed(common), reversed(lengths), strict=True):
        if length == wanted:
            stays.add(name)
            wanted -= 1
    return stays
