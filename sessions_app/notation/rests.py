"""Rests of a line: `r3:00`, `rest 90s`, `90s rest`, `/ 90s`, `30s|60s`, `(rest 1 min, 2 mins)`."""

from __future__ import annotations

from ..prescription import Intensity, Rest, Target
from ..prescription.numbers import read_numbers
from ..prescription.rests import read_amount, read_words
from ..prescription.targets import read_targets
from ..prescription.tokens import Tokens, at, before, number, typed
from ..prescription.values import REST_WORDS
from .cadences import STROKE_RATES, at_rate, found_cadence
from .line import GUESSED, UNDERSTOOD, Context, Found
from .quantities import read_item

# A rest by its name, also in German, French, Spanish and Italian.
REST_NOUNS = frozenset(
    """rest rests resting rec recovery recoveries recover break breaks pause pausen pauze rust repos récup
    récupération recuperation descanso pausa recupero ri r""".split()
)
BETWEEN = frozenset("set sets rep reps round rounds intervals efforts pieces séries series each all them".split())
# Between a rest's name and its amount: rest for 30 seconds, rest period of 2 min, rest between sets: 90 s.
REST_LINKS = frozenset("for of is : = about ~ interval intervals period periods time de".split())


def _amount_at(tokens: Tokens, index: int, named: bool) -> int:
    """Where the amount of a rest begins, behind its name."""
    if named and at(tokens, index).low in ("between", "entre") and at(tokens, index + 1).low in BETWEEN:
        index += 2
    while named and at(tokens, index).low in REST_LINKS:
        index += 1
    return index + (at(tokens, index).low == "=")


def rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """r3:00, rest 90s, r400m jog, r walk back, r20s/4:00, r2:00 @ 50% FTP; in rowing r20 is a stroke rate."""
    first = at(tokens, index).low
    start = _amount_at(tokens, index + 1, named=first != "r")
    rate = at(tokens, start)
    if first == "r" and context.sport == "rowing" and rate.kind == "num" and not rate.gap:
        rates = read_numbers(tokens, start, lists=False)
        after = at(tokens, rates.end) if rates else rate
        if rates and set(rates.values) <= set(STROKE_RATES) and (after.gap or after.kind in ("sign", "end")):
            return found_cadence(rates.values[0], rates.values[-1], rates.end)
    if first == "r" and not context.sport and not rate.gap and rate.kind == "num" and _is_rate(tokens, start):
        return at_rate(tokens, index, GUESSED)
    amount = read_amount(tokens, start)
    fields, end = amount or ({}, start)
    if first == "off" and (not amount or not context.facts.keys() & {"duration", "distance"}):
        return None
    if not amount and (first not in ("r", "rest", "rests") or start > index + 1):
        return None
    if first == "pause" and "reps" in context.facts and 0 < fields.get("seconds", 0) <= LONGEST_HOLD_S:
        return Found({"note": typed(tokens[index:end])}, end)
    small = amount and _in_minutes(tokens, start, end, context, named=first != "r")
    if small and amount:
        fields, end = small
    bracketed = before(tokens, index).low == "("
    listed = _by_row(tokens, start, context) if amount and bracketed and context.rows > 1 else None
    if listed:
        return listed
    words, end = read_words(tokens, end)
    found = _rest(fields, words, tokens, end, context)
    if found and small:
        found = found._replace(status=GUESSED)
    return found if amount or words else None


def _is_rate(tokens: Tokens, index: int) -> bool:
    """r34: nobody rests 34 seconds; rowers do 34 strokes a minute."""
    value, after = number(at(tokens, index)) or 0, at(tokens, index + 1)
    return value in STROKE_RATES and value % 5 != 0 and (after.kind in ("end", "note") or after.low in (",", ";", ")"))


LONGEST_HOLD_S = 9  # a longer pause is a rest, in German
MOST_BARE_MINUTES = 10
SHORTEST_REST_S = 5  # in a pool, from touch to push-off; r3 is three minutes


def _in_minutes(
    tokens: Tokens, start: int, end: int, context: Context, *, named: bool = True
) -> tuple[dict, int] | None:
    """r3; r8, rest 8, 2-3 under the bar; rest 4m where no sport is known. r8 and rest 8 of other sports are seconds."""
    numbers = read_numbers(tokens, start, lists=False)
    if numbers is None or numbers.times or numbers.mode not in ("one", "range"):
        return None
    by_the_bar = context.sport == "strength" or named and not context.sport
    most = MOST_BARE_MINUTES if by_the_bar else SHORTEST_REST_S - 1
    low, high = numbers.values[0], numbers.values[-1]
    bare = end == numbers.end or end == numbers.end + 1 and tokens[end - 1].low == "m" and named and not context.sport
    if not bare or not 1 <= low <= high <= most or low != int(low) or high != int(high):
        return None
    return {"seconds": int(low) * 60, "seconds_max": int(high) * 60 if high > low else None}, end


