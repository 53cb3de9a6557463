"""The notation, both ways: one line is one exercise, one text is one session."""

from .describe import Chip, describe, describe_group, describe_line, intensity_words
from .groups import read_group, render_group
from .line import GUESSED, NOTE, UNDERSTOOD, Line, Part
from .reading import read_line, read_prescription
from .segments import read_segments
from .sessions import Problem, SessionText, read_session, render_session, section_of
from .sports import EXERCISES, nameless
from .writing import render_line, render_prescription

__all__ = [
    "EXERCISES", "GUESSED", "NOTE", "UNDERSTOOD", "Chip", "Line", "Part", "Problem", "SessionText", "describe",
    "describe_group", "describe_line", "intensity_words", "nameless", "read_group", "read_line", "read_prescription",
    "read_segments", "read_session", "render_group", "render_line", "render_prescription", "render_session",
    "section_of",
]  # fmt: skip
