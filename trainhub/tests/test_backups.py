"""Backups of SQLite: taken, looked at, kept, put back. Nothing is left by halves, whatever goes wrong."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from trainhub.backups import Problem, bundle, verbs

OURS = [("accounts", "0001_initial")]


def make(path: Path, people: int = 2, migrations: list[tuple[str, str]] = OURS) -> dict:
    """A small database with the tables that restoring asks about, named as Django's settings would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE accounts_user (id INTEGER PRIMARY KEY, name TEXT)")
        connection.execute("CREATE TABLE note (owner INTEGER REFERENCES accounts_user (id))")
        connection.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        connection.executemany("INSERT INTO django_migrations VALUES (?, ?)", migrations)
        connection.executemany("INSERT INTO accounts_user (name) VALUES (?)", [(f"P{n}",) for n in range(people)])
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}


def names(database: dict) -> list[str]:
    with closing(sqlite3.connect(database["NAME"])) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM accounts_user ORDER BY id")]


def add(database: dict, name: str) -> None:
    with closing(sqlite3.connect(database["NAME"])) as connection, connection:
        connection.execute("INSERT INTO accounts_user (name) VALUES (?)", [name])


def beside(database: dict) -> list[str]:
    return sorted(path.name for path in Path(database["NAME"]).parent.iterdir())


@pytest.fixture
def live(tmp_path):
    return make(tmp_path / "live" / "trainhub.sqlite3")


@pytest.fixture
def backup(live, tmp_path):
    return verbs.take(live, tmp_path / "backups").file


# --- Taking ----------------------------------------------------------------------


