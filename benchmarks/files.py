"""What it takes to write a year as a file, and to read one: `make bench ARGS=--files`, or some of it alone,
`.venv/bin/python -m benchmarks.files json`.

52 weeks, 5,044 rows, every week another; read is a table as coaches keep it, by the page's own requests. Seconds of the
clock and of the CPU, with those of processes that it started, the best of three; and the memory that it takes above the
idle process with the code loaded, each in a process of its own, its children added (shared memory counted once). The
clock of a machine that others keep busy says more of them: their load is written beside. Above a bar it ends with 1.
"""

from __future__ import annotations

import csv
import io
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 3
BARS = {
    "preview": 2,
    "save": 1.5,
    "read and save": 1.5,
    "xlsx": 1,
    "pdf": 2,
    "pdf with sheets": 2,
    "json": 0.3,
}  # seconds
BAR_MB = 150
LOOKS_S = 0.01  # how often the memory is looked at
EXERCISES = ["Back squat", "Bench press", "Deadlift", "Romanian deadlift", "Barbell row", "Chin-up", "Split squat"]


def year() -> Any:
    from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, WeekValue
    from sessions_app.prescription import Adjustment, Intensity, Prescription, Reps, Rest, Row

    def row(number: int) -> Row:
        prescription = Prescription(
            sets=3 + number % 3,
            reps=Reps.parse(("5", "8-12", "10")[number % 3]),
            intensity=Intensity.parse(("80%", "RPE 7", "60 kg")[number % 3]),
            rest=Rest.parse("2:00"),
            notes="" if number % 4 else "Leave one in the tank.",
        )
        return Row(EXERCISES[number % len(EXERCISES)], prescription=prescription)

    placings = []
    for week in range(1, 53):
        change = Adjustment.parse("volume -40%") if week % 4 == 0 else Adjustment.parse(f"+{week % 4}%")
        for day in range(1, 6):
            rows = tuple(row(week + day + number) for number in range(20 if day > 2 else 19 if day == 2 else 18))
            session = SessionValue(
                f"Day {day} of {week}", "strength", note="Film set 3.", rows=rows, key=f"{week}-{day}"
            )
            placings.append(PlacingValue(week, day, 1, session, change))
    facts = tuple(WeekValue(week, "Base", week % 4 == 0) for week in range(1, 53))
    return ProgramValue("A year", "strength", 52, week_facts=facts, placings=tuple(placings))


def table(value: Any) -> bytes:
    """The same year as somebody else's spreadsheet."""
    from sessions_app.notation import render_prescription

    out = io.StringIO()
    written = csv.writer(out)
    written.writerow(["Week", "Day", "Workout", "Exercise", "Prescription", "Notes"])
    for placing in value.placings:
        for row in placing.session.rows:
            line, _mark, notes = render_prescription(row.prescription).partition(" // ")
            written.writerow([placing.week, placing.day, placing.session.name, row.name, line, notes])
    return out.getvalue().encode()


class Memory:
    """The most that this process and those below it had at once. On Linux only; elsewhere it is 0."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._looks = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self.most = now_mb(os.getpid())
        self._looks.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._looks.join()

    def _look(self) -> None:
        while not self._over.wait(LOOKS_S):
            self.most = max(self.most, now_mb(os.getpid()))


def now_mb(process: int) -> float:
    """Of it and its children: of memory that several have, each has its share."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:  # ended meanwhile
        return 0
    own = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return own / 1024 + sum(now_mb(int(child)) for child in children)


def cpu_s() -> float:
    return sum(os.times()[:4])


