"""PostgreSQL: pg_dump of one snapshot, tried out in a database of its own; restored in one transaction."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from trainhub.backups import Problem, bundle
from trainhub.backups.bundle import Table

MEMBER = "database.dump"
TOOLS = ("pg_dump", "pg_restore", "psql")
TRIGRAMS = "CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;"
# Options of Django's that libpq does not know, and those that limit what a page may take: a backup may take longer.
NOT_LIBPQ = {"options", "pool", "isolation_level", "server_side_binding", "assume_role", "prepare_threshold"}
# The same text for the same value on every server, for the checksums.
PLAIN = {"timezone": "UTC", "datestyle": "ISO", "intervalstyle": "postgres", "bytea_output": "hex"}
PLAIN |= {"extra_float_digits": "1", "statement_timeout": "0", "lock_timeout": "10s"}
SECRET_OPTIONS = {"password", "sslpassword"}


# --- The server and its tools -------------------------------------------------------


def parameters(database: dict[str, Any]) -> dict[str, Any]:
    """What libpq needs to reach this database."""
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: database.get(setting) for name, setting in named.items()}
    given |= {name: value for name, value in database.get("OPTIONS", {}).items() if name not in NOT_LIBPQ}
    return {name: value for name, value in given.items() if value not in ("", None)}


@contextmanager
def connected(database: dict[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    options = " ".join(f"-c {name}={value}" for name, value in PLAIN.items())
    try:
        connection = psycopg.connect(
            **{**parameters(database), "application_name": "trainhub-backup"}, options=options, autocommit=True
        )
    except psycopg.OperationalError as error:
        raise Problem(f"PostgreSQL does not answer: {_first_line(str(error))}.") from error
    try:
        with connection:
            yield connection
    except psycopg.Error as error:
        raise Problem(f"PostgreSQL refused: {_first_line(str(error))}.") from error


def major(connection: psycopg.Connection[Any]) -> int:
    return connection.info.server_version // 10000


def version(database: dict[str, Any]) -> str:
    with connected(database) as connection:
        number = connection.info.server_version
    return f"{number // 10000}.{number % 10000}"


def folders() -> Iterator[Path]:
    """Where PostgreSQL's programs may be: PG_BIN alone where it is set."""
    if given := os.environ.get("PG_BIN"):
        yield Path(given)
        return
    if found := shutil.which("pg_dump"):
        yield Path(found).resolve().parent if not Path(found).is_symlink() else Path(found).parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def tools(at_least: int) -> tuple[Path, int]:
    """The folder of pg_dump, pg_restore and psql, of the lowest release that will do, and that release."""
    found: dict[int, Path] = {}
    for folder in folders():
        if all((folder / name).exists() for name in TOOLS) and (release := _release(folder / "pg_dump")):
            found.setdefault(release, folder)
    fitting = sorted(release for release in found if release >= at_least)
    if fitting:
        return found[fitting[0]], fitting[0]
    there = f"only those of {', '.join(map(str, sorted(found)))} are here" if found else "none are here"
    raise Problem(
        f"This needs pg_dump, pg_restore and psql of PostgreSQL {at_least} or later, and {there}. Install them (Debian:"
        f" apt-get install postgresql-client-{at_least}), or name their folder in PG_BIN."
    )


def _release(program: Path) -> int:
    result = subprocess.run([program, "--version"], capture_output=True, text=True)  # noqa: S603
    match = re.search(r"\) (\d+)", result.stdout)
    return int(match[1]) if result.returncode == 0 and match else 0


def run(program: Path, *arguments: str | Path, database: dict[str, Any] | None = None) -> str:
    """Runs one of PostgreSQL's programs; no password appears in the list of processes."""
    environment = dict(os.environ)
    if database is not None:
        given = parameters(database) | {"application_name": "trainhub-backup"}
        public = {name: value for name, value in given.items() if name not in SECRET_OPTIONS}
        arguments = (*arguments, f"--dbname={make_conninfo('', **public)}")
        environment |= {"PGPASSWORD": str(given["password"])} if "password" in given else {}
        environment["PGOPTIONS"] = "-c lock_timeout=10s -c statement_timeout=0"
    result = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True)  # noqa: S603
    if result.returncode:
        raise Problem(f"{program.name} failed: {_first_line(result.stderr) or result.returncode}.")
    return result.stdout


def _first_line(text: str) -> str:
    """The line of an error that says what is wrong, without the full stop."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"error|fatal|ERROR", line)] or lines[:1]
    return telling[0].rstrip(".") if telling else ""


# --- What is in a database -----------------------------------------------------------


def facts(connection: psycopg.Connection[Any]) -> tuple[dict[str, Table], dict[str, list[str]]]:
    """Of every table of ours the rows and a checksum of their contents; and the migrations applied."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relispartition ORDER BY relname"
        )
    ]
    tables = {}
    for name in names:
        rows, digest = (connection.execute(_sum(name)).fetchone() or [""])[0].split()
        tables[name] = Table(int(rows), digest)
    migrations: dict[str, list[str]] = {}
    if "django_migrations" in tables:
        for app, name in connection.execute("SELECT app, name FROM public.django_migrations ORDER BY app, name"):
            migrations.setdefault(app, []).append(name)
    return tables, migrations


