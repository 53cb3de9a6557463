"""Where a program comes from: the last lines of its description, which the coach may edit and readers see.

Percentages are of 1RM.

Source: programs/open/liftosaur-the531bbb.md
Licence: AGPL-3.0
"""

from __future__ import annotations


def join(notes: str, source: str, licence: str) -> str:
    """The description that states all three; empty ones are left out."""
    lines = [f"{word}: {text}" for word, text in (("Source", source), ("Licence", licence)) if text]
    return "\n\n".join(part for part in (notes, "\n".join(lines)) if part)


def split(description: str) -> tuple[str, str, str]:
    """notes, source, licence; the whole is notes where it does not end as `join` would have it."""
    head, _, tail = description.rpartition("\n\n")
    found = {}
    for line in tail.split("\n"):
        word, colon, text = line.partition(": ")
        found[word if colon else ""] = text
    parts = (head, found.get("Source", ""), found.get("Licence", ""))
    return parts if parts[1:] != ("", "") and join(*parts) == description else (description, "", "")
