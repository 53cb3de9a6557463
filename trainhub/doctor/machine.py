"""The cache, the files, the disk and the clock."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import zoneinfo
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.db import DatabaseError
from django.utils import timezone

from trainhub.bundles import bundles
from trainhub.doctor import Check, Finding, first_line, hint, mend, ok
from trainhub.doctor.database import ask_one
from trainhub.observability import chosen

ALONE = {"locmem": "each process has its own", "dummy": "it keeps nothing", "filebased": "it is slow and may be lost"}
MEGABYTE = 1024 * 1024
MEND_BELOW, HINT_BELOW = 200 * MEGABYTE, 1024 * MEGABYTE
EARLIEST = 2026  # no TrainHub is older


def checks() -> list[Check]:
    return [cache, static_files, data_folder, disk_space, clock, time_zones]


def cache() -> Finding:
    backend = settings.CACHES["default"]["BACKEND"]
    kind = backend.split(".")[-2]
    if kind in ALONE and chosen.workers() > 1:
        return mend(
            f"The cache is not shared ({kind}: {ALONE[kind]}), so the limits on sign-in count wrong.",
            "Leave CACHE_URL out (a table of the database), or set CACHE_URL=redis://host:6379/0.",
        )
    if "Redis" in backend:
        return redis(settings.CACHES["default"]["LOCATION"])
    key, value = f"doctor:{secrets.token_hex(4)}", secrets.token_hex(4)
    try:
        caches["default"].set(key, value, 60)
        kept = caches["default"].get(key) == value
        caches["default"].delete(key)
    except DatabaseError as problem:
        how = "Run: manage.py createcachetable" if ask_one("SELECT 1") == 1 else "Mend the database first."
        return mend(f"The cache's table does not answer: {first_line(problem)}", how)
    if not kept:
        return mend("The cache does not give back what it was given.", "Look at CACHE_URL.")
    return ok("The cache answers, and all processes share it.")


def redis(location: str | list[str]) -> Finding:
    """Asks the server itself: the cache would quietly go on with its table."""
    from redis import Redis

    address = location if isinstance(location, str) else location[0]
    try:
        Redis.from_url(address, socket_connect_timeout=3, socket_timeout=3).ping()
    except Exception as problem:
        return mend(
            f"Redis does not answer: {first_line(problem)}",
            "Start it, look at CACHE_URL, or leave CACHE_URL out (a table of the database).",
        )
    return ok("Redis answers, and all processes share it.")


def static_files() -> Finding:
    how = "Start TrainHub again, which collects them (tools/run.py, or tools/run.py --prepare)."
    if settings.DEBUG:
        return hint("DEBUG serves the static files from their source.", "Nothing to mend on a machine of your own.")
    root, manifest = Path(settings.STATIC_ROOT), getattr(staticfiles_storage, "hashed_files", None)
    if not root.is_dir() or manifest == {}:
        return mend("The static files have not been collected: every page would fail.", how)
    ours = own_files()
    stale = [name for name, content in ours.items() if not same(content, root / name)]
    if manifest is not None:
        stale += [name for name in ours if name not in manifest and name not in stale]
    if stale:
        return mend(f"{len(stale)} static files are missing or of an older release, such as {stale[0]}.", how)
    return ok("The static files are collected and of this release.")


def own_files() -> dict[str, bytes]:
    """Ours as they are served, by name; those of the packages are ignored in part."""
    ours = [str(settings.BASE_DIR / "static"), str(settings.BUILD_DIR)]
    made = bundles(settings.BASE_DIR / "static")
    return {
        name: made.files[name].encode() if name in made.files else Path(storage.path(name)).read_bytes()
        for finder in finders.get_finders()
        for name, storage in finder.list([])  # type: ignore[attr-defined]
        if getattr(storage, "location", "") in ours and name not in made.parts
    }


def same(content: bytes, other: Path) -> bool:
    return other.is_file() and other.read_bytes() == content


def data_folder() -> Finding:
    folder = Path(settings.VAR_DIR)
    if not os.access(folder, os.W_OK | os.X_OK):
        return mend(f"TrainHub may not write into {folder}.", f"Make it the server's own: chown -R USER {folder}")
    if folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return hint(f"Others on this machine may look into {folder}.", f"Run: chmod 700 {folder}")
    return ok(f"{folder} is writable, and its owner's alone.")


def disk_space() -> Finding:
    free = shutil.disk_usage(settings.VAR_DIR).free
    sentence, how = f"{free // MEGABYTE} MB are free on the disk of {settings.VAR_DIR}.", "Make room, or move it."
    if free < MEND_BELOW:
        return mend(sentence, how)
    return hint(sentence, how) if free < HINT_BELOW else ok(sentence)


def clock() -> Finding:
    now, how = timezone.now(), "Set the clock, and let it follow a time server (timedatectl set-ntp true)."
    if now.year < EARLIEST:
        return mend(f"The clock says {now:%Y-%m-%d}: sign-ins, codes and limits go wrong.", how)
    try:
        latest = get_user_model().objects.order_by("-last_login").exclude(last_login=None).first()
    except DatabaseError:
        latest = None
    if latest is not None and latest.last_login > now + timedelta(minutes=1):
        return mend(
            f"The clock went back: somebody signed in at {latest.last_login:%Y-%m-%d %H:%M}, later than now.", how
        )
    return ok(f"The clock says {now:%Y-%m-%d %H:%M} UTC.")


def time_zones() -> Finding:
    known = zoneinfo.available_timezones()
    if settings.TIME_ZONE not in known or len(known) < 300:
        return mend(
            f"This machine knows {len(known)} time zones, and {settings.TIME_ZONE} must be one.",
            "Install tzdata (apt install tzdata, or pip install tzdata).",
        )
    return ok("The time zones are known.")
