"""A program as text, in the notation: docs/notation.md. Lossless both ways; reads what it can and lists the rest."""

from __future__ import annotations

from collections.abc import Iterable

from sessions_app.notation import Problem

from .json_reading import decoded
from .text_reading import ProgramText, read_program_text
from .text_writing import write_program_text
from .texts import shown
from .values import LeftOut, ProgramValue

__all__ = ["ProgramText", "kept", "read", "read_program_text", "write", "write_program_text"]


def read(data: bytes | str) -> tuple[ProgramValue, list[LeftOut]]:
    """The program, its name "" where the text has no heading, and what could not be read, line by line."""
    found = read_program_text(data if isinstance(data, str) else decoded(data))
    return found.value, _listed(found.problems)


def kept(data: bytes | str) -> list[LeftOut]:
    """What was not understood and stands as a note of its row."""
    return _listed(read_program_text(data if isinstance(data, str) else decoded(data)).kept)


def _listed(problems: Iterable[Problem]) -> list[LeftOut]:
    return [
        LeftOut(f"line {one.line}, column {one.column}", shown(one.text, 80), shown(one.expected, 400))
        for one in sorted(problems)
    ]


write = write_program_text
