"""The shape of a session: its pieces of work and rest in the order in which they are done, and charts of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from sessions_app.arranging import blocks
from sessions_app.prescription import Row, zone_of
from sessions_app.prescription.clock import clock
from sessions_app.prescription.values import distance_text
from sessions_app.totals import UNSAID_ROUND_REST_S, Work, work

MOST_PIECES = 400
REST_RPE = 1.5
THRESHOLD_RPE = 7  # zone 4; what is above is hard
HEIGHT = 132
EFFORT_HEIGHT = 68


class Piece(NamedTuple):
    """One set, or one rest. row: its place in the session. seconds of time, RPE of effort.

    slope: RPE at its begin and at its end, where it changes. block: the place of the row's group, or of the row
    itself, among the groups and rows. is_said: how hard it is; else the RPE is a neutral one, and it is in zone 0.
    """

    row: int
    seconds: float
    rpe: float
    sport: str
    is_rest: bool = False
    text: str = ""
    slope: tuple[float, float] | None = None
    block: int = 0
    is_said: bool = True

    @property
    def zone(self) -> int:
        return 1 if self.is_rest else zone_of(self.rpe) if self.is_said else 0

    @property
    def sides(self) -> tuple[float, float]:
        return self.slope or (self.rpe, self.rpe)


class Bar(NamedTuple):
    """x and width in percent, y and height in pixels. left, right: the height of its top there, where it slopes."""

    row: int
    sport: str
    kind: str
    x: float
    width: float
    y: float
    height: float
    left: float = 0
    right: float = 0

    @property
    def slope(self) -> str:
        """The points of its shape in a square of 100, "" for an upright bar."""
        if self.left == self.right:
            return ""
        left, right = (round(100 - 100 * side / self.height, 1) for side in (self.left, self.right))
        return f"0 {left} 100 {right} 100 100 0 100"

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def tops(self) -> tuple[float, float]:
        """y at the left and at the right."""
        bottom = self.y + self.height
        return round(bottom - self.left, 1), round(bottom - self.right, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """What lights up behind the bars of a line, or of all lines of its group. rows: their places, spaced."""

    rows: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    text: str
    y: float = 0
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Line:
    y: float
    label: str
    dashed: bool = False

    @property
    def text_y(self) -> float:
        return self.y + 3.5


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...] = ()
    ticks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class LineSum:
    """All pieces of one row: how many sets, how long its work and how hard it is."""

    row: int
    sets: int
    seconds: int
    low: float
    high: float
    zone: int


def pieces(rows: Sequence[Row]) -> list[Piece]:
    """Every set and every rest between sets; at most 400, so that a page stays small."""
    found: list[Piece] = []
    numbered = list(enumerate(rows))
    place = 0
    for number, block in enumerate(blocks(rows)):
        members = numbered[place : place + len(block)]
        place += len(block)
        for piece in _block(members, number):
            found.append(piece)
            if len(found) >= MOST_PIECES:
                return found
    while found and found[-1].is_rest:  # nobody rests after the last set
        found.pop()
    return [piece for piece in found if piece.seconds > 0]


@lru_cache(maxsize=1024)
def _shown(row: Row, grouped: bool) -> tuple[Work, str, tuple[float, float] | None]:
    """Remembered as its work is: what is the row of today is the row of tomorrow, and of many weeks."""
    return work(row, grouped), _text(row), _slope(row)


@dataclass(frozen=True, slots=True)
class _Set:
    """What all sets of a row have in common. Worked out once: there are hundreds of pieces."""

    index: int
    row: Row
    once: Work
    text: str
    slope: tuple[float, float] | None
    block: int

    def pieces(self, turn: int) -> Iterator[Piece]:
        once, sets = self.once, max(self.once.sets, 1)
        sport = self.row.sport
        seconds = once.work_s / sets
        yield Piece(self.index, seconds, once.rpe, sport, False, self.text, self.slope, self.block, once.is_said)
        rest = once.last_rest_s if turn == sets - 1 else (once.rest_s - once.last_rest_s) / max(sets - 1, 1)
        if rest > 0:
            yield Piece(self.index, rest, REST_RPE, sport, True, block=self.block)


def _sets(members: Sequence[tuple[int, Row]], grouped: bool, block: int) -> list[_Set]:
    return [_Set(index, row, *_shown(row, grouped), block) for index, row in members]


def _block(members: Sequence[tuple[int, Row]], block: int) -> Iterator[Piece]:
    group = members[0][1].group
    if group is None or (group.rounds is None and group.cap_s is None):
        done = _sets(members, False, block)
        for turn in range(max(one.once.sets for one in done)):
            for one in done:
                if turn < one.once.sets:
                    yield from one.pieces(turn)
        return
    done = _sets(members, True, block)
    last = done[-1]
    one_round = sum(one.once.work_s + one.once.rest_s for one in done) or 1.0
    rest = group.rest_s if group.rest_s is not None else UNSAID_ROUND_REST_S.get(last.row.sport, 0)
    rounds = group.rounds or max(1, round((group.cap_s or one_round) / (group.every_s or one_round)))
    if group.every_s:
        rest = max(0, int(group.every_s - one_round))
    elif last.once.rest_s and group.rest_s is None:
        rest = 0
    for _turn in range(min(rounds * (group.sets_of_rounds or 1), MOST_PIECES)):
        for one in done:
            for turn in range(one.once.sets):
                yield from one.pieces(turn)
        if rest:
            yield Piece(last.index, rest, REST_RPE, last.row.sport, True, block=block)


def _slope(row: Row) -> tuple[float, float] | None:
    """RPE at the begin and the end of a set: of a ramp (50→70%), and of one range before or after the main part."""
    p = row.prescription
    target = p.intensity.targets[0] if p.intensity else None
    if target is None or target.start is None or target.end is None or target.start == target.end:
        return None
    if not target.ramp and (row.section == "main" or (p.sets or 1) > 1):
        return None
    sides = [replace(target, start=side, end=side).rpe for side in (target.start, target.end)]
    if sides[0] is None or sides[1] is None or sides[0] == sides[1]:
        return None
    if not target.ramp:  # warming up it rises, cooling down it falls
        sides.sort(reverse=row.section == "cool_down")
    return sides[0], sides[1]


def by_row(found: Sequence[Piece]) -> list[LineSum]:
    """What the charts show, row by row: their table."""
    rows: dict[int, list[Piece]] = {}
    for piece in found:
        if not piece.is_rest:
            rows.setdefault(piece.row, []).append(piece)
    return [
        LineSum(
            row,
            len(own),
            round(sum(piece.seconds for piece in own)),
            min(own[0].sides),  # all sets of a row are alike
            max(own[0].sides),
            own[0].zone,
        )
        for row, own in sorted(rows.items())
    ]


def _text(row: Row) -> str:
    p = row.prescription
    if p.distance is not None:
        text = distance_text(p.distance, p.distance_unit)
        return text.removesuffix("m") if p.distance_unit == "m" else text
    if p.duration is not None:
        return f"{p.duration // 60} min" if p.duration % 60 == 0 else clock(p.duration)
    return str(p.reps or "")


def over_time(found: Sequence[Piece]) -> Chart:
    """Endurance: work and rest side by side, as wide as they are long, as high as their RPE."""
    whole = sum(piece.seconds for piece in found)
    bars, marks, x = [], [], 0.0
    spans: dict[int, tuple[dict[int, None], float, float]] = {}
    for piece in found:
        width = 100 * piece.seconds / whole
        left, right = (_tall(rpe) for rpe in piece.sides)
        tall = max(left, right)
        gap = 0.12 if width > 0.6 else 0
        at, wide, y = round(x, 2), round(max(width - gap, 0.2), 2), round(HEIGHT - tall, 1)
        bars.append(Bar(piece.row, piece.sport, f"f-d{piece.zone}", at, wide, y, tall, left, right))
        if not piece.is_rest and piece.text and width > 4:
            marks.append(Mark(round(x + width / 2, 2), piece.text, round(HEIGHT - (left + right) / 2 - 6, 1)))
        rows, start, _end = spans.get(piece.block, ({}, x, x))
        x += width
        spans[piece.block] = (rows | {piece.row: None}, start, x)
    bands = (Band(" ".join(map(str, rows)), round(a, 2), round(b - a, 2)) for rows, a, b in spans.values())
    lines = (Line(HEIGHT - _tall(rpe), str(rpe), rpe == THRESHOLD_RPE) for rpe in (THRESHOLD_RPE, 3))
    return Chart(tuple(bars), tuple(marks), _ticks(whole), tuple(lines), tuple(bands))


def _tall(rpe: float) -> float:
    return round(max(rpe, 1) / 10 * HEIGHT, 1)


TICKS = (60, 120, 300, 600, 900, 1200, 1800, 3600, 7200)


def _ticks(whole: float) -> tuple[Mark, ...]:
    step = next((step for step in TICKS if whole / step <= 7), 14400)
    ticks = [Mark(0, "0:00", anchor="start")]
    at = step
    while at < whole * 0.97:
        ticks.append(
            Mark(round(100 * at / whole, 2), f"{at // 3600}:{at % 3600 // 60:02d}" if whole >= 600 else clock(at))
        )
        at += step
    return tuple(ticks)


def set_by_set(found: Sequence[Piece], names: Sequence[str]) -> Chart:
    """Strength: one bar a set, rests are the gaps. names: what stands under the bars of each row ("" for none)."""
    whole = sum(piece.seconds for piece in found)
    bars: list[Bar] = []
    spans: dict[str, list[float]] = {}
    x = 0.0
    for piece in found:
        width = 100 * piece.seconds / whole
        if not piece.is_rest:
            tall = round(max(*piece.sides, 1) / 10 * EFFORT_HEIGHT, 1)
            wide = round(max(width - 0.4, 0.8), 2)
            bars.append(Bar(piece.row, piece.sport, f"f-d{piece.zone}", round(x, 2), wide, round(69 - tall, 1), tall))
            spans.setdefault(names[piece.row], [x, x + width])[1] = x + width
        x += width
    return Chart(tuple(bars), _apart(spans))


def _apart(spans: dict[str, list[float]]) -> tuple[Mark, ...]:
    """Names under the middle of their bars, left out where they would run into the one before."""
    marks: list[Mark] = []
    end = -100.0
    for name, (start, stop) in spans.items():
        half = len(name) * 1.05 + 1
        middle = min(max((start + stop) / 2, half), 100 - half)
        if name and middle - half > end:
            marks.append(Mark(round(middle, 2), name))
            end = middle + half
    return tuple(marks)
