"""Texts that a spreadsheet would run as a formula, made harmless: an apostrophe in front, taken away when read back."""

from __future__ import annotations

import re

# A text that already has the apostrophe gets one more, so that nothing reads back as something else.
DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
ESCAPED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def escape(text: str) -> str:
    return f"'{text}" if DANGEROUS.match(text) else text


def unescape(text: str) -> str:
    return text[1:] if ESCAPED.match(text) else text
