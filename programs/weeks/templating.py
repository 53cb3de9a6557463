"""A good week kept: a program of one week of its own, marked as a template."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.editing import edit
from core.models import clone
from programs.models import Program, ProgramSession
from programs.steps import check_place
from sessions_app.copying import duplicate_all
from sessions_app.editing import Refused


def save_as_template(program: Program, user: Any, number: int, name: str) -> Program:
    """A template of week `number` as it stands, with copies of its sessions: what is edited in one leaves the other.

    Refused where nothing stands in the week.
    """
    check_place(program, number)
    facts = {"sport": program.sport, "day_names": program.day_names, "difficulty": program.difficulty}
    template = Program(author=user, name=name[:120], duration_weeks=1, is_template=True, **facts)
    with edit(template, user, _("Saved week %(week)s as a template") % {"week": number}) as step:
        placings = list(ProgramSession.objects.filter(program=program, week=number).select_related("session"))
        if not placings:
            raise Refused(_("There is no session in week %(week)s.") % {"week": number})
        copies = duplicate_all(
            list({placing.session_id: placing.session for placing in placings}.values()), user, kept=False
        )
        step.created(*copies.values())
        step.save(template)
        for placing in placings:
            step.save(clone(placing, program=template, session=copies[placing.session_id], week=1))
    return template
