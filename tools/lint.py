"""Checks style, types, templates, migrations and settings; runs all of them before it says no."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Values and rules: pure Python, so types are worth most here.
TYPED = ["trainhub", "core", "accounts", "exercises", "sessions_app", "programs", "tools", "benchmarks"]
CHECKS = {
    "ruff": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "types": ["mypy", *TYPED],
}
DJANGO = {
    "migrations": ["makemigrations", "--check", "--dry-run"],
    "settings": ["check", "--fail-level", "WARNING"],
}


def passes(name: str, command: list[str]) -> bool:
    start = time.monotonic()
    result = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)
    verdict = "ok" if result.returncode == 0 else "FAILED"
    print(f"{name:<11}{verdict:<7}{time.monotonic() - start:5.1f} s", flush=True)
    if result.returncode:
        print((result.stdout + result.stderr).strip(), flush=True)
    return result.returncode == 0


def main() -> int:
    os.environ.update(TRAINHUB_ENV_FILE="", DJANGO_SETTINGS_MODULE="trainhub.settings_test")
    results = [passes(name, ["-m", *command]) for name, command in CHECKS.items()]
    results += [passes(name, ["manage.py", *command]) for name, command in DJANGO.items()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
