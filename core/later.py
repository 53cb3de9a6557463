"""What is read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.module_loading import import_string


def later(path: str) -> Callable[..., Any]:
    """The function at this path, whose module is read at its first call: a library that few ask for would else weigh
    on every process, and on every start."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return import_string(path)(*args, **kwargs)

    return call
