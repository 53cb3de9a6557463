"""Groups in one line: `3x(10 squat, 10 push-up)`, `3x(4x(2min, 1min)) r5:00`; heads of blocks and labels of sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..prescription import NOTHING, Group, Prescription
from .groups import read_group
from .line import Line, Part
from .reading import MOST_CHARACTERS

LIKE = re.compile(r"\d\s*[x×]\s*\(", re.IGNORECASE)
GROUP = re.compile(r"(?P<name>[^()@]*?)(?P<rounds>\d{1,3})\s*[x×]\s*\((?P<inner>.*)\)(?P<after>[^()]*)", re.IGNORECASE)
CHAIN = re.compile(r"\d\s*[x×]\s*\d", re.IGNORECASE)
HEAD = re.compile(r"(?P<rounds>\d{1,3})\s*(?:x|×|rounds?|times)(?!\w)\s*:?(?P<after>.*?):?", re.IGNORECASE)
COUNTS = re.compile(r"(?<=[^\W\d_])\s+(?=[0-9]{1,3}x?\s+[^\W\d_]{3})")
# (1 min hard, 1 min easy) x 3: how often, behind the brackets.
BEHIND = re.compile(r"(?<![x×] )(?<![x×])\(([^()]*[,/][^()]*)\)\s*[x×*]\s*([0-9]{1,2})(?![0-9%])")
BRACES = str.maketrans("{}", "()")
NAMED = re.compile(r"[^()]*[^\W\d_][^()]*\([^()]*[0-9][^()]*\)\s*")
ROUNDS = re.compile(
    r"(?:[0-9]{1,2}[.)]\s+)?(?P<rounds>[0-9]{1,3})\s+(?:rounds?|rds?)\s*(?:of\s*:?|for\s+time\s*(?:of)?\s*:?|:)\s*(?P<inner>.+?)\.?",
    re.IGNORECASE,
)
RESTING = re.compile(
    r"[;,.]\s*rest\s+(?P<amount>[0-9:]+\s*[a-z]*)\s*(?:between|after)?\s*(?:rounds|each|sets)?[\s.]*$", re.IGNORECASE
)
AND = re.compile(r"\s+(?:and|then)\s+(?=[0-9])", re.IGNORECASE)
STEP = re.compile(r"[-–•*]\s+(?=\S)")
LABEL = re.compile(r"(?:(?P<letter>[A-H])\s*[.:)]|(?P<number>[1-8])[a-e][.:)]?)\s+(?=\S)", re.IGNORECASE)
APART = " :-–|"

Read = Callable[[str], Line]


class Piece(NamedTuple):
    """One exercise of a line with groups. group counts the line's groups from 0; None stands outside of them."""

    group: int | None
    name: str
    prescriptions: tuple[Prescription, ...]
    parts: tuple[Part, ...] = ()


class Grouped(NamedTuple):
    """The groups still have no letters of their own."""

    groups: list[Group]
    pieces: list[Piece]


def read_grouped(text: str, read: Read, bare: bool = False) -> Grouped | None:
    """A line with groups in brackets; None for any other. bare: lone numbers say something (100 is a distance)."""
    body, _, comment = text.partition("//")
    if len(text) > MOST_CHARACTERS or '"' in body:
        return None
    body = BEHIND.sub(r"\2x(\1)", body.translate(BRACES))
    if not LIKE.search(body):
        return _headed(body, comment, read) or _listed(body, comment, read)
    found, name = Grouped([], []), ""
    for segment in _split(body) or ():
        inside = _bracket(segment, read, bare)
        if inside is None:
            if LIKE.search(segment) or "(" in segment:
                return None
            line = read(segment)
            if not any(map(_measured, line.prescriptions)):
                return None
            pieces = [Piece(None, line.name or name, line.prescriptions, tuple(line.parts))]
        else:
            group, own, pieces = inside
            pieces = [piece._replace(group=len(found.groups), name=piece.name or own or name) for piece in pieces]
            found.groups.append(group)
            if own and not any(piece.name == own for piece in pieces):  # a group has no title: it stays as a note
                pieces[0] = _noted(pieces[0], own)
        found.pieces.extend(pieces)
        name = pieces[-1].name
    if not found.groups:
        return None
    if comment.strip():
        found.pieces[-1] = _noted(found.pieces[-1], comment.strip().replace("\\n", "\n"))
    return found


def _listed(body: str, comment: str, read: Read) -> Grouped | None:
    """`Bench press (5x5 @ 82%), incline press (4x8)`: exercises side by side, each with its brackets."""
    items = _split(body.strip().rstrip(".")) if body.count("(") > 1 else None
    if not items or len(items) < 2 or not all(map(NAMED.fullmatch, items)):
        return None
    pieces = _pieces(items, read)
    if len(pieces) != len(items) or not all(piece.name for piece in pieces):
        return None
    if comment.strip():
        pieces[-1] = _noted(pieces[-1], comment.strip())
    return Grouped([], pieces)