def _by_row(tokens: Tokens, index: int, context: Context) -> Found | None:
    """(rest 1 min, 2 mins, 4 mins): one for each row so far, by position."""
    rests, end = [], index
    while (read := read_amount(tokens, end)) and "seconds" in read[0] and "set_seconds" not in read[0]:
        rests.append(Rest(**read[0]))
        end = read[1]
        if at(tokens, end).low not in (",", "/") or len(rests) == context.rows:
            break
        end += 1
    if len(rests) != context.rows or at(tokens, end).low == ",":
        return None
    return Found({"rest": rests[-1], "rests": tuple(rests[:-1])}, end)


def _rest(
    fields: dict, words: str, tokens: Tokens, end: int, context: Context, with_target: bool = True
) -> Found | None:
    sign = at(tokens, end)
    intensity = None
    if with_target and sign.low == "@" and (not sign.gap or "targets" in context.facts):
        targets, after = read_targets(tokens, end + 1, **context.percent)
        if targets:
            intensity, end = Intensity(targets), after
    try:
        value = Rest(**{k: v for k, v in fields.items() if v is not None}, words=words, intensity=intensity)
    except ValueError:
        return None
    return Found({"rest": value}, end)


# What a rest may be like: 90 sec of active rest, 2 min easy recovery, 1 min jog.
RESTING = frozenset("easy jog walk active passive full complete total spin".split())


def rest_behind(tokens: Tokens, index: int, context: Context) -> Found | None:
    """90s rest, 2:00 rest, 1:00r, 5min recovery, 90 sec recovery jog."""
    read = read_amount(tokens, index)
    if read is None:
        return None
    fields, end = _in_minutes(tokens, index, read[1], context) or read
    guessed = fields is not read[0]
    if guessed and at(tokens, end).low == "r":
        return None  # 10r are reps
    if "set_seconds" in fields and before(tokens, index).low == "@":
        return None  # @1:48..1:52/3:00r: a pace, and then the rest
    how = ""
    of = end + (at(tokens, end).low in ("of", "de"))
    if at(tokens, of).low in RESTING and at(tokens, of + 1).low in REST_NOUNS | {"jog"}:
        how, end = at(tokens, of).low, of + 1
    elif at(tokens, of).low in REST_NOUNS:
        end = of
    noun = at(tokens, end)
    if noun.low == "between" and at(tokens, end + 1).low in BETWEEN:
        return _rest(fields, how, tokens, end + 2, context)
    if noun.low not in REST_NOUNS and not (how and noun.low == "jog"):
        return None
    if noun.low == "r" and (noun.gap or at(tokens, end + 1).kind in ("num", "time") and not at(tokens, end + 1).gap):
        return None
    several = (context.facts.get("sets") or 1) > 1 or "reps" in context.facts
    if noun.low == "recovery" and not several and before(tokens, index).low not in ("/", "(", "-"):
        return None  # 4 minutes recovery is work of that name
    if noun.low == "jog":
        how = f"{how} jog"
    words, end = read_words(tokens, end + 1)
    with_target = noun.low != "r"  # 3x20:00/2:00r@UT2: the work's, not the rest's
    found = _rest(fields, " ".join(f"{how} {words}".split()), tokens, end, context, with_target)
    return found._replace(status=GUESSED) if found and guessed else found


SPENT = frozenset(
    "easy jog jogging walk walking float spin swim standing active passive slow light recovery rest off".split()
)
ENDINGS = frozenset(("recovery", "rest", "off", "between", "reps", "sets"))
SHORT_S, SHORT_M = 300, 800
IN_PLACE = frozenset(("/", "(", "with", "w", "then"))  # before an amount that belongs to the sets


