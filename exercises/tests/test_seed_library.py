"""The library is filled by one command, as often as one likes."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from exercises import catalogue, library, seeding
from exercises.models import Exercise, Status
from exercises.tests.factories import ExerciseFactory, UserFactory

pytestmark = pytest.mark.django_db

SQUAT = catalogue.Entry(sport="strength", name="Back squat", aliases=("Squat",), muscles=("quads",), measures=("load",))
ALL = len(list(catalogue.read()))
ROW = catalogue.Entry(sport="rowing", name="Row erg", measures=("distance",))


def run(*args):
    out = StringIO()
    call_command("seed_library", *args, stdout=out)
    return out.getvalue().strip()


def test_fills_once_and_keeps():
    assert run() == f"Library: {ALL} added, 0 updated, 0 kept."
    assert run() == f"Library: 0 added, 0 updated, {ALL} kept."
    assert Exercise.objects.filter(status=Status.LIBRARY, author=None).count() == ALL
    assert [row.name for row in Exercise.objects.search("rear-foot elev")] == ["Bulgarian split squat"]


def test_dry_run_writes_nothing():
    assert run("--dry-run") == f"Would be: {ALL} added, 0 updated, 0 kept."
    assert Exercise.objects.count() == 0


def test_a_broken_catalogue_is_said_and_nothing_is_written(monkeypatch):
    def broken():
        yield SQUAT
        raise catalogue.CatalogueError("strength.toml, X: name is missing")

    monkeypatch.setattr(catalogue, "read", broken)

    with pytest.raises(CommandError, match="strength.toml, X: name is missing"):
        run()
    assert Exercise.objects.count() == 0


def test_running_again_reads_once(django_assert_num_queries):
    seeding.seed(catalogue.read())
    with django_assert_num_queries(3):  # two of them are the transaction
        seeding.seed(catalogue.read())


def test_updates_by_sport_and_name_and_leaves_what_is_not_its_own():
    seeding.seed([SQUAT, ROW])
    old = Exercise.objects.get(name="Back squat")
    mine = ExerciseFactory(name="Back squat", author=UserFactory(), muscles=("glutes",))
    theirs = ExerciseFactory(name="An admin's own")

    counts = seeding.seed([replace(SQUAT, name="Back Squat", muscles=("quads", "glutes")), ROW])

    assert counts == seeding.Seeded(added=0, updated=1, kept=1)
    now = Exercise.objects.get(pk=old.pk)
    assert (now.name, now.muscles, now.updated_at > old.updated_at) == ("Back Squat", ("quads", "glutes"), True)
    assert Exercise.objects.get(pk=mine.pk).muscles == ("glutes",)
    assert Exercise.objects.filter(pk=theirs.pk).exists()


def test_what_an_admin_archived_stays_archived():
    seeding.seed([SQUAT])
    library.archive(Exercise.objects.get())

    assert seeding.seed([SQUAT]) == seeding.Seeded(kept=1)
    assert Exercise.objects.get().status == Status.ARCHIVED


def test_the_same_name_in_two_sports_is_two_exercises():
    assert seeding.seed([SQUAT, replace(SQUAT, sport="mobility")]).added == 2


def test_what_a_curator_changed_stays_so_under_any_name():
    seeding.seed([SQUAT, ROW])
    squat, row = Exercise.objects.get(sport="strength"), Exercise.objects.get(sport="rowing")
    squat.name = "Barbell back squat"
    library.curate(squat)
    row.measures = ("distance", "power")
    library.curate(row)

    assert seeding.seed([SQUAT, ROW]) == seeding.Seeded(kept=2)
    assert dict(Exercise.objects.values_list("name", "measures")) == {
        "Barbell back squat": ("load",),
        "Row erg": ("distance", "power"),
    }


def test_an_accepted_suggestion_is_not_written_over():
    suggested = ExerciseFactory(name="Back squat", author=UserFactory(), status=Status.SUGGESTED, muscles=("glutes",))
    library.accept(suggested)

    assert seeding.seed([SQUAT]) == seeding.Seeded(kept=1)
    assert Exercise.objects.get().muscles == ("glutes",)


def test_a_library_from_before_is_known_by_its_names():
    seeding.seed([SQUAT])
    Exercise.objects.update(catalogue_key="")

    assert seeding.seed([SQUAT]) == seeding.Seeded(updated=1)
    assert Exercise.objects.get().catalogue_key == "strength back squat"
