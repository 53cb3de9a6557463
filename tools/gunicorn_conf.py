"""How `make run` serves: two processes of four threads, ready for SQLite's locks and slow phones."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings")

from django.conf import settings  # noqa: E402 - reads .env as well

from trainhub.observability import chosen, log  # noqa: E402

host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
bind = f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
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


def prepare_metrics(folder: Path) -> None:
    """The folder in which the workers count together, empty at each start. Before prometheus_client is imported.

    A reload (SIGHUP) reads this file again in the same process, while the old workers still count.
    """
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    if os.environ.get("TRAINHUB_COUNTED_BY") == str(os.getpid()):
        return
    os.environ["TRAINHUB_COUNTED_BY"] = str(os.getpid())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.glob("*.db"):
        left.unlink()


if settings.METRICS_TOKEN:
    prepare_metrics(settings.VAR_DIR / "metrics")


def child_exit(server: object, worker: object) -> None:
    """What a dead worker had in flight is not in flight any more."""
    if settings.METRICS_TOKEN:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[attr-defined]


def when_ready(server: object) -> None:
    print(os.environ.get("TRAINHUB_READY", ""), flush=True)
