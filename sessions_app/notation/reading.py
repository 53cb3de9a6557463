"""read_line: from a line of text to its label, its name and its prescriptions. Any text is read; none is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from ..prescription import NOTHING, Intensity, Prescription, Rest, problems
from ..prescription.tokens import END, Token, Tokens, at, tokenize, unquote
from .habits import LABELS, TARGETS, sheet_label
from .line import GUESSED, NOTE, UNDERSTOOD, Context, Found, Line, Part
from .rules import Rule, rules_at
from .sports import is_step, sport_of

MOST_CHARACTERS = 2000
MOST_ROWS = 60
MOST_NAME_TOKENS = 12
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LABEL = re.compile(r"\s*([A-Ha-h][1-9][0-9]?)[.):]?(?=\s|$)")
SEPARATORS = frozenset("/-:|,;·(.)[]*&=•~")
FILLERS = frozenset(("with", "w", "at", "an", "a", "of", "the", "then", "and", "for", "as"))
ROW_SIGNS = frozenset((",", ";", "+", "/", "["))
MEASURES = frozenset(("reps", "duration", "distance"))
MORE = frozenset(("targets", "is_warm_up"))  # facts that may be said again
SHARED = frozenset(("rest", "targets", "tempo", "every"))
# Rules behind which the name may still come: EMOM 10min: 5 burpees, Tabata squat.
BEFORE_NAMES = frozenset(("amount", "side", "warm-up", "every", "amrap"))
# Words before a colon that make it part of a shape, not the end of a name.
NOT_NAMES = frozenset(("emom", "amrap", "every", "rounds", "round", "sets", "set", "rest", "tempo", "recovery", "on"))

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
    reader.named = True
    return reader.read()


class Draft:
    """One row in the making: facts by field, their parts, and what is kept as notes."""

    def __init__(self) -> None:
        self.facts: dict = {}
        self.notes: list[str] = []
        self.spans: list[tuple[frozenset, int, int]] = []

    def takes(self, facts: dict) -> bool:
        """Whether nothing of it was said before; an intensity may have two targets."""
        targets = len(facts.get("targets", ())) + len(self.facts.get("targets", ()))
        said = {key for key, value in facts.items() if key not in MORE and value is not None}
        if "rest" in said & self.facts.keys() and self._between_sets(facts["rest"]):
            said.discard("rest")
        return targets <= 2 and not said & self.facts.keys()

    def _between_sets(self, rest: Rest) -> Rest | None:
        """3x13x30s/15s r3:00: behind the rest between the reps of a set the one between sets."""
        first, reps = self.facts["rest"], self.facts.get("reps")
        if reps is None or reps.each is None or first.seconds is None or rest.seconds is None:
            return None
        if rest != Rest(rest.seconds) or first != Rest(first.seconds):
            return None
        return Rest(first.seconds, set_seconds=rest.seconds)

    def add(self, facts: dict) -> None:
        if "rest" in facts and "rest" in self.facts:
            facts = {**facts, "rest": self._between_sets(facts["rest"]) or facts["rest"]}
        targets = self.facts.get("targets", ()) + facts.get("targets", ())
        self.facts.update({key: value for key, value in facts.items() if value is not None and key != "guessed"})
        if targets:
            self.facts["targets"] = targets


class Reader:
    def __init__(self, text: str, sport: str, names: Names, sheet: bool = False) -> None:
        self.text = text
        self.sheet = sheet
        self.body = CONTROL.sub(" ", text[:MOST_CHARACTERS])
        self.names = names
        self.line = Line(text)
        self.context = Context(sport)
        self.tokens = Tokens()
        self.index = 0
        self.named = False
        self.first: tuple[int, tuple[Rule, Found]] | None = None
        self.drafts = [Draft()]
        self.comment = ""

    def read(self) -> Line:
        start = 0 if self.named else self._label()
        self.tokens = _shifted(tokenize(self.body[start:]), start)
        if self.tokens and self.tokens[-1].kind == "note":
            self._comment(self.tokens.pop())
        self._sport()
        if not self.named:
            self._name()
        self._shapes()
        rest = self.text[MOST_CHARACTERS:]
        if rest:
            self._note(MOST_CHARACTERS, len(self.text), CONTROL.sub(" ", rest))
        self.line.name = self.context.name
        self.line.prescriptions = tuple(self._built(draft) for draft in self.drafts)
        self.line.parts.sort()
        return self.line

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
            return 0
        self.line.label = label[0]
        self._part(label[1], label[2], UNDERSTOOD, "label")
        return label[2]

    def _known_from(self, start: int) -> bool:
        """Whether a known name begins there: `C2 rower`."""
        return self.names is not None and self._longest_known(_shifted(tokenize(self.body[start:]), start), 0) > 0

    def _comment(self, token: Token) -> None:
        self.comment = token.text[2:].strip()
        self._part(token.start, token.end, UNDERSTOOD, "note")

    def _name(self) -> None:
        tokens = self.tokens
        while at(tokens, self.index).low in SEPARATORS and not self._shape(self.index):
            self.index += 1
        first = at(tokens, self.index)
        if first.kind == "quoted":
            self._named(self.index, self.index + 1, unquote(first.text))
            return
        end = self._longest_known(tokens, self.index) or self._before_colon() or self._before_shape()
        if end > self.index:
            last = end
            while last > self.index and tokens[last - 1].kind == "sign" and tokens[last - 1].low in SEPARATORS - {")"}:
                last -= 1
            self._named(self.index, max(last, self.index), None)
            self.index = end

    def _named(self, start: int, end: int, name: str | None) -> None:
        if end > start:
            first, last = self.tokens[start], self.tokens[end - 1]
            self.context.name = " ".join((self.body[first.start : last.end] if name is None else name).split())
            self._part(first.start, last.end, UNDERSTOOD, "name")
            self.named = True
        self.index = end

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
            if known(key) and (ends_there or _shape(tokens, end, self.context)):
                return end
        return 0

    def _before_colon(self) -> int:
        """`90/90 hip switch: 2x8/side`: the end of the words before the first colon that a shape follows."""
        tokens = self.tokens
        for place in range(self.index, min(len(tokens), self.index + MOST_NAME_TOKENS)):
            token = tokens[place]
            if token.low in ("@", '"') or token.low in NOT_NAMES or token.low == "e" and self._shape(place):
                return 0
            if token.low == ":" and tokens[place - 1].low in FIELDS:
                return 0
            if token.low == ":" and at(tokens, place + 1).gap and self._shape(place + 1):
                words = tokens[self.index : place]
                return place if any(word.kind == "word" for word in words) else 0
        return 0

    def _before_shape(self) -> int:
        """Where the first shape begins. A lone number that words follow is the name's while a real shape is to come."""
        tokens = self.tokens
        work = next((place for place, token in enumerate(tokens) if token.low == "@"), len(tokens))
        chained = max((place for place, token in enumerate(tokens[:work]) if token.kind == "x"), default=-1)
        for place in range(self.index, len(tokens)):
            opening = _opening(tokens, place, self.context)
            if opening is None:
                continue
            rule, found = opening
            lone = tokens[place].kind == "num" and at(tokens, found.end).kind == "word" and found.end < chained
            parted = any(token.low in (",", ";", "+") for token in tokens[found.end : max(chained, 0)])
            if (
                lone
                and not parted
                and place + 1 < chained
                and not any(token.kind == "x" for token in tokens[place : found.end])
            ):
                continue
            if "long" not in tokens.words and self._comes_first(place, rule):
                self.first = (place, opening)
            return place
        return len(tokens)

    def _comes_first(self, place: int, opening: Rule) -> bool:
        """Whether no rule before it reads there: what was found need not be read again. A long run's name counts."""
        for rule in rules_at(self.tokens, place):
            if rule is opening:
                return True
            if not rule.opens and rule.read(self.tokens, place, self.context):
                return False
        return False

    # The shapes

    def _shape(self, place: int) -> Found | None:
        return _shape(self.tokens, place, self.context)

    def _shapes(self) -> None:
        self.context.facts = self.drafts[-1].facts
        run: int | None = None
        while self.index < len(self.tokens):
            if self._new_row():
                self._flush(run, self.index)
                run = None
                self.index += 1
                self._next_draft()
            rule, found = self._match(self.index)
            token = self.tokens[self.index]
            if rule and found:
                self._flush(run, self.index)
                run = None
                self._take(rule, found)
            elif run is None and self._skips(token):
                self.index += 1
            else:
                run = self.index if run is None else run
                self.index += 1
        self._flush(run, len(self.tokens))

    def _skips(self, token: Token) -> bool:
        """Signs between shapes, and small words before one."""
        if token.low in SEPARATORS or token.low in ("@", '""'):
            return True
        place = self.index
        while at(self.tokens, place).low in FILLERS or at(self.tokens, place).low in SEPARATORS:
            place += 1
        return place > self.index and self._match(place)[0] is not None

    def _match(self, place: int) -> tuple[Rule | None, Found | None]:
        if self.first is not None and self.first[0] == place:
            (_, opening), self.first = self.first, None
            return opening
        for rule in rules_at(self.tokens, place):
            found = rule.read(self.tokens, place, self.context)
            if found:
                return rule, found
        return None, None

    def _new_row(self) -> bool:
        """A comma, a semicolon, a bracket or a free-standing + or / before a new quantity, when this row has one."""
        token, following = at(self.tokens, self.index), at(self.tokens, self.index + 1)
        if token.low not in ROW_SIGNS or len(self.drafts) >= MOST_ROWS or not MEASURES & self.drafts[-1].facts.keys():
            return False
        if token.low in ("+", "/") and not (token.gap and following.gap):
            return False
        place = self.index + 1 + (following.low in ("then", "and"))
        same, _ = self._match(place)
        if same and same.name == "rest":
            return False  # 4x8min, 4min recovery
        old, self.context.facts = self.context.facts, {}
        rule, found = self._match(place)
        self.context.facts = old
        if rule is None or found is None or not MEASURES & found.facts.keys():
            return False
        if token.low == "/":  # 3x8 / 90s is a rest, 4x100m as 25m kick / 25m drill one row
            return "sets" in found.facts or "distance" in found.facts and "sets" not in old
        return True

    def _next_draft(self) -> None:
        warm = self.drafts[-1].facts
        self.context.warming = bool(warm.get("is_warm_up") and warm.get("sets") == 1 and "targets" in warm)
        self.drafts.append(Draft())
        self.context.rows = 1 if any("rest" in draft.facts for draft in self.drafts) else len(self.drafts)
        self.context.facts = self.drafts[-1].facts

    def _take(self, rule: Rule, found: Found) -> None:
        first, last = self.tokens[self.index], self.tokens[found.end - 1]
        draft = self.drafts[-1]
        note = found.facts.pop("note", "")
        rests = found.facts.pop("rests", ())
        if note:
            draft.notes.append(note)
        if note and not found.facts:
            self._part(first.start, last.end, found.status, rule.name)
        elif draft.takes(found.facts):
            for earlier, rest in zip(self.drafts, rests, strict=False):
                earlier.add({"rest": rest})
            draft.add(found.facts)
            draft.spans.append((frozenset(found.facts), first.start, last.end))
            self._part(first.start, last.end, found.status, rule.name)
            self._share(found.facts)
            self.named = self.named or rule.name not in BEFORE_NAMES
        else:
            self._note(first.start, last.end)
        self.index = found.end

    def _share(self, facts: dict) -> None:
        """1x4 @ 7, 2x4 @ 9 / 240s: what stands behind a free-standing / at the end holds for every row before it."""
        before = at(self.tokens, self.index - 1) if self.index else END
        if before.low != "/" or not before.gap or not facts.keys() <= SHARED:
            return
        for draft in self.drafts[:-1]:
            if not facts.keys() & draft.facts.keys():
                draft.add(facts)

    def _flush(self, run: int | None, end: int) -> None:
        """Tokens that no rule took: the name, where none was found before, else a note."""
        if run is None:
            return
        last = end
        while last > run and self.tokens[last - 1].low in SEPARATORS - {")", "."}:
            last -= 1
        if last == run:
            return
        if self.named or not self.drafts[-1].facts:
            self._note(self.tokens[run].start, self.tokens[last - 1].end)
            return
        index = self.index
        self._named(run, last, None)
        self.index = index

    def _note(self, start: int, end: int, text: str | None = None) -> None:
        words = (self.body[start:end] if text is None else text).strip()
        if words:
            self.drafts[-1].notes.append(words)
            self._part(start, end, NOTE, "note")

    def _part(self, start: int, end: int, status: str, kind: str) -> None:
        self.line.parts.append(Part(start, end, status, kind, self.text[start:end]))

    # The values

    def _built(self, draft: Draft) -> Prescription:
        while True:
            prescription = _prescription(draft, self.comment if draft is self.drafts[-1] else "")
            if not draft.facts or not problems(prescription):
                return prescription
            self._give_up(draft)

    def _give_up(self, draft: Draft) -> None:
        """What cannot stand together: the last shape becomes a note."""
        keys, start, end = draft.spans.pop()
        for key in keys:
            draft.facts.pop(key, None)
        self.line.parts = [part for part in self.line.parts if (part.start, part.end) != (start, end)]
        self._part(start, end, NOTE, "note")
        draft.notes.append(self.body[start:end])


def _shape(tokens: Tokens, place: int, context: Context) -> Found | None:
    opening = _opening(tokens, place, context)
    return opening and opening[1]


def _opening(tokens: Tokens, place: int, context: Context) -> tuple[Rule, Found] | None:
    """The shape that begins here and ends a name, and its rule."""
    for rule in rules_at(tokens, place):
        if rule.opens or place and tokens[place - 1].low == "(":
            found = rule.read(tokens, place, context)
            if found:
                return rule, found
    return None


def _shifted(tokens: Tokens, by: int) -> Tokens:
    return Tokens([token._replace(start=token.start + by, end=token.end + by) for token in tokens]) if by else tokens


def _prescription(draft: Draft, comment: str) -> Prescription:
    notes = "; ".join([*draft.notes, *([comment] if comment else [])]).replace("\\n", "\n").strip()
    facts = {key: value for key, value in draft.facts.items() if key != "targets"}
    targets = draft.facts.get("targets")
    if not facts and not targets and not notes:
        return NOTHING
    return Prescription(**facts, intensity=Intensity(targets) if targets else None, notes=notes)


__all__ = ["GUESSED", "read_line", "read_prescription"]
