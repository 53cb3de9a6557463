"""The command palette: what a few letters can mean on the page at hand, as places to go to and verbs to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from core import text
from core.editing import stack
from exercises.matching import Matcher
from programs.models import Program
from sessions_app.models import Session

MOST_WORDS = 80
EACH = 5
ACTIONS, WEEKS = ">", "#"
NOTHING_MORE = ("", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. icon, or sport: what stands before it. key: the key that does the same. opens_beside: in the side sheet
    of the page at hand. session, new: a click there places that session, or makes one that is called so. does: it is
    done there and then, by a POST of this name and value."""

    label: str
    url: str
    note: str = ""
    icon: str = "arrow-right"
    sport: str | None = None
    key: str = ""
    opens_beside: bool = False
    session: str = ""
    new: str = ""
    does: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Here:
    """The page from which one asks: one's own program or session on it, if it is one's."""

    program: Program | None = None
    session: Session | None = None

    @property
    def document(self) -> Program | Session | None:
        return self.program or self.session


def page_at(address: str, user: Any) -> Here:
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return Here()
    if match.view_name == "programs:program_detail":
        return Here(program=Program.objects.editable_by(user).filter(pk=match.kwargs["pk"]).first())
    if match.view_name in ("sessions:session_detail", "sessions:session_text"):
        return Here(session=Session.objects.editable_by(user).filter(pk=match.kwargs["pk"]).first())
    return Here()


def find(words: str, user: Any, here: Here, verbs_of_week: Iterable[Any] = ()) -> list[Group]:
    """What fits, by group, the page's own first; nothing typed is what is near. `>`: actions only. `#`: weeks only."""
    words = " ".join(words.replace("\0", " ").split())[:MOST_WORDS]
    if words.startswith(WEEKS):
        return _filled([(_("Weeks"), _weeks(here.program, words[1:].split(), verbs_of_week))])
    if words.startswith(ACTIONS):
        words = words[1:].strip()
        return _filled(
            [
                (_("On this page"), _named(_verbs(here, user), words)),
                (_("Weeks"), _verbs_of_weeks(here.program, words, verbs_of_week)),
                (_("Go to"), _named(_places(), words)),
            ]
        )
    groups: list[tuple[str, Iterable[Entry]]] = [
        (_("In this program"), _sessions_inside(here.program, words)),
        (_("On this page"), _named(_verbs(here, user), words)),
        (_("Weeks"), _verbs_of_weeks(here.program, words, verbs_of_week)),
        (_("Programs"), _programs(user, words)),
    ]
    if words:
        groups += [(_("Sessions"), _sessions(user, words, here)), (_("Exercises"), _exercises(user, words))]
    return _filled([*groups, (_("Go to"), _named(_places(), words)), (_("New"), _new(words, here))])


def _filled(groups: Iterable[tuple[str, Iterable[Entry]]]) -> list[Group]:
    made = [Group(title, list(entries)) for title, entries in groups]
    return [group for group in made if group.entries]


def _named(entries: Iterable[Entry], words: str) -> list[Entry]:
    return [entry for entry in entries if text.begins_words(entry.label, words)]


def _sessions_inside(program: Program | None, words: str) -> list[Entry]:
    """Those that stand in it: how often, and a click places one more. Nothing typed: none, they are in the drawer."""
    if program is None or not words:
        return []
    inside = Session.objects.filter(placings__program=program, name__icontains=words).distinct()
    return [_placed(session, program) for session in inside.order_by("name", "id")[:EACH]]


def _placed(session: Session, program: Program) -> Entry:
    address = f"{reverse('programs:placing_create', args=[program.pk])}?{urlencode({'q': session.name})}"
    return Entry(session.name, address, _("Add to selected day"), sport=session.sport, session=session.pk)


def _sessions(user: Any, words: str, here: Here) -> list[Entry]:
    found = Session.objects.editable_by(user).kept().filter(name__icontains=words).order_by("-updated_at", "-id")
    if here.program is not None:
        return [_placed(one, here.program) for one in found.exclude(placings__program=here.program)[:EACH]]
    return [Entry(one.name, one.get_absolute_url(), sport=one.sport) for one in found[:EACH]]


def _programs(user: Any, words: str) -> list[Entry]:
    found = Program.objects.editable_by(user).filter(name__icontains=words).order_by("-updated_at", "-id")[:EACH]
    return [Entry(one.name, one.get_absolute_url(), sport=one.sport) for one in found]


def _exercises(user: Any, words: str) -> list[Entry]:
    found = [candidate.exercise for candidate in Matcher(user).suggest(words, EACH)]
    return [Entry(one.name, reverse("exercises:exercise_detail", args=[one.pk]), sport=one.sport) for one in found]


def _weeks(program: Program | None, words: list[str], verbs_of_week: Iterable[Any]) -> list[Entry]:
    """`#`: all weeks. `#3`: week 3 and its verbs. `#3 copy`: those that are called so."""
    if program is None:
        return []
    number = int(words[0]) if words and re.fullmatch(r"[0-9]{1,2}", words[0]) else 0
    if not 1 <= number <= program.duration_weeks:
        return [] if words else [_week(program, one) for one in range(1, program.duration_weeks + 1)]
    verbs = [_of_week(program, number, verb, str(verb.name)) for verb in verbs_of_week]
    return _named([_week(program, number), *verbs], " ".join(words[1:]))


