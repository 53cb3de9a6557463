"""Parts of a page of which there are hundreds, all alike: the template is rendered once for each shape, then filled in.

    card = Stencil("programs/_card.html", "pk", "name")
    card({"pk": placing.pk, "name": html.escape(name)}, language=get_language(), zoom="detail", sport="running")

What each says for itself (`said`) stands in the template as a variable of that name; whatever the template asks with
`if`, or does more with than print it, is its shape; so is the language, where it has words. The template stays the one
place that says how it looks. One that reads its words off an object gets it made of all these by `context`. A part of a
template that every page has is one by the tag of the same name (core/templatetags/stencils.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any
from weakref import WeakSet

from django.template.loader import get_template
from django.utils.safestring import mark_safe

from core.ids import new_id

Context = Callable[[dict[str, Any]], dict[str, Any]]


_all: WeakSet[Stencil] = WeakSet()


def forget() -> None:
    """What was drawn: it holds the addresses of files, and a test may serve others."""
    for stencil in _all:
        stencil.shape.cache_clear()
        stencil.open_shape.cache_clear()


class _Later(dict[str, str]):
    """Whatever is not in it becomes a field of the time after."""

    def __missing__(self, name: str) -> str:
        return f"%%({name})s"


class Stencil:
    def __init__(self, template: str, *said: str, shapes: int = 256, context: Context = dict) -> None:
        self.template, self.context = template, context
        # While it is rendered, an id that is nobody's stands where each will say something for itself.
        self.slots = {name: new_id() for name in said}
        self.shape = lru_cache(maxsize=shapes)(self._shape)
        self.open_shape = lru_cache(maxsize=shapes)(self._open_shape)
        _all.add(self)

    def __call__(self, said: Mapping[str, object], **shape: Hashable) -> str:
        """Filled in. What is said comes as HTML: escaped by whoever says it."""
        return self.shape(*shape.items()) % said

    def partly(self, said: Mapping[str, object], **shape: Hashable) -> str:
        """Filled in, but for what is not said yet: it takes that by `%`, again and again."""
        return self.open_shape(tuple(said), *shape.items()) % {
            name: value if isinstance(value, int) else str(value).replace("%", "%%") for name, value in said.items()
        }

    def _open_shape(self, said: tuple[str, ...], *shape: tuple[str, Hashable]) -> str:
        """To be filled in twice: these fields first."""
        return self.shape(*shape).replace("%%", "%" * 8) % _Later((name, f"%({name})s") for name in said)

    def draw(self, values: dict[str, Any]) -> str:
        """As the template shows these."""
        return get_template(self.template).render(values)

    def _shape(self, *shape: tuple[str, Hashable]) -> str:
        slots = {name: mark_safe(slot) for name, slot in self.slots.items()}  # noqa: S308 - an id
        text = self.draw(self.context(slots | dict(shape))).replace("%", "%%")
        named = {slot: name for name, slot in self.slots.items()}
        return re.sub("|".join(named) or "$^", lambda found: f"%({named[found[0]]})s", text)
