"""Sessions of an archive: how one is told there, row by row, and how it is made of that again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch, QuerySet

from accounts.archive import facts
from accounts.arriving import Arrival, built, columns_of, refuse
from core import text
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


def read_batch(arrival: Arrival, batch: list[Item]) -> list[tuple[Session, str]]:
    """Those that are here already, word for word, are not made again, unless a new program stands on them.

    Gives the new ones that are copies, and of which session of the archive.
    """
    here = _here(arrival, {said["name"] for _where, said in batch if isinstance(said.get("name"), str)})
    exercises = _Exercises(arrival, batch)
    sessions, groups, rows, copies = [], [], [], []
    for where, said in batch:
        known = here.get(_content(said, where), [])
        old = str(said.get("id", ""))
        if known and old not in arrival.needed:
            arrival.ids[Session][old] = known.pop(0)
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


def _here(arrival: Arrival, names: set[str]) -> dict[str, list[str]]:
    """Ids of one's own sessions by what they say, of these names, without those that an earlier item was."""
    taken = set(arrival.ids[Session].values())
    found: dict[str, list[str]] = defaultdict(list)
    for session in with_all(Session.objects.filter(author=arrival.user, name__in=names).order_by("pk")):
        if session.pk not in taken:
            found[_content(json.loads(json.dumps(facts_of(session), cls=DjangoJSONEncoder)), "")].append(session.pk)
    return found


def _content(said: dict[str, Any], where: str) -> str:
    """What it says, whichever rows say it."""
    groups, rows = _parts(said, "groups", where), _parts(said, "rows", where)
    places = {str(group.get("id")): number for number, group in enumerate(groups)}
    told = {
        "session": {name: value for name, value in said.items() if name not in WHICH},
        "groups": [{name: value for name, value in group.items() if name != "id"} for group in groups],
        "rows": [
            {name: value for name, value in row.items() if name not in ("id", "exercise", "order", "group")}
            | {"group": places.get(str(row.get("group")))}
            for row in rows
        ],
    }
    return json.dumps(told, sort_keys=True)


def _parts(said: dict[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    parts = said.get(name, [])
    if not isinstance(parts, list) or len(parts) > MOST_OF_A_SESSION or not all(isinstance(one, dict) for one in parts):
        refuse(f"{where}: {name}", f"a list of at most {MOST_OF_A_SESSION} objects is expected.")
    return parts


def _made(
    arrival: Arrival, said: dict[str, Any], where: str, exercises: _Exercises
) -> tuple[Session, list[SessionGroup], list[SessionExercise]]:
    groups_said, rows_said = _parts(said, "groups", where), _parts(said, "rows", where)
    arrival.count_rows(where, len(rows_said))
    named = {name: value for name, value in said.items() if name in COLUMNS or name not in WHICH}
    session = built(Session, named, where, COLUMNS)
    if not session.name.strip():
        refuse(where, "a session has a name.")
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
            refuse(where, "its group is not among those of the session.")
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
            refuse(where, "it has no exercise with a name and a sport.")
        old = str(said.get("exercise"))
        own = self.by_id.get(self.arrival.ids[Exercise].get(old, ""))
        key = (str(sport), text.key(name))
        same = self.by_id.get(old)
        if own is not None or (same is not None and (same.sport, same.name_key) == key):
            return own or same  # type: ignore[return-value]  # one of them is there
        if key not in self.by_name:
            exercise = Exercise(name=name, sport=str(sport), author=self.arrival.user, status=Status.OWN)
            exercise.set_keys()
            if max(len(name), len(exercise.name_key)) > MAX_NAME:
                refuse(where, "the name of its exercise is too long.")
            self.by_name[key] = exercise
            self.made.append(exercise)
        return self.by_name[key]
