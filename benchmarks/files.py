"""What it takes to write a year as a file: `.venv/bin/python -m benchmarks.files`.

52 weeks, 5,044 rows, every week another. Seconds of the clock and of the CPU, best of three; the memory that it takes
above the idle process with the code loaded, each format in a process of its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from typing import Any

ROUNDS = 3
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


def peak_mb(who: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def measure(name: str, **options: Any) -> None:
    from programs.exchange import formats

    value, known = year(), formats.FORMATS[name]
    idle, took, size = peak_mb(), [], 0
    for _round in range(ROUNDS):
        clock, cpu = time.perf_counter(), time.process_time()
        size = len(known.file(value, **options))
        took.append((time.perf_counter() - clock, time.process_time() - cpu))
    label = name + (" with sheets" if options else "")
    rows = sum(len(placing.session.rows) for placing in value.placings)
    print(
        f"{label:16} {rows} rows {min(took)[0]:6.2f} s {min(took)[1]:6.2f} CPU "
        f"{peak_mb() - idle:6.0f} MB above {idle:.0f} {size / 1000:8.0f} kB"
        + (f", {peak_mb(resource.RUSAGE_CHILDREN):.0f} MB while typst ran" if name == "pdf" else "")
    )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings_test")
    import django

    django.setup()
    name, *more = sys.argv[1:]
    measure(name, **({"with_sessions": True} if more else {}))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main()
    else:
        for arguments in (["json"], ["csv"], ["text"], ["xlsx"], ["pdf"], ["pdf", "sheets"]):
            subprocess.run([sys.executable, "-m", "benchmarks.files", *arguments], check=True)  # noqa: S603
