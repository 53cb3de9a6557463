"""The promise of `edit`: whatever a verb did to the rows, told to the step or not, stands in its Change."""

from django.apps import apps

from core.editing import snapshot
from core.models import Change
from core.rows import NOT_COMPARED, PLACE, same


def stored(*querysets):
    """All rows of these documents as the database has them."""
    return snapshot([document for queryset in querysets for document in queryset])


def assert_recorded(pk, before, after):
    """The Change has exactly the rows that differ between the two, as they stood and as they stand; None: none differ.

    Of rows that differ in their place only it has that, and then what their document derives from them.
    """
    differ = [key for key in {**before, **after} if not same(before.get(key), after.get(key))]
    change = Change.objects.get(pk=pk) if pk else Change()
    moved = {key for key in differ if key in before and key in after and same(still(before[key]), still(after[key]))}
    own = (change.document_type, change.document_id)
    derived = apps.get_model(own[0]).DERIVED if moved and own not in differ else ()
    beside = {own: {name: before[own][name] for name in derived}} if derived else {}
    assert compared(change.before) == {key: told(key, before, moved) for key in differ if key in before} | beside
    assert compared(change.after) == {key: told(key, after, moved) for key in differ if key in after} | beside


def still(row):
    return {name: value for name, value in row.items() if name != PLACE}


def told(key, rows, moved):
    return {PLACE: rows[key][PLACE]} if key in moved else without(rows[key])


def compared(listed):
    return {(label, pk): without(row) for label, pk, row in listed}


def without(row):
    return {name: value for name, value in row.items() if name not in NOT_COMPARED}
