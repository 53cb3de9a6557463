"""read_line: from a line of text to its label, its name and its prescriptions. Any text is read; none is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import replace
from typing import Any, NamedTuple

from ..prescription.tokens import Token, Tokens, at, tokenize, unquote
from .chains import is_deep
from .habits import LABELS, TARGETS, sheet_label
from .line import GUESSED, NOTE, UNDERSTOOD, Context, Line, Part
from .memo import Memo
from .rules import begins_rule, rules_at
from .sports import is_step, sport_of
from .tail import SEPARATORS, read_tail, what_matters

MOST_CHARACTERS = 2000
MOST_TOKENS = 600  # sixty sets with a range of reps and two targets each
MOST_NAME_TOKENS = 12
MOST_PLAIN_TOKENS = 8  # a longer name may be a sentence
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LABEL = re.compile(r"\s*([A-Ha-h][1-9][0-9]?)[.):]?(?=\s|$)")
# The numbers of a list: `1) Back squat`, `2. Every :30`, `Set 2: 3 reps`. They say nothing but the order.
NUMBERING = re.compile(
    r"\s*(?:[-•*]\s+)?(?:[0-9]{1,2}[.):](?=\s+[^\W_]|\s+[*_])|[0-9]{1,2}\s+-(?=\s+[^\W\d_])|set\s*[0-9]{1,2}\s*[:.](?=\s+\S))"
    r"|\s*[•*](?=\s)",
    re.IGNORECASE,
)
# Words before a colon that make it part of a shape, not the end of a name.
NOT_NAMES = frozenset(("emom", "amrap", "every", "rounds", "round", "sets", "set", "rest", "tempo", "recovery", "on"))

# Words that a number of their own follows, before the line's first amount.
COUNTED_BY = frozenset("wk week day station exercise level phase block no".split())

MARKDOWN = frozenset("*_")

FIELDS = frozenset(LABELS.split()) | TARGETS | {"rpe"}

Names = Container[str] | Callable[[str], object] | None


def read_line(text: str, sport: str = "", names: Names = None, sheet: bool = False) -> Line:
    """One line of notation: `A1 Back squat 5x5 @ 80% r3:00 // belt`. Never raises; time is bounded.

    names: keys of known exercises (casefolded, single spaces), or a function that says whether a key is one.
    sheet: labels as sheets have them count, too (`A. Squat`, `1a Squat`); a session reads its own, by all its lines.
    """
    return Reader(text, sport, names, sheet).read()


def read_prescription(text: str, sport: str = "") -> Line:
    """The same where only a prescription stands: words that are left over are its note, not a name."""
    reader = Reader(text, sport, None)
    reader.name = ""
    return reader.read()


class Reader:
    """Label and name; what stands behind them is read by `read_tail`."""

    def __init__(self, text: str, sport: str, names: Names, sheet: bool = False) -> None:
        self.text = text
        self.sheet = sheet
        self.body = CONTROL.sub(" ", text[:MOST_CHARACTERS])
        self.names = names
        self.line = Line(text)
        self.context = Context(sport)
        self.name: str | None = None  # not found yet; "" is none
        self.tokens = Tokens()
        self.comment: Token | None = None
        self.end = MOST_CHARACTERS  # of what is read; what stands behind is a note
        self.opened = -1, self.tokens  # where a shape was looked for last, and the tokens from there on
        self.index = 0
        self.after = 0  # the token behind the name
        self.behind = 0  # where in the text the label or the name ends

    def read(self) -> Line:
        wants_name = self.name is None
        self.behind = self._label() if wants_name else 0
        self.tokens = _shifted(tokenize(self.body[self.behind :]), self.behind)
        if len(self.tokens) > MOST_TOKENS:
            self.end = self.tokens[MOST_TOKENS].start
            self.body = self.body[: self.end]
            del self.tokens[MOST_TOKENS:]
        if self.tokens and self.tokens[-1].kind == "note":
            self.comment = self.tokens.pop()
        self._sport()
        if wants_name:
            self._name()
        self._tail()
        self.line.parts.sort()
        return self.line

    def _tail(self) -> None:
        context, name = self.context, self.name
        known = None if name is None else what_matters(name)
        place, opened = self.opened  # what the rules found out of these tokens when they ended the name still holds
        tokens = opened if place == self.after else Tokens(self.tokens[self.after :])
        tail = read_tail(self.body[self.behind :], tokens, self.comment, self.behind, context, known)
        self.line.name = tail.name if name is None else name
        self.line.prescriptions = tail.prescriptions
        for start, end, status, kind in tail.spans:
            self._part(self.behind + start, self.behind + end, status, kind)
        if len(self.text) > self.end:
            self._surplus(CONTROL.sub(" ", self.text[self.end :]).replace("\\n", "\n").strip())

    def _surplus(self, words: str) -> None:
        """What is longer than a line can be is the last row's note."""
        if words:
            *others, last = self.line.prescriptions
            notes = f"{last.notes}; {words}" if last.notes else words
            self.line.prescriptions = (*others, replace(last, notes=notes))
            self._part(self.end, len(self.text), NOTE, "note")

    # The parts before the shapes

    def _sport(self) -> None:
        self.context.step = is_step(self.tokens)
        if not self.context.sport:
            self.context.sport = sport_of(self.tokens)
            self.context.sport_guessed = bool(self.context.sport)

    def _label(self) -> int:
        match = LABEL.match(self.body)
        label = (match[1].upper(), match.start(1), match.end()) if match else self.sheet and sheet_label(self.body)
        if not label or self._known_from(label[1]):
            number = None if label else NUMBERING.match(self.body)
            return number.end() if number else 0
        self.line.label = label[0]
        self._part(label[1], label[2], UNDERSTOOD, "label")
        return label[2]

    def _known_from(self, start: int) -> bool:
        """Whether a known name begins there: `C2 rower`."""
        if self.names is None:
            return False
        self.tokens = _shifted(tokenize(self.body[start:]), start)
        return self._longest_known(self.tokens, 0) > 0

    def _name(self) -> None:
        tokens = self.tokens
        while at(tokens, self.index).low in SEPARATORS and not self._opening(self.index):
            self.index += 1
        first = at(tokens, self.index)
        if first.kind == "quoted":
            self._named(self.index, self.index + 1, unquote(first.text))
            return
        end = self._longest_known(tokens, self.index) or self._before_colon() or self._before_shape()
        if end > self.index:
            last = end
            while last > self.index and _parts(tokens[last - 1]):
                last -= 1
            while self.index < last and tokens[self.index].low in MARKDOWN:
                self.index += 1
            self._named(self.index, max(last, self.index), None)

    def _named(self, start: int, end: int, name: str | None) -> None:
        if end > start:
            first, last = self.tokens[start], self.tokens[end - 1]
            self.name = " ".join((self.body[first.start : last.end] if name is None else name).split())
            plain = name is not None or end - start <= MOST_PLAIN_TOKENS and not any(map(_odd, self.tokens[start:end]))
            self._part(first.start, last.end, UNDERSTOOD if plain or self._is_known(start, end) else GUESSED, "name")
            self.behind, self.after = last.end, end

    def _is_known(self, start: int, end: int) -> bool:
        return self.names is not None and self._longest_known(self.tokens, start) == end

    def _longest_known(self, tokens: Tokens, start: int) -> int:
        """The end of the longest known name that begins here and is followed by a shape, a separator or the end."""
        if self.names is None:
            return 0
        known = self.names if callable(self.names) else self.names.__contains__
        ends = []
        for end in range(start + 1, min(start + MOST_NAME_TOKENS, len(tokens)) + 1):
            if tokens[end - 1].kind == "note" or tokens[end - 1].low == "@":
                break
            ends.append(end)
        for end in reversed(ends):
            key = " ".join(self.body[tokens[start].start : tokens[end - 1].end].casefold().split())
            ends_there = end == len(tokens) or at(tokens, end).low in SEPARATORS
            if known(key) and (ends_there or self._opening(end)):
                return end
        return 0

    def _before_colon(self) -> int:
        """`90/90 hip switch: 2x8/side`: the end of the words before the first colon that a shape follows."""
        tokens = self.tokens
        if ":" not in tokens.words:
            return 0
        for place in range(self.index, min(len(tokens), self.index + MOST_NAME_TOKENS)):
            token = tokens[place]
            if token.low in ("@", '"') or token.low in NOT_NAMES or token.low == "e" and self._opening(place):
                return 0
            if token.low == ":" and tokens[place - 1].low in FIELDS:
                return 0
            if token.low == ":" and at(tokens, place + 1).gap and self._opening(place + 1):
                words = tokens[self.index : place]
                return place if any(word.kind == "word" for word in words) else 0
        return 0

    def _before_shape(self) -> int:
        """Where the first shape begins. A lone number that words follow is the name's while a real shape is to come."""
        tokens = self.tokens
        inside = 0
        for place in range(self.index, len(tokens)):
            if tokens[place].low == "[" and not tokens[place].gap and place > self.index:
                inside = place + 6  # Hip thrust[5-8] 3x20: a bracket that touches the name is the name's
            if inside > place and "]" in [token.low for token in tokens[place:inside]]:
                continue
            if place and tokens[place].kind == "num" and tokens[place - 1].low in COUNTED_BY:
                continue  # week 9 12x400m
            if is_deep(tokens, place):
                continue
            glued = place > 0 and not tokens[place].gap and tokens[place - 1].kind == "word"
            if glued and len(tokens[place - 1].low) == 1:
                continue  # Z2 ride, C2 rower
            opening = self._opening(place)
            if glued and opening is not None and opening.lone and opening.taken == 1:
                continue  # UT2 60min, VO2 5x3min
            if opening is not None and not (opening.lone and self._goes_on(place + opening.taken)):
                return place
        return len(tokens)

    def _goes_on(self, end: int) -> bool:
        """Whether a name goes on behind its number: words, and then the real shape, all in one row."""
        work = next((place for place, token in enumerate(self.tokens) if token.low == "@"), len(self.tokens))
        chained = max((place for place, token in enumerate(self.tokens[:work]) if token.kind == "x"), default=-1)
        parted = any(token.low in (",", ";", "+") for token in self.tokens[end : max(chained, 0)])
        return at(self.tokens, end).kind == "word" and end < chained and not parted

    def _opening(self, place: int) -> Opening | None:
        token = at(self.tokens, place)
        bracketed = place > 0 and self.tokens[place - 1].low == "("
        if not begins_rule(token):
            return None
        context = self.context
        key: Any = (self.body[token.start :], token.gap, bracketed, context.sport, context.sport_guessed, context.step)

        def read() -> Opening | None:
            tokens = Tokens(self.tokens[place - bracketed :])
            self.opened = place - bracketed, tokens
            return _open(tokens, bracketed, context)

        return OPENINGS.of(key, read)

    def _part(self, start: int, end: int, status: str, kind: str) -> None:
        self.line.parts.append(Part(start, end, status, kind, self.text[start:end]))


