"""Fifty coaches at work at once, for some minutes: does anybody wait, get an error, or lose what they wrote?

    make load MINUTES=10                                       on SQLite
    .venv/bin/python tools/load.py --minutes 1 postgres        on a PostgreSQL of its own
    .venv/bin/python tools/load.py --minutes 1 --coaches 10

Serves TrainHub as `make run` does. Each coach reads pages, types lines, drags sessions and imports programs, with a
second or two between two requests. At the end no answer was a 5xx, no log speaks of a lock that was not got, 95 of 100
answers came within the bar, and each step that was acknowledged is there once and whole (tools/whole.py).
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.coaches import READ, Coach, Desk, Diary, Worker  # noqa: E402
from tools.kill import DATABASES, LONGEST, Server, installed  # noqa: E402

EMAIL = "load{}@trainhub.example"
PAUSE = (0.5, 2.5)  # seconds between an answer and the next request
BAR_MS = 300
# Of 100 requests so many; the rest are reads.
TYPES, DRAGS, IMPORTS = 25, 20, 3
PAGES = {
    "home": "/",
    "programs": "/programs/",
    "sessions": "/sessions/",
    "exercises": "/exercises/?q=squat",
    "suggest": "/sessions/suggest/?text=back+sq&sport=strength",
}


class AtWork:
    """One coach, with a session and a program in hand."""

    def __init__(self, worker: Worker) -> None:
        self.worker, self.dice = worker, worker.dice
        self.desks: list[Desk] = []
        self.session, self.program = self.take("session"), self.take("program")
        self.wrong: list[str] = []

    def take(self, kind: str) -> Desk:
        self.desks.append(self.worker.new_desk(kind))
        return self.desks[-1]

    def work(self, until: float) -> None:
        """Whatever ends it before is a problem: who does not work loses nothing."""
        try:
            while time.monotonic() < until:
                self.turn()
                time.sleep(self.dice.uniform(*PAUSE))
        except Exception as problem:
            self.wrong.append(f"{type(problem).__name__}: {problem}")

    def turn(self) -> None:
        thrown = self.dice.randrange(100)
        if thrown < IMPORTS:
            self.program = self.worker.import_program()
            self.desks.append(self.program)
        elif thrown < IMPORTS + TYPES:
            if len(self.session.standing) >= LONGEST:
                self.session = self.take("session")
            self.worker.write(self.session)
        elif thrown < IMPORTS + TYPES + DRAGS:
            if len(self.program.standing) >= LONGEST:
                self.program = self.take("program")
            self.worker.write(self.program)
        else:
            self.read()

    def read(self) -> None:
        own = {"program": self.program.path, "session": self.session.path}
        name, path = self.dice.choice(list({**PAGES, **own}.items()))
        self.worker.read(f"{READ}{name}", path, part=name == "suggest")


def arrive(
    port: int, count: int, seed: int, host: str = "127.0.0.1", at_work: type[AtWork] = AtWork, worker: type = Worker
) -> list[AtWork]:
    """Coaches who are signed in already: to sign in costs as much as fifty pages, and is not asked here."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from accounts.models import User

    found = []
    logging.getLogger("trainhub.security").setLevel(logging.WARNING)  # each sign-in is a line
    for number in range(count):
        user = User.objects.create_user(EMAIL.format(number), name=f"Coach {number}")
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        coach = Coach(port, user.email, {name: client.cookies[name].value}, host)
        connections.close_all()
        found.append(at_work(worker(coach, random.Random(seed * 1000 + number), f"l{number}")))
    return found


def lost(crew: list[AtWork]) -> list[str]:
    from accounts.models import User
    from tools import whole

    found = whole.damage()
    for one in crew:
        found += whole.problems(User.objects.get(email=one.worker.coach.email), one.desks)
    return found


def written(crew: list[AtWork]) -> int:
    return sum(one.worker.diary.written for one in crew)


def at_work(crew: list[AtWork]) -> list[str]:
    """What went wrong for them; that nobody wrote, too."""
    found = [sentence for one in crew for sentence in one.worker.diary.wrong + one.wrong]
    return found if written(crew) else [*found, "Nobody wrote anything."]


def within(times: list[float], share: float) -> float:
    """So many of 100 are answered within these milliseconds."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000 if times else 0.0


def report(crew: list[AtWork], seconds: float) -> float:
    """The figures, by verb; the milliseconds within which 95 of 100 of all were answered."""
    of_verb: dict[str, list[float]] = {}
    statuses: dict[int, int] = {}
    for one in crew:
        for name, times in one.worker.diary.times.items():
            of_verb.setdefault(name, []).extend(times)
        for status, count in one.worker.diary.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    every = [took for times in of_verb.values() for took in times]
    print(f"{'':24}{'count':>8}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}")
    for name, times in [*sorted(of_verb.items(), key=lambda one: -len(one[1])), ("all", every)]:
        print(f"{name:24}{len(times):8}{within(times, 0.5):8.0f}{within(times, 0.95):8.0f}{within(times, 0.99):8.0f}")
    requests = f"{len(every)} requests, {len(every) / seconds:.0f} a second"
    print(f"{len(crew)} coaches, {seconds:.0f} s, {requests}, {written(crew)} writes")
    print("answers: " + ", ".join(f"{status} {count} times" for status, count in sorted(statuses.items())))
    return within(every, 0.95)


def run(server: Server, asked: argparse.Namespace) -> list[str]:
    server.start(prepare=True)
    crew = arrive(server.port, asked.coaches, asked.seed)
    for one in crew:
        one.worker.diary = Diary()  # how they arrived is not how they work
    begun = time.monotonic()
    threads = [threading.Thread(target=one.work, args=[begun + asked.minutes * 60]) for one in crew]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p95 = report(crew, time.monotonic() - begun)
    problems = at_work(crew)
    if "database is locked" in server.log.read_text(errors="replace"):
        problems.append("The log says that the database is locked.")
    problems += lost(crew)
    if p95 > asked.bar:
        problems.append(f"95 of 100 answers came within {p95:.0f} ms; the bar is {asked.bar}.")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--coaches", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bar", type=int, default=BAR_MS, help="milliseconds within which 95 of 100 are answered")
    parser.add_argument("database", nargs="?", choices=DATABASES, default="sqlite")
    asked = parser.parse_args()
    with installed(asked.database) as (server, _cluster):
        problems = run(server, asked)
        server.kill()
        for sentence in [*problems[:20], *(server.errors() if problems else [])]:
            print(sentence[:2000])
    print("Something is wrong." if problems else "Nothing lost, nothing doubled, no error.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
