"""The verbs of a session. They take objects and return objects; no request in sight."""

from core.editing import Conflict
from sessions_app.editing.checks import Refused
from sessions_app.editing.documents import (
    InUse,
    change_facts,
    copy_session,
    create_session,
    delete_session,
    keep_session,
    replace_text,
    text_of,
)
from sessions_app.editing.groups import (
    change_group,
    change_group_line,
    group_lines,
    group_with_above,
    leave_group,
    move_group,
    ungroup,
)
from sessions_app.editing.lines import (
    add_exercise,
    add_lines,
    change_line,
    copy_line,
    copy_lines,
    move_line,
    move_lines,
    remove_line,
    remove_lines,
)
from sessions_app.editing.names import news_of
from sessions_app.editing.pairing import Gone, gone
from sessions_app.editing.sections import rename_section

__all__ = [
    "Conflict", "Gone", "InUse", "Refused", "add_exercise", "add_lines", "change_facts", "change_group",
    "change_group_line", "change_line", "copy_line", "copy_lines", "copy_session", "create_session",
    "delete_session", "gone", "group_lines", "group_with_above", "keep_session", "leave_group", "move_group",
    "move_line", "move_lines", "news_of", "remove_line", "remove_lines", "rename_section", "replace_text",
    "text_of", "ungroup",
]  # fmt: skip
