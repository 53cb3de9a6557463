"""Operations for migrations of tables that are large by the time they run: nobody who writes waits for them."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import AddIndex
from django.db.migrations.state import ProjectState


class AddIndexWhileWriting(AddIndex):
    """An index that PostgreSQL makes while others write (CONCURRENTLY); SQLite makes it in a moment, alone.

    Its migration says `atomic = False` and has no other operation that writes: broken off, it leaves an index that is
    not valid, and is made anew when `migrate` runs again.
    """

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model: Any = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        # Nobody waits for it, so it may take its time, and wait for who began before it.
        schema_editor.execute("SET statement_timeout = 0")
        schema_editor.execute("SET lock_timeout = 0")
        try:
            schema_editor.remove_index(model, self.index, concurrently=True)  # what an earlier try left
            schema_editor.add_index(model, self.index, concurrently=True)
        finally:
            schema_editor.execute("RESET statement_timeout")
            schema_editor.execute("RESET lock_timeout")
