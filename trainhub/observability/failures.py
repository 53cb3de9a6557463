"""Which errors mean that the database is busy or away, and not that the code is wrong."""

from __future__ import annotations

import logging
import sqlite3
from enum import Enum
from typing import Any

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError

from trainhub.observability import routes


class Cause(Enum):
    BUSY = "busy"  # others hold what is needed: locks, deadlocks, time ran out
    AWAY = "away"  # nobody answers
    FULL = "full"  # no room to write


# https://www.postgresql.org/docs/current/errcodes-appendix.html
SQLSTATES = {
    "55P03": Cause.BUSY,  # lock_timeout
    "57014": Cause.BUSY,  # statement_timeout
    "40P01": Cause.BUSY,  # deadlock
    "40001": Cause.BUSY,  # serialization
    "53100": Cause.FULL,
    "53200": Cause.BUSY,  # out of memory
    "53300": Cause.BUSY,  # too many connections
    "57P01": Cause.AWAY,  # shut down
    "57P02": Cause.AWAY,
    "57P03": Cause.AWAY,  # starting up
}
# https://sqlite.org/rescode.html, by the primary code
SQLITE_CODES = {5: Cause.BUSY, 6: Cause.BUSY, 10: Cause.AWAY, 13: Cause.FULL, 14: Cause.AWAY}
SQLITE_WORDS = {
    "database is locked": Cause.BUSY,
    "database table is locked": Cause.BUSY,
    "disk I/O error": Cause.AWAY,
    "database or disk is full": Cause.FULL,
    "unable to open database file": Cause.AWAY,
}
REDIS_AWAY = {"ConnectionError", "TimeoutError", "BusyLoadingError"}


def cause(problem: BaseException | None) -> Cause | None:
    """Why the database, or the shared cache, could not serve. None when that is not what happened."""
    if isinstance(problem, DatabaseError | InterfaceError | psycopg.Error):
        return _of_database(problem)
    if type(problem).__module__ == "redis.exceptions" and type(problem).__name__ in REDIS_AWAY:
        return Cause.AWAY
    return None


def _of_database(problem: Exception) -> Cause | None:
    # Of a cursor on the server that breaks while it is closed, Django passes the driver's own error on.
    driver: Any = problem if isinstance(problem, psycopg.Error) else problem.__cause__ or problem
    if isinstance(driver, sqlite3.Error):
        code = getattr(driver, "sqlite_errorcode", None)
        return SQLITE_CODES.get(code & 0xFF) if code else _by_words(driver)
    state = getattr(driver, "sqlstate", None)
    if state:
        return Cause.AWAY if state.startswith("08") else SQLSTATES.get(state)
    if isinstance(problem, OperationalError | psycopg.OperationalError):
        # libpq gives no code where it got no answer: refused, no such host, closed under us.
        return Cause.AWAY if type(driver).__module__.startswith("psycopg") else _by_words(driver)
    is_closed = isinstance(problem, InterfaceError | psycopg.InterfaceError) and "closed" in str(problem)
    return Cause.AWAY if is_closed else None


def _by_words(problem: BaseException) -> Cause | None:
    return next((cause for words, cause in SQLITE_WORDS.items() if words in str(problem)), None)


class PlainWords(logging.Filter):
    """What Django logs of a failed request: its address without keys, and of a busy database one line, no traceback.

    And what gunicorn logs of one that never came to Django: no stranger's words, and not from which machine.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is None:
            if record.name == "gunicorn.error":
                _leave_out_the_request(record)
            return True
        problem = record.exc_info[1] if record.exc_info else None
        routes.find(request)
        record.msg, record.args = "%s: %s", (_reason(record), routes.masked_path(request))
        why = cause(problem)
        if why is not None:
            record.msg += " (the database is %s: %s)"
            record.args += (why.value, str(problem).strip().split("\n")[0])
            record.exc_info = record.exc_text = None
        return True


def _leave_out_the_request(record: logging.LogRecord) -> None:
    """ "Invalid request from ip=...: Invalid HTTP request line: '...'", "Error handling request GET /..." """
    if str(record.msg).startswith("Invalid request from ip="):
        why = str(record.msg).partition(": ")[2].partition(": ")[0]
        record.msg, record.args = "Invalid request: %s", (why,)
    elif str(record.msg).startswith("Error handling request"):
        record.msg, record.args = "Error handling request", ()


def _reason(record: logging.LogRecord) -> str:
    """Django's own first word: "Internal Server Error", "Service Unavailable"."""
    return str(record.args[0]) if isinstance(record.args, tuple) and len(record.args) == 2 else str(record.msg)