def _sum(table: str) -> sql.Composed:
    """How many rows, and 60 bits of the md5 of each added up, so that their order does not matter: "12 345"."""
    contents = "coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)"
    return sql.SQL(f"SELECT count(*) || ' ' || {contents} FROM {{}} t").format(sql.Identifier("public", table))  # type: ignore[arg-type]  # noqa: S608


def standing(database: dict[str, Any]) -> dict[str, Table]:
    with connected(database) as connection:
        return facts(connection)[0]


# --- Taking --------------------------------------------------------------------------


def copy(database: dict[str, Any], draft: Path) -> tuple[Path, dict[str, Table], dict[str, list[str]]]:
    """A dump of one snapshot, and the checksums of that same snapshot. Those who write meanwhile do not wait."""
    target = draft / MEMBER
    with connected(database) as connection:
        folder, _release = tools(major(connection))
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.transaction():
            snapshot = (connection.execute("SELECT pg_export_snapshot()").fetchone() or [""])[0]
            what = ["--format=custom", "--schema=public", "--no-owner", "--no-privileges", "--lock-wait-timeout=10s"]
            run(folder / "pg_dump", *what, f"--snapshot={snapshot}", f"--file={target}", database=database)
            tables, migrations = facts(connection)
    return target, tables, migrations


def try_out(database: dict[str, Any], dump: Path, tables: dict[str, Table]) -> bool:
    """Restores the dump into a database made for that, and compares every table. False where none may be made."""
    name = f"trainhub_try_{secrets.token_hex(6)}"
    with connected(database) as connection:
        may = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        if not may or not may[0]:
            read_through(dump, major(connection))
            return False
        make = "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE 'C' LC_CTYPE 'C'"
        encoding = connection.info.parameter_status("server_encoding") or "UTF8"
        connection.execute(sql.SQL(make).format(sql.Identifier(name), sql.Literal(encoding)))  # type: ignore[arg-type]
        try:
            _load({**database, "NAME": name}, dump, tables, major(connection))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    return True


def read_through(dump: Path, at_least: int = 0) -> None:
    """Unpacks every byte of the dump, without a server."""
    folder, _release = tools(at_least)
    run(folder / "pg_restore", "--list", dump)
    run(folder / "pg_restore", f"--file={os.devnull}", dump)


# --- Restoring ------------------------------------------------------------------------


def restore(database: dict[str, Any], file: Path, manifest: bundle.Manifest, stamp: str, scratch: Path) -> str:
    """Puts what the backup holds in the place of the tables that stand there. Says in which schema those are now.

    One transaction: the old tables move to a schema of their own, the new ones are made, filled and compared with the
    backup's checksums. Whatever goes wrong, or whoever pulls the plug, the old ones stand as before.
    """
    with bundle.draft(scratch) as draft, connected(database) as connection:
        dump = draft / MEMBER
        bundle.check(file, into=dump)
        others = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'trainhub'"
        ).fetchone()
        if others and others[0]:
            raise Problem(
                f"TrainHub has {others[0]} connections to this database. Stop TrainHub first, then restore again."
            )
        old = [name for name, _table in facts(connection)[0].items()]
        kept = f"before_restore_{stamp.replace('-', '_')}" if old else ""
        move = [sql.SQL("CREATE SCHEMA {};").format(sql.Identifier(kept))] if old else []
        move += [
            sql.SQL("ALTER TABLE {} SET SCHEMA {};").format(sql.Identifier("public", name), sql.Identifier(kept))
            for name in old
        ]
        before = "\n".join(statement.as_string(connection) for statement in move)
        _load(database, dump, manifest.tables, major(connection), before=before)
    return kept


def _load(database: dict[str, Any], dump: Path, tables: dict[str, Table], server: int, before: str = "") -> None:
    """Runs `before`, the dump and the comparison in one transaction."""
    folder, release = tools(server)
    script, first, last = (dump.with_name(name) for name in ("load.sql", "first.sql", "last.sql"))
    run(folder / "pg_restore", "--no-owner", "--no-privileges", "--schema=public", f"--file={script}", dump)
    if release >= 17 > server:
        _leave_out(script, b"SET transaction_timeout = 0;\n")  # which an older server does not know
    # What a dump of one schema leaves out: an index of trigrams needs its extension, which a new database has not yet.
    with script.open("rb") as lines:
        has_trigrams = any(b"gin_trgm_ops" in line for line in lines)
    first.write_text(f"{TRIGRAMS}\n{before}" if has_trigrams else before)
    last.write_text("\n".join([*(f"SET {name} = '{value}';" for name, value in PLAIN.items()), *_comparisons(tables)]))
    quiet = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    run(folder / "psql", *quiet, *(f"--file={path}" for path in (first, script, last)), database=database)


def _leave_out(script: Path, line: bytes) -> None:
    """Rewrites the script without this line of its head."""
    draft = script.with_suffix(".new")
    with script.open("rb") as source, draft.open("wb") as target:
        head = source.read(4096)
        target.write(head.replace(line, b""))
        shutil.copyfileobj(source, target)
    os.replace(draft, script)


def _comparisons(tables: dict[str, Table]) -> Iterator[str]:
    check = "DO $$ BEGIN IF ({}) IS DISTINCT FROM {} THEN RAISE EXCEPTION {}; END IF; END $$;"
    for name, table in tables.items():
        told = f"the table {name} is not what it was when the backup was taken"
        expected = sql.Literal(f"{table.rows} {table.sum}")
        yield sql.SQL(check).format(_sum(name), expected, sql.Literal(told)).as_string(None)
