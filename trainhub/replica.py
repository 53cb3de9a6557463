"""Pages are read from a replica of the database (REPLICA_URL), as long as nobody can tell.

A whole request reads from one of the two, so that no page is put together of two states. From the replica reads a GET
or HEAD when the replica has replayed

* all that the primary had written when this process last asked, a second ago (`Mark`), so a page is seconds old at the
  most, and nothing that this process keeps is much newer;
* all that this person has written or seen: each answer of the primary carries its position in a cookie.

Whatever is sent with another verb reads from the primary, and so does a GET that turns out to write or to open a
transaction: at its first such statement it is begun again there (`Elsewhere`). So is one whose replica goes away. A
replica that does not answer is left alone for some seconds.
"""

from __future__ import annotations

import logging
import re
import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, OperationalError, connections
from django.http import HttpRequest, HttpResponseBase
from django.utils.dateparse import parse_datetime

from core.moment import complete_until

log = logging.getLogger(__name__)

REPLICA = "replica"
READS = {"GET", "HEAD"}
# What says whether the primary answers, what asks no database, and pages of which most open a transaction.
ALWAYS_PRIMARY = ("/healthz", "/metrics", "/admin/")

FRESH = 1  # seconds after which the primary is asked again how far it is
HOLDS = 10  # seconds for which the last answer holds while it cannot be asked: reads go on while a primary is replaced
AWAY = 5  # seconds for which a replica that did not answer is not asked again
PATIENCE = 1  # seconds that it has to say how far it is
REMEMBERED = 3 * HOLDS  # what was written before that is in the mark of every process
NOBODY_KNOWS = 2**63  # beyond every position: the primary is asked until the cookie has run out

# Not what is on the disk so far: where commits do not wait for it (synchronous_commit=off), that would be too little.
_WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"
_REPLAYED = (
    b"SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint,"
    b" to_char(pg_last_xact_replay_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    b" WHERE pg_is_in_recovery()"
)


class Elsewhere(BaseException):
    """This request has to begin again at the primary. No handler of errors is to take it for one."""


class Mark:
    """How far the primary had written, and when it said so. One for a process."""

    def __init__(self) -> None:
        self.position, self.at, self.asked = 0, float("-inf"), float("-inf")
        self.asking = threading.Lock()

    def ask(self) -> int:
        """How far it is now: all that was acknowledged or shown to anybody is behind that."""
        self.asked = at = time.monotonic()
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(_WRITTEN)
            position = int(cursor.fetchone()[0])
        if at >= self.at:
            self.position, self.at = position, at
        return position

    def needed(self) -> int:
        """What a replica must have replayed."""
        # One at a time: while the primary is away the answer takes seconds, and the others go on with the last one.
        if time.monotonic() - max(self.at, self.asked) > FRESH and self.asking.acquire(blocking=False):
            try:
                self.ask()
            except Error:
                connections[DEFAULT_DB_ALIAS].close()
            finally:
                self.asking.release()
        return self.position if time.monotonic() - self.at <= HOLDS else NOBODY_KNOWS


