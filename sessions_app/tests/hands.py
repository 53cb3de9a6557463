"""What it takes to write a session by hand: every key, chord, click and paste counts one, a drag two."""

from __future__ import annotations

from typing import Any


class Hands:
    """All that a test may do to a page while it counts."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.count = 0

    def press(self, *chords: str) -> None:
        for chord in chords:
            self.count += 1
            self.page.keyboard.press(chord)

    def type(self, text: str) -> None:
        """Letter by letter. A capital and a sign are a chord: one."""
        self.press(*("Space" if letter == " " else letter for letter in text))

    def line(self, text: str, enter: str = "Enter") -> None:
        self.type(text)
        self.press(enter)

    def click(self, where: Any) -> None:
        self.count += 1
        where.click()
