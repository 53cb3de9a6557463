"""How `make run` serves: two processes of four threads, ready for SQLite's locks and slow phones."""

import os

host = os.environ.get("HOST") or "127.0.0.1"
bind = f"[{host.strip('[]')}]:{os.environ['PORT']}" if ":" in host else f"{host}:{os.environ['PORT']}"
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
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()


def when_ready(server: object) -> None:
    print(os.environ.get("TRAINHUB_READY", ""), flush=True)
