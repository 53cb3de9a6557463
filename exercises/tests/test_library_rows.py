"""A row from the stencil is to the letter the one that its template renders."""

import html

import pytest
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from exercises.filters import Filters
from exercises.models import Status
from exercises.templatetags import library_rows
from exercises.tests.factories import ExerciseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Back squat"},
        {"name": "100 % <b>effort</b> & 'more'", "aliases": ("A%s",), "equipment": ()},
        {"name": "Row", "sport": "rowing", "muscles": (), "measures": ("time", "distance")},
    ],
)
@pytest.mark.parametrize("own", [{}, {"status": Status.OWN}, {"status": Status.DECLINED, "declined_because": "<i>"}])
def test_a_row(values, own, rosa):
    row = ExerciseFactory(**values, **own, author=UserFactory() if own else None)
    row.found_as, row.used, row.is_favourite = "".join(row.aliases), 3 if own else 0, bool(own)
    drawn = library_rows.exercise_row({"user": rosa, "filters": Filters(), "exercise": row}, row)

    context = {
        "row": row, "pk": row.pk, "name": row.name, "is_selected": True, "shows_sport": True,
        "is_own": bool(own), "is_found_as": bool(row.found_as), "found_as": row.found_as,
        "is_declined": row.status == Status.DECLINED, "declined_because": row.declined_because,
        "muscles": library_rows.muscle_list(row.muscles), "equipment": library_rows.equipment_first(row),
        "logged": library_rows.logged_as(row), "used": row.used or "",
    }  # fmt: skip
    assert drawn == get_template("exercises/_exercise_row.html").render(context)
    assert mark_safe(html.escape(row.name)) in drawn
