"""The rows of a line while they are read, and where the next one begins."""

from __future__ import annotations

from dataclasses import replace

from ..prescription import Rest
from ..prescription.tokens import Tokens, at
from .line import MEASURES, UNDERSTOOD, Context, Found
from .rests import REST_NOUNS
from .rules import Rule, rules_at

MOST_ROWS = 60
ROW_SIGNS = frozenset((",", ";", "+", "/", "[", "&", ".", "-", "->", "followed"))
# What may stand between the sign and the next row's amount.
ROW_WORDS = frozenset("then and by a main warm-up warmup cool-down cooldown warm cool up down".split())
LONGEST_OFFSET_S = 30  # of a pace
MORE = frozenset(("targets", "is_warm_up"))  # facts that may be said again


class Draft:
    """One row in the making: facts by field, their parts, and what is kept as notes."""

    def __init__(self) -> None:
        self.facts: dict = {}
        self.notes: list[str] = []
        self.spans: list[tuple[frozenset, int, int]] = []

    def takes(self, facts: dict) -> bool:
        """Whether nothing of it was said before; an intensity may have two targets."""
        if not self.facts:
            return len(facts.get("targets", ())) <= 2
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

    def halves_a_list(self) -> bool:
        """RPE 6/7 with three sets is from 6 to 7: no list of the sets. Whether one was changed."""
        for index, target in enumerate(targets := list(self.facts.get("targets", ()))):
            low, high = target.per_set if len(target.per_set) == 2 else (0, 0)
            if target.kind in ("rpe", "rir") and low < high and self.facts.get("sets") != 2:
                targets[index] = replace(target, per_set=(), start=low, end=high)
                self.facts["targets"] = tuple(targets)
                return True
        return False


class RowReader:
    """The drafts so far, the last of which is being filled, and the place in the line."""

    def __init__(self, tokens: Tokens, context: Context) -> None:
        self.tokens = tokens
        self.context = context
        self.index = 0
        self.drafts = [Draft()]
        self.inside = False  # of brackets that stand behind an amount: what is in them begins no row
        self.listed = False  # the rows are a list of distances: what is said behind it holds for all

    @property
    def draft(self) -> Draft:
        return self.drafts[-1]

    def next_draft(self) -> None:
        warm = self.drafts[-1].facts
        chained = any(
            {"reps", "targets"} <= keys for keys, _start, _end in self.draft.spans
        )  # 10 x 60kg, not 1x10 @ 60kg
        load = warm["targets"][0] if chained and warm.get("sets") == 1 else None
        self.context.warming = bool(load and warm.get("is_warm_up"))
        self.context.loading = load.unit if load and load.kind == "weight" else ""
        self.drafts.append(Draft())
        self.context.rows = 1 if any("rest" in draft.facts for draft in self.drafts) else len(self.drafts)
        self.context.facts = self.drafts[-1].facts

    def match(self, place: int) -> tuple[Rule | None, Found | None]:
        for rule in rules_at(self.tokens, place):
            found = rule.read(self.tokens, place, self.context)
            if found:
                return rule, found
        return None, None

    def match_anew(self, place: int) -> Found | None:
        """What stands there, if it is an amount, as the first of a row."""
        old, self.context.facts = self.context.facts, {}
        _rule, found = self.match(place)
        self.context.facts = old
        return found if found and MEASURES & found.facts.keys() else None

    def new_row(self) -> int:
        """Where another row begins, behind a sign that parts it from this one; 0 where none does."""
        token = at(self.tokens, self.index)
        if token.low not in ROW_SIGNS or self.inside or len(self.drafts) >= MOST_ROWS:
            return 0
        following = at(self.tokens, self.index + 1)
        if not MEASURES & self.draft.facts.keys():
            return 0
        if token.low in ("+", "/", "&") and not (token.gap and following.gap):
            return self.index + 1 if token.low == "/" and self._another_length() else 0
        first, place = self._amount_behind(self.index + 1)
        if token.low in (".", "followed") and place == self.index + 1 or token.low in ("-", "->") and not token.gap:
            return 0
        rule, _found = self.match(place)
        found = None if rule and rule.name == "rest" else self.match_anew(place)  # 4x8min, 4min recovery
        return first if found and self._parts_rows(token.low, found) else 0

    def _amount_behind(self, start: int) -> tuple[int, int]:
        """Where the row begins and where its amount: `then 3x5`, `cool-down: 10min`, `Set 2: 10`, `[c]5:00`."""
        place = start
        while at(self.tokens, place).low in ROW_WORDS or place > start and at(self.tokens, place).low == ":":
            place += 1
        if at(self.tokens, place).low == "w" and not at(self.tokens, place + 1).gap:
            return start, place + 1  # w5x40kg, w3x60kg
        if at(self.tokens, place).low == "set" and at(self.tokens, place + 2).low == ":":
            return place + 3, place + 3
        tagged = at(self.tokens, place).low == "[" and at(self.tokens, place + 2).low == "]"
        return start, place + 3 * tagged

    def _parts_rows(self, sign: str, found: Found) -> bool:
        behind, last = at(self.tokens, found.end), self.tokens[found.end - 1]
        if behind.low in ("pace", "effort"):
            return False  # 35 minutes, 5k pace
        if found.facts.keys() == {"reps"} and last.kind == "num" and (behind.kind == "word" or behind.low == "x"):
            return False  # 3x30s, 1-2 times a day
        if sign in ("-", "->"):
            following = at(self.tokens, self.index + 1)
            return following.gap and found.status == UNDERSTOOD and not self.draft.takes(found.facts)
        if (
            sign == "+"
            and "targets" in self.draft.spans[-1][0]
            and "sets" not in found.facts
            and "duration" in found.facts
        ):
            return found.facts["duration"] > LONGEST_OFFSET_S  # 5k pace + 5 seconds
        if sign == "/":  # 3x8 / 90s is a rest, 4x100m as 25m kick / 25m drill one row
            return "sets" in found.facts or "distance" in found.facts and "sets" not in self.draft.facts
        return True

    def starts_over(self, found: Found, run: int | None) -> bool:
        """5 @ 70% 3 @ 75%, 10 reps (40%) 8 reps (50%): another amount with an effort of its own, right behind those."""
        row = self.draft.facts
        if (
            not MEASURES & found.facts.keys()
            or not MEASURES & row.keys()
            or self.inside
            or len(self.drafts) >= MOST_ROWS
        ):
            return False
        if "sets" in found.facts and "amrap" not in row:
            return True  # 10x400m (200m jog) 3x150m, 5km w/ 4x20s strides: a second N x M is another row
        if self.draft.takes(found.facts):
            return False
        following = at(self.tokens, found.end)
        loaded = following.low == "@" or following.low == "(" and at(self.tokens, found.end + 2).low == "%"
        return loaded and run is None and "targets" in row

    def _another_length(self) -> bool:
        """3k/2.5k/2k: a list of distances becomes rows; 3'R20/2'R22, each with its own rate, too."""
        last = self.draft.spans[-1] if self.draft.spans else None
        if last is None or last[2] != self.tokens[self.index - 1].end or "sets" in self.draft.facts:
            return False
        measure = next((size for size in ("distance", "duration") if size in self.draft.facts), "distance")
        found = self.match_anew(self.index + 1)
        if found is None or measure not in found.facts or "sets" in found.facts:
            return False
        if measure not in last[0]:
            return "cadence" in last[0] and self.tokens[found.end - 1].kind != "num"
        after = at(self.tokens, found.end)
        self.listed = after.kind != "word" or after.low in ("with", "w", "at") or after.low in REST_NOUNS
        return measure == "distance" and self.listed
