"""A workbook that we wrote and that comes back: exactly what it was, but for what was changed in it since.

A week whose cells are as they were is the program's own. A changed one is read as any coach's table is, twice: as it
was written and as it stands now. What reads differently is what was changed; the rest stays as it was, whatever a cell
cannot tell. Where that cannot be told apart, the cells win, and it is said.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from sessions_app.prescription import Prescription, Row
from sessions_app.prescription.values import problems

from .. import json_format
from ..as_done import rows_as_done
from ..csv_notes import with_the_unsaid
from ..own_workbook import HEAD_ROWS, Own, Place, mark_of
from ..texts import shown
from ..values import LeftOut, PlacingValue, ProgramValue, SessionValue, UnreadableFile
from .cells import Book, Cell, Sheet
from .workbook import remarks_of

Where = tuple[int, int, int]  # week, day, order
Found = tuple[ProgramValue, tuple[LeftOut, ...], tuple[LeftOut, ...]]
Read = Callable[[Book, str], Any]  # into a Reading
InSport = Callable[[SessionValue], SessionValue]
SportOf = Callable[[SessionValue], str]
FACTS = tuple(field.name for field in fields(Prescription))
MOST_COMPARED = 100  # rows of a session that may have moved: finding out costs their square and more
SAID = ("name", "section", "section_title")  # of a row, in columns


def returned(book: Book, read: Read, sport_of: SportOf) -> Found | None:
    """The program, what was left out, what was guessed. None where the workbook does not hold together any more."""
    own = book.own
    if own is None or not own.marks:
        return None
    try:
        value, _nothing = json_format.read(own.text)
    except UnreadableFile:
        return None
    in_sport = _in_sports_of(value, sport_of)
    summary, *weeks = own.marks
    sheets = {sheet.name: sheet for sheet in book.sheets}
    tables = [sheet for sheet in book.sheets if sheet.name != summary]
    left_out = [LeftOut(*one) for one in book.left_out]
    if summary in sheets and mark_of(_seen(sheets[summary])) != own.marks[summary]:
        left_out.append(LeftOut(summary, "", "The summary was changed. It is made of the weeks, so it was not read."))
    if {sheet.name for sheet in tables} != set(weeks) or len(weeks) != value.weeks:
        return _as_it_stands(value, tables, read, in_sport, left_out, "Sheets were added, renamed or taken away")
    changed = {number: sheets[name] for number, name in enumerate(weeks, 1) if _is_changed(sheets[name], own)}
    for sheet in tables:
        if sheet not in changed.values():
            left_out += _beside(sheet, own)
    if not changed:
        return value, tuple(left_out), ()
    merged = _with_changes(value, changed, read, in_sport)
    if merged is None:
        return _as_it_stands(value, tables, read, in_sport, left_out, "Cells were changed")
    value, more, guesses = merged
    return value, (*left_out, *more), guesses


def _is_changed(sheet: Sheet, own: Own) -> bool:
    return mark_of(_seen(sheet), own.columns) != own.marks[sheet.name]


def _seen(sheet: Sheet) -> dict[Place, str]:
    return {
        (row, column): cell.text
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if cell.text and not cell.covered
    }


def _in_sports_of(value: ProgramValue, sport_of: SportOf) -> InSport:
    """No cell says the sport of a session: it is that of the program's session of its name, else of its rows."""
    named: dict[str, set[str]] = {}
    for session in value.sessions:
        named.setdefault(session.name, set()).add(session.sport)

    @cache
    def in_sport(session: SessionValue) -> SessionValue:
        known = named.get(session.name, set())
        return replace(session, sport=next(iter(known)) if len(known) == 1 else sport_of(session) or value.sport)

    return in_sport


def _beside(sheet: Sheet, own: Own) -> Iterator[LeftOut]:
    """What was filled in, of a sheet that is otherwise as it was."""
    filled = [cell.text for row in sheet.rows[HEAD_ROWS:] for cell in row[own.columns :] if cell.text]
    if filled:
        yield LeftOut(sheet.name, shown(" · ".join(filled), 160), "What was filled in beside the plan is not read.")
    for place, text, reason in remarks_of(sheet):
        yield LeftOut(place, shown(" ".join(text.split()), 160), reason)


