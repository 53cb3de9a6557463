"""A ready program on other weeks and days: the end stays, nothing jumps, and every week is as long as before or held."""

import pytest

from programs import ready
from programs.exchange.values import WeekValue
from programs.fitting import fit, least_days, placing_totals, usual_days
from programs.hints import JUMP_PERCENT
from programs.models import TAPER
from programs.starter import Sentence, build, create

each = pytest.mark.parametrize("slug", ready.SLUGS)


def value_of(slug):
    return ready.ready(slug).value


def loads(value):
    """Of each week; and which are lighter, which taper."""
    weeks = [0.0] * value.weeks
    for placing in value.placings:
        weeks[placing.week - 1] += placing_totals(placing).load
    facts = {week.number: week for week in value.week_facts}
    said = [facts.get(number, WeekValue(number)) for number in range(1, value.weeks + 1)]
    return weeks, [week.is_deload for week in said], [week.phase == TAPER for week in said]


@each
def test_with_its_own_weeks_and_days_it_is_itself(slug):
    value = value_of(slug)
    found = fit(value, value.weeks, usual_days(value), 4)
    assert found.value == value
    assert (found.without, found.again, found.is_short, found.is_repeated) == ((), (), False, False)


@each
@pytest.mark.parametrize("weeks", [3, 4, 5, 6, 7, 9, 10, 11, 14, 16, 20, 24, 32, 52])
@pytest.mark.parametrize("lighter_every", [0, 3, 4, 6])
def test_whatever_the_weeks(slug, weeks, lighter_every):
    source = value_of(slug)
    value = fit(source, weeks, usual_days(source), lighter_every).value
    assert value.weeks == weeks
    places = [placing.place for placing in value.placings]
    assert places == sorted(places) and len(set(places)) == len(places)
    assert {placing.week for placing in value.placings} == set(range(1, weeks + 1))
    # the end stays, whole or its last weeks
    ending, whole = ([p for p in v.placings if p.week == v.weeks] for v in (value, source))
    if slug != "mobility-20min":
        assert [(p.day, p.session, p.adjustment) for p in ending] == [(p.day, p.session, p.adjustment) for p in whole]
    found, lighter, tapers = loads(value)
    body = tapers.index(True) if True in tapers else weeks
    assert tapers == [False] * body + [True] * (weeks - body)
    assert body >= 2
    # lighter weeks stand where they were asked for, and are lighter
    expected = [bool(lighter_every) and n % lighter_every == 0 and n < body for n in range(1, body + 1)]
    assert lighter[:body] == expected
    last = None
    for load, is_lighter in zip(found[:body], lighter, strict=False):
        if is_lighter:
            assert load <= 0.85 * last
        else:
            assert last is None or round((load / last - 1) * 100) < JUMP_PERCENT
            last = load
    assert found[0] == loads(source)[0][0]


@each
@pytest.mark.parametrize("days", [2, 3, 4, 5, 6])
def test_whatever_the_days(slug, days):
    source = value_of(slug)
    found = fit(source, source.weeks, days, 4)
    wanted = max(days, least_days(source))
    assert usual_days(found.value) == wanted
    assert bool(found.without) == (wanted < usual_days(source))
    assert bool(found.again) == (wanted > usual_days(source))
    assert {p.session.sport for p in found.value.placings} >= {p.session.sport for p in source.placings} - {""}
    if slug != "mobility-20min":  # which leads to no day
        assert found.value.placings[-1] == source.placings[-1]
    kept = {(p.week, p.day, p.session, p.adjustment) for p in source.placings}
    ours = {(p.week, p.day, p.session, p.adjustment) for p in found.value.placings}
    if not found.is_short:  # with other days in them weeks may jump that did not before
        assert ours <= kept if found.without else ours >= kept
    efforts = {}
    for placing in found.value.placings:
        efforts[placing.week * 7 + placing.day] = placing.session.effort
    assert not [day for day, effort in efforts.items() if effort >= 7 and efforts.get(day + 1, 0) >= 7]


def test_less_days_leave_out_the_least():
    marathon = value_of("running-marathon")
    assert fit(marathon, 16, 4, 4).without == ("Recovery run",)
    assert fit(marathon, 16, 3, 4).without == ("Recovery run", "Easy run and strides")
    assert fit(marathon, 16, 6, 4).again == ("Recovery run",)


def test_three_sports_need_three_days_and_lifts_all_but_one():
    assert least_days(value_of("triathlon")) == 3
    assert least_days(value_of("strength-barbell")) == 3
    assert least_days(value_of("running-marathon")) == 2
    assert usual_days(fit(value_of("triathlon"), 12, 2, 4).value) == 3


def test_a_race_on_a_saturday_ends_the_program_there():
    value = fit(value_of("running-half-marathon"), 12, 4, 4, last_day=6).value
    ending = [(placing.day, placing.session.name) for placing in value.placings if placing.week == 12]
    assert ending == [(2, "Race pace reminder"), (4, "Easy run"), (6, "Half marathon")]


def test_a_short_one_climbs_less_high_and_a_long_one_takes_its_time():
    half = value_of("running-half-marathon")
    short, long = fit(half, 8, 4, 4), fit(half, 24, 4, 4)
    assert short.is_short and not short.is_repeated
    assert long.is_repeated and not long.is_short
    assert max(loads(short.value)[0][:6]) < max(loads(half)[0][:10])
    assert max(loads(long.value)[0][:22]) == max(loads(half)[0][:10])


def test_the_built_program_says_what_it_is():
    whole = build(Sentence("running-marathon").as_usual())
    assert (whole.name, whole.is_template) == ("Marathon", False)
    cut = build(Sentence("running-marathon", days=4, weeks=12))
    assert cut.name == "Marathon, 12 weeks"
    assert cut.description.startswith("4 sessions a week, 3 h 45 to 5 h ")
    assert cut.description.partition(".")[2] == whole.description.partition(".")[2]


@pytest.mark.django_db
def test_it_is_made_with_its_credit_and_in_one_step(rosa, templates):
    from core.models import Change
    from programs.exchange.load import load
    from programs.exchange.same import says_the_same
    from sessions_app.models import Session

    sentence = Sentence("triathlon", days=5, weeks=10)
    program = create(sentence, rosa)
    assert says_the_same(load(program), build(sentence))
    assert (program.copied_from_id, program.visibility) == (ready.ready("triathlon").pk, "private")
    assert [change.label for change in Change.objects.all()] == ["Created Olympic triathlon, 10 weeks"]
    assert set(Session.objects.filter(author=rosa).values_list("kept", flat=True)) == {True}
