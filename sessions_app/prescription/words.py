"""Tables of the units, names and words that targets are written with; targets.py reads by them."""

from __future__ import annotations

from .tokens import Table


def _lifts() -> dict[str, str]:
    lifts = ("Clean", "Snatch", "Jerk", "C&J", "Front squat", "Back squat", "Squat", "Deadlift", "Bench", "Bench press")
    return {lift.lower().replace(" ", ""): lift for lift in lifts}


def _percents() -> dict[str, tuple[str, str, str]]:
    """Joined text after a number -> (kind, unit, name)."""
    table = {
        "1rm": ("percent_1rm", ""), "of1rm": ("percent_1rm", ""),
        "of1-rm": ("percent_1rm", ""), "1-rm": ("percent_1rm", ""),
        "tm": ("percent_tm", ""), "oftm": ("percent_tm", ""), "bw": ("percent_bw", ""), "ofbw": ("percent_bw", ""),
        "ftp": ("percent_ftp", ""), "offtp": ("percent_ftp", ""), "ftp20": ("percent_ftp", ""),
        "ofthreshold": ("percent_ftp", ""), "offtp20": ("percent_ftp", ""),
        "hrmax": ("percent_hrmax", ""), "maxhr": ("percent_hrmax", ""), "ofmaxhr": ("percent_hrmax", ""),
        "ofmaxheartrate": ("percent_hrmax", ""), "hr": ("percent_hrmax", ""), "mhr": ("percent_hrmax", ""),
        "fcm": ("percent_hrmax", ""), "fcmax": ("percent_hrmax", ""), "fc": ("percent_hrmax", ""),
        "lthr": ("percent_lthr", ""), "oflthr": ("percent_lthr", ""), "hrr": ("percent_hrr", ""),
        "mas": ("percent_mas", ""), "pace": ("percent_pace", "pace"), "thresholdpace": ("percent_pace", "pace"),
        "css": ("percent_pace", "CSS"), "2k": ("percent_pace", "2k"), "5kpace": ("percent_pace", "5k pace"),
        "racepace": ("percent_pace", "race pace"), "10kpace": ("percent_pace", "10k pace"),
        "mp": ("percent_pace", "MP"),
    }  # fmt: skip
    table.update({f"{of}{n}rm": ("percent_rm", str(n)) for n in range(2, 21) for of in ("", "of")})
    table.update({f"{of}{key}": ("percent_lift", name) for key, name in _lifts().items() for of in ("", "of")})
    return {f"%{text}": (kind, "", name) for text, (kind, name) in table.items()}


# Bare % has no kind by itself: "" is filled by the sport, or by 1RM where none is known.
UNITS = Table(_percents() | {
    "%": ("percent", "", ""),
    "cm": ("height", "cm", ""), "inch": ("height", "inch", ""), "inches": ("height", "inch", ""),
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "-kg"), ("weight", "kg", "")),
    **dict.fromkeys(("lb", "lbs", "#", "pounds", "pound", "-lb", "-pound"), ("weight", "lb", "")),
    **{f"{unit}{hand}": ("weight_pair", short, "")
       for unit, short in (("kg", "kg"), ("lb", "lb"), ("lbs", "lb"))
       for hand in ("/hand", "eachhand", "perhand", "/side")},
    **dict.fromkeys(("w", "watt", "watts"), ("power", "", "")),
    "w/kg": ("watts_kg", "", ""),
    "bpm": ("bpm", "", ""),
    **dict.fromkeys(
        ("rir", "inreserve", "repsinreserve", "repsfromfailure", "fromfailure", "repsleft", "repsinthetank",
         "inthetank", "repsshortoffailure", "repsleftinthetank"), ("rir", "", "")),
    "rpe": ("rpe", "", ""),
    "km/h": ("speed", "km/h", ""), "kph": ("speed", "km/h", ""), "kmh": ("speed", "km/h", ""),
    "m/s": ("speed", "m/s", ""), "mph": ("speed", "mph", ""),
    "rm": ("rm", "", ""),
})  # fmt: skip

