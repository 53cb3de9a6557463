"""What an operator must mend, in plain words. Each check is one small function that gives one finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

OK, HINT, MEND = "ok", "hint", "must mend"


@dataclass(frozen=True)
class Finding:
    """One sentence, and how to mend it. `about` names the check."""

    level: str
    sentence: str
    how: str = ""
    about: str = ""


Check = Callable[[], Finding]


def ok(sentence: str) -> Finding:
    return Finding(OK, sentence)


def hint(sentence: str, how: str) -> Finding:
    return Finding(HINT, sentence, how)


def mend(sentence: str, how: str) -> Finding:
    return Finding(MEND, sentence, how)


def first_line(problem: BaseException) -> str:
    """What an error says, in one line."""
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]


def ask(check: Check) -> Finding:
    """What a check finds. One that breaks is a finding itself: whoever asks has trouble enough without a traceback."""
    about = check.__name__.replace("_", " ")
    try:
        found = check()
    except Exception as problem:
        how = "The sentence above is what went wrong; `manage.py check` may say more."
        found = mend(f"This could not be looked at: {type(problem).__name__}: {first_line(problem)}", how)
    return Finding(found.level, found.sentence, found.how, about)


def examine(checks: Iterable[Check]) -> list[Finding]:
    """All findings in order. A check that gives nothing has nothing to do with this machine."""
    return [ask(check) for check in checks]
