"""pg_dump and its like for the tests: the machine's where they are new enough, else those of the test server."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from tools.postgres import wheel_folder
from trainhub.backups import Problem, postgres


def with_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the length of the test PG_BIN names programs that fit the server. Nothing to do on SQLite."""
    if connection.vendor != "postgresql":
        return
    try:
        with postgres.connected(connection.settings_dict) as server:
            postgres.tools(postgres.major(server))
    except Problem:
        wheel = wheel_folder()
        folder = os.environ.get("TRAINHUB_PG_BIN") or (wheel and wheel / "pginstall" / "bin")
        monkeypatch.setenv("PG_BIN", str(folder))
