"""What the files that people read say of a week is what its page says."""

import pytest

from programs import house, ready
from programs.exchange.as_done import weeks_as_done
from programs.exchange.load import load
from programs.grid import read_grid
from programs.models import Program

pytestmark = pytest.mark.django_db


def test_a_week_adds_up_to_what_its_page_says():
    programs = ready.everything()
    house.seed(programs)
    for one in programs:
        program = Program.objects.get(pk=one.pk)
        weeks = [
            (week.number, week.seconds, week.working_sets, round(week.distance_m), tuple(week.by_sport.items()))
            for week in weeks_as_done(load(program))
        ]
        grid = read_grid(program)
        assert weeks == [(row.number, row.seconds, row.working_sets, row.distance_m, row.sports) for row in grid.rows]
        assert len(weeks) == program.duration_weeks
