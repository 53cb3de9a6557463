"""What was put aside comes back as it was made, and only when it is asked for."""

import pytest

from accounts.models import User
from accounts.tests.factories import UserFactory
from core.tests.put_aside import PutAside
from programs.models import Program, ProgramSession
from programs.tests.factories import ProgramSessionFactory

pytestmark = pytest.mark.django_db
MODELS = [User, Program, ProgramSession]


def rows():
    return [sorted(model.objects.values_list(), key=str) for model in MODELS]


def test_it_comes_back_row_by_row():
    made = []

    def make():
        ProgramSessionFactory()
        made.extend(rows())

    aside = PutAside("tried", make)
    assert rows() == [[], [], []]
    aside.put_back()
    assert rows() == made and all(made)


def test_what_would_come_among_other_rows_is_refused():
    UserFactory()
    with pytest.raises(AssertionError, match="begins empty"):
        PutAside("tried", UserFactory)