PACES: dict[str, str] = Table({
    "/km": "/km", "/mi": "/mi", "/mile": "/mi", "/100m": "/100m", "/100": "/100m", "/100yd": "/100yd",
    "/100y": "/100yd", "/500m": "/500m", "/500": "/500m", "minperkm": "/km", "min/km": "/km", "min/mi": "/mi",
    "perkm": "/km", "permile": "/mi",
})  # fmt: skip

EFFORTS: dict[str, str] = Table(
    {
        name.replace(" ", "") + tail: name
        for name in ("easy", "moderate", "hard", "max", "recovery", "fast", "all out")
        for tail in ("", "effort")
    }
    | {f"{effort}pace": effort for effort in ("moderate", "hard", "recovery", "fast")}
    | {"all-out": "all out", "easypace": "easy", "maxeffort": "max"}
)


def _named() -> dict[str, str]:
    """Joined text -> name of a named effort. Distances are raced, and so are written in several ways."""
    names = (
        "3k", "3k pace", "5k", "5k pace", "8k pace", "10k", "10k pace", "15k pace", "800m pace", "1500m pace",
        "mile pace", "HMP", "half marathon pace", "MP", "marathon pace", "race pace", "goal pace", "2k", "2k pace",
        "6k", "6k pace", "threshold", "threshold pace", "interval pace", "repetition pace", "tempo", "tempo pace",
        "steady", "steady pace", "sweet spot", "CSS", "CSS pace", "FTP", "LT", "LT pace", "VO2max",
    )  # fmt: skip
    table = {name.replace(" ", "").lower(): name for name in names}
    races = {f"{km}{unit}": f"{km}k pace" for km in (3, 5, 8, 10, 15) for unit in ("k", "km")}
    races |= {"800": "800m pace", "1500": "1500m pace", "1mile": "mile pace", "mile": "mile pace"}
    races |= {"hm": "HMP", "half": "HMP", "1/2marathon": "half marathon pace", "fullmarathon": "marathon pace"}
    for race, name in races.items():
        table |= {f"{race}pace": name, f"{race}racepace": name}
    for letter, name in {"t": "threshold", "i": "interval", "r": "repetition", "m": "marathon"}.items():  # Daniels
        table |= {f"{letter}pace": f"{name} pace", f"{letter}-pace": f"{name} pace"}
    return table | {"lthr": "LT", **{f"{km}keffort": f"{km}k" for km in (3, 5, 10)}}


NAMED: dict[str, str] = Table(_named())
NAMED_UNITS = {"s/km": "s/km", "s/mi": "s/mi", "s/100m": "s/100m", "s/500m": "s/500m", "sec/km": "s/km"}

# Signs and words before or behind a number that is only the most or the least.
MOST, LEAST = "max", "min"
BEFORE = Table(
    {
        **dict.fromkeys(
            (
                "≤",
                "<",
                "<=",
                "max",
                "maximum",
                "under",
                "below",
                "upto",
                "uptomaxof",
                "uptoamaxof",
                "maxof",
                "nomorethan",
                "lessthan",
            ),
            MOST,
        ),
        **dict.fromkeys(("≥", ">", ">=", "above", "over", "atleast", "least", "min", "minimum", "morethan"), LEAST),
    }
)
BEHIND = Table(
    {
        **dict.fromkeys(("max", "maximum", "orless", "orbelow", "orlower"), MOST),
        **dict.fromkeys(("min", "minimum", "ormore", "orabove", "orhigher"), LEAST),
    }
)
BEGINS_LIMIT = frozenset("≤ ≥ < > max maximum under below up no less more above over at least min minimum".split())
LIMITED = frozenset(
    ("bpm", "power", "pace", "watts_kg", "speed", "weight", "weight_pair", "rpe", "rir", "zone")
    + ("percent_ftp", "percent_1rm", "percent_hrmax", "percent_lthr")
)
PREFIXES = frozenset(("rpe", "rir", "z", "zone", "2"))
ENDS_LIMIT = frozenset(("max", "maximum", "min", "minimum", "or"))
