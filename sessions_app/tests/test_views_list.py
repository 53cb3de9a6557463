"""The Sessions list at 0, 1, many and too many."""

import pytest

from core.paging import SIZE
from sessions_app.models import Session
from sessions_app.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
URL = "/sessions/"


def names(answer):
    return [card.session.name for card in answer.context["cards"]]


def test_none_says_what_to_do(signed_in):
    html = signed_in.get(URL).content.decode()

    assert "No sessions yet" in html and "Write the first session" in html


@pytest.mark.parametrize("count", [1, 3, SIZE])
def test_one_three_and_a_full_page_cost_the_same_queries(signed_in, rosa, count, django_assert_num_queries):
    SessionFactory.create_batch(count, author=rosa)
    # Session and user of the request, the counts of the tabs, the sessions of the page.
    with django_assert_num_queries(4):
        answer = signed_in.get(URL)

    assert len(names(answer)) == count


@pytest.mark.parametrize("count", [1, 3, SIZE])
def test_a_search_too(signed_in, rosa, count, django_assert_num_queries):
    SessionFactory.create_batch(count, author=rosa)
    with django_assert_num_queries(4):
        signed_in.get(URL, {"q": "session"})


def test_only_ones_own_kept_ones_are_listed(signed_in, rosa, other):
    mine = SessionFactory(author=rosa, name="Mine")
    SessionFactory(author=rosa, kept=False)
    SessionFactory(author=other, visibility="public")

    assert names(signed_in.get(URL)) == [mine.name]


def test_pages_by_key_hold_each_session_once(signed_in, rosa):
    made = {session.name for session in SessionFactory.create_batch(SIZE + 5, author=rosa)}

    first = signed_in.get(URL)
    second = signed_in.get(URL, {"after": first.context["listing"].next_key})

    assert len(names(first)) == SIZE and len(names(second)) == 5
    assert set(names(first)) | set(names(second)) == made
    assert 'rel="next"' in first.content.decode() and 'rel="next"' not in second.content.decode()


@pytest.mark.parametrize("after", ["x", "2026-13-45_x", "'", "9" * 300])
def test_a_key_that_is_none_is_the_first_page(signed_in, rosa, after):
    SessionFactory(author=rosa, name="Mine")

    assert names(signed_in.get(URL, {"after": after})) == ["Mine"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lower", ["Lower-body A"]),
        ("BODY a", ["Lower-body A"]),
        ("ower", []),
        ("übung", ["Übung 3"]),
        ("ÜBUNG", ["Übung 3"]),
    ],
)
def test_every_word_begins_a_word_in_any_case(signed_in, rosa, words, found):
    for name in ("Lower-body A", "Upper B", "Übung 3"):
        SessionFactory(author=rosa, name=name)

    assert names(signed_in.get(URL, {"q": words})) == found


def test_nothing_found_says_so(signed_in, rosa):
    SessionFactory(author=rosa)

    assert "Nothing for “zzz”" in signed_in.get(URL, {"q": "zzz"}).content.decode()


def test_tabs_count_each_sport(signed_in, rosa):
    for sport in ("strength", "strength", "running", ""):
        SessionFactory(author=rosa, sport=sport)
    answer = signed_in.get(URL, {"sport": "running"})

    tabs = {tab.label: tab.count for tab in answer.context["found"].tabs if tab.count}
    assert tabs == {"All": 4, "Strength": 2, "Running": 1, "Mixed": 1}
    assert len(names(answer)) == 1
    assert len(names(signed_in.get(URL, {"sport": "mixed"}))) == 1
    assert len(names(signed_in.get(URL, {"sport": "chess"}))) == 4


def test_a_card_tells_time_sets_and_lines_from_the_digest(signed_in, write):
    write("Back squat 5x5 @ 80% r3:00\nPlank 3x30s")
    html = signed_in.get(URL).content.decode()

    assert "8 sets" in html and "Back squat, Plank" in html
    assert Session.objects.count() == 1
