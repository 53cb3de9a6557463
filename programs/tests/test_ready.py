"""The programs that are ready: what each of them promises, and what a coach of its sport would look for, is held here."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache

import pytest

from core.text import key
from exercises.models import Muscle
from exercises.tests.entries import ENTRIES
from programs import ready
from programs.exchange.text_heads import read_day
from programs.exchange.text_reading import read_program_text
from programs.exchange.text_writing import write_program_text
from programs.hints import JUMP_PERCENT
from sessions_app import totals
from sessions_app.notation import UNDERSTOOD, read_line
from sessions_app.prescription import apply_all, level
from sessions_app.prescription.applying import POOL_M

each = pytest.mark.parametrize("slug", ready.SLUGS)
ENDURANCE = {"running", "cycling", "swimming", "rowing", ""}  # mixed: off the bike and running
HARD, HARD_S = 7, 600  # planned RPE, or seconds of hard endurance, from which a day is a hard one
COUNTS = {"Three": 3, "Four": 4, "Five": 5, "Six": 6}
PROMISE = re.compile(r"(\w+) \w+ a week, (\d+) h(?: (\d+))? to (\d+) h(?: (\d+))? in full weeks\.")
# Minutes that a single session may take; what ends a program (a race, a match) takes what it takes.
SHORTEST, LONGEST = 7, {"strength": 75, "mobility": 25, "running": 155, "cycling": 225, "swimming": 75, "rowing": 75,
                        "team_sports": 110, "": 160}  # fmt: skip
MAJOR = ("quads", "hamstrings", "glutes", "chest", "upper_back", "lats", "front_delts", "triceps", "biceps", "abs")
UNTRAINED = {"neck", "shins"}  # what the programs for strength leave out, knowingly


@cache
def library():
    """{key of a name or alias: {sport: entry}}"""
    found = defaultdict(dict)
    for entry in ENTRIES:
        for name in (entry.name, *entry.aliases):
            found[key(name)][entry.sport] = entry
    return found


def value_of(slug):
    return ready.ready(slug).value


def rows_of(placing):
    """As they are to be done; strict, so an adjustment that finds nothing fails."""
    session = placing.session
    rows = [replace(row, sport=row.sport or session.sport) for row in session.rows]
    rows = [replace(row, exercise=key(row.exercise or row.name)) for row in rows]
    return apply_all(rows, placing.adjustment, pool=session.pool_length or POOL_M) if placing.adjustment else rows


@cache
def totals_of(placing):
    return totals.totals(rows_of(placing), float(placing.session.effort))


class Weeks:
    """The weeks of a program, added up."""

    def __init__(self, slug):
        value = value_of(slug)
        self.numbers = range(1, value.weeks + 1)
        self.placings = {number: [one for one in value.placings if one.week == number] for number in self.numbers}
        facts = {week.number: week for week in value.week_facts}
        self.deloads = {number for number, week in facts.items() if week.is_deload}
        self.tapers = {number for number, week in facts.items() if week.phase == "Taper"}
        self.full = [number for number in self.numbers if number not in self.deloads | self.tapers]
        self.goal = value.placings[-1]

    def seconds(self, number, but=None):
        return sum(totals_of(placing).seconds for placing in self.placings[number] if placing != but)

    def load(self, number):
        return sum(totals_of(placing).load for placing in self.placings[number])

    def after_full(self):
        """Each week with the last full one before it."""
        last = None
        for number in self.numbers:
            if last:
                yield last, number
            if number in self.full:
                last = number


def test_all_sports_that_have_exercises_of_their_own_have_a_program():
    sports = Counter(value_of(slug).sport for slug in ready.SLUGS)
    assert sports == {"strength": 2, "running": 3, "cycling": 1, "swimming": 1, "rowing": 1, "mobility": 1,
                      "team_sports": 1, "": 1}  # fmt: skip
    assert {path.stem for path in ready.FOLDER.glob("*.txt")} == set(ready.SLUGS)
    assert len({ready.ready(slug).pk for slug in ready.SLUGS}) == len(ready.SLUGS)


# --- the text -------------------------------------------------------------------------------------------------------


@each
def test_every_line_is_understood_without_a_guess(slug):
    lines, sport = 0, value_of(slug).sport
    for line in ready.text_of(slug).partition("\n## Exercises")[0].splitlines():
        if line.startswith("### "):
            said = read_day(line[4:]).sport
            sport = value_of(slug).sport if said is None else said
        elif line and line[0] not in "#>=" and not re.match(r"[A-H]: |weeks:|difficulty:|template:", line):
            read = read_line(line, sport, library())
            assert {part.status for part in read.parts} == {UNDERSTOOD}, line
            assert len(read.prescriptions) == 1 and not read.prescription.notes, line
            lines += 1
    assert lines >= sum(len(session.rows) for session in value_of(slug).sessions)


@each
def test_every_name_is_one_of_the_library(slug):
    for session in value_of(slug).sessions:
        for row in session.rows:
            assert row.exercise is None, row.name
            assert (row.sport or session.sport) in library()[key(row.name)], (session.name, row.name)


@each
def test_the_text_is_what_writing_it_gives(slug):
    assert write_program_text(value_of(slug)) == ready.text_of(slug)
    assert read_program_text(ready.text_of(slug)).value == value_of(slug)


@each
def test_it_is_a_template_that_says_for_whom_it_is(slug):
    value = value_of(slug)
    assert value.is_template and value.difficulty and len(value.name) <= 24
    assert {week.number for week in value.week_facts if week.phase} == set(range(1, value.weeks + 1))
    assert all(session.effort is not None for session in value.sessions)
    assert re.search(r"[Ff]or (a |any|some|field)", value.description)


@each
def test_few_sessions_and_adjustments_make_the_weeks(slug):
    value = value_of(slug)
    assert len(value.placings) >= 2.4 * len(value.sessions)
    for placing in value.placings:
        if placing.adjustment:
            assert tuple(rows_of(placing)) != tuple(rows_of(replace(placing, adjustment=None))), placing.place


# --- the weeks ------------------------------------------------------------------------------------------------------


@each
def test_weeks_are_as_long_as_the_text_promises(slug):
    count, *clock = PROMISE.match(value_of(slug).description).groups()
    least, most = (int(hours) * 60 + int(minutes or 0) for hours, minutes in (clock[:2], clock[2:]))
    weeks = Weeks(slug)
    minutes = [weeks.seconds(number) / 60 for number in weeks.full]
    assert (least, most) == tuple(5 * round(one(minutes) / 5) for one in (min, max))
    assert {len(weeks.placings[number]) for number in weeks.full} == {COUNTS[count]}
    assert all(len(weeks.placings[number]) <= COUNTS[count] for number in weeks.numbers)


HOURS = r"(\d+) h(?: (\d+))?"
CLAIMS = re.compile(
    rf"(?P<long>long \w+ grows from {HOURS} to {HOURS})|(?P<fourth>[Ee]very fourth week is lighter)"
    r"|(?P<one>One week is lighter)|last (?P<taper>two|three) lead down"
    r"|(?P<max>[\d.]+) % of the maximum|have (?P<pace>[\d, and]+) minutes at marathon pace"
)


def claims():
    return [(slug, one) for slug in ready.SLUGS for one in CLAIMS.finditer(value_of(slug).description)]


def test_the_texts_claim_numbers():
    assert Counter(one.lastgroup for _slug, one in claims()) == {"fourth": 5, "long": 2, "taper": 2, "one": 1, "max": 1, "pace": 1}  # fmt: skip


@pytest.mark.parametrize(("slug", "claim"), [pytest.param(*one, id=f"{one[0]}: {one[1][0]}") for one in claims()])
def test_numbers_in_a_text_are_those_of_its_weeks(slug, claim):
    weeks, kind = Weeks(slug), claim.lastgroup
    if kind == "long":
        longest = [max(totals_of(one).seconds / 60 for one in weeks.placings[number]) for number in weeks.full]
        clock = [int(part or 0) for part in claim.groups()[1:5]]
        assert (longest[0], max(longest)) == (clock[0] * 60 + clock[1], clock[2] * 60 + clock[3])
    elif kind == "fourth":
        assert weeks.deloads == {number for number in weeks.numbers[3::4] if number not in weeks.tapers}
    elif kind == "one":
        assert len(weeks.deloads) == 1
    elif kind == "taper":
        assert len(weeks.tapers) == {"two": 2, "three": 3}[claim["taper"]]
    elif kind == "max":
        main = {number: [top_percent(one) for one in weeks.placings[number][:3]] for number in weeks.full}
        phase = {week.number: week.phase for week in value_of(slug).week_facts}
        steps = [[b - a for a, b in zip(main[n], main[n + 1], strict=True)]
                 for n in weeks.full if n + 1 in main and phase[n] == phase[n + 1]]  # fmt: skip
        assert steps == [[float(claim["max"])] * 3] * len(steps) and len(steps) == 5
    else:
        runs = [row for one in value_of(slug).placings if one.day == 7 and one != weeks.goal for row in rows_of(one)]
        paced = [row.prescription.duration // 60 for row in runs if row.name == "Marathon pace run"]
        assert paced == [int(minutes) for minutes in re.findall(r"\d+", claim["pace"])]


def top_percent(placing):
    """Of the first exercise of the main part."""
    row = next(row for row in rows_of(placing) if row.section == "main")
    return float(row.prescription.intensity.targets[0].start)


@each
def test_a_week_of_less_volume_has_as_much_less_of_it_as_it_says(slug):
    """Sets go to whole ones; all of the week's together are what its badges say."""
    for placings in Weeks(slug).placings.values():
        said = {one.adjustment.get("volume") if one.adjustment else 0 for one in placings}
        if value_of(slug).sport == "strength" and len(said) == 1 and (volume := said.pop()):
            sets = sum(totals_of(one).working_sets for one in placings)
            whole = sum(totals_of(replace(one, adjustment=None)).working_sets for one in placings)
            assert (sets / whole - 1) * 100 == pytest.approx(float(volume), abs=3)