# --- The cells alone --------------------------------------------------------------------------------------------------


def _as_it_stands(
    value: ProgramValue,
    tables: Iterable[Sheet],
    read: Read,
    in_sport: InSport,
    left_out: Iterable[LeftOut],
    why: str,
) -> Found:
    """All weeks as their cells say them. Of the rest only what no cell says: the program's name and facts."""
    reading = read(Book(tuple(tables)), value.sport)
    seen = reading.value
    facts = tuple(week for week in value.week_facts if week.number <= seen.weeks)
    placings = tuple(replace(one, session=in_sport(one.session)) for one in seen.placings)
    whole = replace(value, weeks=seen.weeks, day_names=seen.day_names, week_facts=facts, placings=placings)
    said = LeftOut(
        "workbook", "", f"{why} since TrainHub wrote the workbook: what its weeks show was read, and nothing else."
    )
    return whole, (*left_out, *reading.left_out), (said, *reading.guesses)


# --- The cells that were changed --------------------------------------------------------------------------------------


def _with_changes(value: ProgramValue, changed: Mapping[int, Sheet], read: Read, in_sport: InSport) -> Found | None:
    """None where what was written does not read as what it was, so that nothing can be told apart."""
    wrote = _written(value, [sheet.name for sheet in changed.values()])
    try:
        before = read(Book(tuple(wrote)), value.sport)
    except UnreadableFile:
        return None
    try:
        after = read(Book(tuple(changed.values())), value.sport)
        now, left_out, guesses = after.value.placings, after.left_out, after.guesses
    except UnreadableFile:  # all that stood there was taken away
        now, left_out, guesses = (), (), ()
    then = {one.place: one for one in before.value.placings}
    was = {one.place: one for one in value.placings if one.week in changed}
    if {place: one.session.name for place, one in then.items()} != {
        place: one.session.name for place, one in was.items()
    } or any(one.week not in changed for one in now):
        return None
    pairs = _paired(now, then)
    made = [_placing(one, pairs.get(one.place), then, was, in_sport) for one in now]
    stays = [one for one in value.placings if one.week not in changed]
    known: dict[SessionValue, SessionValue] = {}
    placings = [replace(one, session=known.setdefault(one.session, one.session)) for one in (*stays, *made)]
    said = tuple(
        LeftOut(sheet.name, "", "This sheet was changed since TrainHub wrote it: its changes were read from its cells.")
        for sheet in changed.values()
    )
    return (
        replace(value, placings=tuple(sorted(placings, key=lambda one: one.place))),
        _only_new(left_out, before.left_out),
        (*said, *_only_new(guesses, before.guesses)),
    )


def _written(value: ProgramValue, names: Iterable[str]) -> Iterator[Sheet]:
    """These sheets as they were when we wrote them."""
    from ..xlsx_format import cells_of  # it reads a large library

    cells = cells_of(value)
    for name in names:
        rows: list[list[Cell]] = []
        for (row, column), text in sorted(cells.get(name, {}).items()):
            rows += [[] for _missing in range(row + 1 - len(rows))]
            rows[row] += [Cell()] * (column - len(rows[row])) + [Cell(text)]
        yield Sheet(name, rows)


