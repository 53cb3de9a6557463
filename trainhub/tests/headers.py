"""What every answer carries, whatever it is."""

from __future__ import annotations

import re
from typing import Any

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
TAGS = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')+>")
SCRIPT_LINK = re.compile(r"\s(href|src|action|formaction|hx-get|hx-post)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def is_inline(tag: str) -> bool:
    """Markup that the policy would silently stop: scripts and styles in the page. Data for a script is none."""
    bare = QUOTED.sub("", tag).lower()
    if bare.startswith("<script"):
        return " src=" not in bare and "application/json" not in tag
    return bare.startswith("<style") or bool(re.search(r"\s(style|on\w+)\s*=", bare)) or bool(SCRIPT_LINK.search(tag))


def leads_away(response: Any) -> bool:
    """To another site, where all our ways lead to pages of this one."""
    there = response.headers.get("Location", "").removeprefix("http://testserver/")
    return there.startswith(("//", "/\\", "http"))


def problems(response: Any) -> list[str]:
    """What is not as it should be, one line each."""
    headers = response.headers
    found = [
        f"{name}: {headers.get(name)}, not {value}" for name, value in EVERYWHERE.items() if headers.get(name) != value
    ]
    if set(headers.get("Content-Security-Policy", "").split("; ")) != POLICY:
        found.append(f"Content-Security-Policy: {headers.get('Content-Security-Policy')}")
    permissions = headers.get("Permissions-Policy", "")
    if "camera=()" not in permissions or "publickey" in permissions:
        found.append(f"Permissions-Policy: {permissions}")
    found += [f"{name} is there" for name in ("Server", "X-Powered-By", "Via") if name in headers]
    if "Access-Control-Allow-Origin" in headers:
        found.append("Access-Control-Allow-Origin is there")
    if not response.streaming:
        if not {"private", "no-cache"} <= {part.strip() for part in headers.get("Cache-Control", "").split(",")}:
            found.append(f"Cache-Control: {headers.get('Cache-Control')}")
        if headers.get("Content-Type", "").startswith("text/html"):
            found += [f"inline: {tag}" for tag in TAGS.findall(response.content.decode()) if is_inline(tag)]
    return found
