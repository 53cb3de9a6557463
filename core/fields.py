"""Model fields that are the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.text import tidy


class Tidied:
    """What people type or paste, without the control characters that no file of ours may hold, however it is written:
    by a form, a verb, many at once. What was stored before is so when it is written again. No migration sees it.
    """

    lines = False

    def to_python(self, value: Any) -> Any:
        return self._tidied(super().to_python(value))  # type: ignore[misc]

    def get_prep_value(self, value: Any) -> Any:
        return self._tidied(super().get_prep_value(value))  # type: ignore[misc]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The object has what is stored."""
        value = self._tidied(super().pre_save(model_instance, add))  # type: ignore[misc]
        setattr(model_instance, self.attname, value)  # type: ignore[attr-defined]
        return value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        base = models.TextField if isinstance(self, models.TextField) else models.CharField
        return name, f"django.db.models.{base.__name__}", args, kwargs

    def _tidied(self, value: Any) -> Any:
        return tidy(value, lines=self.lines) if isinstance(value, str) else value


class LineField(Tidied, models.CharField):
    """One line of text."""


class ProseField(Tidied, models.TextField):
    """Text of several lines."""

    lines = True


class ListField(models.TextField):
    """A short list of words, stored as `"\\nquads\\nglutes\\n"` (empty list: `""`), read as a tuple of str. Each is
    tidied as what a LineField has.

    The line break at both ends lets `field__contains="\\nquads\\n"` find a whole word on either database.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", tuple)
        super().__init__(*args, **kwargs)

    @staticmethod
    def word(text: str) -> str:
        """What to look for with `__contains` to find one whole entry."""
        return f"\n{tidy(text)}\n"

    @staticmethod
    def entries(typed: Iterable[str]) -> tuple[str, ...]:
        return tuple(filter(None, (tidy(entry).strip() for entry in typed if entry)))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> tuple[str, ...]:
        return self.to_python(value)

    def to_python(self, value: str | Iterable[str] | None) -> tuple[str, ...]:
        if not value:
            return ()
        return self.entries(value.split("\n") if isinstance(value, str) else value)

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str):  # as it is stored
            return tidy(value, lines=True)
        entries = self.to_python(value)
        return "\n" + "\n".join(" ".join(entry.split()) for entry in entries) + "\n" if entries else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        from django.forms import CharField, Textarea

        class LinesField(CharField):
            """One entry a line in a text box."""

            def prepare_value(self, value: Any) -> Any:
                return "\n".join(value) if isinstance(value, tuple | list) else value

            def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
                return ListField.entries((super().to_python(value) or "").splitlines())

        kwargs.setdefault("widget", Textarea(attrs={"rows": 3}))
        return LinesField(
            required=False,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            widget=kwargs["widget"],
        )


class ValueField(models.CharField):
    """A small immutable value object, stored as its canonical text.

    `value_class` has `parse(text)` (raises ValueError) and `str()`. Nothing is NULL in the database and None in Python.
    """

    # For mypy: what is set and read is a value, not the text that is stored.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, value_class: Any = None, *args: Any, **kwargs: Any) -> None:
        self.value_class = value_class
        kwargs.setdefault("max_length", 200)
        kwargs.update(null=True, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        # A migration needs the column only: the class may move without a new migration.
        name, _path, args, kwargs = super().deconstruct()
        return name, "core.fields.ValueField", args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return self.value_class.parse(value) if value else None

    def to_python(self, value: Any) -> Any:
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return self.value_class.parse(value)
        except ValueError as error:
            raise ValidationError(_("%(value)s is not understood here."), params={"value": value}) from error

    def get_prep_value(self, value: Any) -> str | None:
        return str(value) if value is not None and value != "" else None

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
