"""Whether a server that a tool started answers yet."""

from __future__ import annotations

import http.client
import subprocess
import time


def answers(port: int) -> bool:
    """Asked as it is, without the proxy that this machine may have."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def comes_up(process: subprocess.Popen[bytes], port: int, seconds: float) -> bool:
    """Waits so long, or until it has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if answers(port):
            return True
        time.sleep(0.05)
    return False
