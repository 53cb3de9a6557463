"""A line from the stencil is to the letter the one that its template renders."""

import pytest
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override

from sessions_app.models import Section
from sessions_app.notation import GUESSED, NOTE, Chip
from sessions_app.page import open_page
from sessions_app.templatetags.lines import session_line
from sessions_app.tests.conftest import LOWER_A

pytestmark = pytest.mark.django_db

ODD = """\
Squat <b>"&'</b> 5x5 @ 80% r2:00 // <i>slow</i> & "steady"
Plank 3x45s
== Finish & more
A1 Row 3x8
A2 Row
A3 Dip 3x10
Run 5km @ 5:00/km
"""


def rendered(page, row, token):
    context = {"page": {"editable": page.editable, "sections": Section}, "session": page.session, "row": row}
    return get_template("sessions/_line.html").render(context | {"csrf_token": token})


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("text", [LOWER_A, ODD])
@pytest.mark.parametrize("whose", ["mine", "another's"])
def test_a_line_of_each_shape_is_what_its_template_renders(write, rosa, other, text, whose, language):
    token = get_token(RequestFactory().get("/"))
    page = open_page(write(text).pk, rosa if whose == "mine" else other)
    rows = [row for head in page.heads for row in head.rows]
    rows[0].chips = [Chip("a <b>", NOTE), Chip("c & d", GUESSED), Chip("e")]
    rows[1].chips = []
    rows[2].error = "Not <so>"

    with override(language):
        for row in rows * 2:
            line = session_line({"page": page, "csrf_token": token}, row)
            assert line == rendered(page, row, token)
            assert (token in line) == page.editable
