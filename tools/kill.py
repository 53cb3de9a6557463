"""Kills a server in the middle of writes, again and again, and looks whether anything was lost.

    make kills N=200                                   on SQLite, then on PostgreSQL
    .venv/bin/python tools/kill.py --kills 20 sqlite   on one of them; --seed 7 throws the dice of an earlier run

Serves TrainHub as `make run` does. Coaches, signed in by HTTP, write one after the other and in parallel: lines typed,
changed, moved and undone, sessions placed and dragged, weeks copied, programs imported, copied and deleted. At a random
moment SIGKILL ends the server's whole process group; on PostgreSQL every second time the database's, every fourth time
both. It is started again, and then each step that was acknowledged must be there, none by half, and the database whole
(tools/whole.py). Everything happens in a temporary folder.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import postgres  # noqa: E402
from tools.coaches import Coach, Desk, Unanswered, Worker  # noqa: E402
from tools.starting import comes_up  # noqa: E402

PASSWORD, EMAIL = "kill-pass-2026", "kill{}@trainhub.example"
COACHES = 3
FULL_START = 25  # every so many kills it is prepared as well, as `make run` does
LONGEST = 30  # steps in a document; undo remembers 50 numbers, and all steps are to be looked at
DATABASES = ("sqlite", "postgres")


class Server:
    """TrainHub as `make run` serves it, in a process group of its own."""

    def __init__(self, port: int, log: Path) -> None:
        self.port, self.log = port, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, prepare: bool) -> None:
        """`prepare`: as `make run`, with migrations, library and static files; else only what that hands over to."""
        command = [sys.executable, "tools/run.py"]
        if not prepare:
            command = [sys.executable, "-m", "gunicorn", "-c", "tools/gunicorn_conf.py", "trainhub.wsgi"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, start_new_session=True)
        self.wait()

    def wait(self) -> None:
        if self.process is None or not comes_up(self.process, self.port, 180):
            raise SystemExit(f"It did not come up: {self.log.read_text(errors='replace')[-2000:]}")

    def errors(self) -> list[str]:
        """The last of what it logged as going wrong."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if '"level":"ERROR"' in line or '"level":"CRITICAL"' in line][-5:]

    def kill(self) -> None:
        """The master and all its workers, at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class Score:
    """What came of it."""

    kills: int = 0
    writes: int = 0
    on_their_way: int = 0
    came_through: int = 0
    problems: list[str] = field(default_factory=list)
    verbs: dict[str, int] = field(default_factory=dict)

    def add(self, worker: Worker) -> None:
        """What this worker wrote, and was told that it is done."""
        self.writes += worker.diary.written
        for name, count in worker.diary.done.items():
            self.verbs[name] = self.verbs.get(name, 0) + count

    def __str__(self) -> str:
        verbs = ", ".join(f"{name} {count}" for name, count in sorted(self.verbs.items(), key=lambda one: -one[1]))
        return (
            f"{self.kills} kills: {self.writes} writes acknowledged, {len(self.problems)} problems;"
            f" {self.on_their_way} on their way when it was killed, {self.came_through} of them came through whole.\n"
            f"{verbs}"
        )


class Round:
    """From one kill to the next: all write until nobody answers."""

    def __init__(self, seats: list[Seat], desks: list[Desk]) -> None:
        self.seats, self.desks, self.wrong = seats, desks, list[str]()
        self.threads = [threading.Thread(target=self.work, args=[seat]) for seat in seats]
        for thread in self.threads:
            thread.start()

    def work(self, seat: Seat) -> None:
        try:
            while not (seat.is_shared and seat.is_full):
                if seat.is_full:
                    seat.take_next(self.desks)
                seat.worker.write(seat.desk)
        except Unanswered:
            pass  # killed: the ledger says what was on its way
        except Exception as problem:
            self.wrong.append(f"{type(problem).__name__}: {problem}")

    def wait_for(self, writes: int) -> None:
        """Until so many writes more are acknowledged: by the clock a busy machine might not come to any."""
        before, deadline = self.written, time.monotonic() + 30
        while self.written < before + writes and time.monotonic() < deadline:
            if not any(thread.is_alive() for thread in self.threads):
                return
            time.sleep(0.002)

    @property
    def written(self) -> int:
        return sum(seat.worker.diary.written for seat in self.seats)

    def join(self) -> None:
        for thread in self.threads:
            thread.join(90)
        if any(thread.is_alive() for thread in self.threads):
            self.wrong.append("Somebody waits for an answer for more than 90 s.")


@dataclass
class Seat:
    """A worker and the document in hand, which another may have in hand as well."""

    worker: Worker
    desk: Desk
    is_shared: bool = False

    @property
    def is_full(self) -> bool:
        return len(self.desk.standing) >= LONGEST or self.desk.gone

    def take_next(self, desks: list[Desk]) -> None:
        """Puts the document away, a program sometimes out of the world, and begins another."""
        worker, old = self.worker, self.desk
        if old.kind == "program" and not old.gone and worker.dice.random() < 0.5:
            worker.delete(old)
        if old.kind == "session":
            self.desk = worker.new_desk("session")
        elif not old.gone:
            self.desk = worker.copy_program(old)
        else:
            self.desk = worker.new_desk("program") if worker.dice.random() < 0.5 else worker.import_program()
        desks.append(self.desk)


def seats(server: Server, dice: random.Random, on_postgres: bool) -> list[Seat]:
    """Each coach, signed in, writes a session in one tab and programs in another; two further tabs share a program."""
    found = []
    for number in range(COACHES):
        coach = Coach(server.port, EMAIL.format(number))
        coach.sign_in(PASSWORD)
        for tab, kind in enumerate(("session", "program", "shared")[: 3 if number == 0 else 2]):
            name, own = f"c{number}t{tab}", random.Random(dice.random())
            worker = Worker(coach.again(), own, name, unavailable=on_postgres)
            found.append(Seat(worker, worker.new_desk("session" if kind == "session" else "program"), kind == "shared"))
    shared = found[2]
    second = Worker(shared.worker.coach.again(), random.Random(dice.random()), "c0t3", unavailable=on_postgres)
    return [*found, Seat(second, shared.desk, is_shared=True)]


def strike(number: int, server: Server, cluster: postgres.Cluster | None) -> str:
    """Kills, and starts again what was killed. What it was."""
    kills_database = cluster is not None and number % 2 == 1
    kills_server = not kills_database or number % 4 == 3
    if kills_server:
        server.kill()
    if cluster is not None and kills_database:
        cluster.kill()
    return " and ".join(["server"] * kills_server + ["database"] * kills_database)


def restart(number: int, server: Server, cluster: postgres.Cluster | None) -> None:
    if cluster is not None and cluster.process.poll() is not None:
        cluster.start()
    if server.process is None:
        server.start(prepare=number % FULL_START == 0)
    server.wait()


def run(kills: int, seed: int, server: Server, cluster: postgres.Cluster | None) -> Score:
    from django.db import connections
    from django.utils import timezone

    from accounts.models import User
    from tools import whole

    dice, score = random.Random(seed), Score()
    server.start(prepare=True)
    for number in range(COACHES):
        User.objects.create_user(EMAIL.format(number), PASSWORD, name=f"Coach {number}")
    connections.close_all()  # nobody but the server holds the database open when it is killed
    sitting = seats(server, dice, cluster is not None)
    desks = list({id(seat.desk): seat.desk for seat in sitting}.values())

    while score.kills < kills and not score.problems:
        begun, known = timezone.now(), len(desks)
        at_hand = {id(seat.desk): seat.desk for seat in sitting}
        of_round = Round(sitting, desks)
        of_round.wait_for(dice.randint(0, 20))
        time.sleep(dice.uniform(0, 0.1))
        what = strike(score.kills, server, cluster)
        of_round.join()
        score.kills += 1
        restart(score.kills, server, cluster)
        for seat in sitting:
            seat.worker.coach.close()
        touched = [*at_hand.values(), *desks[known:]]
        score.on_their_way += sum(len(desk.asked) for desk in touched)
        score.problems += of_round.wrong + whole.damage()
        score.problems += [sentence for seat in sitting for sentence in seat.worker.diary.wrong]
        score.problems += compare(touched, begun)
        score.came_through += whole.adopt(touched)
        connections.close_all()
        say(f"{score.kills} of {kills}: {what}")
        share_anew(sitting, desks)
    score.problems += compare(desks)  # what was acknowledged kills ago as well
    connections.close_all()
    for seat in sitting:
        score.add(seat.worker)
    return score


def compare(desks: list[Desk], since: datetime | None = None) -> list[str]:
    from accounts.models import User
    from tools import whole

    found = []
    for user in User.objects.filter(email__startswith="kill"):
        found += whole.problems(user, [desk for desk in desks if desk.author == user.email], since)
    return found


def share_anew(sitting: list[Seat], desks: list[Desk]) -> None:
    """Those who share a document that is full get a new one together."""
    sharing = [seat for seat in sitting if seat.is_shared]
    if sharing[0].is_full:
        sharing[0].take_next(desks)
        for seat in sharing:
            seat.desk = sharing[0].desk


def say(what: str) -> None:
    """What goes on, where somebody looks on."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)


