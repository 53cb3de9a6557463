"""Finds a Chromium for the browser tests, or installs one."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SENTENCE = (
    "The browser tests need Chromium, and none could be installed here.\n"
    "Debian: apt-get install chromium. Elsewhere: .venv/bin/python -m playwright install --with-deps chromium,\n"
    "or name one in TRAINHUB_CHROMIUM."
)


class Missing(Exception):
    """No browser; says what to install."""


def installed() -> str:
    """The path of a Chromium of this machine, or "" when there is none."""
    if given := os.environ.get("TRAINHUB_CHROMIUM"):
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def bundled() -> str:
    """The path of the Chromium that Playwright installed, or ""."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else ""


def _quietly(*command: str, **environment: str) -> bool:
    result = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)
    if result.returncode:
        print(f"{' '.join(command)}: {(result.stderr or result.stdout).strip()[-500:]}", flush=True)
    return result.returncode == 0


def ensure() -> str:
    """The path of a Chromium: this machine's, else Debian's installed now (as root), else Playwright's own."""
    if path := installed() or bundled():
        return path
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's chromium for the browser tests", flush=True)
        _quietly("apt-get", "update", "-q")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        _quietly("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", **quiet)
        if path := installed():
            return path
    print("Installing Playwright's chromium for the browser tests", flush=True)
    _quietly(sys.executable, "-m", "playwright", "install", "chromium")
    if path := bundled():
        return path
    raise Missing(SENTENCE)
