"""The promise of `edit`: whatever a verb did to the rows, told to the step or not, stands in its Change."""

from core.editing import snapshot
from core.models import Change
from core.rows import NOT_COMPARED, same


def stored(*querysets):
    """All rows of these documents as the database has them."""
    return snapshot([document for queryset in querysets for document in queryset])


def assert_recorded(pk, before, after):
    """The Change has exactly the rows that differ between the two, as they stood and as they stand; None: none differ."""
    differ = [key for key in {**before, **after} if not same(before.get(key), after.get(key))]
    change = Change.objects.get(pk=pk) if pk else Change()
    assert compared(change.before) == {key: without(before[key]) for key in differ if key in before}
    assert compared(change.after) == {key: without(after[key]) for key in differ if key in after}


def compared(listed):
    return {(label, pk): without(row) for label, pk, row in listed}


def without(row):
    return {name: value for name, value in row.items() if name not in NOT_COMPARED}