class ReadFromReplica:
    """The middleware. Everything behind it finds the database of this request under the name of the only one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.mark = Mark()
        self.away_until = float("-inf")
        self.cookie = "__Host-position" if settings.SESSION_COOKIE_SECURE else "position"
        self._given = re.compile(rf"(?:^|; *){re.escape(self.cookie)}=(\d{{1,20}})(?=;|$)")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = self._take(request)
        may_be_read = request.method in READS and not request.path_info.startswith(ALWAYS_PRIMARY)
        until = self._complete_until(known) if may_be_read else None
        response = self._from_replica(request, until) if until else None
        if response is None:
            response = self.get_response(request)
            self._give(request, response)
        return response

    # What this person knows

    def _take(self, request: HttpRequest) -> int:
        """Out of the cookie, which nobody behind sees: no page differs by it."""
        cookies = request.META.get("HTTP_COOKIE", "")
        found = self._given.search(cookies)
        if found:
            request.META["HTTP_COOKIE"] = (cookies[: found.start()] + cookies[found.end() :]).lstrip("; ")
        return int(found[1]) if found else 0

    def _give(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """A stranger who only reads needs none: for them every moment of the last seconds is as good. One to whom this
        answer gives a session is none any more."""
        has_session = settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}
        if request.method in READS and not has_session:
            return
        try:
            position = self.mark.ask()
        except Error:
            position = NOBODY_KNOWS
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(
            self.cookie, str(position), max_age=REMEMBERED, secure=secure, httponly=True, samesite="Lax"
        )

    # What the replica knows

    def _complete_until(self, known: int) -> datetime | None:
        """Up to which moment the replica knows all; None where it knows too little, or says nothing."""
        if time.monotonic() < self.away_until:
            return None
        needed = max(known, self.mark.needed())
        try:
            position, until = replayed(connections[REPLICA])
        except Error as problem:
            self._leave_alone(problem)
            return None
        return until if position >= needed else None

    def _leave_alone(self, problem: BaseException) -> None:
        log.warning("The replica does not answer, so the primary is read: %s", str(problem).strip().split("\n")[0])
        connections[REPLICA].close()
        self.away_until = time.monotonic() + AWAY

    def _from_replica(self, request: HttpRequest, until: datetime) -> HttpResponseBase | None:
        """None when it has to be asked of the primary after all; the request is as it came then."""
        as_it_came, meta = dict(request.__dict__), dict(request.META)
        try:
            with instead_of_primary(connections[REPLICA]), complete_until(until):
                response = self.get_response(request)
            if response.status_code < 500 or connections[REPLICA].is_usable():
                return response
        except Elsewhere as why:
            # A statement that it cancels, to replay what stands in its way, says nothing against the replica.
            if isinstance(why.__cause__, Error) and not connections[REPLICA].is_usable():
                self._leave_alone(why.__cause__)
        request.__dict__.clear()
        request.__dict__.update(as_it_came)
        request.META.clear()
        request.META.update(meta)
        return None


@contextmanager
def instead_of_primary(replica: Any) -> Iterator[None]:
    """In this thread the replica bears the primary's name, with whoever follows the queries."""
    primary = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = replica
    replica.alias, replica.execute_wrappers = DEFAULT_DB_ALIAS, [*primary.execute_wrappers, only_reading]
    try:
        yield
    finally:
        replica.alias, replica.execute_wrappers = REPLICA, []
        connections[DEFAULT_DB_ALIAS] = primary


def only_reading(execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """A read that stands alone. What else would write the server refuses, and that ends here as well."""
    if context["connection"].in_atomic_block or not str(sql).startswith(("SELECT", "(SELECT", "WITH")):
        raise Elsewhere
    try:
        return execute(sql, params, many, context)
    except Error as problem:
        raise Elsewhere from problem


def replayed(replica: Any) -> tuple[int, datetime | None]:
    """How far a replica is, and up to which moment it knows all (None: it does not know). OperationalError when it
    is none, or does not say so in time: a process that hangs keeps its connection, and libpq would wait for ever."""
    replica.ensure_connection()
    line, answer = replica.connection.pgconn, select.poll()
    answer.register(line.socket, select.POLLIN)
    with replica.wrap_database_errors:
        line.send_query(_REPLAYED)
        while line.is_busy():
            if not answer.poll(PATIENCE * 1000):
                raise OperationalError("The replica does not answer.")
            line.consume_input()
        found = line.get_result()
        while line.get_result() is not None:
            pass
    if found is None or found.ntuples != 1 or found.get_value(0, 0) is None:
        raise OperationalError("The replica is none.")
    until = found.get_value(0, 1)
    return int(found.get_value(0, 0)), parse_datetime(until.decode()) if until else None