@each
def test_no_week_is_a_jump_over_the_last_full_one(slug):
    weeks = Weeks(slug)
    steps = [weeks.load(number) / weeks.load(last) - 1 for last, number in weeks.after_full()]
    assert max(steps) * 100 < JUMP_PERCENT - 0.5
    growth = [weeks.load(number) / weeks.load(last) - 1 for last, number in weeks.after_full() if number in weeks.full]
    assert sum(growth) / len(growth) < 0.08
    longer = [
        weeks.seconds(number) / weeks.seconds(last) - 1 for last, number in weeks.after_full() if number in weeks.full
    ]
    assert max(longer) < 0.12


@each
def test_it_grows(slug):
    """Endurance by its time; strength by its load on the bar or its effort."""
    weeks = Weeks(slug)
    first, last = weeks.full[0], weeks.full[-1]
    assert weeks.load(last) > weeks.load(first) * 1.1
    if value_of(slug).sport in ("running", "cycling", ""):
        longest = [max(totals_of(placing).seconds for placing in weeks.placings[number]) for number in (first, last)]
        assert longest[1] >= 1.2 * longest[0]


@each
def test_every_third_or_fourth_week_is_lighter(slug):
    weeks = Weeks(slug)
    run = 0
    for number in weeks.numbers:
        run = run + 1 if number in weeks.full else 0
        assert run <= 3, number
    assert not weeks.deloads & weeks.tapers
    for last, number in weeks.after_full():
        if number in weeks.deloads | weeks.tapers - {weeks.numbers[-1]}:
            assert weeks.seconds(number) <= 0.81 * weeks.seconds(last), number
            assert weeks.seconds(number) >= 0.4 * weeks.seconds(last), number