def _only_new(parts: Iterable[LeftOut], known: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Without what could not be read before either: that stands in the program as it was. Rows may have moved."""
    said = {(part.text, part.reason) for part in known}
    return tuple(part for part in parts if (part.text, part.reason) not in said)


def _paired(now: Iterable[PlacingValue], then: Mapping[Where, PlacingValue]) -> dict[Where, Where]:
    """Where each session stood before: in its own place, else where the next one of its name and week was left."""
    now = list(now)
    pairs = {
        one.place: one.place for one in now if one.place in then and then[one.place].session.name == one.session.name
    }
    free: dict[tuple[int, str], deque[Where]] = {}
    for place, one in then.items():
        if place not in pairs:
            free.setdefault((one.week, one.session.name), deque()).append(place)
    for one in now:
        left = free.get((one.week, one.session.name)) if one.place not in pairs else None
        if left:
            pairs[one.place] = left.popleft()
    return pairs


def _placing(
    one: PlacingValue,
    before: Where | None,
    then: Mapping[Where, PlacingValue],
    was: Mapping[Where, PlacingValue],
    in_sport: InSport,
) -> PlacingValue:
    if before is None:
        return replace(one, session=in_sport(one.session))
    own, read = was[before], then[before].session
    if one.session == read:
        return replace(own, week=one.week, day=one.day, order=one.order)
    rows = _rows(own, read.rows, one.session.rows)
    session = replace(own.session, rows=rows, key="")
    return replace(own, week=one.week, day=one.day, order=one.order, session=session, adjustment=None)


def _rows(own: PlacingValue, then: tuple[Row, ...], now: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows as they were to be done, with what was changed in them, or left out, or put in."""
    sport = own.session.sport
    done = [replace(row, sport="" if row.sport == sport else row.sport) for row in rows_as_done(own)]
    if len(done) != len(then):
        return now
    found: list[Row] = []
    for kind, a, b, c, d in _compared(then, now):
        if kind == "equal":
            found += done[a:b]
        elif kind == "replace" and b - a == d - c:
            found += map(_row, done[a:b], then[a:b], now[c:d])
        else:
            found += now[c:d]
    return tuple(found) if _holds(found, done) else now


def _compared(then: Sequence[Row], now: Sequence[Row]) -> Iterable[tuple[str, int, int, int, int]]:
    """What became of the rows, as difflib says it."""
    if _are_in_place(then, now):
        pairs = enumerate(zip(then, now, strict=True))
        return [("equal" if old == new else "replace", n, n + 1, n, n + 1) for n, (old, new) in pairs]
    if max(len(then), len(now)) > MOST_COMPARED:
        return [("all", 0, len(then), 0, len(now))]
    return SequenceMatcher(None, then, now, autojunk=False).get_opcodes()


def _are_in_place(then: Sequence[Row], now: Sequence[Row]) -> bool:
    """Whether each row is where it was: as many, and none has the name of another."""
    names = {row.name for row in then}
    return len(then) == len(now) and all(
        old.name == new.name or new.name not in names for old, new in zip(then, now, strict=True)
    )


def _holds(found: list[Row], done: list[Row]) -> bool:
    """Groups are still whole: a row read from cells has its rounds among its sets, and no group of the program."""
    groups = {row.group for row in done if row.group}
    return all(row.group in groups for row in found if row.group) and (
        not groups or [row.group for row in found] == [row.group for row in done]
    )


def _row(done: Row, then: Row, now: Row) -> Row:
    """What was changed of it, fact by fact."""
    p, before, after = done.prescription, then.prescription, now.prescription
    facts: dict[str, Any] = {
        name: getattr(after, name) for name in FACTS if getattr(after, name) != getattr(before, name)
    }
    if done.group and ("sets" in facts or "sets_max" in facts):
        return now
    if "notes" in facts:  # what no column holds stood behind them
        unsaid = with_the_unsaid(done).prescription.notes.removeprefix(p.notes)
        facts["notes"] = facts["notes"].removesuffix(unsaid).removesuffix(unsaid.removeprefix("; "))
    if "distance" in facts or "distance_max" in facts:
        facts |= {name: getattr(after, name) for name in ("distance", "distance_max", "distance_unit")}
    changed = replace(p, **facts)
    if problems(changed):
        return now
    facts = {"prescription": changed}
    facts |= {name: getattr(now, name) for name in SAID if getattr(now, name) != getattr(then, name)}
    return replace(done, **facts | ({"exercise": None} if "name" in facts else {}))
