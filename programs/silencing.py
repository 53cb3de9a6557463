"""Silencing advice on a program, with a reason, and hearing it again. Each is one undoable step."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from core.editing import Edit
from programs.grid import lay_out
from programs.hints import Hints, read_hints
from programs.models import Program, ProgramWeek
from programs.steps import grid_step, in_order
from sessions_app.editing import Refused


def silence(program: Program, user: Any, keys: Collection[str], reason: str) -> Edit:
    """Refused when nothing of it is said any more. What no longer holds of the advice silenced before is forgotten."""
    with grid_step(program, user, _("Silenced advice: %(reason)s") % {"reason": reason}) as step:
        hints = _hints(program, step)
        found = hints.of(keys)
        if not found:
            raise Refused(_("This advice no longer holds: the program changed meanwhile."))
        kept = {hint.key: program.silenced[hint.key] for advice in hints.quiet for hint in advice.hints}
        program.silenced = kept | {hint.key: [hint.degree, reason] for hint in found}
        step.save(program, "silenced")
    return step


def hear(program: Program, user: Any, keys: Collection[str]) -> Edit:
    """Show again what was silenced."""
    with grid_step(program, user, _("Showed advice again")) as step:
        program.silenced = {key: said for key, said in program.silenced.items() if key not in keys}
        step.save(program, "silenced")
    return step


def _hints(program: Program, step: Edit) -> Hints:
    """As the program stands under the lock."""
    placings = in_order(step)
    sessions = {placing.session_id: placing.session for placing in placings}
    return read_hints(lay_out(program, step.of(ProgramWeek), placings, sessions))
