from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.formats import number_format

from core.templatetags.units import grouped
from core.units import from_kg, from_metres, plain, rounded, to_kg, to_metres


@pytest.mark.parametrize(
    ("value", "text"), [("80", "80"), ("2.50", "2.5"), ("1E+2", "100"), ("-0.25", "-0.25"), ("-0", "0")]
)
def test_plain(value, text):
    assert plain(Decimal(value)) == text


def test_factors_are_exact():
    assert to_metres(Decimal(3), "mi") == Decimal("4828.032")
    assert to_metres(Decimal(100), "yd") == Decimal("91.44")
    assert to_kg(Decimal(45), "lb") == Decimal("20.41165665")


def test_back_to_the_unit_as_typed_even_when_a_column_has_rounded():
    assert from_metres(Decimal("4988.966"), "mi") == Decimal("3.1")
    assert from_metres(Decimal("42164.8128"), "mi") == Decimal("26.2")
    assert from_kg(Decimal("20.41"), "lb") == Decimal(45)
    assert from_metres(Decimal(400), "m") == 400


def test_rounded_goes_half_up():
    assert (rounded(Decimal("2.5"), 1), rounded(Decimal(622), 15), rounded(Decimal(7), "0.5")) == (3, 615, 7)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pl", "hi"])
@pytest.mark.parametrize("number", [0, 999, 1000, 2530, 1234567, -4000])
def test_numbers_are_grouped_as_django_does(language: str, number: int):
    with translation.override(language):
        assert grouped(number) == number_format(number, force_grouping=True)
