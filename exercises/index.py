"""Which names there are, in their folded forms, and who bears them: built once for many questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from heapq import nlargest
from math import log
from typing import Any, NamedTuple, TypeVar

from core.stamps import Kept
from exercises.names import folds

T = TypeVar("T")
_ANSWERS = 1_000


class Bearer(NamedTuple):
    """An exercise (or a row of one) under one of its names: its own (place 0) or one of its aliases."""

    exercise: Any
    place: int

    @property
    def name(self) -> str:
        return self.exercise.aliases[self.place - 1] if self.place else self.exercise.name

    @property
    def language(self) -> str:
        """The code of an alias's language; "" for all that is English."""
        languages = self.exercise.alias_languages
        return languages.get(self.name, "") if languages and self.place else ""


class Names:
    """Folded form -> who bears it."""

    def __init__(self, exercises: Iterable[Any] = ()) -> None:
        self.by_form: dict[str, tuple[Bearer, ...]] = {}
        self._answers: Kept[Any] = Kept(_ANSWERS)
        for exercise in exercises:
            self.add(exercise)

    def add(self, exercise: Any) -> None:
        for form, bearer in bearers(exercise):
            if form not in self.by_form and "by_word" in self.__dict__:
                _enter(form, self.by_word)
            if form not in self.by_form and "by_length" in self.__dict__:
                self.by_length.setdefault(len(form), []).append(form)
            self.by_form[form] = (*self.by_form.get(form, ()), bearer)
        self.__dict__.pop("_text", None)
        self._answers.clear()

    def once(self, question: Any, work: Callable[[], T]) -> T:
        """What follows from these names and the question alone; of what was asked, the last thousand are kept."""
        return self._answers.get(question, work)

    def changed(self, gone: Iterable[Any], come: Iterable[Any]) -> Names:
        """A copy without the ones and with the others."""
        names = Names()
        names.by_form = dict(self.by_form)
        for exercise in gone:
            for form, bearer in bearers(exercise):
                kept = tuple(one for one in names.by_form.get(form, ()) if one != bearer)
                if kept:
                    names.by_form[form] = kept
                else:
                    names.by_form.pop(form, None)
        for exercise in come:
            names.add(exercise)
        return names

    @cached_property
    def by_word(self) -> dict[str, list[str]]:
        """Word -> the forms that have it."""
        found: dict[str, list[str]] = {}
        for form in self.by_form:
            _enter(form, found)
        return found

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for form in self.by_form:
            found.setdefault(len(form), []).append(form)
        return found

    def of_words(self, words: list[str]) -> Iterator[str]:
        """The forms of just these words, in whatever order."""
        sought, length = sorted(words), len(" ".join(words))
        for form in min((self.by_word.get(word, []) for word in words), key=len, default=[]):
            if len(form) == length and sorted(form.split()) == sought:
                yield form

    def having(self, words: list[str]) -> Iterator[str]:
        """The forms that have all these words, and others."""
        for form in min((self.by_word.get(word, []) for word in words), key=len, default=[]):
            if set(words) < set(form.split()):
                yield form

    def sharing(self, words: Iterable[str], most: int) -> list[str]:
        """The forms that have most of these words; one word that few names have says more than two that many have."""
        shared: dict[str, float] = {}
        for forms in filter(None, map(self.by_word.get, words)):
            says = log(1 + len(self.by_form) / len(forms))
            for form in forms:
                shared[form] = shared.get(form, 0.0) + says
        return nlargest(most, shared, key=shared.__getitem__)

    @cached_property
    def _text(self) -> str:
        """All forms in one text, a line each with a space before it: to search it is one call, not one for each."""
        return "\n".join(["", *(f" {form}" for form in self.by_form), ""])

    def begun(self, words: list[str]) -> Iterator[str]:
        """The forms in which each of the words begins a word."""
        text, longest = self._text, max(words, key=len)
        others = [f" {word}" for word in words if word is not longest]
        # One letter begins a word of nearly every name: then only the names count that begin with it.
        wanted, end = f"\n {longest}" if len(longest) == 1 else f" {longest}", 0
        while (found := text.find(wanted, end)) >= 0:
            start, end = text.rfind("\n", 0, found + 1) + 1, text.index("\n", found + 1)
            line = text[start:end]
            if all(other in line for other in others):
                yield line[1:]


def _enter(form: str, by_word: dict[str, list[str]]) -> None:
    for word in set(form.split()):
        by_word.setdefault(word, []).append(form)


def bearers(exercise: Any) -> Iterator[tuple[str, Bearer]]:
    for place, name in enumerate((exercise.name, *exercise.aliases)):
        bearer = Bearer(exercise, place)
        for form in folds(name):
            yield form, bearer
