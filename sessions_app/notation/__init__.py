"""The notation, both ways: one line is one exercise, one text is one session."""

from .line import GUESSED, NOTE, UNDERSTOOD, Line, Part
from .reading import read_line, read_prescription
from .writing import render_line, render_prescription

__all__ = [
    "GUESSED",
    "NOTE",
    "UNDERSTOOD",
    "Line",
    "Part",
    "read_line",
    "read_prescription",
    "render_line",
    "render_prescription",
]
