"""Breaks a fleet while coaches are at work: does anybody wait long, get an error, or lose what they wrote?

    make fleet                                          all of it, some three minutes
    .venv/bin/python tools/fleet.py --only web replica  some of it; --coaches 4, --seconds 3

Starts what docs/scaling.md describes, as real processes from the files of deploy/fleet (tools/deployed.py): two
databases under Patroni, etcd, Redis or Valkey, two web nodes, nginx; as root each on a network of its own, unless
`--here`. Then

    nothing   first it is left alone, and weighed
    web       a web node is killed
    cache     the cache's machine is killed
    behind    the replica gets what is written, and shows none of it
    replica   the replica is killed, and started again
    database  all processes of the primary's PostgreSQL are killed
    machine   the primary's whole machine is gone from the net

and after each the coaches go on. What found no answer is sent again, as a browser with our scripts does. At the end no
request is left unanswered, writes went on within the bar, everybody always saw what they had written, and each step
that was acknowledged is there once and whole (tools/whole.py). Nothing is installed: what is missing is said.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import postgres  # noqa: E402
from tools.coaches import READ, UNDOABLE, Answer, Coach, Unanswered, Worker  # noqa: E402
from tools.deployed import SUPERUSER, Fleet, once, wait_for  # noqa: E402
from tools.kill import set_up  # noqa: E402
from tools.load import AtWork, arrive, at_work, lost  # noqa: E402
from tools.machines import Machine, Network, descendants, kill_all  # noqa: E402

PATIENCE = 60  # seconds after which what is sent again and again has failed
AGAIN = 0.25  # seconds before it is sent again
BAR = 10  # seconds within which writes go on
# Of a machine that vanishes nobody knows whether it still writes: Patroni waits until its lease has run out (ttl: 20).
BAR_OF_MACHINE = 30
NOT_SERVED = {502, 503, 504}


@dataclass
class Tally:
    """What all of them met since it was begun."""

    answered: int = 0
    again: dict[str, int] = field(default_factory=dict)  # what had to be sent more than once, by what came instead
    left: int = 0  # writes without a word, not sent again: the page was opened and looked at
    failed: list[str] = field(default_factory=list)
    reads_again: int = 0
    written: list[tuple[float, float]] = field(default_factory=list)  # when each write was sent, and acknowledged
    lock: Any = field(default_factory=threading.Lock)

    def resumed(self, at: float) -> float:
        """After how many seconds the first write was acknowledged that was sent since then."""
        return min((done for sent, done in self.written if sent >= at), default=float("inf")) - at

    def longest_wait(self) -> float:
        """The longest time in which no write of anybody was acknowledged."""
        times = sorted(done for _sent, done in self.written)
        return max((late - soon for soon, late in zip(times, times[1:], strict=False)), default=float("inf"))


class Patient(Worker):
    """As a browser with our scripts: what found no server is sent again, until somebody answers.

    A write without a word may have been done: it is not sent again, the page says whether it was.
    """

    tally = Tally()  # of all of them, anew for each part

    def _ask(self, name: str, path: str, form: dict[str, Any] | None, part: bool = True) -> Answer:
        begun = time.monotonic()
        while True:
            tally, sent = Patient.tally, time.monotonic()
            try:
                answer = self.coach.ask(path, form, part)
                why = str(answer.status) if answer.status in NOT_SERVED else ""
            except Unanswered as problem:
                why = str(problem).partition(":")[0]
            with tally.lock:
                if not why:
                    tally.answered += 1
                    if form is not None and answer.is_done:
                        tally.written.append((sent, time.monotonic()))
                else:
                    tally.again[why] = tally.again.get(why, 0) + 1
                    tally.reads_again += form is None
            if not why:
                self.diary.note(name, answer, time.monotonic() - begun, self.allowed)
                return answer
            if form is not None and "once" not in form:
                raise Unanswered(why)
            if time.monotonic() > begun + PATIENCE:
                tally.failed.append(f"{name}: {why}")
                raise Unanswered(why)
            time.sleep(AGAIN)


class Steady(AtWork):
    """Goes on until told to stop, whatever breaks."""

    stop = threading.Event()

    def work(self, until: float = 0) -> None:
        try:
            while not Steady.stop.is_set():
                self.try_turn()
                time.sleep(self.dice.uniform(0.1, 0.6))
        except Exception as problem:
            self.wrong.append(f"{type(problem).__name__}: {problem}")

    def try_turn(self) -> None:
        try:
            self.turn()
            self.see_what_stands()
        except Unanswered:
            with Patient.tally.lock:
                Patient.tally.left += 1
            self.worker.open(self.program)

    def see_what_stands(self) -> None:
        """Whatever was read last, and from wherever: the page offers to undo what this coach did last."""
        desk = self.session
        if len(desk.standing) < 2:
            return
        page = self.worker.read(f"{READ}session", desk.path)
        found = UNDOABLE.search(page.text)
        if page.status != 200 or not found or (found[1] or found[2]) != desk.standing[-1]:
            self.wrong.append(f"{desk.path} does not show what was done last, step {desk.standing[-1]}.")


@dataclass
class Run:
    fleet: Fleet
    seconds: float
    bar: float
    problems: list[str] = field(default_factory=list)

    def meanwhile(
        self, what: str, act: Callable[[], Any], then: Callable[[], None] | None = None, bar: float = 0
    ) -> None:
        """Lets them work, breaks something, lets them work on, and says how it was for them."""
        bar = max(bar, self.bar)
        Patient.tally = tally = Tally()
        time.sleep(self.seconds)
        at = time.monotonic()
        act()
        time.sleep(self.seconds)
        try:
            wait_for("writes go on", lambda: tally.resumed(at) < PATIENCE, PATIENCE)
            if then:
                then()
            time.sleep(self.seconds)
        except TimeoutError as late:
            self.problems.append(f"{what}: {late}")
        resumed, longest = tally.resumed(at), tally.longest_wait()
        again = ", ".join(f"{why} {count}" for why, count in sorted(tally.again.items())) or "none"
        print(
            f"{what}: the next write acknowledged after {resumed:.2f} s, the longest time without one {longest:.2f} s;"
            f" {tally.answered} requests answered, sent again: {again} (reads: {tally.reads_again}),"
            f" looked up instead: {tally.left}, failed: {len(tally.failed)}",
            flush=True,
        )
        if max(resumed, longest) > bar:
            self.problems.append(f"{what}: writes went on after {max(resumed, longest):.1f} s; the bar is {bar}.")
        self.problems += tally.failed

    def note(self, what: str, holds: Callable[[], Any], seconds: float = 60) -> None:
        print(f"    {what} {wait_for(what, holds, seconds):.1f} s later", flush=True)

    def primary_now(self) -> Machine:
        return once("a primary answers", self.fleet.primary)

    def replica_now(self) -> Machine:
        return once("a primary answers", self.fleet.replica)

    def reads_from_replica(self) -> bool:
        """Whether pages are read there just now."""
        replica = self.fleet.replica()
        before = self.fleet.reads(replica)
        time.sleep(1)
        return self.fleet.reads(replica) - before > 2  # one of them is ours

    # --- What breaks

    def nothing(self) -> None:
        """What a request costs whom, while all goes well."""
        parts = {"web nodes": self.fleet.web, "primary": [self.primary_now()], "replica": [self.replica_now()]}
        cpu = {name: -sum(machine.cpu() for machine in machines) for name, machines in parts.items()}
        wal = -self.fleet.written()
        Patient.tally = tally = Tally()
        time.sleep(4 * self.seconds)
        count, writes = tally.answered, len(tally.written)
        wal += self.fleet.written()
        for name, machines in parts.items():
            cpu[name] += sum(machine.cpu() for machine in machines)
        if not count or not writes:
            print(f"undisturbed: {count} requests, {writes} of them writes, too few to weigh one", flush=True)
            return
        costs = ", ".join(f"{name} {1000 * seconds / count:.1f} ms" for name, seconds in cpu.items())
        print(
            f"undisturbed: {count / 4 / self.seconds:.1f} requests a second, {writes} of {count} of them writes;"
            f" CPU for a request: {costs}; WAL for a write: {wal / writes / 1000:.1f} kB",
            flush=True,
        )

    def web(self) -> None:
        node = self.fleet.web[0]
        self.meanwhile("a web node killed", node.kill)
        self.fleet.start_web(node)
        self.note("it answers again", lambda: self.fleet.answers(node))

    def cache(self) -> None:
        machine = self.fleet.cache
        self.meanwhile("the cache's machine killed", machine.kill, lambda: enter(self.fleet))
        self.fleet.start_etcd(machine)
        self.fleet.start_cache()

    def behind(self) -> None:
        """Its process that replays is stopped (what SQL pauses, Patroni resumes)."""
        replays = once("the replica replays", lambda: self.fleet.replaying(self.fleet.replica()))
        self.meanwhile("the replica does not keep up", lambda: os.kill(replays, signal.SIGSTOP))
        os.kill(replays, signal.SIGCONT)
        self.note("pages are read from it", self.reads_from_replica)

    def replica(self) -> None:
        machine = self.replica_now()
        self.meanwhile("the replica's machine killed", machine.kill)
        self.fleet.start_etcd(machine)
        self.fleet.start_database(machine)
        self.back()

    def back(self) -> None:
        self.note("the replica is synchronous again", self.fleet.has_synchronous_replica)
        self.note("pages are read from it", self.reads_from_replica)

    def database(self) -> None:
        primary = self.primary_now()
        postmaster = self.fleet.postmaster(primary)
        self.meanwhile("the primary's PostgreSQL killed", lambda: kill_all(descendants([postmaster])))
        self.back()
        self.changed(primary)

    def machine(self) -> None:
        machine = self.primary_now()

        def vanish() -> None:
            machine.unplug()
            machine.kill()

        self.meanwhile("the primary's machine gone from the net", vanish, bar=BAR_OF_MACHINE)
        machine.plug_in()
        self.fleet.start_etcd(machine)
        self.fleet.start_database(machine)
        self.back()
        self.changed(machine)

    def changed(self, old: Any) -> None:
        if self.primary_now() is old:
            self.problems.append(f"{old.name} is the primary still.")


PARTS = {
    "nothing": Run.nothing,
    "web": Run.web,
    "cache": Run.cache,
    "behind": Run.behind,
    "replica": Run.replica,
    "database": Run.database,
    "machine": Run.machine,
}


def enter(fleet: Fleet) -> None:
    """Signs in through the door, as a person does, and is known at each node."""
    from django.db import connections

    from accounts.models import User

    password = secrets.token_hex(12)
    email = f"door{secrets.token_hex(4)}@trainhub.example"
    User.objects.create_user(email, password, name="Coach at the door")
    connections.close_all()  # by the end there is another primary
    coach = Coach(fleet.port, email, host=fleet.door.address)
    coach.sign_in(password)
    for _n in range(2 * len(fleet.web)):
        if (answer := coach.ask("/programs/", part=False)).status != 200:
            raise SystemExit(f"Who signed in was answered {answer.status} {answer.location}.")


def run(fleet: Fleet, asked: argparse.Namespace) -> list[str]:
    begun = time.monotonic()
    fleet.start()
    enter(fleet)
    crew = arrive(fleet.port, asked.coaches, asked.seed, fleet.door.address, Steady, Patient)
    where = "each on a network of its own" if fleet.net.own else "all at 127.0.0.1"
    print(f"{len(fleet.net.machines)} machines, {where}: up after {time.monotonic() - begun:.0f} s", flush=True)
    threads = [threading.Thread(target=one.work) for one in crew]
    for thread in threads:
        thread.start()
    going = Run(fleet, asked.seconds, asked.bar)
    try:
        going.note("pages are read from the replica", going.reads_from_replica)
        for part in asked.only:
            if not going.problems:
                PARTS[part](going)
    except TimeoutError as late:
        going.problems.append(str(late))
    finally:
        Steady.stop.set()
        for thread in threads:
            thread.join(PATIENCE + 30)
    problems = going.problems + at_work(crew) + lost(crew)
    writes = sum(one.worker.diary.written for one in crew)
    print(f"{len(crew)} coaches, {writes} writes acknowledged, {len(problems)} problems", flush=True)
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--coaches", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5, help="of work before and after each break")
    parser.add_argument("--bar", type=float, default=BAR, help="seconds within which writes go on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--here", action="store_true", help="all at 127.0.0.1, without networks of their own")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="trainhub-fleet-"))
    folder.chmod(0o755)
    try:
        with Network(own=os.geteuid() == 0 and not asked.here) as net:
            fleet = Fleet(net, folder)
            os.environ["SECRET_KEY"] = fleet.secret
            set_up(folder, fleet.database_url(SUPERUSER))
            problems = run(fleet, asked)
            for sentence in [*problems[:20], *(fleet.errors() if problems else [])]:
                print(sentence[:2000])
    except postgres.Missing as missing:
        print(missing)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("Something is wrong." if problems else "Nothing lost, nothing doubled, nothing left unanswered.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
