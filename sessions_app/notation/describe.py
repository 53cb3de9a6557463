"""Chips: what a prescription says, in a few words each, for reading under the line."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from core.units import plain

from ..prescription import Group, Intensity, Prescription, Rest, Target
from ..prescription.clock import clock
from ..prescription.values import OPEN_S, distance_text
from .line import NOTE, UNDERSTOOD, Line
from .writing import SPM, _times


class Chip(NamedTuple):
    """text to show; status understood, guessed or note; kind as in Part."""

    text: str
    status: str = UNDERSTOOD
    kind: str = ""


def describe(prescription: Prescription, sport: str = "") -> list[Chip]:
    """5 sets · 5 reps · 80% 1RM · rest 3:00."""
    chips = [(text, kind) for text, kind in _facts(prescription, sport) if text]
    chips += [(prescription.notes, "note")] if prescription.notes else []
    return [Chip(text, UNDERSTOOD, kind) for text, kind in chips]


def describe_line(line: Line, sport: str = "") -> list[Chip]:
    """The chips of a line as typed: what was guessed says so, and what was not understood stands as it was written."""
    guessed = {CHIP_OF.get(part.kind, part.kind) for part in line.parts if part.status == "guessed"}
    chips: list[Chip] = []
    left = [part.text.strip() for part in line.notes]
    for prescription in line.prescriptions:
        for chip in describe(prescription, sport):
            if chip.kind == "note":
                continue
            status = "guessed" if CHIP_OF.get(chip.kind, chip.kind) in guessed else UNDERSTOOD
            chips.append(chip._replace(status=status))
    chips += [Chip(part.text.strip().removeprefix("//").strip(), UNDERSTOOD, "note")
              for part in line.parts if part.kind == "note" and part.status != NOTE]  # fmt: skip
    return chips + [Chip(text, NOTE, "note") for text in left]


GROUP_KINDS = {
    "amrap": gettext_noop("AMRAP"),
    "emom": gettext_noop("EMOM"),
    "alternating_emom": gettext_noop("alternating EMOM"),
    "for_time": gettext_noop("for time"),
}


def describe_group(group: Group) -> str:
    """How a group is done, to read: 4 rounds, rest 1:30. Empty where its labels say all of it."""
    is_clocked = group.kind.endswith("emom")
    facts = [_(GROUP_KINDS[group.kind])] if group.kind in GROUP_KINDS else []
    if group.cap_s is not None:
        facts.append((_("at most %s") if group.kind in ("rounds", "for_time") else "%s") % clock(group.cap_s))
    if group.rounds is not None:
        facts.append(ngettext("%s round", "%s rounds", group.rounds) % group.rounds)
    if group.sets_of_rounds is not None:
        facts.append(ngettext("%s time", "%s times", group.sets_of_rounds) % group.sets_of_rounds)
    if group.every_s is not None and not (is_clocked and group.every_s == 60):
        facts.append(_("every %s") % clock(group.every_s))
    elif group.every_s is None and is_clocked:
        facts.append(_("no clock"))
    if group.rest_s is not None:
        facts.append(_("rest %s") % clock(group.rest_s))
    if group.set_rest_s is not None:
        facts.append(_("rest %s between the times") % clock(group.set_rest_s))
    return ", ".join(facts)


# Rules read several chips at once: sets, reps, time and distance are one amount.
CHIP_OF = dict.fromkeys(("sets", "reps", "time", "distance", "amrap"), "amount")


def _facts(p: Prescription, sport: str) -> list[tuple[str, str]]:
    side = _(" per side") if p.per_side else ""
    facts = [(_("warm-up"), "warm-up")] if p.is_warm_up else []
    if p.sets is not None:
        sets = str(p.sets) if p.sets_max is None else f"{p.sets}–{p.sets_max}"
        facts.append((ngettext("%s set", "%s sets", p.sets_max or p.sets) % sets, "sets"))
    if p.amrap and p.duration:
        facts.append((_("as many as fit in %s") % _times(p.duration, p.duration_max), "amrap"))
    if p.reps:
        facts.append((_reps(p) + side, "reps"))
    if p.distance is not None:
        facts.append((_distance(p) + ("" if p.reps else side), "distance"))
    if p.duration is not None and not p.amrap:
        text = _clocks(p.duration, p.duration_max)
        facts.append((text + ("" if p.reps or p.distance is not None else side), "time"))
    if p.per_side and not (p.reps or p.distance is not None or p.duration is not None):
        facts.append((_("per side"), "side"))
    facts += [(target_words(target), "intensity") for target in p.intensity.targets] if p.intensity else []
    facts += [(_("tempo %s") % p.tempo, "tempo")] if p.tempo else []
    facts += [(f"{p.cadence} {'spm' if sport in SPM else 'rpm'}", "cadence")] if p.cadence else []
    facts += [(_("every %s") % clock(p.every), "every")] if p.every is not None else []
    facts += [(_("rest %s") % _rest(p.rest), "rest")] if p.rest else []
    return facts


def _reps(p: Prescription) -> str:
    if p.reps is None:
        return ""
    text = str(p.reps).replace("-", "–").replace("/", " / ")
    if text == "AMRAP":
        return _("as many reps as possible")
    return ngettext("%s rep", "%s reps", 1 if text == "1" else 2) % text


def _distance(p: Prescription) -> str:
    unit, low = p.distance_unit, distance_text(p.distance or Decimal(0), p.distance_unit).removesuffix(p.distance_unit)
    high = "" if p.distance_max is None else "–" + distance_text(p.distance_max, unit).removesuffix(unit)
    return f"{low}{high} {unit}"


def _clocks(low: int, high: int | None) -> str:
    if high == OPEN_S:
        return _("%s or longer") % clock(low)
    return clock(low) if high is None else f"{clock(low)}–{clock(high)}"


def _rest(rest: Rest) -> str:
    return str(rest).replace(" @ ", _(" at "))


def target_words(target: Target) -> str:
    """80% 1RM, Zone 1 to 2, 100 kg."""
    if target.kind == "zone" and target.name in ("", "HR"):
        numbers = [plain(value) for value in (target.start, target.end) if value is not None]
        text = _("zone %s") % numbers[0]
        if numbers[0] != numbers[-1]:
            text = _("zone %(low)s to %(high)s") % {"low": numbers[0], "high": numbers[-1]}
        return f"{text} HR".strip() if target.name else text
    return str(target)


def intensity_words(intensity: Intensity) -> str:
    return ", ".join(target_words(target) for target in intensity.targets)
