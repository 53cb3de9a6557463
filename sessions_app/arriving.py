"""Sessions of an archive: how one is told there, row by row, and how it is made of that again."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from accounts.archive import BATCH, facts
from accounts.arriving import Arrival, built, columns_of, refuse, tidied
from core import text
from core.encoding import Exact
from exercises.models import MAX_NAME, Exercise, Sport, Status
from sessions_app.digests import digest_of
from sessions_app.models import Session, SessionExercise, SessionGroup
from sessions_app.prescription.values import problems

# The digest is made of the rows; versions count changes for the builder.
LEFT_OUT = {"author", "digest", "version"}
PART_LEFT_OUT = {"session", "coach", "version", "created_at", "updated_at"}
# What says which row it is, and not what it says.
WHICH = {"id", "created_at", "updated_at", "copied_from", "visibility", "kept", "text", "groups", "rows"}
MOST_OF_A_SESSION = 500
COLUMNS = columns_of(Session, LEFT_OUT | {"updated_at"})
GROUP_COLUMNS = columns_of(SessionGroup, PART_LEFT_OUT)
ROW_COLUMNS = columns_of(SessionExercise, PART_LEFT_OUT | {"order"})

Item = tuple[str, dict[str, Any]]  # where it stands, and what it says


def with_all(sessions: QuerySet) -> QuerySet:
    """An exercise stands in hundreds of rows: it is read once a batch, where a join would read it each time."""
    rows = SessionExercise.objects.select_related("group").prefetch_related("exercise").order_by("order")
    return sessions.prefetch_related("groups", Prefetch("rows", rows))


def facts_of(session: Session) -> dict[str, Any]:
    return facts(session, LEFT_OUT) | {
        "groups": [facts(group, PART_LEFT_OUT) for group in session.groups.all()],
        "rows": [
            facts(row, PART_LEFT_OUT)
            | {"name": row.name, "exercise_name": row.exercise.name, "exercise_sport": row.exercise.sport}
            for row in session.rows.all()
        ],
    }


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch


def read_batch(arrival: Arrival, batch: list[Item], there: ThereAlready) -> list[tuple[Session, str]]:
    """Those that are here already, word for word, are not made again, unless a new program stands on them.

    Gives the new ones that are copies, and of which session of the archive.
    """
    there.look({said["name"] for _where, said in batch if isinstance(said.get("name"), str)})
    exercises = _Exercises(arrival, batch)
    sessions, groups, rows, copies = [], [], [], []
    for where, said in batch:
        old = str(said.get("id", ""))
        known = None if old in arrival.needed else there.take(said, where)
        if known is not None:
            arrival.ids[Session][old] = known
            arrival.here["sessions"] += 1
            continue
        session, its_groups, its_rows = _made(arrival, said, where, exercises)
        arrival.ids[Session][old] = session.pk
        sessions.append(session)
        if "copied_from" in said:
            copies.append((session, str(said["copied_from"])))
        groups += its_groups
        rows += its_rows
    Exercise.objects.bulk_create(exercises.made)
    Session.objects.bulk_create(sessions)
    SessionGroup.objects.bulk_create(groups)
    SessionExercise.objects.bulk_create(rows, batch_size=1_000)
    arrival.made["sessions"] += len(sessions)
    arrival.made["exercises"] += len(exercises.made)
    return copies


class ThereAlready:
    """One's own sessions by what they say, as they were before any came: each is read once, and is one that comes."""

    def __init__(self, author: Any) -> None:
        self.author = author
        self._names: set[str] = set()
        self._found: dict[bytes, deque[str]] = defaultdict(deque)

    def look(self, names: set[str]) -> None:
        """Before sessions of these names are made."""
        new = names - self._names
        self._names |= new
        sessions = with_all(Session.objects.filter(author=self.author, name__in=new).order_by("pk"))
        for session in sessions.iterator(BATCH):
            said = json.loads(json.dumps(facts_of(session), cls=Exact))
            self._found[_content(said, "")].append(session.pk)

    def take(self, said: dict[str, Any], where: str) -> str | None:
        found = self._found.get(_content(said, where))
        return found.popleft() if found else None


NOT_ITS_WORDS = ("id", "exercise", "order", "group")


