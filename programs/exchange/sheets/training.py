"""Rows of training under a head: names, amounts, labels; cells that hold whole lines; days that are columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sessions_app.notation import EXERCISES, Line, read_group
from sessions_app.prescription import LETTERS, Group, Intensity, Prescription

from ..texts import check_name, shown
from ..values import NAME_LENGTH, LeftOut
from .amounts import Amounts, Said
from .cells import Cell, Sheet
from .drafts import DraftRow, Drafts
from .heads import FIELD, LINE, PLACES, Head
from .phrasing import in_notation, stated
from .places import Places, Where
from .words import Column, column_of, fold, is_nothing, is_rest_day

LABEL = re.compile(r"\s*(?:([A-Ha-h])\s?([1-9])|([1-9])\s?([a-h]))(?:[.):]\s*|\s+-\s+|\s+)(?=\S)")
BARE_LABEL = re.compile(r"(?:([A-Ha-h])\s?([1-9])|([1-9])\s?([a-h]))[.):]?")
GROUP_WORDS = frozenset("for time circuit round rounds emom amrap".split())
LETTERED = re.compile(r"\s*(?:[A-H][.):]|[1-9][0-9]?[.)])\s+(?=\S)")


# What says how much is done: beside it a name is only a name, beside a rest or a send-off it may say that itself.
HOW_MUCH = frozenset(("sets", "reps", "scheme", "distance", "duration", "set", *(f"set{n}" for n in range(1, 100))))
# What a row of its own may say of the exercise above it, by its name; of targets, how their kinds begin.
OF_ABOVE: dict[str, tuple[str, ...]] = {
    "rpe": ("rpe", "rir", "effort"),
    "rir": ("rpe", "rir", "effort"),
    "percent": ("percent", "relative"),
    "load": ("weight", "bodyweight", "percent", "heavy", "work_up", "effort"),
    "rest": (),
    "tempo": (),
}
# Under one of these a tempo is a run, and a rest is a day without one.
OF_ITSELF = frozenset(("duration", "distance", "zone", "pace", "hr", "power"))


class Training(Places):
    """The part of reading a sheet that makes exercises of a row's cells."""

    def __init__(self, sheet: Sheet, drafts: Drafts, amounts: Amounts) -> None:
        super().__init__(sheet, drafts, amounts)
        self.names: dict[int, str] = {}  # the exercise of the row above, by block
        self.above: dict[int, tuple[Where, list[DraftRow]]] = {}  # what that row became, and where, by block
        self.fields: dict[int, list[Said]] = {}  # by block, where each row holds something else of them
        self.unread: dict[tuple[str, str], list[str]] = {}
        self.unread_at: dict[tuple[str, str], str] = {}

    def _training(self, row: int) -> None:
        head = self.table
        where = self._context(row)
        if where is None:
            return
        if head.column(FIELD) is not None:
            self._field_row(row, head)
            return
        last: list[DraftRow] = []
        above: dict[int, tuple[Where, list[DraftRow]]] = {}
        for index, block in enumerate(head.blocks):
            columns = {**head.shared, **block.columns}
            mine = self._of_block(where, block)
            cells = {
                column: self.sheet.at(row, column)
                for column, found in columns.items()
                if found.role not in PLACES and self.sheet.at(row, column).text
            }
            own = [column for column in cells if column in block.columns or len(head.blocks) == 1]
            if (
                not own
                or all(self.sheet.at(row, column).covered for column in own)
                and len(own) == 1
                and len(columns) > 1
            ):
                continue
            made = self._block(row, index, columns, cells, mine)
            if made:
                above[index] = replace(mine), made
            elif index in self.above:
                above[index] = self.above[index]
            last += made
            self.used |= {(row, column) for column in cells}
        if last:  # a block that is empty beside an exercise has none above it any more
            self.last, self.above = last, above
        self._unread_of(row, head)

    def _block(
        self, row: int, index: int, columns: dict[int, Column], cells: dict[int, Cell], where: Where
    ) -> list[DraftRow]:
        lines = [column for column in cells if columns[column].role == LINE]
        said = [
            Said(columns[column], cell, self.sheet.place(row, column))
            for column, cell in cells.items()
            if columns[column].role not in (LINE, "exercise")
        ]
        if lines:
            made = []
            for number, column in enumerate(lines):
                # Several in a row are several sessions: morning and evening.
                mine = replace(where, serial=-1 - column, session="") if len(lines) > 1 else where
                if len(lines) > 1 and "\n" in cells[column].text:
                    mine.session = f"{where.fallback} {self.table.titles.get(column, '')}".strip()
                made += self._lines(row, column, cells[column].text, mine, {} if number else dict(enumerate(said)))
            if made or any(not is_nothing(cells[column].text) for column in lines):
                return made
        names = [column for column in cells if columns[column].role == "exercise"]
        name = cells[names[0]].text if names else self.table.blocks[index].exercise
        has_said = any(not is_nothing(one.cell.text) for one in said)
        if is_nothing(name):
            only_notes = all(one.column.role == "notes" for one in said)
            if only_notes and has_said and self.last:
                self._continue_notes(said)
                return []
            if not has_said:
                return []
            name = self.names.get(index, "") or where.session
            if name and not only_notes:
                self.amounts._guess_once(
                    said[0]._replace(column=Column("exercise")),
                    f"Rows without a name are of the exercise above ({name}).",
                )
        if is_rest_day(name) and not any(one.column.role != "notes" for one in said):
            return []
        place = self.sheet.place(row, names[0] if names else None)
        label, name = self._label(row, name)
        amounts = [one for one in said if one.column.role != "notes"]
        if self._says_more(name, said, index, place, where):
            return []
        if name and self._is_whole_line(name, amounts):
            return self._lines(row, names[0] if names else 0, name, where, dict(enumerate(said)), label)
        self.names[index] = name or self.names.get(index, "")
        prescriptions = self.amounts.read(said)
        return self._add(
            name or EXERCISES.get(self.amounts.sport, "") or "Training", prescriptions, where, place, label, ""
        )

    def _says_more(self, name: str, said: list[Said], index: int, place: str, where: Where) -> bool:
        """`RPE | 7 | 8 | 9` under an exercise of the same session is of it: whether the row is read so, or left out."""
        column = column_of(name)
        cells = [one for one in said if one.column.role != "notes" and not is_nothing(one.cell.text)]
        if column is None or column.role not in OF_ABOVE or not cells:
            return False
        if not OF_ABOVE[column.role] and any(one.column.role in OF_ITSELF for one in cells):
            return False
        stood, above = self.above.get(index, (where, []))
        if not above or stood != where:
            if OF_ABOVE[column.role]:
                words = " ".join((name, *(one.cell.text for one in said)))
                self.left_out.append(LeftOut(place, shown(words, 600), "No exercise of the same session is above it."))
            return bool(OF_ABOVE[column.role])
        notes = [one for one in said if one.column.role == "notes"]
        before = self.amounts.told()
        cells = [one._replace(column=column) for one in cells]
        found = [self.amounts.read([cell, *notes])[0] for cell in cells]
        if not all(states(line, column.role) for line in found):  # it is no such thing
            self.amounts.untell(before)
            return False
        self.amounts._guess_once(cells[0], f"Rows that are named {name} are read as of the exercise above.")
        if len(set(found)) > 1 and len(found) != len(above):
            words = f"{name} {' / '.join(cell.cell.text for cell in cells)}"
            self.amounts._guess(place, words, "There are not as many sets above. It stays as a note.")
            found = [Prescription(notes="; ".join(filter(None, (words, found[0].notes))))]
        of_each = found if len(found) == len(above) else [found[0]] * len(above)
        for row, more in zip(above, of_each, strict=True):
            line = row.prescription
            if line.intensity and more.intensity and len(line.intensity.targets + more.intensity.targets) == 2:
                more = replace(more, intensity=Intensity(line.intensity.targets + more.intensity.targets))
                line = replace(line, intensity=None)
            row.prescription = merged(line, more, self.amounts, place)
        return True

    def _group_of(self, text: str, others: int) -> Group | None:
        """A group that a line heads: `3 rounds`, `EMOM 10 min:`; but `Burpees AMRAP 5 min` names an exercise."""
        letter = LETTERS[min(others, len(LETTERS) - 1)]
        group = read_group(f"{letter}: {in_notation(text).rstrip(':')}")
        name = self.amounts.parsed(text).name if group else ""
        if group is None or name and fold(name) not in GROUP_WORDS:
            return None
        return group

    def _unnamed(self, where: Where, place: str, line: str) -> str:
        """Of a line without a name: what its session is named after."""
        if not self._is_line(line):
            return line
        name = where.session or "Training"
        self.drafts.say(place, shown(line, 160), f"No exercise is named here: read as {shown(name, 80)}.")
        return name

    def _is_line(self, text: str) -> bool:
        """Whether it states an amount."""
        return any(replace(row, notes="", intensity=None) for row in self.amounts.parsed(text).prescriptions)

    def _is_whole_line(self, name: str, amounts: Sequence[Said]) -> bool:
        """Whether a name says how much is done, too: beside a load or a rest, not by a number alone (1 arm row)."""
        if any(one.column.role in HOW_MUCH for one in amounts):
            return False
        return any(map(is_measured, self.amounts.parsed(name).prescriptions)) if amounts else self._is_line(name)

    def _field_row(self, row: int, head: Head) -> None:
        """Workout, Distance, Pace below each other: a row for each, a column for each day."""
        place = head.column(FIELD)
        cell = self.sheet.at(row, place if place is not None else 0)
        column = column_of(cell.text)
        if column is None or not column.role or column.role in ("week", "day", "date"):
            return
        self.used.add((row, place or 0))
        role = "exercise" if column.role in ("session", "exercise") else column.role
        if any(said.column.role == role for cells in self.fields.values() for said in cells):
            self._flush()
        for index, block in enumerate(head.blocks):
            for under in block.columns:
                text = self.sheet.at(row, under)
                if text.text:
                    said = Said(column._replace(role=role), text, self.sheet.place(row, under))
                    self.fields.setdefault(index, []).append(said)
                    self.used.add((row, under))

    def _flush(self) -> None:
        """The fields of each day become its session."""
        head, fields, self.fields = self.head, self.fields, {}
        for index, said in sorted(fields.items()):
            where = self._of_block(self.where, head.blocks[index]) if head else self.where
            names = [one for one in said if one.column.role == "exercise"]
            name = names[0].cell.text if names else (head.blocks[index].exercise if head else "")
            more = [one for one in said if one not in names]
            if is_nothing(name) and not any(not is_nothing(one.cell.text) for one in more) or is_rest_day(name):
                continue
            self._add_line(name, said[0].place, where, more)

    def _add_line(self, name: str, place: str, where: Where, more: list[Said]) -> None:
        line = self.amounts.line(name, place) if name else Line("")
        rows = beside(line.prescriptions, more, self.amounts, place)
        named = line.name or name or EXERCISES.get(self.amounts.sport, "") or "Training"
        self._add(named, rows, where, place, "", name)

    def _continue_notes(self, said: Iterable[Said]) -> None:
        words = "; ".join(one.cell.text for one in said if not is_nothing(one.cell.text))
        row = self.last[-1]
        row.prescription = replace(row.prescription, notes="; ".join(filter(None, (row.prescription.notes, words))))

    def _lines(
        self, row: int, column: int, text: str, where: Where, more: Mapping[int, Said], label: str = ""
    ) -> list[DraftRow]:
        """A cell that holds whole lines: each is an exercise; the first may be the session's name."""
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if not lines or all(is_nothing(line) for line in lines):
            return []
        if is_rest_day(" ".join(lines)) and not any(said.column.role != "notes" for said in more.values()):
            return []
        place = self.sheet.place(row, column)
        if len(lines) > 1 and not self._is_line(lines[0]):
            others = [line for line in lines[1:] if self._is_line(line)]
            if len(lines) == 2 and others and not self.amounts.parsed(lines[1]).name:
                lines = [" ".join(lines)]
            elif others:
                where = replace(where, session=where.session or lines[0])
                lines = lines[1:]
        made: list[DraftRow] = []
        outer, groups = self.group, len({row.group.letter for row in self._draft(where, place).rows if row.group})
        for number, line in enumerate(lines):
            if number + 1 < len(lines) and (group := self._group_of(line, groups)):
                self.group, groups = group, groups + 1
                continue
            found = self.amounts.line(line, place)
            if made and not found.name and found.prescriptions == (Prescription(rest=found.prescriptions[0].rest),):
                self._rest_behind(made, found.prescriptions[0])
                continue
            rows = beside(found.prescriptions, list(more.values()), self.amounts, place)
            name = found.name or EXERCISES.get(self.amounts.sport, "") or self._unnamed(where, place, line)
            made += self._add(name, rows, where, place, label or found.label, text)
            more = {}
        self.group = outer
        return made

    def _rest_behind(self, made: list[DraftRow], said: Prescription) -> None:
        """`Rest 3 min` in a line of its own is of what stands above it."""
        for row in made:
            if row.prescription.rest is None:
                row.prescription = replace(row.prescription, rest=said.rest)

    def _add(
        self, name: str, prescriptions: Iterable[Prescription], where: Where, place: str, label: str, cell: str
    ) -> list[DraftRow]:
        name = " ".join(name.split())
        try:
            check_name(name)
        except ValueError:
            self.drafts.say(place, shown(name, 160), f"A name has at most {NAME_LENGTH} characters: the rest is cut.")
            name = name[: NAME_LENGTH - 40].strip() or "Training"
        draft = self._draft(where, place)
        section, title = self.section
        made = [DraftRow(name, one, label, section, title, self.group) for one in prescriptions]
        draft.rows += made
        draft.cells.add(place if cell and not where.is_headed else f"{place} {len(draft.rows)}")
        if not where.is_headed:
            draft.first_cell = draft.first_cell or " ".join(cell.split())[:NAME_LENGTH]
        self.started = True
        return made

    def _label(self, row: int, name: str) -> tuple[str, str]:
        """A1, 1a, and the numbering of a list, from the name or from a column of its own."""
        found = LABEL.match(name)
        column = self.head.column("order") if self.head else None
        if column is None and self.head:
            column = self.head.column("group")
        if found:
            return label_of(found), name[found.end() :]
        text = self.sheet.at(row, column).text if column is not None else ""
        bare = BARE_LABEL.fullmatch(text.strip())
        numbered = LETTERED.match(name)
        return (label_of(bare) if bare else ""), name[numbered.end() :] if numbered else name

    def _unread_of(self, row: int, head: Head) -> None:
        for column, reason in head.unread.items():
            cell = self.sheet.at(row, column)
            if cell.text:
                self.used.add((row, column))
                key = head.titles.get(column, ""), reason
                self.unread_at.setdefault(key, self.sheet.place(row, column))
                if not is_nothing(cell.text):
                    self.unread.setdefault(key, []).append(cell.text)


