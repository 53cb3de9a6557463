"""What one request did: its id, its queries and their time. Every log record made meanwhile finds it."""

from __future__ import annotations

import logging
import re
import secrets
import sys
from collections.abc import Callable
from contextvars import ContextVar
from time import perf_counter
from typing import Any

logger = logging.getLogger("trainhub.slow")

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
OURS = {"core", "accounts", "exercises", "sessions_app", "programs", "training", "trainhub"}
WRITES = ("INSERT", "UPDATE", "DELETE")
SQL_SHOWN = 1000


class Trace:
    """One request. It is called around each query (`connection.execute_wrapper`)."""

    __slots__ = ("id", "queries", "database_s", "slow", "slow_s", "failed", "_pending", "_certain")

    def __init__(self, request_id: str, slow_s: float) -> None:
        self.id = request_id
        self.queries = 0
        self.database_s = 0.0
        self.slow = 0
        self.slow_s = slow_s
        self.failed: Exception | None = None
        self._pending: Any = None  # the transaction that holds what was written and not yet known to be committed
        self._certain = True  # all that was written so far is in that transaction

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        begun = perf_counter()
        try:
            answer = execute(sql, params, many, context)
        except Exception as problem:
            self._note_failure(problem, context["connection"])
            raise
        finally:
            took = perf_counter() - begun
            self.queries += 1
            self.database_s += took
            if took >= self.slow_s:
                self.slow += 1
                _log_slow(str(sql), took)
        if str(sql[:6]).upper() in WRITES:
            self._note_write(context["connection"])
        return answer

    def wrote_nothing(self, problem: BaseException) -> bool:
        """Whether it is certain that nothing of this request is in the database, now that `problem` ended it.

        Certain is what was written in the one transaction in which the query failed. A commit
        that failed is not: the answer to it may be what got lost.
        """
        return self._certain and (self._pending is None or self.failed is problem)

    def _note_write(self, connection: Any) -> None:
        transaction = _outermost(connection)
        if transaction is None or self._pending not in (None, transaction):
            self._certain = False
        self._pending = transaction

    def _note_failure(self, problem: Exception, connection: Any) -> None:
        self.failed = problem
        if self._pending is not None and _outermost(connection) is not self._pending:
            self._certain = False


current: ContextVar[Trace | None] = ContextVar("trainhub_trace", default=None)


def request_id() -> str:
    """The id of the request that is being answered, "" outside of one."""
    trace = current.get()
    return trace.id if trace else ""


def new_id(offered: str = "") -> str:
    """The proxy's id where it offers a well-formed one, else one of our own: short enough to read out."""
    return offered if WELL_FORMED.fullmatch(offered) else secrets.token_hex(6)


def _outermost(connection: Any) -> Any:
    return connection.atomic_blocks[0] if connection.atomic_blocks else None


def _log_slow(sql: str, took: float) -> None:
    text = " ".join(sql.split())
    fields = {"ms": round(took * 1000, 1), "where": _where(), "sql": text[:SQL_SHOWN]}  # never the parameters
    logger.warning("slow query, %(ms)s ms, from %(where)s: %(sql)s", fields, extra={"fields": fields})


def _where() -> str:
    """The innermost line of our own code that led here: "programs.views.detail:42"."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.split(".")[0] in OURS and not name.startswith("trainhub.observability"):
            return f"{name}:{frame.f_lineno}"
        frame = frame.f_back
    return "-"
