"""Runs every test three ways: on SQLite, on PostgreSQL, and in a browser.

    .venv/bin/python tools/test.py                     all three
    .venv/bin/python tools/test.py sqlite core/tests   one of them, some tests

A part that cannot run is a failure, not a skip. The last line adds the three up.
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "var" / "test"

from tools import browser, postgres  # noqa: E402


@dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read(report: Path, exit_code: int) -> Count:
    """What pytest's XML report counted. A run that broke or ran nothing counts as one failure at least."""
    try:
        suite = ElementTree.parse(report).getroot()[0].attrib
    except (OSError, ElementTree.ParseError, IndexError):
        suite = {}
    tests, skipped, failures, errors = (int(suite.get(name, 0)) for name in ("tests", "skipped", "failures", "errors"))
    failed = failures + errors
    if exit_code and not failed:
        failed, tests = 1, tests + 1
    return Count(max(tests - failed - skipped, 0), failed, skipped)


def pytest(name: str, arguments: list[str], **environment: str) -> Count:
    RESULTS.mkdir(parents=True, exist_ok=True)
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-rs", f"--junit-xml={report}", *arguments]
    # What is compiled once is there for each process after it, of which there are some hundred.
    environment = {**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": ""}
    result = subprocess.run(command, cwd=ROOT, env=environment)
    return read(report, result.returncode)


def spread() -> list[str]:
    """Two processes where there are two cores. Each goes through half of the files and then helps the other, so that
    what is made once for a file is made once, and no long test at the end is waited for by one that has nothing to do.
    """
    return ["-n", "2", "--dist", "worksteal"] if (os.cpu_count() or 1) > 1 else []


def on_sqlite(chosen: list[str]) -> Count:
    return pytest("sqlite", ["-m", "not browser", *spread(), *chosen], TEST_DATABASE_URL="")


def on_postgres(chosen: list[str]) -> Count:
    with postgres.server() as address:
        return pytest("postgresql", ["-m", "not browser", *spread(), *chosen], TEST_DATABASE_URL=address)


def in_browser(chosen: list[str]) -> Count:
    path = browser.ensure()
    subprocess.run([sys.executable, ROOT / "tools" / "build.py"], check=True)  # what pages are served with
    environment = {"TEST_DATABASE_URL": "", "TEST_STATIC": "built", "TRAINHUB_CHROMIUM": path}
    return pytest("browser", ["-m", "browser", *spread(), *chosen], **environment)


PARTS = {"sqlite": ("SQLite", on_sqlite), "postgres": ("PostgreSQL", on_postgres), "browser": ("Browser", in_browser)}


def main(arguments: list[str]) -> int:
    named = [argument for argument in arguments if argument in PARTS] or list(PARTS)
    chosen = [argument for argument in arguments if argument not in PARTS]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is ended then, too
    start, lines, total = time.monotonic(), [], Count()
    for part in named:
        title, run = PARTS[part]
        print(f"\n== {title}", flush=True)
        try:
            count = run(chosen)
        except (postgres.Missing, browser.Missing) as missing:
            print(missing, flush=True)
            count = Count(failed=1)
        lines.append(f"{title + ':':<12}{count}")
        total += count
    print(f"\n== All, in {time.monotonic() - start:.0f} s", *lines, total, sep="\n", flush=True)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
