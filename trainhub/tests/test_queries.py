"""How many queries each main page and each main action takes: the same for little and for much, and no more than this.

What is asked is what `make bench` measures (`benchmarks/targets.py`); a page or action without a number here fails.
"""

import re

import pytest

from benchmarks import data, targets
from benchmarks.people import People
from benchmarks.targets import NOBODY, asks_of

pytestmark = pytest.mark.django_db

SIGNED_IN = 2  # the session, the person

# By name, with n for each number: queries beyond those of signing in.
PAGES = {
    "home": 5,
    "programs": 3,
    "programs, public": 1,
    "programs, templates": 1,
    "palette": 5,
    "program n x n": 3,
    "program n x n, rows anew": 6,
    "program n x n, unchanged": 1,
    "season, n x n": 3,
    "reading page n x n": 5,
    "placing": 3,
    "placing, sheet": 3,
    "drawer": 4,
    "drawer, length": 2,
    "week": 4,
    "sessions": 2,
    "sessions, search": 2,
    "session of n": 3,
    "session, text": 3,
    # what is new in the library, how many they are, one's own, what was used lately, the last schemes of what is offered
    "suggest, n letter": 5,
    "suggest, n letters": 5,
    "suggest, a line": 4,
    "suggest, misspelt": 5,
    "suggest, the last scheme": 5,
    "line, swaps": 6,
    # what is new in the library, how many they are, one's own, favourites, uses; with a row the one that is shown,
    # and where it stands
    "exercises": 7,
    "exercises, search": 7,
    "exercises, search, always other words": 7,
    "exercises, as one types, always other": 7,
    "exercises, search as one types": 7,
    "exercises, filters": 7,
    "exercise": 4,  # with its star; easier and harder; in how many sessions, the last of them
    "profile": 1,
    "sign-in": 0,
    "admin, exercises": 3,
    "admin, exercises, search": 3,
    "admin, autocomplete": 2,
    "admin, exercise": 2,
    "admin, people": 2,
    "admin, sessions": 3,
    "admin, programs": 3,
    "admin, steps": 3,
}
ACTIONS = {
    # Two of these are BEGIN and COMMIT: with signing in, a verb of a line takes 12 beside them at the most.
    "line add, n rows": 12,
    "line update, n rows": 12,
    "line move, n rows": 10,
    "line group, leave, n rows": 10,
    "line copy, n rows": 10,
    "line remove, n rows": 10,
    "line undo, redo, n rows": 12,
    "session text, save": 16,
    "session copy": 10,
    "undo": 10,
    "redo": 10,
    "placing create": 11,
    "placing move": 10,
    "placing move, n weeks": 10,
    "placing copy": 10,
    "placing adjust": 10,
    "placing remove": 10,
    "week copy to n": 13,
    "program copy": 19,
    "sign in": 23,
}

# Much, but below what SQLite takes in one insert: it splits those of more than 999 values.
LITTLE = data.Size(exercises=4_000, sessions=60, weeks=(2, 5), spare=14, long=28)
MUCH = data.Size(exercises=6_000, sessions=120, weeks=(6, 8), spare=28, long=28)


@pytest.mark.parametrize("size", [LITTLE, MUCH], ids=["little", "much"])
def test_pages_and_actions_take_this_many_queries(size, remember_library):
    data.seed(size)
    remember_library()
    people, stock = People(), targets.Stock(size, each=4)
    counted: dict[str, dict[str, set[int]]] = {"pages": {}, "actions": {}}

    for target in [*targets.pages(size), *targets.actions(stock)]:
        asks = asks_of(target)
        people.send(target, next(asks))  # what a process asks once in its life
        queries = people.queries(target, next(asks))
        name = re.sub(r"\d+", "n", target.name)
        found = counted["actions" if target.is_action else "pages"].setdefault(name, set())
        found.add(queries - SIGNED_IN * (target.who != NOBODY))  # as many for 8 rows as for 60

    assert counted["pages"] == {name: {queries} for name, queries in PAGES.items()}
    assert counted["actions"] == {name: {queries} for name, queries in ACTIONS.items()}
