"""Secrets, names, and how people reach it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from trainhub.doctor import Check, Finding, hint, mend, ok

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
LONG_ENOUGH = 50


def checks() -> list[Check]:
    return [secret_key, secret_files, debug, public_url, allowed_hosts, proxy]


def is_public() -> bool:
    """Whether people elsewhere are to reach it, by what PUBLIC_URL says."""
    return bool(settings.PUBLIC_URL) and urlsplit(settings.PUBLIC_URL).hostname not in LOOPBACK


def secret_key() -> Finding:
    if len(settings.SECRET_KEY) < LONG_ENOUGH:
        return mend(
            f"SECRET_KEY is shorter than {LONG_ENOUGH} characters and could be guessed: then anybody can sign in.",
            "Leave it out of the environment: TrainHub then makes one in var/secret_key. Everyone signs in anew.",
        )
    return ok("The secret key is long enough.")


def secret_files() -> Finding:
    files = [settings.VAR_DIR / "secret_key", Path(os.environ.get("TRAINHUB_ENV_FILE") or settings.BASE_DIR / ".env")]
    files = [file for file in files if file.is_file()]
    for file in files:
        if in_git(file):
            return mend(
                f"{file} is kept in git, so whoever has the code has the secrets.",
                f"Run: git rm --cached {file.name}. Then change every secret in it.",
            )
        if open_to := too_open(file.stat()):
            return mend(f"Others on this machine may read {file}.", f"Run: chmod {open_to} {file}")
    return ok("The files with secrets are their owner's alone, and not in git.")


def too_open(file: os.stat_result) -> str:
    """The mode it should have, "" where it has it. What is root's is read by the server as a member of its group."""
    served_to_a_group = file.st_uid == 0 and file.st_gid != 0
    rights = stat.S_IRUSR | stat.S_IWUSR | (stat.S_IRGRP if served_to_a_group else 0)
    return f"{rights:o}" if stat.S_IMODE(file.st_mode) & ~rights & (stat.S_IRWXG | stat.S_IRWXO) else ""


def in_git(file: Path) -> bool:
    """Whether git keeps this file. No, where there is no git."""
    git = shutil.which("git")
    if git is None:
        return False
    command = [git, "-C", str(file.parent), "ls-files", "--error-unmatch", file.name]
    return subprocess.run(command, capture_output=True, timeout=10).returncode == 0  # noqa: S603 - no words of strangers


def debug() -> Finding:
    if settings.DEBUG:
        return mend(
            "DEBUG is on: error pages show code and settings to everybody.", "Take DEBUG out of the environment."
        )
    return ok("DEBUG is off.")


def public_url() -> Finding:
    url = settings.PUBLIC_URL
    if not url:
        return hint(
            "PUBLIC_URL is not set: good for this machine alone. Cookies and passwords travel unprotected.",
            "For other people set PUBLIC_URL=https://plan.example.org, with a proxy that ends TLS.",
        )
    if url.startswith("https://"):
        return ok(f"People come by {url}, protected.")
    if is_public():
        return mend(
            f"{url} is not https: passwords travel in the open, and passkeys do not work.",
            "Put a proxy that ends TLS before it (docs/deploying.md) and set PUBLIC_URL=https://...",
        )
    return ok(f"{url} is this machine alone.")


def allowed_hosts() -> Finding:
    hosts, host = settings.ALLOWED_HOSTS, urlsplit(settings.PUBLIC_URL).hostname
    if "*" in hosts:
        return mend(
            "ALLOWED_HOSTS takes every name, so letters can be made to lead to a stranger's site.",
            "Name the hosts, or leave ALLOWED_HOSTS out: PUBLIC_URL says it.",
        )
    if host and not any(host == known or (known[:1] == "." and f".{host}".endswith(known)) for known in hosts):
        return mend(
            f"TrainHub refuses its own public name {host}.", f"Add {host} to ALLOWED_HOSTS, or leave ALLOWED_HOSTS out."
        )
    return ok(f"TrainHub answers to: {', '.join(hosts)}.")


def proxy() -> Finding:
    if settings.TRUST_PROXY and not settings.PUBLIC_URL.startswith("https://"):
        return hint(
            "TRUST_PROXY is on without a https address: whoever reaches TrainHub past the proxy can claim anything.",
            "Set PUBLIC_URL=https://..., and let TrainHub listen on 127.0.0.1 only.",
        )
    if settings.PUBLIC_URL.startswith("https://") and not settings.TRUST_PROXY:
        return hint(
            "TRUST_PROXY is off: all requests seem to come from the proxy, so limits by address count all as one.",
            "If your proxy sets X-Forwarded-Proto and X-Forwarded-For itself (docs/deploying.md), set TRUST_PROXY=yes.",
        )
    return ok("The proxy is trusted." if settings.TRUST_PROXY else "No proxy is trusted.")
