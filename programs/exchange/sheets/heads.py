"""The heads of tables: which column holds what, and which columns are of which week or day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .cells import Cell, Sheet
from .parts import part_at, parts_of
from .quantities import decimal
from .words import Column, DayLabel, WeekLabel, column_of, day_of, fold, is_letter_week, week_of

FIELD = "field"  # says what its row holds: Workout, Distance, Pace, one below the other
LINE = "line"  # a whole session or exercise in one cell
PLACES = ("week", "day", "date", "session", "phase", "section", "order", "group")
ANCHORS = frozenset(("exercise", "set", "sets", "reps", "scheme", "week", "day", "date", "session", "load"))
AMOUNTS = frozenset(("sets", "reps", "scheme", "distance", "duration", LINE))
SUMMED = frozenset(("distance", "duration", "sets", "reps", "load"))
MOST_ROWS = 3  # of a head
LIFTED = frozenset(("exercise", "sets", "set", "reps", "scheme", "load", "percent"))  # what a lifting tempo is beside
REPEATED = ("exercise", "scheme", "sets", "reps")  # what begins the columns of a block
AMOUNT = re.compile(r"[0-9]{1,4}\s*[^\W\d]")  # 3x5, 8 km
SETS = re.compile(r"[0-9]{1,2}\s*[x×]\s*[0-9]{1,3}(?![0-9]|\s*(?:m|km|mi|s|sec|min|h)\b)")
GROUP_LABEL = re.compile(r"[A-Ha-h][0-9]{0,2}[.):]?")


@dataclass
class Block:
    """Columns that belong together: those of a week, of a day, or all."""

    columns: dict[int, Column] = field(default_factory=dict)
    week: WeekLabel | None = None
    day: DayLabel | None = None
    name: str = ""
    exercise: str = ""  # that stands over the columns, and in no row


@dataclass
class Head:
    """first to last: its rows. shared: columns that hold for every block. titles: what stands over the columns."""

    first: int
    last: int
    shared: dict[int, Column] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    unread: dict[int, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    guesses: dict[int, str] = field(default_factory=dict)  # what a column was taken for, by its cells

    @property
    def parts(self) -> list[dict[int, Column]]:
        """All columns: the shared ones, and those of each block."""
        return [self.shared, *(block.columns for block in self.blocks)]

    @property
    def roles(self) -> set[str]:
        own = {column.role for part in self.parts for column in part.values()}
        return own | {"exercise"} if any(block.exercise for block in self.blocks) else own

    @property
    def key(self) -> str:
        """By which a coach's own choice of columns is known again."""
        return "\t".join(f"{column}:{fold(title)}" for column, title in sorted(self.titles.items()))

    def knows(self, column: int) -> bool:
        """Whether it is read, or listed as not read."""
        return column in self.unread or any(column in part for part in self.parts)

    def column(self, role: str) -> int | None:
        return next((place for place, column in self.shared.items() if column.role == role), None)

    def read_lines_as_schemes(self) -> None:
        """Where a shared column names the exercise, the lines of the blocks say how it is done."""
        if self.column("exercise") is None:
            return
        for block in self.blocks:
            for column, found in block.columns.items():
                if found.role == LINE:
                    block.columns[column] = Column("scheme")


def is_sum(text: str) -> bool:
    """Whether it is the title of an amount, or of what is not read: beside whole sessions, of their sum."""
    found = column_of(text)
    return found is not None and (not found.role or found.role in SUMMED)


def filled(sheet: Sheet, row: int) -> list[tuple[int, Cell]]:
    """The cells of a row that say something of their own."""
    return [(column, cell) for column, cell in enumerate(sheet.rows[row]) if cell.text and not cell.covered]


def next_row(sheet: Sheet, row: int) -> int | None:
    """The next row that says something."""
    return next((later for later in range(row + 1, min(row + 4, len(sheet.rows))) if filled(sheet, later)), None)


# --- single rows ----------------------------------------------------------------------------------------------------


