"""A program as text comes back whole, whatever it is; and any text is read or refused."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from programs.exchange.text import read, read_program_text, write
from programs.exchange.values import SessionValue, UnreadableFile, WeekValue
from programs.tests.exchange_strategies import adjustments, lines, names, phases, programs, rows, sports
from programs.tests.test_exchange_text import TEXT
from sessions_app.prescription import Row
from sessions_app.tests.strategies import groups


@st.composite
def sessions(draw):
    """Groups whose rows stand together in one section, as the pages make them."""
    found: list[Row] = []
    letters = list("ABCDEFGH")
    for _ in range(draw(st.integers(0, 3))):
        section = (draw(st.sampled_from(["warm_up", "main", "cool_down"])), draw(st.one_of(st.just(""), names)))
        group = replace(draw(groups), letter=letters.pop(0)) if draw(st.booleans()) else None
        found += [
            replace(row, section=section[0], section_title=section[1], group=group)
            for row in draw(st.lists(rows, min_size=1, max_size=2))
        ]
    rows_of = tuple(replace(row, exercise=None if row.exercise == row.name else row.exercise) for row in found)
    return SessionValue(
        name=draw(names),
        sport=draw(sports),
        effort=draw(st.one_of(st.none(), st.integers(2, 20).map(lambda n: Decimal(n) / 2))),
        note=draw(lines),
        rows=rows_of,
        course=draw(st.one_of(st.just(""), names)),
        pool_length=draw(st.sampled_from([None, Decimal(25), Decimal("33.333"), Decimal("22.86")])),
    )


@st.composite
def plans(draw):
    """Programs in which weeks resemble others, some with their change."""
    value = draw(programs(sessions()))
    weeks = dict.fromkeys(placing.week for placing in value.placings)
    placings = list(value.placings)
    for week in list(weeks)[:1]:
        free = [number for number in range(week + 1, value.weeks + 1) if number not in weeks][:4]
        change = draw(adjustments)
        for number in free[: draw(st.integers(0, 4))]:
            kept, differs = draw(st.booleans()), draw(st.integers(0, 3))
            copies = [
                replace(placing, week=number, adjustment=change if kept else placing.adjustment)
                for placing in value.placings
                if placing.week == week
            ]
            if differs == 1:  # a day less
                copies = [copy for copy in copies if copy.day != copies[0].day]
            if differs == 2 and copies:  # one that is different
                copies[-1] = replace(copies[-1], adjustment=draw(adjustments), notes=draw(lines))
            if differs == 3 and copies:  # one more
                copies.append(replace(copies[-1], order=copies[-1].order + 1, session=copies[0].session))
            placings += copies
    facts = [
        replace(week, phase=draw(st.one_of(phases, names.filter(lambda t: len(t) <= 40)))) for week in value.week_facts
    ]
    facts = [replace(week, is_deload=draw(st.booleans())) for week in facts]
    return numbered(
        replace(
            value,
            placings=tuple(sorted(placings, key=lambda placing: placing.place)),
            week_facts=tuple(week for week in facts if week != WeekValue(week.number)),
        )
    )


def numbered(value):
    """Keys only where sessions say the same and yet are two, as text states them."""
    seen, keys = {}, {}
    for session in value.sessions:
        said = replace(session, key="")
        seen[said] = seen.get(said, 0) + 1
        keys[session] = replace(said, key=f"own {seen[said]}" if seen[said] > 1 else "")
    return replace(value, placings=tuple(replace(p, session=keys[p.session]) for p in value.placings))


few = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@few
@given(plans())
def test_text_loses_nothing(value):
    text = write(value)

    found = read_program_text(text)

    assert found.problems == [], text
    assert found.value == value, text
    assert write(found.value) == text


@few
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(
            st.one_of(
                st.sampled_from([*TEXT.splitlines(), "###", "##", "# ", "= x", "## Exercises", "x = y"]),
                st.text(max_size=30),
            ),
            max_size=30,
        ).map("\n".join),
    )
)
@example("## Week 1\n### Mon · A\n3 sets\n= B")
def test_any_text_is_read_or_refused_and_what_was_read_comes_back(text):
    try:
        value = read_program_text(text).value
    except UnreadableFile:
        return
    value = replace(value, name=value.name or "P")

    again = read_program_text(write(value))

    assert again.problems == []
    assert again.value == numbered(value)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    try:
        read(data)
    except UnreadableFile as error:
        assert str(error).isprintable()
