"""What a target is as a share of threshold power or speed, for trainers that know nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sessions_app.prescription import Target
from sessions_app.prescription.kinds import ZONE_NAMES

PLACES = Decimal("0.01")
# Of a run: which race the shares are of, by its number in the file.
RACES = {"1": "5k pace", "2": "10k pace", "4": "MP"}
ALL_OUT = ("max", "all out")
# Coggan's zones in % of FTP. The last is open to above; its number is where it begins.
POWER_ZONES = ((40, 55), (56, 75), (76, 90), (91, 105), (106, 120), (121, 150), (151, 151))


def share_of(target: Target, ftp: Decimal | None = None) -> Target | None:
    """The target in % of FTP, start and end as they stand; None where only the person's numbers would tell."""
    if target.start is None or target.end is None:
        return None
    if target.kind == "percent_ftp":
        return replace(target, limit="")
    if target.kind == "power" and ftp:
        start, end = ((watts * 100 / ftp).quantize(PLACES) for watts in (target.start, target.end))
        return Target("percent_ftp", start, end, ramp=target.ramp)
    is_power = target.kind == "zone" and target.name in ("", "power") and target.name not in ZONE_NAMES
    if is_power and target.start == int(target.start) and target.end == int(target.end) and target.end <= 7:
        low, high = POWER_ZONES[int(target.start) - 1][0], POWER_ZONES[int(target.end) - 1][1]
        return (
            Target("percent_ftp", Decimal(low), Decimal(high), ramp=target.ramp)
            if low != high
            else Target("percent_ftp", Decimal(low))
        )
    return None


def watts_of(target: Target, ftp: Decimal | None = None) -> Target | None:
    """The target in watts; None where that takes an FTP which is not known."""
    if target.kind == "power":
        return replace(target, limit="") if target.start is not None else None
    share = share_of(target) if ftp else None
    if share is None or share.start is None or share.end is None or ftp is None:
        return None
    start, end = ((percent * ftp / 100).quantize(PLACES) for percent in (share.start, share.end))
    return Target("power", start, end, ramp=share.ramp)


def is_all_out(target: Target) -> bool:
    return target.kind == "effort" and target.name in ALL_OUT