def _odd(token: Token) -> bool:
    """What hardly stands in a name: then it may be more than one."""
    return token.kind not in ("word", "sign") or token.kind == "sign" and token.low in ':;.,*|=@%"?!'


def _parts(token: Token) -> bool:
    """Whether it only stands between a name and what follows: a separator, the x of `Front squat x 6-8 reps`."""
    return token.kind == "x" or token.kind == "sign" and token.low in SEPARATORS | MARKDOWN - {")", "]"}


class Opening(NamedTuple):
    """A shape that ends a name: how many tokens it takes, and whether it is a number that may be the name's."""

    taken: int
    lone: bool


OPENINGS: Memo[Opening | None] = Memo(4096)


def _open(tokens: Tokens, bracketed: bool, context: Context) -> Opening | None:
    place = int(bracketed)
    for rule in rules_at(tokens, place):
        found = rule.read(tokens, place, context) if rule.opens or bracketed else None
        if found:
            taken = found.end - place
            half = taken == 3 and tokens[place + 1].low == "/" and "sets" not in found.facts  # 1/2 kneeling press 3x10
            return Opening(taken, tokens[place].kind == "num" and (taken == 1 or half))
    return None


def _shifted(tokens: Tokens, by: int) -> Tokens:
    return Tokens([token._replace(start=token.start + by, end=token.end + by) for token in tokens]) if by else tokens


__all__ = ["GUESSED", "read_line", "read_prescription"]
