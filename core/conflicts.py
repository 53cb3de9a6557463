"""Who changed what: said to somebody whose change met another."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from core.models import Change, Document

# How far back is looked for the step that touched a row; an older one has nothing to do with this conflict.
LATEST = 20


def last_change(document: Any, row: models.Model | None = None) -> Change | None:
    """The latest step in the document that made, changed or took away this row (None: any). One query.

    Only the author writes into a document, and the one index of the steps begins with whose they are.
    """
    steps = Change.objects.filter(
        user_id=document.author_id, document_type=document._meta.label_lower, document_id=document.pk
    )
    latest = steps.select_related("user").order_by("-updated_at")[:LATEST]
    if row is None:
        return latest.first()
    key = [row._meta.label_lower, row.pk]
    return next((step for step in latest if any(part[:2] == key for part in [*step.before, *step.after])), None)


def who_changed(document: Document, row: models.Model | None, user: Any) -> str:
    """`Changed meanwhile by you in another tab, 14:31: Moved Back squat.`"""
    step = last_change(document, row)
    if step is None:
        return _("Changed meanwhile.")
    return _("Changed meanwhile by %(who)s, %(at)s: %(what)s.") % {
        "who": _("you in another tab") if step.user == user else step.user.byline,
        "at": time_format(timezone.localtime(step.updated_at), "H:i"),
        "what": _("Undone: %(label)s") % {"label": step.label} if step.undone_at else step.label,
    }
