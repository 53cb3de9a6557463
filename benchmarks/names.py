"""What it takes to find out which exercise a name means, among 10,000: `.venv/bin/python -m benchmarks.names`.

Milliseconds are CPU time of the thread, not of the clock. No database: the catalogue and its
variants, as `data` makes them.
"""

from __future__ import annotations

import os
import random
import time
import tracemalloc
from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import Any

COUNT, ASKED = 10_000, 1_000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings")
    import django

    django.setup()
    from benchmarks.data import _variants
    from exercises import catalogue
    from exercises.matching import Matcher
    from exercises.models import Exercise
    from exercises.names import fold

    def exercise(entry: catalogue.Entry) -> Exercise:
        return Exercise(author=None, status="library", **{name: getattr(entry, name) for name in entry.__slots__})

    library = [exercise(entry) for entry in catalogue.read()]
    exercises = list(islice(chain(library, _variants(library)), COUNT))
    chance = random.Random(2026)  # noqa: S311 - no secret
    names = [chance.choice(exercises).name for _ in range(ASKED)]

    def mistyped(name: str) -> str:
        place = chance.randrange(len(name))
        return name[:place] + name[place + 1 :]

    def milliseconds(ask: Callable[[str], Any], asked: Iterable[str]) -> str:
        took = []
        for name in asked:
            fold.cache_clear()
            start = time.thread_time()
            ask(name)
            took.append(1000 * (time.thread_time() - start))
        took.sort()
        return f"{sum(took) / len(took):8.2f} {took[len(took) * 95 // 100]:8.2f} {took[-1]:8.2f}"

    tracemalloc.start()
    matcher = Matcher(None, "strength", exercises)
    matcher.match("something els")
    print(f"index of {len(exercises):,} exercises: {tracemalloc.get_traced_memory()[0] / 1e6:.1f} MB", end=", ")
    tracemalloc.stop()
    fold.cache_clear()
    start = time.thread_time()
    matcher = Matcher(None, "strength", exercises)
    matcher.match("something els")
    print(f"{time.thread_time() - start:.2f} s at first\n\n{'ms a name':24} {'mean':>8} {'p95':>8} {'worst':>8}")
    print(f"{'as it is':24}", milliseconds(matcher.match, names))
    print(f"{'in another order':24}", milliseconds(matcher.match, [" ".join(name.split()[::-1]) for name in names]))
    print(f"{'two typing errors':24}", milliseconds(matcher.match, [mistyped(mistyped(name)) for name in names]))
    print(f"{'a name and more':24}", milliseconds(matcher.match, [f"Assisted {name} on a ski" for name in names]))
    print(f"{'exact, not known':24}", milliseconds(matcher.exact, [f"{name} 5x5 @ 80%" for name in names]))


if __name__ == "__main__":
    main()
