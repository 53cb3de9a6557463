"""The curator's day: the library's facts, what coaches suggest for it, and what is there twice."""

from exercises.admin.exercise import ExerciseAdmin

__all__ = ["ExerciseAdmin"]
