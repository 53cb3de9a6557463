"""What a target is as a share of threshold power or speed, for trainers that know nothing else."""

from __future__ import annotations

from decimal import Decimal

from sessions_app.prescription import Target

PLACES = Decimal("0.01")
# Of a run: which race the shares are of, by its number in the file.
RACES = {"1": "5k pace", "2": "10k pace", "4": "MP"}
ALL_OUT = ("max", "all out")
# Coggan's zones in % of FTP. The last is open to above; its number is where it begins.
POWER_ZONES = ((40, 55), (56, 75), (76, 90), (91, 105), (106, 120), (121, 150), (151, 151))


def share_of(target: Target, ftp: Decimal | None = None) -> Target | None:
    """The target in % of FTP, start and end as they stand; None where only the person's numbers would tell."""
    if target.start is None or target.end is None or target.limit:
        return None
    if target.kind == "percent_ftp":
        return target
    if target.kind == "power" and ftp:
        start, end = ((watts * 100 / ftp).quantize(PLACES) for watts in (target.start, target.end))
        return Target("percent_ftp", start, end, ramp=target.ramp)
    is_power = target.kind == "zone" and target.name in ("", "power")
    return _zones(target) if is_power else None


def _zones(target: Target) -> Target | None:
    """From the foot of the lowest to the top of the highest; a ramp that falls falls from the top."""
    low, high = target.low or Decimal(0), target.high or Decimal(0)
    if low != int(low) or high != int(high) or high > len(POWER_ZONES):
        return None
    foot, top = Decimal(POWER_ZONES[int(low) - 1][0]), Decimal(POWER_ZONES[int(high) - 1][1])
    falls = target.ramp and target.start == high
    start, end = (top, foot) if falls else (foot, top)
    return Target("percent_ftp", start, end, ramp=target.ramp and start != end)


def watts_of(target: Target, ftp: Decimal | None = None) -> Target | None:
    """The target in watts; None where that takes an FTP which is not known."""
    if target.kind == "power":
        return target if target.start is not None and not target.limit else None
    share = share_of(target) if ftp else None
    if share is None or share.start is None or share.end is None or ftp is None:
        return None
    start, end = ((percent * ftp / 100).quantize(PLACES) for percent in (share.start, share.end))
    return Target("power", start, end, ramp=share.ramp)


def is_all_out(target: Target) -> bool:
    return target.kind == "effort" and target.name in ALL_OUT
