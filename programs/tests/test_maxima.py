"""Which lines are above a max for more than one repetition, as they are placed."""

import pytest

from programs.maxima import over_max
from sessions_app.notation import read_session
from sessions_app.prescription.digest import digest


@pytest.mark.parametrize(
    ("line", "adjustment", "found"),
    [
        ("Squat 5x3 @ 97.5%", "", []),
        ("Squat 5x3 @ 97.5%", "+2.5%", []),
        ("Squat 5x3 @ 97.5%", "+5%", ["102.5"]),
        ("Squat 5x3 @ 97.5%", "Squat +5%", ["102.5"]),
        ("Squat 5x3 @ 97.5%", "Bench press +5%", []),
        ("Squat 5x3 @ 97.5%", "+2.5%, Squat +2.5%", ["102.5"]),
        ("Squat 5x3 @ 97.5%", "-5%", []),
        ("Squat 3x1 @ 105%", "", []),
        ("Squat 3x1 @ 105%", "+1 rep", ["105"]),
        ("Squat 3x1 @ 105%", "-10%, +1 rep", []),
        ("Squat 3x3 @ 90/100/105%", "", ["105"]),
        ("Squat 3x3 @ 100kg", "+30%", []),
        ("Run 3x5min @ 105% FTP", "", []),
    ],
)
def test_of_an_adjusted_line(line, adjustment, found):
    text = digest(read_session(f"{line}\nBench press 3x8 @ 60%", "strength").rows)
    over = over_max(text, adjustment)
    assert [str(one.percent) for one in over] == found
