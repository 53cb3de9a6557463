"""Which TrainHub runs: RELEASE where somebody named it, else the commit of the checkout."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.conf import settings

UNKNOWN = "unknown"


@cache
def release() -> str:
    return os.environ.get("RELEASE") or commit(Path(settings.BASE_DIR) / ".git")[:12] or UNKNOWN


def commit(folder: Path) -> str:
    """The commit that a .git folder stands on, read without git. "" when there is none."""
    try:
        if folder.is_file():  # a worktree: "gitdir: /somewhere"
            folder = Path(folder.read_text().removeprefix("gitdir:").strip())
        head = (folder / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        common = folder / "commondir"
        shared = folder / common.read_text().strip() if common.exists() else folder
        if (shared / name).exists():
            return (shared / name).read_text().strip()
        packed = (shared / "packed-refs").read_text().splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
    except OSError:
        return ""
