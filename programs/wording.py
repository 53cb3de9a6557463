"""What a coach writes to have a program: `marathon in 16 weeks, 4 runs`, read into a sentence.

English, like the notation. Nothing is refused: what was not understood is said, and the rest holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from programs.fitting import least_days
from programs.models import MAX_WEEKS
from programs.ready import ready
from programs.starter import WEEKS, Sentence

MOST_WORDS = 200  # characters
FURTHEST = 10  # years from now
LEAST_WEEKS, MOST_DAYS = 3, 6
GROWTHS = (0.0, 2.5, 5.0, 8.0, 10.0)
LIGHTER = (3, 4, 5, 6, 0)

NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(), 1
    )
} | {"eighteen": 18, "twenty": 20, "once": 1, "twice": 2}
ORDINALS = {"third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "3rd": 3, "4th": 4, "5th": 5, "6th": 6}
MONTHS = "january february march april may june july august september october november december".split()
MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS) + "|sept"
N = rf"(\d{{1,3}}|{'|'.join(NUMBERS)})"

# What is coached, the nearer first: (words, slug or sport).
GOALS = [
    (re.compile(rf"\b(?:{words})\b"), what)
    for words, what in (
        (r"half[ -]?marathon|half|hm|21(?:[.,]1)? ?km?", "running-half-marathon"),
        (r"marathon(?:s|ers?)?|42(?:[.,]2)? ?km?", "running-marathon"),
        (r"triathlon|tri|triathletes?|ironman|70\.3", "triathlon"),
        (r"5[ -]?(?:km?|kilomet(?:re|er)s?)|park ?run", "running-5k"),
        (r"100[ -]?(?:km|kilomet(?:re|er)s?)|century|gran ?fondo|sportive|(?:road )?bik(?:e|ing)|cycl(?:ing|ists?)"
         r"|rid(?:e|ing)|ftp", "cycling-100km"),
        (r"swim(?:ming|mers?)?|1[.,]?500 ?m|freestyle", "swimming-1500m"),
        (r"rowing|rowers?|erg|2[ -]?k(?:m)?", "rowing-2km"),
        (r"football(?:ers?)?|soccer|hockey|rugby|handball|basketball|volleyball|lacrosse|pre-?season|team[ -]?sports?"
         r"|team", "team-sports"),
        (r"mobility|stretching|flexibility", "mobility-20min"),
        (r"strength|strong(?:er)?|barbell|powerlift(?:ing|ers?)|lift(?:ing|ers?)?|squats?|gym|weights?|muscles?"
         r"|hypertrophy|bodybuilding", "strength"),
        (r"run(?:ning|ners?)?|10[ -]?km?|jog(?:ging)?", "running"),
    )
]  # fmt: skip
BEGINNER = re.compile(
    r"\b(?:beginn(?:ers?|ing)|novices?|new to \w+|start(?:ing)? out|first[ -]time(?:rs?)?|full[ -]body)\b"
)
# The same thing in another place of the week, or said twice: understood, and nothing hangs on it.
UNITS = r"(?:days?|runs?|rides?|swims?|rows?|sessions?|workouts?|trainings?|times|x|×)"
COUNT = re.compile(
    rf"\b{N} ?(?:{UNITS})\b(?: ?(?:training|running|of training))?(?: ?(?:/|per|a|each|every) ?(?:week|wk))?"
    rf"|\b{N}(?:/| per )(?:week|wk)\b|\b(once|twice)(?: ?(?:a|per|each|every) ?(?:week|wk))?"
)
SPAN = re.compile(rf"\b{N}[ -]?(weeks?|wks?|w|months?)\b")
GROWTH = re.compile(r"\+?(\d{1,2}(?:[.,]\d)?) ?%(?: ?(?:/|per|a|each|every) ?(?:week|wk))?")
EVERY = re.compile(rf"\bevery ({'|'.join(ORDINALS)})(?: week)?(?: (?:is )?(?:lighter|easy|easier|off))?\b")
DELOAD = re.compile(r"\b(?:deloads?|lighter)(?: weeks?)? every (\d)(?: weeks?)?\b|\b(no) (?:deloads?|lighter weeks?)\b")
ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})?")
DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({MONTH})\b,?(?: (\d{{4}}))?")
MONTH_FIRST = re.compile(rf"\b({MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\b,?(?: (\d{{4}}))?")
# Words that say nothing, between those that do.
FILLING = frozenset(
    "a an and at athlete athletes before build by coach day days each event every faster first for from good "
    "grow growing growth i in lighter make me my need of on one our over per plan program programme race "
    "race-day someone the till to train training trains until up want week weeks who with".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood; `on` is the day it all leads to, `start` the Monday of week 1 then. left: words that say
    nothing here. is_named: they say what is coached. is_late: its first week has begun already."""

    sentence: Sentence
    on: date | None = None
    start: date | None = None
    left: tuple[str, ...] = ()
    is_named: bool = True
    is_late: bool = False


