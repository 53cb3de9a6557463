"""Says in the digests of before which rows are a percentage of a max that their exercise does not have.

A step that was done before in such a session can no longer be undone, as after any change of an exercise in it.
"""

import json
import re
from typing import Any

from django.db import migrations, models

BATCH = 500
EXERCISE, INTENSITY, FLAGS, LACKS_MAX = 1, 15, 20, 8
is_of_max = re.compile(r"% (\d+RM|TM)\b").search


def has_max(measures: Any) -> bool:
    return not measures or ("load" in measures and "distance" not in measures)


def mark(apps: Any, schema_editor: Any) -> None:
    """By keys, each batch on its own: broken off, it goes on where it was when it is run again."""
    alias = schema_editor.connection.alias
    exercises = apps.get_model("exercises", "Exercise").objects.using(alias).values_list("pk", "measures")
    without = {pk for pk, measures in exercises if not has_max(measures)}
    sessions = apps.get_model("sessions_app", "Session").objects.using(alias)
    last = ""
    while found := list(sessions.filter(pk__gt=last).order_by("pk").values_list("pk", "digest")[:BATCH]):
        for pk, digest in found:
            if (marked := with_marks(digest, without)) != digest:
                models.QuerySet.update(sessions.filter(pk=pk, digest=digest), digest=marked)
        last = found[-1][0]


def with_marks(digest: str, without: set[str]) -> str:
    if not is_of_max(digest):
        return digest
    facts, rows = json.loads(digest)
    for row in rows:
        if row[EXERCISE] in without and len(row) > INTENSITY and is_of_max(row[INTENSITY] or ""):
            row += [None] * (FLAGS + 1 - len(row))
            row[FLAGS] = (row[FLAGS] or 0) | LACKS_MAX
    return json.dumps([facts, rows], separators=(",", ":"), ensure_ascii=False)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("sessions_app", "0005_unclear"), ("exercises", "0001_initial")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop, elidable=True)]
