"""What the environment says of itself, in plain types. Knows no Django: the settings and gunicorn read it."""

from __future__ import annotations

import os
import sys

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


def on_a_terminal() -> bool:
    """Whether a person reads along: then nothing but what went wrong, as text."""
    return bool(sys.stderr and sys.stderr.isatty())


def yes(name: str, default: bool = False) -> bool:
    """A yes or no from the environment. ValueError in plain words when it is neither."""
    given = os.environ.get(name, "").lower()
    if given and given not in YES | NO:
        raise ValueError(f"{name} must be yes or no, not {given!r}")
    return given in YES if given else default


def log_requests() -> bool:
    """LOG_REQUESTS, else yes wherever no person reads along."""
    return yes("LOG_REQUESTS", default=not on_a_terminal())


def log_format() -> str:
    """LOG_FORMAT, else text on a terminal and JSON everywhere else."""
    given = os.environ.get("LOG_FORMAT", "").lower()
    if given not in {"", "json", "text"}:
        raise ValueError(f"LOG_FORMAT must be json or text, not {given!r}")
    return given or ("text" if on_a_terminal() else "json")


def log_level() -> str:
    """LOG_LEVEL, WARNING by default."""
    given = (os.environ.get("LOG_LEVEL") or "WARNING").upper()
    if given not in LEVELS:
        raise ValueError(f"LOG_LEVEL must be one of {', '.join(LEVELS)}, not {given!r}")
    return given


def number(name: str, default: float, least: float = 0, most: float = float("inf")) -> float:
    """A number from the environment. ValueError in plain words when it is none."""
    given = os.environ.get(name) or str(default)
    try:
        value = float(given)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        bounds = f"at least {least:g}" if most == float("inf") else f"from {least:g} to {most:g}"
        raise ValueError(f"{name} must be a number, {bounds}, not {given!r}")
    return value


def workers() -> int:
    """WEB_CONCURRENCY, 2 by default: gunicorn's processes."""
    given = os.environ.get("WEB_CONCURRENCY") or "2"
    if not given.isdecimal() or int(given) < 1:
        raise ValueError(f"WEB_CONCURRENCY must be a whole number, at least 1, not {given!r}")
    return int(given)
