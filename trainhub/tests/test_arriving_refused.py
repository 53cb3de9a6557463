"""What is no archive of an account, or a wrong one: refused with the place, and nothing is written."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from accounts import arriving
from accounts.arriving import Refused, arrive
from accounts.models import User
from accounts.tests.factories import UserFactory
from trainhub.tests.test_archive import fill
from trainhub.tests.test_arriving import things, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach() -> User:
    coach = UserFactory()
    fill(coach, 0)
    return coach


@pytest.fixture
def newcomer() -> User:
    return UserFactory()


def harmed(file: io.BytesIO, name: str, change: Any) -> io.BytesIO:
    """The archive with one part of it changed; `change` takes text and gives text or bytes, or None to leave it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            made = change(old.read(part).decode()) if part == name else old.read(part)
            if made is not None:
                new.writestr(part, made)
    return out


def with_key(**keys: Any) -> Any:
    """Each line of a list says this, too."""

    def change(text: str) -> str:
        lines = [json.loads(line.rstrip(",")) for line in text.splitlines()[1:-1]]
        return "[\n" + ",\n".join(json.dumps(line | keys) for line in lines) + "\n]\n"

    return change


def with_row(**keys: Any) -> Any:
    def change(text: str) -> str:
        lines = [json.loads(line.rstrip(",")) for line in text.splitlines()[1:-1]]
        for line in lines:
            for row in line["rows"]:
                row |= keys
        return "[\n" + ",\n".join(map(json.dumps, lines)) + "\n]\n"

    return change


def of_programs(change: Any) -> Any:
    return lambda text: json.dumps([change(said) for said in json.loads(text)])


