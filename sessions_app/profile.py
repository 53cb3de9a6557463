"""The shape of a session: its pieces of work and rest in the order in which they are done, and charts of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sessions_app.arranging import blocks
from sessions_app.prescription import Row
from sessions_app.prescription.clock import clock
from sessions_app.prescription.values import distance_text
from sessions_app.totals import UNSAID_ROUND_REST_S, Work, work

MOST_PIECES = 400
REST_RPE = 1.5
# The depth of the sport's colour, 1 to 5, up to this RPE; above is 5.
DEPTHS = ((2.5, 1), (4.4, 2), (6.4, 3), (8.0, 4))
HEIGHT = 132
EFFORT_HEIGHT = 68


@dataclass(frozen=True, slots=True)
class Piece:
    """One set, or one rest. row: its place in the session. seconds of time, RPE of effort."""

    row: int
    seconds: float
    rpe: float
    sport: str
    is_rest: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """x and width in percent, y and height in pixels."""

    row: int
    sport: str
    kind: str
    x: float
    width: float
    y: float
    height: float


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

    @property
    def text_y(self) -> float:
        return self.y + 3.5


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...] = ()
    ticks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()


def depth(rpe: float) -> int:
    return next((value for most, value in DEPTHS if rpe <= most), 5)


def pieces(rows: Sequence[Row]) -> list[Piece]:
    """Every set and every rest between sets; at most 400, so that a page stays small."""
    found: list[Piece] = []
    numbered = list(enumerate(rows))
    place = 0
    for block in blocks(rows):
        members = numbered[place : place + len(block)]
        place += len(block)
        for piece in _block(members):
            found.append(piece)
            if len(found) >= MOST_PIECES:
                return found
    while found and found[-1].is_rest:  # nobody rests after the last set
        found.pop()
    return [piece for piece in found if piece.seconds > 0]


def _block(members: Sequence[tuple[int, Row]]) -> Iterator[Piece]:
    group = members[0][1].group
    if group is None or (group.rounds is None and group.cap_s is None):
        done = [(index, row, work(row, False)) for index, row in members]
        for turn in range(max(once.sets for _index, _row, once in done)):
            for index, row, once in done:
                if turn < once.sets:
                    yield from _set(index, row, once, turn)
        return
    done = [(index, row, work(row, True)) for index, row in members]
    one_round = sum(once.work_s + once.rest_s for _index, _row, once in done) or 1.0
    rest = group.rest_s if group.rest_s is not None else UNSAID_ROUND_REST_S.get(members[-1][1].sport, 0)
    rounds = group.rounds or max(1, round((group.cap_s or one_round) / (group.every_s or one_round)))
    if group.every_s:
        rest = max(0, int(group.every_s - one_round))
    elif done[-1][2].rest_s and group.rest_s is None:
        rest = 0
    for _turn in range(min(rounds * (group.sets_of_rounds or 1), MOST_PIECES)):
        for index, row, once in done:
            for turn in range(once.sets):
                yield from _set(index, row, once, turn)
        if rest:
            yield Piece(members[-1][0], rest, REST_RPE, members[-1][1].sport, is_rest=True)


def _set(index: int, row: Row, once: Work, turn: int) -> Iterator[Piece]:
    sets = max(once.sets, 1)
    yield Piece(index, once.work_s / sets, once.rpe, row.sport, text=_text(row))
    rest = once.last_rest_s if turn == sets - 1 else (once.rest_s - once.last_rest_s) / max(sets - 1, 1)
    if rest > 0:
        yield Piece(index, rest, REST_RPE, row.sport, is_rest=True)


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
    for piece in found:
        width = 100 * piece.seconds / whole
        tall = round(max(piece.rpe, 1) / 10 * HEIGHT, 1)
        gap = 0.12 if width > 0.6 else 0
        kind = "f-d1" if piece.is_rest else f"f-d{depth(piece.rpe)}"
        bars.append(
            Bar(piece.row, piece.sport, kind, round(x, 2), round(max(width - gap, 0.2), 2), HEIGHT - tall, tall)
        )
        if not piece.is_rest and piece.text and width > 4:
            marks.append(Mark(round(x + width / 2, 2), piece.text, round(HEIGHT - tall - 5, 1)))
        x += width
    lines = tuple(Line(HEIGHT - HEIGHT * rpe / 10, str(rpe)) for rpe in (9, 6, 3))
    return Chart(tuple(bars), tuple(marks), _ticks(whole), lines)


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
            tall = round(max(piece.rpe, 1) / 10 * EFFORT_HEIGHT, 1)
            kind = f"f-d{depth(piece.rpe)}"
            bars.append(
                Bar(
                    piece.row,
                    piece.sport,
                    kind,
                    round(x, 2),
                    round(max(width - 0.4, 0.8), 2),
                    round(69 - tall, 1),
                    tall,
                )
            )
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
