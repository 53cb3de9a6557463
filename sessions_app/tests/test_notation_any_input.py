"""Any text is read: nothing raises, and a line of a megabyte takes no longer than one of two thousand characters."""

import json
import random
import time

import pytest

from sessions_app.notation import read_line, read_segments

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
