"""Working sets by muscle and week."""

import re

import pytest
from django.urls import reverse

from exercises.tests.factories import ExerciseFactory
from programs import schedule
from programs.muscles import read_muscles
from programs.tests.factories import ProgramFactory
from sessions_app.models import Session
from sessions_app.prescription import Adjustment

pytestmark = pytest.mark.django_db
TEXT = "Squat w2x5, 5x5 @ 75%\nDeadlift 3x5\nThing 2x10\nrun: Run 10min"


@pytest.fixture
def program(rosa):
    ExerciseFactory(name="Squat", sport="strength", muscles=("quads",), secondary_muscles=("glutes",))
    ExerciseFactory(name="Deadlift", sport="strength", muscles=("hamstrings", "glutes"), secondary_muscles=())
    ExerciseFactory(name="Thing", sport="strength", muscles=(), secondary_muscles=())
    ExerciseFactory(name="Run", sport="running", muscles=("calves",), secondary_muscles=())
    program = ProgramFactory(author=rosa, duration_weeks=3)
    placing = schedule.place_new(program, rosa, Session(name="Lower", sport="strength"), TEXT, 1, 1)
    more = schedule.copy_placing(placing, rosa, 3, 2)
    schedule.adjust(more, rosa, Adjustment.parse("+1 set"))
    return program


def test_each_weeks_sets_and_their_average(program):
    """By hand: 5 squats and 3 deadlifts, then 6 and 4; the middle week lifts nothing, and does not count."""
    table = read_muscles(program)
    assert [(row.muscle, [cell.sets for cell in row.weeks], row.average) for row in table.rows] == [
        ("glutes", [5.5, 0, 7], 6.25),
        ("quads", [5, 0, 6], 5.5),
        ("hamstrings", [3, 0, 4], 3.5),
    ]
    assert [[cell.depth for cell in row.weeks] for row in table.rows] == [[3, 0, 3], [3, 0, 3], [2, 0, 2]]
    assert table.depths == {"glutes": 3, "quads": 3, "hamstrings": 2}
    assert table.unknown == ("Thing",)


def test_the_page_is_a_table_and_a_picture_that_can_be_read(signed_in, program):
    page = signed_in.get(reverse("programs:muscles", args=[program.pk])).content.decode()
    assert "<html" in page and "<caption" in page
    assert 'role="img" aria-label="Working sets a week on average: Glutes 6.3, Quads 5.5, Hamstrings 3.5"' in page
    [glutes] = re.findall(r'<tr><th scope="row">Glutes</th>(.*?)</tr>', page)
    assert re.findall(r">([\d.]+)<", glutes) == ["6.3", "5.5", "0", "7"]
    assert "Nobody has said what these work: Thing." in page


@pytest.mark.parametrize("weeks", [3, 52])
def test_it_takes_six_queries_and_reads_no_rows(signed_in, program, django_assert_num_queries, weeks):
    """Session and person, program, placings, sessions, exercises."""
    program.duration_weeks = weeks
    program.save()
    with django_assert_num_queries(6) as queries:
        signed_in.get(reverse("programs:muscles", args=[program.pk]), headers={"HX-Request": "true"})
    assert not any("sessionexercise" in query["sql"] for query in queries.captured_queries)


def test_without_strength_there_is_nothing_to_show(signed_in, rosa):
    program = ProgramFactory(author=rosa)
    page = signed_in.get(reverse("programs:muscles", args=[program.pk])).content.decode()
    assert "No strength is planned" in page
    assert "muscles/" not in signed_in.get(program.get_absolute_url()).content.decode()


def test_the_program_links_to_it_beside_its_chart(signed_in, program):
    assert 'href="muscles/" data-sheet' in signed_in.get(program.get_absolute_url()).content.decode()
