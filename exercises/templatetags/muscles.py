"""The muscle figure, front and back, drawn by us: `{% muscle_figure exercise.muscles exercise.secondary_muscles %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exercises.models import Exercise, Measure, Muscle, Sport

register = template.Library()

# `static/img/muscles.svg` has the body from both sides, and each muscle by itself to be laid over it.
SPRITE = "img/muscles.svg"
FRONT = frozenset(
    (
        "neck",
        "upper_traps",
        "front_delts",
        "side_delts",
        "chest",
        "biceps",
        "forearms",
        "abs",
        "obliques",
        "hip_flexors",
        "abductors",
        "adductors",
        "quads",
        "shins",
        "calves",
    )
)
BACK = frozenset(
    (
        "neck",
        "upper_traps",
        "rear_delts",
        "side_delts",
        "rotator_cuff",
        "upper_back",
        "lats",
        "lower_back",
        "obliques",
        "triceps",
        "forearms",
        "glutes",
        "abductors",
        "adductors",
        "hamstrings",
        "calves",
    )
)


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
    sprite = static(SPRITE)
    over = (
        _use(sprite, f"{side}-{muscle}", f' class="m-{depth}"')
        for muscle, depth in depths
        for side, drawn in (("front", FRONT), ("back", BACK))
        if muscle in drawn
    )
    return format_html(
        '<svg class="muscles" viewBox="10 0 180 210" role="img" aria-label="{}">{}</svg>',
        label,
        mark_safe("".join([_use(sprite, "front"), _use(sprite, "back"), *over])),  # noqa: S308 - names of ours only
    )


def _use(sprite: str, part: str, attributes: str = "") -> str:
    return f'<use{attributes} href="{sprite}#{part}"/>'


@register.filter
def muscle_list(muscles: Iterable[str]) -> str:
    """`Quads, low back`: as one reads them, the first with a capital."""
    return _muscle_list(tuple(muscles), get_language())


@lru_cache(maxsize=1024)
def _muscle_list(muscles: tuple[str, ...], _language: str | None) -> str:
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
    return _logged_as(tuple(exercise.measures), exercise.per_side, units, get_language())


@lru_cache(maxsize=256)
def _logged_as(measures: tuple[str, ...], per_side: bool, units: str, _language: str | None) -> str:
    labels = [str(Measure(measure).label) for measure in measures if measure in Measure.values]
    shown = ", ".join(labels)
    if units == "imperial":
        shown = shown.replace("kg", "lb")
    return _("%(measures)s / side") % {"measures": shown} if shown and per_side else shown
