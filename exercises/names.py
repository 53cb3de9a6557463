"""Names of exercises: when two spellings are one name. Pure text, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

from core import text

_SAME_WORD = {
    # what it is done with
    "db": "dumbbell", "dbs": "dumbbell", "dumbell": "dumbbell", "kb": "kettlebell", "kbs": "kettlebell",
    "bb": "barbell", "bw": "bodyweight", "banded": "band", "ez": "ezbar", "hex": "trap", "mb": "medicine ball",
    "medball": "medicine ball",
    # abbreviations
    "sl": "single leg", "sa": "single arm", "one": "single", "1": "single", "alt": "alternating",
    "alternate": "alternating", "inc": "incline", "ext": "extension", "rev": "reverse", "oh": "overhead",
    "cg": "close grip", "wg": "wide grip", "ng": "neutral grip", "ffe": "front foot elevated",
    "rfe": "rear foot elevated", "bi": "bicep", "tri": "tricep", "ham": "hamstring",
    "bp": "bench press", "bss": "bulgarian split squat", "bor": "bent over row", "dl": "dead lift",
    "hpc": "hang power clean", "hps": "hang power snatch", "hspu": "handstand push up", "ohp": "overhead press",
    "rdl": "romanian dead lift", "slrdl": "single leg romanian dead lift", "wu": "warm up", "cd": "cool down",
    # one word or two
    "deadlift": "dead lift", "pushup": "push up", "pressup": "press up", "pullup": "pull up", "chinup": "chin up",
    "situp": "sit up", "stepup": "step up", "getup": "get up", "pulldown": "pull down", "pushdown": "push down",
    "warmup": "warm up", "warmdown": "warm down", "cooldown": "cool down", "crosstraining": "cross training",
    # spellings
    "armed": "arm", "legged": "leg", "calve": "calf", "flye": "fly", "ups": "up", "centre": "center",
    "kilometre": "kilometer", "metre": "meter", "pedalling": "pedaling", "tyre": "tire",
}  # fmt: skip
# Words that belong together, before they are looked at one by one.
_SAME_WORDS = {"ez curl bar": "ezbar", "ez bar": "ezbar", "body weight": "bodyweight", "med ball": "medicine ball"}
_TOGETHER = re.compile(rf"\b({'|'.join(_SAME_WORDS)})(?=s?\b)")

# Words of two words: a typing error in one of them is found among these, not among their halves.
COMPOUNDS = tuple(word for word, words in _SAME_WORD.items() if " " in words and len(word) > 5)

# Words that say what it is done with: their place in the name makes no difference.
EQUIPMENT_WORDS = frozenset(
    {
        "band", "barbell", "bodyweight", "cable", "dumbbell", "ezbar", "kettlebell", "landmine", "machine", "plate",
        "ring", "sled", "smith",
    }
)  # fmt: skip
# These words put others in an order that means something.
DIRECTIONS = frozenset({"to", "into", "from", "then"})
# Words that say nothing between two others. At the end they begin something: `freestyle on` is no name.
LINKS = frozenset({"and", "on", "the", "using", "with"})
_SEPARATORS = re.compile(r"[\s\-‐-―_,;:.()\[\]\"“”&+/]+")
_APOSTROPHES = re.compile(r"['’`´]")
_ACCENTS = re.compile("[\u0300-\u036f]")  # of Latin letters; marks of other scripts make other words
_WITH = re.compile(r"\bw/")
_HYPHENS = re.compile(r"[-‐-―]")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """The form in which two spellings of one name are equal: `Pull-ups` and `pullup` are both `pull up`."""
    plain = _WITH.sub("with ", _APOSTROPHES.sub("", without_accents(text.key(name))))
    spaced = _TOGETHER.sub(lambda found: _SAME_WORDS[found[0]], " ".join(_SEPARATORS.split(plain)))
    *before, last = spaced.split() or [""]
    words: list[str] = []
    for word in (*(word for word in before if word not in LINKS), last):
        one = singular(word)
        one = f"{one[:-7]}ization" if one.endswith("isation") else one
        words.extend(_SAME_WORD.get(one, one).split())
    equipment = sorted(EQUIPMENT_WORDS.intersection(words))
    return " ".join([*equipment, *(word for word in words if word not in EQUIPMENT_WORDS)]) or text.key(name)


def without_accents(name: str) -> str:
    """`développé` is `developpe`."""
    return name if name.isascii() else normalize("NFC", _ACCENTS.sub("", normalize("NFD", name)))


def singular(word: str) -> str:
    """`lunges` is `lunge`, `presses` is `press`, `abs` stays: good enough to compare by, not to read."""
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


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


def equipment_of(pieces: Iterable[str]) -> frozenset[str]:
    """The equipment words of the pieces that an exercise is done with."""
    return frozenset(word for piece in pieces for word in equipment_in(fold(piece)))


def taken_for_granted(pieces: Iterable[str]) -> frozenset[str]:
    """What a name need not say: the equipment that the exercise is done with, or that it is done without."""
    return equipment_of(pieces) or frozenset({"bodyweight"})


def plain_words(name: str) -> list[str]:
    """The words as written: without capitals, accents, apostrophes and signs."""
    return _WORD.findall(_APOSTROPHES.sub("", without_accents(text.key(name))))


def search_key(names: Iterable[str], also: Iterable[str]) -> str:
    """All words by which an exercise is found: a line for each name, a last one for what it works and what it takes.

    A space stands before each word. A line begins with the folded name; behind the tab are its words as written, also
    with their hyphens left out, where these are others.
    """
    lines = []
    for name in names:
        words = [word for form in folds(name)[-1:] for word in _WORD.findall(form)]
        others = dict.fromkeys([*plain_words(name), *plain_words(_HYPHENS.sub("", name))])
        lines.append(f" {' '.join(words)} \t" + "".join(f" {word}" for word in others if word not in words) + " ")
    return "\n".join([*lines, f" {' '.join(dict.fromkeys(word for one in also for word in plain_words(one)))} "])