def label_of(found: re.Match[str]) -> str:
    """A1 of A1, a1 and 1a."""
    if found[1]:
        return f"{found[1].upper()}{found[2]}"
    return f"{chr(64 + int(found[3]))}{ord(found[4]) - 96}"


def states(line: Prescription, role: str) -> bool:
    """Whether a row says what its name announces."""
    kinds = OF_ABOVE[role]
    if not kinds:
        return bool(getattr(line, role))
    return line.intensity is not None and all(target.kind.startswith(kinds) for target in line.intensity.targets)


def is_measured(line: Prescription) -> bool:
    """3x8, 400m, 30s; not `21s curl`, which is a way of curling: nobody times 21 seconds."""
    timed = line.duration is not None and line.duration % 5 == 0
    return bool(line.sets and (line.reps or line.duration)) or bool(line.distance) or timed


MEASURES = ("distance", "distance_max", "duration", "duration_max")


def beside(lines: Sequence[Prescription], said: Sequence[Said], amounts: Amounts, place: str) -> Iterable[Prescription]:
    """The rows of a line with what the columns beside it say; a length beside repeats is what all come to."""
    if not said:
        return lines
    columns = amounts.read(said)[0]
    measured = [line for line in lines if line.distance or line.duration]
    whole = {name: value for name, value in stated(columns).items() if name in MEASURES}
    if whole and (len(measured) > 1 or any((line.sets or 1) > 1 for line in measured)):
        words = " / ".join(one.cell.text for one in said if one.column.role in MEASURES)
        amounts._guess(place, words, "The length beside it is taken for that of the whole session: not read.")
        columns = replace(columns, distance=None, distance_max=None, distance_unit="", duration=None, duration_max=None)
    return [merged(line, columns, amounts, place) for line in lines]


def merged(line: Prescription, columns: Prescription, amounts: Amounts, place: str) -> Prescription:
    """A line's own prescription with what the columns beside it say; where both speak, the column is right."""
    said, facts = stated(line), stated(columns)
    for name, other in facts.items():
        own = said.get(name, other)
        if own == other or name == "distance_unit":
            continue
        if name == "notes":
            facts[name] = f"{own}; {other}"
        else:
            amounts._guess(
                place, f"{own} / {other}", "The line and its column say different things: the column was taken."
            )
    return replace(line, **facts)
