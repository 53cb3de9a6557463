"""Asks whether a hole is known in any version that we pin. It must have asked about all of them to say that none is.

.venv/bin/python tools/audit.py                    ends with 1 where one is known, with 2 where nobody could be asked
.venv/bin/python tools/audit.py --where-reachable  ends with 0 where nobody could be asked, and says so: for CI
.venv/bin/python tools/audit.py FILE...            other files of hashed pins

The answers are those of osv.dev, or of AUDIT_URL, which speaks as it does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PINNED = ["requirements.txt", "requirements-dev.txt", "requirements-smaller.txt", "tools/uv.txt"]
OSV = "https://api.osv.dev/v1/query"
CLEAN, VULNERABLE, NOT_ASKED = 0, 1, 2
PATIENCE = 15  # seconds for an answer
# What is asked first, whatever is pinned.
TRIAL: dict[str, Any] = {"package": {"name": "pip", "ecosystem": "PyPI"}, "version": "0"}
# osv.dev answers everyone: who asks for a login or forbids it is a proxy on the way.
ON_THE_WAY = (403, 407, 511)
# How pip-audit ends where the way is lost after the first answer.
LOST_WAY = ("requests.exceptions.", "Tip: your network may be blocking this service.")


class NotAsked(Exception):
    """Whether there is a hole is not known; says why."""


class Unreachable(NotAsked):
    """There is no way to the service from here."""


def pins(file: Path) -> set[str]:
    """The packages that this file installs on this machine."""
    lines = (line.partition(" --hash")[0].rstrip(" \\") for line in file.read_text().splitlines() if line[:1].isalnum())
    wanted = (Requirement(line) for line in lines)
    return {canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate()}


def reach(service: str) -> None:
    """Whether there is a way is better known from an answer than from pip-audit's last words."""
    try:
        answer = requests.post(service, json=TRIAL, timeout=PATIENCE)
    except requests.RequestException as problem:
        raise Unreachable(f"{type(problem).__name__}: {str(problem)[:300]}") from problem
    if answer.status_code in ON_THE_WAY:
        raise Unreachable(f"{answer.status_code} {answer.reason}")


def ask(files: list[Path]) -> list[dict[str, Any]]:
    """pip-audit's word on each package: {"name", "version", "vulns"}."""
    service = os.environ.get("AUDIT_URL") or OSV
    reach(service)
    named = [word for file in files for word in ("--requirement", str(file))]
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format=json", *named]
    command += ["--vulnerability-service=osv", f"--osv-url={service}", "--progress-spinner=off"]
    result = subprocess.run(command, capture_output=True, text=True)
    try:
        answered: list[dict[str, Any]] = json.loads(result.stdout)["dependencies"]
    except (ValueError, KeyError):
        raise reason(result.stderr) from None
    asked = {canonicalize_name(one["name"]) for one in answered if "vulns" in one}
    if left := set().union(*map(pins, files)) - asked:
        raise NotAsked(f"nobody knows of {', '.join(sorted(left))}")
    return answered


def reason(words: str) -> NotAsked:
    """Why pip-audit gave no answer, by its last line."""
    lines = words.strip().splitlines()
    said = lines[-1][:300] if lines else "pip-audit said nothing"
    return (Unreachable if any(mark in said for mark in LOST_WAY) else NotAsked)(said)


def main(arguments: list[str]) -> int:
    given = [Path(argument) for argument in arguments if not argument.startswith("--")]
    try:
        answered = ask(given or [ROOT / name for name in PINNED])
    except NotAsked as problem:
        print(f"Not audited: {problem}")
        return CLEAN if "--where-reachable" in arguments and isinstance(problem, Unreachable) else NOT_ASKED
    known = {
        (one["name"], one["version"], hole["id"], *hole["fix_versions"]) for one in answered for hole in one["vulns"]
    }
    for name, version, hole, *mended in sorted(known):
        print(f"{name} {version}: {hole}, {'mended in ' + ', '.join(mended) if mended else 'not mended yet'}")
    print(f"Audited {len({one['name'] for one in answered})} packages: {len(known) or 'no'} known holes.")
    return VULNERABLE if known else CLEAN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
