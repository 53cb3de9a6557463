"""The muscle figure, front and back, drawn by us: `{% muscle_figure exercise.muscles exercise.secondary_muscles %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from exercises.browse import matched_alias
from exercises.models import Exercise, Measure, Muscle, Sport

register = template.Library()

# Half a figure, 50 wide and 212 high, its middle at x = 50; the other half is its mirror image.
# What belongs to no muscle is the outline of the body.
FRONT_BODY = (
    '<circle cx="18" cy="107" r="4.4"/>'
    '<path d="M34 146q4 4 10 0l-.5 8q-4 3-8.5 0z"/>'
    '<path d="M36 197h6.5l.5 8q-6 3-11 1z"/>'
)
BACK_BODY = (
    '<circle cx="18" cy="107" r="4.4"/>'
    '<path d="M35 147q4 3 9 0l-.5 6q-4 3-8 0z"/>'
    '<path d="M36.5 197h6l.5 8q-5 3-10 1z"/>'
)
HEAD = '<ellipse cx="50" cy="13" rx="9" ry="11"/>'
FRONT = {
    "neck": '<path d="M50 25h-5.5v6.5q3 2.5 5.5 2.5z"/>',
    "upper_traps": '<path d="M43 29.5v4.5l-11.5 2.5q7-2.5 11.5-7z"/>',
    "front_delts": '<path d="M34 37.5q-7-.5-9 6q-1 5 0 9q6-2 8.5-8z"/>',
    "side_delts": '<path d="M25 40q-5.5 3-5.5 12q2 1.5 4 1q-.5-8 1.5-13z"/>',
    "chest": '<path d="M49.300 38.5l-13-.5q-2 6-1.5 14q7 5.5 14.5 1.5z"/>',
    "biceps": '<path d="M23.5 55q5.5-1.5 6.5 2q.5 9-3.5 18q-5 1-6-3q0-10 3-17z"/>',
    "forearms": '<path d="M20.5 77q4 2 6.5.5q.5 10-5.5 24h-5q-1-14 4-24.5z"/>',
    "abs": '<path d="M49.300 56.5q-4 1-7.5-.5v26q0 6 7.5 11.5z"/>',
    "obliques": '<path d="M40.300 55.5l-4.800-1.5q-.5 14 2.5 21l-1.5 10.5l4.800 2.5q-1-3-1-6z"/>',
    "hip_flexors": '<path d="M36.300 88l5 2.5q3 3.5 7.5 6.5v5q-7-3-13.5-9z"/>',
    "abductors": '<path d="M34.5 93.5q-3.5 8-3.200 18q2-6 5-12.5z"/>',
    "adductors": '<path d="M49 104.5l-5.5-3q.5 16 4 27q1.5-10 1.5-24z"/>',
    "quads": '<path d="M37.5 99.5q-8 18-5 40l2.5 5.5q5 2.5 9-1l2.5-13q-4-11-4.5-29z"/>',
    "shins": '<path d="M38.5 157q3.5 1 5 0q.5 20-2 38.5h-2.5q-1.5-20-.5-38.5z"/>',
    "calves": '<path d="M36.800 157q-4.5 6-3.800 17l3.5 21h.8q-2-20-.5-38z"/>',
}
BACK = {
    "neck": '<path d="M50 24h-5v5q2.5 1.5 5 1.5z"/>',
    "upper_traps": '<path d="M49.5 32q-3 .5-5.5-1.5q-3 5-12 7.5q9 1 17.5 8z"/>',
    "rear_delts": '<path d="M34.5 39.5q-9-2-12 5q-1 4-.5 8q7-1 12.5-8.5z"/>',
    "side_delts": '<path d="M22.5 42q-3.5 4-3 11q1 1 2 .5q0-7 1-11.5z"/>',
    "rotator_cuff": '<path d="M36 40.5q5 1 8.5 4.5l-4 7.5l-6-5q2-3 1.5-7z"/>',
    "upper_back": '<path d="M49.5 48l-4-1.5l-4 7.5q3 7 8 12z"/>',
    "lats": '<path d="M40 54.5l-6-5q-1.5 14 4 27q6 1 8 5q1-8 2-13.5q-5-5-8-13.5z"/>',
    "lower_back": '<path d="M49.5 69q-2 4-2.5 15q-2 3-4.5 3.5q4 2 7 6z"/>',
    "obliques": '<path d="M38 79q4 .5 6.5 4q-2 3-7.5 3.5z"/>',
    "triceps": '<path d="M22.5 55q6-2 8 1.5q0 11-4 18.5q-5 1-6-3q-.5-9 2-17z"/>',
    "forearms": '<path d="M20.5 77q4 2 6.5.5q.5 10-5.5 24h-5q-1-14 4-24.5z"/>',
    "glutes": '<path d="M49.400 95q-4-6-10-6q-6 4-6.5 12q2 10 9.5 10q6-.5 7-5z"/>',
    "abductors": '<path d="M35.5 89q-4 8-4 18.5l1.5 2q-1-12 2.5-20.5z"/>',
    "adductors": '<path d="M49 110l-4 3q1 10 3 17q1.200-9 1-20z"/>',
    "hamstrings": '<path d="M33 110q4 4 11 3.5q.5 10 2.5 18l-2 13.5q-5 2-9.5 0q-4.5-20-2-35z"/>',
    "calves": '<path d="M35.5 156q4.5 2 8.5 0q3.5 10 0 24l-2 15h-4q-6-18-2.5-39z"/>',
}


@register.simple_tag
def muscle_figure(primary: Iterable[str] = (), secondary: Iterable[str] = ()) -> SafeString:
    """Front and back; primary muscles deep, secondary ones lighter, in the colour of the sport around it."""
    depths = dict.fromkeys(secondary, 2) | dict.fromkeys(primary, 3)
    return _figure(tuple(sorted(depths.items())), _spoken(primary, secondary))


@register.simple_tag
def muscle_depths(depths: Mapping[str, int], label: str = "") -> SafeString:
    """The same figure by depth: 3 most, 1 least (a session's working sets). `label` is its text alternative."""
    return _figure(tuple(sorted((muscle, max(1, min(3, depth))) for muscle, depth in depths.items())), label)


def _spoken(primary: Iterable[str], secondary: Iterable[str]) -> str:
    parts = []
    if primary:
        parts.append(_("mainly %(muscles)s") % {"muscles": muscle_list(primary)})
    if secondary:
        parts.append(_("also %(muscles)s") % {"muscles": muscle_list(secondary)})
    return _("Muscles worked: %(parts)s") % {"parts": "; ".join(parts)} if parts else _("No muscles are named")


@lru_cache(maxsize=256)
def _figure(depths: tuple[tuple[str, int], ...], label: str) -> SafeString:
    halves = (_half(FRONT, FRONT_BODY, dict(depths)), _half(BACK, BACK_BODY, dict(depths)))
    drawn = "".join(
        f'<g transform="translate({x} 0)">{HEAD}{half}<g transform="matrix(-1 0 0 1 100 0)">{half}</g></g>'
        for x, half in zip((0, 100), halves, strict=True)
    )
    return format_html(
        '<svg class="muscles" viewBox="10 0 180 210" role="img" aria-label="{}">{}</svg>',
        label,
        mark_safe(drawn),  # noqa: S308 - drawn from constants only
    )


def _half(shapes: dict[str, str], body: str, depths: dict[str, int]) -> str:
    return body + "".join(
        shape.replace("<path", f'<path class="m-{depths[muscle]}"') if muscle in depths else shape
        for muscle, shape in shapes.items()
    )


@register.filter
def muscle_list(muscles: Iterable[str]) -> str:
    """`Quads, low back`: as one reads them, the first with a capital."""
    labels = [str(Muscle(muscle).label) for muscle in muscles if muscle in Muscle.values]
    return ", ".join([*labels[:1], *(label.lower() for label in labels[1:])])


# Where nothing but the body is needed, one says so; nobody asks it of a run or a swim.
_WITH_THE_BODY = {Sport.STRENGTH, Sport.MOBILITY, Sport.TEAM_SPORTS}


@register.filter
def equipment_first(exercise: Exercise) -> str:
    """`Barbell`; without any `Bodyweight`, or nothing for endurance."""
    if exercise.equipment:
        return exercise.equipment[0]
    return _("Bodyweight") if exercise.sport in _WITH_THE_BODY else ""


@register.filter
def equipment_list(exercise: Exercise) -> str:
    """`Barbell, rack`."""
    first, *others = exercise.equipment or (equipment_first(exercise),)
    return ", ".join([first, *(piece if piece[:2].isupper() else piece[:1].lower() + piece[1:] for piece in others)])


@register.filter
def logged_as(exercise: Exercise, units: str = "metric") -> str:
    """`kg × reps / side`; pounds for a person who lifts in pounds."""
    labels = [str(Measure(measure).label) for measure in exercise.measures if measure in Measure.values]
    shown = ", ".join(labels)
    if units == "imperial":
        shown = shown.replace("kg", "lb")
    return _("%(measures)s / side") % {"measures": shown} if shown and exercise.per_side else shown


@register.simple_tag
def found_as(exercise: Exercise, words: str) -> str:
    """The alias by which a search found it, to stand beside the name; "" if the name itself says it."""
    return matched_alias(exercise, words) if words else ""
