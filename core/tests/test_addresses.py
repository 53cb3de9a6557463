"""`{% url %}` in the place of Django's."""

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import NoReverseMatch, path, set_script_prefix

from core.templatetags import addresses

urlpatterns = [
    path("elsewhere/<str:what>/", lambda request, what: HttpResponse(what), name="page"),
    path("elsewhere/", lambda request: HttpResponse(), name="start"),
]


def rendered(source, **context):
    return engines["django"].from_string(source).render(context)


@pytest.fixture(autouse=True)
def forgotten():
    addresses._address.cache_clear()
    yield
    set_script_prefix("/")


@override_settings(ROOT_URLCONF=__name__)
def test_an_address_is_worked_out_once():
    for _turn in range(3):
        assert rendered("{% url 'page' what %}", what="a&b") == "/elsewhere/a&amp;b/"
        assert rendered("{% url 'page' what=what %}", what="a") == "/elsewhere/a/"
        assert rendered("{% url 'start' as here %}{{ here }}") == "/elsewhere/"
    assert addresses._address.cache_info().misses == 2


@override_settings(ROOT_URLCONF=__name__)
def test_what_is_nowhere_is_an_error_or_nothing():
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'nowhere' %}")
    assert rendered("{% url 'nowhere' as here %}[{{ here }}]") == "[]"


def test_what_an_address_depends_on_is_in_the_key():
    with override_settings(ROOT_URLCONF=__name__):
        assert rendered("{% url 'start' %}") == "/elsewhere/"
        set_script_prefix("/gym/")
        assert rendered("{% url 'start' %}") == "/gym/elsewhere/"
        set_script_prefix("/")
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'start' %}{% url 'page' 'a' %}")
