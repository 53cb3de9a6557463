"""A person's programs, for a closing account and for the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.archive import Archive, facts, file_name
from accounts.arriving import Arrival, built, refuse
from accounts.belongings import Belongings, Going
from accounts.models import Visibility
from core.later import later
from exercises.models import Exercise
from programs.exchange import json_format
from programs.exchange.load import load_with_sessions
from programs.exchange.naming import Finder
from programs.exchange.same import ThereAlready
from programs.exchange.save import make_sessions, place, program_of
from programs.exchange.texts import shown
from programs.exchange.values import ProgramValue, UnreadableFile
from programs.hints import is_key
from programs.models import CalendarFeed, Program, ProgramSession, ProgramWeek
from sessions_app.copying import duplicate_all
from sessions_app.models import Session

# They need the readers of spreadsheets, and an app that starts does not.
_columns_of, _read_columns = later("programs.columns.archived"), later("programs.columns.arrive")

# What the export format does not say of a program, and its name to find it by.
MOST_PROGRAMS = 2_000
ENTRY = {"visibility", "silenced", "created_at"}  # of these, what is read back as it is
LISTED = ("id", "name", "visibility", "copied_from", "silenced", "created_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Entry:
    """A program of an archive. sessions: its own names of them, and which of the person's sessions they are."""

    where: str
    said: dict[str, Any]
    value: ProgramValue
    sessions: dict[str, str]

    @property
    def id(self) -> str:
        return str(self.said.get("id"))


