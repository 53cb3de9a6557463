"""The values of a prescription and how a placing adjusts them. Pure Python, no Django."""

from .adjustment import Adjustment, AdjustmentError
from .applying import apply, apply_all, effective
from .intensity import Intensity, Target
from .kinds import KINDS, level, zone_of
from .reps import Reps
from .values import GROUP_KINDS, LETTERS, NOTHING, SECTIONS, SPORTS, Cadence, Group, Prescription, Rest, Row, problems

__all__ = [
    "GROUP_KINDS", "KINDS", "LETTERS", "NOTHING", "SECTIONS", "SPORTS", "Adjustment", "AdjustmentError", "Cadence",
    "Group", "Intensity", "Prescription", "Reps", "Rest", "Row", "Target", "apply", "apply_all", "effective",
    "level", "problems", "zone_of",
]  # fmt: skip