def spent_rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """6x1km w/ 90s jog, 5x3min / 2min easy, (400m jog), 4min recovery: how the time between sets is spent."""
    facts = context.facts
    if "rest" in facts or (facts.get("sets") or 1) < 2 and "reps" not in facts:
        return None
    read = read_amount(tokens, index)
    if read is None or "set_seconds" in read[0]:
        return None
    fields, start = read
    if at(tokens, start).low == "@" and "targets" in facts and before(tokens, index).low == "/" and _two(facts, fields):
        found = _rest(fields, "", tokens, start, context)  # 5x4min @ 115% FTP / 4min @ 50% FTP
        if found and found.facts["rest"].intensity:
            return found._replace(end=found.end + (at(tokens, found.end).low in ("recovery", "rest", "easy")))
    if at(tokens, start).low not in SPENT:
        return None
    end = start
    while at(tokens, end).low in SPENT or at(tokens, end).low in ("back", "down", "between", "in", "reps", "sets"):
        end += 1
    words = [token.low for token in tokens[start:end]]
    sign = before(tokens, index).low
    short = fields.get("seconds", 0) <= SHORT_S and fields.get("distance", 0) <= SHORT_M
    said = "between" in words or sign in IN_PLACE
    if not said and (not short or words[0] == "easy" or sign not in (",", ";") and "recovery" not in words):
        return None
    how = " ".join(word for word in words if word not in ENDINGS and word != "in")
    found = _rest(fields, how, tokens, end, context)
    return found and found._replace(status=UNDERSTOOD if said or "recovery" in words else GUESSED)


def _two(facts: dict, fields: dict) -> bool:
    """Whether the work and what stands beside it are both times, or both distances."""
    return "duration" in facts and "seconds" in fields or "distance" in facts and "distance" in fields


def rest_of_words(tokens: Tokens, index: int, context: Context) -> Found | None:
    """walk back recovery, jog down: the way back is the rest."""
    end = index
    while at(tokens, end).low in REST_WORDS and at(tokens, end).low not in ENDINGS:
        end += 1
    words = " ".join(token.low for token in tokens[index:end])
    said = at(tokens, end).low in ENDINGS - {"off"}
    way = words.endswith((" back", " down"))
    if not context.facts or "rest" in context.facts or not (said or way):
        return None
    while at(tokens, end).low in ENDINGS:
        end += 1
    return _rest({}, words, tokens, end, context)


def barred_rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """30s|60s: the timer of the set, then the one of the rest."""
    read = read_amount(tokens, index + 1) if "duration" in context.facts else None
    end = read[1] if read else index
    if at(tokens, end - 1).kind == "num" and at(tokens, end).kind == "word":
        return None  # 45 lbs, in the next column of a table
    return Found({"rest": Rest(**read[0])}, read[1]) if read and "seconds" in read[0] else None


def bracketed_rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """2 x 8min (2min), 4x1000 (3:00): a time alone in brackets beside work that is a time or a distance, guessed."""
    facts = context.facts
    item = read_item(tokens, index + 1, context)
    raced = any(target.kind in ("named", "pace") for target in facts.get("targets", ()))
    if raced and item is not None and item.kind == "time" and at(tokens, item.end).low == ")":
        unit = "/mi" if facts.get("distance_unit") == "mi" else "/km"
        pace = Target("pace", item.low, item.high, unit)
        return Found({"targets": (pace,)}, item.end + 1, GUESSED)  # 6x1km @ 10k pace (5:41-5:55)
    said = before(tokens, index).low in ("with", "w")
    sized = "duration" in facts or "distance" in facts and facts.get("sets")
    if "rest" in facts or "targets" in facts and not said or not sized:
        return None
    if item is None or item.kind != "time" or item.low != item.high or at(tokens, item.end).low != ")":
        return None
    return Found({"rest": Rest(int(item.low))}, item.end + 1, GUESSED)


def bare_rest(tokens: Tokens, index: int, context: Context) -> Found | None:
    """3x8 @ 8 / 90s: a time behind reps and their intensity is the rest, guessed."""
    facts = context.facts
    repeated = "distance" in facts and (facts.get("sets") or 1) > 1 and before(tokens, index).low == "/"  # 5x1500 / 5'
    if repeated and "rest" not in facts and "duration" not in facts:
        item = read_item(tokens, index, context)
        alone = item is not None and item.kind == "time" and at(tokens, item.end).kind in ("end", "note", "sign")
        return Found({"rest": Rest(int(item.low))}, item.end, GUESSED) if item and alone else None
    if "reps" not in facts or "duration" in facts or not ("targets" in facts or before(tokens, index).low == "/"):
        return None
    item = read_item(tokens, index, context)
    if item is None or item.kind != "time" or item.low != item.high:
        return None
    return Found({"rest": Rest(int(item.low))}, item.end, GUESSED)