HARM = {
    "version": ("profile.json", lambda text: text.replace('"version": 2', '"version": 1'), "of version 1; 2 is read"),
    "format": ("profile.json", lambda text: text.replace("trainhub-account", "x"), "not the archive of a TrainHub"),
    "no head": ("profile.json", lambda text: None, "not the archive of a TrainHub"),
    "no programs": ("programs.json", lambda text: None, "programs.json is missing in the archive"),
    "no program": ("programs/001-spring-0.json", lambda text: None, "001-spring-0.json is missing"),
    "program": ("programs/001-spring-0.json", lambda text: text.replace('"weeks"', '"x"'), "program.weeks: this is missing"),
    "path": ("programs.json", of_programs(lambda said: said | {"file": "../../etc/passwd"}), "etc/passwd is missing"),
    "key": ("exercises.json", with_key(is_staff=True), "exercises.json, line 2: the key “is_staff” is not known"),
    "author": ("sessions.json", with_key(author="c" * 25), "sessions.json, line 2: the key “author” is not known"),
    "type": ("sessions.json", with_key(effort=True), "effort: a number is expected"),
    "range": ("sessions.json", with_key(effort="11"), "cannot be stored here"),
    "choice": ("sessions.json", with_key(sport="chess"), "sport: Value 'chess' is not a valid choice"),
    "long": ("sessions.json", with_key(note="x" * 4_001), "note: it has more than 4000 characters"),
    "nul": ("sessions.json", with_key(note="a\0b"), "characters that no text has"),
    "surrogate": ("sessions.json", with_key(note="\ud800"), "characters that no text has"),
    "muscle": ("exercises.json", with_key(muscles=["tail"]), "muscles: one of them is not known here"),
    "video": ("exercises.json", with_key(video_url="javascript:alert(1)"), "Enter a valid URL"),
    "value": ("sessions.json", with_row(reps="a few"), "is not understood here"),
    "row": ("sessions.json", with_row(sets=0), "Sets go from 1 to 999"),
    "group": ("sessions.json", with_row(group="x"), "its group is not among those of the session"),
    "exercise": ("sessions.json", with_row(exercise_sport="chess"), "no exercise with a name and a sport"),
    "no list": ("sessions.json", lambda text: "{}", "a list with an item a line is expected"),
    "no line": ("sessions.json", lambda text: "[\n\n]\n", "this is not JSON as it is read here"),
    "twice": ("sessions.json", lambda text: '[\n{"a": 1, "a": 2}\n]\n', "two keys of one name"),
    "nan": ("sessions.json", lambda text: '[\n{"effort": NaN}\n]\n', "NaN is no number"),
    "deep": ("sessions.json", lambda text: "[\n" + "[" * 200_000 + "\n]\n", "nested too deeply"),
    "cut": ("sessions.json", lambda text: text[:-3], "this is not JSON"),
    "latin": ("sessions.json", lambda text: b"[\n\xff\n]\n", "this is not UTF-8"),
    "bomb": ("sessions.json", lambda text: b"[\n" + b" " * 3_000_000, "more than 2 MB"),
    "silence": ("programs.json", of_programs(lambda said: said | {"silenced": {"a": 1}}), "an object of advice"),
    "silence of nothing": ("programs.json", of_programs(lambda said: said | {"silenced": {"x": [1, "y"]}}), "of advice"),
    "silence of what": ("programs.json", of_programs(lambda said: said | {"silenced": {"x:1:": [1, ""]}}), "of advice"),
    "silence of when": ("programs.json", of_programs(lambda said: said | {"silenced": {"jump:x:": [1, ""]}}), "advice"),
    "early": ("sessions.json", with_key(created_at="0001-01-01T00:00:00+14:00"), "created_at: this time is out of range"),
    "late": ("programs.json", of_programs(lambda said: said | {"created_at": "9999-12-31T23:59:59-14:00"}), "out of range"),
    "one file": ("programs.json", of_programs(lambda said: said | {"file": "programs/001-spring-0.json"}), "earlier one"),
    "mark": ("columns.json", of_programs(lambda said: said | {"head": "x"}), "head: the mark of a head is expected"),
    "coach": ("columns.json", of_programs(lambda said: said | {"coach": "c" * 25}), "the key “coach” is not known"),
    "role": ("columns.json", of_programs(lambda said: said | {"roles": {"1": "x"}}), "what each column is, by its num"),
    "roles": ("columns.json", of_programs(lambda said: said | {"roles": {"x": ""}}), "what each column is, by its num"),
    "list of roles": ("columns.json", of_programs(lambda said: said | {"roles": [["1"]]}), "is expected"),
    "unhashable": ("columns.json", of_programs(lambda said: said | {"roles": {"1": []}}), "what each column is, by its"),
    "choices": ("columns.json", lambda text: json.dumps([{}] * 101), "a list of at most 100 is expected"),
    "choice of columns": ("columns.json", lambda text: "[1]", r"columns.json: \[0\]: an object is expected"),
    "visible": ("programs.json", of_programs(lambda said: said | {"visibility": "all"}), "is not a valid choice"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARM)
def test_a_wrong_archive_is_refused_with_the_place_and_nothing_is_written(coach, newcomer, name):
    part, change, sentence = HARM[name]

    with pytest.raises(Refused, match=sentence):
        arrive(newcomer, harmed(written(coach), part, change))

    assert things(newcomer) == [0] * 6


def packed(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return out


def test_bombs_are_refused_before_they_are_unpacked(newcomer, monkeypatch):
    monkeypatch.setattr(arriving, "MOST_UNPACKED", 1_000_000)
    many = packed({str(number): b"" for number in range(arriving.MOST_PARTS + 1)})
    bomb = packed({"profile.json": b" " * 1_000_001})
    odd = packed({"profile.json": b"{}"}, zipfile.ZIP_LZMA)
    large = io.BytesIO(b"PK\x03\x04" + b"\0" * arriving.MOST_BYTES)
    for file, sentence in [
        (many, "more than 5000 files"), (bomb, "Unpacked, the archive is larger than 1 MB"), (odd, "packed in another"),
        (large, "larger than 10 MB"), (io.BytesIO(b"x" * 900), "damaged, cut off, or no ZIP"),
        (io.BytesIO(bomb.getvalue()[:-30]), "damaged, cut off, or no ZIP"), (io.BytesIO(), "damaged, cut off, or no ZIP"),
    ]:  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            arrive(newcomer, file)
