"""Who gets what: every address, everybody, every verb, against the table. Every answer has its headers, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from trainhub.tests import access_table, headers, walk

# Once: each of their 285 statements is sent by test_fuzz, test_odd_input, test_queries or the tests of the admin as well.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

SITE = access_table.read(access_table.SITE)
ADMIN = access_table.read(access_table.ADMIN)
MODELS = access_table.read(access_table.MODELS)
CONTENT = ("core.", "exercises.", "sessions_app.", "programs.")
# The columns of ADMIN.
INSIDE = ["coach", "staff", "curator", "superuser", "stranger"]


@pytest.fixture
def cast(rosa, other, staff, curator, superuser):
    """Everybody who asks. All but the stranger are signed in, each in a browser of their own."""
    people = {"owner": rosa, "coach": other, "staff": staff, "curator": curator, "superuser": superuser}
    for person in people.values():
        walk.furnish(person)
    return {who: walk.Visitor(person) for who, person in people.items()} | {"stranger": walk.Visitor()}


@pytest.fixture
def world(rosa):
    return {visibility: walk.Things(rosa, visibility) for visibility in ("private", "public")}


def differences(
    cells: dict[str, list[str]], cast: dict[str, walk.Visitor], address: str, may_change: Iterable[str]
) -> Iterator[str]:
    """Asks with every verb at one address. `cells` says by person what GET and POST are answered.

    Nothing changes where nothing was done; and what coaches made changes only by those who may.
    """
    for who, cell in cells.items():
        expected = dict(zip(["get", "head", "post"], [cell[0], *cell], strict=True)) | walk.NOT_OFFERED
        for verb, word in expected.items():
            answer = cast[who].ask(verb, address)
            if answer.word != word:
                yield f"{verb.upper()} {address} as {who}: {answer.word}, and the table says {word}"
            wrong = answer.changed
            if verb == "post" and answer.word in {"200", "302"}:
                wrong = [] if who in may_change else [model for model in answer.touched if model.startswith(CONTENT)]
            if wrong:
                yield f"{verb.upper()} {address} as {who}: {answer.word}, and {wrong} changed"
            for problem in headers.problems(answer.response):
                yield f"{verb.upper()} {address} as {who}: {problem}"


# --- The site ---------------------------------------------------------------------


def test_every_address_is_in_the_table():
    assert sorted(walk.ROUTES) == sorted(SITE)


def test_no_name_stands_for_two_addresses():
    named = Counter(name for name, _ in set(walk.routes()))
    assert [name for name, number in named.items() if number > 1] == []


def site_cells(row: list[list[str]], thing: str) -> dict[str, list[str]]:
    owner, private, public, stranger, stranger_public = row + row[-1:] * (5 - len(row))
    if thing == "public":
        return dict.fromkeys(access_table.OTHERS, public) | {"owner": owner, "stranger": stranger_public}
    return dict.fromkeys(access_table.OTHERS, private) | {
        "owner": private if thing == "unknown" else owner,
        "stranger": stranger,
    }


@pytest.mark.parametrize("name", sorted(SITE))
def test_each_person_gets_what_the_table_says(name, cast, world):
    addresses = {"private": world["private"].address(name)}
    if {"pk", "token"} & {*walk.ROUTES[name]}:
        addresses |= {"public": world["public"].address(name), "unknown": world["private"].unknown(name)}
    found = []
    for thing, address in addresses.items():
        cells = site_cells(SITE[name], thing)
        if thing == "public" and name.startswith("exercises:"):
            cells["owner"] = cells["coach"]  # the library is nobody's
        if "token" in walk.ROUTES[name]:
            cells["owner"] = cells["coach"]  # a link knows nobody
        if thing == "unknown" and name in access_table.OPEN_BY_SECRET:
            cells = dict.fromkeys(cells, access_table.OPEN_BY_SECRET[name])
        found += differences(cells, cast, address, may_change=["owner"])
    assert found == []


@pytest.mark.parametrize("name", sorted(name for name, words in walk.ROUTES.items() if {"line", "group"} & {*words}))
def test_lines_and_groups_are_found_in_their_own_session_only(name, cast, world):
    """The owner may change both sessions: the address is what is wrong."""
    own, elsewhere = world["private"], world["public"]
    for strange in (elsewhere.line.pk, elsewhere.group.pk, walk.new_id()):
        verb = "get" if site_cells(SITE[name], "private")["owner"][-1] == "405" else "post"
        answer = cast["owner"].ask(verb, own.address(name, line=strange, group=strange))
        assert (answer.word, answer.changed) == ("404", [])


# --- The admin --------------------------------------------------------------------


def model_rows(model: str) -> dict[str, str]:
    """The addresses that every model has, and the right that each asks for."""
    label = model.split(" ")[0]
    name = f"admin:{label.replace('.', '_')}"
    rights = {"changelist": "view", "history": "view", "add": "add", "delete": "delete", "change": "view"}
    return {f"{name}_{verb}": right for verb, right in rights.items()} | {
        f"admin:{label.replace('.', '/')}/<path:object_id>/": ""
    }


def test_every_address_of_the_admin_is_in_the_table():
    of_models = {name for model in MODELS for name in model_rows(model)}
    assert sorted(walk.ADMIN_ROUTES) == sorted({*ADMIN, *of_models})


@pytest.mark.parametrize("name", sorted(ADMIN))
def test_the_admin_answers_as_the_table_says(name, cast, world):
    cells = dict(zip(INSIDE, ADMIN[name], strict=True))
    assert list(differences(cells, cast, world["private"].admin_address(name), may_change=[])) == []


def model_cell(name: str, right: str, rights: list[str]) -> list[str]:
    """What somebody with these rights is answered."""
    if not right:
        return ["302", "302"]  # the address of old, which leads to the object's
    if right not in rights:
        return ["403", "403"]
    there = "302" if "absent" in rights and name.endswith(("_history", "_delete", "_change")) else "200"
    return [there, "403" if name.endswith("_change") and "change" not in rights else there]


def model_cells(name: str, right: str, curator: list[str], superuser: list[str]) -> dict[str, list[str]]:
    return {
        "coach": ["403", "403"],
        "staff": model_cell(name, right, []),
        "curator": model_cell(name, right, curator),
        "superuser": model_cell(name, right, superuser),
        "stranger": ["asked", "asked"],
    }


@pytest.mark.parametrize("model", sorted(MODELS))
def test_each_may_do_with_objects_in_the_admin_what_the_table_says(model, cast, world):
    things = world["private" if model.endswith("(a coach's)") else "public"]
    found = []
    for name, right in model_rows(model).items():
        cells = model_cells(name, right, *MODELS[model])
        found += differences(cells, cast, things.admin_address(name), may_change=["curator", "superuser"])
    assert found == []


@pytest.mark.parametrize("model", sorted(model for model in MODELS if " " not in model))
def test_the_admin_tells_nobody_without_a_right_which_ids_exist(model, cast, world):
    absent = [[*rights, "absent"] if "view" in rights else rights for rights in MODELS[model]]
    found = []
    for name, right in model_rows(model).items():
        if "object_id" in walk.ADMIN_ROUTES[name]:
            address = world["public"].admin_address(name, pk="900000000")
            found += differences(model_cells(name, right, *absent), cast, address, may_change=[])
    assert found == []
