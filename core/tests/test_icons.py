"""The sprite and the tags that draw from it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template

from core.templatetags import icons

SPRITE = Path(finders.find(icons.SPRITE))
ASKED_FOR = (
    "barbell runner bike swimmer boat seated ball pulse chevron-left chevron-right chevron-down chevron-up plus search "
    "more more-vertical undo redo check warning share copy trash edit grip drag calendar list lines text grid star "
    "arrow-right external download upload print sun moon user x info clock cloud-off insert shift deload progression "
    "clear"
).split()


def draw(source: str, **context: object) -> str:
    return Template("{% load icons %}" + source).render(Context(context))


def test_an_icon_is_one_use_of_the_sprite():
    assert (
        draw('{% icon "plus" %}') == '<svg class="i" aria-hidden="true"><use href="/static/img/icons.svg#plus"/></svg>'
    )


def test_an_icon_takes_classes_and_a_spoken_label():
    assert draw('{% icon "star" "i-sm" label=said %}', said="<Favourite>") == (
        '<svg class="i i-sm" role="img" aria-label="&lt;Favourite&gt;"><use href="/static/img/icons.svg#star"/></svg>'
    )


def test_an_icon_that_is_not_drawn_is_an_error():
    with pytest.raises(KeyError, match="unicorn"):
        draw('{% icon "unicorn" %}')


@pytest.mark.parametrize("name", ASKED_FOR)
def test_the_sprite_has(name: str):
    assert name in icons.icon_names()


@pytest.mark.parametrize(
    ("sport", "symbol", "css"),
    [
        ("strength", "barbell", "sp-strength"),
        ("team_sports", "ball", "sp-team"),
        ("other", "pulse", "sp-other"),
        (None, "stack", "sp-mixed"),
        ("", "stack", "sp-mixed"),
        ("chess", "stack", "sp-mixed"),
    ],
)
def test_each_sport_has_an_icon_and_a_colour(sport: str | None, symbol: str, css: str):
    assert f"#{symbol}" in draw("{% sport_icon sport %}", sport=sport)
    assert draw("{{ sport|sport_class }}", sport=sport) == css


def test_the_sprite_is_drawn_in_the_colour_of_the_text_and_holds_nothing_inline():
    text = SPRITE.read_text()
    symbols = re.findall(r"<symbol ([^>]*)>", text)
    assert len(symbols) == len(icons.icon_names())
    assert all('viewBox="0 0 16 16"' in symbol and 'stroke="currentColor"' in symbol for symbol in symbols)
    assert not re.search(r"style=|<style|<script|href=", text)


def test_every_icon_that_a_template_names_is_drawn():
    named = {
        name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert "plus" in icons.icon_names() and named <= icons.icon_names()
