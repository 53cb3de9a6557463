"""Columns whose heading does not say what they hold: their cells do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from sessions_app.notation import read_prescription

from .cells import Sheet
from .heads import AMOUNT, AMOUNTS, FIELD, GROUP_LABEL, LINE, Head, filled, is_sum
from .vocabulary import TIMES_OF_DAY
from .words import Column, column_of, day_of, fold, week_of

SHARE = re.compile(r"@?\s*(?:0[.,][3-9][0-9]{0,2}|1[.,]0{1,2}[0-9]?)")
WITH_SHARES = re.compile(rf"{SHARE.pattern}|@?\s*1|.*%|[^0-9]*")
FEW_HOURS = re.compile(r"[0-9](?:[.,][0-9]{1,3})?")


def deduce(sheet: Sheet, head: Head, until: int) -> None:
    """What columns without a heading hold, by their cells down to the row before `until`."""
    known = {column for part in head.parts for column in part}
    by_label = any(block.week or block.day for block in head.blocks)
    first = min(known, default=0)
    for column in range(max((len(sheet.rows[row]) for row in range(head.last + 1, until)), default=0)):
        if column in known or column in head.unread:
            continue
        texts = [
            cell.text
            for row in range(head.last + 1, until)
            if (cell := sheet.at(row, column)).text and (cell.covered or len(filled(sheet, row)) > 1)
        ]
        if not texts:
            continue
        role = _deduced(texts, head, column, column < first or column < (head.column("exercise") or 0), by_label)
        if role:
            head.shared[column] = Column(role)
            first = max(first, column + 1) if role != "exercise" else first
    _said_in_words(sheet, head, until)
    _counted_sets(sheet, head, until)
    _in_hours(sheet, head, until)
    head.read_lines_as_schemes()
    _without_exercise(head)


def _deduced(texts: list[str], head: Head, column: int, is_left: bool, by_label: bool) -> str:
    def share(test: Callable[[str], bool]) -> float:
        return sum(1 for text in texts if test(text)) / len(texts)

    has_week = any(block.week for block in head.blocks) or head.column("week") is not None
    has_day = any(block.day for block in head.blocks) or head.column("day") is not None
    if not has_week and share(lambda text: week_of(text) is not None) > 0.7:
        return "week"
    if not has_week and share(_names_week_or_sum) == 1 and len({text for text in texts if week_of(text)}) > 1:
        return "week"
    if not has_day and share(lambda text: day_of(text) is not None) > 0.7:
        return "day"
    if is_left and has_day and not has_week and share(str.isdigit) == 1:
        return "week"
    if is_left and by_label and share(lambda text: TIMES_OF_DAY.fullmatch(fold(text)) is not None) > 0.5:
        return "session"
    if is_left and by_label and share(lambda text: column_of(text) is not None) > 0.5:
        return FIELD
    if is_left and share(lambda text: GROUP_LABEL.fullmatch(text) is not None or text.isdigit()) > 0.9:
        return "order"
    has_exercise = "exercise" in head.roles
    if is_left and not has_exercise and share(_is_word) > 0.7:
        return (
            "exercise" if by_label or "session" in head.roles or head.roles & {"sets", "reps", "scheme"} else "session"
        )
    exercise = head.column("exercise")
    is_before = exercise is None or column < exercise
    says_nothing = not head.roles & {"session", "scheme", LINE, FIELD, "exercise"}
    if says_nothing and share(lambda text: _is_word(text) or AMOUNT.match(text) is not None) > 0.7:
        head.guesses[column] = "Nothing else says what is done: read as that."
        return "session"
    return "session" if is_left and is_before and has_exercise and "session" not in head.roles else ""


def _names_week_or_sum(text: str) -> bool:
    """`Week 1`, and under it `Distance (km)`, which says what its days come to."""
    return week_of(text) is not None or is_sum(text)


def _is_word(text: str) -> bool:
    return re.match(r"[^\W\d]", text) is not None


def _said_in_words(sheet: Sheet, head: Head, until: int) -> None:
    """A column `Set` may name what is done; details are the work itself where no column has amounts."""
    columns = head.shared
    rows = range(head.last + 1, until)
    for column, found in list(columns.items()):
        texts = [cell.text for row in rows if (cell := sheet.at(row, column)).text]
        if found.role in ("group", "section") and "exercise" not in head.roles and texts:
            if sum(1 for text in texts if GROUP_LABEL.fullmatch(text)) * 2 < len(texts):
                columns[column] = found._replace(role="exercise")
        elif found.role == "group" and "week" in head.roles and texts and not any(map(GROUP_LABEL.fullmatch, texts)):
            columns[column] = found._replace(role="phase")
        elif found.role == "set" and sum(1 for text in texts if re.search(r"[^\W\d]{2}", text)) * 2 > len(texts):
            columns[column] = found._replace(role=LINE if "exercise" in head.roles else "exercise")
        elif found.role == "notes" and not head.roles & AMOUNTS and _are_amounts(texts):
            columns[column] = found._replace(role="scheme")


def _counted_sets(sheet: Sheet, head: Head, until: int) -> None:
    """Whether a column of sets says how many, or which one a row is: 1, 2, 3 down the rows of an exercise."""
    for columns in head.parts:
        for column, found in list(columns.items()):
            if found.role not in ("set", "sets"):
                continue
            names = next((place for place, one in columns.items() if one.role == "exercise"), head.column("exercise"))
            rises, falls, others = _rises(sheet, column, names, range(head.last + 1, until))
            if found.role == "sets" and rises and not falls and not others:
                # Two rows may be one set and then two.
                columns[column] = found._replace(role="set" if rises > 1 else "sets")
                said = "the number of each set" if rises > 1 else "how many sets"
                head.guesses[column] = f"It counts up with the rows of an exercise: read as {said}."
            elif found.role == "set" and falls:
                columns[column] = found._replace(role="sets")
                head.guesses[column] = "It does not count up with the rows of an exercise: read as how many sets."


def _in_hours(sheet: Sheet, head: Head, until: int) -> None:
    """Times like 1.5 and 0.75 without a unit are hours, as programs for endurance export them."""
    for columns, column, texts in _without_unit(sheet, head, until, "duration"):
        if len(texts) > 1 and all(map(FEW_HOURS.fullmatch, texts)) and any("." in text for text in texts):
            columns[column] = columns[column]._replace(unit="h")
            head.guesses[column] = "No unit is said here: read as hours."


def read_shares(sheet: Sheet, head: Head, until: int) -> None:
    """Loads like 0.8 and 1.0 are shares of the most, where no unit is said and none of them is anything else."""
    for columns, column, texts in _without_unit(sheet, head, until, "load"):
        folded = [fold(text) for text in texts]
        if any(map(SHARE.fullmatch, folded)) and all(map(WITH_SHARES.fullmatch, folded)):
            columns[column] = columns[column]._replace(unit="%")
            head.guesses[column] = "A number up to 1 is read as a share of the most."


def _without_unit(
    sheet: Sheet, head: Head, until: int, role: str
) -> Iterator[tuple[dict[int, Column], int, list[str]]]:
    """Where such a column has no unit: the part of the head that it is in, the column, and what its cells say."""
    for columns in head.parts:
        for column, found in list(columns.items()):
            if found.role == role and not found.unit:
                yield (
                    columns,
                    column,
                    [text for row in range(head.last + 1, until) if (text := sheet.at(row, column).text)],
                )


def _rises(sheet: Sheet, column: int, names: int | None, rows: range) -> tuple[int, int, int]:
    """In how many rows the number is one more than above, in how many neither that nor 1, and how many have none."""
    rises = falls = others = before = 0
    name = ""
    for row in rows:
        own = sheet.at(row, names).text if names is not None else ""
        if own and own != name:
            name, before = own, 0
        text = sheet.at(row, column).text
        if not text:
            continue
        if not text.isdecimal() or len(text) > 2:
            others += 1
            continue
        number = int(text)
        rises += number == before + 1 and number > 1
        falls += number not in (1, before + 1)
        before = number
    return rises, falls, others


def _are_amounts(texts: list[str]) -> bool:
    found = [text for text in texts if any(replace(row, notes="") for row in read_prescription(text).prescriptions)]
    return len(found) * 2 > len(texts)


def _without_exercise(head: Head) -> None:
    """Where no column names an exercise, the session's does: a run is its own only exercise."""
    if "exercise" in head.roles or LINE in head.roles:
        return
    for columns in head.parts:
        for column, found in columns.items():
            if found.role == "session":
                columns[column] = found._replace(role=LINE)
                return
    for columns in head.parts:
        for column, found in columns.items():
            if found.role in ("scheme", "notes") and "scheme" not in head.roles - {found.role}:
                columns[column] = found._replace(role=LINE)
                return
