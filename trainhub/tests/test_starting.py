"""How a start prepares what is missing: one at a time, without taking anything away from who serves."""

import fcntl
import os

import pytest
from django.core.files.storage import storages

from tools import build, run


@pytest.fixture
def root(tmp_path, settings):
    """A folder of static files of an older release."""
    root = tmp_path / "static"
    root.mkdir()
    (root / "of-before.css").write_text("body{}")
    return root


def test_the_old_static_files_are_served_until_the_new_ones_are_whole(root, monkeypatch):
    seen = []
    create = storages.create_storage

    def watched(params):
        storage = create(params)
        save = storage.save
        monkeypatch.setattr(
            storage, "save", lambda *args: (seen.append((root / "of-before.css").exists()), save(*args))
        )
        return storage

    monkeypatch.setattr(storages, "create_storage", watched)
    state: dict[str, str] = {}
    build.collect(root, [], state)
    assert seen and all(seen)
    assert not (root / "of-before.css").exists()
    assert (root / "css" / "app.css").is_file()
    assert [path.name for path in root.parent.iterdir()] == ["static"]
    assert state["static"]


def test_a_collection_that_fails_leaves_the_old_files(root, monkeypatch):
    def full(params):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storages, "create_storage", full)
    (root.parent / "static.new").mkdir()  # of one that was killed
    state: dict[str, str] = {}
    with pytest.raises(OSError):
        build.collect(root, [], state)
    assert (root / "of-before.css").exists() and not state


def test_of_several_that_start_one_prepares_and_the_others_wait(tmp_path):
    with open(tmp_path / ".preparing", "w") as other:
        with run.one_at_a_time(tmp_path), pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_full_disk_is_said_in_a_sentence(tmp_path, settings, monkeypatch):
    settings.VAR_DIR = tmp_path

    def full():
        raise OSError(28, os.strerror(28), str(tmp_path / "static"))

    monkeypatch.setattr(build, "ensure", full)
    with pytest.raises(SystemExit, match="static: No space left on device.$"):
        run.prepare()
