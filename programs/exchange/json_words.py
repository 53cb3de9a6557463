"""The words that the JSON form uses for our own, for reading and for writing."""

from __future__ import annotations

from sessions_app.prescription import SPORTS
from sessions_app.prescription.values import MOST_SECONDS, MOST_SETS

FORMAT, VERSION = "trainhub", 1
# The short words that files of this form use for four sports; the long ones are read as well.
SHORT = {"running": "run", "cycling": "bike", "swimming": "swim"}
MIXED = "mixed"
SPORT_WORDS = {SHORT.get(sport, sport): sport for sport in SPORTS} | {sport: sport for sport in SPORTS} | {MIXED: ""}
DAY_KINDS = {"weekday": "weekday", "ordinal": "numbered", "match": "match"}
LEVELS = {level: level for level in ("beginner", "intermediate", "advanced")}
LETTERS = {letter: letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
# The numbers of a group, each with the most it can be.
GROUP_NUMBERS = {
    "rounds": MOST_SETS, "sets_of_rounds": MOST_SETS, "cap_s": MOST_SECONDS, "every_s": MOST_SECONDS,
    "rest_s": MOST_SECONDS, "set_rest_s": MOST_SECONDS,
}  # fmt: skip
