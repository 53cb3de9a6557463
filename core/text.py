"""Text as people type it: the keys by which two spellings count as one, and what is called by it."""

import re
import unicodedata

# What no system lets into the name of a file, and what hides or turns it around.
UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069]+')
LONGEST_FILE_NAME = 80
# What JSON can spell and no database keeps: NUL, and halves of a letter.
NO_TEXT = re.compile("[\0\ud800-\udfff]")
# What a clipboard brings into a field and no file of ours may hold: other signs for a line break, and what shows
# nothing. NUL and halves of a letter are not among them: no field takes those.
BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
SILENT = [*range(1, 9), *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF]
LINES = dict.fromkeys(SILENT, " ") | dict.fromkeys(map(ord, BREAKS), "\n")
ONE_LINE = dict.fromkeys([*LINES, *b"\t\r\n"], " ")


def key(text: str) -> str:
    """The form on which uniqueness stands: of the text as it is stored (`tidy`), NFKC, case folded, single spaces.

    Stored beside the text, because SQLite and PostgreSQL fold case differently.
    """
    return " ".join(unicodedata.normalize("NFKC", tidy(text)).casefold().split())


def is_storable(text: str) -> bool:
    return text.isprintable() or not NO_TEXT.search(text)


def tidy(text: str, *, lines: bool = False) -> str:
    """Without control characters: each is a line break where it stands for one and there may be `lines`, else a space.
    As long as it was."""
    return text if text.isprintable() else text.translate(LINES if lines else ONE_LINE)


def begins_words(name: str, words: str) -> bool:
    """Does every word begin a word of the name?"""
    folded = f" {key(name.replace('-', ' '))}"
    return all(f" {word}" in folded for word in key(words.replace("-", " ")).split())


def initials(name: str) -> str:
    """At most two capitals for an avatar: `Ana Ruiz` is AR, `coach@x.org` is C."""
    words = [word for word in name.split("@")[0].replace(".", " ").split() if word]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def file_name(name: str, ending: str, otherwise: str) -> str:
    """The name as every system can keep it: no path, no hidden file, not too long. `otherwise` where none is left."""
    words = " ".join(UNFIT.sub(" ", name).split()).strip(". ")
    return f"{words[:LONGEST_FILE_NAME].strip('. ') or otherwise}.{ending}"
