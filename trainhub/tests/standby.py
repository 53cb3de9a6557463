"""What tests ask of a replica: how far it is, to wait for it, to hold it back, and who was asked how often."""

from __future__ import annotations

import time
from contextlib import contextmanager

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from trainhub.replica import replayed


def ask(line, sql):
    with line.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def catch_up(line):
    """Until all that is written is replayed there, and it knows of when that is."""
    ask(connection, "SELECT pg_logical_emit_message(true, 'test', '')")  # a commit
    written = ask(connection, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")
    deadline = time.monotonic() + 30
    while True:
        position, until = replayed(line)
        if position >= written and until:
            return
        assert time.monotonic() < deadline, (position, written)
        time.sleep(0.02)


@contextmanager
def behind(line):
    """What is written inside does not get there."""
    line.is_held = True
    ask(line, "SELECT pg_wal_replay_pause()")
    deadline = time.monotonic() + 10
    while ask(line, "SELECT pg_get_wal_replay_pause_state()") != "paused":
        assert time.monotonic() < deadline
        time.sleep(0.01)
    try:
        yield
    finally:
        line.is_held = False
        ask(line, "SELECT pg_wal_replay_resume()")


def patiently(mark):
    """The other half of the tests writes into the log of the same server. What it wrote gets there, too, before a
    replica that nothing holds back is asked for a page."""

    def replayed_by_now(line):
        deadline = time.monotonic() + 10
        while True:
            found = replayed(line)
            if line.is_held or found[0] >= mark.position or time.monotonic() > deadline:
                return found
            time.sleep(0.005)

    return replayed_by_now


class Asked:
    """How many queries each of the two was asked."""

    def __init__(self, line):
        self.there, self.here = CaptureQueriesContext(line), CaptureQueriesContext(connections["default"])

    def __enter__(self):
        self.there.__enter__()
        self.here.__enter__()
        return self

    def __exit__(self, *problem):
        self.here.__exit__(*problem)
        self.there.__exit__(*problem)

    @property
    def counts(self):
        return len(self.there), len(self.here)
