"""Layouts of our own making read as they stand; every cell of them is read, or listed with its place."""

import tomllib
from pathlib import Path

import pytest

from .sheet_outlines import outline, read

HERE = Path(__file__).parent
LAYOUTS = tomllib.loads((HERE / "sheet_layouts.toml").read_text())
STRANGERS = tomllib.loads((HERE / "sheet_strangers.toml").read_text())


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_reads_as_it_stands(name):
    layout = LAYOUTS[name]
    assert outline(layout["text"], layout["sport"]) == layout["reads"]
    reading = read(layout["text"], layout["sport"])
    assert [part.where for part in reading.left_out] == layout["left_out"]
    assert [part.where for part in reading.guesses] == layout["guessed"]


@pytest.mark.parametrize("name", STRANGERS)
def test_a_file_never_seen_reads_exactly_or_says_where_not(name):
    stranger = STRANGERS[name]
    assert outline(stranger["text"], stranger["sport"]) == stranger["reads"]
    reading = read(stranger["text"], stranger["sport"])
    told = " ".join(f"{part.text} {part.reason}" for part in (*reading.left_out, *reading.guesses))
    assert [mark for mark in stranger["told"] if mark not in told] == []
