"""How `make run` serves: two processes of four threads, ready for SQLite's locks and slow phones."""

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings")

from django.conf import settings  # noqa: E402 - reads .env as well

from trainhub import garbage  # noqa: E402
from trainhub.observability import chosen, log  # noqa: E402

host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
bind = f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"
worker_class = "gthread"
workers = chosen.workers()
threads = 4
timeout = 60  # above SQLite's 20 s wait for a lock
graceful_timeout = 20
keepalive = 5
limit_request_line = 8190
max_requests = 20000
max_requests_jitter = 2000
preload_app = True
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
# Gunicorn's own lines (a worker that hangs, one that was killed) look like all others.
logconfig_dict = log.config(
    chosen.log_format(),
    chosen.log_level(),
    **{"gunicorn.error": {"level": chosen.log_level(), "handlers": ["console"], "propagate": False}},
)


def give_memory_back() -> None:
    """Tells glibc to return large pieces at once. Each sign-in takes 19 MB for its hash; left to itself glibc learns
    from the first to keep as much, for each thread anew: 75 MB in a process. Workers inherit it. Elsewhere: nothing.
    """
    trim_threshold, mmap_threshold, arena_max = -1, -3, -8  # of malloc.h
    with contextlib.suppress(OSError, AttributeError):  # no glibc
        mallopt = ctypes.CDLL("libc.so.6").mallopt
        for option, value in ((mmap_threshold, 1 << 20), (trim_threshold, 1 << 20), (arena_max, 1)):
            mallopt(option, value)


give_memory_back()


def prepare_metrics(place: str | None) -> None:
    """A new folder in which the workers count together. Before prometheus_client is imported.

    In memory, where there is such a place: the files are mapped, and a page of one that finds no room on a full disk
    would kill the worker (SIGBUS) that still serves what is only read.
    A reload (SIGHUP) reads this file again in the same process, while the old workers still count.
    """
    if os.environ.get("TRAINHUB_COUNTED_BY") != str(os.getpid()):
        os.environ["TRAINHUB_COUNTED_BY"] = str(os.getpid())
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="trainhub-metrics-", dir=place)


if settings.METRICS_TOKEN:
    prepare_metrics(worker_tmp_dir)


def on_exit(server: object) -> None:
    if settings.METRICS_TOKEN:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def child_exit(server: object, worker: object) -> None:
    """What a dead worker had in flight is not in flight any more."""
    if settings.METRICS_TOKEN:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[attr-defined]


def when_ready(server: object) -> None:
    garbage.settle()
    print(os.environ.get("TRAINHUB_READY", ""), flush=True)
