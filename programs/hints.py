"""Advice on a program: what a second coach would point at. Pure, over the grid; docs/formulas.md has the rules.

A hint can be silenced with a reason. It is known by its kind, its week and what it speaks of, and comes back when that
is another, or when it has grown by more than MATERIAL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.days import day_name

if TYPE_CHECKING:
    from programs.grid import Grid, WeekRow

# A rise of load over the last full week of so much; and how much more makes another hint of a silenced one.
JUMP_PERCENT = 15
MATERIAL = 5
# A session is hard by as much hard endurance in it, or from this RPE on, as its time is; a lifter's 7 is a usual day.
HARD_S = 600
HARD_RPE = 7
HARD_STRENGTH_RPE = 8
# So many weeks without a lighter one, which has at most so much of the heaviest before it.
MOST_FULL_WEEKS = 6
LIGHTER = 0.85

KEY = re.compile(r"(?P<kind>[a-z_]+):[0-9]{1,3}:.*", re.DOTALL)

Silenced = Mapping[str, Any]  # key of a hint -> [its degree then, the reason]


class Hint(NamedTuple):
    """week: where it begins, 0 if it is of the whole program. what: whatever tells it from others of that week.
    degree: how much, of the same hint. said: what its sentence needs."""

    kind: str
    week: int
    what: str = ""
    degree: int = 0
    said: tuple[tuple[str, Any], ...] = ()

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.week}:{self.what}"

    def is_silenced(self, silenced: Silenced) -> bool:
        return self.key in silenced and self.degree <= silenced[self.key][0] + MATERIAL


def is_key(text: str) -> bool:
    """Is a hint called so, of whatever program?"""
    found = KEY.fullmatch(text)
    return found is not None and found["kind"] in SENTENCES


def shifted(silenced: dict[str, Any], first: int, by: int) -> dict[str, Any]:
    """What is silenced, when week `first` and all later ones move by so many weeks: it goes with its week."""
    parts = ((*key.split(":", 2), said) for key, said in silenced.items())
    return {f"{kind}:{int(week) + by * (int(week) >= first)}:{what}": said for kind, week, what, said in parts}


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said of one or more weeks alike. reason: why it is silenced, "" while it is not."""

    hints: tuple[Hint, ...]
    reason: str = ""

    @property
    def sentence(self) -> str:
        first = self.hints[0]
        said = SENTENCES[first.kind](dict(first.said))
        if not first.week:
            return said
        weeks = weeks_in_words([hint.week for hint in self.hints])
        start = ngettext("Week %(weeks)s", "Weeks %(weeks)s", len(self.hints)) % {"weeks": weeks}
        return _("%(weeks)s: %(advice)s") % {"weeks": start, "advice": said}


@dataclass(frozen=True, slots=True)
class Hints:
    """What nobody silenced, and what somebody did."""

    loud: tuple[Advice, ...]
    quiet: tuple[Advice, ...]

    def of(self, keys: Iterable[str]) -> list[Hint]:
        """The hints of these keys that there are by now."""
        keys = set(keys)
        return [hint for advice in (*self.loud, *self.quiet) for hint in advice.hints if hint.key in keys]


def too_heavy(grid: Grid) -> list[str]:
    """What is said of lines that nobody can lift."""
    return [advice.sentence for advice in read_hints(grid).loud if advice.hints[0].kind == "over_max"]


@lru_cache(maxsize=32)
def read_hints(grid: Grid) -> Hints:
    """Cached by value: a grid is frozen. As many as grids are kept: each holds one, and of a year that is 150 kB."""
    silenced = {key: (degree, reason) for key, degree, reason in grid.silenced}
    groups: dict[tuple[Any, ...], list[Hint]] = {}
    for hint in sorted(_find(grid), key=lambda hint: (hint.week, hint.kind, hint.what)):
        reason = silenced[hint.key][1] if silenced and hint.is_silenced(silenced) else ""
        groups.setdefault((reason, hint.kind, hint.said), []).append(hint)
    found = [Advice(tuple(hints), reason) for (reason, *_same), hints in groups.items()]
    return Hints(tuple(one for one in found if not one.reason), tuple(one for one in found if one.reason))


