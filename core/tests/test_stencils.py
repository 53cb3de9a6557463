"""A template rendered once for each shape, then filled in."""

import pytest
from django.template import engines

from core import stencils

TEMPLATE = '<a class="{% if is_new %}new{% endif %}" href="/{{ pk }}/" title="{{ name }}">50% of {{ name }}</a>'


@pytest.fixture
def rendered(monkeypatch):
    """The shapes of which the template was asked."""
    asked = []

    class Counted:
        def render(self, context):
            asked.append(context["is_new"])
            return engines["django"].from_string(TEMPLATE).render(context)

    monkeypatch.setattr(stencils, "get_template", lambda _name: Counted())
    return asked


def test_each_says_what_is_its_own(rendered):
    card = stencils.Stencil("card.html", "pk", "name")

    assert card({"pk": "a", "name": "Run"}, is_new=True) == '<a class="new" href="/a/" title="Run">50% of Run</a>'
    assert (
        card({"pk": 7, "name": "%(pk)s"}, is_new=True) == '<a class="new" href="/7/" title="%(pk)s">50% of %(pk)s</a>'
    )
    assert (
        card({"pk": "b", "name": "A &amp; B"}, is_new=False)
        == '<a class="" href="/b/" title="A &amp; B">50% of A &amp; B</a>'
    )
    assert rendered == [True, False]


def test_what_most_have_alike_is_filled_in_first(rendered):
    run = stencils.Stencil("card.html", "pk", "name").partly({"name": "100%(pk)s"}, is_new=True)

    assert [run % {"pk": pk} for pk in "ab"] == [
        '<a class="new" href="/a/" title="100%(pk)s">50% of 100%(pk)s</a>',
        '<a class="new" href="/b/" title="100%(pk)s">50% of 100%(pk)s</a>',
    ]


def test_what_is_not_said_is_an_error(rendered):
    with pytest.raises(KeyError):
        stencils.Stencil("card.html", "pk", "name")({"pk": "a"}, is_new=True)
