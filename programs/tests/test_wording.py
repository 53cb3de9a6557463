"""What coaches write, read into the sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.starter import WEEKS, Sentence, build
from programs.wording import GROWTHS, LIGHTER, least_of, read_words

TODAY = date(2026, 11, 30)  # a Monday


@pytest.mark.parametrize(
    ("words", "what", "days", "weeks"),
    [
        ("12 weeks strength 3x a week", "strength-barbell", 3, 12),
        ("marathon in 16 weeks, 4 runs", "running-marathon", 4, 16),
        ("Half-marathon, 10 wks", "running-half-marathon", 4, 10),
        ("5k, 3 runs a week", "running-5k", 3, 8),
        ("strength for a beginner, twice a week", "strength-beginner", 2, 12),
        ("full body 3 days", "strength-beginner", 3, 12),
        ("triathlon, 3 months, six days a week", "triathlon", 6, 13),
        ("2k erg, 8 weeks", "rowing-2km", 4, 8),
        ("pre-season for a football team, 6 weeks", "team-sports", 4, 6),
        ("100 km ride, 12 weeks, 5 rides", "cycling-100km", 5, 12),
        ("I want a 10-week swimming program, 3 swims/week", "swimming-1500m", 3, 10),
        ("mobility", "mobility-20min", 4, 6),
        ("running 4x/week for twelve weeks", "running", 4, 12),
        ("first-time marathoners, 20wk", "running-marathon", 5, 20),
        ("build muscle, four days", "strength-barbell", 4, 12),
        ("a 6 week plan for runners", "running", 4, 6),
    ],
)
def test_what_coaches_write(words, what, days, weeks):
    asked = read_words(words, TODAY)
    assert (asked.sentence.what, asked.sentence.days, asked.sentence.weeks) == (what, days, weeks)
    assert (asked.left, asked.is_named, asked.is_late, asked.on) == ((), True, False, None)


@pytest.mark.parametrize(
    ("words", "growth", "every"),
    [
        ("running 8 weeks growing 5% a week, every 3rd week lighter", 5, 3),
        ("cycling +8%/week, no deload", 8, 0),
        ("rowing 3 %, deload every 5 weeks", 2.5, 5),
        ("swimming 99% every sixth week easier", 10, 6),
    ],
)
def test_growth_makes_it_a_week_that_is_repeated(words, growth, every):
    sentence = read_words(words, TODAY).sentence
    assert sentence.what in WEEKS and sentence.what == words.split()[0]
    assert (sentence.growth, sentence.lighter_every) == (growth, every)


@pytest.mark.parametrize(
    ("words", "on", "start", "weeks"),
    [
        ("half marathon on 11 April", date(2027, 4, 11), date(2027, 1, 18), 12),
        ("half marathon on April 11th, 2027", date(2027, 4, 11), date(2027, 1, 18), 12),
        ("half marathon 11.4.", date(2027, 4, 11), date(2027, 1, 18), 12),
        ("half marathon 2027-01-10", date(2027, 1, 10), date(2026, 11, 30), 6),
        ("half marathon on 11 April, 16 weeks", date(2027, 4, 11), date(2026, 12, 21), 16),
        ("half marathon on 12 December 2026", date(2026, 12, 12), date(2026, 11, 23), 3),
    ],
)
def test_a_day_to_end_on(words, on, start, weeks):
    asked = read_words(words, TODAY)
    assert (asked.on, asked.start, asked.sentence.weeks) == (on, start, weeks)
    assert asked.sentence.last_day == on.isoweekday()
    assert asked.is_late == (start < TODAY)
    assert (on - start).days // 7 == weeks - 1
    assert asked.left == ()


@pytest.mark.parametrize(
    "words", ["31 April", "2027-13-40", "99.99.2027", "0.0.", "0 May 2027", "0001-01-05", "5.1.0001", "9999-12-31"]
)
def test_a_day_that_is_none_is_no_day(words):
    assert read_words(f"marathon {words}", TODAY).on is None


def test_what_is_not_understood_is_said():
    asked = read_words("purple marathon with unicorns", TODAY)
    assert (asked.left, asked.sentence.what) == (("purple", "unicorns"), "running-marathon")
    asked = read_words("couch potato", TODAY)
    assert (asked.left, asked.is_named, asked.sentence) == (("couch", "potato"), False, Sentence())
    assert read_words("strength +5% a week", TODAY).left == ("5%",)  # its bar grows as the program says
    assert read_words("mobility +5% a week", TODAY).sentence.what == "mobility-20min"


@given(
    st.text(max_size=300)
    | st.from_regex(r"(\d{1,4}[ x%.-]?(weeks|days|km|may|april|runs|a week)? ?){1,9}", fullmatch=True)
)
def test_anything_is_read(text):
    asked = read_words(text, TODAY)
    sentence = asked.sentence
    assert least_of(sentence.what) <= sentence.days <= 6
    assert 3 <= sentence.weeks <= 52
    assert sentence.growth in GROWTHS and sentence.lighter_every in LIGHTER


@given(st.sampled_from(["marathon", "strength", "swimming 5%", "triathlon"]), st.integers(1, 60), st.integers(1, 9))
def test_whatever_is_read_can_be_built(what, weeks, days):
    sentence = read_words(f"{what} {weeks} weeks {days} days", TODAY).sentence
    assert build(sentence).weeks == min(max(weeks, 3), 52)
