"""The file of a backup: written whole or not at all, found again by its name, read only if its checksum is right."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from trainhub.backups import Problem

FORMAT = 1
NAME = re.compile(r"trainhub-(\d{8}-\d{6})(?:-(\d+))?\.zip")
MANIFEST, SECRET = "manifest.json", "secret_key"
DRAFTS = ".trainhub-draft-"
PIECE = 1024 * 1024
SHAPELESS = (KeyError, ValueError, TypeError, AttributeError)  # a manifest that is not ours
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, *SHAPELESS)


@dataclass(frozen=True)
class Table:
    rows: int
    sum: str = ""  # of the rows' contents in any order; empty where the file's own checksum says it all


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    engine: str  # "sqlite3" or "postgresql"
    server: str  # its version
    release: str  # which TrainHub made it
    migrations: dict[str, list[str]]  # of each app, those applied
    tables: dict[str, Table]
    secret: str  # fingerprint of the secret key it was made under
    file: str  # the member of the ZIP that holds the database
    bytes: int = 0
    sha256: str = ""
    format: int = field(default=FORMAT)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def when(self) -> str:
        return datetime.fromisoformat(self.made_at).strftime("%Y-%m-%d %H:%M:%S UTC")


# --- Writing --------------------------------------------------------------------


@contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """A hidden folder inside `folder` to work in; gone afterwards, whatever happens.

    What a killed process left is swept by the next one: a draft in use is locked.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(folder)
        path = Path(tempfile.mkdtemp(prefix=DRAFTS, dir=folder))
    except OSError as error:
        raise Problem(f"{folder} cannot be written to: {reason(error)}.") from error
    handle = os.open(path, os.O_RDONLY)
    try:
        _lock(handle)
        yield path
    finally:
        os.close(handle)
        shutil.rmtree(path, ignore_errors=True)


def _lock(handle: int) -> bool:
    """True when nobody else has it. A disk that knows no locks counts as somebody else."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sweep(folder: Path) -> None:
    for left in folder.glob(DRAFTS + "*"):
        try:
            if time.time() - left.stat().st_mtime < 60:
                continue  # may be about to be locked
            handle = os.open(left, os.O_RDONLY)
        except OSError:
            continue
        try:
            if _lock(handle):
                shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(handle)


def write(path: Path, manifest: Manifest, payload: Path, secret: str = "") -> Manifest:
    """Writes the ZIP and puts it on disk. Returns the manifest with size and checksum."""
    size = payload.stat().st_size
    # pg_dump's format is compressed already
    how = zipfile.ZIP_STORED if manifest.engine == "postgresql" else zipfile.ZIP_DEFLATED
    with path.open("xb") as file, zipfile.ZipFile(file, "w", how, compresslevel=1) as archive:
        with payload.open("rb") as source, archive.open(manifest.file, "w", force_zip64=True) as target:
            digest = _copy(source, target)
        if secret:
            archive.writestr(SECRET, secret)
        manifest = Manifest(**{**_plain(manifest), "tables": manifest.tables, "bytes": size, "sha256": digest})
        archive.writestr(MANIFEST, json.dumps(_plain(manifest), indent=1))
        archive.close()
        on_disk(file)
    path.chmod(0o600)
    return manifest


def _plain(manifest: Manifest) -> dict[str, Any]:
    return asdict(manifest)


def _copy(source: IO[bytes], target: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        if target is not None:
            target.write(piece)
    return digest.hexdigest()


def on_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def folder_on_disk(folder: Path) -> None:
    """A new name is on disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def give(fresh: Path, standing: Path) -> None:
    """A file that root made belongs to whom the one belongs that it will replace, or else the folder."""
    owner = (standing if standing.exists() else standing.parent).stat()
    if os.geteuid() == 0:
        os.chown(fresh, owner.st_uid, owner.st_gid)


def settle(path: Path, target: Path) -> None:
    """Gives a finished file its name; a file that has the name already stays. Raises FileExistsError then."""
    try:
        os.link(path, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        if target.exists():
            raise FileExistsError(target) from None
        os.rename(path, target)
    folder_on_disk(target.parent)


def settle_in(path: Path, folder: Path, now: datetime) -> Path:
    """The same under a name of our own, made of the time: trainhub-20261122-184500.zip."""
    stamp = now.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    number = 1
    while True:
        target = folder / f"trainhub-{stamp}{'' if number == 1 else f'-{number}'}.zip"
        try:
            settle(path, target)
            return target
        except FileExistsError:
            number += 1


# --- Keeping --------------------------------------------------------------------


def own(folder: Path) -> list[Path]:
    """The backups in a folder that bear a name of ours, the newest first."""
    found = [(match, path) for path in folder.iterdir() if (match := NAME.fullmatch(path.name)) and path.is_file()]
    found.sort(key=lambda one: (one[0][1], int(one[0][2] or 1)), reverse=True)
    return [path for _match, path in found]


def thin(folder: Path, keep: int, taken: Path) -> list[Path]:
    """Deletes all but `keep`: the one just taken, whatever the clock said when others were, and the newest of them."""
    old = [path for path in own(folder) if path != taken][keep - 1 :]
    for path in old:
        path.unlink(missing_ok=True)
    return old


# --- Reading --------------------------------------------------------------------


def read(path: Path) -> Manifest:
    """What the file says of itself, without looking further. Problem when it is no backup of ours."""
    with _opened(path) as archive:
        return _manifest(archive, path)


def check(path: Path, into: Path | None = None) -> Manifest:
    """Reads all of it and compares the checksum; writes the database to `into` on the way."""
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        with archive.open(manifest.file) as source:
            digest = _copy(source, None) if into is None else _unpack(source, into)
        if digest != manifest.sha256:
            raise Problem(f"{path} is damaged: its checksum is not the one it was written with.")
    return manifest


def _unpack(source: IO[bytes], into: Path) -> str:
    try:
        with into.open("xb") as target:
            digest = _copy(source, target)
            on_disk(target)
    except OSError as error:
        raise Problem(f"{into.parent.parent} cannot be written to: {reason(error)}.") from error
    return digest


def secret_in(path: Path) -> str:
    """The secret key that the backup holds; empty without one."""
    with _opened(path) as archive:
        return archive.read(SECRET).decode() if SECRET in archive.namelist() else ""


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except BROKEN as error:
        raise Problem(f"{path} is not a backup of TrainHub, or it is damaged: {error}.") from error
    except FileNotFoundError:
        raise Problem(f"There is no file {path}.") from None
    except OSError as error:
        raise Problem(f"{path}: {reason(error)}.") from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    raw = json.loads(archive.read(MANIFEST))
    if raw.get("format", 0) > FORMAT:
        raise Problem(f"{path} was made by a newer TrainHub, in a form that this one does not read. Update TrainHub.")
    raw["tables"] = {name: Table(**table) for name, table in raw["tables"].items()}
    manifest = Manifest(**raw)
    datetime.fromisoformat(manifest.made_at)
    if manifest.file not in {"database.sqlite3", "database.dump"}:
        raise ValueError(f"it names {manifest.file!r} as its database")
    return manifest


def reason(error: OSError) -> str:
    return error.strerror or str(error)
