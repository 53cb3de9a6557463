"""Names of exercises: when two spellings are one name. Pure text, no database."""

from __future__ import annotations

import re
from functools import lru_cache

from core import text

_SAME_WORD = {
    "db": "dumbbell", "dbs": "dumbbell", "dumbell": "dumbbell", "kb": "kettlebell", "kbs": "kettlebell",
    "bb": "barbell", "bw": "bodyweight", "one": "single", "1": "single", "hex": "trap", "flye": "fly",
    "calve": "calf", "ups": "up", "metre": "meter", "pushup": "push up", "pressup": "press up", "pullup": "pull up",
    "chinup": "chin up", "situp": "sit up", "stepup": "step up", "getup": "get up", "pulldown": "pull down",
    "pushdown": "push down", "warmup": "warm up", "warmdown": "warm down", "cooldown": "cool down",
    "deadlift": "dead lift", "crosstraining": "cross training", "and": "", "the": "", "with": "",
}  # fmt: skip

# Words that say what it is done with: their place in the name makes no difference.
EQUIPMENT_WORDS = frozenset(
    {
        "band", "barbell", "bodyweight", "cable", "dumbbell", "kettlebell", "landmine", "machine", "plate", "ring",
        "sled", "smith",
    }
)  # fmt: skip
_SEPARATORS = re.compile(r"[\s\-‐-―_,;:.()\[\]\"“”&+/]+")
_APOSTROPHES = re.compile(r"['’`´]")


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """The form in which two spellings of one name are equal: `Pull-ups` and `pullup` are both `pull up`."""
    words: list[str] = []
    for word in _SEPARATORS.split(_APOSTROPHES.sub("", text.key(name))):
        word = singular(word)
        words.extend(_SAME_WORD.get(word, word).split())
    equipment = sorted(EQUIPMENT_WORDS.intersection(words))
    return " ".join([*equipment, *(word for word in words if word not in EQUIPMENT_WORDS)]) or text.key(name)


def singular(word: str) -> str:
    """`lunges` is `lunge`, `presses` is `press`, `abs` stays: good enough to compare by, not to read."""
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


def beginnings(words: str) -> list[str]:
    """What a search for these words looks for in an exercise's `search_key`: each word, where a word begins."""
    return [f" {singular(word)}" for word in text.key(words.replace("-", " ").replace(",", " ")).split()]


def folds(name: str) -> tuple[str, ...]:
    """The folded forms under which a name is known: as written, and turned round at its comma (`Squat, front`)."""
    head, comma, rest = name.partition(",")
    forms = [fold(name)]
    if comma and rest.strip():
        forms.append(fold(f"{rest} {head}"))
    return tuple(dict.fromkeys(form for form in forms if form))


def equipment_in(form: str) -> frozenset[str]:
    """The equipment words of a folded name."""
    return EQUIPMENT_WORDS.intersection(form.split())
