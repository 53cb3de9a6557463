"""What the pages cost: queries, CPU, bytes, each as a ratio to a floor measured in the same run.

    make bench

The floor is a bare view behind the same middleware and sign-in that returns the same bytes. Everything runs in one
process against a SQLite database made for the occasion; times are the median CPU time of one request.
"""

from __future__ import annotations

import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "trainhub.settings"
FOLDER = tempfile.TemporaryDirectory(prefix="trainhub-bench-")
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/bench.sqlite3"
os.environ["DEBUG"] = "0"
os.environ["ALLOWED_HOSTS"] = "testserver"
os.environ["TRAINHUB_ENV_FILE"] = ""

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402

from benchmarks import data  # noqa: E402

ROUNDS = 60
BODIES: dict[str, bytes] = {}


def floor_view(request: Any, name: str) -> HttpResponse:
    """The same bytes for a signed-in person, and nothing else."""
    assert request.user.is_authenticated
    return HttpResponse(BODIES[name])


def cpu_ms(call: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Median CPU milliseconds of a call, after a warm-up."""
    for _ in range(5):
        call()
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        call()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def measure(client: Client, name: str, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    BODIES[name] = response.content
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = len(captured)  # before the next request clears the log
    page, floor = [], []
    for _ in range(3):  # in turn, so that a machine that slows down slows both
        page.append(cpu_ms(lambda: client.get(address), ROUNDS // 3))
        floor.append(cpu_ms(lambda: client.get(f"/floor/{name}/"), ROUNDS // 3))
    ratio = statistics.median(one / other for one, other in zip(page, floor, strict=True))
    zipped = len(gzip.compress(response.content, 6)) / 1000
    print(
        f"{name:24} {queries:7} {statistics.median(page):8.1f} {statistics.median(floor):8.1f} {ratio:7.1f}"
        f" {len(response.content) / 1000:9.1f} {zipped:8.1f}"
    )


def main() -> None:
    from trainhub import urls

    urls.urlpatterns.append(path("floor/<str:name>/", floor_view))
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)
    pages = data.seed()
    client = Client()
    client.force_login(data.coach())
    print(f"{'page':24} {'queries':>7} {'CPU ms':>8} {'floor':>8} {'ratio':>7} {'kB':>9} {'kB gzip':>8}")
    for name, address in pages.items():
        measure(client, name, address)


if __name__ == "__main__":
    main()
