"""What pages and actions cost, each as a ratio to a floor that is measured in the same run.

    make bench                                      all of it, some three minutes
    make bench ARGS="--only program --quick"        in one process only, fewer rounds
    make bench ARGS="--match exercises"             what has these letters in its name
    make bench ARGS="--postgres --json after.json"  on a PostgreSQL of its own; the figures into a file
    make bench ARGS="--search"                      the library, 10,000 on SQLite and 200,000 on PostgreSQL, with bars
    make bench ARGS="--files"                       what a year takes as a file, written and read, with bars
    make bench ARGS="--scale 1,10,100 --postgres"   what grows with the coaches: 100, 1,000 and 10,000 of them

The floor is a bare view behind the same middleware and sign-in that returns the same bytes. Everything runs on a
database made for the occasion: a SQLite file, or with DATABASE_URL=postgres://... a new database of that server,
dropped at the end. docs/performance.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PARTS = ("program", "served")
# The library's page and its search, in one process: how many exercises, on what, and at most so many times the floor.
SEARCHES = ((10_000, False, 15), (200_000, True, 30))
BAR_MB = 120
EACH = {"program": 48, "served": 48}  # sessions an action may change


def sizes(text: str) -> list[int]:
    """Two or more, each larger than the one before."""
    found = [int(word) for word in text.split(",")]
    if len(found) < 2 or found[0] < 1 or found != sorted(set(found)):
        raise argparse.ArgumentTypeError("Say sizes that rise, such as 1,10,100.")
    return found


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", choices=PARTS, help="one of the two parts")
    parser.add_argument("--match", default="", help="only pages and actions with these letters in their name")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: figures to work with, not to quote")
    parser.add_argument("--postgres", action="store_true", help="start a PostgreSQL and use it")
    parser.add_argument(
        "--exercises", type=int, default=10_000, help="so many; 200000 are looked through in the database"
    )
    parser.add_argument("--search", action="store_true", help="the library's search at both sizes, against its bars")
    parser.add_argument("--files", action="store_true", help="a year as a file, written and read, against its bars")
    parser.add_argument(
        "--scale", type=sizes, help="at so many times the coaches, one after the other: ends with 1 where a page grows"
    )
    parser.add_argument("--json", type=Path, help="write the figures into this file")
    return parser.parse_args()


@contextlib.contextmanager
def database(folder: Path, start: bool) -> Iterator[str]:
    """The address of an empty database that ends with the block."""
    given = os.environ.get("DATABASE_URL", "")
    if not start and not given.startswith(("postgres:", "postgresql:")):
        yield f"sqlite:///{folder}/bench.sqlite3"
    elif start:
        from tools import postgres

        with postgres.server() as address:
            yield address
    else:
        import psycopg

        name = f"trainhub_bench_{secrets.token_hex(4)}"
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            try:
                head, _slash, _name = given.partition("?")[0].rpartition("/")
                yield f"{head}/{name}"
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def set_up(folder: Path, address: str) -> None:
    """The settings of a service in an empty place; then tables and static files."""
    for name in ("PUBLIC_URL", "ALLOWED_HOSTS", "TRUST_PROXY", "CACHE_URL", "EMAIL_URL", "SENTRY_DSN"):
        os.environ.pop(name, None)
    # Fonts are cut once for this checkout; the rest of var/ is the benchmark's own.
    subprocess.run([sys.executable, ROOT / "tools" / "build.py", "--fonts"], check=True)
    (folder / "floor").mkdir()
    (folder / "var").mkdir()
    (folder / "var" / "build").symlink_to(ROOT / "var" / "build")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="benchmarks.settings",
        TRAINHUB_ENV_FILE="",
        TRAINHUB_VAR=str(folder / "var"),
        TRAINHUB_BENCH_FLOOR=str(folder / "floor"),
        DATABASE_URL=address,
        DEBUG="0",
        ALLOWED_HOSTS="127.0.0.1,testserver",
        PYTHONPATH=str(ROOT),
    )
    import django
    from django.core.management import call_command

    from tools.build import LEFT_OUT

    # Each request writes its line, as in service, but not between the figures.
    with contextlib.redirect_stderr((folder / "log").open("w")):
        django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=LEFT_OUT)


def say(what: str) -> None:
    """What goes on, where somebody looks on; it does not get into a file."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)


def in_program(chosen: list[Any], quick: bool) -> list[dict[str, Any]]:
    from benchmarks import data, program
    from benchmarks.people import People
    from trainhub import garbage

    people = People()
    garbage.settle()
    head = ("queries", "CPU ms", "floor", "ratio", "wall ms", "kB", "gzip", "peak kB", "floor", "ratio")
    print(f"\n{'In one process':34}{''.join(f'{word:>9}' for word in head)}", flush=True)
    rows = []
    for target in chosen:
        say(target.name)
        cost = program.measure(people, target, program.QUICK if quick else program.Effort())
        say("")
        print(
            f"{cost.name:34}{cost.queries:9}{cost.cpu_ms:9.1f}{cost.floor_ms:9.1f}{cost.ratio:9.1f}"
            f"{cost.wall_ms:9.1f}{cost.kb:9.1f}"
            f"{cost.gzip_kb:9.1f}{cost.peak_kb:9.0f}{cost.floor_peak_kb:9.0f}{cost.peak_ratio:9.1f}",
            flush=True,
        )
        rows.append(asdict(cost) | {"peak_ratio": cost.peak_ratio})
    if len(chosen) > 1:
        name, queries, ms = program.measure_import(data.Size(), program.QUICK if quick else program.Effort())
        print(f"{name:34}{queries:9}{ms:9.1f}", flush=True)
        rows.append({"name": name, "queries": queries, "cpu_ms": ms})
    return rows


