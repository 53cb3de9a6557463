"""The library is filled by one command, as often as one likes."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from exercises import catalogue, library
from exercises.models import Exercise, Status
from exercises.tests.entries import ENTRIES
from exercises.tests.test_seeding import ROW, SQUAT, counts, seed

pytestmark = pytest.mark.django_db

ALL = len(ENTRIES)


def run(*args):
    out = StringIO()
    call_command("seed_library", *args, stdout=out)
    return out.getvalue().strip()


def test_fills_once_and_keeps():
    assert run() == f"Library: {ALL} added, 0 updated, 0 kept, 0 retired."
    assert run() == f"Library: 0 added, 0 updated, {ALL} kept, 0 retired."
    assert Exercise.objects.filter(status=Status.LIBRARY, author=None).count() == ALL
    assert [row.name for row in Exercise.objects.search("rear-foot elev")] == [
        "Barbell Bulgarian split squat",
        "Bulgarian split squat",
    ]


def test_dry_run_writes_nothing():
    said = run("--dry-run")

    assert said.startswith(f"Would be: {ALL} added, 0 updated, 0 kept, 0 retired.\n  added strength: Back squat\n")
    assert len(said.splitlines()) == 1 + ALL
    assert Exercise.objects.count() == 0


def test_a_broken_catalogue_is_said_and_nothing_is_written(monkeypatch):
    def broken():
        yield SQUAT
        raise catalogue.CatalogueError("strength.toml, X: name is missing")

    monkeypatch.setattr(catalogue, "read", broken)

    with pytest.raises(CommandError, match="strength.toml, X: name is missing"):
        run()
    assert Exercise.objects.count() == 0


def test_check_says_what_differs_and_exits_with_1(monkeypatch, capsys):
    seed(SQUAT, ROW)
    now = [replace(SQUAT, name="Barbell back squat", aliases=("Back squat",)), replace(SQUAT, name="Front squat")]
    monkeypatch.setattr(catalogue, "read", lambda: iter(now))

    with pytest.raises(SystemExit) as exit_:
        call_command("seed_library", "--check")

    assert exit_.value.code == 1
    assert capsys.readouterr().out == (
        "Would be: 1 added, 1 updated, 0 kept, 1 retired.\n"
        "  added strength: Front squat\n"
        "  updated strength: Barbell back squat, so far Back squat (name, aliases)\n"
        "  retired rowing: Row erg (status)\n"
    )
    assert set(Exercise.objects.values_list("name", "status")) == {
        ("Back squat", Status.LIBRARY),
        ("Row erg", Status.LIBRARY),
    }


def test_check_is_content_with_what_a_curator_changed(monkeypatch):
    seed(SQUAT)
    squat = Exercise.objects.get()
    squat.level = "advanced"
    library.curate(squat)
    monkeypatch.setattr(catalogue, "read", lambda: iter([SQUAT]))

    assert run("--check") == "Would be: 0 added, 0 updated, 1 kept, 0 retired."


def test_json(monkeypatch):
    seed(SQUAT, ROW)
    monkeypatch.setattr(catalogue, "read", lambda: iter([replace(SQUAT, level="beginner")]))

    assert json.loads(run("--json")) == {
        **counts(updated=1, retired=1),
        "written": True,
        "changes": [
            {"what": "updated", "sport": "strength", "name": "Back squat", "was": "Back squat", "fields": ["level"]},
            {
                "what": "retired",
                "sport": "rowing",
                "name": "Row erg",
                "was": "Row erg",
                "fields": ["status", "is_retired"],
            },
        ],
    }


def test_without_a_catalogue_nothing_is_retired(monkeypatch):
    seed(SQUAT)
    monkeypatch.setattr(catalogue, "read", lambda: iter(()))

    with pytest.raises(CommandError, match="There is no catalogue in"):
        run()
    assert Exercise.objects.get().status == Status.LIBRARY
