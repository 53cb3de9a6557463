"""ZWO, the workouts of Zwift: powers as shares of FTP, or of a race pace for a run. docs/formats.md has the rules."""

from .zwo_reading import read
from .zwo_writing import write

__all__ = ["read", "write"]