def in_service(chosen: list[Any], folder: Path, quick: bool) -> dict[str, Any]:
    from django.db import connections

    from benchmarks import served
    from benchmarks.people import People

    people, rows = People(), []
    connections.close_all()  # a file that two processes write is not held open by a third
    head = ("req/s", "floor", "ratio", "p50 ms", "p95 ms", "RSS MB")
    print(f"\n{'Served, 4 connections':34}{''.join(f'{word:>9}' for word in head)}", flush=True)
    with served.running(folder, 0.3 if quick else 0.8) as (server, load):
        before = server.workers()
        for target in chosen:
            say(target.name)
            speed = load.measure(people, target)
            heaviest = max((worker.rss_mb for worker in server.workers()), default=0.0)
            say("")
            print(
                f"{speed.name:34}{speed.rps:9.0f}{speed.floor_rps:9.0f}{speed.ratio:9.1f}"
                f"{speed.p50_ms:9.1f}{speed.p95_ms:9.1f}{heaviest:9.1f}",
                flush=True,
            )
            rows.append(asdict(speed) | {"ratio": speed.ratio, "rss_mb": heaviest})
        after = server.workers()
    print_workers(before, after)
    return {"pages": rows, "workers": {"before": served.as_rows(before), "after": served.as_rows(after)}}


def print_workers(before: list[Any], after: list[Any]) -> None:
    if not after:
        print("\nWhat a worker weighs is read from /proc, which this machine does not have.")
        return
    print(f"\n{'A worker after all of it':34}{'RSS MB':>9}{'PSS MB':>9}{'at first':>9}{'under':>9}")
    first = {one.pid: one.rss_mb for one in before}
    for one in after:
        began = f"{first[one.pid]:.1f}" if one.pid in first else "new"
        print(f"{one.pid:<34}{one.rss_mb:9.1f}{one.pss_mb:9.1f}{began:>9}{BAR_MB:9}")


def searches(quick: bool) -> int:
    """Each size in a process and a database of its own. 1 where a ratio is over its bar."""
    over = 0
    with tempfile.TemporaryDirectory(prefix="trainhub-bench-") as place:
        for exercises, on_postgres, bar in SEARCHES:
            file = Path(place) / f"{exercises}.json"
            told = ["--only=program", "--match=exercises", f"--exercises={exercises}", f"--json={file}"]
            told += ["--postgres"] * on_postgres + ["--quick"] * quick
            subprocess.run([sys.executable, __file__, *told], check=True)
            rows = json.loads(file.read_text())["program"]
            ratios = {row["name"]: row["ratio"] for row in rows if row["name"].startswith("exercises")}
            worst = max(ratios, key=ratios.__getitem__)
            print(f"\nOf {exercises} at most {bar} x floor: {ratios[worst]:.1f}, {worst}.\n", flush=True)
            over += ratios[worst] > bar
    return int(over > 0)


def main() -> int:
    asked, begun = arguments(), time.monotonic()
    if asked.search:
        return searches(asked.quick)
    if asked.files:
        return subprocess.run([sys.executable, "-m", "benchmarks.files"], cwd=ROOT).returncode
    with (
        tempfile.TemporaryDirectory(prefix="trainhub-bench-") as place,
        database(Path(place), asked.postgres) as address,
    ):
        folder = Path(place)
        results: dict[str, Any] = {}
        set_up(folder, address)
        from django.db import connections

        from benchmarks import data, scale, targets
        from benchmarks.people import Failed
        from benchmarks.program import QUICK, Effort

        size = scale.SIZE if asked.scale else data.Size(exercises=asked.exercises)
        data.seed(size, say)
        data.settle()
        say("")
        kind = "PostgreSQL" if address.startswith("postgres") else "SQLite"
        print(f"{kind}, Python {platform.python_version()}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d %H:%M')}")
        print(f"Seeded in {time.monotonic() - begun:.0f} s: {size.exercises} exercises, {size.sessions} sessions.")
        stock = targets.Stock(size)
        try:
            if asked.scale:
                results = scale.compare(asked.scale, asked.match, QUICK if asked.quick else Effort(), say)
            for part in [] if asked.scale else [asked.only] if asked.only else PARTS:
                stock.each = EACH[part]
                every = [*targets.pages(size), *targets.actions(stock)]
                chosen = [target for target in every if asked.match.lower() in target.name.lower()]
                if part == "program":
                    results[part] = in_program(chosen, asked.quick)
                else:  # other processes remember what they like, and this load keeps no pages
                    chosen = [target for target in chosen if not target.cold and not target.again]
                    results[part] = in_service(chosen, folder, asked.quick)
        except Failed as failed:
            print(f"\n{failed}", file=sys.stderr)
            return 1
        finally:
            connections.close_all()
    print(f"\nAll in {time.monotonic() - begun:.0f} s.")
    if asked.json:
        about = {"database": kind, "python": platform.python_version(), "cores": os.cpu_count(), "at": time.time()}
        asked.json.write_text(json.dumps(about | results, indent=1))
    if results.get("over"):
        print(f"Grew by more than {scale.BAR}: {', '.join(results['over'])}.")
    return int(bool(results.get("over")))


if __name__ == "__main__":
    sys.exit(main())
