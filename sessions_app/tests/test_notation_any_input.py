"""Any text is read: nothing raises, and a line of a megabyte takes no longer than one of two thousand characters."""

import json
import random
import sys
import time

import pytest

from sessions_app.notation import read_line, read_segments
from sessions_app.notation.reading import MOST_CHARACTERS, MOST_TOKENS, OPENINGS

from .test_notation_examples import EXAMPLES

SIGNS = "0123456789x×/,.:+-–@%()<>≤'\" \t()#&~=kgmsrzRPE٠５\ud800\x00µ½é漢"
SPORTS = ("", "strength", "running", "cycling", "swimming", "rowing", "mobility", "other")
LINES = [text for text, _, _ in EXAMPLES]


def spliced(dice: random.Random) -> str:
    one, other = dice.choice(LINES), dice.choice(LINES)
    return one[: dice.randrange(len(one) + 1)] + dice.choice(["", ", ", " "]) + other[dice.randrange(len(other)) :]


def struck(dice: random.Random) -> str:
    letters = list(dice.choice(LINES))
    for _ in range(dice.randrange(1, 6)):
        place = dice.randrange(len(letters) + 1)
        letters[place : place + dice.randrange(3)] = dice.choice(SIGNS) * dice.randrange(1, 3)
    return "".join(letters)


def strewn(dice: random.Random) -> str:
    return "".join(dice.choice(SIGNS) for _ in range(dice.randrange(60)))


def shuffled(dice: random.Random) -> str:
    return " ".join(dice.choice(dice.choice(LINES).split()) for _ in range(dice.randrange(25)))


@pytest.mark.parametrize("make", [spliced, struck, strewn, shuffled])
def test_nothing_that_is_typed_raises(make):
    dice = random.Random(7)
    for _ in range(800):
        text, sport = make(dice), dice.choice(SPORTS)
        for part in read_line(text, sport, sheet=True).parts:
            assert text[part.start : part.end] == part.text
        json.dumps(read_segments(text, sport))


def seconds(text: str) -> float:
    start = time.process_time()
    read_line(text, "strength")
    return time.process_time() - start


@pytest.mark.parametrize(
    "piece", ["5x5, ", "(", "3x(", "1+", "5>", "@ ", "1/", "rest 1 min, ", "max ", "25 kick/", "a "]
)
def test_a_line_of_a_megabyte_takes_as_long_as_its_first_two_thousand_characters(piece):
    short, long = (piece * (size // len(piece)) for size in (2_500, 1_000_000))
    least = min(seconds(short) for _ in range(3))
    assert min(seconds(long) for _ in range(3)) < 20 * least + 0.2
    assert read_line(long).notes


CALLS_A_CHARACTER = 60  # most lines take about as many; a chain whose numbers each ask for all of it, a thousand


def calls(text: str, sport: str) -> int:
    """How many functions of ours one reading calls, with nothing kept from another."""
    OPENINGS.clear()
    count = 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        read_line(text, sport)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("before", ["", "Squat 5x5 @ 80% "])
@pytest.mark.parametrize("piece", ["5+", "1+1+", "5-", "60+", "5/", "5>", "80/", "5-5/", "5, ", "amrap+", "(", "@"])
def test_a_long_chain_is_not_read_again_from_each_of_its_numbers(before, piece):
    text = (before + piece * MOST_CHARACTERS)[:MOST_CHARACTERS]
    for sport in ("", "swimming"):
        assert calls(text, sport) < CALLS_A_CHARACTER * len(text)


def test_a_chain_of_sixty_is_still_sixty_sets():
    reps = "/".join(str(number) for number in range(1, 61))
    assert len(read_line(f"Squat {reps}").prescriptions[0].reps.entries) == 60


def test_what_stands_behind_the_last_token_that_is_read_is_a_note():
    line = read_line("Squat 3x5 " + "( " * MOST_TOKENS + "the end // of it")
    assert line.name == "Squat"
    assert line.prescriptions[-1].notes.endswith("the end // of it")
