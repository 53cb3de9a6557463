"""Text with separators into cells: which encoding it has, and what stands between its columns."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from ..values import MOST_BYTES, MOST_ROWS, UnreadableFile
from .cells import MOST_COLUMNS, Book, Cell, Sheet, cell_of, check_size

SEPARATORS = {";": "semicolons", "\t": "tabs", ",": "commas", "|": "bars"}
LOOKED_AT = 200  # lines, to find out what separates
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def read_separated(data: bytes | str, name: str = "") -> Book:
    """The one sheet of a .csv, .tsv or .txt. UnreadableFile where it is no text, or too much."""
    text, encoding = (data, "") if isinstance(data, str) else decoded(data)
    separator, text = separator_of(text)
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 1
    try:
        for cells in reader:
            # A cell may hold line breaks; the next row has the number of its own first line.
            rows.append([cell_of(cell) for cell in cells[:MOST_COLUMNS]])
            rows += [[] for _ in range(reader.line_num - number)]
            number = reader.line_num + 1
            if len(rows) > MOST_ROWS:
                raise UnreadableFile(f"The file has more than {MOST_ROWS} rows.")
    except csv.Error as error:
        raise UnreadableFile(f"These cells cannot be read: {error}.") from None
    sheet = Sheet(name, rows, is_lines=True)
    check_size([sheet])
    origin = ", ".join(filter(None, (encoding, SEPARATORS[separator])))
    return Book((sheet,), name, origin)


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding that it has."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    bom = next(((codec, said) for mark, codec, said in BOMS if data.startswith(mark)), None)
    zeros = data[:2000].count(0)
    if not bom and zeros:
        # Text of Windows without its mark: every other byte is a zero.
        odd, even = data[1:2000:2].count(0), data[0:2000:2].count(0)
        if max(odd, even) < len(data[:2000]) * 0.3:
            raise UnreadableFile("The file is no text: it may have the wrong ending.")
        bom = ("utf-16-le" if odd > even else "utf-16-be", "UTF-16")
    tries = [bom] if bom else [("utf-8", "UTF-8"), ("cp1252", "Windows-1252")]
    for codec, said in tries:
        try:
            return data.decode(codec), said
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("The file is no text in an encoding that is known: save it as UTF-8.")


def separator_of(text: str) -> tuple[str, str]:
    """What separates, and the text without a line that only says so (`sep=;`)."""
    first, _, rest = text.partition("\n")
    said = first.strip().removeprefix("sep=") if first.casefold().startswith("sep=") else ""
    if said in SEPARATORS or first.rstrip("\r\n") == "sep=\t":
        return said or "\t", rest
    sample = "\n".join(text.splitlines()[:LOOKED_AT])
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator)), text


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    """How alike in width the lines are that this separator makes; lines of one cell are no sign of anything."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if row]
    except csv.Error:
        return 0.0, 0
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0.0, 0
    width, count = several.most_common(1)[0]
    return count / len(widths), width


def is_table(data: bytes) -> bool:
    """Whether most lines of a text have the same number of cells, by tabs or semicolons, and it is no notation."""
    try:
        text, _encoding = decoded(data)
    except UnreadableFile:
        return False
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    if any(line.startswith("#") for line in lines):
        return False
    return any(sum(mark in line for line in lines) > len(lines) / 2 for mark in ("\t", ";"))