def _content(said: dict[str, Any], where: str) -> bytes:
    """A hash of what it says, whichever rows say it."""
    groups, rows = _parts(said, "groups", where), _parts(said, "rows", where)
    places = {str(group.get("id")): number for number, group in enumerate(groups)}
    told = {
        "session": {name: value for name, value in tidied(Session, said).items() if name not in WHICH},
        "groups": [{name: value for name, value in group.items() if name != "id"} for group in groups],
        "rows": [
            {name: value for name, value in tidied(SessionExercise, row).items() if name not in NOT_ITS_WORDS}
            | {"group": places.get(str(row.get("group")))}
            for row in rows
        ],
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).digest()


def _parts(said: dict[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    parts = said.get(name, [])
    if not isinstance(parts, list) or len(parts) > MOST_OF_A_SESSION or not all(isinstance(one, dict) for one in parts):
        refuse(f"{where}: {name}", _("a list of at most %(n)s objects is expected.") % {"n": MOST_OF_A_SESSION})
    return parts


def _made(
    arrival: Arrival, said: dict[str, Any], where: str, exercises: _Exercises
) -> tuple[Session, list[SessionGroup], list[SessionExercise]]:
    groups_said, rows_said = _parts(said, "groups", where), _parts(said, "rows", where)
    arrival.count_rows(where, len(rows_said))
    named = {name: value for name, value in said.items() if name in COLUMNS or name not in WHICH}
    session = built(Session, named, where, COLUMNS)
    if not session.name.strip():
        refuse(where, _("a session has a name."))
    session.author = arrival.user
    groups: dict[str, SessionGroup] = {}
    for group_said in groups_said:
        facts_said = dict(group_said)
        old = str(facts_said.pop("id", len(groups)))
        groups[old] = built(SessionGroup, facts_said, where, GROUP_COLUMNS)
        groups[old].session = session
    rows = [
        _row(session, row_said, f"{where}: rows[{number}]", groups, exercises, number + 1)
        for number, row_said in enumerate(rows_said)
    ]
    session.digest = digest_of(rows)
    return session, list(groups.values()), rows


def _row(
    session: Session,
    said: dict[str, Any],
    where: str,
    groups: dict[str, SessionGroup],
    exercises: _Exercises,
    order: int,
) -> SessionExercise:
    named = {name: value for name, value in said.items() if name not in ("id", "order", "group", *NAMED)}
    row = built(SessionExercise, named, where, ROW_COLUMNS)
    row.session, row.exercise, row.order = session, exercises.find(said, where), order
    if "group" in said:
        if str(said["group"]) not in groups:
            refuse(where, _("its group is not among those of the session."))
        row.group = groups[str(said["group"])]
    for sentence in problems(row.prescription):
        refuse(where, sentence)
    return row


NAMED = ("exercise", "name", "exercise_name", "exercise_sport")


class _Exercises:
    """Which exercise a row of these sessions means: one's own that came with the archive, else the same one of the
    library, else the one of that name and sport; what nobody has becomes one's own."""

    def __init__(self, arrival: Arrival, batch: list[Item]) -> None:
        self.arrival = arrival
        self.made: list[Exercise] = []
        said = [row for where, session in batch for row in _parts(session, "rows", where)]
        own = arrival.ids[Exercise]
        ids = {own.get(str(row.get("exercise")), str(row.get("exercise"))) for row in said}
        keys = {text.key(str(row.get("exercise_name"))) for row in said}
        seen = Exercise.objects.visible_to(arrival.user).defer(*Exercise.NOT_IN_SESSIONS)
        self.by_id = {one.pk: one for one in seen.filter(pk__in=ids)}
        own_last = sorted(seen.filter(name_key__in=keys), key=lambda one: one.author_id is not None)  # it is meant
        self.by_name = {(one.sport, one.name_key): one for one in own_last}

    def find(self, said: dict[str, Any], where: str) -> Exercise:
        name, sport = said.get("exercise_name"), said.get("exercise_sport")
        if not isinstance(name, str) or not text.key(name) or sport not in Sport.values:
            refuse(where, _("it has no exercise with a name and a sport."))
        old = str(said.get("exercise"))
        own = self.by_id.get(self.arrival.ids[Exercise].get(old, ""))
        key = (str(sport), text.key(name))
        same = self.by_id.get(old)
        if own is not None or (same is not None and (same.sport, same.name_key) == key):
            return own or same  # type: ignore[return-value]  # one of them is there
        if key not in self.by_name:
            exercise = Exercise(name=text.tidy(name), sport=str(sport), author=self.arrival.user, status=Status.OWN)
            exercise.set_keys()
            if max(len(name), len(exercise.name_key)) > MAX_NAME:
                refuse(where, _("the name of its exercise is too long."))
            self.by_name[key] = exercise
            self.made.append(exercise)
        return self.by_name[key]
