"""Who gets what: every address, everybody, every verb, against the table."""

from __future__ import annotations

import pytest

from trainhub.tests import access_table, walk

pytestmark = pytest.mark.django_db

SITE = access_table.read(access_table.SITE)
# The columns of SITE.
OWNER, OTHERS_PRIVATE, OTHERS_PUBLIC, STRANGER_PRIVATE, STRANGER_PUBLIC = range(5)


def test_every_address_is_in_the_table():
    assert sorted(walk.ROUTES) == sorted(SITE)


@pytest.fixture
def cast(rosa, other, staff, curator, superuser):
    people = {"owner": rosa, "coach": other, "staff": staff, "curator": curator, "superuser": superuser}
    for person in people.values():
        walk.furnish(person)
    return {who: walk.Visitor(person) for who, person in people.items()} | {"stranger": walk.Visitor()}


@pytest.fixture
def world(rosa):
    return {visibility: walk.Things(rosa, visibility) for visibility in ("private", "public")}


def column(who: str, thing: str) -> int:
    if who == "stranger":
        return STRANGER_PUBLIC if thing == "public" else STRANGER_PRIVATE
    if thing == "unknown":
        return OTHERS_PRIVATE
    if who == "owner":
        return OWNER
    return OTHERS_PUBLIC if thing == "public" else OTHERS_PRIVATE


def differences(name, row, cast, world):
    """Asks at one address as everybody, with every verb, for what is private, public and nowhere."""
    everything = walk.every_row()
    there = ["private", "public", "unknown"] if "pk" in walk.ROUTES[name] else ["private"]
    for thing in there:
        address = world["private"].unknown(name) if thing == "unknown" else world[thing].address(name)
        for who, visitor in cast.items():
            library = thing == "public" and name.startswith("exercises:")  # nobody here owns that
            get, post = (row + row[-1:] * 4)[column("coach" if who == "owner" and library else who, thing)]
            for method, expected in {"get": get, "head": get, "post": post, **walk.NOT_OFFERED}.items():
                with visitor.ask(method, address) as answer:
                    if answer.word != expected:
                        yield f"{method.upper()} {address} ({thing}) as {who}: {answer.word}, not {expected}"
                    may_write = method == "post" and answer.word in {"200", "302"}
                    if answer.written and not may_write and walk.every_row() != everything:
                        yield f"{method.upper()} {address} ({thing}) as {who}: changed {sorted(answer.written)}"


@pytest.mark.parametrize("name", sorted(SITE))
def test_each_person_gets_what_the_table_says(name, cast, world):
    assert list(differences(name, SITE[name], cast, world)) == []