def read_words(text: str, today: date) -> Asked:
    """Never raises."""
    rest = _Rest(" ".join(text[:MOST_WORDS].lower().split()))
    on = _date(rest, today)
    every = _every(rest)
    growth = rest.take(GROWTH, lambda match: float(match[1].replace(",", ".")))
    weeks = rest.take(SPAN, _weeks)
    days = rest.take(COUNT, lambda match: _number(match[1] or match[2] or match[3]))
    is_beginner = bool(rest.take(BEGINNER, lambda match: True))
    what, is_named = _what(rest, is_beginner, growth)
    sentence = Sentence(what).as_usual()
    if growth is not None and sentence.is_ready:
        rest.text += f" {growth:g}%"  # it grows in its own way
    weeks = _within(weeks or _fitting(sentence.weeks, on, today), LEAST_WEEKS, MAX_WEEKS)
    sentence = replace(
        sentence,
        days=_within(days or sentence.days, least_of(sentence.what), MOST_DAYS),
        weeks=weeks,
        growth=min(GROWTHS, key=lambda one: abs(one - growth)) if growth is not None else sentence.growth,
        lighter_every=every if every is not None else sentence.lighter_every,
        last_day=on.isoweekday() if on and sentence.is_ready else None,
    )
    start = on - timedelta(days=on.weekday(), weeks=weeks - 1) if on else None
    is_late = start is not None and start < today
    return Asked(sentence, on, start, rest.words(), is_named, is_late)


def least_of(what: str) -> int:
    """The fewest days a week that make sense of it."""
    return 2 if what in WEEKS else least_days(ready(what).value)


class _Rest:
    """What of a text nobody took yet."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Any]) -> Any:
        """The first place that means something."""
        for match in pattern.finditer(self.text):
            found = read(match)
            if found is not None:
                self.text = f"{self.text[: match.start()]} , {self.text[match.end() :]}"
                return found
        return None

    def take_all(self, pattern: re.Pattern[str]) -> bool:
        """Whether there is one."""
        self.text, count = pattern.subn(" , ", self.text)
        return bool(count)

    def words(self) -> tuple[str, ...]:
        words = re.findall(r"[^\s,;.:!?()/+&-][^\s,;:!?()/+&]*", self.text)
        return tuple(word for word in words if word.strip(".") not in FILLING)


def _what(rest: _Rest, is_beginner: bool, growth: float | None) -> tuple[str, bool]:
    """A ready program where the words name one and no growth of their own, else the sport; whether they name it."""
    named = [what for pattern, what in GOALS if rest.take_all(pattern)]
    what = named[0] if named else "strength" if is_beginner else Sentence().what
    if what == "strength":
        return ("strength-beginner" if is_beginner else "strength-barbell"), True
    sport = what.partition("-")[0] if what != "team-sports" else "team_sports"
    return (sport if growth is not None and sport in WEEKS else what), bool(named)


def _number(text: str) -> int:
    return NUMBERS.get(text) or int(text)


def _weeks(match: re.Match[str]) -> int:
    number = _number(match[1])
    return round(number * 52 / 12) if match[2].startswith("month") else number


def _every(rest: _Rest) -> int | None:
    def deload(match: re.Match[str]) -> int:
        return 0 if match[2] else int(match[1])

    said = rest.take(EVERY, lambda match: ORDINALS[match[1]])
    said = rest.take(DELOAD, deload) if said is None else said
    return said if said in LIGHTER else None


def _within(number: int, least: int, most: int) -> int:
    return max(least, min(number, most))


# --- the day that it leads to ---------------------------------------------------------------------------------------


def _date(rest: _Rest, today: date) -> date | None:
    def month(text: str) -> int:
        return next(number for number, name in enumerate(MONTHS, 1) if name[:3] == text[:3])

    return (
        rest.take(ISO, lambda match: _day(today, int(match[3]), int(match[2]), match[1]))
        or rest.take(DOTTED, lambda match: _day(today, int(match[1]), int(match[2]), match[3]))
        or rest.take(DAY_FIRST, lambda match: _day(today, int(match[1]), month(match[2]), match[3]))
        or rest.take(MONTH_FIRST, lambda match: _day(today, int(match[2]), month(match[1]), match[3]))
    )


def _day(today: date, day: int, month: int, year: str | None) -> date | None:
    """In that year, else the next one to come. A year that nobody plans for is none."""
    for number in [int(year)] if year else [today.year, today.year + 1]:
        if abs(number - today.year) > FURTHEST:
            return None
        try:
            found = date(number, month, day)
        except ValueError:
            continue
        if year or found > today:
            return found
    return None


def _fitting(usual: int, on: date | None, today: date) -> int:
    """As many weeks as there are from next Monday on to that day; no more than are usual."""
    if on is None:
        return usual
    next_monday = today + timedelta(days=-today.weekday() % 7)
    return min(usual, (on - next_monday).days // 7 + 1)
