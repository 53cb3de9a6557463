"""The week that the sentence repeats: how far it grows, and what its lighter weeks are lighter than."""

import pytest

from programs.preview import in_words, preview
from programs.starter import MOST, WEEKS, Sentence
from programs.wording import GROWTHS


def hours_of(sentence):
    return [week.seconds / 3600 for week in preview(sentence).weeks]


def test_every_sport_has_a_ceiling():
    assert MOST.keys() == WEEKS.keys()


@pytest.mark.parametrize("sport", sorted(WEEKS))
@pytest.mark.parametrize("growth", GROWTHS)
@pytest.mark.parametrize("lighter_every", [0, 4])
def test_no_week_grows_beyond_the_ceiling(sport, growth, lighter_every):
    hours = hours_of(Sentence(sport, 6, 52, growth, lighter_every))
    assert max(hours) <= MOST[sport] * hours[0]
    full = [one for number, one in enumerate(hours, start=1) if not lighter_every or number % lighter_every]
    assert full == sorted(full)
    if growth:
        assert full[-1] > 1.3 * full[0]


def test_long_sessions_are_as_long_as_the_formulas_say():
    longest = {
        sport: max(day.seconds for day in preview(Sentence(sport, 6, 52, 10)).weeks[-2].days if day) / 60
        for sport in ("running", "cycling")
    }
    assert longest == {"running": 120, "cycling": 240}


def test_where_growth_stops_is_said():
    sentence = Sentence("running", 6, 24, 10, 0)
    assert in_words(sentence) == ["Growth stops in week 9, at 2 times the work of week 1."]
    hours = hours_of(sentence)
    assert hours[7] < hours[8] == hours[-1]
    assert in_words(Sentence("rowing", 3, 24, 10, 4)) == ["Growth stops in week 7, at 1.6 times the work of week 1."]
    assert in_words(Sentence("running", 6, 8, 10, 0)) == []
    assert in_words(Sentence("running", 6, 52, 0, 0)) == []


@pytest.mark.parametrize("sport", sorted(WEEKS))
@pytest.mark.parametrize("growth", GROWTHS)
def test_a_lighter_week_is_lighter_than_the_one_before_it(sport, growth):
    weeks = preview(Sentence(sport, 4, 24, growth, 4)).weeks
    for before, week in zip(weeks, weeks[1:], strict=False):
        assert week.is_deload == (week.number % 4 == 0)
        if week.is_deload:  # -40 % of the work; warm-up and cool-down stay, and sets go to whole ones
            assert 0.58 <= week.seconds / before.seconds <= 0.73, week.number
