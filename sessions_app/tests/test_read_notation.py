"""Real lines in the wild, read as their conventions say; what differs stands here with its reason."""

import io
import json

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.shared

# Lines of open.tsv that are not read as its meaning says, and why.
DIFFERENT = {
    "pull-ups +45 x 6": "a bare load is guessed in kilograms, not pounds",
    "3x5V90%": "V as a drop from the set before is one app's own sign",
    "2 x 5 x 400m. 100m fast, 100m jog \u2013 10 mins between sets": "a jog between reps and a time between sets",
    "800m @ 5k pace; 400m recovery; 300m fast; 200m float": "fast alone is an effort, not the pace of a mile",
    "1km TR / 10x(400m FTS / 100m CL) / 1km LE": "rounds in brackets inside a line are not read yet",
    "3 sets of 5 rounds (10:00) 0:30 @ 110-120%FTP20 1:30 @ 80-85%FTP20 \u2013 5:00 @ 40-60%FTP20 recovery \u2013": (
        "sets of rounds in one line"
    ),
    "2 X 75 on 1:30/1:50/2:00 DESCEND": "send-offs by lane: the first is taken as a guess, all are kept",
}
KEYS = "reps_min reps_max duration_s distance_m intensity_min intensity_max rest_s".split()
ALIKE = [
    {"zone", "hr_zone"},
    {"percent_hr", "percent_hrmax", "percent_lthr"},
    {"pace", "percent_pace"},
    {"none", "effort"},
    {"none", "bodyweight"},
]


def read(lines, capsys, monkeypatch, *arguments):
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    call_command("read_notation", *arguments)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def sets(segments):
    """Single sets, one after another: three equal ones stated one by one and 3x agree."""
    out = []
    for segment in segments:
        note = dict(part.strip().partition("=")[::2] for part in str(segment.get("note") or "").split(";"))
        every = segment.get("every_s") or note.get("every_s")
        one = {key: segment.get(key) for key in KEYS} | {
            "open": bool(segment.get("amrap")),
            "side": bool(segment.get("per_side")),
            "type": segment.get("intensity_type") or "none",
            "tempo": (segment.get("tempo") or "").replace("-", "").lower(),
            "every_s": float(every) if every else None,
        }
        out += [one] * int(segment.get("sets") or 1)
    return out


def same(want, got):
    def alike(key):
        a, b = want[key], got[key]
        if key == "type":
            return a == b or any({a, b} <= kinds for kinds in ALIKE)
        if key in KEYS or key == "every_s":
            return a is b if a is None or b is None else abs(float(a) - float(b)) <= max(0.02, 0.005 * abs(float(b)))
        return a == b

    return all(alike(key) for key in want)


def agree(want, got):
    want, got = sets(want), sets(got)
    return len(want) == len(got) and all(same(*pair) for pair in zip(want, got, strict=True))


@pytest.fixture
def lines(shared_data):
    rows = (shared_data / "notations" / "open.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
    found = {}
    for row in rows:
        text, meaning, _source = row.split("\t")
        want = json.loads(meaning)
        want = want if isinstance(want, list) else [want]
        if not any("ambiguous=true" in str(segment.get("note")) for segment in want):
            found[text] = want
    return found


def test_real_lines_are_read_as_their_conventions_say(lines, capsys, monkeypatch):
    got = dict(zip(lines, read(lines, capsys, monkeypatch), strict=True))
    assert {text for text in lines if not agree(lines[text], got[text])} == set(DIFFERENT)


def test_what_is_read_wrongly_is_not_called_understood(lines, capsys, monkeypatch):
    got = dict(zip(lines, read(lines, capsys, monkeypatch), strict=True))
    sure = [
        text
        for text in DIFFERENT
        if all(status == "understood" for segment in got[text] for status in segment["status"].values())
    ]
    assert len(sure) <= 0.02 * len(lines), sure


def test_a_block_is_read_step_by_step(capsys, monkeypatch):
    (block,) = read([r"5x\n- 30s 120%\n- 1m 50%"], capsys, monkeypatch)
    assert [(one["sets"], one["duration_s"], one["intensity_type"], one["intensity_min"]) for one in block] == [
        (5, 30, "percent_ftp", 120),
        (5, 60, "percent_ftp", 50),
    ]


def test_the_sport_says_what_a_bare_number_means(capsys, monkeypatch):
    (swum,) = read(["4x100"], capsys, monkeypatch, "--sport", "swimming")
    (lifted,) = read(["4x100"], capsys, monkeypatch, "--sport", "strength")
    assert (swum[0]["distance_m"], swum[0]["reps_min"]) == (100, None)
    assert (lifted[0]["distance_m"], lifted[0]["reps_min"]) == (None, 100)
