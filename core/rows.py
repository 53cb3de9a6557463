"""The rows of documents as values: read once, compared column by column, written in as few statements as it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from core import units
from core.models import Document, Versioned

NOT_COMPARED = frozenset({"version", "updated_at"})
# Where a row stands among its siblings. It is undone like anything else, but that others were put before it is no
# reason to refuse what somebody writes into it: it raises no version.
PLACE = "order"
# So many different things to write into rows of one kind are a statement each; more are one statement for all rows.
MOST_STATEMENTS = 2

Key = tuple[str, str]
Columns = dict[str, Any]


def key(row: models.Model) -> Key:
    return row._meta.label_lower, row.pk


def rank(key: Key) -> tuple[int, str]:
    """Parents before children: apps in their order of dependence, models in the order of their definition."""
    return _ranks()[key[0]], key[1]


@cache
def _ranks() -> dict[str, int]:
    return {model._meta.label_lower: place for place, model in enumerate(apps.get_models())}


@cache
def fields(model: Any) -> dict[str, models.Field]:
    return {field.attname: field for field in model._meta.concrete_fields}


def _fields_of(label: str) -> dict[str, models.Field]:
    model: Any = apps.get_model(label)
    return fields(model)


def owner(label: str, columns: Columns) -> Key | None:
    """The document with which such a row lives and dies. None of a document itself, and where its columns say none."""
    found = _owning(label)
    return (found[1], columns[found[0]]) if found and columns.get(found[0]) else None


@cache
def _owning(label: str) -> tuple[str, str] | None:
    """The column that says it, and the kind of document."""
    found: dict[str, Any] = dict(_fields_of(label))
    for name, field in found.items():
        to = field.related_model
        if to and issubclass(to, Document) and field.remote_field.on_delete is models.CASCADE:
            return name, to._meta.label_lower
    return None


def columns(row: models.Model) -> Columns:
    """The row's columns as they are in memory. The values cannot be changed, so nobody changes them in here."""
    state, model = row.__dict__, type(row)  # type: Any, Any
    return {name: state[name] for name in fields(model)}


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Columns:
    """What `new` says otherwise than `old`."""
    return {name: value for name, value in new.items() if old[name] != value and name not in NOT_COMPARED}


