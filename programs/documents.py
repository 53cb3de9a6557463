"""Verbs of whole programs: create, change, copy, delete, show or hide. Each is one undoable step."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Visibility
from core.editing import Conflict, Edit, edit
from core.models import clone
from programs.models import Program, ProgramSession, ProgramWeek, ShareLink, new_token
from sessions_app.copying import duplicate_all
from sessions_app.editing import Refused
from sessions_app.models import Session

FACTS = ("name", "sport", "description", "duration_weeks", "day_names", "difficulty", "is_template")


class WeeksInUse(Refused):
    """A program cannot become shorter than the sessions placed in it."""


def create(program: Program, user: Any) -> Program:
    """Save a new program as its author's."""
    program.author = user
    with edit(program, user, _("Created %(name)s") % {"name": program.name}) as step:
        step.save(program)
    return program


def change(program: Program, user: Any, seen: int | None = None) -> Edit:
    """Save the changed facts of a program. WeeksInUse, with a sentence, if it would cut off placed sessions."""
    with edit(program, user, _("Changed %(name)s") % {"name": program.name}, seen=(program, seen)) as step:
        refuse_cutting_off(program)
        step.save(program, *FACTS)
    return step


def refuse_cutting_off(program: Program) -> None:
    beyond = (
        ProgramSession.objects.filter(program=program, week__gt=program.duration_weeks)
        .select_related("session")
        .order_by("-week", "-day", "-order")
    )
    last = beyond.first()
    if last is not None:
        count = beyond.count()
        sentence = ngettext(
            "%(name)s is in week %(week)s, with %(count)s session beyond week %(weeks)s. Move or remove it first.",
            "%(name)s is in week %(week)s, with %(count)s sessions beyond week %(weeks)s. Move or remove them first.",
            count,
        )
        facts = {"name": last.session.name, "week": last.week, "count": count, "weeks": program.duration_weeks}
        raise WeeksInUse(sentence % facts)


def set_visibility(program: Program, user: Any, visibility: str, seen: int | None = None) -> Edit:
    label = _("Changed who can see %(name)s") % {"name": program.name}
    with edit(program, user, label, seen=(program, seen)) as step:
        program.visibility = visibility
        step.save(program, "visibility")
        if visibility == Visibility.LINK:
            ShareLink.objects.get_or_create(program=program)
    return step


def shared_as(program: Program) -> Program | ShareLink | None:
    """What others open: the program itself, its link, or nothing where it is its author's alone."""
    if program.visibility == Visibility.LINK:
        return getattr(program, "link", None)
    return program if program.visibility == Visibility.PUBLIC else None


def renew_link(program: Program, user: Any) -> ShareLink:
    """A new link; the one before it is nobody's any more. No step: what was ended stays so, whatever is undone."""
    with edit(program, user):
        return ShareLink.objects.update_or_create(program=program, defaults={"token": new_token()})[0]


def copy(program: Program, user: Any) -> Program:
    """A program of one's own with the same weeks. Its sessions are copied too, so that editing one leaves the other.

    What is made of a template has its name: it is a program begun, not a second template.
    """
    name = program.name if program.is_template else _("Copy of %(name)s") % {"name": program.name}
    facts = {"author": user, "name": name[:120], "visibility": "private", "is_template": False}
    if program.author_id != user.pk:  # for what reason another coach silenced which advice is nobody's business
        facts["silenced"] = {}
    new = clone(program, copied_from_id=_source(program, user), **facts)
    with edit(new, user, _("Copied %(name)s") % {"name": program.name}) as step:
        new.save()
        # One query for both: the original may be another coach's, who goes on placing meanwhile.
        as_read = {"program": program, "program__version": program.version}
        placings = list(ProgramSession.objects.filter(**as_read).select_related("session"))
        if not placings and not Program.objects.filter(pk=program.pk, version=program.version).exists():
            raise Conflict  # it went, perhaps with its coach, or is another by now: who may read it was asked before
        copies = duplicate_all(list(dict.fromkeys(placing.session for placing in placings)), user, kept=False)
        step.created(*copies.values())
        weeks = ProgramWeek.objects.filter(program=program)
        ProgramWeek.objects.bulk_create([clone(week, program_id=new.pk) for week in weeks])
        ProgramSession.objects.bulk_create(
            [clone(placing, program_id=new.pk, session_id=copies[placing.session_id].pk) for placing in placings]
        )
    return new


def _source(program: Program, user: Any) -> str | None:
    """Whom a copy is credited to: a copy of one's own copy still is somebody else's work."""
    own = program.author_id == user.pk and program.copied_from_id
    return program.copied_from_id if own else program.pk


def delete(program: Program, user: Any, seen: int | None = None) -> Edit:
    """Delete a program, and the copies and imports that lived only in it. Sessions of the list stay."""
    with edit(program, user, _("Deleted %(name)s") % {"name": program.name}, seen=(program, seen)) as step:
        alone = list(
            Session.objects.filter(placings__program=program, kept=False)
            .exclude(placings__in=ProgramSession.objects.exclude(program=program))
            .distinct()
        )
        step.track(*alone)
        program.delete()
        Session.objects.filter(pk__in=[session.pk for session in alone]).delete()
    return step
