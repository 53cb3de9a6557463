"""The library page: one template for page and part, every state of it, and what odd addresses do."""

import pytest
from django.urls import reverse

from exercises import browse
from exercises.models import Status
from exercises.tests.factories import ExerciseFactory

URL = "/exercises/"
PART = {"HX-Request": "true"}


def get(client, query="", **headers):
    return client.get(f"{URL}?{query}" if query else URL, headers=headers)


def test_address():
    assert reverse("exercises:exercise_list") == URL


def test_a_page_shows_what_there_is(signed_in, squat):
    answer = get(signed_in)

    assert answer.status_code == 200
    assert answer.templates[0].name == "exercises/exercise_list.html"
    html = answer.content.decode()
    assert html.count("<tr data-row") == 1
    assert "Quads, glutes" in html
    assert "kg × reps" in html
    assert 'aria-label="Muscles worked: mainly Quads, glutes; also Abs"' in html  # its detail stands beside it


def test_the_part_has_the_same_rows_and_brings_the_rest_along(signed_in, squat):
    page, part = get(signed_in, "q=squat"), get(signed_in, "q=squat", **PART)

    assert part.templates[0].name == "exercises/_library.html"
    assert [row.pk for row in part.context["result"].exercises] == [row.pk for row in page.context["result"].exercises]
    html = part.content.decode()
    assert "<html" not in html
    assert html.count("hx-swap-oob") == 4  # tabs, facets, count, detail
    assert "HX-Request" in part.headers["Vary"]
    assert "HX-Request" in page.headers["Vary"]


def test_the_first_row_is_chosen_unless_another_is(signed_in, squat):
    second = ExerciseFactory(name="Front squat")

    assert get(signed_in).context["exercise"] == squat
    assert get(signed_in, f"show={second.pk}").context["exercise"] == second
    assert get(signed_in, "show=nonsense").context["exercise"] == squat
    assert 'class="is-selected">' in get(signed_in, f"show={second.pk}").content.decode()


def test_tabs_keep_the_search_and_zero_is_greyed(signed_in, squat):
    html = get(signed_in, "q=squat&muscle=quads").content.decode()

    assert 'href="?q=squat&amp;muscle=quads&amp;sport=strength"' in html
    assert 'class="sp-running is-zero"' in html
    assert 'class="sp-strength"' in html


def test_a_chip_takes_its_own_filter_out(signed_in, squat):
    html = get(signed_in, "muscle=quads&muscle=glutes").content.decode()

    assert 'href="?muscle=glutes" aria-label="Remove Quads"' in html
    assert 'href="?muscle=quads" aria-label="Remove Glutes"' in html


def test_an_own_one_is_marked_and_an_archived_one_is_asked_for(signed_in, own, rosa):
    ExerciseFactory(name="Old squat", author=rosa, status=Status.ARCHIVED)

    assert "Old squat" not in get(signed_in).content.decode()
    assert "Old squat" in get(signed_in, "only=archived").content.decode()
    assert '<span class="badge-v">Own</span>' in get(signed_in).content.decode()


def test_the_alias_that_was_found_stands_beside_the_name(signed_in, squat):
    assert '<span class="library-alias">BB squat</span>' in get(signed_in, "q=bb").content.decode()


def test_nothing_found_names_the_nearest_and_offers_to_create(signed_in):
    ExerciseFactory(name="Bulgarian split squat")
    html = get(signed_in, "q=bulgarian+hop").content.decode()

    assert "Nothing for “bulgarian hop”." in html
    assert ">Bulgarian split squat</a>?" in html
    assert 'href="/exercises/new/?name=bulgarian+hop"' in html
    assert html.count("<tr data-row") == 0


def test_nothing_fits_the_filters(signed_in, squat):
    html = get(signed_in, "muscle=neck").content.decode()

    assert "Nothing fits all of these." in html
    assert "Clear the filters" in html


def test_an_empty_library_says_so(signed_in):
    assert "The library is empty." in get(signed_in).content.decode()


def test_too_many_found(signed_in, monkeypatch):
    monkeypatch.setattr(browse, "PAGE", 2)
    for number in range(3):
        ExerciseFactory(name=f"Squat {number}", level="beginner" if number else "advanced")
    html = get(signed_in, "q=squat").content.decode()

    assert "The best 2 of 3. Narrow it:" in html
    assert 'href="?q=squat&amp;level=beginner"' in html
    assert 'rel="next"' not in html


def test_pages(signed_in, monkeypatch):
    monkeypatch.setattr(browse, "PAGE", 2)
    rows = [ExerciseFactory(name=f"Squat {number}") for number in range(3)]
    first = get(signed_in, "sport=strength").content.decode()
    second = get(signed_in, f"sport=strength&after={rows[1].pk}").content.decode()

    assert f'href="?sport=strength&amp;after={rows[1].pk}"' in first
    assert "Squat 2" in second and "Squat 1" not in second
    assert 'rel="prev" href="?sport=strength"' in second


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 10_000,
        "q=%F0%28%8C%28",
        "q=<script>alert(1)</script>",
        "sport=chess&muscle=wings&level=99&only=everything",
        "equipment=%20&equipment=" + "y" * 3000,
        "after=c0&show=%27",
        "sport=strength&sport=running",
        "q[]=1&q=",
    ],
)
def test_odd_addresses_show_a_page(signed_in, squat, query):
    answer = get(signed_in, query)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("query", ["q=%00", "equipment=a%00b", "after=%00"])
def test_nul_bytes_are_refused(signed_in, query):
    assert get(signed_in, query).status_code == 400


def test_what_people_wrote_is_escaped(signed_in, rosa):
    ExerciseFactory(name="<b>Bold</b>", aliases=("<i>x</i>",), equipment=("<u>",), cues=("<s>",), author=rosa)
    html = get(signed_in, "q=<b>").content.decode()

    assert "&lt;b&gt;Bold&lt;/b&gt;" in html
    assert "<b>" not in html and "<i>" not in html and "<u>" not in html and "<s>" not in html


def test_pounds_for_who_lifts_pounds(signed_in, rosa, squat):
    rosa.units = "imperial"
    rosa.save()

    assert "lb × reps" in get(signed_in).content.decode()


def test_keys_are_hinted_only_where_they_work(signed_in, rosa, squat):
    assert "<kbd>J</kbd>" in get(signed_in).content.decode()
    rosa.single_keys = False
    rosa.save()
    assert "<kbd>J</kbd>" not in get(signed_in).content.decode()
