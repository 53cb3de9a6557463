"""What Prometheus may read: counted only where METRICS_TOKEN says that somebody does.

Import this module only then: prometheus_client takes 3 MB. Under gunicorn each worker counts in files of
PROMETHEUS_MULTIPROC_DIR, and whichever worker is asked adds them up.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import django
from django.db import DatabaseError, connection
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from trainhub.observability.release import UNKNOWN, release
from trainhub.observability.trace import Trace

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter("trainhub_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram("trainhub_request_seconds", "Time to the answer", ["route"], buckets=BUCKETS)
CPU = Counter("trainhub_request_cpu_seconds", "Processor time of the answers", ["route"])
DATABASE = Counter("trainhub_database_seconds", "Time in queries, commits aside", ["route"])
QUERIES = Counter("trainhub_database_queries", "Queries", ["route"])
SLOW = Counter("trainhub_slow_queries", "Queries that took SLOW_QUERY_MS or longer")
IN_FLIGHT = Gauge("trainhub_requests_in_flight", "Requests being answered", multiprocess_mode="livesum")


def folder() -> Path | None:
    """Where the workers of one server count together; None in a single process."""
    name = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(name) if name else None


@lru_cache(maxsize=1024)
def _of_route(route: str) -> tuple[Any, ...]:
    return tuple(metric.labels(route) for metric in (SECONDS, CPU, DATABASE, QUERIES))


@lru_cache(maxsize=4096)
def _requests(route: str, method: str, status: int) -> Any:
    return REQUESTS.labels(route, method if method in METHODS else "other", f"{status}xx")


def count(route: str, method: str, status: int, seconds: float, cpu: float, trace: Trace) -> None:
    """One request more."""
    duration, processor, database, queries = _of_route(route)
    _requests(route, method if method in METHODS else "other", status // 100).inc()
    duration.observe(seconds)
    processor.inc(cpu)
    if trace.queries:
        database.inc(trace.database_s)
        queries.inc(trace.queries)
    if trace.slow:
        SLOW.inc(trace.slow)


def page() -> bytes:
    """All of it in Prometheus' text format."""
    registry = CollectorRegistry()
    if folder() is not None:
        MultiProcessCollector(registry, path=str(folder()))
    about: Any = About()
    registry.register(about)
    alone = b"" if folder() is not None else generate_latest(REGISTRY)
    return alone + generate_latest(registry)


class About:
    """What is not counted but asked: which release runs on what, and what its processes take."""

    def collect(self) -> Iterator[Any]:
        yield InfoMetricFamily(
            "trainhub_build",
            "What runs here",
            value={
                "release": release(),
                "python": platform.python_version(),
                "django": django.get_version(),
                "database": database_version(),
            },
        )
        memory = GaugeMetricFamily("trainhub_process_memory_bytes", "Resident memory", labels=["pid"])
        processor = CounterMetricFamily("trainhub_process_cpu_seconds", "Processor time", labels=["pid"])
        for pid in live_processes():
            try:
                memory.add_metric([str(pid)], resident_bytes(pid))
                processor.add_metric([str(pid)], cpu_seconds(pid))
            except OSError:  # it ended meanwhile, or this system has no /proc
                continue
        yield memory
        yield processor


def database_version() -> str:
    """ "sqlite 3.53.4" or "postgresql 18.6"; unknown while it does not answer."""
    asked: Any = connection
    try:
        if asked.vendor == "postgresql":
            return f"postgresql {asked.pg_version // 10000}.{asked.pg_version % 10000}"
        return f"{asked.vendor} {asked.Database.sqlite_version}"
    except DatabaseError:
        return UNKNOWN


def live_processes() -> list[int]:
    """The workers, by the files that they count in: gunicorn takes those of the dead away. Alone: this process."""
    shared = folder()
    if shared is None:
        return [os.getpid()]
    found = (re.fullmatch(r"gauge_livesum_(\d+)\.db", path.name) for path in shared.glob("gauge_livesum_*.db"))
    pids = sorted(int(match[1]) for match in found if match)
    return [pid for pid in pids if pid != os.getppid()]  # the parent only made the metrics before it forked


def resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(pid: int) -> float:
    # the second field is the program's name in brackets, and may hold spaces
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