def set_up(folder: Path, database: str) -> int:
    """The settings of a service in an empty place, for the server and for this process. Its port."""
    for name in (
        "PUBLIC_URL",
        "ALLOWED_HOSTS",
        "TRUST_PROXY",
        "CACHE_URL",
        "EMAIL_URL",
        "SENTRY_DSN",
        "DEBUG",
        "REPLICA_URL",
    ):
        os.environ.pop(name, None)
    port = postgres.free_port()
    os.environ.update(
        TRAINHUB_ENV_FILE="",
        TRAINHUB_VAR=str(folder / "var"),
        DATABASE_URL=database,
        DJANGO_SETTINGS_MODULE="trainhub.settings",
        DEMO="no",
        HOST="127.0.0.1",
        PORT=str(port),
    )
    (folder / "var").mkdir()
    for name in ("build", "static", "build.json"):  # of this checkout; what is stale is built anew
        if (built := ROOT / "var" / name).is_dir():
            shutil.copytree(built, folder / "var" / name)
        elif built.exists():
            shutil.copy(built, folder / "var" / name)
    import django

    django.setup()
    return port


@contextlib.contextmanager
def installed(kind: str) -> Iterator[tuple[Server, postgres.Cluster | None]]:
    """A server in an empty place, not started yet, and the database that it has beside it. Both end with the block,
    which SIGTERM ends as well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trainhub-served-")))
        cluster = stack.enter_context(postgres.cluster(postgres.SAFE)) if kind == "postgres" else None
        server = Server(set_up(folder, cluster.address if cluster else ""), folder / "log")
        stack.callback(server.kill)
        yield server, cluster


def on(kind: str, kills: int, seed: int) -> Score:
    begun = time.monotonic()
    with installed(kind) as (server, cluster):
        score = run(kills, seed, server, cluster)
        server.kill()
        say("")
        took = f"{kind}, seed {seed}, {time.monotonic() - begun:.0f} s"
        print(f"{took}: {score}", *score.problems[:20], sep="\n", flush=True)
        if score.problems:
            print(*server.errors(), sep="\n", flush=True)
    return score


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=20, help="so many on each database")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="the dice of an earlier run")
    parser.add_argument("database", choices=DATABASES)
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    score = on(asked.database, asked.kills, asked.seed)
    if score.problems or not score.writes:
        print("Something was lost, or is not whole.")
        return 1
    print("Nothing acknowledged was lost, and everything is whole.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
