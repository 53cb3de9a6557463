"""Programs that are ready to start from: one text file each, in the notation, ours. They are rows of the database, too.

`manage.py seed_templates` writes them there as public templates of the house, so that every coach finds, reads and
copies them like any other program. README.md says how to write one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from programs.exchange.text_reading import read_program_text
from programs.exchange.values import ProgramValue

FOLDER = Path(__file__).parent
# In the order in which they are shown.
SLUGS = (
    "strength-beginner",
    "strength-barbell",
    "running-5k",
    "running-half-marathon",
    "running-marathon",
    "cycling-100km",
    "swimming-1500m",
    "triathlon",
    "rowing-2km",
    "team-sports",
    "mobility-20min",
)


class ReadyError(ValueError):
    """A text that does not read without a doubt; it names the file and the line."""


@dataclass(frozen=True, slots=True)
class Ready:
    slug: str
    value: ProgramValue

    @property
    def pk(self) -> str:
        """The same in every installation and after every change, so that links and credits last."""
        return f"c{sha256(self.slug.encode()).hexdigest()[:24]}"


def text_of(slug: str) -> str:
    return (FOLDER / f"{slug}.txt").read_text(encoding="utf-8")


@cache
def ready(slug: str) -> Ready:
    """KeyError for a slug that is none."""
    if slug not in SLUGS:
        raise KeyError(slug)
    read = read_program_text(text_of(slug))
    if wrong := [*read.problems, *read.kept]:
        raise ReadyError(f"{slug}.txt: {wrong[0]}")
    return Ready(slug, read.value)


def everything() -> list[Ready]:
    return [ready(slug) for slug in SLUGS]
