"""Lines of notation a second, read and rendered, on one core: lines that were never met, and lines that were.

    .venv/bin/python benchmarks/notation.py                    20,000 lines of the kinds below, all different
    .venv/bin/python benchmarks/notation.py --lines FILE.tsv   the lines of a file's first column instead
    .venv/bin/python benchmarks/notation.py --profile          where the time of reading goes

What a coach writes comes again and again, and is kept by value; the first figures are of the worst case, where no two
prescriptions are the same. A kind is a line whose numbers stand as <least-most> or <least-most:step>.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import pstats
import random
import re
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

KINDS = """
Back squat <2-8>x<1-12> @ <50-97.5:0.5>%
Bench press <2-6>x<3-12> @ <30-160:0.5>kg r<1-4>:<10-55:5>
A1 Deadlift <2-6>x<1-8> @ <60-240:2.5>kg
B2 DB row <2-5>x<6-15>/side @ <10-60:0.5>kg r<30-180:5>s
Front squat <2-6>x<2-8> RPE <6-9.5:0.5> r<2-5>:<10-50:10>
Overhead press <2-6> x <3-10> x <20-90:0.5>kg
Incline press / <2-5>x<6-10>-<11-20> @<6-10:0.5> / <30-240:5>s
Pull-up <2-6>x<3-12> BW+<1-40:0.5>kg r<60-240:5>s
Hip thrust <2-5>x<5-15> t<2-5>-<0-3>-<1-2>-<0-2> @ <40-180:2.5>kg
Snatch <1-3>x<1-3> @ <60-70>%, <2-4>x<1-2> @ <71-95>%
Bench <3-5>/<6-9>/<10-15> @ <60-69>/<70-79>/<80-95>%
Clean pull <2-6>x<1-4>, <60-110:0.5>%, rest <1-5> min
Squat <2-5> sets of <4-12> reps at <40-200:2.5> lbs
Plank <2-6>x<15-120>s r<15-120:5>s
Farmer carry <2-6>x<10-80:5>m @ 2x<12-48>kg
Leg press: <2-5> x <8-20>, <1-3> RIR, <45-180:5>s rest
Easy run <3-20:0.1>km @ <4-7>:<10-59>/km
<3-12>x<200-1600:100>m @ <3-5>:<10-59>/km r<60-240:5>s
<3-10>x<1-8>min @ Z<3-5> r<1-4>min
Long run <60-180>min Z2
Tempo <15-50>min @ <3-5>:<10-59>-<6-7>:<10-59>/km
<4-12>x<100-800:100>m in <60-180>s, <100-400:50>m jog
<10-30>min warm-up, <3-8>x<2-8>min @ <90-115>% pace r<1-3>:<10-50:10>
Threshold <2-6>x<5-20>min @ <88-108>% FTP r<2-8>min
<2-5>x<4-12>min @ <200-400> W, <80-105> rpm
<10-40>min <45-60>%-><65-85>% FTP
Freestyle <4-20>x<25-200:25>m on <1-3>:<10-55:5>
<3-12>x<50-400:50> free @ CSS+<1-9> r<10-45>s
<100-800:50>m kick, <100-400:25>m pull
Erg <3-8>x<250-2000:50>m r<1-5>:<10-50:10> @ <1-2>:<10-59>/500m
<3-6>x<4-15>min @ r<18-32> / <1-4>:<10-59>r
EMOM <8-30>min: <3-15> burpees
AMRAP <5-30>min: <5-20> reps @ <20-80:2.5>kg
Every <1-4>:<10-55:5> x <4-12>: <1-5> clean @ <60-95>%
Good morning <2-5>x<6-12> // felt heavy at <40-120:0.5> last time
Kettlebell swing <2-6>x<10-30> w/ <16-48:2>kg, rest <30-150:5> sec between sets
Romanian deadlift w<1-2>x<4-8> @ <30-59:0.5>kg, <2-4>x<5-10> @ <60-160:2.5>kg
""".strip().splitlines()
SLOT = re.compile(r"<([0-9.]+)-([0-9.]+)(?::([0-9.]+))?>")
WHOLE = re.compile(r"[0-9]+")
MOST_TRIES = 400  # for each line that is kept; a kind with few numbers runs out


def filled(kind: str, rng: random.Random) -> str:
    def number(match: re.Match) -> str:
        least, step = Decimal(match[1]), Decimal(match[3] or 1)
        return format((least + step * rng.randint(0, int((Decimal(match[2]) - least) / step))).normalize(), "f")

    return SLOT.sub(number, kind)


def varied(line: str, rng: random.Random) -> str:
    """The line with other numbers of the same length, so that a clock stays a clock and a percentage one."""

    def number(match: re.Match) -> str:
        digits = match[0]
        return digits[0] + "".join(str(rng.randint(0, 5)) for _ in digits[1:]) if len(digits) > 1 else digits

    return WHOLE.sub(number, line)


def distinct(kinds: list[str], make: Callable[[str, random.Random], str], count: int) -> list[str]:
    """Lines that are all different, every kind in turn, for as long as it has something new."""
    rng = random.Random(20)
    lines: dict[str, None] = {}
    for turn in range(count * MOST_TRIES):
        lines[make(kinds[turn % len(kinds)], rng)] = None
        if len(lines) == count:
            break
    return list(lines)


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def forget() -> None:
    """As in a new process: nothing was read or written yet."""
    from sessions_app import notation
    from sessions_app.notation import reading, tail, writing
    from sessions_app.prescription import intensity, reps

    for memo in (reading.OPENINGS, tail.KNOWN):
        memo.clear()
    for cached in (notation.render_line, writing.render_line, intensity.written, reps.stated):
        cached.cache_clear()


def say(what: str, count: int, took: Iterable[float]) -> None:
    print(f"{what:44}{count / min(took):10,.0f} lines/s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--lines", type=Path, help="a file, one line or tab-separated row each, its first column read")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--profile", action="store_true", help="where the time of reading goes")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings")
    import django

    django.setup()
    from sessions_app.notation import read_line, render_line

    if asked.lines:
        texts = [line.split("\t")[0] for line in asked.lines.read_text(encoding="utf-8").splitlines()]
        lines = distinct([text for text in texts if WHOLE.search(text)], varied, asked.count)
    else:
        lines = distinct(KINDS, filled, asked.count)
    few = lines[:400]

    def read(texts: list[str] = lines) -> None:
        for text in texts:
            read_line(text)

    def render() -> None:
        for name, prescription in rows:
            render_line(name, prescription)

    if asked.profile:
        forget()
        profile = cProfile.Profile()
        profile.runcall(read)
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return
    print(f"{len(lines):,} lines, all different, {sum(map(len, lines)) / len(lines):.0f} characters each")
    say("read, in a new process", len(lines), [seconds(read)])
    times = []
    for _ in range(3):
        forget()
        times.append(seconds(read))
    say("read, none met before", len(lines), times)
    read(few)
    say("read, all met before", len(few), [seconds(lambda: read(few)) for _ in range(5)])
    rows = list({(line.name, line.prescription): None for line in map(read_line, lines)})
    times = []
    for _ in range(3):
        forget()
        times.append(seconds(render))
    say("rendered, none met before", len(rows), times)
    rows = rows[:400]
    render()
    say("rendered, all met before", len(rows), [seconds(render) for _ in range(5)])


if __name__ == "__main__":
    main()
