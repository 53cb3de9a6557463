"""MDN's HTTP Observatory, as far as a site can be scored without a network.

The rules are those of github.com/mdn/mdn-http-observatory: the points in `src/grader/charts.js`, what earns them in
`src/analyzer/tests/*.js`, and how they add up in `src/scanner/index.js` (version of 2025). A site begins with 100;
what is missing takes points away; what is better than needed adds some, if at least 90 are left by then.

Left out, since no answer of ours can meet them: invalid certificates, preload lists, Heroku's cookies, policies in
`<meta>` elements, cross-domain files of Flash.
"""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

SIX_MONTHS = 15_552_000
EXTRA_CREDIT_FROM = 90
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
UNSAFE = {"'unsafe-inline'", "data:"}
GOOD_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
BAD_REFERRERS = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}


def score(page: Any, route: list[str], cookies: SimpleCookie) -> tuple[int, dict[str, int]]:
    """Points in all, and each test's.

    `page` is what https answered in the end, `route` the addresses from http:// to there, `cookies` what all of
    them set.
    """
    headers = page.headers
    policy = directives(headers.get("Content-Security-Policy", ""))
    points = {
        "content-security-policy": content_policy(policy),
        "cookies": cookie_flags(cookies, is_strict(headers)),
        "cross-origin-resource-sharing": sharing(headers),
        "redirection": redirection(route),
        "referrer-policy": referrer(headers.get("Referrer-Policy", "")),
        "strict-transport-security": transport(headers.get("Strict-Transport-Security", "")),
        "subresource-integrity": integrity(page.content.decode(), urlsplit(route[-1]).hostname or ""),
        "x-content-type-options": 0 if headers.get("X-Content-Type-Options", "").strip().lower() == "nosniff" else -5,
        "x-frame-options": framing(headers.get("X-Frame-Options", ""), policy),
        "cross-origin-resource-policy": resource_policy(headers.get("Cross-Origin-Resource-Policy", "")),
    }
    taken = 100 + sum(value for value in points.values() if value < 0)
    return taken if taken < EXTRA_CREDIT_FROM else 100 + sum(points.values()), points


def directives(header: str) -> dict[str, set[str]]:
    parts = [part.split() for part in header.split(";")]
    return {part[0].lower(): set(part[1:]) for part in reversed(parts) if part}


def content_policy(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    script, style, objects = (policy.get(name, default) for name in ("script-src", "style-src", "object-src"))
    passive = policy.get("img-src", default) | policy.get("media-src", default)
    active = script.union(*(value for name, value in policy.items() if name not in {"img-src", "media-src"}))
    if script & (BROAD | UNSAFE) or objects & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if any(source.startswith(("http:", "ftp:")) for source in passive):
        return -10
    if style & (BROAD | UNSAFE):
        return 0
    return 10 if policy.get("default-src") == {"'none'"} else 5


def cookie_flags(cookies: SimpleCookie, strict: bool) -> int:
    """The worst of them counts."""
    if not cookies:
        return 0
    worst = 0
    for name, cookie in cookies.items():
        of_session = any(word in name.lower() for word in ("login", "sess"))
        same_site = cookie["samesite"].lower()
        if not cookie["secure"]:
            lost = {(False, True): -5, (False, False): -20, (True, True): -10, (True, False): -40}[of_session, strict]
            worst = min(worst, lost, -20 if same_site == "none" else 0)
        if same_site not in {"", "lax", "strict", "none"} or ("csrf" in name.lower() and not same_site):
            worst = min(worst, -20)
        if of_session and not cookie["httponly"]:
            worst = min(worst, -30)
    return worst or (5 if all(cookie["samesite"] for cookie in cookies.values()) else 0)


def sharing(headers: Any) -> int:
    """Everybody, with their cookies."""
    allowed = headers.get("Access-Control-Allow-Origin", "")
    return -50 if allowed not in {"", "*"} and headers.get("Access-Control-Allow-Credentials") == "true" else 0


def redirection(route: list[str]) -> int:
    places = [urlsplit(address) for address in route]
    if len(places) == 1 or places[-1].scheme != "https":
        return -20
    if places[1].scheme != "https":
        return -10
    return 0 if places[0].hostname == places[1].hostname else -5


def referrer(header: str) -> int:
    known = [
        word.strip().lower() for word in header.split(",") if word.strip().lower() in GOOD_REFERRERS | BAD_REFERRERS
    ]
    if not header:
        return 0
    return 5 if known and known[-1] in GOOD_REFERRERS else -5


def transport(header: str) -> int:
    seconds = re.search(r"max-age=(\d+)", header.lower())
    if seconds is None:
        return -20
    return 0 if int(seconds[1]) >= SIX_MONTHS else -10


def is_strict(headers: Any) -> bool:
    return transport(headers.get("Strict-Transport-Security", "")) == 0


def integrity(html: str, host: str) -> int:
    """Scripts of other hosts, with their hash or without. A hash of one's own is worth points too."""
    points = []
    for tag in re.findall(r"<script\b[^>]*>", html):
        source = re.search(r'\ssrc="([^"]+)"', tag)
        if source is None:
            continue
        hashed, place = " integrity=" in tag, urlsplit(source[1])
        own = not place.netloc or (place.scheme and place.hostname == host)
        if own:
            points.append(5 if hashed else 0)
        elif place.scheme == "https":
            points.append(5 if hashed else -5)
        else:
            points.append(-20 if hashed else -50)
    return min(points, default=0)


def framing(header: str, policy: dict[str, set[str]]) -> int:
    if "frame-ancestors" in policy:
        return 5
    word = header.strip().lower()
    return 0 if word in {"deny", "sameorigin"} or word.startswith("allow-from") else -20


def resource_policy(header: str) -> int:
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(header.strip().lower(), -5)
