"""What the style sheets promise: equal dark blocks, no colour without a token, all sports there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from core.templatetags.icons import MIXED, SPORTS

CSS = settings.BASE_DIR / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
CHROME = ["app", "shell", "controls", "marks", "cards", "parts"]


def block(pattern: str) -> dict[str, str]:
    found = re.search(pattern + r"[^{]*\{([^}]*)\}", TOKENS)
    assert found, pattern
    return dict(re.findall(r"([\w-]+): ([^;]+);", found[1]))


def test_the_system_theme_is_the_dark_one_again():
    dark = block(r'\n\[data-bs-theme="dark"\]')
    assert dark == block(r'@media \(prefers-color-scheme: dark\) \{\s*\[data-bs-theme="system"\]')
    assert dark.keys() == block(r":root,\s*\[data-bs-theme=\"light\"\]").keys()


@pytest.mark.parametrize("name", CHROME)
def test_a_colour_comes_from_a_token(name: str):
    text = (CSS / f"{name}.css").read_text()
    literal = set(re.findall(r"#[0-9a-f]{3,8}\b", text))
    # White on things that are dark in both themes, the avatar, print.
    assert literal <= {"#fff", "#2e4756", "#d9dde2"}


@pytest.mark.parametrize("name", [*CHROME, "tokens", "account"])
def test_a_style_sheet_stays_readable(name: str):
    assert len((CSS / f"{name}.css").read_text().splitlines()) < 400


@pytest.mark.parametrize("css", [css for _icon, css in [*SPORTS.values(), MIXED]])
def test_each_sport_has_its_hue(css: str):
    assert re.search(rf"\.{css} \{{ --h: var\(--[\w-]+\); \}}", (CSS / "cards.css").read_text())


def test_every_token_that_is_used_is_defined():
    defined = set(re.findall(r"(--[\w-]+):", TOKENS))
    for path in Path(CSS).glob("*.css"):
        text = path.read_text()
        own = set(re.findall(r"(--[\w-]+):", text))
        assert set(re.findall(r"var\((--(?!bs)[\w-]+)\)", text)) <= defined | own | SPORT_PARTS, path.name


# Set by the classes of cards.css on the element or above it.
SPORT_PARTS = {"--h", "--tint", "--sink", "--sline", "--d1", "--d2", "--d3", "--d4", "--d5", "--icon-cut"}
