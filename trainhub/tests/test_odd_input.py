"""Nonsense at every address: in its ids, its question, its form. It gets an answer, never a 500, and leads nowhere else.

The owner asks, who gets furthest.
"""

from __future__ import annotations

import pytest

from trainhub.tests import access_table, headers, walk
from trainhub.tests.fuzz import values

pytestmark = pytest.mark.django_db

SITE = access_table.read(access_table.SITE)
WITH_ID = sorted(name for name, words in walk.ROUTES.items() if "pk" in words)
READ = sorted(name for name, row in SITE.items() if row[0][0] == "200")
each = pytest.mark.parametrize


@pytest.fixture
def things(rosa):
    walk.furnish(rosa)
    return walk.Things(rosa, "private")


@pytest.fixture
def owner(rosa, things):
    return walk.Visitor(rosa)


WRONG = [
    "c0000000000000000000000zz",
    "x",
    "C" * 25,
    "c" * 26,
    "0",
    "-1",
    "é" * 25,
    "%27%22%3C",
    "..",
    "c" * 5000,
    "9" * 40,
]


@each("name", WITH_ID)
def test_odd_ids_are_not_there(name, things, owner):
    right = str(things.thing(name).pk)
    paths = [things.address(name).replace(f"/{right}/", f"/{wrong}/") for wrong in WRONG]
    answers = {(verb, path): owner.ask(verb, path) for path in paths for verb in ("get", "post")}
    assert {asked: answer.word for asked, answer in answers.items() if answer.word not in {"404", "405"}} == {}
    assert [asked for asked, answer in answers.items() if answer.changed] == []


GARBAGE = ["", "\u202e\U0001f600", "-1", "9" * 40, "1e999", "NaN", "' OR 1=1 --", "<b>", "//evil.example", "x" * 20_000]
NAMES = "q after show sport section text week zoom day level equipment muscle pattern page sort author version".split()


@each("name", READ)
def test_odd_questions_get_an_answer(name, things, owner):
    path = things.address(name)
    answers = {text: owner.ask("get", path, dict.fromkeys([*NAMES, "next"], text)) for text in GARBAGE}
    assert {answer.word for answer in answers.values()} <= {"200", "302", "400", "404"}
    assert [text for text, answer in answers.items() if answer.changed] == []
    assert [text for text, answer in answers.items() if headers.leads_away(answer.response)] == []


@each("name", sorted(SITE))
def test_odd_forms_get_an_answer(name, things, owner):
    path = things.address(name)
    for text in GARBAGE:
        answer = owner.ask("post", path, dict.fromkeys(values.FIELDS, text))
        assert answer.word in {"200", "302", "400", "404", "405", "409", "422"}
        assert not headers.leads_away(answer.response)