def weeks_in_words(weeks: Iterable[int]) -> str:
    """`1, 3–5`"""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def jump(week: int, percent: int | None, from_week: int) -> Hint | None:
    """The load of a week that is so much more than that of the last full one."""
    if percent is None or percent < JUMP_PERCENT:
        return None
    return Hint("jump", week, "", percent, (("percent", percent), ("from", from_week)))


def _find(grid: Grid) -> Iterator[Hint]:
    yield from (row.jump for row in grid.rows if row.jump)
    yield from _hard_days(grid)
    yield from _no_day_off(grid)
    yield from _no_lighter_week(grid.rows)
    for exercise, session, week in grid.lacking_max:
        yield Hint("no_max", 0, exercise, said=(("exercise", exercise), ("session", session), ("week", week)))
    for heavy, week in grid.over_max:
        said = (("exercise", heavy.name), ("line", heavy.line), ("week", week))
        yield Hint("over_max", 0, heavy.name, round(heavy.percent), said)


def _hard_days(grid: Grid) -> Iterator[Hint]:
    """Runs of days with a hard session, across the weeks' ends too: what one did on Sunday is in the legs on Monday."""
    run: list[tuple[WeekRow, int, str]] = []
    for row, sums in zip(grid.rows, grid.sums, strict=True):
        if not run and not sums.has_hard_day:
            continue
        for day, name in enumerate(sums.hard_days, start=1):
            if name:
                run.append((row, day, name))
                continue
            yield from _run_of(run)
            run = []
    yield from _run_of(run)


def _run_of(hard: list[tuple[WeekRow, int, str]]) -> Iterator[Hint]:
    if len(hard) > 1:
        first = hard[0][0]
        what = " ".join(f"{day} {name}" for _row, day, name in hard)
        days = tuple((day, name) for _row, day, name in hard)
        yield Hint("hard_days", first.number, what, said=(("kind", first.day_kind), ("days", days)))


def _no_day_off(grid: Grid) -> Iterator[Hint]:
    """Seven days with more than mobility."""
    for row, sums in zip(grid.rows, grid.sums, strict=True):
        if sums.is_every_day:
            yield Hint("no_day_off", row.number)


def _no_lighter_week(rows: Iterable[WeekRow]) -> Iterator[Hint]:
    first = last = heaviest = weeks = 0
    for row in [*rows, None]:
        if row is not None and row.load > LIGHTER * heaviest and not row.is_lighter:
            first, last, weeks = first or row.number, row.number, weeks + 1
            heaviest = max(heaviest, row.load)
            continue
        if weeks > MOST_FULL_WEEKS:
            yield Hint("no_lighter_week", first, "", weeks, (("last", last), ("weeks", weeks)))
        first = heaviest = weeks = 0


def _hard_days_said(said: dict[str, Any]) -> str:
    days = ", ".join(f"{day_name(said['kind'], day)} ({name})" for day, name in said["days"])
    return _("%(count)s hard days in a row, %(days)s.") % {"count": len(said["days"]), "days": days}


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "jump": lambda said: _("load %(percent)s%% above week %(from)s.") % said,
    "hard_days": _hard_days_said,
    "no_day_off": lambda said: _("no day off."),
    "no_lighter_week": lambda said: _("up to week %(last)s there are %(weeks)s weeks without a lighter one.") % said,
    "over_max": lambda said: (
        _("%(exercise)s is above 100%% of a max for more than one rep (%(line)s, week %(week)s).") % said
    ),
    "no_max": lambda said: _("%(exercise)s has no max that a %% could be of (%(session)s, week %(week)s).") % said,
}
