"""manage.py backup and manage.py restore, as an operator types them."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

Manage = Callable[..., subprocess.CompletedProcess]


@pytest.fixture(scope="module")
def older(tmp_path_factory) -> Path:
    """A TRAINHUB_VAR whose database an older TrainHub made: its last app's tables are not there yet."""
    var = tmp_path_factory.mktemp("older")
    for arguments in (["migrate", "-v0"], ["migrate", "-v0", "usersessions", "zero"]):
        result = run(var, *arguments)
        assert result.returncode == 0, result.stderr
    return var


def run(var: Path, *arguments: str, **options) -> subprocess.CompletedProcess:
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    clean |= {"TRAINHUB_VAR": str(var), "TRAINHUB_ENV_FILE": "", "DJANGO_SETTINGS_MODULE": "trainhub.settings"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, env=clean, cwd=settings.BASE_DIR, capture_output=True, text=True, **options)


@pytest.fixture
def var(older, tmp_path) -> Path:
    return Path(shutil.copytree(older, tmp_path / "var"))


def test_a_backup_goes_into_another_var_and_is_brought_up_to_date(var, tmp_path):
    taken = run(var, "backup", "--with-secret")
    assert taken.returncode == 0, taken.stderr
    (file,) = (var / "backups").iterdir()
    assert f"Backed up to {file}\n" in taken.stdout
    assert "Checked: integrity, references, checksum." in taken.stdout

    other = tmp_path / "other"
    looked = run(other, "restore", "--check", str(file))
    assert looked.returncode == 0
    assert f"{file} is whole: sqlite3, taken " in looked.stdout
    assert "taken under another secret key" in looked.stdout
    assert not (other / "trainhub.sqlite3").exists()

    restored = run(other, "restore", str(file), "--with-secret")
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.startswith("Restored ")
    assert "Brought it up to this TrainHub: 1 migrations." in restored.stdout
    assert "another secret key" not in restored.stdout
    assert (other / "secret_key").read_text() == (var / "secret_key").read_text()
    assert run(other, "migrate", "--check").returncode == 0


def test_a_script_reads_what_was_done(var, tmp_path):
    for _time in range(2):
        result = run(var, "backup", str(tmp_path / "here"), "--keep", "1", "--json")
    told = json.loads(result.stdout)
    assert [str(path) for path in (tmp_path / "here").iterdir()] == [told["file"]]
    assert told["bytes"] == Path(told["file"]).stat().st_size
    assert (told["engine"], len(told["removed"])) == ("sqlite3", 1)


def test_mistakes_are_told_in_a_sentence(var, tmp_path):
    for arguments, code, sentence in [
        (["backup", "--keep", "0"], 2, "--keep needs a number from 1 on."),
        (["backup", str(tmp_path / "one.zip"), "--keep", "3"], 1, "this names a file"),
        (["restore", str(tmp_path / "none.zip")], 1, "There is no file"),
        (["restore"], 2, "the following arguments are required: FILE"),
        (["restore", str(var / "trainhub.sqlite3")], 1, "is not a backup of TrainHub"),
    ]:
        result = run(var, *arguments)
        assert result.returncode == code, arguments
        assert sentence in result.stderr
        assert "Traceback" not in result.stderr


def no_file_above(size: int) -> Callable[[], None]:
    """The disk is full for this process: a write past that size fails."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_full_disk_is_told_and_leaves_nothing(var, tmp_path):
    file = tmp_path / "before.zip"
    assert run(var, "backup", str(file)).returncode == 0
    for size in (20_000, (var / "trainhub.sqlite3").stat().st_size // 2):
        result = run(var, "backup", str(tmp_path / "here"), preexec_fn=no_file_above(size))
        assert result.returncode == 1
        assert result.stderr.startswith("CommandError: ")
        assert "Traceback" not in result.stderr
        assert list((tmp_path / "here").iterdir()) == []
        result = run(tmp_path / "other", "restore", str(file), preexec_fn=no_file_above(size))
        assert result.returncode == 1
        assert "cannot be written to" in result.stderr
        assert not (tmp_path / "other" / "trainhub.sqlite3").exists()
        assert not list((tmp_path / "other").glob(".trainhub*"))
