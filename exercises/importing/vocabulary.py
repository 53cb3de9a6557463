"""The words of public sets in ours. What they say less exactly than we do is all that it may be, likeliest first.

Facts only. What stands in no table is left out, and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core import text
from exercises.models import Level, Measure, Muscle, Pattern, Sport
from exercises.names import fold

M = Muscle
_SHOULDER = (M.FRONT_DELTS, M.SIDE_DELTS, M.REAR_DELTS, M.ROTATOR_CUFF)

# Each word in the singular and without its set: what one set calls so, another does too.
_MUSCLES: dict[str, tuple[Muscle, ...]] = {
    "neck": (M.NECK,),
    "trap": (M.UPPER_TRAPS, M.UPPER_BACK),
    "trapezius": (M.UPPER_TRAPS, M.UPPER_BACK),
    "trapezius upper fiber": (M.UPPER_TRAPS,),
    "trapezius middle fiber": (M.UPPER_BACK,),
    "trapezius lower fiber": (M.UPPER_BACK,),
    "middle back": (M.UPPER_BACK,),
    "upper back": (M.UPPER_BACK,),
    "rhomboid": (M.UPPER_BACK,),
    "rhomboideus": (M.UPPER_BACK,),
    "teres major": (M.LATS, M.UPPER_BACK),
    "lat": (M.LATS,),
    "latissimus dorsi": (M.LATS,),
    "lower back": (M.LOWER_BACK,),
    "erector spinae": (M.LOWER_BACK,),
    "spine": (M.LOWER_BACK, M.UPPER_BACK),
    "shoulder": _SHOULDER,
    "anterior deltoid": _SHOULDER,  # the one muscle of the shoulder that wger has
    "deltoid anterior": (M.FRONT_DELTS,),
    "deltoid lateral": (M.SIDE_DELTS,),
    "deltoid posterior": (M.REAR_DELTS,),
    "shoulder front": (M.FRONT_DELTS,),
    "shoulder side": (M.SIDE_DELTS,),
    "shoulder back": (M.REAR_DELTS,),
    "rotator cuff": (M.ROTATOR_CUFF,),
    "rotator cuff back": (M.ROTATOR_CUFF,),
    "rotator cuff front": (M.ROTATOR_CUFF,),
    "infraspinatus": (M.ROTATOR_CUFF,),
    "teres minor": (M.ROTATOR_CUFF,),
    "subscapularis": (M.ROTATOR_CUFF,),
    "chest": (M.CHEST,),
    "pectoral": (M.CHEST,),
    "pectoralis major": (M.CHEST,),
    "pectoralis major sternal head": (M.CHEST,),
    "pectoralis major clavicular head": (M.CHEST,),
    "bicep": (M.BICEPS,),
    "biceps brachii": (M.BICEPS,),
    "brachialis": (M.BICEPS, M.FOREARMS),
    "brachioradialis": (M.FOREARMS, M.BICEPS),
    "tricep": (M.TRICEPS,),
    "triceps brachii": (M.TRICEPS,),
    "forearm": (M.FOREARMS,),
    "forearm inner": (M.FOREARMS,),
    "forearm outer": (M.FOREARMS,),
    "wrist flexor": (M.FOREARMS,),
    "wrist extensor": (M.FOREARMS,),
    "ab": (M.ABS, M.OBLIQUES),
    "abdominal": (M.ABS, M.OBLIQUES),
    "rectus abdominis": (M.ABS,),
    "oblique": (M.OBLIQUES,),
    "obliquus externus abdominis": (M.OBLIQUES,),
    "hip": (M.GLUTES, M.HIP_FLEXORS, M.ABDUCTORS),
    "hip flexor": (M.HIP_FLEXORS,),
    "iliopsoas": (M.HIP_FLEXORS,),
    "glute": (M.GLUTES,),
    "gluteus maximus": (M.GLUTES,),
    "gluteus medius": (M.ABDUCTORS, M.GLUTES),
    "piriformis": (M.GLUTES,),
    "abductor": (M.ABDUCTORS,),
    "hip abductor": (M.ABDUCTORS,),
    "thigh outer": (M.ABDUCTORS,),
    "tensor fasciae latae": (M.ABDUCTORS, M.HIP_FLEXORS),
    "it band": (M.ABDUCTORS,),
    "adductor": (M.ADDUCTORS,),
    "hip adductor": (M.ADDUCTORS,),
    "thigh inner": (M.ADDUCTORS,),
    "groin": (M.ADDUCTORS,),
    "adductor brevis": (M.ADDUCTORS,),
    "adductor longus": (M.ADDUCTORS,),
    "adductor magnus": (M.ADDUCTORS,),
    "quad": (M.QUADS,),
    "quadricep": (M.QUADS,),
    "quadriceps femoris": (M.QUADS,),
    "hamstring": (M.HAMSTRINGS,),
    "biceps femoris": (M.HAMSTRINGS,),
    "calf": (M.CALVES,),
    "calve": (M.CALVES,),
    "gastrocnemius": (M.CALVES,),
    "soleus": (M.CALVES,),
    "shin": (M.SHINS,),
    "tibialis anterior": (M.SHINS,),
}
# A word of the exercise's name that says which one of several is meant.
_MEANT = {
    "rear": M.REAR_DELTS, "reverse": M.REAR_DELTS, "lateral": M.SIDE_DELTS, "side": M.SIDE_DELTS,
    "upright": M.SIDE_DELTS, "oblique": M.OBLIQUES, "twist": M.OBLIQUES, "twisting": M.OBLIQUES,
    "rotation": M.ROTATOR_CUFF, "shrug": M.UPPER_TRAPS, "row": M.UPPER_BACK, "face": M.UPPER_BACK,
}  # fmt: skip

# None: by hand. "other" and whatever is not here says nothing.
_EQUIPMENT: dict[str, str | None] = {
    "barbell": "Barbell", "dumbbell": "Dumbbells", "cable": "Cable", "machine": "Machine",
    "leveragemachine": "Machine", "smith": "Smith machine", "smith machine": "Smith machine",
    "kettlebell": "Kettlebell", "band": "Band", "resistance band": "Band", "medicine ball": "Medicine ball",
    "medicineball": "Medicine ball", "exercise ball": "Stability ball", "swiss ball": "Stability ball",
    "foam roll": "Foam roller", "foam roller": "Foam roller", "ezbar": "EZ bar", "e-z curl bar": "EZ bar",
    "sz bar": "EZ bar", "trap bar": "Trap bar", "trapbar": "Trap bar", "gym mat": "Mat", "mat": "Mat",
    "pull up bar": "Pull-up bar", "bench": "Bench", "incline bench": "Bench",
    "body only": None, "bodyweight": None, "none (bodyweight exercise)": None, "none": None,
}  # fmt: skip

_LEVELS = {
    "beginner": Level.BEGINNER, "novice": Level.BEGINNER, "intermediate": Level.INTERMEDIATE,
    "expert": Level.ADVANCED, "advanced": Level.ADVANCED,
}  # fmt: skip
# Categories that say which sport it is; cardio says it by its name.
_SPORTS = {
    "stretching": Sport.MOBILITY, "plyometric": Sport.TEAM_SPORTS, "strength": Sport.STRENGTH,
    "powerlifting": Sport.STRENGTH, "olympic weightlifting": Sport.STRENGTH, "strongman": Sport.STRENGTH,
}  # fmt: skip
_CARDIO = {
    Sport.RUNNING: {"run", "running", "jog", "jogging", "walk", "walking", "sprint", "treadmill", "trail"},
    Sport.CYCLING: {"bike", "bicycling", "cycling", "cycle", "recumbent"},
    Sport.ROWING: {"rowing", "rower"},
    Sport.SWIMMING: {"swim", "swimming"},
}  # fmt: skip
_PATTERNS = {
    "stretching": Pattern.STRETCH, "plyometric": Pattern.JUMP, "olympic weightlifting": Pattern.OLYMPIC,
    "cardio": Pattern.LOCOMOTION,
}  # fmt: skip
# What moves the same way wherever it is done with this force by this muscle; of the others only the name would tell.
_BY_FORCE = {
    ("push", M.CHEST): Pattern.PUSH_HORIZONTAL, ("push", M.FRONT_DELTS): Pattern.PUSH_VERTICAL,
    ("pull", M.UPPER_BACK): Pattern.PULL_HORIZONTAL, ("pull", M.LATS): Pattern.PULL_VERTICAL,
    ("pull", M.ABS): Pattern.CORE, ("pull", M.OBLIQUES): Pattern.CORE, ("static", M.ABS): Pattern.CORE,
}  # fmt: skip
_SINGLE = ("single arm", "single leg", "single hand")


def muscles_meant(word: str) -> tuple[Muscle, ...]:
    """All of our muscles that a set's word may mean, likeliest first; none where we have no such muscle."""
    plain = " ".join(text.key(word).replace("_", " ").replace("-", " ").split())
    return _MUSCLES.get(plain) or _MUSCLES.get(plain.removesuffix("s"), ())


