"""A part of a template that is rendered once for each of its shapes, and then filled in."""

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils import translation

TEMPLATE = """{% load i18n stencils %}{% stencil said name=who.name pk=pk shape is_new=is_new %}\
<a href="/{{ pk }}/"{% if is_new %} class="new"{% endif %} title="50% of {{ name }}">\
{% blocktranslate %}Account of {{ name }}{% endblocktranslate %}{{ other }}</a>{% endstencil %}"""


def draw(template=TEMPLATE, **context):
    return engines["django"].from_string(template).render(context)


def test_it_shows_what_a_template_would():
    person = {"name": "<Zoë> %(pk)s"}

    assert draw(who=person, pk=1234, is_new=True) == (
        '<a href="/1234/" class="new" title="50% of &lt;Zoë&gt; %(pk)s">Account of &lt;Zoë&gt; %(pk)s</a>'
    )


def test_it_knows_nothing_but_what_is_said():
    assert "secret" not in draw(who={"name": "Ann"}, pk=1, is_new=False, other="secret")


def test_each_shape_is_drawn_once_and_filled_in_for_each_person():
    template = engines["django"].from_string(TEMPLATE)
    drawn = [
        template.render({"who": {"name": name}, "pk": pk, "is_new": pk > 2}) for pk, name in enumerate("ABCD", start=1)
    ]
    part = next(node for node in template.template.nodelist if hasattr(node, "part")).part

    assert [f"Account of {name}" in text for name, text in zip("ABCD", drawn, strict=True)] == [True] * 4
    assert ['class="new"' in text for text in drawn] == [False, False, True, True]
    assert part.shape.cache_info().misses == 2


def test_the_language_is_of_its_shape():
    template = engines["django"].from_string(
        "{% load i18n stencils %}{% stencil %}{% get_current_language as l %}{{ l }}{% endstencil %}"
    )
    with translation.override("de"):
        german = template.render({})

    assert (german, template.render({})) == ("de", "en")


@pytest.mark.parametrize(
    "tag", ["{% stencil pk=pk %}", "{% stencil said %}", "{% stencil shape pk %}", "{% stencil of pk=1 %}"]
)
def test_a_tag_that_says_nothing_readable_is_an_error(tag: str):
    with pytest.raises(TemplateSyntaxError, match="stencil takes"):
        draw("{% load stencils %}" + tag + "{% endstencil %}")