@each
def test_what_leads_to_a_day_tapers(slug):
    weeks = Weeks(slug)
    if not weeks.tapers:
        assert slug == "mobility-20min"  # there is no day it leads to
        return
    assert weeks.tapers == set(range(min(weeks.tapers), weeks.numbers[-1] + 1))
    peak = max(weeks.seconds(number) for number in weeks.full)
    assert weeks.seconds(weeks.numbers[-1], but=weeks.goal) <= 0.6 * peak
    assert len(weeks.placings[weeks.numbers[-1]]) >= 3  # less of each, not rarer


@each
def test_hard_days_never_follow_each_other(slug):
    hard = set()
    for placing in value_of(slug).placings:
        assert placing.session.effort <= 8.5
        runs = placing.session.sport in ENDURANCE and totals_of(placing).hard_s >= HARD_S
        if placing.session.effort >= HARD or runs:
            hard.add(placing.week * 7 + placing.day)
    assert [day for day in hard if day + 1 in hard] == []


@each
def test_sessions_take_what_such_a_session_takes(slug):
    for placing in value_of(slug).placings:
        minutes = totals_of(placing).seconds / 60
        assert minutes >= SHORTEST, placing.place
        if placing != Weeks(slug).goal:
            assert minutes <= LONGEST[placing.session.sport], (placing.place, minutes)


