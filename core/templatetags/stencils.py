"""`{% stencil %}`: a part of a template that is rendered once for each of its shapes, and then filled in.

    {% stencil said pk=program.pk name=program.name shape is_public=is_public %}
      <a href="{% url 'programs:program_update' pk %}"{% if is_public %} class="public"{% endif %}>{{ name }}</a>
    {% endstencil %}

The part knows nothing but what the tag says. What is `said` is printed as it is, by `{{ }}`, `{% url %}`,
`{% csrf_token %}` or blocktranslate, never through a filter nor asked for by `if`: that is its `shape`, of which there
are few. The language belongs to the shape by itself.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, render_value_in_context, token_kwargs
from django.utils.translation import get_language

from core.stencils import Stencil

register = template.Library()

Said = dict[str, FilterExpression]


class Part(Stencil):
    """What stands between the tags."""

    def __init__(self, nodes: NodeList, said: Said) -> None:
        super().__init__("", *said, shapes=64)
        self.nodes = nodes
        self.page: Any = None  # whose engine finds what the part includes

    def draw(self, values: dict[str, Any]) -> str:
        context = template.Context(values)
        with context.bind_template(self.page):
            return str(self.nodes.render(context))


class StencilNode(template.Node):
    def __init__(self, nodes: NodeList, said: Said, shape: Said) -> None:
        self.said, self.shape, self.part = said, shape, Part(nodes, said)

    def render(self, context: Any) -> str:
        self.part.page = context.template
        shape = {name: value.resolve(context) for name, value in self.shape.items()}
        said = {name: render_value_in_context(value.resolve(context), context) for name, value in self.said.items()}
        return self.part(said, language=get_language(), **shape)


@register.tag
def stencil(parser: Parser, token: Token) -> StencilNode:
    _name, *words = token.split_contents()
    groups: dict[str, Said] = {"said": {}, "shape": {}}
    while words:
        group = groups.get(words.pop(0))
        found = token_kwargs(words, parser) if group is not None else {}
        if group is None or not found:
            raise template.TemplateSyntaxError("stencil takes `said name=value …`, `shape name=value …`, or both")
        group.update(found)
    nodes = parser.parse(("endstencil",))
    parser.delete_first_token()
    return StencilNode(nodes, groups["said"], groups["shape"])
