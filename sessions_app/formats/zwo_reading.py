"""Reading ZWO, the workouts of Zwift. What finds no place in a workout is listed, element by element."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from core.units import plain
from sessions_app.prescription import Cadence, Target
from sessions_app.prescription.values import MOST_METRES, MOST_SECONDS, MOST_SETS

from .powers import PLACES, RACES
from .values import (
    MOST_BYTES,
    MOST_STEPS,
    Cue,
    LeftOut,
    Part,
    Repeat,
    Step,
    UnreadableFile,
    Workout,
    count,
    one_line,
)

FILE_SPORTS = {"": "cycling", "bike": "cycling", "cycling": "cycling", "run": "running", "running": "running"}
MOST_NAME = 120
FACTS = ("author", "name", "n", "description", "sporttype", "workout", "durationtype")
RAMPS = {"warmup": "warm_up", "cooldown": "cool_down", "ramp": "main"}
NO_SETTING = "No step here has such a setting."
# What a setting that is left out would have said.
SETTINGS = {
    "pace": "It says which race the power of a run is a share of, and this says none that is known here.",
    "flatroad": "Which road is ridden is up to the program that shows one.",
    "overunder": "It says what on and off are called; both stand here with their powers.",
}
ENTITIES = "The file declares a document type or entities, which no workout needs; such files are not read."


def read(data: bytes) -> tuple[Workout, list[LeftOut]]:
    """The workout, its name "" where the file has none, and every element and attribute that found no place in it."""
    root = _parsed(data)
    if root.tag.lower() != "workout_file":
        raise UnreadableFile(f"This is no ZWO: it begins with <{one_line(str(root.tag))[:40]}>, not <workout_file>.")
    return _Reading(root).workout()


def _parsed(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"A workout file has at most {MOST_BYTES // 1_000_000} MB.")
    try:
        return fromstring(data, forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        reason = str(error).split(":")[0]
        raise UnreadableFile(f"line {line}, column {column}: this is not well-formed XML ({reason}).") from None
    except DefusedXmlException:
        raise UnreadableFile(ENTITIES) from None
    except (ValueError, LookupError) as error:  # an encoding that nobody knows, or of several bytes a letter
        raise UnreadableFile(f"The file cannot be read as XML: {one_line(str(error))[:80]}.") from None


class _Reading:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.found: dict[tuple[str, str], tuple[LeftOut, int]] = {}
        self.tags: list[str] = []
        self.sport = "cycling"
        self.by_distance = False

    def left_out(self, where: str, what: str, text: str, reason: str) -> None:
        """The same of many elements is said once, with how many they are."""
        first, times = self.found.get((what, reason), (LeftOut(where, text, reason), 0))
        self.found[what, reason] = first, times + 1

    def all_left_out(self) -> list[LeftOut]:
        return [
            one if times == 1 else LeftOut(f"{one.where} and {times - 1} more", one.text, one.reason)
            for one, times in self.found.values()
        ]

    # --- The file ---------------------------------------------------------------

    def workout(self) -> tuple[Workout, list[LeftOut]]:
        facts: dict[str, Any] = {}
        for child in self.root:
            tag = str(child.tag).lower()
            if tag == "tags":
                self.tags += self._tags(child)
            elif tag in FACTS and tag not in facts:
                facts[tag] = child
            else:
                text = one_line(f"{child.tag} {child.text or ''}")[:80]
                self.left_out("workout_file", str(child.tag), text, "Not a part of a ZWO that is read here.")
        if self._text(facts.get("name")) and "n" in facts:
            self.left_out("workout_file", "n", self._text(facts.pop("n"))[:80], "The file has a name beside it.")
        for element in (self.root, *facts.values()):
            self._attributes(element, str(element.tag), ())
        self.sport = self._sport(facts.get("sporttype"))
        self.by_distance = self._is_by_distance(facts.get("durationtype"))
        if "workout" not in facts:
            raise UnreadableFile("The file has no <workout>, so no steps.")
        parts = self._parts(facts["workout"])
        if not parts:
            raise UnreadableFile("No step of the workout can be read.")
        if sum(map(count, parts)) > MOST_STEPS:
            raise UnreadableFile(f"The workout has more than {MOST_STEPS:,} steps.")
        workout = Workout(
            name=self._cut("name", self._text(facts.get("name")) or self._text(facts.get("n")), MOST_NAME),
            sport=self.sport,
            parts=tuple(parts),
            note="\n".join(filter(None, map(one_line, _inner(facts.get("description")).split("\n")))),
            author=self._cut("author", self._text(facts.get("author")), MOST_NAME),
            tags=tuple(self.tags),
        )
        return workout, self.all_left_out()

    @staticmethod
    def _text(element: Any) -> str:
        return one_line(_inner(element))

    def _cut(self, where: str, text: str, most: int) -> str:
        if len(text) > most:
            self.left_out(where, where, text[most:][:80], f"It has at most {most} letters here.")
        return text[:most].strip()

    def _sport(self, element: Any) -> str:
        said = self._text(element).lower()
        if said not in FILE_SPORTS:
            raise UnreadableFile(f"The file is for the sport “{said[:40]}”: rides and runs are read.")
        return FILE_SPORTS[said]

    def _is_by_distance(self, element: Any) -> bool:
        said = self._text(element).lower()
        if said not in ("", "time", "distance"):
            self.left_out("durationType", "durationType", said[:80], "Lengths are read as seconds.")
        return said == "distance"

    def _tags(self, element: Any) -> list[str]:
        tags = []
        for child in element:
            name = one_line(child.get("name", ""))
            if str(child.tag).lower() == "tag" and name:
                if "," in name:
                    self.left_out("tags", "comma", name[:80], "A tag has no comma here.")
                tags.append(one_line(name.replace(",", " ")))
                self._attributes(child, "tag", ("name",))
            else:
                self.left_out("tags", str(child.tag), one_line(str(child.tag))[:80], "A tag has a name.")
        return tags

    # --- Steps ------------------------------------------------------------------

    def _parts(self, workout: Any) -> list[Part]:
        parts: list[Part] = []
        for number, element in enumerate(workout, start=1):
            tag = str(element.tag).lower()
            where = f"step {number}, {one_line(str(element.tag))[:40]}"
            reader = self._reader(tag)
            if reader is None:
                self.left_out(where, tag, one_line(str(element.tag))[:80], "No step that is read here.")
                continue
            values = {str(name).lower(): value for name, value in element.attrib.items()}
            part = reader(element, values, where)
            if part is not None:
                parts.append(part)
        return self._with_roles(parts)

    def _reader(self, tag: str) -> Callable[[Any, dict[str, str], str], Part | None] | None:
        readers = {"steadystate": self._steady, "solidstate": self._steady, "intervalst": self._intervals}
        readers |= {"freeride": self._free, "maxeffort": self._free} | dict.fromkeys(RAMPS, self._ramp)
        return readers.get(tag)

    def _with_roles(self, parts: list[Part]) -> list[Part]:
        """Warming up is what stands first, cooling down what stands last; elsewhere both are ramps like others."""
        roles = ["main" if isinstance(part, Repeat) else part.role for part in parts]
        first = next((place for place, role in enumerate(roles) if role != "warm_up"), len(roles))
        last = len(roles) - next((place for place, role in enumerate(roles[::-1]) if role != "cool_down"), 0)
        found: list[Part] = []
        for index, part in enumerate(parts):
            if isinstance(part, Step) and part.role != "main" and first <= index < last:
                name = "Warmup" if part.role == "warm_up" else "Cooldown"
                self.left_out(f"step {index + 1}", name, name, "In the middle of a workout it is read as a ramp.")
                part = replace(part, role="main")
            found.append(part)
        return found

    def _steady(self, element: Any, values: dict[str, str], where: str) -> Step | None:
        share = self._share(values, where, "power") or self._between(values, where, "powerlow", "powerhigh", False)
        return self._step(element, values, where, share)

    def _ramp(self, element: Any, values: dict[str, str], where: str) -> Step | None:
        share = self._between(values, where, "powerlow", "powerhigh", True) or self._share(values, where, "power")
        return self._step(element, values, where, share, RAMPS[str(element.tag).lower()])

    def _free(self, element: Any, values: dict[str, str], where: str) -> Step | None:
        is_max = str(element.tag).lower() == "maxeffort"
        target = Target("effort", name="max") if is_max else None
        return self._step(element, values, where, target, is_open=True)

    def _step(
        self, element: Any, values: dict[str, str], where: str, target: Target | None, role: str = "main",
        is_open: bool = False,
    ) -> Step | None:  # fmt: skip
        length = self._length(values, where, "duration")
        cues = self._cues(element, where)
        cadence = self._cadence(values, where, "cadence", "cadencelow", "cadencehigh")
        if target is None and not is_open:
            self.left_out(where, "no power", "", "It says no power, so it is read as a free ride.")
        self._attributes_left(element, values, where)
        if length is None:
            return None
        seconds, metres = length
        return Step(seconds, metres, (target,) if target else (), cadence, role, cues)

    def _intervals(self, element: Any, values: dict[str, str], where: str) -> Repeat | None:
        times = self._whole(values.pop("repeat", "1"), where, "Repeat", 1, MOST_SETS)
        steps: list[Step] = []
        for on, cadence in (("on", ("cadence", "cadencelow", "cadencehigh")), ("off", ("cadenceresting", "", ""))):
            length = self._length(values, where, f"{on}duration")
            target = self._share(values, where, f"{on}power")
            for low, high in ((f"power{on}low", f"power{on}high"), (f"{on}powerlow", f"{on}powerhigh")):
                target = target or self._between(values, where, low, high, True)
            turning = self._cadence(values, where, *cadence)
            if length is not None:
                steps.append(Step(*length, (target,) if target else (), turning))
        cues = self._cues(element, where)
        self._attributes_left(element, values, where)
        return Repeat(times, tuple(steps), cues) if times and steps else None

    # --- Attributes -------------------------------------------------------------

    def _number(self, text: str, where: str, name: str, most: Decimal) -> Decimal | None:
        text = text.strip()
        try:
            value = Decimal(text) if len(text) <= 40 and text.isascii() else None
        except ArithmeticError:
            value = None
        if value is None or not value.is_finite() or not 0 <= value <= most:
            reason = f"A number from 0 to {plain(most)} is expected."
            self.left_out(where, name, f"{name}={one_line(text)[:40]}", reason)
            return None
        return value

    def _whole(self, text: str, where: str, name: str, least: int, most: int) -> int | None:
        value = self._number(text, where, name, Decimal(most))
        if value is not None and (value != int(value) or value < least):
            self.left_out(where, name, f"{name}={one_line(text)[:40]}", f"A whole number from {least} is expected.")
            return None
        return None if value is None else int(value)

    def _length(self, values: dict[str, str], where: str, name: str) -> tuple[int | None, Decimal | None] | None:
        """Whole seconds, or metres; None where there is none, and then there is no step."""
        if name not in values:
            self.left_out(where, name, name, "It says no duration, so it is no step.")
            return None
        text = values.pop(name)
        value = self._number(text, where, name, MOST_METRES if self.by_distance else Decimal(MOST_SECONDS))
        if value is None:
            return None
        if self.by_distance:
            metres = value.quantize(PLACES)
            return (None, metres) if metres else None
        seconds = int(value.to_integral_value())
        if abs(value - seconds) >= PLACES:
            self.left_out(where, "part of a second", f"{name}={text[:40]}", "Times are kept in whole seconds.")
        if not seconds:
            self.left_out(where, "no time", f"{name}={text[:40]}", "A step without any time is no step.")
            return None
        return seconds, None

    def _share(self, values: dict[str, str], where: str, name: str) -> Target | None:
        text = values.pop(name, None)
        value = None if text is None else self._number(text, where, name, Decimal(99))
        return None if value is None else self._of_threshold(value, value, False, values)

    def _between(self, values: dict[str, str], where: str, low: str, high: str, ramp: bool) -> Target | None:
        texts = values.pop(low, None), values.pop(high, None)
        numbers = [self._number(text, where, low, Decimal(99)) for text in texts if text is not None]
        if not numbers or None in numbers:
            return None
        return self._of_threshold(numbers[0], numbers[-1], ramp, values)  # type: ignore[arg-type]

    def _of_threshold(self, start: Decimal, end: Decimal, ramp: bool, values: dict[str, str]) -> Target:
        start, end = ((share * 100).quantize(PLACES).normalize() for share in (start, end))
        if self.sport == "cycling":
            return Target("percent_ftp", start, end, ramp=ramp and start != end)
        race = RACES.get(values.get("pace", "").strip(), "pace")
        return Target("percent_pace", start, end, ramp=ramp and start != end, name=race)

    def _cadence(self, values: dict[str, str], where: str, one: str, low: str, high: str) -> Cadence | None:
        texts = [values.pop(name) for name in (one, low, high) if name in values]
        numbers = [self._number(text, where, "Cadence", Decimal(300)) for text in texts]
        whole = sorted(int(number.to_integral_value()) for number in numbers if number is not None)
        whole = [turns for turns in whole if turns]  # 0 is how some tools write that none is said
        return Cadence(whole[0], whole[-1]) if whole else None

    def _attributes_left(self, element: Any, values: dict[str, str], where: str) -> None:
        if self.sport == "running" and values.get("pace", "").strip() in RACES:
            values.pop("pace")
        for name in element.attrib:
            if str(name).lower() in values:
                text = f"{name}={one_line(element.get(name))[:40]}"
                self.left_out(where, str(name), text, SETTINGS.get(str(name).lower(), NO_SETTING))

    def _attributes(self, element: Any, where: str, known: Iterable[str]) -> None:
        for name, value in element.attrib.items():
            if str(name).lower() not in known:
                self.left_out(where, str(name), f"{name}={one_line(value)[:40]}", "No workout here has such a setting.")

    def _cues(self, element: Any, where: str) -> tuple[Cue, ...]:
        cues = []
        for child in element:
            words = one_line(child.get("message", ""))
            if str(child.tag).lower() != "textevent" or not words:
                reason = "Of what stands in a step only a textevent with a message is read."
                self.left_out(where, str(child.tag), one_line(str(child.tag))[:80], reason)
                continue
            at = self._number(child.get("timeoffset", "0"), where, "timeoffset", Decimal(MOST_SECONDS))
            cues.append(Cue(int((at or Decimal(0)).to_integral_value()), words))
            self._attributes(child, where, ("message", "timeoffset"))
        return tuple(cues)


def _inner(element: Any) -> str:
    return "" if element is None else element.text or ""