def labels_of(sheet: Sheet, row: int) -> dict[int, WeekLabel | DayLabel]:
    """Columns of a row that are headed by weeks, or by days; two at least."""
    cells = filled(sheet, row)
    counted = _counted(cells)
    if counted:
        return counted
    weeks = {column: label for column, cell in cells if (label := week_of(cell.text)) and not _is_long(cell.text)}
    if sum(1 for label in weeks.values() if label.weeks) + (len(weeks) > 1) >= 2 and len(set(weeks.values())) >= 2:
        return dict(weeks) if _mostly(cells, weeks) else {}
    days = {column: day for column, cell in cells if (day := day_of(cell.text)) and not _is_long(cell.text)}
    if len(set(days.values())) >= 2:
        return dict(days) if _mostly(cells, days) else {}
    return _single_letters(cells)


def _is_long(text: str) -> bool:
    """More than a label would say."""
    return len(text) > 60


def _mostly(cells: list[tuple[int, Cell]], labels: Iterable[int]) -> bool:
    """Whether the rest of the row are headings, too, or few."""
    taken = set(labels)
    others = [cell for column, cell in cells if column not in taken and not column_of(cell.text)]
    return len(others) <= len(taken) / 2


def _counted(cells: list[tuple[int, Cell]]) -> dict[int, WeekLabel | DayLabel]:
    """`Week | 1 | 2 | 3`: bare numbers behind the word that says what they count."""
    if len(cells) < 3:
        return {}
    word = column_of(cells[0][1].text)
    numbers = [(column, cell.text) for column, cell in cells[1:] if cell.text.isdecimal() and len(cell.text) < 3]
    if not word or word.role not in ("week", "day") or len(numbers) < 2:
        return {}
    values = [int(text) for _column, text in numbers]
    if values != list(range(values[0], values[0] + len(values))) or values[0] not in (0, 1) and word.role == "day":
        return {}
    if word.role == "week":
        return {column: WeekLabel((int(text),)) for column, text in numbers}
    return {column: DayLabel((int(text),), False) for column, text in numbers}


def _single_letters(cells: list[tuple[int, Cell]]) -> dict[int, WeekLabel | DayLabel]:
    for start in range(len(cells) - 6):
        part = cells[start : start + 7]
        if is_letter_week([cell.text for _column, cell in part]):
            return {column: DayLabel((number,), True) for number, (column, _cell) in enumerate(part, start=1)}
    return {}


def roles_of(sheet: Sheet, row: int) -> dict[int, Column]:
    """What the columns hold, where a row is one of headings; covered cells count, but not as a sign of it."""
    own = filled(sheet, row)
    known = {column: found for column, cell in own if (found := column_of(cell.text))}
    known |= {column: held for column, (_part, held) in parts_of(own).items()}
    roles = {found.role for found in known.values() if found.role}
    if not roles & LIFTED:
        known = {column: found for column, found in known.items() if found.role != "tempo"}  # a run of this name
        roles.discard("tempo")
    if roles == {LINE} and len(known) > 1:  # morning and evening
        return known
    if len(roles) < 2 or not roles & ANCHORS or len(known) * 2 < len(own):
        return {}
    if any(_is_number(cell.text) for _column, cell in own):
        return {}
    covered = {
        column: found
        for column, cell in enumerate(sheet.rows[row])
        if cell.covered and column not in known and (found := column_of(cell.text)) and not _beside(sheet, row, column)
    }
    return known | covered


