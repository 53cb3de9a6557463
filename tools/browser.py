"""Finds a Chromium for the browser tests, or installs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The shell is Chromium without its windows: the same pages for two thirds of the work.
SHELL = "chromium-headless-shell"
ASKED = Path(__file__).resolve().parent.parent / "var" / "test" / "asked-for-the-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SENTENCE = (
    "The browser tests need Chromium, and none could be installed here.\n"
    "Debian: apt-get install chromium-headless-shell. Elsewhere, or name one in TRAINHUB_CHROMIUM:\n"
    ".venv/bin/python -m playwright install --with-deps chromium"
)


class Missing(Exception):
    """No browser; says what to install."""


def installed() -> str:
    """The path of a Chromium of this machine that works, or "" when there is none."""
    if given := os.environ.get("TRAINHUB_CHROMIUM"):
        return given
    return next((path for name in NAMES if (path := shutil.which(name)) and _works(path)), "")


def _works(path: str) -> bool:
    """Ubuntu's chromium-browser without its snap only says what to install."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def bundled() -> bool:
    """Whether Playwright installed one of its own. Of that it starts the shell by itself when no path is given."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)


def _quietly(*command: str, **environment: str) -> bool:
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)
    if result.returncode:
        print(f"{' '.join(command)}: {(result.stderr or result.stdout).strip()[-500:]}", flush=True)
    return result.returncode == 0


def _from_debian(*packages: str) -> None:
    """Installs the first of them that apt has (as root)."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    command = ["apt-get", "-q", "-y", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]
    _quietly(*command, "update")
    for package in packages:
        print(f"Installing Debian's {package} for the browser tests", flush=True)
        if _quietly(*command, "install", "--no-install-recommends", package, DEBIAN_FRONTEND="noninteractive"):
            return


def _may_ask_for_the_shell(path: str) -> bool:
    """Beside a Chromium that works nothing is installed that nobody asked for. CI's machines are there for the tests,
    which take a third more without the shell: there it is asked for, and once, as not every apt has it.
    """
    if not os.environ.get("CI") or os.environ.get("TRAINHUB_CHROMIUM") or os.path.basename(path) == SHELL:
        return False
    asked_before = ASKED.exists()
    ASKED.parent.mkdir(parents=True, exist_ok=True)
    ASKED.touch()
    return not asked_before


def ensure() -> str:
    """The path of a Chromium of this machine, the shell before others; "" is Playwright's own. One is installed where
    there is none.
    """
    if path := installed():
        if not _may_ask_for_the_shell(path):
            return path
        _from_debian(SHELL)
        return installed()
    if bundled():
        return ""
    _from_debian(SHELL, "chromium")
    if path := installed():
        return path
    print("Installing Playwright's chromium for the browser tests", flush=True)
    _quietly(sys.executable, "-m", "playwright", "install", "chromium")
    if not bundled():
        raise Missing(SENTENCE)
    return ""
