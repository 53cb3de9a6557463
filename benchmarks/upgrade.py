"""How long writers wait while `migrate` brings a filled database from the first release to this one, on PostgreSQL.

    .venv/bin/python -m benchmarks.upgrade                   a million session exercises; some minutes
    .venv/bin/python -m benchmarks.upgrade --rows 100000

Each table that people write to has a writer who changes a row of it again and again. What the slowest had to wait
while a migration ran is how long that held the table. Ends with 1 where one took longer than the bar.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import postgres  # noqa: E402

APPS = ("accounts", "core", "exercises", "sessions_app", "programs")
BAR_S = 2.0
PAUSE = 0.02
# As the first release had them. A row of everything that people write, in the proportions of a club's database.
NOW, ID = "now(), now()", "'c' || lpad({}::text, 24, '0')"
FILL = (
    "INSERT INTO accounts_user (id, created_at, updated_at, password, email, email_key, name, units, time_zone, locale,"
    " theme, single_keys, is_public, bio, location, is_staff, is_active, is_superuser) SELECT {id}, {now}, '!',"
    " n || '@example.org', n || '@example.org', 'Coach ' || n, 'metric', 'UTC', 'en', 'system', true, false, '', '',"
    " false, true, false FROM generate_series(1, {users}) n",
    "INSERT INTO exercises_exercise (id, created_at, updated_at, name, name_key, search_key, sport, description, cues,"
    " aliases, pattern, level, muscles, secondary_muscles, equipment, measures, per_side, video_url, status, author_id)"
    " SELECT {id}, {now}, 'Exercise ' || n, 'exercise ' || n, 'exercise ' || n, 'strength', '', '', '', '', '', '', '',"
    " '', '', false, '', 'library', NULL FROM generate_series(1, {exercises}) n",
    "INSERT INTO sessions_app_session (id, created_at, updated_at, version, visibility, name, sport, course, note,"
    " kept, digest, author_id) SELECT {id}, {now}, 1, 'private', 'Session ' || n, 'strength', '', '', true, '[[], []]',"
    " {user} FROM generate_series(1, {sessions}) n",
    'INSERT INTO sessions_app_sessionexercise (id, created_at, updated_at, version, written_as, "order", section,'
    " section_title, sets, reps, intensity, rest, distance_unit, tempo, cadence, per_side, amrap, is_warm_up, notes,"
    " exercise_id, session_id) SELECT {id}, {now}, 1, '', 1 + n % 10, 'main', '', 3, '5', '80% 1RM', '2:00', '', '',"
    " NULL, false, false, false, '', {exercise}, {session} FROM generate_series(1, {rows}) n",
    "INSERT INTO programs_program (id, created_at, updated_at, version, visibility, name, sport, description,"
    " duration_weeks, day_names, difficulty, is_template, author_id) SELECT {id}, {now}, 1, 'private', 'Program ' || n,"
    " 'strength', '', 12, 'weekday', '', false, {user} FROM generate_series(1, {programs}) n",
    'INSERT INTO programs_programsession (id, created_at, updated_at, version, week, day, "order", notes, program_id,'
    " session_id) SELECT {id}, {now}, 1, 1 + n % 12, 1 + n % 7, 1, '', {program}, {session}"
    " FROM generate_series(1, {placings}) n",
    "INSERT INTO core_change (id, created_at, updated_at, document_type, document_id, number, label, before, after,"
    " user_id) SELECT {id}, {now}, 'sessions_app.session', {session}, n, 'Added a line', '[]',"
    " to_jsonb(repeat('x', 900)), {user} FROM generate_series(1, {changes}) n",
)
WRITTEN = (
    "accounts_user", "exercises_exercise", "sessions_app_session", "sessions_app_sessionexercise", "programs_program",
    "programs_programsession", "core_change",
)  # fmt: skip


def sizes(rows: int) -> dict[str, int]:
    sessions = rows // 10
    return {
        "rows": rows,
        "sessions": sessions,
        "placings": sessions,
        "programs": sessions // 20,
        "users": sessions // 10,
        "exercises": 20_000,
        "changes": rows // 5,
    }


def fill(rows: int) -> None:
    from django.db import connection

    counts = sizes(rows)
    kinds = ("user", "exercise", "session", "program")
    one_of = {kind: ID.format(f"(1 + n % {counts[kind + 's']})") for kind in kinds}
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for statement in FILL:
            cursor.execute(statement.format(id=ID.format("n"), now=NOW, **counts, **one_of))
        cursor.execute("ANALYZE")
        cursor.execute("RESET statement_timeout")


class Writer(threading.Thread):
    """Writes a row of one table again and again, counts how often, and notes its longest wait."""

    def __init__(self, address: str, table: str) -> None:
        super().__init__(daemon=True)
        self.address, self.table = address, table
        self.longest, self.written, self.problem = 0.0, 0, ""
        self.since: float | None = None
        self.stop = threading.Event()

    def run(self) -> None:
        import psycopg

        one = f"UPDATE {self.table} SET updated_at = updated_at WHERE id = %s"  # noqa: S608 - a table of ours
        try:
            with psycopg.connect(self.address, autocommit=True) as connection:
                while not self.stop.wait(PAUSE):
                    self.since = time.monotonic()
                    rows = connection.execute(one, ["c" + "1".zfill(24)]).rowcount  # type: ignore[arg-type]
                    self.longest = max(self.longest, time.monotonic() - self.since)
                    self.since = None
                    self.written += rows
        except psycopg.Error as problem:
            self.problem = str(problem)

    def write_on(self, seconds: float = 30) -> None:
        """Waits until it has written once more: of one who does not, nobody knows how long it would have waited."""
        before, deadline = self.written, time.monotonic() + seconds
        while self.written == before:
            if not self.is_alive() or time.monotonic() > deadline:
                raise SystemExit(f"Nobody writes to {self.table}: {self.problem or 'its row is not there.'}")
            time.sleep(PAUSE / 4)

    def take(self) -> float:
        """The longest wait since it was asked last, one that still lasts among them."""
        waiting = time.monotonic() - self.since if self.since is not None else 0.0
        longest, self.longest = max(self.longest, waiting), 0.0
        return longest


def migrate(address: str, rows: int) -> list[tuple[float, str]]:
    """Each migration by itself; those that took longer than the bar."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    first = [(app, name) for app, name in executor.loader.graph.nodes if app in APPS and name == "0001_initial"]
    executor.migrate(first)
    begun = time.monotonic()
    fill(rows)
    print(f"Filled in {time.monotonic() - begun:.0f} s: {sizes(rows)}", flush=True)
    executor.loader.build_graph()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    writers = [Writer(address, table) for table in WRITTEN]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.write_on()
    for writer in writers:
        writer.take()
    print(f"{'migration':48}{'takes s':>9}{'longest wait s':>16}  for a write to", flush=True)
    slow = []
    for migration, _backwards in plan:
        begun = time.monotonic()
        executor = MigrationExecutor(connection)
        executor.migrate([(migration.app_label, migration.name)])
        took = time.monotonic() - begun
        for writer in writers:
            writer.write_on()
        wait, table = max((writer.take(), writer.table) for writer in writers)
        name = f"{migration.app_label}.{migration.name}"
        print(f"{name:48}{took:9.2f}{wait:16.2f}  {table}", flush=True)
        if wait > BAR_S:
            slow.append((wait, name))
    for writer in writers:
        writer.stop.set()
        writer.join(10)
    return slow


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trainhub-upgrade-") as folder, postgres.cluster(postgres.SAFE) as cluster:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="trainhub.settings",
            TRAINHUB_ENV_FILE="",
            TRAINHUB_VAR=folder,
            DATABASE_URL=cluster.address,
        )
        import django

        django.setup()
        from django.db import connections

        try:
            slow = migrate(cluster.address, asked.rows)
        finally:
            connections.close_all()
    for wait, name in slow:
        print(f"{name} held a table for {wait:.1f} s; the bar is {BAR_S:g} s.")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
