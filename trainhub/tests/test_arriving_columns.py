"""How columns of spreadsheets were set, out of the archive of an account."""

import pytest

from accounts.arriving import arrive
from accounts.models import User
from accounts.tests.factories import UserFactory
from programs import columns
from programs.models import ColumnChoice
from trainhub.tests.test_arriving import written
from trainhub.tests.test_arriving_refused import harmed, of_programs

pytestmark = pytest.mark.django_db
MINE = {"head": "b" * 64, "name": "Mine", "roles": {"2": "reps"}}


@pytest.fixture
def coach() -> User:
    coach = UserFactory()
    ColumnChoice.objects.create(coach=coach, head="a" * 64, name="Exercise · Zeug", roles={"1": "notes"})
    return coach


@pytest.fixture
def newcomer() -> User:
    newcomer = UserFactory()
    ColumnChoice.objects.create(coach=newcomer, **MINE)
    return newcomer


def remembered(user: User) -> list[tuple[str, str, dict[int, str]]]:
    return sorted((one.head[0], one.name, one.columns) for one in ColumnChoice.objects.filter(coach=user))


def test_it_is_remembered_for_whoever_reads_it_and_what_is_there_stays(coach, newcomer):
    ColumnChoice.objects.create(coach=coach, **MINE | {"name": "Theirs", "roles": {"2": "notes"}})

    arrival = arrive(newcomer, written(coach))

    assert (arrival.made["columns"], arrival.here["columns"]) == (1, 1)
    assert remembered(newcomer) == [("a", "Exercise · Zeug", {1: "notes"}), ("b", "Mine", {2: "reps"})]
    arrival = arrive(newcomer, written(coach))
    assert (arrival.made["columns"], arrival.here["columns"]) == (0, 2)
    assert len(remembered(newcomer)) == 2


def test_what_there_is_no_room_for_is_named(coach, newcomer, monkeypatch):
    monkeypatch.setattr(columns, "MOST_KEPT", 1)

    assert arrive(newcomer, written(coach)).left_out == ["Exercise · Zeug: how its columns were set."]
    assert remembered(newcomer) == [("b", "Mine", {2: "reps"})]


def test_an_archive_of_before_has_no_mark_to_know_them_by_or_none_at_all(coach, newcomer):
    no_mark = harmed(written(coach), "columns.json", of_programs(lambda said: {"name": said["name"]}))
    none = harmed(written(coach), "columns.json", lambda text: None)

    assert arrive(newcomer, no_mark).left_out == ["Exercise · Zeug: how its columns were set."]
    assert arrive(newcomer, none).left_out == []
    assert remembered(newcomer) == [("b", "Mine", {2: "reps"})]