def muscles(words: Iterable[str], name: str) -> tuple[list[str], list[str]]:
    """Ours, each once, and the words that mean none of ours. The exercise's name says which of several it is."""
    said = fold(name).split()
    ours, unknown = [], []
    for word in words:
        meant = muscles_meant(word)
        if not meant:
            unknown.append(word)
            continue
        by_name = [_MEANT[part] for part in said if _MEANT.get(part) in meant]
        ours.append((by_name or list(meant))[0].value)
    return list(dict.fromkeys(ours)), unknown


def equipment(words: Iterable[str]) -> tuple[list[str] | None, list[str]]:
    """Ours, [] for by hand, None for not said; and the words that are not known."""
    ours: list[str] = []
    said, unknown = False, []
    for word in words:
        folded = fold(word)
        if folded not in _EQUIPMENT and text.key(word) not in _EQUIPMENT:
            unknown.append(word)
            continue
        said = True
        piece = _EQUIPMENT[folded] if folded in _EQUIPMENT else _EQUIPMENT[text.key(word)]
        ours += [piece] if piece and piece not in ours else []
    return (ours if said else None), unknown


def level(word: str) -> str:
    return _LEVELS[text.key(word)].value if text.key(word) in _LEVELS else ""


def sport(category: str, name: str) -> str:
    """By the category, and what is only cardio by its name; what no table says is strength, as nearly all of it is."""
    category = fold(category)
    if category != "cardio":
        return _SPORTS.get(category, Sport.STRENGTH).value
    said = set(fold(name).split())
    return next((sport.value for sport, words in _CARDIO.items() if words & said), Sport.OTHER.value)


def pattern(category: str, force: str, is_isolation: bool, muscles: Sequence[str]) -> str:
    """Only what is certain: how it moves is rarely said."""
    found = _PATTERNS.get(fold(category))
    if found is None and is_isolation:
        found = Pattern.ISOLATION
    if found is None and muscles:
        found = _BY_FORCE.get((text.key(force), Muscle(muscles[0])))
    return found.value if found else ""


def measures(category: str, force: str, equipment: Sequence[str] | None) -> list[str]:
    """What is written down of it: facts that follow from the others."""
    category = fold(category)
    if category == "cardio":
        return [Measure.TIME.value, Measure.DISTANCE.value]
    if category == "stretching" or text.key(force) == "static":
        return [Measure.TIME.value]
    if category == "plyometric" or not set(equipment or ()) - {"Mat"}:
        return [Measure.REPS.value]
    return [Measure.LOAD.value]


def per_side(name: str) -> bool:
    return any(words in fold(name) for words in _SINGLE)
