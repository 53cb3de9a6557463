"""A fleet breaks while coaches are at work, on a small scale. Its programs are no part of what TrainHub installs, so no
machine must have them, CI's neither: skipped, with what to install, where one is missing."""

from __future__ import annotations

import re
import sys

import pytest

from tools import deployed, postgres
from trainhub.tests.test_kill import run


@pytest.fixture(autouse=True)
def its_programs():
    try:
        return deployed.programs(), deployed.binaries()
    except postgres.Missing as missing:
        pytest.skip(str(missing))


def test_nothing_acknowledged_is_lost_by_a_web_node_or_the_primarys_database():
    """With a bar for waiting that no machine misses: `make fleet` has the one for a quiet machine."""
    asked = ("--coaches", "3", "--seconds", "2", "--bar", "60", "--only", "web", "database")
    code, said = run(sys.executable, "tools/fleet.py", *asked)

    assert code == 0, said
    assert re.search(r"^the primary's PostgreSQL killed: .*, failed: 0$", said, re.MULTILINE), said
    assert re.search(r"^3 coaches, [1-9]\d* writes acknowledged, 0 problems$", said, re.MULTILINE), said