@each
def test_whoever_works_hard_warms_up_and_cools_down(slug):
    goal = Weeks(slug).goal.session
    for session in value_of(slug).sessions:
        sections = {row.section for row in session.rows}
        if session.effort >= 6 and session != goal:
            assert sections == {"warm_up", "main", "cool_down"}, session.name


# --- how hard -------------------------------------------------------------------------------------------------------


@each
def test_endurance_is_mostly_easy(slug):
    spent = Counter()
    for placing in value_of(slug).placings:
        if placing.session.sport in ENDURANCE and placing != Weeks(slug).goal:
            total = totals_of(placing)
            spent += Counter(easy=total.easy_s, moderate=total.moderate_s, hard=total.hard_s)
    if spent:
        whole = spent.total()
        assert spent["easy"] >= 0.78 * whole
        assert 0.02 * whole <= spent["hard"] <= 0.2 * whole


@each
def test_loads_are_those_that_a_body_can_do(slug):
    """A percentage leaves a repetition in hand by Epley's formula; an effort stops before the last one."""
    for placing in value_of(slug).placings:
        for row in rows_of(placing):
            p = row.prescription
            for target in p.intensity.targets if p.intensity else ():
                if target.kind == "percent_1rm":
                    assert "load" in library()[key(row.name)]["strength"].measures, row.name
                    tops = target.per_set or (target.end or target.start,)
                    reps = [high or low for low, high in p.reps.entries]
                    for top, count in zip(tops, reps * (len(tops) // len(reps)), strict=True):
                        assert float(top) <= 100 / (1 + (count + 1) / 30), (placing.place, row.name)
                if target.kind == "rpe":
                    assert 5 <= target.middle <= 8.5, (placing.place, row.name)


def test_fives_begin_near_seventy_percent():
    main = [row for row in value_of("strength-barbell").placings[0].session.rows if row.section == "main"]
    assert str(main[0].prescription.intensity) == "70% 1RM"


@pytest.mark.parametrize("slug", ["strength-beginner", "strength-barbell"])
def test_no_muscle_is_forgotten(slug):
    muscles = {name: (entry.muscles, entry.secondary_muscles)
               for name, sports in library().items() for entry in sports.values()}  # fmt: skip
    weeks = Weeks(slug)
    for number in weeks.full:
        sets = Counter()
        for placing in weeks.placings[number]:
            sets.update(dict(totals.totals(rows_of(placing), None, muscles).muscles))
        assert set(Muscle.values) - UNTRAINED <= sets.keys(), number
        assert {muscle: sets[muscle] for muscle in MAJOR if sets[muscle] < 4} == {}, number
        pull, push = sets["upper_back"] + sets["lats"], sets["chest"] + sets["front_delts"]
        assert pull >= push, number


def test_the_words_of_effort_stand_for_what_their_coach_means():
    assert (level(3), level(5), level(7)) == ("easy", "moderate", "hard")
