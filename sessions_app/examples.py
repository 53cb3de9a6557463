"""A line as one would write it in each sport: in the field for the next one, and where one was not understood."""

from __future__ import annotations

from exercises.models import Sport

EXAMPLES = {
    Sport.RUNNING: "easy run 10:00 Z1",
    Sport.CYCLING: "ride 3x12min @ 90% r5:00",
    Sport.SWIMMING: "freestyle 8x100m on 1:40",
    Sport.ROWING: "row 4x1000m @ 2k+8 r3:00",
    Sport.MOBILITY: "couch stretch 3x1:00/side",
}


def example(sport: str) -> str:
    return EXAMPLES.get(sport, "back squat 5x5 @ 80%")  # type: ignore[call-overload]