def report(label: str, act: Callable[[], str], before: Callable[[], object] = lambda: None) -> bool:
    """Whether it keeps its bars. The memory is looked at in a turn of its own: looking costs as much as what is looked
    at."""
    idle, took, said = now_mb(os.getpid()), [], ""
    for _turn in range(ROUNDS):
        before()
        clock, cpu = time.perf_counter(), cpu_s()
        said = act()
        took.append((time.perf_counter() - clock, cpu_s() - cpu))
    before()
    with Memory() as memory:
        act()
    clock, cpu = (min(numbers) for numbers in zip(*took, strict=True))
    above = memory.most - idle
    kept = clock <= BARS.get(label, clock) and above <= BAR_MB
    own, below = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"{label:16}{clock:8.2f}{BARS.get(label, 0):7.1f}{cpu:8.2f}{above:9.0f}{BAR_MB:7}"
        f"{own:9.0f}{below:9.0f}{os.getloadavg()[0]:7.1f}  {said}{'' if kept else ' - above its bar'}",
        flush=True,
    )
    return kept


def posted(client: Any, address: str, data: bytes, expected: int) -> Any:
    """A table sent to a page. RuntimeError where the answer is another than is measured."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    answer = client.post(reverse(address), {"file": SimpleUploadedFile("year.csv", data)}, HTTP_HX_REQUEST="true")
    if answer.status_code != expected:
        raise RuntimeError(f"{address} answered {answer.status_code}: {answer.content.decode()}")
    return answer


def measure(name: str, **options: Any) -> bool:
    from programs.exchange import formats

    value, known = year(), formats.FORMATS[name]
    rows = sum(len(placing.session.rows) for placing in value.placings)
    label = name + (" with sheets" if options else "")
    return report(label, lambda: f"{rows} rows, {len(known.file(value, **options)) / 1000:.0f} kB")


def measure_import(name: str) -> bool:
    """By the requests of the page, of a coach with the whole catalogue. Saving reads the file again: apart from that,
    `save` is what it takes.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from accounts.models import User
    from exercises import catalogue, seeding
    from programs import pasting
    from programs.models import Program
    from sessions_app.models import Session

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")  # as in service; tests go without
    seeding.seed(catalogue.read())
    client = Client(SERVER_NAME="localhost")
    coach = User.objects.create_user("coach@example.com")
    client.force_login(coach)
    data = table(year())

    def preview() -> str:
        return f"{len(posted(client, 'programs:program_paste', data, 200).content) / 1000:.0f} kB"

    def read_and_save() -> str:
        posted(client, "programs:program_paste_create", data, 302)
        return saved()

    def save() -> str:
        pasting.create(pasted.value, coach, pasted)
        return saved()

    def saved() -> str:
        program = Program.objects.latest("created_at")
        return f"{program.duration_weeks} weeks, {program.placings.count()} sessions"

    def emptied() -> None:
        Program.objects.all().delete()
        Session.objects.all().delete()

    if name == "preview":
        return report(name, preview)
    if name == "save":
        pasted = pasting.read_pasted(pasting.source_of("year.csv", data), coach)
        return report(name, save, emptied)
    return report("read and save", read_and_save, emptied)


def main(name: str, *more: str) -> int:
    """0 where it keeps its bars, else 1."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEST_DATABASE_URL"] = f"sqlite:///{folder}/files.sqlite3"
        os.environ.update(DJANGO_SETTINGS_MODULE="trainhub.settings_test")
        import django

        from trainhub import garbage

        django.setup()
        garbage.settle()  # as in service
        if name in ("preview", "save", "both"):
            kept = measure_import(name)
        else:
            kept = measure(name, **({"with_sessions": True} if more else {}))
        return int(not kept)


def every() -> int:
    print(f"{'A year':16}{'s':>8}{'bar':>7}{'CPU s':>8}{'MB above':>9}{'bar':>7}{'peak':>9}{'children':>9}{'load':>7}")
    each = (
        ["preview"],
        ["save"],
        ["both"],
        ["json"],
        ["csv"],
        ["text"],
        ["xlsx"],
        ["pdf"],
        ["pdf", "sheets"],
    )
    ended = [subprocess.run([sys.executable, "-m", "benchmarks.files", *one]).returncode for one in each]  # noqa: S603
    return int(any(ended))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) > 1 else every())