def same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Of two stored rows: columns that only one of them has do not count, a release may have brought or taken them."""
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in one if name in other and name not in NOT_COMPARED)


# --- what JSON keeps exactly ----------------------------------------------------------------------------------------


def plain(label: str, columns: Columns) -> Columns:
    """As the database gives the values back: a verb may have said 8 where a column has 8.0."""
    found = _fields_of(label)
    return {name: _plain_value(found[name], value) for name, value in columns.items()}


def told(found: Iterable[tuple[Key, Columns]]) -> list[list[Any]]:
    """Rows as a Change keeps them: kind, id, columns as `plain` has them. Of many rows a column says few things."""
    known: dict[Any, Any] = {}
    rows: list[list[Any]] = []
    for (label, pk), columns in found:
        fields = _fields_of(label)
        plainly: Columns = {}
        for name, value in columns.items():
            if value is None and fields[name].null:  # most columns of most rows
                plainly[name] = None
                continue
            try:
                of_it = label, name, value.__class__, value  # 1 and True are equal, and no one value
                if of_it not in known:
                    known[of_it] = _plain_value(fields[name], value)
                plainly[name] = known[of_it]
            except TypeError:  # JSON
                plainly[name] = _plain_value(fields[name], value)
        rows.append([label, pk, plainly])
    return rows


def _plain_value(field: models.Field, value: Any) -> Any:
    value = field.to_python(value)
    if value is None or isinstance(value, bool | int):
        return value
    value = field.get_prep_value(value)
    if hasattr(value, "isoformat"):  # not DjangoJSONEncoder, which cuts microseconds
        return value.isoformat()
    if isinstance(value, Decimal):  # 100 and 100.0000 are one value, whatever the column's places
        return units.plain(value)
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def read_again(label: str, row: Columns) -> Columns:
    """A stored row as this release writes it: a canonical text or a column may have changed since."""
    return plain(label, {name: value for name, value in row.items() if name in _fields_of(label)})


def restored(label: str, values: Columns) -> Any:
    """A row that was stored, as an object that is not saved."""
    model: Any = apps.get_model(label)
    found = fields(model)
    row = model(**{name: found[name].to_python(value) for name, value in values.items() if name in found})
    if isinstance(row, Versioned):
        row.version += 1
    return row


def relate(row: models.Model, values: Columns, others: Mapping[Key, models.Model]) -> None:
    """Give a row that an earlier release stored what it points to, as far as it is at hand.

    Of a column that came since its model can then say what belongs there; what was stored stays as it was.
    """
    found = fields(type(row))
    if found.keys() <= values.keys():
        return
    for field in found.values():
        other: Any = field.related_model
        if other is not None and (points := others.get((other._meta.label_lower, getattr(row, field.attname)))):
            setattr(row, field.name, points)


# --- writing --------------------------------------------------------------------------------------------------------


def is_written(model: Any, change: Columns) -> bool:
    """Is the row another, not only elsewhere? A document of which only the rows change is (`change` is empty)."""
    return not change or not change.keys() <= model.PLACES


def update(
    label: str, changes: Mapping[str, Columns], raised: Iterable[str], old: Mapping[Key, Columns], at: datetime
) -> None:
    """Write what changes in rows of one kind ({id: columns}), and raise the versions of those in `raised`.

    Rows in which the same changes are one statement; so are those that only move by as much.
    """
    model: Any = apps.get_model(label)
    raised = set(raised) if issubclass(model, Versioned) else set()
    statements: list[tuple[Columns, list[str]]] = []
    for pk, change in changes.items():
        if not change and pk not in raised:
            continue
        sets = dict(change)
        if is_written(model, change):
            sets["updated_at"] = at
        if PLACE in sets:
            sets[PLACE] -= old[label, pk][PLACE]
        if pk in raised:
            sets["version"] = 1
        pks = next((pks for others, pks in statements if others == sets), None)
        if pks is not None:
            pks.append(pk)
        elif len(statements) == MOST_STATEMENTS:
            _update_all(model, changes, raised, old, at)
            return
        else:
            statements.append((sets, [pk]))
    for sets, pks in statements:
        _update(model, sets, pks)


def _update(model: Any, sets: Columns, pks: list[str]) -> None:
    """`PLACE` and `version` by so much, all else to these values. Said outright, for it is in each step of everybody:
    building it out of a queryset took longer than the database does."""
    found, quote = fields(model), connection.ops.quote_name
    said: list[str] = []
    values: list[Any] = []
    for name, value in sets.items():
        column = quote(str(found[name].column))
        said.append(f"{column} = {column} + %s" if name in (PLACE, "version") else f"{column} = %s")
        values.append(found[name].get_db_prep_save(value, connection))
    places = ", ".join(["%s"] * len(pks))
    table, pk = quote(model._meta.db_table), quote(model._meta.pk.column)
    with connection.cursor() as cursor:  # every name in it is a column of ours
        cursor.execute(f"UPDATE {table} SET {', '.join(said)} WHERE {pk} IN ({places})", [*values, *pks])  # noqa: S608


def _update_all(
    model: Any, changes: Mapping[str, Columns], raised: set[str], old: Mapping[Key, Columns], at: datetime
) -> None:
    label, rows = model._meta.label_lower, []
    names: set[str] = set()
    for pk, change in changes.items():
        if is_written(model, change):
            change = change | {"updated_at": at}
        if pk in raised:
            change = change | {"version": old[label, pk]["version"] + 1}
        names |= change.keys()
        rows.append(model(**old[label, pk] | change))
    model.objects.bulk_update(rows, [fields(model)[name].name for name in names | {"updated_at"}])


def delete(label: str, pks: list[str]) -> None:
    """A document goes with all that hangs on it, and is refused where it is in use. On its rows nothing hangs."""
    rows: Any = apps.get_model(label)._default_manager.filter(pk__in=pks)
    if issubclass(rows.model, Document):
        rows.delete()
    else:
        rows._raw_delete(rows.db)
