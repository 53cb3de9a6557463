"""Any program that can be stated, for the laws of the formats."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

from hypothesis import strategies as st

from programs.exchange.texts import FORBIDDEN, STORED
from programs.exchange.values import PlacingValue, ProgramValue, SessionValue, WeekValue
from sessions_app.prescription import GROUP_KINDS, SECTIONS, SPORTS, Adjustment, Group, Row, problems
from sessions_app.tests.strategies import prescriptions


def clean(text: str) -> str:
    return " ".join(FORBIDDEN.sub("", text).split())


words = st.one_of(
    st.sampled_from(["Squat", "Warm-up", "Cool-down", "=1+1", "'=1", "''-x", "@home", "+5", 'a, "b"', "ＶＯ₂"]),
    st.text(max_size=30).map(clean),
)
names = words.filter(lambda text: bool(text.strip()) and len(text) <= 60)
lines = st.lists(words, max_size=3).map("\n".join).map(str.strip)
sports = st.sampled_from(["", *SPORTS])
# Those that a session can have; which of them change something is apply's matter.
adjustments = st.sampled_from(
    [
        "",
        "+2.5%",
        "volume -40%",
        "+10min",
        "+1 set",
        "Squat +2.5kg",
        "+1 rep, Squat +1 set",
        "mixed +1 set",
        "RPE 7 · x +2.5%",
        '"a, b" -5s/km, own +1 rep',
        '"12"" box +1" +1 set',
    ]  # fmt: skip
).map(lambda text: Adjustment.parse(text) or None)
groups = st.builds(
    lambda kind, rounds, times: Group("A", kind, rounds, *times),
    st.sampled_from(GROUP_KINDS),
    st.one_of(st.none(), st.integers(1, 20)),
    st.tuples(*[st.one_of(st.none(), st.integers(1, 900))] * 5),
)


def stored(prescription):
    """Distances as a column keeps them."""
    fields = {name: getattr(prescription, name) for name in ("distance", "distance_max")}
    return replace(prescription, **{name: value and value.quantize(STORED) for name, value in fields.items()})


def fits(prescription):
    """What the database can hold: `problems` refuses the rest."""
    return not problems(prescription)


rows = st.builds(
    Row,
    name=names,
    exercise=st.one_of(st.none(), names),
    sport=sports,
    section=st.sampled_from(SECTIONS),
    section_title=st.one_of(st.just(""), names),
    prescription=prescriptions().map(stored).filter(fits),
)


phases = st.sampled_from(["", "Base", "=Build"])
CREDITS = ["Source: x", "a\n\nSource: x\nLicence: y", "Licence: y", "Source: ", "Licence: x\nSource: y"]


@st.composite
def sessions(draw, row=rows):
    found = draw(st.lists(row, max_size=4))
    grouped = draw(st.one_of(st.none(), groups))
    if grouped and found:
        found[0] = replace(found[0], group=grouped)
        found[-1] = replace(found[-1], group=grouped)
    return SessionValue(
        name=draw(names),
        sport=draw(sports),
        effort=draw(st.one_of(st.none(), st.integers(2, 20).map(lambda n: Decimal(n) / 2))),
        note=draw(lines),
        rows=tuple(found),
        course=draw(st.one_of(st.just(""), names)),
        pool_length=draw(st.sampled_from([None, Decimal(25), Decimal("33.333"), Decimal("22.86")])),
    )


@st.composite
def programs(draw, session=sessions()):  # noqa: B008
    weeks = draw(st.integers(1, 52))
    pool = draw(st.lists(session, min_size=1, max_size=3))
    keyed = draw(st.booleans())
    if keyed:
        pool = [replace(one, key=f"s{number}") for number, one in enumerate(pool, start=1)]
    days = draw(st.lists(st.tuples(st.integers(1, weeks), st.integers(1, 7)), max_size=4, unique=True))
    placings = [
        PlacingValue(
            week,
            day,
            order,
            draw(st.sampled_from(pool)),
            draw(adjustments),
            draw(st.one_of(st.none(), st.times().map(lambda t: t.replace(tzinfo=None)), st.just(time(17, 30)))),
            draw(lines),
        )
        for week, day in sorted(days)
        for order in range(1, draw(st.integers(1, 3)) + 1)
    ]
    facts = draw(st.lists(st.integers(1, weeks), max_size=3, unique=True))
    return ProgramValue(
        name=draw(names),
        sport=draw(sports),
        weeks=weeks,
        day_names=draw(st.sampled_from(["weekday", "numbered", "match"])),
        description=draw(st.one_of(lines, st.sampled_from(CREDITS))),
        difficulty=draw(st.sampled_from(["", "beginner", "advanced"])),
        is_template=draw(st.booleans()),
        week_facts=tuple(WeekValue(number, draw(phases), True, draw(lines)) for number in sorted(facts)),
        placings=tuple(placings),
    )
