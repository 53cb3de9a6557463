"""What an operator does: take a backup, look at one, put one back."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from trainhub.backups import Problem, bundle, postgres, sqlite
from trainhub.observability.release import release

ENGINES: dict[str, Any] = {"sqlite3": sqlite, "postgresql": postgres}
TRIED = "restored into a database of its own, every table the same"
READ = "read through; not restored for a trial, since this database user may not make databases"
WHOLE = "integrity, references, checksum"


@dataclass(frozen=True)
class Taken:
    file: Path
    manifest: bundle.Manifest
    checked: str
    seconds: float
    removed: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class Restored:
    manifest: bundle.Manifest
    kept: str  # where the replaced database is: a file, or a schema


def engine_of(database: dict[str, Any]) -> str:
    name = str(database["ENGINE"]).rpartition(".")[2]
    if name not in ENGINES:
        raise Problem(f"Backups know SQLite and PostgreSQL, not {name}.")
    return name


def fingerprint(secret: str) -> str:
    """Tells whether two secret keys are the same, and nothing else about them."""
    return hashlib.sha256(f"trainhub backup {secret}".encode()).hexdigest()[:12]


# --- Taking -------------------------------------------------------------------------


def take(database: dict[str, Any], target: Path, *, keep: int = 0, with_secret: bool = False) -> Taken:
    """Backs up into the folder `target`, or into a file of that name. Keeps the newest `keep` of a folder (0: all)."""
    start, now = time.monotonic(), datetime.now(UTC)
    name = engine_of(database)
    folder = target if target.is_dir() or not target.suffix else target.parent
    if folder != target and target.exists():
        raise Problem(f"{target} is there already. Name another file, or a folder.")
    if folder != target and keep:
        raise Problem("How many to keep is about a folder, and this names a file.")
    try:
        with bundle.draft(folder) as draft:
            payload, tables, migrations = ENGINES[name].copy(database, draft)
            manifest = bundle.Manifest(
                made_at=now.isoformat(timespec="seconds"),
                engine=name,
                server=sqlite.version() if name == "sqlite3" else postgres.version(database),
                release=release(),
                migrations=migrations,
                tables=tables,
                secret=fingerprint(settings.SECRET_KEY),
                file=payload.name,
            )
            secret = settings.SECRET_KEY if with_secret else ""
            manifest = bundle.write(draft / "bundle", manifest, payload, secret)
            bundle.check(draft / "bundle")
            checked = WHOLE if name == "sqlite3" else _tried(database, payload, manifest)
            file = _settle(draft / "bundle", target, folder, now)
        removed = bundle.thin(folder, keep, file) if keep else []
    except FileExistsError:
        raise Problem(f"{target} is there already. Name another file, or a folder.") from None
    except OSError as error:
        raise Problem(f"{folder} cannot be written to: {bundle.reason(error)}.") from error
    return Taken(file, manifest, checked, time.monotonic() - start, removed)


def _settle(path: Path, target: Path, folder: Path, now: datetime) -> Path:
    if folder == target:
        return bundle.settle_in(path, folder, now)
    bundle.settle(path, target)
    return target


def _tried(database: dict[str, Any], dump: Path, manifest: bundle.Manifest) -> str:
    return TRIED if postgres.try_out(database, dump, manifest.tables) else READ


# --- Looking at one -------------------------------------------------------------------


def check(database: dict[str, Any], file: Path, scratch: Path) -> tuple[bundle.Manifest, str]:
    """Reads the whole backup and tries what can be tried of it; changes nothing. Returns how it was checked."""
    manifest = bundle.read(file)
    with bundle.draft(scratch) as draft:
        payload = draft / manifest.file
        bundle.check(file, into=payload)
        if manifest.engine == "sqlite3":
            sqlite.check(payload)
            return manifest, WHOLE
        if engine_of(database) == "postgresql":
            return manifest, _tried(database, payload, manifest)
        postgres.read_through(payload)
        return manifest, "read through"


def refuse_newer(manifest: bundle.Manifest) -> None:
    """Problem where the backup holds tables of a TrainHub that came after this one."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    known |= {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    unknown = sorted(
        f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if (app, name) not in known
    )
    if unknown:
        made_by = f" (it was made by {manifest.release})"
        raise Problem(
            f"This backup needs a newer TrainHub{made_by}: this one does not know {', '.join(unknown[:3])}"
            f"{' and more' if unknown[3:] else ''}. Update TrainHub, then restore."
        )


# --- Putting one back -------------------------------------------------------------------


def restore(database: dict[str, Any], file: Path, scratch: Path, *, force: bool = False) -> Restored:
    """Puts the backup in the place of the database. Problem where that holds something, unless `force`."""
    manifest = bundle.read(file)
    name = engine_of(database)
    if manifest.engine != name:
        raise Problem(
            f"This is a backup of {manifest.engine}, and DATABASE_URL names {name}: a backup goes back into"
            " the kind of database that it came from."
        )
    refuse_newer(manifest)
    if not force:
        _refuse_full(ENGINES[name].standing(database))
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    try:
        if name == "sqlite3":
            kept = sqlite.restore(database, file, manifest, stamp)
        else:
            kept = postgres.restore(database, file, manifest, stamp, scratch)
    except OSError as error:
        raise Problem(f"{error.filename or database['NAME']}: {bundle.reason(error)}.") from error
    return Restored(manifest, kept)


def _refuse_full(tables: dict[str, bundle.Table] | None) -> None:
    """A database with accounts, or with tables that are not ours, is not replaced unasked."""
    if tables is None:
        raise Problem("The database that stands there is damaged. With --force it is kept aside and replaced.")
    people = tables.get("accounts_user")
    if people is None and tables:
        raise Problem(
            f"The database holds {len(tables)} tables already. With --force they are kept aside and replaced."
        )
    if people is not None and people.rows:
        raise Problem(f"The database holds {people.rows} accounts already. With --force it is kept aside and replaced.")


def secret_to_take(file: Path) -> str:
    """The backup's secret key. Problem where there is none, or where it would not be read."""
    secret = bundle.secret_in(file)
    if not secret:
        raise Problem("This backup holds no secret key: it was taken without --with-secret.")
    if os.environ.get("SECRET_KEY"):
        raise Problem("SECRET_KEY is set in the environment or in .env, so a file would not be read. Set it there.")
    return secret


def put_secret(secret: str, place: Path) -> None:
    """Writes the key where TrainHub reads it at the next start; the one that stood there is kept beside it."""
    with bundle.draft(place.parent) as draft:
        written = draft / place.name
        written.touch(mode=0o600)
        with written.open("wb") as handle:
            handle.write(f"{secret}\n".encode())
            bundle.on_disk(handle)
        bundle.give(written, place)
        if place.exists():
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            os.link(place, place.with_name(f"{place.name}.before-restore-{stamp}"))
        os.replace(written, place)
        bundle.folder_on_disk(place.parent)
