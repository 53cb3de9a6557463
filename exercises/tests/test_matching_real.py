"""Names as people write them: `names.tsv` says what each means, if the library has it, and where the name is from.

Those of `programs` are all of ../shared/data/programs and spreadsheets; those of `union` 320 chosen by chance from
../shared/data/exercises/facts-union.csv, each by its line there. They were labelled by hand; a variant with other
equipment means nothing.
"""

import csv
import json
import random
import string
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from exercises.matching import Matcher
from exercises.models import Exercise, Status
from exercises.tests.entries import ENTRIES

SPORT_OF = {"strength": "strength", "bike": "cycling", "run": "running", "swim": "swimming"}
with (Path(__file__).parent / "names.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def matchers():
    library = [
        Exercise(author=None, status=Status.LIBRARY, **{name: getattr(entry, name) for name in entry.__slots__})
        for entry in ENTRIES
    ]
    return {sport: Matcher(None, sport, library) for sport in {entry.sport for entry in ENTRIES}}


def counted(matchers, rows):
    """How often each outcome, and the names of those that are sure and wrong."""
    counts, wrong = Counter(), []
    for name, sport, meant in rows:
        found = matchers[sport].match(name)
        got = found.exercise.name if found.exercise else ""
        counts[found.certainty, got == meant] += 1
        if found.certainty == "sure" and got != meant:
            wrong.append((name, got))
    return counts, wrong


@pytest.mark.shared
@pytest.mark.parametrize(("source", "found"), [("programs", 0.99), ("union", 0.8)])
def test_names_find_what_is_meant(matchers, shared_data, source, found):
    with (shared_data / "exercises" / "facts-union.csv").open(encoding="utf-8") as file:
        union = dict(enumerate((row["name"] for row in csv.DictReader(file)), start=2))
    rows = [
        (union[int(row["name"])] if source == "union" else row["name"], row["sport"], row["meant"])
        for row in ROWS
        if row["from"] == source
    ]
    counts, wrong = counted(matchers, rows)

    assert wrong == []
    assert counts["guessed", False] <= len(rows) / 50
    assert counts["sure", True] + counts["guessed", True] >= found * sum(1 for *_, meant in rows if meant)


def test_every_label_is_an_exercise():
    assert {row["meant"] for row in ROWS} - {""} <= {entry.name for entry in ENTRIES}


@pytest.mark.shared
def test_all_names_of_the_real_files_are_labelled(shared_data):
    paths = [*(shared_data / "programs").glob("*.json"), *(shared_data / "spreadsheets").glob("*/expected.json")]
    named = defaultdict(set)
    for path in paths:
        content = json.loads(path.read_text(encoding="utf-8"))
        content = content.get("expected", content)
        for session in content["sessions"]:
            named[SPORT_OF[content["program"]["sport"]]] |= {row["name"] for row in session["exercises"]}
    labelled = {(row["sport"], row["name"]) for row in ROWS if row["from"] == "programs"}

    assert len(paths) == 13
    assert {(sport, name) for sport, names in named.items() for name in names} - labelled == set()


def mistyped(chance, name):
    """One letter left out, put in, taken for another, or before the one it should follow."""
    place, letter = chance.randrange(len(name)), chance.choice(string.ascii_lowercase)
    before, here, after = name[:place], name[place], name[place + 1 :]
    return chance.choice(
        [before + after, before + letter + here + after, before + letter + after, before + after[:1] + here + after[1:]]
    )


@pytest.mark.parametrize(("errors", "found"), [(1, 0.9), (2, 0.7)])
def test_a_typing_error_never_makes_another_exercise_sure(matchers, errors, found):
    """But where it makes another's name letter by letter, and that is rarer than one in a thousand."""
    chance, rows = random.Random(2026), []
    for entry in ENTRIES:
        for name in (entry.name, *entry.aliases):
            # One name in three: they are thousands.
            if sum(map(str.isalpha, name)) < 6 or chance.randrange(3):
                continue
            typed = name
            for _ in range(errors):
                typed = mistyped(chance, typed)
            rows.append((typed, entry.sport, entry.name))
    counts, wrong = counted(matchers, rows)

    assert len(wrong) <= len(rows) / 1000, wrong
    assert counts["guessed", False] <= len(rows) / 200
    assert counts["sure", True] + counts["guessed", True] >= found * len(rows)
