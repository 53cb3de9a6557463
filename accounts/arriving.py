"""The archive of an account read back: what is in it becomes this person's, with new ids, beside what is there.

Nothing that is there is changed, and what is there already, exactly so, comes no second time. All of it or nothing: an
archive that is wrong anywhere is refused with the place, and nothing is written.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import IO, Any, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.archive import FORMAT, VERSION
from accounts.belongings import kinds
from accounts.models import User
from core import text
from core.fields import ListField, ValueField

MOST_BYTES = 10_000_000
MOST_UNPACKED = 200_000_000
MOST_PARTS = 5_000
MOST_OF_A_PART = 10_000_000  # that is read as a whole
MOST_OF_A_LINE = 2_000_000
MOST_ROWS = 250_000  # exercises in sessions, and sessions on days of programs
MOST_ITEMS = 20_000  # of a list
MOST_WORDS = 200  # of a column that is a list

TYPES: tuple[tuple[type[models.Field], tuple[type, ...], Any], ...] = (
    (models.BooleanField, (bool,), gettext_lazy("true or false")),
    (models.IntegerField, (int,), gettext_lazy("a whole number")),
    (models.DecimalField, (str, int, float), gettext_lazy("a number")),
    (ListField, (list,), gettext_lazy("a list of texts")),
    (models.JSONField, (dict, list), gettext_lazy("an object")),
    (models.Field, (str,), gettext_lazy("a text")),
)


class Refused(Exception):
    """An archive that is not read; its text is a sentence for the person."""


class Arrival:
    """What is arriving, and what has become of it so far."""

    def __init__(self, user: Any, file: IO[bytes]) -> None:
        self.user = user
        self.zip = _opened(file)
        # By model: what the archive calls it -> what it is here.
        self.ids: dict[type[Model], dict[str, str]] = defaultdict(dict)
        # Ids of what must be made anew although it is here already: something new stands on it.
        self.needed: set[str] = set()
        self.made: Counter[str] = Counter()
        self.here: Counter[str] = Counter()
        self.left_out: list[str] = []
        self.rows = 0
        # By model: what was parsed before anything is locked.
        self.parsed: dict[type[Model], list[Any]] = defaultdict(list)

    def bytes(self, name: str) -> bytes:
        """A part as a whole."""
        with _damage(name), self.zip.open(name) as part:
            content = part.read(MOST_OF_A_PART + 1)
        if len(content) > MOST_OF_A_PART:
            refuse(name, _("it is larger than %(mb)s MB.") % {"mb": MOST_OF_A_PART // 1_000_000})
        return content

    def json(self, name: str) -> Any:
        return _parsed(self.bytes(name), name)

    def objects(self, name: str, most: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Of a list that is read as a whole, each with its place."""
        listed = self.json(name)
        if not isinstance(listed, list) or len(listed) > most:
            refuse(name, _("a list of at most %(n)s is expected.") % {"n": most})
        for number, said in enumerate(listed):
            where = f"{name}: [{number}]"
            if not isinstance(said, dict):
                refuse(where, _("an object is expected."))
            yield where, said

    def items(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Of a list with an item a line, each with its place; one at a time in memory. Nothing where there is no such
        list."""
        if name not in self.zip.namelist():
            return
        with _damage(name), self.zip.open(name) as part:
            if part.readline(3).strip() != b"[":
                refuse(name, _("a list with an item a line is expected."))
            for number in range(MOST_ITEMS + 2):
                where = f"{name}, line {number + 2}"
                line = part.readline(MOST_OF_A_LINE + 1)
                if len(line) > MOST_OF_A_LINE:
                    refuse(where, _("it has more than %(mb)s MB.") % {"mb": MOST_OF_A_LINE // 1_000_000})
                if line.strip() == b"]":
                    return
                item = _parsed(line.strip().removesuffix(b","), where)
                if not isinstance(item, dict):
                    refuse(where, _("an object is expected."))
                yield where, item
        refuse(name, _("it has more than %(n)s items.") % {"n": MOST_ITEMS})

    def count_rows(self, where: str, number: int) -> None:
        self.rows += number
        if self.rows > MOST_ROWS:
            refuse(where, _("the archive has more than %(n)s lines in its sessions and programs.") % {"n": MOST_ROWS})


def refuse(where: str, reason: str) -> NoReturn:
    raise Refused(f"{where}: {reason}")


def arrive(user: Any, file: IO[bytes], *, dry_run: bool = False) -> Arrival:
    """Read all of the archive into this person's account. Refused with a sentence where it cannot be read."""
    arrival = Arrival(user, file)
    _check_head(arrival)
    for kind in kinds():
        kind.unpack(arrival)
    _store(arrival, dry_run)
    return arrival


@transaction.atomic
def _store(arrival: Arrival, dry_run: bool) -> None:
    # One after the other, or two would both find that a thing is not there yet.
    list(User.objects.filter(pk=arrival.user.pk).select_for_update(no_key=True).values_list("pk"))
    try:
        with transaction.atomic():
            for kind in kinds():
                kind.look(arrival)
            for kind in reversed(kinds()):
                kind.read(arrival)
    except (IntegrityError, DataError) as error:
        raise Refused(_("Something in the archive cannot be stored here, so nothing was.")) from error
    transaction.set_rollback(dry_run)


def _check_head(arrival: Arrival) -> None:
    head = arrival.json("profile.json") if "profile.json" in arrival.zip.namelist() else None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise Refused(_("This ZIP is not the archive of a TrainHub account."))
    if head.get("version") != VERSION:
        raise Refused(
            _("The archive is of version %(found)s; %(known)s is read here. Import its programs one by one.")
            % {"found": str(head.get("version"))[:10], "known": VERSION}
        )


# --- The ZIP ----------------------------------------------------------------------------------------------------------


def _opened(file: IO[bytes]) -> ZipFile:
    """What it could do to us is looked for in its list, before any of it is unpacked."""
    file.seek(0, 2)
    if file.tell() > MOST_BYTES:
        raise Refused(_("The archive is larger than %(mb)s MB.") % {"mb": MOST_BYTES // 1_000_000})
    file.seek(0)
    with _damage(""):
        archive = ZipFile(file)
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise Refused(_("The archive has more than %(n)s files.") % {"n": MOST_PARTS})
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(_("Unpacked, the archive is larger than %(mb)s MB.") % {"mb": MOST_UNPACKED // 1_000_000})
    if len({part.filename for part in parts}) < len(parts):
        raise Refused(_("The archive has two files of one name."))
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or part.flag_bits & 1 for part in parts):
        raise Refused(_("The archive is packed in another way than TrainHub packs, or has a password."))
    return archive


@contextmanager
def _damage(name: str) -> Iterator[None]:
    """What a broken ZIP raises, as a sentence."""
    try:
        yield
    except KeyError as error:
        raise Refused(_("%(name)s is missing in the archive.") % {"name": name}) from error
    except (BadZipFile, LargeZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise Refused(_("The archive is damaged, cut off, or no ZIP.")) from error


# --- JSON -------------------------------------------------------------------------------------------------------------


def _parsed(content: bytes, where: str) -> Any:
    try:
        value = json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        refuse(where, _("this is not UTF-8."))
    except RecursionError:
        refuse(where, _("it is nested too deeply."))
    except ValueError as error:
        refuse(where, _("this is not JSON as it is read here: %(error)s.") % {"error": error})
    if not _is_text(value):
        refuse(where, _("it holds characters that no text has."))
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(_("an object has two keys of one name"))
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(_("%(word)s is no number") % {"word": word})


def _is_text(value: Any) -> bool:
    """Every text in it can be stored."""
    if isinstance(value, str):
        return text.is_storable(value)
    if isinstance(value, dict):
        return all(_is_text(key) and _is_text(one) for key, one in value.items())
    return all(map(_is_text, value)) if isinstance(value, list) else True


# --- Rows -------------------------------------------------------------------------------------------------------------


def built(model: type[Model], said: dict[str, Any], where: str, columns: Collection[str]) -> Any:
    """A row that says this: `facts` backwards. It is not stored, and has an id of its own."""
    row = model()
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name, value in tidied(model, said).items():
        if name not in columns:
            refuse(where, _("the key “%(key)s” is not known.") % {"key": name[:60]})
        setattr(row, fields[name].attname, _cleaned(fields[name], value, row, f"{where}: {name}"))
    return row


def tidied(model: type[Model], said: dict[str, Any]) -> dict[str, Any]:
    """What is said of a row, without the control characters that forms once took."""
    long = _with_lines(model)
    return {
        name: text.tidy(value, lines=name in long) if isinstance(value, str) else value for name, value in said.items()
    }


@cache
def _with_lines(model: type[Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.concrete_fields if isinstance(field, models.TextField))


def columns_of(model: type[Model], left_out: Collection[str]) -> set[str]:
    """Those that are no link to another row."""
    return {field.name for field in model._meta.concrete_fields if not field.is_relation} - {"id", *left_out}


def _cleaned(field: Any, value: Any, row: Model, where: str) -> Any:
    types, words = next((types, words) for kind, types, words in TYPES if isinstance(field, kind))
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        refuse(where, _("%(words)s is expected.") % {"words": words})
    if isinstance(value, list) and (len(value) > MOST_WORDS or not all(isinstance(one, str) for one in value)):
        refuse(where, _("%(words)s is expected, of at most %(n)s.") % {"words": words, "n": MOST_WORDS})
    if isinstance(value, list):
        value = [text.tidy(one) for one in value]
    try:
        # A value's length is that of its text, which no validator of Django's asks for.
        found = field.to_python(value) if isinstance(field, ValueField) else field.clean(value, row)
    except ValidationError as error:
        refuse(where, " ".join(error.messages))
    if field.max_length and len(str(found)) > field.max_length:
        refuse(where, _("it has more than %(n)s characters.") % {"n": field.max_length})
    return _in_utc(found, where) if isinstance(found, datetime) else found


def _in_utc(time: datetime, where: str) -> datetime:
    """As it is stored, and so that every time zone has a day for it."""
    try:
        found = (timezone.make_aware(time, UTC) if timezone.is_naive(time) else time).astimezone(UTC)
        _around = found - timedelta(days=1), found + timedelta(days=1)
    except OverflowError:
        refuse(where, _("this time is out of range."))
    return found
