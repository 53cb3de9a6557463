"""What stands behind a line's name: its shapes, rule by rule, into drafts and from them into prescriptions.

A text is read once: coaches write the same few hundred prescriptions again and again, so what `5x5 @ 80% r3:00`
means is kept by value. Nothing of it depends on the line around it but what the arguments say.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..prescription import NOTHING, Intensity, Prescription, problems
from ..prescription.tokens import Token, Tokens, at, before
from .line import GUESSED, MEASURES, NOTE, UNDERSTOOD, Context, Found
from .memo import Memo
from .rows import Draft, RowReader
from .rules import Rule
from .sports import nameless

MOST_SURE_SETS = 50
MOST_PLAIN_WORDS = 4  # of a name that stands behind its prescription
SEPARATORS = frozenset("/-:|,;·(.)[]*&=•~")
FILLERS = frozenset(("with", "w", "at", "an", "a", "of", "the", "then", "and", "for", "as"))
HOW = frozenset(("with", "w", "by", "from", "in", "as", "using"))
SHARED = frozenset(("rest", "targets", "tempo", "every"))
# Rules behind which the name may still come: EMOM 10min: 5 burpees, Tabata squat.
BEFORE_NAMES = frozenset(("amount", "side", "warm-up", "every", "amrap"))

SPACED = re.compile(r"[0-9][x×]\s+[0-9]", re.IGNORECASE)  # as calendars write: 4x 5min, for all that follows

Span = tuple[int, int, str, str]  # start, end, status, kind


class Tail(NamedTuple):
    """name: where none was given, the words that stood among the shapes. spans count from the text's beginning."""

    name: str
    prescriptions: tuple[Prescription, ...]
    spans: tuple[Span, ...]


KNOWN: Memo[Tail] = Memo(4096)


def read_tail(text: str, tokens: Tokens, comment: Token | None, start: int, context: Context, name: str | None) -> Tail:
    """text and its tokens, counted from `start`: where the text begins in its line. context: the sport, and how sure.

    name: what matters of the line's (see `what_matters`), "" where it has none; None: it may still come.
    """
    key: Any = (text, context.sport, context.sport_guessed, context.step, name)

    def read() -> Tail:
        fresh = Context(context.sport, name or "", sport_guessed=context.sport_guessed, step=context.step)
        return TailReader(text, tokens, comment, start, fresh, named=name is not None).read()

    return KNOWN.of(key, read)


def what_matters(name: str) -> str:
    """What the rules ask of a name: whether there is one, and whether it is of a long run or ride, or of a box."""
    words = set(name.lower().split())
    if "box" in words and not words.isdisjoint(("jump", "jumps", "step", "step-up", "step-ups")):
        return "box"
    return ("long" if "long" in words else "-") if words else ""