def _beside(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a covered cell's text stands to its left, in the same row."""
    return column > 0 and sheet.at(row, column - 1).text == sheet.at(row, column).text


def _is_number(text: str) -> bool:
    try:
        decimal(text.rstrip("%"))
    except ValueError:
        return False
    return True


# --- the whole ------------------------------------------------------------------------------------------------------


def head_at(sheet: Sheet, row: int) -> Head | None:
    """The head that begins in this row, or None."""
    rows = [row]
    labels = [labels_of(sheet, row)]
    roles: dict[int, Column] = {} if labels[0] else roles_of(sheet, row)
    names: dict[int, str] = {}
    if not labels[0] and not roles:
        below = next_row(sheet, row)
        roles = roles_of(sheet, below) if below is not None and not labels_of(sheet, below) else {}
        names = {column: cell.text for column, cell in filled(sheet, row)}
        if _repeats(roles) and len(names) > 1:
            rows.append(below or row)
        elif not (roles := _named_columns(sheet, row, below)):
            return None
    while labels[0] and not roles and len(rows) < MOST_ROWS:
        below = next_row(sheet, rows[-1])
        if below is None:
            break
        more = labels_of(sheet, below)
        if more and type(next(iter(more.values()))) is not type(next(iter(labels[-1].values()))):
            labels.append(more)
        elif not more and (found := roles_of(sheet, below)):
            roles = found
        elif not more and (found := _below(sheet, below, labels[-1])):
            roles = found
        else:
            break
        rows.append(below)
    head = Head(rows[0], rows[-1])
    _arrange(sheet, rows, [one for one in labels if one], roles, names, head)
    return head


def _below(sheet: Sheet, row: int, labels: Mapping[int, object]) -> dict[int, Column]:
    """Headings under labels may be of one kind only (kg, kg, kg)."""
    cells = filled(sheet, row)
    known = {column: found for column, cell in cells if (found := column_of(cell.text)) and found.role}
    return known if len(cells) >= 2 and len(known) == len(cells) and len(known) >= len(labels) else {}


def _named_columns(sheet: Sheet, row: int, below: int | None) -> dict[int, Column]:
    """`Week | Squat | Bench` over 3x5, `Week | Tempo | Long run` over 8 km: names, each over what is done of it."""
    cells = filled(sheet, row)
    first = column_of(cells[0][1].text)
    if below is None or len(cells) < 3 or not first or first.role not in ("week", "day", "date", "exercise"):
        return {}
    if any(_is_column(cell.text) or not re.match(r"[^\W\d]", cell.text) for _column, cell in cells[1:]):
        return {}
    if first.role == "exercise":  # the table lies on its side
        field_of = column_of(sheet.at(below, cells[0][0]).text)
        turned = field_of is not None and field_of.role in AMOUNTS | SUMMED
        return {cells[0][0]: Column(FIELD), **{column: Column(LINE) for column, _cell in cells[1:]}} if turned else {}
    under = [text for column, _cell in cells[1:] if (text := sheet.at(below, column).text)]
    if not under or not all(map(AMOUNT.match, under)):
        return {}
    role = "scheme" if all(map(SETS.match, under)) else LINE
    return {cells[0][0]: first, **{column: Column(role) for column, _cell in cells[1:]}}


def _is_column(text: str) -> bool:
    found = column_of(text)
    return found is not None and found.role != "tempo"


def _repeats(roles: Mapping[int, Column]) -> bool:
    found = [column.role for column in roles.values()]
    return any(found.count(role) > 1 for role in REPEATED)


def _spans(sheet: Sheet, row: int, labels: Mapping[int, WeekLabel | DayLabel], has_roles: bool) -> dict[int, int]:
    """For each column under a label, the column where the label stands."""
    starts = sorted(labels)
    others = [column for column, _cell in filled(sheet, row)]
    widths = [later - start for start, later in zip(starts, starts[1:], strict=False)]
    found: dict[int, int] = {}
    for start in starts:
        end = start + 1
        while sheet.at(row, end).covered and sheet.at(row, end).text == sheet.at(row, start).text:
            end += 1
        if end == start + 1 and has_roles:
            later = [column for column in others if column > start]
            end = min(later) if later else start + 1_000
            if widths:
                end = min(end, start + max(widths))
        found |= dict.fromkeys(range(start, end), start)
    return found


def _arrange(
    sheet: Sheet,
    rows: list[int],
    labels: list[dict[int, WeekLabel | DayLabel]],
    roles: dict[int, Column],
    names: dict[int, str],
    head: Head,
) -> None:
    width = max(len(sheet.rows[row]) for row in rows)
    spans = [
        _spans(sheet, rows[place], found, bool(roles) or place + 1 < len(labels)) for place, found in enumerate(labels)
    ]
    blocks: dict[tuple[int, ...], Block] = {}
    splits = sorted(column for column, found in roles.items() if found.role == "exercise") if not labels else []
    exercises: Mapping[int, str] = {}
    if names and not splits:
        splits = sorted(column for column in names if column in roles and roles[column].role not in (*PLACES, FIELD))
        is_turned = any(found.role == FIELD for found in roles.values())
        if is_turned or all(roles[column].role != LINE for column in splits):
            exercises = names  # Squat and Bench, each over its own sets and reps
        if exercises and not is_turned:
            head.guesses[splits[0]] = "Names that stand over columns are read as exercises."
    parts = parts_of(filled(sheet, rows[-1]))
    if parts:
        head.guesses[min(parts)] = "Top sets and back-off sets are read as rows of their own."
    for column in range(width):
        texts = [sheet.at(row, column).text for row in rows]
        title = next((text for text in reversed(texts) if text), "")
        if title:
            head.titles[column] = title
        under = tuple(span.get(column, -1) for span in spans)
        is_under = any(place >= 0 for place in under)
        role = roles.get(column)
        if is_under and (role or not roles or title):
            if role and not role.role:
                head.unread[column] = role.unit
                continue
            block = blocks.setdefault((*under, *part_at(parts, column)), _block(labels, under))
            if role is None and roles:
                role = Column("exercise") if _lacks_exercise(roles, block, column) else None
                if role is None:
                    continue
            block.columns[column] = role or _said_behind(block) or Column(LINE)
            continue
        found = role or next((one for text in texts if text and (one := column_of(text))), None)
        if found is None:
            continue
        if not found.role:
            head.unread[column] = found.unit
        elif column in parts:
            blocks.setdefault(part_at(parts, column), Block()).columns[column] = found
        elif len(splits) > 1 and column >= splits[0]:
            start = max(split for split in splits if split <= column)
            block = blocks.setdefault((start,), _named(names, exercises, start, splits))
            _put(head, block.columns, column, found)
        else:
            _put(head, head.shared, column, found)
    head.blocks = list(blocks.values()) or [Block()]
    _set_sums_apart(head)
    head.read_lines_as_schemes()


def _said_behind(block: Block) -> Column | None:
    """`Week 1 kg`: the label itself says what stands under it."""
    found = column_of(block.week.rest) if block.week and block.week.rest else None
    return found if found and found.role in SUMMED | {"percent", "rpe", "rir"} else None


def _set_sums_apart(head: Head) -> None:
    """An amount beside columns of whole sessions is what they come to."""
    if head.column("exercise") is not None or not any(
        found.role == LINE for block in head.blocks for found in block.columns.values()
    ):
        return
    for column in [column for column, found in head.shared.items() if found.role in SUMMED]:
        del head.shared[column]
        head.unread[column] = "it stands beside whole sessions, so it may be their sum"


def _put(head: Head, columns: dict[int, Column], column: int, found: Column) -> None:
    """A second column of the same kind is not read, but notes may stand in several."""
    if found.role not in ("notes", LINE) and any(
        other.role == found.role and other.unit == found.unit for other in columns.values()
    ):
        head.unread[column] = "there is another column of this name"
        return
    columns[column] = found


def _lacks_exercise(roles: Mapping[int, Column], block: Block, column: int) -> bool:
    return not any(found.role == "exercise" for found in roles.values()) and not block.columns and column + 1 in roles


def _block(labels: list[dict[int, WeekLabel | DayLabel]], under: tuple[int, ...]) -> Block:
    block = Block()
    for found, start in zip(labels, under, strict=True):
        label = found.get(start)
        if isinstance(label, WeekLabel):
            block.week = label
        elif isinstance(label, DayLabel):
            block.day = label
    return block


def _named(names: Mapping[int, str], exercises: Mapping[int, str], start: int, splits: list[int]) -> Block:
    name = _name_over(names, start, splits)
    return Block(exercise=name) if exercises else Block(name=name)


def _name_over(names: Mapping[int, str], start: int, splits: list[int]) -> str:
    end = next((split for split in splits if split > start), 10_000)
    return next((name for column, name in names.items() if start <= column < end), "")
