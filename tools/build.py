"""Makes the static files ready to serve: cuts the fonts, bundles, collects and compresses. Skips what has not changed.

The bundles themselves: trainhub/bundles.py.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainhub.settings")

# Not served, and slow to compress: right-to-left, unminified and partial builds, and what of htmx is not used.
LEFT_OUT = ["*.rtl.*", "bootstrap*", "*.esm.*"]
LEFT_OUT += ["htmax*", "htmx-4*", "htmx-2.js", "ext"]


def fingerprint(paths: Iterable[Path]) -> str:
    """Changes when a file is added, removed, or holds something else. (A checkout changes times only.)"""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def make_fonts(folder: Path, state: dict[str, str]) -> None:
    inputs = fingerprint([ROOT / "tools" / "fonts.py", ROOT / "requirements.txt"])
    if state.get("fonts") == inputs and (folder / "inter.woff2").exists():
        return
    from tools import fonts

    print("Cutting the fonts", flush=True)
    fonts.main(folder)
    state["fonts"] = inputs


def collect(root: Path, sources: list[Path], state: dict[str, str]) -> None:
    from trainhub.bundles import bundles

    inputs = fingerprint([*(path for source in sources for path in files(source)), ROOT / "requirements.txt"])
    inputs += hashlib.sha256(repr(sorted(bundles(ROOT / "static").files.items())).encode()).hexdigest()
    if state.get("static") == inputs and (root / "staticfiles.json").exists():
        return
    from django.conf import settings
    from django.contrib.staticfiles.management.commands import collectstatic
    from django.core.files.storage import storages
    from django.core.management import call_command

    print("Collecting the static files", flush=True)
    # Beside the old ones: whoever serves those goes on, and whoever ends in the middle has them still.
    fresh, old = root.with_name(f"{root.name}.new"), root.with_name(f"{root.name}.old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    command = collectstatic.Command()
    command.storage = storages.create_storage({**settings.STORAGES["staticfiles"], "OPTIONS": {"location": fresh}})
    call_command(command, interactive=False, verbosity=0, ignore_patterns=LEFT_OUT)
    if root.exists():
        os.rename(root, old)
    os.rename(fresh, root)
    shutil.rmtree(old, ignore_errors=True)
    state["static"] = inputs


def ensure(only_fonts: bool = False) -> None:
    """Brings the fonts and the static files up to date under var/."""
    from django.conf import settings

    stamp: Path = settings.VAR_DIR / "build.json"
    try:
        state = json.loads(stamp.read_text())
    except (OSError, ValueError):
        state = {}
    make_fonts(settings.BUILD_DIR / "fonts", state)
    stamp.write_text(json.dumps(state))
    if only_fonts:
        return
    collect(settings.STATIC_ROOT, [ROOT / "static", settings.BUILD_DIR], state)
    stamp.write_text(json.dumps(state))


if __name__ == "__main__":
    import django

    django.setup()
    ensure(only_fonts="--fonts" in sys.argv[1:])
