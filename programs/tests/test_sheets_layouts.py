"""Layouts of our own making read as they stand; every cell of them is read, or listed with its place."""

import tomllib
from pathlib import Path

import pytest

from .sheet_outlines import outline, read

LAYOUTS = tomllib.loads((Path(__file__).parent / "sheet_layouts.toml").read_text())


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_reads_as_it_stands(name):
    layout = LAYOUTS[name]
    assert outline(layout["text"], layout["sport"]) == layout["reads"]
    reading = read(layout["text"], layout["sport"])
    assert [part.where for part in reading.left_out] == layout["left_out"]
    assert [part.where for part in reading.guesses] == layout["guessed"]
