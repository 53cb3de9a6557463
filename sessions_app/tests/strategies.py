"""Hypothesis strategies for every field of a prescription, shared by the tests of values and notation."""

from decimal import Decimal

from hypothesis import strategies as st

from core.units import to_metres
from sessions_app.prescription import Cadence, Group, Intensity, Prescription, Reps, Rest, Row, Target, problems
from sessions_app.prescription.kinds import KINDS, PACE_UNITS, SPEED_UNITS
from sessions_app.prescription.reps import COUNTED
from sessions_app.prescription.values import CONTROL, OPEN_S, SPORTS
from sessions_app.prescription.words import EFFORTS, NAMED, UNITS

numbers = st.builds(lambda n, places: Decimal(n) / 10**places, st.integers(1, 9999), st.sampled_from([0, 0, 1, 2]))
lifts = sorted({name for kind, _, name in UNITS.values() if kind == "percent_lift"})
speeds = sorted({name for kind, _, name in UNITS.values() if kind == "percent_pace"})


def clean(text: str) -> str:
    return " ".join(CONTROL.sub(" ", text).split())


texts = st.one_of(
    st.text(max_size=20),
    st.lists(
        st.sampled_from(
            (
                'a bit faster than 5x5 r 90 r90 @ 80% // "x" , + easy race pace 5 t3110 tempo rest on 1:30 ( ) / '
                'kg 2+2+2(15s) 10>8>6 ≤ max 40/20 30s+ steps (6/2/x) cap : Z2 AMRAP EMOM 10min each side walk back last w 3 sets build 24" box C2 A1 + 6x 12:00 2RIR MP E T '
                "UT2 0 12- -5 per leg - : RPE 8"
            ).split()
        ),
        max_size=6,
    ).map(" ".join),
).map(clean)
words = texts.filter(lambda text: text and text.isprintable() and len(text) < 150)
names = st.one_of(st.sampled_from(["", "Back squat", "Long run", "90/90 hip switch", "C&J", "Easy spin"]), texts)


def one(low, high, places=1):
    scale = 10**places
    return st.integers(low * scale, high * scale).map(lambda n: Decimal(n) / scale)


def ranged(kind: str, value, **fields):
    """One number, a range either way, a ramp or a list."""
    return st.one_of(
        st.builds(lambda a: Target(kind, a, **fields), value),
        st.builds(lambda a, b: Target(kind, a, b, **fields), value, value),
        st.builds(lambda a, b: Target(kind, a, b, ramp=a != b, **fields), value, value),
        st.lists(value, min_size=2, max_size=6).map(lambda values: Target(kind, per_set=tuple(values), **fields)),
        st.lists(value, min_size=2, max_size=4).map(lambda values: Target(kind, drops=tuple(values), **fields)),
        st.builds(
            lambda a, limit: Target(kind, a, limit=limit if KINDS[kind].limits else "", **fields),
            value,
            st.sampled_from(["max", "min"]),
        ),
    )


def signs(value):
    return st.builds(lambda v, s: v * s, value, st.sampled_from([1, -1]))