def _headed(body: str, comment: str, read: Read) -> Grouped | None:
    """`3 rounds: 6x chin-up, 5x pistol squat`, `5 rounds of 10 push-ups, 15 squats and 400m run`."""
    match = ROUNDS.fullmatch(body.strip())
    inner, rest = _rest_of_rounds(match["inner"]) if match else ("", "")
    items = [piece for part in _split(inner) or () for piece in AND.split(part)]
    if len(items) == 1:
        items = COUNTS.split(items[0])  # 20 pull-ups 30 push-ups 40 sit-ups
    pieces = _pieces(items, read) if match and len(items) > 1 else []
    group = read_group(f"A: {match['rounds']} rounds {rest}") if match else None
    if group is None or len(pieces) < 2 or not all(piece.name for piece in pieces):
        return None
    if comment.strip():
        pieces[-1] = _noted(pieces[-1], comment.strip())
    return Grouped([group], [piece._replace(group=0) for piece in pieces])


def _rest_of_rounds(text: str) -> tuple[str, str]:
    """The exercises, and the rest that stands behind them: `…; rest 3 minutes between rounds`."""
    match = RESTING.search(text)
    return (text[: match.start()], f"rest {match['amount']}") if match else (text, "")


def _bracket(text: str, read: Read, bare: bool) -> tuple[Group, str, list[Piece]] | None:
    """Its group, the name before it and its rows; one bracket in another is sets of rounds."""
    match = GROUP.fullmatch(text.strip())
    items = _split(match["inner"]) if match else None
    if match is None or not items:
        return None
    group = read_group(f"A: {match['rounds']} rounds {match['after']}")
    name = match["name"].strip(APART)
    if group is None or name and read(name).prescriptions != (NOTHING,):
        return None
    if len(items) == 1 and LIKE.search(items[0]):
        return _sets_of_rounds(group, name, _bracket(items[0], read, bare))
    if len(items) == 1 and not CHAIN.search(items[0]):
        return None
    pieces = _pieces(items, read)
    is_bare = all(item.strip().isdigit() for item in items)
    return (group, name, pieces) if pieces and (bare or not is_bare) else None


def _sets_of_rounds(outer: Group, name: str, inner: tuple[Group, str, list[Piece]] | None) -> tuple | None:
    if inner is None or inner[0].sets_of_rounds is not None or inner[0].set_rest_s is not None:
        return None
    if outer != Group("A", rounds=outer.rounds, rest_s=outer.rest_s):
        return None
    group = replace(inner[0], sets_of_rounds=outer.rounds, set_rest_s=outer.rest_s)
    return group, inner[1] or name, inner[2]


def _pieces(items: Sequence[str], read: Read) -> list[Piece]:
    """The rows of a bracket; none where an item is no row. A rest alone is the rest of the row before it."""
    pieces: list[Piece] = []
    for item in items:
        line = read(item)
        only = line.prescription if len(line.prescriptions) == 1 else NOTHING
        if LIKE.search(item) or not item.strip():
            return []
        if pieces and only.rest and only == Prescription(rest=only.rest) and not pieces[-1].prescriptions[-1].rest:
            *before, last = pieces[-1].prescriptions
            pieces[-1] = pieces[-1]._replace(prescriptions=(*before, replace(last, rest=only.rest)))
        elif line.name or any(map(_measured, line.prescriptions)):
            pieces.append(Piece(None, line.name, line.prescriptions, tuple(line.parts)))
        else:
            return []
    return pieces if any(_measured(p) for piece in pieces for p in piece.prescriptions) else []


def _measured(p: Prescription) -> bool:
    return p.reps is not None or p.duration is not None or p.distance is not None


def _noted(piece: Piece, words: str) -> Piece:
    *before, last = piece.prescriptions
    notes = f"{last.notes}; {words}" if last.notes else words
    return piece._replace(prescriptions=(*before, replace(last, notes=notes)))


def _split(text: str) -> list[str] | None:
    """Pieces between commas, semicolons and free-standing / and +, outside of brackets; None if those do not close."""
    pieces, depth, start = [], 0, 0
    for index, sign in enumerate(text):
        if sign in "()":
            depth += 1 if sign == "(" else -1
            if depth < 0:
                return None
        elif depth == 0 and sign in ",;/+" and _splits(text, index):
            pieces.append(text[start:index])
            start = index + 1
    return [*pieces, text[start:]] if depth == 0 else None


def _splits(text: str, index: int) -> bool:
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if text[index] in "/+":
        return before.isspace() and after.isspace()
    return not (before.isdigit() and after.isdigit())


def read_head(text: str) -> Group | None:
    """`5x`, `3 rounds r1:30`: the head of a block whose steps stand below it, each behind a dash."""
    match = HEAD.fullmatch(text.strip()) if len(text) < 100 else None
    return read_group(f"A: {match['rounds']} rounds {match['after']}") if match else None


def read_step(text: str) -> str | None:
    """The step without its dash."""
    match = STEP.match(text)
    return text[match.end() :] if match else None


def read_label(text: str) -> tuple[str, str] | None:
    """`A: Back squat 5x5`, `B) Row 3x8`, `1a Row 3x8`: letter of the group and the line without its label."""
    match = LABEL.match(text)
    if match is None:
        return None
    letter = match["letter"].upper() if match["letter"] else "ABCDEFGH"[int(match["number"]) - 1]
    return letter, text[match.end() :]
