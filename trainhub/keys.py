"""The page that lists the keys. `?` shows it in a dialog, the account's menu leads to it without scripts, too."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

# (where, ((keys, what they do), ...)); a key that stands alone is a single one, which a person can switch off.
GROUPS = (
    (
        _("Everywhere"),
        (
            (("?",), _("this list")),
            (("/",), _("search")),
            (("Ctrl K",), _("find anything, go anywhere: > for actions, # for weeks")),
            (("Ctrl Z", "Shift Ctrl Z"), _("undo, redo")),
            (("Esc",), _("close a menu, a list or a dialog")),
        ),
    ),
    (
        _("In a session"),
        (
            (("Q",), _("type a line")),
            (("M",), _("move the line: then arrows, Enter drops it, Esc puts it back")),
            (("Alt ↑", "Alt ↓"), _("move the line up, down")),
            (("C", "G", "Delete"), _("copy, group, remove the ticked lines, or this one")),
            (("Enter",), _("save the line, and on to the next")),
            (("↑", "↓"), _("in the field of a line: to the line above, below")),
        ),
    ),
    (
        _("While you type a line"),
        (
            (("Enter",), _("add it")),
            (("Shift Enter",), _("add it as a superset with the line above")),
            (("Alt ↑", "Alt ↓"), _("another section")),
            (("→",), _("at the end: the last scheme of this exercise")),
            (("↑", "↓"), _("another exercise of the list")),
        ),
    ),
    (_("A session as text"), ((("Ctrl S",), _("save")),)),
    (
        _("In the weeks of a program"),
        (
            (("←", "↑", "↓", "→"), _("another day")),
            (("Enter",), _("open")),
            (("A",), _("add a session")),
            (("/",), _("find or type a session: Enter puts it on the day, Ctrl Enter makes a new one")),
            (("Ctrl V",), _("the lines you copied become a session on the day")),
            (("E",), _("edit the session")),
            (("M",), _("move: then arrows, Enter, Esc")),
            (("P", "D", "W", "Z"), _("progression, deload, week, zoom")),
            (("Space",), _("select a card; Shift Space: a day, and once more: its week; Esc ends it")),
            (("C", "X", "V"), _("copy, cut, paste: a card, or all that is selected")),
            (("Alt ↑", "Alt ↓"), _("earlier, later on the same day")),
            (("Delete",), _("remove")),
        ),
    ),
    (
        _("In the library"),
        (
            (("J", "K"), _("next and previous exercise")),
            (("Enter",), _("open")),
            (("1", "…", "8"), _("only this sport; 0: all")),
            (("F",), _("favourite, or no more")),
            (("A",), _("add it to a session")),
        ),
    ),
)


class Keys(TemplateView):
    template_name = "keys.html"
    http_method_names = ("get", "head", "options")
    extra_context = {"groups": GROUPS}