percents = [k for k, kind in KINDS.items() if kind.family == "percent" and "{name}" not in kind.after]
bodyweights = st.one_of(
    st.just(Target("bodyweight")),
    st.builds(
        lambda target, sign, unit: Target(
            "bodyweight",
            None if target.start is None else target.start * sign,
            None if target.end is None else target.end * sign,
            unit=unit,
            ramp=target.ramp,
            per_set=tuple(value * sign for value in target.per_set),
            drops=tuple(value * sign for value in target.drops),
        ),
        ranged("weight", one(1, 200)),
        st.sampled_from([1, -1]),
        st.sampled_from(["kg", "lb"]),
    ),
)
targets = st.one_of(
    st.sampled_from(percents).flatmap(lambda kind: ranged(kind, one(0, 200))),
    st.integers(2, 20).flatmap(lambda n: ranged("percent_rm", one(0, 120), name=str(n))),
    st.sampled_from(lifts).flatmap(lambda name: ranged("percent_lift", one(0, 120), name=name)),
    st.sampled_from(speeds).flatmap(lambda name: ranged("percent_pace", one(0, 150), name=name)),
    st.sampled_from(["kg", "lb"]).flatmap(lambda unit: ranged("weight", numbers, unit=unit)),
    st.sampled_from(["kg", "lb"]).flatmap(lambda unit: ranged("weight_pair", numbers, unit=unit)),
    bodyweights,
    ranged("rpe", st.integers(2, 20).map(lambda n: Decimal(n) / 2)),
    ranged("rir", one(0, 10, 0)),
    ranged("bpm", one(40, 230, 0)),
    ranged("power", one(0, 1500, 0)),
    ranged("watts_kg", one(0, 20)),
    st.sampled_from(["cm", "inch"]).flatmap(lambda unit: ranged("height", one(1, 150), unit=unit)),
    st.sampled_from(SPEED_UNITS).flatmap(lambda unit: ranged("speed", one(0, 40), unit=unit)),
    st.sampled_from(list(PACE_UNITS)).flatmap(
        lambda unit: ranged("pace", st.integers(30, 1500).map(Decimal), unit=unit)
    ),
    st.builds(
        lambda a, b, name, ramp: Target("zone", Decimal(a), Decimal(b), name=name, ramp=ramp and a != b),
        st.integers(1, 10), st.integers(1, 10), st.sampled_from(["", "HR", "Seiler", "pace", "power"]), st.booleans(),
    ),
    st.builds(
        lambda a, b, name, ramp: Target("zone", Decimal(a), Decimal(b), name=name, ramp=ramp and a != b),
        st.integers(1, 5), st.integers(1, 5), st.sampled_from(["rowing", "Daniels"]), st.booleans(),
    ),
    st.sampled_from(sorted(set(NAMED.values()))).map(lambda name: Target("named", name=name)),
    st.builds(
        lambda name, offset, unit: Target("named", offset, unit=unit, name=name),
        st.sampled_from(sorted(set(NAMED.values()))), signs(one(1, 60)),
        st.sampled_from(["", "s/km", "s/mi", "s/500m"]),
    ),
    st.sampled_from(sorted(set(EFFORTS.values()))).map(lambda name: Target("effort", name=name)),
    st.integers(1, 20).map(lambda n: Target("heavy", Decimal(n))),
    st.integers(1, 20).map(lambda n: Target("work_up", Decimal(n))),
    signs(one(1, 50)).map(lambda value: Target("relative", value)),
)  # fmt: skip
free = words.map(lambda text: Target("words", name=text))
intensities = st.lists(st.one_of(targets, targets, free), min_size=1, max_size=2).map(lambda ts: Intensity(tuple(ts)))

