"""What it takes to fill the library, on a database made for it: `.venv/bin/python -m benchmarks.intake [FILE]`.

Seeding a catalogue of 1,000 entries (the catalogue, and more like its entries), then reading and applying FILE, else
the free-exercise-db of ../shared/data. Seconds of the clock, best of three, then CPU; and how many came.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

ENTRIES, ROUNDS = 1_000, 3
SET = Path(__file__).resolve().parents[2] / "shared" / "data" / "exercises" / "free-exercise-db.json"


def main(file: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/intake.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings")
        import django

        django.setup()
        measure(file)


def measure(file: Path) -> None:
    from django.core.management import call_command

    from exercises import catalogue, seeding
    from exercises.importing import apply, formats, plan
    from exercises.models import Exercise

    call_command("migrate", verbosity=0)
    entries = list(catalogue.read())
    more = (
        replace(entry, name=f"{entry.name} no. {number}", aliases=()) for number, entry in zip(count(), cycle(entries))
    )
    thousand = [*entries, *islice(more, max(0, ENTRIES - len(entries)))]
    content = file.read_bytes()

    def empty() -> None:
        Exercise.objects.all().delete()

    def seeded() -> None:
        empty()
        seeding.seed(catalogue.read())

    def brought() -> str:
        decisions = plan(formats.read(content).candidates)
        apply(decisions)
        counts = Counter(decision.kind.value for decision in decisions)
        return ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))

    def written() -> str:
        return str({name: number for name, number in seeding.seed(thousand).counts.items() if number})

    print(f"{'seconds':32} {'clock':>6} {'CPU':>6}")
    report(f"seed {len(thousand)}, empty library", empty, written)
    report(f"seed {len(thousand)}, nothing new", lambda: None, written)
    report(f"import {file.name}"[:32], seeded, brought)
    report("import it again", lambda: None, brought)


def report(what: str, before: Callable[[], None], act: Callable[[], Any]) -> None:
    took = []
    for _round in range(ROUNDS):
        before()
        clock, cpu = time.perf_counter(), time.process_time()
        said = act()
        took.append((time.perf_counter() - clock, time.process_time() - cpu))
    print(f"{what:32} {min(took)[0]:6.2f} {min(took)[1]:6.2f}  {said}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SET)
