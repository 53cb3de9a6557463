"""Reading a lifting tempo: 3-1-1-0, 31X0. The grammar of lines and of intensities both ask it."""

import re

from .tokens import Tokens, at

TEMPO = re.compile(r"(?:[0-9]{1,2}|X)(?:-(?:[0-9]{1,2}|X)){2,3}")
CLOSE = re.compile(r"[0-9X]{3,4}")  # 31X0
SIGNS = frozenset("0123456789x-/")
MOST_TOKENS = 8
# What makes the number before it another thing: tempo 250 W, tempo 75/85/95%, tempo 100-110rpm, tempo 1550→75% CSS.
OTHER = frozenset("-> > .. % w watt watts rpm spm bpm kg kgs lb lbs # rir km kph kmh mph m".split())


ROUND_COUNTS = ("10", "12", "15", "20")  # (10x3) says reps or sets; (31x1) a tempo


def is_sets(tokens: Tokens, index: int) -> bool:
    """5x10, (4x8): sets of reps where no word says tempo; nobody pauses explosively at the bottom."""
    first = at(tokens, index)
    chain = first.kind == "num" and at(tokens, index + 1).kind == "x" and at(tokens, index + 2).kind == "num"
    return chain and (len(first.text) == 1 or first.text in ROUND_COUNTS)


def read_tempo(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """The canonical tempo that begins at index and where it ends."""
    end = index
    text = ""
    while end < len(tokens) and end < index + MOST_TOKENS and (end == index or not tokens[end].gap):
        low = tokens[end].low
        if not SIGNS.issuperset(low):
            break
        text += low
        end += 1
    text = text.upper().replace("/", "-")
    if CLOSE.fullmatch(text):
        text = "-".join(text)
    after = at(tokens, end)
    prefix = after.low == "rir" and at(tokens, end + 1).kind == "num"  # t3110 RIR 2
    if after.low in OTHER and not prefix or after.kind == "word" and not after.gap and after.low != "r":
        return None
    return (text, end) if TEMPO.fullmatch(text) else None
