"""Exercises from files and into files: docs/exercises.md describes them.

    file = formats.read(content, "csv")        # values.File; BrokenFile says where it broke
    decisions = plan(file.candidates, user)    # user None: for the library. Writes nothing
    apply(decisions)                           # all of them or, with Refused, none

Reading knows no database, deciding writes nothing. Who shows decisions first plans again from the file to apply them.
"""

from exercises.importing.applying import apply
from exercises.importing.deciding import plan
from exercises.importing.values import BrokenFile, Candidate, Decision, File, Kind

__all__ = ["BrokenFile", "Candidate", "Decision", "File", "Kind", "apply", "plan"]
