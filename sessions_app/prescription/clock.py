"""Times as text: 90 -> 1:30 (a clock) or 90s, 45min, 2h30 (a quantity)."""


def clock(seconds: int) -> str:
    """1:30, 0:45, 1:15:00: how rests, send-offs and paces are written."""
    minutes, second = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes}:{second:02d}"
    return f"{minutes // 60}:{minutes % 60:02d}:{second:02d}"


def span(seconds: int) -> str:
    """30s, 45min, 2h, 2h30, 1:30: how work is written. Whole minutes stay minutes below two hours."""
    if seconds < 60:
        return f"{seconds}s"
    minutes, second = divmod(seconds, 60)
    if second:
        return clock(seconds)
    if minutes < 120:
        return f"{minutes}min"
    hours, minute = divmod(minutes, 60)
    return f"{hours}h{minute:02d}" if minute else f"{hours}h"


def unclock(text: str) -> int | None:
    """Seconds of 1:30, 1:15:00, :45 or :90; None when it is no time (1:75)."""
    if text[0] == ":":
        return int(text[1:])
    parts = [int(part) for part in text.split(":")]
    if any(part > 59 for part in parts[1:]):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + part
    return seconds
