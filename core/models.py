"""What every table has, what can be edited and undone, and the record of what was done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import inserting
from core.ids import ID_LENGTH, new_id


class BaseQuerySet(models.QuerySet):
    """Keeps `updated_at` true also where rows are changed without `save()`; who names it says it himself."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        rows = list(objs)
        if args or options.keys() - {"batch_size"} or not rows or not inserting.takes(self.model, rows):
            return super().bulk_create(rows, *args, **options)
        self._for_write = True
        inserting.insert(self.model, rows, self.db)
        return rows

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def update(self, **values: Any) -> int:
        if any(field.name == "updated_at" for field in self.model._meta.concrete_fields):
            values.setdefault("updated_at", timezone.now())
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[Any], fields: Sequence[str], batch_size: int | None = None) -> int:
        objs = list(objs)
        if "updated_at" in fields:
            return super().bulk_update(objs, fields, batch_size)
        now = timezone.now()
        for obj in objs:
            obj.updated_at = now
        return super().bulk_update(objs, [*fields, "updated_at"], batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]


class BaseModel(models.Model):
    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    # Not auto_now_add: undo puts a row back with the time at which it was made.
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True, editable=False)

    # Columns that say where the row stands. A step in which only they change leaves `updated_at`: nobody wrote the row.
    PLACES: ClassVar[frozenset[str]] = frozenset({"order"})

    objects = BaseQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """A row as it was read. Django goes through `__init__`, field by field; what was stored needs none of it."""
        if pre_init.receivers or post_init.receivers:  # somebody wants to hear of each
            return super().from_db(db, field_names, values)
        new = cls.__new__(cls)
        new.__dict__.update(zip(field_names, values, strict=True))
        new._state = ModelState()
        new._state.adding, new._state.db = False, db
        return new

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "updated_at"}
        super().save(*args, **kwargs)


class Versioned(models.Model):
    """`version` rises with each change (`core.editing` sees to it); a form that saw an older one is told so."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


class Document(Versioned, BaseModel):
    """The unit of editing: one row, and the rows that live and die with it."""

    class Meta:
        abstract = True

    # Columns that are worked out from its rows: they tell where those stood when a step only moved some.
    DERIVED: ClassVar[tuple[str, ...]] = ()
    # The step that was done last with this very object (core.editing.Edit).
    last_step: Any = None
    # Of the write that comes next, from whoever may send it again because no answer came. The step it makes, takes back
    # or does again keeps it, and another one of the same word is a Conflict.
    word: str = ""

    @classmethod
    def parts_of(cls, ids: Collection[str]) -> list[models.QuerySet]:
        """All rows of these documents, themselves first, parents before children. Each row has an `id`."""
        raise NotImplementedError

    @classmethod
    def read_parts(cls, ids: Collection[str]) -> list[models.Model]:
        """The rows beside the documents themselves, read for a verb to work on."""
        return [row for part in cls.parts_of(ids)[1:] for row in part]

    def is_whole(self) -> bool:
        """Does what no constraint holds still hold among the rows? Asked after undo and redo."""
        return True


_NOT_CLONED = {"id", "created_at", "updated_at", "version"}


def clone(row: Any, **changes: Any) -> Any:
    """An unsaved copy of `row` with an identity of its own: every column but id, times and version.

    `changes` name a relation by its object or by its id; Django, given both, would keep the old id.
    """
    kept = [field for field in row._meta.concrete_fields if field.name not in changes and field.name not in _NOT_CLONED]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in kept} | changes)


class Change(BaseModel):
    """One undoable step of one person in one document. No foreign key: it outlives what it deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document_type = models.CharField(max_length=50)
    document_id = models.CharField(max_length=ID_LENGTH)
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    # Lists of [model, id, {column: value}]; parents first. A row missing on one side was created or deleted.
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    # Of the write after which the step stands as it does. The database has the default, too: while a release rolls out,
    # the one before it still writes steps.
    word = models.CharField(max_length=40, default="", db_default="", blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["-created_at", "-id"], name="change_latest")]  # everybody's, in the admin
        constraints = [
            models.UniqueConstraint(
                fields=["user", "document_type", "document_id", "number"], name="change_number_once"
            ),
            models.UniqueConstraint(
                fields=["user", "document_type", "document_id", "word"],
                condition=~models.Q(word=""),
                name="change_word_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label