def test_one_file_for_its_owner_only_that_says_what_it_holds(live, tmp_path):
    folder = tmp_path / "backups"
    taken = verbs.take(live, folder)
    assert [path.name for path in folder.iterdir()] == [taken.file.name]
    assert bundle.NAME.fullmatch(taken.file.name)
    assert stat.S_IMODE(taken.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    manifest = bundle.check(taken.file)
    assert manifest == taken.manifest
    assert manifest.migrations == {"accounts": ["0001_initial"]}
    assert {name: table.rows for name, table in manifest.tables.items()} == {
        "accounts_user": 2,
        "django_migrations": 1,
        "note": 0,
    }


def test_what_stands_only_in_the_log_is_in_the_backup(live, tmp_path):
    with closing(sqlite3.connect(live["NAME"], isolation_level=None)) as open_one:
        open_one.execute("PRAGMA wal_autocheckpoint=0")
        open_one.execute("INSERT INTO accounts_user (name) VALUES ('fresh')")
        file = verbs.take(live, tmp_path / "backups").file
    fresh = {**live, "NAME": tmp_path / "other.sqlite3"}
    verbs.restore(fresh, file, tmp_path)
    assert names(fresh) == ["P0", "P1", "fresh"]


def test_what_was_deleted_is_not_carried_along(live, tmp_path):
    add(live, "somebody who left")
    with closing(sqlite3.connect(live["NAME"])) as connection, connection:
        connection.execute("DELETE FROM accounts_user WHERE name LIKE 'somebody%'")
    file = verbs.take(live, tmp_path / "backups").file
    with zipfile.ZipFile(file) as archive:
        assert b"somebody who left" not in archive.read("database.sqlite3")


def test_a_file_of_that_name_stays_and_a_folder_is_made(live, tmp_path):
    target = tmp_path / "new" / "mine.zip"
    assert verbs.take(live, target).file == target
    before = target.read_bytes()
    with pytest.raises(Problem, match="is there already"):
        verbs.take(live, target)
    assert target.read_bytes() == before


def test_two_in_one_second_get_two_names(live, tmp_path, monkeypatch):
    class Clock(verbs.datetime):
        @classmethod
        def now(cls, zone=None):
            return cls(2026, 11, 22, 18, 45, tzinfo=zone)

    monkeypatch.setattr(verbs, "datetime", Clock)
    made = [verbs.take(live, tmp_path / "backups").file for _time in range(3)]
    assert [path.name for path in made] == [
        "trainhub-20261122-184500.zip",
        "trainhub-20261122-184500-2.zip",
        "trainhub-20261122-184500-3.zip",
    ]
    assert bundle.own(tmp_path / "backups") == made[::-1]


def test_keeping_deletes_its_own_old_files_and_nothing_else(live, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"trainhub-2025010{day}-120000.zip" for day in range(1, 6)]
    others = [folder / name for name in ("notes.txt", "trainhub-1.zip", "trainhub-20250101-120000.zip.old", "x.zip")]
    for path in [*old, *others]:
        path.write_text("x")
    (folder / "trainhub-20250101-130000.zip").mkdir()
    taken = verbs.take(live, folder, keep=3)
    assert sorted(taken.removed) == old[:3]
    assert set(folder.iterdir()) == {taken.file, *old[3:], *others, folder / "trainhub-20250101-130000.zip"}
    (folder / "trainhub-20990101-120000.zip").write_text("x")  # the clock went back
    assert verbs.take(live, folder, keep=1).file.exists()


def test_a_damaged_database_is_not_backed_up(live, tmp_path):
    path = Path(live["NAME"])
    raw = bytearray(path.read_bytes())
    raw[100:4096] = os.urandom(3996)
    path.write_bytes(raw)
    with pytest.raises(Problem, match="could not be copied|is damaged"):
        verbs.take(live, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_rows_that_point_nowhere_are_told(live, tmp_path):
    with closing(sqlite3.connect(live["NAME"])) as connection, connection:
        connection.execute("INSERT INTO note VALUES (99)")
    with pytest.raises(Problem, match="point to what is not there: note to accounts_user"):
        verbs.take(live, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_no_database_no_place_and_another_engine_are_told(live, tmp_path):
    with pytest.raises(Problem, match="There is no database at"):
        verbs.take({**live, "NAME": tmp_path / "none.sqlite3"}, tmp_path / "backups")
    assert not (tmp_path / "none.sqlite3").exists()
    (tmp_path / "a file").write_text("")
    with pytest.raises(Problem, match="cannot be written to: Not a directory"):
        verbs.take(live, tmp_path / "a file" / "backups")
    with pytest.raises(Problem, match="not mysql"):
        verbs.take({**live, "ENGINE": "django.db.backends.mysql"}, tmp_path)


def test_a_killed_ones_draft_is_swept_and_one_at_work_is_left(live, tmp_path):
    folder = tmp_path / "backups"
    for name in ("dead", "alive"):
        path = folder / f"{bundle.DRAFTS}{name}"
        path.mkdir(parents=True)
        (path / "database.sqlite3").write_text("half")
        os.utime(path, (time.time() - 3600, time.time() - 3600))
    handle = os.open(folder / f"{bundle.DRAFTS}alive", os.O_RDONLY)
    try:
        assert bundle._lock(handle)
        taken = verbs.take(live, folder)
        assert {path.name for path in folder.iterdir()} == {taken.file.name, f"{bundle.DRAFTS}alive"}
    finally:
        os.close(handle)


# --- Looking at one -----------------------------------------------------------------


def flip(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 3] ^= 0xFF
    file.write_bytes(raw)


def rewrite(file: Path, change) -> None:
    """The same backup with another manifest."""
    with zipfile.ZipFile(file) as archive:
        payload, manifest = archive.read("database.sqlite3"), json.loads(archive.read("manifest.json"))
    change(manifest)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("database.sqlite3", payload)
        archive.writestr("manifest.json", json.dumps(manifest))


SPOILT = {
    "a byte changed": flip,
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-50]),
    "empty": lambda file: file.write_bytes(b""),
    "something else": lambda file: file.write_text("hello"),
    "no manifest": lambda file: zipfile.ZipFile(file, "w").writestr("x", "y"),
    "another checksum": lambda file: rewrite(file, lambda manifest: manifest.update(sha256="0")),
    "a path for its database": lambda file: rewrite(file, lambda manifest: manifest.update(file="../../etc/x")),
    "another shape": lambda file: rewrite(file, lambda manifest: manifest.update(tables=[])),
    "another date": lambda file: rewrite(file, lambda manifest: manifest.update(made_at="x")),
    "other rows": lambda file: rewrite(file, lambda manifest: manifest["tables"]["note"].update(rows=7)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_backup_is_refused_and_the_database_stays(spoil, live, backup, tmp_path):
    add(live, "later")
    before = beside(live)
    spoil(backup)
    with pytest.raises(Problem, match=r"is not a backup|damaged"):
        verbs.restore(live, backup, tmp_path, force=True)
    assert names(live) == ["P0", "P1", "later"]
    assert beside(live) == before


def test_looking_changes_nothing(live, backup, tmp_path):
    add(live, "later")
    manifest, checked = verbs.check(live, backup, tmp_path / "scratch")
    assert (manifest.rows, checked) == (3, "integrity, references, checksum")
    assert names(live) == ["P0", "P1", "later"]
    assert list((tmp_path / "scratch").iterdir()) == []
    flip(backup)
    with pytest.raises(Problem, match="damaged"):
        verbs.check(live, backup, tmp_path / "scratch")


def test_a_newer_trainhubs_backup_is_told_by_its_migrations(live, backup):
    known = bundle.read(backup)
    verbs.refuse_newer(known)
    newer = replace(known, migrations={"accounts": ["0001_initial", "0099_wings"]})
    with pytest.raises(Problem, match=r"needs a newer TrainHub.*accounts.0099_wings"):
        verbs.refuse_newer(newer)


def test_a_later_form_of_backups_is_told(live, backup, tmp_path):
    rewrite(backup, lambda manifest: manifest.update(format=2, wings=True))
    with pytest.raises(Problem, match="Update TrainHub"):
        verbs.restore(live, backup, tmp_path, force=True)


# --- Putting one back ------------------------------------------------------------------


def test_a_database_with_accounts_is_replaced_only_when_told_and_kept_aside(live, backup, tmp_path):
    add(live, "later")
    with pytest.raises(Problem, match="holds 3 accounts already"):
        verbs.restore(live, backup, tmp_path)
    assert names(live) == ["P0", "P1", "later"]
    os.chmod(live["NAME"], 0o640)
    restored = verbs.restore(live, backup, tmp_path, force=True)
    assert names(live) == ["P0", "P1"]
    assert stat.S_IMODE(os.stat(live["NAME"]).st_mode) == 0o640
    assert names({**live, "NAME": restored.kept}) == ["P0", "P1", "later"]
    assert beside(live) == sorted(["trainhub.sqlite3", Path(restored.kept).name])


def test_a_database_without_accounts_is_replaced_and_another_programs_is_not(live, backup, tmp_path):
    empty = make(tmp_path / "empty" / "trainhub.sqlite3", people=0)
    verbs.restore(empty, backup, tmp_path)
    assert names(empty) == ["P0", "P1"]
    other = {**live, "NAME": str(tmp_path / "other.sqlite3")}
    with closing(sqlite3.connect(other["NAME"])) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(Problem, match="holds 1 tables already"):
        verbs.restore(other, backup, tmp_path)


def test_nothing_is_replaced_while_somebody_has_it_open(live, backup, tmp_path):
    add(live, "later")
    with closing(sqlite3.connect(live["NAME"])) as worker:
        worker.execute("SELECT * FROM accounts_user").fetchall()  # idle now, as a worker between two requests
        with pytest.raises(Problem, match="Stop TrainHub first"):
            verbs.restore(live, backup, tmp_path, force=True)
    assert names(live) == ["P0", "P1", "later"]


WRITE_AND_DIE = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA wal_autocheckpoint=0")
connection.execute("INSERT INTO accounts_user (name) VALUES ('only in the log')")
os._exit(9)
"""


def test_the_log_of_the_old_database_is_not_read_into_the_new_one(live, backup, tmp_path):
    subprocess.run([sys.executable, "-c", WRITE_AND_DIE, live["NAME"]], check=False)
    assert "trainhub.sqlite3-wal" in beside(live)
    restored = verbs.restore(live, backup, tmp_path, force=True)
    assert names(live) == ["P0", "P1"]
    assert names({**live, "NAME": restored.kept}) == ["P0", "P1", "only in the log"]
    # and a log that is left where the database itself is gone
    subprocess.run([sys.executable, "-c", WRITE_AND_DIE, live["NAME"]], check=False)
    os.unlink(live["NAME"])
    verbs.restore(live, backup, tmp_path)
    assert names(live) == ["P0", "P1"]


def test_a_damaged_database_is_kept_and_replaced(live, backup, tmp_path):
    subprocess.run([sys.executable, "-c", WRITE_AND_DIE, live["NAME"]], check=False)
    Path(live["NAME"]).write_bytes(b"no database at all " * 500)
    with pytest.raises(Problem, match="is damaged. With --force"):
        verbs.restore(live, backup, tmp_path)
    kept = Path(verbs.restore(live, backup, tmp_path, force=True).kept)
    assert names(live) == ["P0", "P1"]
    assert kept.read_bytes().startswith(b"no database at all")
    assert not any(name.startswith("trainhub.sqlite3-") for name in beside(live))


KILLED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "trainhub.settings_test"
import django
django.setup()
from pathlib import Path
from trainhub.backups import verbs
name, backup, moment = sys.argv[1:]
def dying(call, before):
    def run(*arguments):
        if not before:
            call(*arguments)
        os._exit(9)
    return run
when, call = moment.split()
setattr(os, call, dying(getattr(os, call), when == "before"))
verbs.restore({"ENGINE": "django.db.backends.sqlite3", "NAME": name}, Path(backup), Path(backup).parent, force=True)
"""


@pytest.mark.parametrize("moment", ["before link", "after link", "before replace", "after replace"])
def test_killed_in_the_middle_one_whole_database_stands(moment, live, backup, tmp_path):
    add(live, "later")
    command = [sys.executable, "-c", KILLED, live["NAME"], str(backup), moment]
    assert subprocess.run(command, cwd=settings.BASE_DIR).returncode == 9
    assert names(live) == (["P0", "P1"] if moment == "after replace" else ["P0", "P1", "later"])
    with closing(sqlite3.connect(live["NAME"])) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    kept = [name for name in beside(live) if "before-restore" in name]
    assert len(kept) == (0 if moment == "before link" else 1)


def test_a_backup_goes_back_into_its_own_kind_of_database(live, backup, tmp_path):
    with pytest.raises(Problem, match="backup of sqlite3, and DATABASE_URL names postgresql"):
        verbs.restore({"ENGINE": "django.db.backends.postgresql", "NAME": "x"}, backup, tmp_path)


# --- The secret key ---------------------------------------------------------------------


def test_the_secret_key_comes_along_only_when_asked(live, tmp_path):
    plain = verbs.take(live, tmp_path / "plain").file
    assert settings.SECRET_KEY.encode() not in plain.read_bytes()
    assert bundle.read(plain).secret == verbs.fingerprint(settings.SECRET_KEY)
    with pytest.raises(Problem, match="holds no secret key"):
        verbs.secret_to_take(plain)
    full = verbs.take(live, tmp_path / "full", with_secret=True).file
    with pytest.raises(Problem, match="SECRET_KEY is set"):
        verbs.secret_to_take(full)


def test_the_secret_key_takes_the_place_of_another_which_is_kept(live, tmp_path, monkeypatch):
    full = verbs.take(live, tmp_path / "full", with_secret=True).file
    monkeypatch.delenv("SECRET_KEY", raising=False)
    place = tmp_path / "var" / "secret_key"
    place.parent.mkdir()
    place.write_text("another\n")
    owner = 65534 if os.geteuid() == 0 else os.geteuid()  # what root puts back belongs to the server
    os.chown(place, owner, -1)
    verbs.put_secret(verbs.secret_to_take(full), place)
    assert place.read_text().strip() == settings.SECRET_KEY
    assert (stat.S_IMODE(place.stat().st_mode), place.stat().st_uid) == (0o600, owner)
    (kept,) = place.parent.glob("secret_key.before-restore-*")
    assert kept.read_text() == "another\n"


def test_every_migration_that_this_trainhub_has_is_known_to_it(db):
    applied: dict[str, list[str]] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        applied.setdefault(app, []).append(name)
    manifest = bundle.Manifest("2026-11-22T18:45:00+00:00", "sqlite3", "3", "x", applied, {}, "", "database.sqlite3")
    verbs.refuse_newer(manifest)