def _week(program: Program, number: int) -> Entry:
    address = reverse("programs:week_detail", args=[program.pk, number])
    return Entry(_("Week %(week)s") % {"week": number}, address, icon="calendar", key="W", opens_beside=True)


def _of_week(program: Program, number: int, verb: Any, label: str) -> Entry:
    address = reverse(f"programs:week_{verb.slug}", args=[program.pk, number])
    return Entry(label, address, icon=verb.icon, opens_beside=True)


def _verbs_of_weeks(program: Program | None, words: str, verbs_of_week: Iterable[Any]) -> list[Entry]:
    """`deload 3`, `deload`: the verbs of weeks that begin so, the first few."""
    if program is None or not words:
        return []
    verbs = [verb for verb in verbs_of_week if text.begins_words(str(verb.name), words.split()[0])]
    named = (
        (number, verb, _("Week %(week)s: %(verb)s") % {"week": number, "verb": verb.name})
        for number in range(1, program.duration_weeks + 1)
        for verb in verbs
    )
    fitting = (one for one in named if text.begins_words(one[2], words))
    return [_of_week(program, *one) for one in islice(fitting, EACH)]


def _steps(document: Program | Session, user: Any) -> list[Entry]:
    """Back and forth, where there is a step. A session has addresses of its own for it."""
    done, undone = stack(document, user)
    entries = []
    for way, step, label in (("undo", done, _("Undo")), ("redo", undone, _("Redo"))):
        if step is not None:
            name, of = ("sessions:session_", document) if isinstance(document, Session) else ("core:change_", step)
            address = reverse(name + way, args=[of.pk])
            entries.append(Entry(label, address, step.label, icon=way, does=("step", step.pk)))
    return entries


def _verbs(here: Here, user: Any) -> list[Entry]:
    """What the menus of the page at hand have: pages, forms, and what is done there and then."""

    def to(document: Any) -> Callable[..., Entry]:
        return lambda name, label, icon, **more: Entry(label, reverse(name, args=[document.pk]), icon=icon, **more)

    if here.program is not None:
        verb = to(here.program)
        return [
            verb("programs:placing_create", _("Add a session…"), "plus", key="A", opens_beside=True),
            verb("programs:program_replace", _("Replace an exercise or scheme…"), "shift", opens_beside=True),
            verb("programs:program_update", _("Name, weeks and facts"), "edit"),
            verb("programs:program_print", _("Print the weeks"), "print"),
            Entry(_("Print weeks and sessions"), f"{here.program.get_absolute_url()}print/?sessions", icon="print"),
            verb("programs:calendar", _("Calendar"), "calendar"),
            verb("programs:program_text", _("As text"), "text"),
            *(
                verb("programs:program_visibility", label, icon, does=("visibility", value))
                for value, label, icon in _sharing()
                if value != here.program.visibility
            ),
            verb("programs:program_copy", _("Copy program"), "copy", does=NOTHING_MORE),
            *_steps(here.program, user),
            verb("programs:program_delete", _("Delete program"), "trash", does=NOTHING_MORE),
        ]
    if here.session is not None:
        verb = to(here.session)
        return [
            verb("sessions:session_text", _("As text"), "text"),
            verb("sessions:session_update", _("Name, sport and facts"), "edit"),
            verb("sessions:session_print", _("Print"), "print"),
            verb("programs:session_places", _("Add to program"), "program"),
            verb("sessions:session_copy", _("Copy session"), "copy", does=NOTHING_MORE),
            *_steps(here.session, user),
            verb("sessions:session_delete", _("Delete session"), "trash", does=NOTHING_MORE),
        ]
    return []


def _sharing() -> list[tuple[str, str, str]]:
    return [
        ("private", _("Make it a draft"), "lock"),
        ("link", _("Share by a link"), "link"),
        ("public", _("Share with everybody"), "globe"),
    ]


def _places() -> list[Entry]:
    return [
        Entry(_("Home"), "/", icon="grid"),
        Entry(_("Programs"), reverse("programs:program_list"), icon="program"),
        Entry(_("Sessions"), reverse("sessions:session_list"), icon="list"),
        Entry(_("Exercises"), reverse("exercises:exercise_list"), icon="stack"),
        Entry(_("New program"), reverse("programs:program_create"), icon="plus"),
        Entry(_("New session"), reverse("sessions:session_create"), icon="plus"),
        Entry(_("New exercise"), reverse("exercises:exercise_create"), icon="plus"),
        Entry(_("Import a program"), reverse("programs:program_paste"), icon="upload"),
        Entry(_("Import a workout"), reverse("programs:session_import"), icon="upload"),
        Entry(_("Profile and units"), reverse("accounts:profile"), icon="user"),
        Entry(_("Security"), reverse("accounts:security"), icon="lock"),
        Entry(_("How a line is written"), reverse("notation_guide"), icon="help"),
        Entry(_("All keys"), reverse("keys"), icon="keyboard", key="?"),
    ]


def _new(words: str, here: Here) -> list[Entry]:
    if not words or words.casefold() == _("New session").casefold():
        return []  # a place to go to like any other
    label = _("New session “%(name)s”") % {"name": words}
    if here.program is None:
        return [Entry(label, f"{reverse('sessions:session_create')}?{urlencode({'name': words})}", icon="plus")]
    address = f"{reverse('programs:placing_create', args=[here.program.pk])}?{urlencode({'name': words})}"
    return [Entry(label, address, icon="plus", new=words)]
