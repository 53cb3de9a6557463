"""The lexer of the notation: one pass, linear time, any text.

A token is (kind, text, low, start, end, gap). Kinds: num, time, x, word, quoted, note, sign (everything else, one
character each, and digits too long to be a number of training). gap says whether white space stood before it.
"""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, NamedTuple

from .clock import unclock

UNIT_AFTER_COMMA = r"(?=\s?(?:%|kg|lbs?|km|mi|min|h|m|w|met(?:er|re)s?|y(?:ar)?ds?)(?![^\W\d_]))"
# Small numbers as words, where what they count stands behind them.
WORDED = dict(zip("one two three four five six seven eight nine ten twelve".split(), [*range(1, 11), 12], strict=True))
COUNTABLE = (
    r"(?=\s+(?:\w+\s)?(?:sets?|rounds?|reps?|times|minutes?|miles?)(?![^\W\d_])"
    r"|\s+[0-9]+\s?(?:m|km|k|min|mins?|-)\w*\s|\s+[\w-]+\s[0-9]+-)"
)

TOKEN = re.compile(
    r"(?P<space>\s+|(?<=[0-9])\*(?=\s+[^\W\d_]))"  # a star that points to a footnote
    r"|(?P<note>(?<!:)//.*)"
    r'|(?P<quoted>(?<![0-9])"(?:[^"]|"")*")'
    r"|(?P<time>(?<![0-9:])(?<![0-9]\.)(?:[0-9]{1,3}(?::[0-9]{2}){1,2}|:[0-9]{2})(?!:?[0-9]))"
    rf"|(?P<num>(?<![0-9.,])[0-9]{{1,4}},[0-9]{{1,3}}{UNIT_AFTER_COMMA}"
    r"|(?<![0-9.,])[1-9][0-9]{0,2},000(?![0-9,])"
    rf"|(?:{'|'.join(WORDED)}){COUNTABLE}"
    r"|(?<![0-9])[0-9]{1,8}(?:\.[0-9]{1,6}(?![0-9])(?!\.[0-9]))?(?![0-9]))"
    r"|(?P<x>(?:(?<![^\W\d_])|(?<=[0-9]kg)|(?<=[0-9]lb)|(?<=[0-9]lbs))[x×✕](?=\s*(?:[0-9:(@\[]|(?:amrap|max|bw)(?![^\W\d_])|miles?(?![^\W\d_])))"
    r"|(?<=[0-9)])\*(?=\s*[0-9:(])|(?<=[0-9)]\s)\*(?=\s?[0-9:(]))"
    r"|(?P<word>(?:kg|lbs?)(?=[x×][0-9])|[^\W\d_]+(?:['’&-][^\W\d_]+)*)"
    r"|(?P<sign>[0-9]+|->|\.\.|.)",
    re.IGNORECASE | re.DOTALL,
)

# One sign for each meaning, whatever key the coach found for it.
SAME = {
    "–": "-",
    "—": "-",
    "−": "-",
    "‒": "-",
    "→": "->",
    "’": "'",
    "′": "'",
    "″": '"',
    "”": '"',
    "×": "x",
    "✕": "x",
    "≈": "@",
    "percent": "%",
}


class Token(NamedTuple):
    kind: str
    text: str
    low: str
    start: int
    end: int
    gap: bool


token_of: Callable[[tuple], Token] = partial(tuple.__new__, Token)  # half the time of Token(...)
END = Token("end", "", "", 0, 0, True)


class Tokens(list[Token]):
    """The tokens of one text, with what several rules ask of them: words, numbers, quantities, rules at a place."""

    def __init__(self, tokens: Iterable[Token] = ()) -> None:
        super().__init__(tokens)
        self.numbers: dict[Any, Any] = {}
        self.items: dict[Any, Any] = {}
        self.amounts: dict[int, Any] = {}
        self.rules: dict[str, tuple] = {}

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset([token.low for token in self])


def tokenize(text: str) -> Tokens:
    """Tokens of the text, spaces left out."""
    tokens = Tokens()
    gap = True
    add = tokens.append
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            gap = True
            continue
        piece = match.group()
        low = piece.lower()
        add(token_of((kind, piece, "x" if kind == "x" else SAME.get(low, low), match.start(), match.end(), gap)))
        gap = False
    return tokens


def at(tokens: Tokens, index: int) -> Token:
    """The token there, or END: rules look ahead without counting."""
    try:
        return tokens[index]
    except IndexError:
        return END


def before(tokens: Tokens, index: int) -> Token:
    """The token before that one, or END at the beginning."""
    return tokens[index - 1] if index > 0 else END


def number(token: Token) -> Decimal | None:
    """The value of a num or time token (seconds); None for a time that is none."""
    if token.kind == "num":
        text = token.text
        if text[0] > "9":
            return Decimal(WORDED[token.low])
        if "," in text:  # 1,200 m are thousands, 1,5 km a decimal
            text = text.replace(",", "" if len(text) - text.index(",") == 4 else ".")
        return Decimal(text)
    if token.kind == "time":
        seconds = unclock(token.text)
        return None if seconds is None else Decimal(seconds)
    return None


def typed(tokens: Iterable[Token]) -> str:
    """The tokens as they were typed, with single spaces; at most 200 characters."""
    return "".join((" " if token.gap and place else "") + token.text for place, token in enumerate(tokens))[:200]


def unquote(text: str) -> str:
    return text[1:-1].replace('""', '"')


def quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


class Table(dict):
    """A table for joined: it knows with what its texts begin, so that most tokens are passed by at a glance."""

    @cached_property
    def starts(self) -> frozenset[str]:
        return frozenset(key[:end] for key in self for end in range(1, len(key) + 1))


def joined(tokens: Tokens, index: int, table: dict, most: int = 5):
    """The longest run of tokens from index whose joined text is in the table: (entry, end) or None."""
    if index >= len(tokens) or isinstance(table, Table) and tokens[index].low not in table.starts:
        return None
    runs = []
    text = ""
    for end in range(index, min(index + most, len(tokens))):
        token = tokens[end]
        if end > index and token.gap and token.kind == tokens[end - 1].kind == "word" and len(token.low) == 1:
            break  # cap 2h r1:30 says no hr
        text += token.low
        runs.append((text, end + 1))
    for text, end in reversed(runs):
        entry = table.get(text)
        if entry is not None and not _cut(tokens, end):
            return entry, end
    return None


def _cut(tokens: Tokens, end: int) -> bool:
    """Whether the run would end inside a word of letters and digits (`z2x`)."""
    after = at(tokens, end)
    return after.kind == "word" and not after.gap and tokens[end - 1].kind == "word"
