"""Finds a Chromium for the browser tests, or installs one."""

import os
import shutil
import subprocess
import sys

# The shell is Chromium without its windows: the same pages for two thirds of the work.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SENTENCE = (
    "The browser tests need Chromium, and none could be installed here.\n"
    "Debian: apt-get install chromium-headless-shell. Elsewhere, or name one in TRAINHUB_CHROMIUM:\n"
    ".venv/bin/python -m playwright install --with-deps chromium"
)


class Missing(Exception):
    """No browser; says what to install."""


def installed() -> str:
    """The path of a Chromium of this machine, or "" when there is none."""
    if given := os.environ.get("TRAINHUB_CHROMIUM"):
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), "")


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


def _from_debian() -> None:
    """Installs the shell (as root); where apt does not have it and the machine has no other, all of Chromium."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    command = ["apt-get", "-q", "-y", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]
    _quietly(*command, "update")
    for package in [SHELL] if installed() else [SHELL, "chromium"]:
        print(f"Installing Debian's {package} for the browser tests", flush=True)
        if _quietly(*command, "install", "--no-install-recommends", package, DEBIAN_FRONTEND="noninteractive"):
            return


def ensure() -> str:
    """The path of a Chromium: the shell, from Debian if need be, else what this machine has; "" is Playwright's own."""
    if not os.environ.get("TRAINHUB_CHROMIUM") and not shutil.which(SHELL):
        _from_debian()
    if path := installed():
        return path
    if not bundled():
        print("Installing Playwright's chromium for the browser tests", flush=True)
        _quietly(sys.executable, "-m", "playwright", "install", "chromium")
        if not bundled():
            raise Missing(SENTENCE)
    return ""
