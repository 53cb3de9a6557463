"""The page that says how training is written is docs/notation.md, all of it, for everybody."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse

from trainhub.guide import rendered

MARKS = re.compile(r"^## |^\* |^# .*$|\*\*|`|^\|[-|]+\|$|\[|\]\([^)]*\)|\|", re.M)
FENCE = re.compile(r"^```\w+\n(.*?)\n```$", re.M | re.S)


class Page(HTMLParser):
    """The words of the guide, and the texts of its blocks of examples apart."""

    def __init__(self, text):
        super().__init__()
        self.words, self.examples, self.is_example = "", [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "pre":
            self.is_example = True
            self.examples.append("")

    def handle_endtag(self, tag):
        self.is_example = self.is_example and tag != "pre"

    def handle_data(self, data):
        if self.is_example:
            self.examples[-1] += data
        else:
            self.words += data


def words(text):
    return re.sub(r"\s+", "", text)


def test_it_has_every_word_of_the_file(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("notation_guide"))

    page = Page(response.text.split('<article class="guide">')[1].split("</article>")[0])
    text = (settings.BASE_DIR / "docs" / "notation.md").read_text()
    assert response.status_code == 200
    assert page.examples == FENCE.findall(text)
    assert words(page.words) == words(MARKS.sub("", FENCE.sub("", text)))


def test_everything_is_escaped():
    title, headings, body = rendered(
        '# A\n\n<b> `<i>` **<u>** [<s>](x)\n\n```x"\n<p>\n```\n\n| <a> |\n|---|\n| <em> |\n\n* <hr>\n'
    )

    assert (title, headings) == ("A", [])
    assert not re.search(r"<(b|i|u|s|a|em|hr)\b", body)
    assert body.count("&lt;") == 8


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_it_reads_well_on_every_screen(open_page, rosa, axe, width):
    page = open_page(rosa, width=width)

    page.goto(reverse("notation_guide"))

    assert axe(page, also_dark=True) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.guide *')].filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline').length"
        )
        == 0
    )
