"""docs/security.md names tests that are there, and leaves no point without one or without a reason."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

PAGE = (settings.BASE_DIR / "docs" / "security.md").read_text()
TEST = re.compile(r"`([\w/]+/tests/test_\w+\.py)(?:::(\w+))?`")
REASON = re.compile(r"(not done|does not apply): \w")


def points(page: str) -> list[list[str]]:
    """The rows of the standard's chapters: point, what is asked, what holds it."""
    chapters = page.partition("\n## V1 ")[2]
    lines = [line.strip("|").split("|") for line in chapters.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line] for line in lines]
    return [row for row in rows if row[0] != "point"]


def missing(page: str) -> list[str]:
    found = []
    for path, name in TEST.findall(page):
        file = settings.BASE_DIR / path
        if not file.is_file() or (name and not re.search(rf"^def {name}\(", file.read_text(), re.MULTILINE)):
            found.append(f"{path}::{name}")
    return found


def unheld(page: str) -> list[str]:
    return [row[0] for row in points(page) if len(row) != 3 or not (TEST.search(row[2]) or REASON.match(row[2]))]


def test_every_test_that_is_named_is_there():
    assert len(TEST.findall(PAGE)) > 100
    assert missing(PAGE) == []


def test_every_point_has_a_test_or_a_reason():
    assert len(points(PAGE)) > 80
    assert unheld(PAGE) == []


@pytest.mark.parametrize(
    ("named", "absent"),
    [
        ("trainhub/tests/test_security_page.py::test_every_point_has_a_test_or_a_reason", False),
        ("trainhub/tests/test_security_page.py", False),
        ("trainhub/tests/test_security_page.py::test_that_nobody_wrote", True),
        ("trainhub/tests/test_nowhere.py", True),
    ],
)
def test_a_name_without_a_test_is_seen(named, absent):
    assert bool(missing(f"held by `{named}`")) is absent


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("`core/tests/test_ids.py`", False),
        ("not done: it costs", False),
        ("", True),
        ("we take care", True),
        ("not done:", True),
    ],
)
def test_a_point_that_nothing_holds_is_seen(cell, left):
    assert bool(unheld(f"\n## V1 x\n\n| point | asked | held by |\n|---|---|---|\n| 1 | a thing | {cell} |\n")) is left
