"""Verbs of the sections of a session: a section is what its rows say, so an empty one has no name of its own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.editing import Conflict, Edit
from sessions_app.editing.checks import Refused, check_text
from sessions_app.editing.reading import MOST_TITLE
from sessions_app.editing.sheet import sheet
from sessions_app.models import Section, Session


def rename_section(session: Session, user: Any, section: str, was: str, title: str) -> Edit:
    """Call a section by another title; empty is its plain name again. Conflict when none is called `was` any more."""
    title = " ".join(check_text(title).split())
    if section not in Section.values:
        raise Refused(_("A session has warm-up, main and cool-down."))
    if len(title) > MOST_TITLE:
        raise Refused(_("A section's title has at most %(most)s characters.") % {"most": MOST_TITLE})
    plain = str(Section(section).label)
    title = "" if title.casefold() == plain.casefold() else title
    label = _("Renamed %(was)s to %(title)s") % {"was": was or plain, "title": title or plain}
    with sheet(session, user, label) as page:
        rows = [row for row in page.rows if (row.section, row.section_title) == (section, was)]
        # Sent twice, by Enter and by leaving the field, it was done the first time.
        if not rows and not any((row.section, row.section_title) == (section, title) for row in page.rows):
            raise Conflict
        for row in rows:
            row.section_title = title
    return page.step