closed = st.tuples(st.integers(1, 50) | st.integers(1, 9000), st.integers(0, 50) | st.integers(0, 999)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
entries = st.one_of(
    st.just((None, None)), (st.integers(1, 100) | st.integers(1, 9999)).map(lambda n: (n, None)), closed
)
parts = st.lists(st.one_of(closed, closed, st.just((None, None))), min_size=2, max_size=5).map(tuple)
units = st.sampled_from(["m", "km", "mi", "yd"])
# As typed, and as a column may hold them: any tenth of a millimetre in any unit.
lengths = st.one_of(
    st.tuples(numbers.filter(lambda n: n < 3000), units).map(lambda pair: (to_metres(*pair), pair[1])),
    st.tuples(st.integers(10, 99_999_980_000).map(lambda n: Decimal(n) / 10_000), units),
)
reps = st.one_of(
    entries.map(lambda entry: Reps((entry,))),
    st.lists(entries, min_size=1, max_size=6).map(lambda es: Reps(tuple(es))),
    st.builds(Reps, parts, st.just("+"), st.one_of(st.none(), st.integers(1, 900))),
    st.builds(Reps, parts, st.just(">"), st.one_of(st.none(), st.integers(1, 900))),
    st.builds(
        lambda entry, counted: Reps((entry,), counted=counted), entries, st.sampled_from(sorted(COUNTED.values()))
    ),
    st.builds(lambda entry, each: Reps((entry,), each=Decimal(each), unit="s"), closed, st.integers(1, 7199)),
    st.builds(
        lambda entry, each, unit: Reps((entry,), each=Decimal(each) / 10_000, unit=unit),
        closed, st.integers(200, 9_999_980_000), units,
    ),
)  # fmt: skip


@st.composite
def rests(draw):
    kind = draw(st.sampled_from(["time", "length", "words"]))
    fields = {"words": draw(st.sampled_from(["", "jog", "walk back", "easy", "shake it out", 'row "hard"', "5x5"]))}
    if kind == "time":
        fields["seconds"] = draw(st.integers(0, 8000) | st.integers(0, 359_000))
        more = draw(st.sampled_from(["", "range", "between"]))
        if more == "range":
            fields["seconds_max"] = fields["seconds"] + draw(st.integers(1, 600))
        if more == "between":
            fields["set_seconds"] = draw(st.integers(0, 900))
    elif kind == "length":
        fields["distance"], fields["distance_unit"] = draw(lengths)
    else:
        fields["words"] = fields["words"] or "full"
    return Rest(**fields, intensity=draw(st.one_of(st.none(), st.none(), intensities)))


cadences = st.tuples(st.integers(1, 150), st.integers(0, 100)).map(lambda pair: Cadence(pair[0], pair[0] + pair[1]))
tempos = st.lists(st.sampled_from("0123456789X"), min_size=3, max_size=4).map("-".join)
notes = st.one_of(texts, st.tuples(texts, texts).map("\n".join)).map(str.strip)


@st.composite
def prescriptions(draw):
    def maybe(strategy):
        return draw(st.one_of(st.none(), strategy))

    fields = {
        "sets": maybe(st.integers(1, 30) | st.integers(1, 979)), "reps": maybe(reps),
        "duration": maybe(st.integers(1, 200).map(lambda n: n * 60) | st.integers(1, 359_979)),
        "intensity": maybe(intensities), "rest": maybe(rests()), "every": maybe(st.integers(1, 4000) | st.integers(1, 359_999)),
        "tempo": draw(st.one_of(st.just(""), tempos)), "cadence": maybe(cadences), "per_side": draw(st.booleans()),
        "amrap": draw(st.integers(0, 4)) == 0, "is_warm_up": draw(st.integers(0, 4)) == 0, "notes": draw(notes),
    }  # fmt: skip
    if draw(st.integers(0, 2)) == 0:
        fields["distance"], fields["distance_unit"] = draw(lengths)
        if draw(st.booleans()):
            fields["distance_max"] = fields["distance"] + to_metres(
                draw(numbers.filter(lambda n: n < 3000)), fields["distance_unit"]
            )
    for name in ("sets", "duration"):
        if fields[name] and draw(st.integers(0, 3)) == 0:
            fields[f"{name}_max"] = fields[name] + draw(st.integers(1, 20))
    if fields["duration"] and draw(st.integers(0, 7)) == 0:
        fields["duration_max"] = OPEN_S
    return repaired(Prescription(**fields))


def repaired(p: Prescription) -> Prescription:
    """The nearest valid one: lists get their sets, AMRAP its time."""
    from dataclasses import replace

    if p.amrap and p.duration is None:
        p = replace(p, duration=600)
    if p.duration and p.reps and p.reps.is_plain and p.reps.low is None:
        p = replace(p, reps=None)
    if p.reps and p.reps.join == ">" and p.intensity and any(target.drops for target in p.intensity.targets):
        p = replace(p, intensity=None)
    if p.list_length:
        lists = [len(p.reps.entries)] if p.reps and p.reps.is_list else []
        lists += [len(target.per_set) for target in p.intensity.targets if target.per_set] if p.intensity else []
        if len(set(lists)) > 1:
            p = replace(p, intensity=None)
        if p.list_length and (p.sets is not None or p.list_length < 3):
            p = replace(p, sets=p.list_length, sets_max=None)
    return p


valid = prescriptions().filter(lambda p: not problems(p))
sports = st.sampled_from(["", *SPORTS])

spans = st.one_of(st.none(), st.integers(1, 240).map(lambda n: n * 60), st.integers(1, 359_999))
pauses = st.one_of(st.none(), st.integers(0, 900), st.integers(0, 359_999))
groups = st.builds(
    Group,
    letter=st.sampled_from("ABCDEFGH"), kind=st.sampled_from(["rounds", "amrap", "emom", "alternating_emom", "for_time"]),
    rounds=st.one_of(st.none(), st.integers(1, 999)), cap_s=spans, every_s=spans, rest_s=pauses, set_rest_s=pauses,
    sets_of_rounds=st.one_of(st.none(), st.integers(1, 999)),
)  # fmt: skip
rows = st.builds(
    Row, name=words, sport=sports, section=st.sampled_from(["warm_up", "main", "cool_down"]), prescription=valid,
    group=st.one_of(st.none(), groups), exercise=st.one_of(st.none(), st.text(max_size=5)),
)  # fmt: skip