class TailReader(RowReader):
    def __init__(
        self, text: str, tokens: Tokens, comment: Token | None, start: int, context: Context, named: bool
    ) -> None:
        super().__init__(tokens, context)
        context.rested = not tokens.words.isdisjoint(("r", "rest", "on"))
        self.text = text
        self.start = start
        self.named = named
        self.spans: list[Span] = []
        self.noted = start  # so far reaches the last note
        self.comment = comment.text[2:].strip() if comment else ""
        if comment:
            self._part(comment.start, comment.end, UNDERSTOOD, "note")

    def read(self) -> Tail:
        self._shapes()
        self._in_turn()
        prescriptions = tuple(self._built(draft) for draft in self.drafts)
        return Tail(self.context.name, prescriptions, tuple(self.spans))

    def _shapes(self) -> None:
        self.context.facts = self.drafts[-1].facts
        run: int | None = None
        while self.index < len(self.tokens):
            place = self.new_row()
            if place:
                self._flush(run, self.index)
                run = None
                self.index = place
                self.next_draft()
            rule, found = self.match(self.index)
            token = self.tokens[self.index]
            if token.low in ("(", ")"):
                self.inside = token.low == "(" and bool(MEASURES & self.drafts[-1].facts.keys())
            if rule and found:
                self._flush(run, self.index)
                if self.starts_over(found, run):
                    found = found._replace(status=GUESSED)
                    self.next_draft()
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
        if token.low in SEPARATORS or token.low in ("@", '""') or token.kind == "x" and token.gap:
            return True
        place = self.index
        if token.low == "w" and not at(self.tokens, place + 1).gap and at(self.tokens, place + 1).kind == "num":
            return False
        while at(self.tokens, place).low in FILLERS or at(self.tokens, place).low in SEPARATORS:
            place += 1
        return place > self.index and self.match(place)[0] is not None

    def _take(self, rule: Rule, found: Found) -> None:
        first, last = self.tokens[self.index], self.tokens[found.end - 1]
        draft = self.drafts[-1]
        note = found.facts.pop("note", "")
        rests = found.facts.pop("rests", ())
        rows = found.facts.pop("rows", ())
        repeated = found.facts.pop("repeated", 0)
        if repeated:
            self._repeat(repeated)
        if note:
            draft.notes.append(note)
        if (note or repeated) and not found.facts:
            self._part(first.start, last.end, found.status, rule.name)
        elif draft.takes(found.facts):
            for earlier, rest in zip(self.drafts, rests, strict=False):
                earlier.add({"rest": rest})
            draft.add(found.facts)
            draft.spans.append((frozenset(found.facts), first.start, last.end))
            status = GUESSED if self._may_be_else(found.facts, last, at(self.tokens, found.end)) else found.status
            self._part(first.start, last.end, status, rule.name)
            if len(self.drafts) > 1:
                self._share(found.facts, found.end)
            self.named = self.named or rule.name not in BEFORE_NAMES
            for facts in rows:
                self.next_draft()
                self.drafts[-1].add(facts)
                self.listed = True
        else:
            self._note(first.start, last.end)
        self.index = found.end

    def _of_all(self, end: int) -> bool:
        """rest 2 minutes between sets, behind several rows."""
        return self.tokens[end - 1].low == "sets" and self.tokens[end - 2].low == "between"

    def _may_be_else(self, facts: dict, last: Token, after: Token) -> bool:
        """What is read as one thing and may well be another: no rule is sure of it."""
        if self.inside and MEASURES & facts.keys() or facts.get("sets", 0) > MOST_SURE_SETS:
            return True  # 5 min hills (4.5 miles)
        if len(self.drafts) > 1 and facts.keys() == {"reps"} and last.kind == "num" and after.low not in ("@", "("):
            return True  # 5 reps: 95, 125, 155
        row = self.draft.facts
        both = "every" in row and "duration" in row and not facts.keys().isdisjoint(("every", "duration"))
        return both and row["every"] <= row["duration"]

    def _share(self, facts: dict, end: int) -> None:
        """1x4 @ 7, 2x4 @ 9 / 240s: what stands behind a free-standing / at the end holds for every row before it."""
        sign = before(self.tokens, self.index)
        behind = (
            sign.low == "/" and sign.gap or self.listed or self.tokens[self.index].low == "rest" and self._of_all(end)
        )
        if not behind or not facts.keys() <= SHARED:
            return
        for draft in self.drafts[:-1]:
            if not facts.keys() & draft.facts.keys():
                draft.add(facts)

    def _in_turn(self) -> None:
        """4x 5min @ 95% FTP, 5min @ 85% FTP: efforts done in turn, each as often as the first, guessed."""
        first, *others = [draft.facts for draft in self.drafts]
        if len(others) != 1 or not SPACED.search(self.text) or not all(map(_is_effort, (first, *others))):
            return
        if any("sets" in facts or "rest" in facts for facts in others) or "rest" in first:
            return
        for facts in others:
            facts["sets"] = first["sets"]
        self.spans = [
            (start, end, GUESSED if kind == "amount" else status, kind) for start, end, status, kind in self.spans
        ]

    def _repeat(self, times: int) -> None:
        """All rows so far are done so often, where they do not say how often themselves."""
        for draft in self.drafts:
            draft.facts.setdefault("sets", times)

    def _flush(self, run: int | None, end: int) -> None:
        """Tokens that no rule took: the name, where none was found before, else a note."""
        if run is None:
            return
        last = end
        while last > run and self.tokens[last - 1].low in SEPARATORS - {")", "."}:
            last -= 1
        if last - run > 1 and self.tokens[last - 1].low == ")" and before(self.tokens, run).low == "(":
            last -= 1
        while not self.named and last > run and self.tokens[last - 1].low in FILLERS:
            last -= 1
        if last == run:
            return
        if self.named or not self.drafts[-1].facts or self._says_how(self.tokens[run].low):
            self._note(self.tokens[run].start, self.tokens[last - 1].end)
            return
        words = self.tokens[run:last]
        start, end = words[0].start, words[-1].end
        self.context.name = " ".join(self._words(start, end).split())
        plain = len(words) <= MOST_PLAIN_WORDS and all(word.kind == "word" for word in words)
        self._part(start, end, UNDERSTOOD if plain else GUESSED, "name")
        self.named = True

    def _says_how(self, word: str) -> bool:
        """4x50 kick with board, 4x50 by 25: no name begins so, and what is done is what one does in the sport."""
        return word in HOW and bool(nameless(self.context.sport))

    def _note(self, start: int, end: int) -> None:
        """Words of which nothing is known. Those that stand together are one note, as they were written."""
        words = self._words(start, end).strip()
        if words:
            notes = self.drafts[-1].notes
            between = self._words(self.noted, start) if notes else "; "
            if between.strip():
                notes.append(words)
            else:
                notes[-1] += f"{between and ' '}{words}"
            self.noted = end
            self._part(start, end, NOTE, "note")

    def _part(self, start: int, end: int, status: str, kind: str) -> None:
        self.spans.append((start - self.start, end - self.start, status, kind))

    def _words(self, start: int, end: int) -> str:
        return self.text[start - self.start : end - self.start]

    # The values

    def _built(self, draft: Draft) -> Prescription:
        while True:
            prescription = _prescription(draft, self.comment if draft is self.drafts[-1] else "")
            if not draft.facts or not problems(prescription):
                return prescription
            if draft.halves_a_list():
                continue
            self._give_up(draft)

    def _give_up(self, draft: Draft) -> None:
        """What cannot stand together: the last shape becomes a note."""
        keys, start, end = draft.spans.pop()
        for key in keys:
            draft.facts.pop(key, None)
        here = (start - self.start, end - self.start)
        self.spans = [span for span in self.spans if span[:2] != here]
        self._part(start, end, NOTE, "note")
        draft.notes.append(self._words(start, end))


def _is_effort(facts: dict) -> bool:
    """A time at a stated effort: no easy minutes between."""
    return "duration" in facts and bool(facts.get("targets")) and facts["targets"][0].kind not in ("effort", "words")


def _prescription(draft: Draft, comment: str) -> Prescription:
    notes = "; ".join([*draft.notes, *([comment] if comment else [])]).replace("\\n", "\n").strip()
    facts = {key: value for key, value in draft.facts.items() if key != "targets"}
    targets = draft.facts.get("targets")
    if not facts and not targets and not notes:
        return NOTHING
    return Prescription(**facts, intensity=Intensity(targets) if targets else None, notes=notes)
