"""Text as people type it, and the keys by which two spellings count as one."""

import unicodedata


def key(text: str) -> str:
    """The form on which uniqueness stands: NFKC, case folded, single spaces.

    Stored beside the text, because SQLite and PostgreSQL fold case differently.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def begins_words(name: str, words: str) -> bool:
    """Does every word begin a word of the name?"""
    folded = f" {key(name.replace('-', ' '))}"
    return all(f" {word}" in folded for word in key(words.replace("-", " ")).split())


def initials(name: str) -> str:
    """At most two capitals for an avatar: `Ana Ruiz` is AR, `coach@x.org` is C."""
    words = [word for word in name.split("@")[0].replace(".", " ").split() if word]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
