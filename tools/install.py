"""Builds .venv from the hashed requirements; does nothing when they have not changed.

    python3 tools/install.py          what TrainHub runs on
    python3 tools/install.py --dev    and what its tests and checks need

Runs on the machine's own Python, so it uses the standard library only.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "trainhub.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
SMALLER = ROOT / "requirements-smaller.txt"
FILES = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}


def say(text: str) -> None:
    print(text, flush=True)


def fingerprint(kind: str) -> str:
    """Changes when a requirement or this machine's Python does."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (SMALLER, *(ROOT / name for name in FILES[kind])):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def installed() -> dict:
    """What the last install left: {"kind": "run" or "dev", "fingerprint": ...}, or nothing."""
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def works(python: Path) -> bool:
    """Whether the environment's Python starts and is of this one's version."""
    check = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        return subprocess.run([python, "-c", check], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    """A fresh .venv, by whichever way this Python has."""
    shutil.rmtree(VENV, ignore_errors=True)
    ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not ensurepip and not importlib.util.find_spec("pip") and not shutil.which("uv"):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SystemExit(
            f"This Python ({sys.executable}) comes without pip and ensurepip, so it cannot install anything.\n"
            f"On Debian and Ubuntu: apt-get install python{version}-venv. Then run make again."
        )
    options = [] if ensurepip else ["--without-pip"]
    subprocess.run([sys.executable, "-m", "venv", *options, str(VENV)], check=True)


def pip(*arguments: str, errors: int | None = None) -> bool:
    """Runs the environment's pip, or the machine's on its behalf. True when it went well."""
    python = str(BIN / "python")
    own = subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0
    base = [python, "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", python]
    command = [*base, "--disable-pip-version-check", "--quiet", *arguments]
    return subprocess.run(command, stderr=errors).returncode == 0


def sync(requirements: Path) -> None:
    """Makes the environment hold exactly these packages: with uv in a second, else with pip."""
    uv = shutil.which("uv", path=str(BIN)) or shutil.which("uv")
    if uv is None and pip("install", "--require-hashes", "-r", str(ROOT / "tools" / "uv.txt")):
        uv = shutil.which("uv", path=str(BIN))
    if uv:
        command = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(BIN / "python"), str(requirements)]
        if subprocess.run(command, cwd=ROOT).returncode == 0:
            return
        say("uv could not install the packages. Trying pip, which is slower.")
    if not pip("install", "--require-hashes", "-r", str(requirements)):
        raise SystemExit("The packages could not be installed: see the lines above. Is the package index reachable?")


def make_smaller() -> None:
    """Installs what only makes files smaller. Not every machine has a wheel of it, and none has to."""
    only_wheels = ("--no-deps", "--only-binary", ":all:", "--require-hashes")
    if not pip("install", *only_wheels, "-r", str(SMALLER), errors=subprocess.DEVNULL):
        say("This machine has no package that makes scripts smaller: they are served a little larger.")


def main(kind: str) -> None:
    state = installed()
    if state.get("kind") == "dev" and kind == "run":
        kind = "dev"  # tests' packages stay once they are there
    if state.get("kind") == kind and state.get("fingerprint") == fingerprint(kind) and works(BIN / "python"):
        return
    start = time.monotonic()
    if not works(BIN / "python"):
        say(f"Making .venv with Python {sys.version.split()[0]}")
        make_environment()
    say("Installing packages" + (" for tests" if kind == "dev" else ""))
    STAMP.unlink(missing_ok=True)
    sync(ROOT / FILES[kind][-1])
    make_smaller()
    STAMP.write_text(json.dumps({"kind": kind, "fingerprint": fingerprint(kind)}))
    say(f"Installed in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main("dev" if "--dev" in sys.argv[1:] else "run")
