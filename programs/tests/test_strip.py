"""What the strip above the grid shows, and the law that it is the sum of every set."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts import nice_top
from programs.grid import Grid, lay_out
from programs.strip import COUNT_STEPS, read_strip
from programs.templatetags.grid import share
from programs.tests.factories import ProgramFactory, ProgramSessionFactory
from programs.week_sums import MEASURES
from sessions_app.models import Session
from sessions_app.notation import read_session
from sessions_app.prescription import Adjustment, Intensity, Prescription, Reps, Rest, Row
from sessions_app.prescription.digest import digest
from sessions_app.tests.factories import SessionFactory

SPORTS = ("strength", "running", "cycling", "swimming", "rowing")


@dataclass(frozen=True)
class Line:
    """Sets of reps, of seconds or of metres, each followed by a rest."""

    sets: int
    unit: str
    each: int
    rest: int
    rpe: int

    def row(self, sport: str) -> Row:
        amount = {"": {"reps": Reps.parse(str(self.each))}, "s": {"duration": self.each}}
        amount |= {"m": {"distance": Decimal(self.each), "distance_unit": "m"}}
        effort, rest = Intensity.parse(f"RPE {self.rpe}"), Rest(seconds=self.rest)
        return Row("Thing", sport=sport, prescription=Prescription(
            sets=self.sets, intensity=effort, rest=rest, **amount[self.unit]))  # fmt: skip


lines = st.one_of(
    st.builds(Line, st.integers(1, 6), st.just(""), st.integers(1, 15), st.integers(1, 300), st.integers(1, 10)),
    st.builds(Line, st.integers(1, 6), st.just("s"), st.integers(1, 59), st.integers(1, 300), st.integers(1, 10)),
    st.builds(Line, st.integers(1, 6), st.just("m"), st.integers(1, 9).map(lambda n: n * 100), st.integers(1, 300),
              st.integers(1, 10)),
)  # fmt: skip
PACE = {"strength": 0.6, "running": 0.36, "cycling": 0.13, "swimming": 1.2, "rowing": 0.27}
SHORTER = (1.0, 0.9, 0.8)


@dataclass(frozen=True)
class Workout:
    """A session of one sport, and where it stands."""

    sport: str
    lines: tuple[Line, ...]
    effort: int | None
    more_sets: int
    week: int
    day: int

    @property
    def every_set(self):
        """(seconds of work, of rest, metres, RPE) of each, one after the other."""
        last = self.lines[-1]
        for line in self.lines:
            sets = line.sets + (self.more_sets if line.unit == "" or line.sets > 1 else 0)
            for number in range(sets):
                rest = 0 if line is last and number == sets - 1 else line.rest
                level = (line.rpe >= 4.5) + (line.rpe >= 7)
                seconds = {"": 4.0 * line.each, "s": line.each, "m": line.each * PACE[self.sport] * SHORTER[level]}
                run = 0 if self.sport == "strength" else line.each / (PACE[self.sport] * SHORTER[level])
                metres = {"m": line.each, "s": run, "": 0}[line.unit]
                yield seconds[line.unit], rest, metres, line.rpe, level, line.rest


@given(st.integers(1, 100_000))
def test_no_axis_is_half_empty(heaviest):
    """And no line of it stands at a part of a set."""
    top, step = nice_top(heaviest, COUNT_STEPS)
    assert heaviest <= top <= 1.5 * heaviest
    assert step == int(step) and top in (step, 2 * step)


@pytest.mark.parametrize(
    ("metres", "system", "said"),
    [
        (29_340, "metric", "29.3 km"),
        (99_960, "metric", "100 km"),
        (355_320, "metric", "355 km"),
        (355_320, "imperial", "221 mi"),
    ],
)
def test_a_long_way_is_said_without_a_part_of_a_kilometre(metres, system, said):
    assert share(metres, read_strip(laid_out([]), "distance", system)).replace("\xa0", " ") == said


workouts = st.lists(
    st.builds(
        Workout, st.sampled_from(SPORTS), st.lists(lines, min_size=1, max_size=3, unique=True).map(tuple),
        st.none() | st.integers(1, 10), st.integers(0, 2), st.integers(1, 3), st.integers(1, 7),
    ),
    max_size=8,
)  # fmt: skip


def naive(workouts):
    """By measure and (week, sport), and by effort: seconds of endurance, sets of strength."""
    sums = {measure: Counter() for measure in MEASURES}
    efforts, sets = [0.0] * 3, [0] * 3
    for one in workouts:
        every = list(one.every_set)
        seconds = sum(work + rest for work, rest, *_ in every)
        by_effort = sum((work + full) * rpe for work, _rest, _metres, rpe, _level, full in every)
        mean = by_effort / sum(work + full for work, *_, full in every)
        place = one.week, one.sport
        sums["time"][place] += seconds
        sums["load"][place] += seconds / 60 * (one.effort or mean)
        sums["distance"][place] += sum(metres for _w, _r, metres, *_ in every)
        sums["sets"][place] += len(every)
        for work, rest, _metres, _rpe, level, _full in every:
            if one.sport == "strength":
                sets[level] += 1
            else:
                efforts[level] += work
                efforts[0] += rest
    return sums, efforts, sets


def laid_out(workouts) -> Grid:
    program = SimpleNamespace(id="p", duration_weeks=3, day_names="weekday", silenced={})
    sessions, placings = {}, []
    for number, one in enumerate(workouts):
        text = digest([line.row(one.sport) for line in one.lines])
        sessions[number] = Session(pk=str(number), name="S", sport=one.sport, digest=text, effort=one.effort)
        more = Adjustment.parse(f"+{one.more_sets} sets") if one.more_sets else None
        placings.append(SimpleNamespace(id=str(number), version=1, session_id=number, week=one.week, day=one.day,
                                        adjustment=more, time_of_day=None))  # fmt: skip
    return lay_out(program, [], placings, sessions)


@settings(max_examples=100, deadline=None)
@given(workouts)
def test_what_the_page_adds_up_is_the_sum_of_every_set(workouts):
    sums, efforts, sets = naive(workouts)
    near = len(workouts) * 0.5 + 0.5  # each session's is rounded once
    grid = laid_out(workouts)
    for measure, expected in sums.items():
        for row, week in zip(grid.rows, grid.sums, strict=True):
            found = dict(week.stack(measure))
            assert all(abs(found.get(sport, 0) - expected[row.number, sport]) <= near for sport in SPORTS)
            whole = {"time": row.seconds, "load": row.load, "distance": row.distance_m, "sets": row.working_sets}
            assert abs(whole[measure] - sum(expected[row.number, sport] for sport in SPORTS)) <= near
        assert [amount for _sport, amount, _percent in read_strip(grid, measure).sports] == [
            amount for sport in SPORTS if (amount := sum(dict(one.stack(measure)).get(sport, 0) for one in grid.sums))
        ]
    assert list(grid.set_efforts) == [*sets, 0]
    assert all(abs(one - other) <= near for one, other in zip(grid.efforts, [*efforts, 0], strict=True))


# The page

WEEK = [
    ("strength", "Squat 5x5 @ RPE 8 r3:00"),
    ("running", "Run 10km @ 5:00/km\nRun 10min Z1"),
    ("cycling", "Ride 1h Z2"),
]


@pytest.fixture
def two_weeks(rosa):
    program = ProgramFactory(author=rosa, duration_weeks=2, sport="")
    for day, (sport, text) in enumerate(WEEK, start=1):
        session = SessionFactory(author=rosa, sport=sport, digest=digest(read_session(text, sport).rows))
        for week in (1, 2):
            ProgramSessionFactory(program=program, session=session, week=week, day=day)
    return program


def strip_of(client: Client, program, **asked):
    return client.get(program.get_absolute_url(), asked).context["strip"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("measure", "sports"),
    [
        ("time", [("strength", 1640, 10), ("running", 7200, 45), ("cycling", 7200, 45)]),
        ("load", [("strength", 218, 19), ("running", 540, 48), ("cycling", 360, 32)]),
        ("distance", [("running", 23_334, 30), ("cycling", 55_384, 70)]),
        ("sets", [("strength", 10, 62), ("running", 4, 25), ("cycling", 2, 12)]),
    ],
)
def test_the_chart_shows_what_is_asked_for(signed_in, two_weeks, measure, sports):
    strip = strip_of(signed_in, two_weeks, show=measure)
    assert list(strip.sports) == sports
    assert len(strip.columns) == 2
    assert {block.kind for block in strip.columns[0].blocks} == {sport for sport, *_ in sports}
    assert strip_of(signed_in, two_weeks) == strip, "as it was left"


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "watts", "x" * 5000])
def test_what_it_cannot_show_is_time(signed_in, two_weeks, asked):
    assert strip_of(signed_in, two_weeks, show=asked).measure == "time"


@pytest.mark.django_db
def test_how_hard_endurance_is_by_time_and_strength_by_sets(signed_in, two_weeks):
    time = strip_of(signed_in, two_weeks)
    assert not time.by_sets
    assert time.efforts == (("easy", 8400, 58), ("moderate", 0, 0), ("hard", 0, 0), ("not-said", 6000, 42))
    sets = strip_of(signed_in, two_weeks, show="sets")
    assert sets.by_sets
    assert sets.efforts == (("easy", 0, 0), ("moderate", 0, 0), ("hard", 10, 100))


@pytest.mark.django_db
def test_only_the_strip_is_sent_to_whom_asks_for_no_more(signed_in, two_weeks, django_assert_num_queries):
    asks = {"HX-Request": "true", "HX-Target": "strip"}
    with django_assert_num_queries(8):
        response = signed_in.get(two_weeks.get_absolute_url(), {"show": "distance"}, headers=asks)
    page = response.content.decode()
    assert page.startswith('<section class="strip" id="strip"')
    assert "Planned distance per week" in page
    assert "<html" not in page and "data-card" not in page


@pytest.mark.django_db
def test_distances_are_in_the_readers_units(signed_in, two_weeks, rosa):
    rosa.units = "imperial"
    rosa.save()
    page = signed_in.get(two_weeks.get_absolute_url(), {"show": "distance"}).content.decode()
    assert "<b>14.5 mi</b>" in page
    assert [round(line.amount) for line in strip_of(signed_in, two_weeks).lines] == [24140, 48280]
