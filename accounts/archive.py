"""All that we hold of a person, in one ZIP that people and programs can read. docs/formats.md describes it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.utils import timezone
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _

from accounts.belongings import kinds
from accounts.models import User
from core.encoding import Exact
from core.fields import ValueField
from core.models import Change

FORMAT, VERSION = "trainhub-account", 2
# Secrets, what is derived from another column, and what only says that a row is this person's.
LEFT_OUT: dict[type[Model], set[str]] = {
    User: {"password", "email_key", "closed_at"},
    EmailAddress: {"id", "user"},
    Authenticator: {"id", "user", "data"},
    UserSession: {"id", "user", "session_key", "data"},
    Change: {"id", "user", "updated_at", "before", "after", "word"},
    LogEntry: {"id", "user"},
}
# Rows read at a time, so that a coach of ten years takes no more memory than one of ten days.
BATCH = 200


class Archive:
    """A ZIP that is being written, and what README.txt will say of each file in it."""

    def __init__(self, to: IO[bytes]) -> None:
        self.zip = ZipFile(to, "w", ZIP_DEFLATED)
        self.said: list[str] = []

    def say(self, name: str, what: Any) -> None:
        self.said.append(f"{name}\n    {what}")

    def text(self, name: str, text: str) -> None:
        self.zip.writestr(name, text)

    def json(self, name: str, value: Any) -> None:
        self.text(name, _dumps(value) + "\n")

    def items(self, name: str, items: Iterable[Any]) -> None:
        """A JSON list with an item a line, of which only one is in memory at a time."""
        with self.zip.open(name, "w", force_zip64=True) as file:
            file.write(b"[")
            for number, item in enumerate(items):
                file.write((",\n" if number else "\n").encode() + _dumps(item, indent=None).encode())
            file.write(b"\n]\n")


def _dumps(value: Any, indent: int | None = 1) -> str:
    return json.dumps(value, cls=Exact, ensure_ascii=False, indent=indent)


def file_name(number: int, name: str, ending: str) -> str:
    """`007-base-strength.json`: readable, and no two alike."""
    words = slugify(Truncator(name).chars(60, truncate=""))
    return f"{number:03}{'-' if words else ''}{words}.{ending}"


def facts(row: Model, left_out: Collection[str] = ()) -> dict[str, Any]:
    """Every column of a row but those left out, and but for what is empty: a new column is in it by itself."""
    said: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in left_out:
            continue
        value = field.value_from_object(row)
        if value is not None and value not in ("", (), [], {}):
            said[field.name] = str(value) if isinstance(field, ValueField) else value
    return said


def archive(user: Any, to: IO[bytes]) -> None:
    """Write all that this person has here into `to`. Nothing is locked: each program is as it stood when read."""
    pack = Archive(to)
    with pack.zip:
        _write_person(user, pack)
        for kind in kinds():
            kind.write(user, pack)
        pack.text("README.txt", _readme(user, pack.said))


def _rows(model: type[Model], user: Any) -> Iterable[dict[str, Any]]:
    # Steps hold the rows of whole programs, which are not even read.
    rows = model._default_manager.filter(user=user).order_by("pk").defer(*LEFT_OUT[model])
    return (facts(row, LEFT_OUT[model]) for row in rows.iterator(BATCH))


def _write_person(user: Any, pack: Archive) -> None:
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    person = {
        "format": FORMAT,
        "version": VERSION,
        "written_at": timezone.now(),
        "profile": facts(user, LEFT_OUT[User]),
        "groups": [group.name for group in user.groups.order_by("name")],
        "permissions": [str(permission) for permission in user.user_permissions.all()],
        "addresses": list(_rows(EmailAddress, user)),
        "second_factors": [
            facts(factor, LEFT_OUT[Authenticator]) | {"name": factor.data.get("name", "")} for factor in factors
        ],
        "devices": list(_rows(UserSession, user)),
    }
    pack.json("profile.json", person)
    pack.say("profile.json", _("You: profile and settings, addresses, second factors, and where you are signed in."))
    pack.items("steps.json", _rows(Change, user))
    pack.say("steps.json", _("What you did in your documents, step by step: the steps that undo can take back."))
    if user.is_staff:
        pack.items("admin-log.json", _rows(LogEntry, user))
        pack.say("admin-log.json", _("What you did in the admin."))


def _readme(user: Any, said: list[str]) -> str:
    head = _("The data of %(email)s on TrainHub, written on %(date)s.") % {
        "email": user.email,
        "date": timezone.now().strftime("%Y-%m-%d %H:%M UTC"),
    }
    tail = _(
        "Everything is UTF-8 text. What is empty is left out. Passwords, the secrets of second factors and the keys of "
        "devices are not in it: they would let whoever has this file in."
    )
    return "\n\n".join([head, *said, tail]) + "\n"
