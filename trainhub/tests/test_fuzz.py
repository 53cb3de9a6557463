"""Hostile requests to every address and every form: none breaks the server, runs a script, leads away or tells a secret.

A few here each time; `make fuzz N=50000` sends as many as one likes. A failure names the visit: FUZZ_ONLY=NUMBER with its
FUZZ_SEED sends it alone.
"""

from __future__ import annotations

import logging
import os
from types import SimpleNamespace

import pytest

from trainhub.tests import access_table, headers
from trainhub.tests.fuzz.attack import SECRET, Attack, Markup, Sent
from trainhub.tests.fuzz.forms import UNSEEN

pytestmark = pytest.mark.django_db

REQUESTS = int(os.environ.get("FUZZ", "1500"))
SEED = os.environ.get("FUZZ_SEED", "trainhub")
ONLY = os.environ.get("FUZZ_ONLY")
IN_A_PART = 12_500
PARTS = -(-REQUESTS // IN_A_PART)


@pytest.fixture
def people(rosa, other, staff, curator, superuser):
    return {"owner": rosa, "coach": other, "staff": staff, "curator": curator, "superuser": superuser}


@pytest.fixture
def quiet():
    """What is refused is logged, and here nearly everything is."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_hostile_breaks_runs_leads_away_or_tells(part, people):
    attack = Attack(people, SEED if PARTS == 1 else f"{SEED}.{part}")
    attack.run(min(IN_A_PART, REQUESTS - part * IN_A_PART), int(ONLY) if ONLY else None)
    print(f"{attack.asked} requests, answered {dict(sorted(attack.statuses.items()))}")  # noqa: T201 - shown by make fuzz
    told = [f"{problem}\n{len(times)} times, first {times[0]}" for problem, times in attack.problems.items()]
    if told:
        pytest.fail("\n\n".join(told), pytrace=False)


@pytest.mark.once
def test_every_form_that_takes_something_is_found_on_a_page_or_named(people):
    """A form that nobody sends is one that nobody tries. One that only a script or another state of things shows is
    named in UNSEEN, with its fields."""
    attack = Attack(people, "forms")
    table = access_table.read(access_table.SITE)
    takes = {name for name, row in table.items() if {row[0][-1], row[-1][-1]} - {"405", "asked"}}
    found = {name for name, forms in attack.found.forms.items() if any(form.address for form in forms)}
    assert takes - found - set(UNSEEN) == set()
    assert found & set(UNSEEN) == set()


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>&lt;fzz-x&gt;</p>", []),
        ("<a href='/x' title=\"' onclick=fzz(1)\">", []),
        ("<p><fzz-x>", ["<fzz-x>"]),
        ("<img src=x onerror=fzz(1)>", ["<img onerror='fzz(1)'>"]),
        ("<a href=' JavaScript:fzz(1)'>", ["<a href=' JavaScript:fzz(1)'>"]),
        ("<a href='java\tscript:fzz(1)'>", ["<a href='java\\tscript:fzz(1)'>"]),
        ("<form action='data:text/html,fzz'>", ["<form action='data:text/html,fzz'>"]),
    ],
)
def test_what_a_browser_would_run_is_seen(page, found):
    assert Markup(page).found == found


def answered(attack, **answer):
    said = {"Content-Type": "text/html", "Cache-Control": "private, no-cache", **answer.pop("headers", {})}
    return [
        problem
        for problem in attack.judge(
            SimpleNamespace(**{"status_code": 200, "streaming": False, "content": b"", "headers": said} | answer),
            Sent("owner", "GET", "/"),
        )
        if problem.partition(":")[0] not in {*headers.EVERYWHERE, "Content-Security-Policy", "Permissions-Policy"}
    ]


@pytest.mark.once
def test_each_thing_that_must_not_be_is_a_problem(people):
    attack = Attack(people, "judge")
    assert answered(attack) == []
    assert answered(attack, status_code=500) == ["500: no exception"]
    assert answered(attack, status_code=503) == ["503: no exception"]
    assert answered(attack, headers={"Location": "//evil.example"}) == ["leads away to //evil.example"]
    assert answered(attack, content=b"<fzz-x>") == ["runs: <fzz-x>"]
    assert answered(attack, content=SECRET.encode()) == ["shows what is another's"]