class Programs(Belongings):
    model = Program
    public = Q(visibility=Visibility.PUBLIC)

    def needs(self, staying: QuerySet) -> Mapping[type[Model], QuerySet]:
        return {Session: ProgramSession.objects.filter(program__in=staying).values("session")}

    def delete(self, going: QuerySet) -> None:
        ProgramSession.objects.filter(program__in=going.values("pk")).delete()
        ProgramWeek.objects.filter(program__in=going.values("pk")).delete()
        going.delete()

    def give(self, staying: QuerySet, former: Any) -> None:
        """A public program stays; the secret addresses at which its coach's calendars asked for it are nobody's."""
        CalendarFeed.objects.filter(program__in=staying.values("pk")).delete()
        super().give(staying, former)

    def let_go(self, going: Going) -> None:
        """Programs of others with a session that goes get a copy of it, with credit."""
        placings = ProgramSession.objects.filter(session__in=going(Session).values("pk"))
        by_author: dict[Any, list[ProgramSession]] = defaultdict(list)
        for placing in placings.select_related("session", "program__author"):
            by_author[placing.program.author].append(placing)
        for author, theirs in by_author.items():
            copies = duplicate_all(list({placing.session for placing in theirs}), author, kept=False)
            for placing in theirs:
                placing.session = copies[placing.session_id]
            ProgramSession.objects.bulk_update(theirs, ["session"])

    def count(self, number: int) -> str:
        return ngettext("%d program", "%d programs", number) % number

    def write(self, user: Any, archive: Archive) -> None:
        listed = []
        programs = self.of(user).select_related("link").prefetch_related("feeds").order_by("created_at", "pk")
        for number, program in enumerate(programs, start=1):
            name = f"programs/{file_name(number, program.name, 'json')}"
            value, sessions = load_with_sessions(program)
            archive.text(name, json_format.write(value))
            told = facts(program)
            link = facts(program.link) if hasattr(program, "link") else {}
            feeds = [facts(feed, ("id", "program", "token")) for feed in program.feeds.all()]
            listed.append(
                {"file": name, "sessions": sessions}
                | {key: told[key] for key in LISTED if key in told}
                # Not the addresses themselves: they let people in.
                | {f"link_{key}": link[key] for key in ("created_at", "updated_at") if link}
                | ({"feeds": feeds} if feeds else {})
            )
        archive.json("programs.json", listed)
        archive.json("columns.json", _columns_of(user))
        archive.say("columns.json", _("How you set columns of spreadsheets right, for the next with such headings."))
        archive.say("programs.json", _("Your programs: which file is which, when you made it, and who may see it."))
        archive.say("programs/", _("Each program in TrainHub's own form, which can be imported again."))

    def unpack(self, arrival: Arrival) -> None:
        files: set[str] = set()
        for where, said in _entries(arrival):
            file = str(said.get("file"))
            if file in files:
                refuse(where, _("%(file)s is that of an earlier one, too.") % {"file": file[:120]})
            files.add(file)
            entry = Entry(where, said, _value(arrival, file), _sessions(said, where))
            arrival.count_rows(where, len(entry.value.placings))
            arrival.parsed[Program].append(entry)

    def look(self, arrival: Arrival) -> None:
        """What is here already needs nothing; a new one needs sessions of its own, that it shares with none that is."""
        there = ThereAlready(arrival.user)
        for entry in arrival.parsed[Program]:
            same = there.find(entry.value, entry.value.name)
            if same is not None:
                arrival.ids[Program][entry.id] = same.pk
                arrival.here["programs"] += 1
            else:
                arrival.needed |= set(entry.sessions.values())

    def read(self, arrival: Arrival) -> None:
        here = dict(arrival.ids[Program])
        arrival.made["programs"] = 0
        for entry in arrival.parsed[Program]:
            if "feeds" in entry.said or "link_created_at" in entry.said:
                sentence = _("%(name)s: its share link and its calendars' addresses. Make new ones.")
                arrival.left_out.append(sentence % {"name": shown(str(entry.said.get("name")), 120)})
            if entry.id not in here:
                arrival.ids[Program][entry.id] = self._make(arrival, entry).pk
                arrival.made["programs"] += 1
        _read_columns(arrival)

    @staticmethod
    def _make(arrival: Arrival, entry: Entry) -> Program:
        value, where = entry.value, entry.where
        program = program_of(value, arrival.user)
        row = built(Program, {name: fact for name, fact in entry.said.items() if name in ENTRY}, where, ENTRY)
        for name in ENTRY:
            setattr(program, name, getattr(row, name))
        if not _is_silence(program.silenced):
            refuse(f"{where}: silenced", _("an object of advice is expected."))
        program.copied_from_id = arrival.ids[Program].get(str(entry.said.get("copied_from", "")))
        program.save()
        ids = {key: arrival.ids[Session].get(old) for key, old in entry.sessions.items()}
        sessions = {one: Session(pk=ids[one.key]) for one in value.sessions if ids.get(one.key)}
        # What was another coach's, and so not among the person's sessions.
        others = [one for one in value.sessions if one not in sessions]
        if others:
            arrival.count_rows(where, sum(len(one.rows) for one in others))
            finder = Finder(arrival.user)
            exercises = finder.find_all(others)
            Exercise.objects.bulk_create(finder.made)
            sessions |= make_sessions(others, arrival.user, exercises, kept=False)
        place(value, program, sessions)
        return program


def _is_silence(silenced: Any) -> bool:
    """Key of an advice: its degree then, and the reason."""
    return isinstance(silenced, dict) and all(
        is_key(key) and isinstance(said, list) and [type(one) for one in said] == [int, str] and len(said[1]) <= 500
        for key, said in silenced.items()
    )


def _entries(arrival: Arrival) -> Iterator[tuple[str, dict[str, Any]]]:
    for where, said in arrival.objects("programs.json", MOST_PROGRAMS):
        if unknown := set(said) - {"file", "sessions", "feeds", "link_created_at", "link_updated_at", *LISTED}:
            refuse(where, _("the key “%(key)s” is not known.") % {"key": min(unknown)[:60]})
        yield where, said


def _value(arrival: Arrival, file: str) -> ProgramValue:
    try:
        value, _nothing = json_format.read(arrival.bytes(file))
    except UnreadableFile as error:
        refuse(file, str(error))
    return value


def _sessions(said: dict[str, Any], where: str) -> dict[str, str]:
    sessions = said.get("sessions", {})
    if not isinstance(sessions, dict) or not all(isinstance(one, str) for one in sessions.values()):
        refuse(f"{where}: sessions", _("an object of texts is expected."))
    return sessions
