"""A fleet breaks while coaches are at work, on a small scale; collected only where its programs are (`conftest.py`)."""

from __future__ import annotations

import re
import sys

from trainhub.tests.test_kill import run


def test_nothing_acknowledged_is_lost_by_a_web_node_or_the_primarys_database():
    """With a bar for waiting that no machine misses: `make fleet` has the one for a quiet machine."""
    asked = ("--coaches", "3", "--seconds", "2", "--bar", "60", "--only", "web", "database")
    code, said = run(sys.executable, "tools/fleet.py", *asked)

    assert code == 0, said
    assert re.search(r"^the primary's PostgreSQL killed: .*, failed: 0$", said, re.MULTILINE), said
    assert re.search(r"^3 coaches, [1-9]\d* writes acknowledged, 0 problems$", said, re.MULTILINE), said
